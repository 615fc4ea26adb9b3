// The columns from the wire, and their index: what a window holds is what a slow look finds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, OPEN_BEGIN, OPEN_END, type Columns } from "../src/timeline/decode";
import { Density } from "../src/timeline/density";
import { landmarks } from "../src/timeline/landmarks";
import { LaneIndex, OPEN_DAYS } from "../src/timeline/laneindex";
import { encode, synthetic } from "./timeline_synthetic";

const columns = decode(synthetic({ events: 3000, lanes: 6 }));
const index = new LaneIndex(columns);
const windows = [[14_610, 20_900], [18_000, 18_400], [19_500, 19_530], [20_790, 21_500], [10_000, 14_000]];

function inWindow(from: LaneIndex, lane: number, begin: number, end: number): number[] {
  const found: number[] = [];
  from.visit(lane, begin, end, (mark) => found.push(mark));
  return found.sort((one, other) => one - other);
}

function slowly(lane: number, begin: number, end: number, fits: (mark: number) => boolean = () => true): number[] {
  return [...Array(columns.count).keys()].filter(
    (mark) => columns.lane[mark] === lane && columns.begin[mark] < end && columns.end[mark] + 1 > begin && fits(mark),
  );
}

/** One mark per pair of days. */
function dated(...spans: [number, number][]): Columns {
  const all = (value: number): number[] => spans.map(() => value);
  const head = { snapshot: "s", events: spans.length, marks: spans.length, lanes: [{ id: "a", name: "A", events: spans.length, page: null }], kinds: [], statuses: [], domain: [0, 1] };
  const bytes = encode(head, {
    row: Uint32Array.from(spans.keys()), lane: Uint16Array.from(all(0)), begin: Int32Array.from(spans, ([begin]) => begin),
    end: Int32Array.from(spans, ([, end]) => end), kind: Uint8Array.from(all(0)), status: Uint8Array.from(all(0)),
    flags: Uint16Array.from(all(0)), weight: Uint8Array.from(all(9)),
  }, {});
  return decode(bytes);
}

test("texts are read mark by mark, letters beyond ASCII too", () => {
  const bytes = encode(
    { snapshot: "s", events: 2, marks: 2, lanes: [], kinds: [], statuses: [], domain: null },
    Object.fromEntries(["row", "lane", "begin", "end", "kind", "status", "flags", "weight"].map((name) => [name, new Uint8Array(16)])),
    { title: ["钛媒体 ist da", ""], date: ["2024~", "2024"], who: ["A", "B"], id: ["1", "2"] },
  );
  const { texts } = decode(bytes);
  assert.equal(texts?.title(0), "钛媒体 ist da");
  assert.equal(texts?.title(1), "");
  assert.equal(texts?.date(1), "2024");
});

test("a window gives every mark that touches it, and no other", () => {
  for (const [begin, end] of windows) {
    for (let lane = 0; lane < 6; lane++) assert.deepEqual(inWindow(index, lane, begin, end), slowly(lane, begin, end));
  }
});

test("what the legend puts aside is nowhere", () => {
  const filtered = new LaneIndex(columns);
  filtered.show({ kinds: Uint8Array.from([1, 0, 1, 1, 0, 1, 1]), statuses: Uint8Array.from([1, 1, 0, 1, 1]) });
  const fits = (mark: number): boolean => ![1, 4].includes(columns.kind[mark]) && columns.status[mark] !== 2;
  for (const [begin, end] of windows) assert.deepEqual(inWindow(filtered, 2, begin, end), slowly(2, begin, end, fits));
  const next = filtered.neighbour(filtered.nearest(2, 18_000), 1);
  assert.ok(next >= 0 && fits(next));
});

test("keys walk through a lane in the order of time and stop at its ends", () => {
  const first = index.nearest(3, -Infinity);
  let mark = first;
  let steps = 1;
  for (let next = index.neighbour(mark, 1); next >= 0; next = index.neighbour(mark, 1)) {
    assert.ok(columns.begin[next] >= columns.begin[mark]);
    mark = next;
    steps++;
  }
  assert.equal(steps, index.counts[3]);
  assert.equal(mark, index.nearest(3, Infinity));
  assert.equal(index.neighbour(first, -1), -1);
});

test("open ends are drawn to a year and found there; a date without ends is nowhere", () => {
  const open = new LaneIndex(dated([OPEN_BEGIN, OPEN_END], [OPEN_BEGIN, 1000], [OPEN_BEGIN, 400], [900, OPEN_END]));
  assert.deepEqual(inWindow(open, 0, 0, 5000), [1, 2, 3]);
  assert.deepEqual(inWindow(open, 0, 1001 - OPEN_DAYS, 900), [1]);
  assert.deepEqual(inWindow(open, 0, 1200, 1300), [3]);
  assert.deepEqual(inWindow(open, 0, 0, 401), [2]);
});

test("the density of a window is the mass of its events, each spread over its date", () => {
  const density = new Density(columns, index, columns.kinds.length);
  for (const [begin, end] of windows) {
    for (let lane = 0; lane < 6; lane++) {
      const slow = slowly(lane, begin, end).reduce((sum, mark) => {
        const inside = Math.min(end, columns.end[mark] + 1) - Math.max(begin, columns.begin[mark]);
        return sum + inside / (columns.end[mark] + 1 - columns.begin[mark]);
      }, 0);
      assert.ok(Math.abs(density.mass(lane, begin, end) - slow) < 0.01, `lane ${lane} from ${begin} to ${end}`);
    }
  }
});

test("a year makes no spike on 1 January", () => {
  const year = dated([18_262, 18_627], [18_300, 18_300]);
  const density = new Density(year, new LaneIndex(year), 1);
  assert.ok(density.mass(0, 18_262, 18_263) < 0.003);
  assert.ok(density.mass(0, 18_300, 18_301) > 1);
  assert.ok(Math.abs(density.mass(0, 18_000, 19_000) - 2) < 1e-4);
});

test("bins stand still: a window that moves sees the same bins", () => {
  const density = new Density(columns, index, columns.kinds.length);
  const one = density.bins(0, 18_000, 18_800, 8);
  const other = density.bins(0, 18_203, 19_000, 8);
  const shift = (other.begin - one.begin) / 8;
  assert.ok(Number.isInteger(shift));
  const at = one.kinds.indexOf(2);
  const there = other.kinds.indexOf(2);
  for (let bin = shift; bin < one.count; bin++) assert.ok(Math.abs(one.mass[at][bin] - other.mass[there][bin - shift]) < 1e-3);
});

test("landmarks are the weightiest marks of a lane", () => {
  const [found] = landmarks(columns, index);
  const weights = [...found].map((mark) => columns.weight[mark]);
  assert.deepEqual(weights, weights.slice().sort((one, other) => other - one));
  const heaviest = Math.max(...slowly(0, 0, 30_000, (mark) => index.isDay(mark)).map((mark) => columns.weight[mark]));
  assert.equal(weights[0], heaviest);
});
