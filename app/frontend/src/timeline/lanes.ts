// Lanes from top to bottom: their order, which are collapsed, how high each is and how many rows it has.

import type { LaneIndex } from "./laneindex";

export const DAY_ROW = 22;
export const RAIL_ROW = 16;
/** Pixels above the first and below the last row. */
const PADDING = 5;
const COLLAPSED = 26;
/** So much a lane's name and count need. */
const LEAST = 42;
/** Rows of marks that a busy lane has: as many as let all lanes into view, but never fewer than the second. */
const MOST_ROWS = 7;
const LEAST_CAP = 4;
/** A lane with so many times more marks than a row holds is mostly seen as density, and needs no more rows for it. */
const CROWD = 8;
const MOST_RAILS = 4;

/** A lane's place: `dayRows` rows of marks, below them `railRows` rows of rails, below them a row for predictions. */
export interface LaneBox {
  lane: number;
  top: number;
  height: number;
  collapsed: boolean;
  dayRows: number;
  railRows: number;
  predictionRows: number;
}

/** The middle of a row of marks. */
export const dayRowY = (box: LaneBox, row: number): number => box.top + PADDING + (row + 0.5) * DAY_ROW;

/** The middle of a row of rails; those of predictions follow them. */
export const railRowY = (box: LaneBox, row: number): number =>
  box.top + box.height - PADDING - (box.railRows + box.predictionRows - row - 0.5) * RAIL_ROW;

export class Lanes {
  readonly order: number[];
  readonly collapsed: Set<number>;
  boxes: LaneBox[] = [];
  height = 0;

  constructor(count: number) {
    this.order = Array.from({ length: count }, (_, lane) => lane);
    this.collapsed = new Set();
  }

  /** Reckon boxes such that all lanes fit into `room` pixels if they can, seen at `pixels` wide over `share` of all time. */
  arrange(index: LaneIndex, predicted: ReadonlySet<number>, room: number, pixels: number): void {
    const wanted = this.order.map((lane) => needs(index, lane, pixels));
    let cap = MOST_ROWS;
    while (cap > LEAST_CAP && this.total(wanted, cap, predicted) > room) cap--;
    let top = 0;
    this.boxes = this.order.map((lane, place) => {
      const box = this.box(lane, wanted[place], cap, predicted.has(lane));
      box.top = top;
      top += box.height;
      return box;
    });
    this.height = top;
  }

  box(lane: number, need: Need, cap: number, predicted: boolean): LaneBox {
    const collapsed = this.collapsed.has(lane);
    const dayRows = Math.min(need.days, cap);
    const railRows = Math.min(need.rails, Math.max(1, Math.ceil(cap / 2)));
    const predictionRows = predicted ? 1 : 0;
    const open = Math.max(LEAST, 2 * PADDING + dayRows * DAY_ROW + (railRows + predictionRows) * RAIL_ROW);
    return { lane, top: 0, height: collapsed ? COLLAPSED : open, collapsed, dayRows, railRows, predictionRows };
  }

  /** The box of a lane. */
  of(lane: number): LaneBox {
    return this.boxes[this.order.indexOf(lane)];
  }

  /** The box at a height, or undefined. */
  at(y: number): LaneBox | undefined {
    return this.boxes.find((box) => y >= box.top && y < box.top + box.height);
  }

  /** The lane that stands `step` places from another one; itself at the end. */
  beside(lane: number, step: number): number {
    const place = this.order.indexOf(lane) + step;
    return this.order[Math.max(0, Math.min(this.order.length - 1, place))];
  }

  /** Move a lane to another place. */
  move(lane: number, place: number): void {
    const at = this.order.indexOf(lane);
    this.order.splice(at, 1);
    this.order.splice(Math.max(0, Math.min(this.order.length, place)), 0, lane);
  }

  /** Collapse a lane or open it. */
  toggle(lane: number): void {
    if (!this.collapsed.delete(lane)) this.collapsed.add(lane);
  }

  private total(wanted: Need[], cap: number, predicted: ReadonlySet<number>): number {
    return this.order.reduce((sum, lane, place) => sum + this.box(lane, wanted[place], cap, predicted.has(lane)).height, 0);
  }
}

interface Need {
  days: number;
  rails: number;
}

/** Rows that a lane could use when all time is in view: one for its marks to spread in, more where they crowd. */
function needs(index: LaneIndex, lane: number, pixels: number): Need {
  const rails = index.rails[lane];
  const days = index.counts[lane] - rails;
  if (days * DAY_ROW > CROWD * pixels) return { days: 3, rails: Math.min(2, rails) };
  return {
    days: Math.min(MOST_ROWS, 1 + Math.ceil((4 * days * DAY_ROW) / pixels)),
    rails: rails === 0 ? 0 : Math.min(MOST_RAILS, Math.ceil(rails / 6)),
  };
}
