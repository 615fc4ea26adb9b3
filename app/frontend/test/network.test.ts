import assert from "node:assert/strict";
import { test } from "node:test";
import { labelled, layOut } from "../src/network/layout";
import { nearest } from "../src/network/network";

const LINKS = [
  { from: 0, to: 1, name: "knows" },
  { from: 1, to: 2, name: "knows" },
];

test("the same links are laid out the same, and apart", () => {
  const places = layOut(4, LINKS, 1.5);
  assert.deepEqual(places, layOut(4, LINKS, 1.5));
  places.forEach((one, index) => places.slice(index + 1).forEach((other) => assert.ok(Math.hypot(one.x - other.x, one.y - other.y) > 30)));
});

test("nothing at all has a layout", () => assert.deepEqual(layOut(0, [], 1), []));

test("arrows lead to the nearest node that way, and stay where there is none", () => {
  const places = [{ x: 0, y: 0 }, { x: 10, y: 1 }, { x: 5, y: 30 }, { x: -4, y: 0 }];
  assert.equal(nearest(places, 0, { x: 1, y: 0 }), 1);
  assert.equal(nearest(places, 0, { x: -1, y: 0 }), 3);
  assert.equal(nearest(places, 0, { x: 0, y: 1 }), 2);
  assert.equal(nearest(places, 0, { x: 0, y: -1 }), null);
});

test("labels that would cover one another give way to those of more links", () => {
  const places = [{ x: 0, y: 0 }, { x: 10, y: 2 }, { x: 0, y: 100 }];
  assert.deepEqual(labelled(places, [10, 10, 10], [1, 0, 2], 1), new Set([1, 2]));
  assert.deepEqual(labelled(places, [10, 10, 10], [1, 0, 2], 20), new Set([0, 1, 2]));
});
