// Frames: nothing collides, nothing is lost, nothing jumps, and a million events cost no more than what is in view.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Camera } from "../src/timeline/camera";
import { decode } from "../src/timeline/decode";
import { Density } from "../src/timeline/density";
import { Explorer } from "../src/timeline/explorer";
import { LaneIndex } from "../src/timeline/laneindex";
import { Lanes } from "../src/timeline/lanes";
import { Model } from "../src/timeline/model";
import { pack, type Item } from "../src/timeline/pack";
import { Composer, type Mark, type Scene } from "../src/timeline/scene";
import type { Span } from "../src/timeline/span";
import { synthetic } from "./timeline_synthetic";

const WIDE = 1200;
const NOTHING = { selected: -1, focused: -1 };

function stage(events: number, lanes = 8): { composer: Composer; model: Model; lanes: Lanes } {
  const model = new Model(decode(synthetic({ events, lanes })), []);
  const order = new Lanes(lanes);
  order.arrange(model.index, new Set(), 900, WIDE);
  const labelOf = (mark: number): { text: string; width: number } => ({ text: `Event ${mark}`, width: 40 + (mark % 7) * 30 });
  return { composer: new Composer({ columns: model.columns, index: model.index, density: model.density, lanes: order, labelOf }), model, lanes: order };
}

const all = (scene: Scene): Mark[] => scene.lanes.flatMap((lane) => lane.marks);
const compose = (composer: Composer, span: Span, attention = NOTHING): Scene => composer.compose(span, WIDE, 0, 5000, attention, true);

function items(count: number): Item[] {
  return Array.from({ length: count }, (_, mark) => {
    const left = (mark * 7919) % 1000;
    return { mark, left, right: left + 20, weight: (mark * 31) % 50, label: 60 + (mark % 5) * 20, full: 200 };
  });
}

test("in a row nothing lies upon another, labels included, and whatever finds no room is told of once", () => {
  for (const [count, rows] of [[10, 1], [60, 3], [400, 4], [5, 0]]) {
    const given = items(count);
    const placed = pack(given, rows, new Int8Array(count).fill(-1));
    for (let row = 0; row < rows; row++) {
      const taken = placed.filter((one) => one.row === row).map(({ item, label }) => [item.left, item.right + label]).sort((one, other) => one[0] - other[0]);
      taken.forEach(([left], at) => assert.ok(at === 0 || left >= taken[at - 1][1], `${count} in ${rows}`));
    }
    const told = placed.flatMap((one) => [one.item.mark, ...one.more]).sort((one, other) => one - other);
    if (rows > 0) assert.deepEqual(told, [...Array(count).keys()]);
  }
});

test("the weightiest keep their place and their label", () => {
  const given = items(300);
  const heavy = { ...given[0], weight: 99 };
  const placed = pack([...given.slice(1), heavy], 2, new Int8Array(300).fill(-1));
  assert.ok((placed.find((one) => one.item === heavy)?.label ?? 0) > 0);
});

test("a mark keeps its row while the window moves", () => {
  const { composer } = stage(500);
  const before = new Map(all(compose(composer, { begin: 19_000, end: 19_400 })).map((one) => [one.mark, one.y]));
  let kept = 0;
  for (let step = 1; step <= 20; step++) {
    for (const one of all(compose(composer, { begin: 19_000 + step, end: 19_400 + step }))) {
      if (!before.has(one.mark) || one.x < 0 || one.x > WIDE) continue;
      assert.equal(one.y, before.get(one.mark), `event ${one.mark} after ${step} days`);
      kept++;
    }
  }
  assert.ok(kept > 100);
});

test("labels do not come and go while the window moves", () => {
  const { composer } = stage(500);
  const inner = (scene: Scene): Map<number, string> => new Map(all(scene).filter((one) => one.x > 200 && one.x < 700).map((one) => [one.mark, `${one.label} ${Math.round(one.labelWidth)}`]));
  const before = inner(compose(composer, { begin: 19_000, end: 19_400 }));
  const after = inner(compose(composer, { begin: 19_002, end: 19_402 }));
  for (const [mark, label] of after) if (before.has(mark)) assert.equal(label, before.get(mark));
});

test("every event of a roomy lane is seen or told of", () => {
  const { composer, model } = stage(400);
  const span = { begin: 18_000, end: 21_000 };
  const scene = compose(composer, span);
  for (const lane of scene.lanes.filter((one) => one.fade === 0)) {
    const told = new Set(lane.marks.flatMap((one) => [one.mark, ...one.more]));
    model.index.visit(lane.box.lane, span.begin, span.end, (mark) => assert.ok(told.has(mark)));
  }
  assert.ok(scene.lanes.some((lane) => lane.fade === 0));
});

test("a frame holds a bounded number of marks at every zoom, and dense lanes turn to density", () => {
  const { composer } = stage(60_000);
  let dense = 0;
  for (let days = 7000; days > 4; days /= 1.7) {
    const scene = compose(composer, { begin: 19_800 - days / 2, end: 19_800 + days / 2 });
    assert.ok(all(scene).length < 1500, `${all(scene).length} marks in ${days} days`);
    dense += scene.lanes.filter((lane) => lane.fade === 1).length;
  }
  assert.ok(dense > 8);
});

test("density and marks do not flicker at the threshold", () => {
  const { composer } = stage(3000);
  const modes = new Map<number, number>();
  let turns = 0;
  for (let step = 0; step < 60; step++) {
    const half = 1500 + 60 * Math.sin(step);
    for (const lane of compose(composer, { begin: 19_000 - half, end: 19_000 + half }).lanes) {
      if (modes.has(lane.box.lane) && modes.get(lane.box.lane) !== lane.fade) turns++;
      modes.set(lane.box.lane, lane.fade);
    }
  }
  assert.ok(turns <= 1);
});

test("what is selected or in focus is always shown, in whatever crowd", () => {
  const { composer, model } = stage(60_000);
  const mark = model.index.nearest(0, 19_000);
  const scene = compose(composer, { begin: 14_000, end: 21_000 }, { selected: mark, focused: -1 });
  assert.ok(all(scene).some((one) => one.mark === mark));
});

test("a rail is as long as its date", () => {
  const { composer, model } = stage(200);
  const scene = compose(composer, { begin: 18_000, end: 21_000 });
  const rails = all(scene).filter((one) => one.rail);
  assert.ok(rails.length > 5);
  for (const one of rails) {
    const days = model.columns.end[one.mark] + 1 - model.columns.begin[one.mark];
    assert.ok(Math.abs(one.right - one.left - (days * WIDE) / 3000) < 1e-6);
  }
});

test("lanes fit into the room if they can, and collapsed ones are low", () => {
  const { model } = stage(300);
  const lanes = new Lanes(8);
  lanes.arrange(model.index, new Set([1]), 600, WIDE);
  const open = lanes.height;
  lanes.toggle(0);
  lanes.move(7, 0);
  lanes.arrange(model.index, new Set([1]), 600, WIDE);
  assert.ok(lanes.height < open);
  assert.equal(lanes.boxes[0].lane, 7);
  assert.equal(lanes.of(1).predictionRows, 1);
  lanes.boxes.reduce((top, box) => (assert.equal(box.top, top), top + box.height), 0);
});

test("keys go from event to event and from lane to lane, and the window follows", () => {
  const model = new Model(decode(synthetic({ events: 300, lanes: 4 })), []);
  const lanes = new Lanes(4);
  lanes.arrange(model.index, new Set(), 600, WIDE);
  const camera = new Camera({ begin: 18_000, end: 18_300 }, { begin: 14_000, end: 21_500 });
  const explorer = new Explorer(model, lanes, camera);
  const first = explorer.walk(1);
  assert.equal(model.columns.lane[first], 0);
  assert.equal(explorer.walk(1), model.index.neighbour(first, 1));
  const below = explorer.changeLane(1);
  assert.equal(model.columns.lane[below], 1);
  explorer.edge(true);
  explorer.reveal(explorer.focused, true);
  const day = model.index.from[explorer.focused];
  assert.ok(day > camera.span.begin && day < camera.span.end);
  assert.equal(model.columns.lane[explorer.changeLane(-1)], 0);
});

test("counts and density agree after the legend put a kind aside and showed it again", () => {
  const model = new Model(decode(synthetic({ events: 800, lanes: 3 })), []);
  const before = model.density.mass(0, 14_000, 21_500);
  model.toggle("Hire");
  assert.ok(model.density.mass(0, 14_000, 21_500) < before);
  assert.equal(model.index.counts[0], Math.round(model.density.mass(0, 14_000, 22_000)));
  model.toggle("Hire");
  assert.ok(Math.abs(model.density.mass(0, 14_000, 21_500) - before) < 1e-6);
  assert.ok(new Density(model.columns, new LaneIndex(model.columns), 7).peak(30) > 0);
});
