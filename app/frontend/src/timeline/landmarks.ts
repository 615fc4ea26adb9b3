// The weightiest day marks of every lane: what a crowded lane still names while the rest is drawn as density.

import type { Columns } from "./decode";
import type { LaneIndex } from "./laneindex";

const PER_LANE = 800;

/** Marks of each lane, the weightiest first. */
export function landmarks(columns: Columns, index: LaneIndex): Uint32Array[] {
  return columns.lanes.map((_, lane) => {
    const counts = new Uint32Array(256);
    const first = index.starts[lane];
    const last = index.starts[lane + 1];
    const fits = (mark: number): boolean => index.isShown(mark) && index.isDay(mark);
    for (let mark = first; mark < last; mark++) if (fits(mark)) counts[columns.weight[mark]]++;
    let least = 255;
    let above = 0;
    while (least > 0 && above + counts[least] < PER_LANE) above += counts[least--];
    // Of those at the least weight only a share is taken, evenly over time.
    const every = Math.max(1, Math.ceil(counts[least] / Math.max(1, PER_LANE - above)));
    const found: number[] = [];
    let seen = 0;
    for (let mark = first; mark < last; mark++) {
      if (!fits(mark) || columns.weight[mark] < least) continue;
      if (columns.weight[mark] > least || seen++ % every === 0) found.push(mark);
    }
    return Uint32Array.from(found.sort((one, other) => rank(columns, other) - rank(columns, one)));
  });
}

/** The order in which marks are placed: by weight, and among equals in an order that is spread over time. */
export function rank(columns: Columns, mark: number): number {
  return columns.weight[mark] + ((mark * 0.6180339887) % 1);
}
