// Rows within a lane: marks keep the row that they had, heavier ones are placed first, labels give way to marks, and what
// finds no room is gathered at the nearest mark that did.
//
// Whether things collide depends on their distances alone, so that nothing changes its place while the window moves.

/** What wants a place: pixels from `left` to `right`, `label` more to the right if there is room, and up to `full` if more is left. */
export interface Item {
  mark: number;
  left: number;
  right: number;
  weight: number;
  label: number;
  full: number;
}

export interface Placed {
  item: Item;
  row: number;
  /** Pixels that its label may take; 0 for none. */
  label: number;
  /** Marks that found no room and are told of here. */
  more: number[];
}

/** A label is worth reading from here, in pixels. */
const SHORTEST_LABEL = 64;
const GAP = 3;
/** One in so many marks, of the weightiest, keeps so many pixels of its label though others could stand there. */
const FIRM = 16;
const FIRM_LABEL = 110;

interface Taken {
  left: number;
  right: number;
  /** Of a label: its owner, who can lose it. */
  owner: Placed | null;
}

/** What a row holds, from left to right. */
class Row {
  private readonly taken: Taken[] = [];

  /** Whether nothing is there; labels count only if `labels`. */
  free(left: number, right: number, labels: boolean): boolean {
    for (let at = this.first(left); at < this.taken.length && this.taken[at].left < right; at++) {
      if (labels || !this.taken[at].owner) return false;
    }
    return true;
  }

  /** Where the next thing begins after a place that is free. */
  next(left: number): number {
    const at = this.first(left);
    return at < this.taken.length ? this.taken[at].left : Infinity;
  }

  /** Take a place; labels that stand there are shortened, or lost where little is left of them. */
  take(left: number, right: number, owner: Placed | null): void {
    for (let at = this.first(left); at < this.taken.length && this.taken[at].left < right; ) {
      const label = this.taken[at];
      if (!label.owner) return;
      const rest = left - label.left;
      if (rest >= SHORTEST_LABEL) {
        label.right = left;
        label.owner.label = rest - GAP;
        at++;
      } else {
        label.owner.label = 0;
        this.taken.splice(at, 1);
      }
    }
    this.taken.splice(this.first(right), 0, { left, right, owner });
  }

  /** The first thing that ends after a place. */
  private first(place: number): number {
    let low = 0;
    let high = this.taken.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.taken[middle].right <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Remembers in which row a mark was: -1 for none. */
export type Memory = Int8Array;

/**
 * Place items in `rows` rows, heavier ones first. `labelledOnly` leaves out whatever gets no label, for landmarks.
 *
 * Returns the placed ones; each of the others is in the `more` of a placed one near it, unless nothing was placed.
 */
export function pack(items: Item[], rows: number, memory: Memory, labelledOnly = false): Placed[] {
  const ground = Array.from({ length: rows }, () => new Row());
  const placed: Placed[] = [];
  const left: Item[] = [];
  const ranked = items.slice().sort((one, other) => other.weight - one.weight || one.mark - other.mark);
  const firm = Math.ceil(items.length / FIRM);
  for (const item of ranked) {
    const found = place(item, ground, memory[item.mark], placed.length < firm, labelledOnly);
    if (found) placed.push(found);
    else left.push(item);
  }
  for (const one of placed) {
    memory[one.item.mark] = one.row;
    const { right, full } = one.item;
    if (one.label > 0 && one.label < full) one.label = Math.min(full, ground[one.row].next(right + one.label + GAP) - right - GAP);
  }
  for (const item of left) memory[item.mark] = -1;
  if (!labelledOnly) gather(left, placed);
  return placed;
}

function place(item: Item, ground: Row[], before: number, firm: boolean, labelledOnly: boolean): Placed | null {
  const rows = ground.map((_, row) => row);
  if (before > 0 && before < ground.length) rows.unshift(...rows.splice(before, 1));
  const one: Placed = { item, row: 0, label: 0, more: [] };
  if (item.label > 0) {
    const wanted = Math.max(SHORTEST_LABEL, item.label);
    for (const row of rows) {
      if (!ground[row].free(item.left, item.right + wanted + GAP, true)) continue;
      return settle(one, ground[row], row, item.label, firm);
    }
    for (const row of rows) {
      if (!ground[row].free(item.left, item.right + SHORTEST_LABEL + GAP, true)) continue;
      return settle(one, ground[row], row, Math.min(item.label, ground[row].next(item.right) - item.right - GAP), firm);
    }
  }
  if (labelledOnly) return null;
  for (const labels of [true, false]) {
    for (const row of rows) {
      if (ground[row].free(item.left, item.right, labels)) return settle(one, ground[row], row, 0, firm);
    }
  }
  return null;
}

function settle(one: Placed, ground: Row, row: number, label: number, firm: boolean): Placed {
  const { left, right } = one.item;
  one.row = row;
  one.label = firm ? Math.min(label, FIRM_LABEL) : label;
  ground.take(left, right, null);
  if (label > 0) ground.take(right, right + one.label + GAP, firm ? null : one);
  return one;
}

/** Tell each item that is left over at the placed one whose middle is nearest. */
function gather(left: Item[], placed: Placed[]): void {
  if (placed.length === 0) return;
  const middles = placed.map((one) => ({ one, at: middle(one.item) })).sort((one, other) => one.at - other.at);
  for (const item of left) {
    const at = middle(item);
    let low = 0;
    let high = middles.length - 1;
    while (low < high) {
      const half = (low + high) >> 1;
      if (middles[half].at < at) low = half + 1;
      else high = half;
    }
    const before = middles[Math.max(0, low - 1)];
    const nearest = at - before.at < middles[low].at - at ? before : middles[low];
    nearest.one.more.push(item.mark);
  }
}

const middle = (item: Item): number => (item.left + item.right) / 2;
