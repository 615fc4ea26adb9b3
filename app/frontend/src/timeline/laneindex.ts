// The marks of every lane by length of their dates, each list in the order of time, so that a window is found by bisection.

import type { Columns } from "./decode";
import { OPEN_BEGIN, OPEN_END } from "./decode";

/** The longest dates of each class in days; a window needs to look back that far. The last class holds all that is longer. */
const LONGEST = [1, 31, 92, 366, 3660, Infinity];
const CLASSES = LONGEST.length;
/** How far an open date is drawn. */
export const OPEN_DAYS = 365;

/** First day and the day after the last one, with open ends drawn to a year. Null for a date that nobody knows. */
export function extent(columns: Columns, mark: number): [number, number] | null {
  const begin = columns.begin[mark];
  const end = columns.end[mark];
  if (begin === OPEN_BEGIN) return end === OPEN_END ? null : [end + 1 - OPEN_DAYS, end + 1];
  return [begin, end === OPEN_END ? begin + OPEN_DAYS : end + 1];
}

export class LaneIndex {
  /** First day of each mark. */
  readonly from: Int32Array;
  /** The day after the last one. */
  readonly to: Int32Array;
  /** Where the marks of each lane begin in the columns; one more than lanes. */
  readonly starts: Uint32Array;
  readonly laneCount: number;
  /** How many shown marks each lane has. */
  readonly counts: Uint32Array;
  /** How many of them are dated less precisely than to the day. */
  readonly rails: Uint32Array;
  private readonly columns: Columns;
  private order = new Uint32Array(0);
  private readonly offsets: Uint32Array;
  private shown: (mark: number) => boolean = () => true;

  constructor(columns: Columns) {
    this.columns = columns;
    this.laneCount = columns.lanes.length;
    this.from = new Int32Array(columns.count);
    this.to = new Int32Array(columns.count);
    this.starts = new Uint32Array(this.laneCount + 1);
    this.counts = new Uint32Array(this.laneCount);
    this.rails = new Uint32Array(this.laneCount);
    this.offsets = new Uint32Array(this.laneCount * CLASSES + 1);
    for (let mark = 0; mark < columns.count; mark++) {
      this.starts[columns.lane[mark] + 1]++;
      const found = extent(columns, mark);
      this.from[mark] = found ? found[0] : OPEN_BEGIN;
      this.to[mark] = found ? found[1] : OPEN_BEGIN;
    }
    for (let lane = 0; lane < this.laneCount; lane++) this.starts[lane + 1] += this.starts[lane];
    this.show(null);
  }

  /** Keep the marks of these kinds and statuses (1 at their index); null for all. */
  show(filter: { kinds: Uint8Array; statuses: Uint8Array } | null): void {
    const { kind, status } = this.columns;
    this.shown = filter ? (mark) => filter.kinds[kind[mark]] === 1 && filter.statuses[status[mark]] === 1 : () => true;
    const classes = this.classify();
    this.order = new Uint32Array(this.offsets[this.laneCount * CLASSES]);
    const next = this.offsets.slice();
    for (let mark = 0; mark < classes.length; mark++) {
      if (classes[mark] < CLASSES) this.order[next[this.columns.lane[mark] * CLASSES + classes[mark]]++] = mark;
    }
    this.sortOpenBegins();
  }

  isShown(mark: number): boolean {
    return this.to[mark] !== OPEN_BEGIN && this.shown(mark);
  }

  isDay(mark: number): boolean {
    return this.to[mark] - this.from[mark] <= 1;
  }

  /** Call `each` with every shown mark of a lane that touches the window, day marks first, each class in the order of time. */
  visit(lane: number, begin: number, end: number, each: (mark: number) => void): void {
    for (let length = 0; length < CLASSES; length++) {
      const last = this.offsets[lane * CLASSES + length + 1];
      for (let place = this.firstOf(lane, length, begin - LONGEST[length]); place < last; place++) {
        const mark = this.order[place];
        if (this.from[mark] >= end) break;
        if (this.to[mark] > begin) each(mark);
      }
    }
  }

  /** The shown mark of the lane that lies `step` places (1 or -1) from another one in the order of time; -1 for none. */
  neighbour(mark: number, step: number): number {
    const lane = this.columns.lane[mark];
    for (let next = mark + step; next >= this.starts[lane] && next < this.starts[lane + 1]; next += step) {
      if (this.isShown(next)) return next;
    }
    return -1;
  }

  /** The shown mark of a lane that begins nearest to a day; -1 for none. */
  nearest(lane: number, day: number): number {
    let low = this.starts[lane];
    let high = this.starts[lane + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.columns.begin[middle] < day) low = middle + 1;
      else high = middle;
    }
    const after = this.seek(low, 1, lane);
    const before = this.seek(low - 1, -1, lane);
    if (after < 0 || before < 0) return Math.max(after, before);
    return this.from[after] - day <= day - this.from[before] ? after : before;
  }

  private seek(mark: number, step: number, lane: number): number {
    for (; mark >= this.starts[lane] && mark < this.starts[lane + 1]; mark += step) if (this.isShown(mark)) return mark;
    return -1;
  }

  private firstOf(lane: number, length: number, day: number): number {
    let low = this.offsets[lane * CLASSES + length];
    let high = this.offsets[lane * CLASSES + length + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.from[this.order[middle]] < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The class of each mark, CLASSES where it is not shown; counts lanes and offsets on the way. */
  private classify(): Uint8Array {
    const { lane } = this.columns;
    const classes = new Uint8Array(this.columns.count);
    this.offsets.fill(0);
    this.counts.fill(0);
    this.rails.fill(0);
    for (let mark = 0; mark < classes.length; mark++) {
      if (!this.isShown(mark)) {
        classes[mark] = CLASSES;
        continue;
      }
      const days = this.to[mark] - this.from[mark];
      let length = 0;
      while (days > LONGEST[length]) length++;
      classes[mark] = length;
      this.offsets[lane[mark] * CLASSES + length + 1]++;
      this.counts[lane[mark]]++;
      if (length > 0) this.rails[lane[mark]]++;
    }
    for (let place = 0; place < this.laneCount * CLASSES; place++) this.offsets[place + 1] += this.offsets[place];
    return classes;
  }

  /** Marks with an open begin stand first in their lane's column, though they are drawn from a year before their end. */
  private sortOpenBegins(): void {
    const yearly = LONGEST.findIndex((longest) => longest >= OPEN_DAYS);
    for (let lane = 0; lane < this.laneCount; lane++) {
      const first = this.offsets[lane * CLASSES + yearly];
      const last = this.offsets[lane * CLASSES + yearly + 1];
      if (first < last && this.columns.begin[this.order[first]] === OPEN_BEGIN) {
        this.order.subarray(first, last).sort((one, other) => this.from[one] - this.from[other]);
      }
    }
  }
}
