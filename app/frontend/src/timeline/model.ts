// What a timeline holds: its columns with their index and density, which kinds and statuses are shown, and where events are.

import { OPEN_BEGIN, OPEN_END, type Columns } from "./decode";
import { Density } from "./density";
import { LaneIndex } from "./laneindex";
import type { Span } from "./span";

/** How often each kind and status occurs among the marks. */
export interface Tally {
  kinds: Uint32Array;
  statuses: Uint32Array;
  disputed: number;
  undated: number;
}

export class Model {
  readonly columns: Columns;
  readonly index: LaneIndex;
  density: Density;
  readonly tally: Tally;
  /** Names of kinds and statuses that the person put aside. */
  readonly hidden = new Set<string>();
  private places: Map<number, number> | null = null;

  constructor(columns: Columns, hidden: Iterable<string>) {
    this.columns = columns;
    this.index = new LaneIndex(columns);
    for (const name of hidden) this.hidden.add(name);
    if (this.hidden.size > 0) this.index.show(this.masks());
    this.density = new Density(columns, this.index, columns.kinds.length);
    this.tally = tally(columns);
  }

  /** Show a kind or status, or put it aside. */
  toggle(name: string): void {
    if (!this.hidden.delete(name)) this.hidden.add(name);
    this.index.show(this.hidden.size > 0 ? this.masks() : null);
    this.density = new Density(this.columns, this.index, this.columns.kinds.length);
  }

  /** First and last day of everything, today and the deadlines of predictions included. */
  domain(today: number): Span {
    const [first, last] = this.columns.count > 0 ? this.columns.domain : [today - 180, today + 180];
    const deadlines = this.columns.predictions.map((one) => one.end + 1);
    return { begin: first, end: Math.max(last + 1, Math.min(today + 31, last + 400), ...deadlines) };
  }

  /** The domain without a sparse beginning: at most a twelfth of the events, where that frees a third of the width. */
  busy(today: number): Span {
    const whole = this.domain(today);
    const bins = this.density.total(whole.begin, whole.end, 600);
    const all = bins.reduce((sum, mass) => sum + mass, 0);
    if (all < 12) return whole;
    let before = 0;
    let bin = 0;
    while (before + bins[bin] < all / 12) before += bins[bin++];
    const begin = whole.begin + ((whole.end - whole.begin) * bin) / bins.length;
    return whole.end - begin < ((whole.end - whole.begin) * 2) / 3 ? { begin, end: whole.end } : whole;
  }

  /** A mark of the event in this row of the projection, in this lane if it has one there; -1 for none. */
  markOf(row: number, lane = -1): number {
    if (!this.places) {
      this.places = new Map();
      for (let mark = this.columns.count - 1; mark >= 0; mark--) this.places.set(this.columns.row[mark], mark);
    }
    const first = this.places.get(row) ?? -1;
    if (lane < 0 || first < 0 || this.columns.lane[first] === lane) return first;
    for (let mark = this.index.starts[lane]; mark < this.index.starts[lane + 1]; mark++) if (this.columns.row[mark] === row) return mark;
    return first;
  }

  /** The mark of an event by its id, where texts are at hand; -1 for none. */
  markOfId(id: string): number {
    const texts = this.columns.texts;
    if (!texts) return -1;
    for (let mark = 0; mark < this.columns.count; mark++) if (shortId(texts.id(mark)) === shortId(id)) return mark;
    return -1;
  }

  /** Which of these kinds or statuses are shown, of those asked for where some are; null where all are. */
  shownOf(heads: { name: string }[], asked: string[]): string[] | null {
    if (!heads.some(({ name }) => this.hidden.has(name))) return null;
    return heads.map(({ name }) => name).filter((name) => !this.hidden.has(name) && (asked.length === 0 || asked.includes(name)));
  }

  laneOf(id: string | null | undefined): number {
    return this.columns.lanes.findIndex((lane) => lane.id === id);
  }

  private masks(): { kinds: Uint8Array; statuses: Uint8Array } {
    const mask = (heads: { name: string }[]): Uint8Array => Uint8Array.from(heads, (head) => Number(!this.hidden.has(head.name)));
    return { kinds: mask(this.columns.kinds), statuses: mask(this.columns.statuses) };
  }
}

/** The last part of an event's IRI. */
export const shortId = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

function tally(columns: Columns): Tally {
  const found = { kinds: new Uint32Array(columns.kinds.length), statuses: new Uint32Array(columns.statuses.length), disputed: 0, undated: 0 };
  for (let mark = 0; mark < columns.count; mark++) {
    found.kinds[columns.kind[mark]]++;
    found.statuses[columns.status[mark]]++;
    if (columns.flags[mark] & 1) found.disputed++;
    if (columns.begin[mark] === OPEN_BEGIN && columns.end[mark] === OPEN_END) found.undated++;
  }
  return found;
}
