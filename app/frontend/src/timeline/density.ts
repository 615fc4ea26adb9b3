// How many events happen when, per lane and kind: running sums on a grid of days, so that any window at any zoom costs as
// much as it has pixels. The mass of an event is spread over its whole date: a year is no spike on 1 January.

import type { Columns } from "./decode";
import type { LaneIndex } from "./laneindex";

/** Cells of all grids together: four bytes each. */
const MOST_CELLS = 6_000_000;

/** What happens in `count` equal bins from a day on, for the kinds that occur: `mass[at][bin]` is that of `kinds[at]`. */
export interface Bins {
  kinds: number[];
  mass: Float32Array[];
  /** First day of the first bin. */
  begin: number;
  /** Days per bin. */
  days: number;
  count: number;
}

export class Density {
  private readonly begin: number;
  private readonly cellDays: number;
  private readonly cells: number;
  /** Per lane and kind the running sum at each cell's begin, one more than cells; absent where there is nothing. */
  private readonly sums: (Float32Array | undefined)[][];
  private readonly peaks = new Map<number, number>();

  constructor(columns: Columns, index: LaneIndex, kinds: number) {
    const [first, last] = reach(columns, index);
    const pairs = countPairs(columns, index, kinds);
    this.begin = first;
    this.cellDays = Math.max(1, Math.ceil((pairs * (last - first)) / MOST_CELLS));
    this.cells = Math.max(1, Math.ceil((last - first) / this.cellDays));
    this.sums = columns.lanes.map((_, lane) => this.laneSums(columns, index, lane, kinds));
  }

  /** Mass of a lane between two days. */
  mass(lane: number, begin: number, end: number): number {
    let total = 0;
    for (const sums of this.sums[lane]) if (sums) total += this.at(sums, end) - this.at(sums, begin);
    return total;
  }

  /** A lane in bins that stand still while the window moves: their edges are whole multiples of `days`. */
  bins(lane: number, begin: number, end: number, days: number): Bins {
    const start = Math.floor(begin / days) * days;
    const count = Math.max(1, Math.ceil((end - start) / days));
    const kinds: number[] = [];
    const mass: Float32Array[] = [];
    this.sums[lane].forEach((sums, kind) => {
      if (!sums || this.at(sums, end) === this.at(sums, start)) return;
      // One bin more at either side, so that a bin is smoothed alike in whatever window it is seen.
      const bins = new Float32Array(count + 2);
      let before = this.at(sums, start - days);
      for (let bin = 0; bin < count + 2; bin++) {
        const after = this.at(sums, start + bin * days);
        bins[bin] = after - before;
        before = after;
      }
      kinds.push(kind);
      mass.push(smoothed(bins));
    });
    return { kinds, mass, begin: start, days, count };
  }

  /** The kinds that a lane has between two days. */
  kinds(lane: number, begin: number, end: number): number[] {
    return [...this.sums[lane].keys()].filter((kind) => {
      const sums = this.sums[lane][kind];
      return sums !== undefined && this.at(sums, end) > this.at(sums, begin);
    });
  }

  /** All lanes together, without kinds. */
  total(begin: number, end: number, count: number): Float32Array {
    const bins = new Float32Array(count);
    const days = (end - begin) / count;
    for (const lane of this.sums) {
      for (const sums of lane) {
        if (!sums) continue;
        let before = this.at(sums, begin);
        for (let bin = 0; bin < count; bin++) {
          const after = this.at(sums, begin + (bin + 1) * days);
          bins[bin] += after - before;
          before = after;
        }
      }
    }
    return bins;
  }

  /** The largest mass that any lane has in a bin of so many days; found for powers of two and read between them. */
  peak(days: number): number {
    const power = Math.log2(Math.max(days, 1 / 64));
    const low = Math.floor(power);
    const share = power - low;
    return this.peakAt(low) ** (1 - share) * this.peakAt(low + 1) ** share;
  }

  private peakAt(power: number): number {
    const kept = this.peaks.get(power);
    if (kept !== undefined) return kept;
    const days = 2 ** power;
    const step = Math.max(days, this.cellDays);
    let most = 1e-6;
    for (let lane = 0; lane < this.sums.length; lane++) {
      const found = new Float32Array(Math.ceil((this.cells * this.cellDays) / step) + 1);
      for (const sums of this.sums[lane]) {
        if (!sums) continue;
        for (let bin = 0; bin < found.length; bin++) {
          found[bin] += this.at(sums, this.begin + (bin + 1) * step) - this.at(sums, this.begin + bin * step);
        }
      }
      for (const mass of found) if (mass > most) most = mass;
    }
    const peak = (most * days) / step;
    this.peaks.set(power, peak);
    return peak;
  }

  private at(sums: Float32Array, day: number): number {
    const place = (day - this.begin) / this.cellDays;
    if (place <= 0) return 0;
    if (place >= this.cells) return sums[this.cells];
    const cell = Math.floor(place);
    return sums[cell] + (sums[cell + 1] - sums[cell]) * (place - cell);
  }

  private laneSums(columns: Columns, index: LaneIndex, lane: number, kinds: number): (Float32Array | undefined)[] {
    // Mass that falls into one cell, and where a steady mass per cell begins and ends.
    const masses: (Float32Array | undefined)[] = new Array<Float32Array | undefined>(kinds).fill(undefined);
    const rates: (Float64Array | undefined)[] = new Array<Float64Array | undefined>(kinds).fill(undefined);
    for (let mark = index.starts[lane]; mark < index.starts[lane + 1]; mark++) {
      if (!index.isShown(mark)) continue;
      const kind = columns.kind[mark];
      const mass = (masses[kind] ??= new Float32Array(this.cells + 1));
      const from = (index.from[mark] - this.begin) / this.cellDays;
      const to = (index.to[mark] - this.begin) / this.cellDays;
      const first = Math.floor(from);
      const last = Math.min(this.cells - 1, Math.floor(to));
      if (last <= first || to - from <= 1e-9 || (last === first + 1 && to === last)) {
        mass[first + 1]++;
        continue;
      }
      const rate = 1 / (to - from);
      const rising = (rates[kind] ??= new Float64Array(this.cells + 2));
      mass[first + 1] += (first + 1 - from) * rate;
      rising[first + 1] += rate;
      rising[last] -= rate;
      mass[last + 1] += (to - last) * rate;
    }
    masses.forEach((mass, kind) => mass && accumulate(mass, rates[kind], this.cells));
    return masses;
  }
}

/** The inner bins, each with a quarter of its mass given to either neighbour: calm enough to be read. */
function smoothed(bins: Float32Array): Float32Array {
  const inner = new Float32Array(bins.length - 2);
  for (let bin = 0; bin < inner.length; bin++) inner[bin] = (bins[bin] + 2 * bins[bin + 1] + bins[bin + 2]) / 4;
  return inner;
}

/** Turn masses of cells (each at its own place plus one) into running sums. */
function accumulate(mass: Float32Array, rising: Float64Array | undefined, cells: number): void {
  let rate = 0;
  let sum = 0;
  for (let cell = 0; cell < cells; cell++) {
    if (rising) rate += rising[cell];
    sum += mass[cell + 1] + rate;
    mass[cell + 1] = sum;
  }
}

/** First and last day of what is shown. */
function reach(columns: Columns, index: LaneIndex): [number, number] {
  let first = Infinity;
  let last = -Infinity;
  for (let mark = 0; mark < columns.count; mark++) {
    if (!index.isShown(mark)) continue;
    if (index.from[mark] < first) first = index.from[mark];
    if (index.to[mark] > last) last = index.to[mark];
  }
  return first <= last ? [first, last] : [0, 1];
}

/** How many pairs of lane and kind occur. */
function countPairs(columns: Columns, index: LaneIndex, kinds: number): number {
  const seen = new Uint8Array(columns.lanes.length * kinds);
  let pairs = 0;
  for (let mark = 0; mark < columns.count; mark++) {
    const pair = columns.lane[mark] * kinds + columns.kind[mark];
    if (seen[pair] || !index.isShown(mark)) continue;
    seen[pair] = 1;
    pairs++;
  }
  return pairs;
}
