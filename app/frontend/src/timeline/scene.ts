// One frame before it is drawn: which lanes are in view, what each shows at this zoom, and where every mark stands.

import type { Columns } from "./decode";
import type { Density } from "./density";
import type { LaneIndex } from "./laneindex";
import { landmarks, rank } from "./landmarks";
import { dayRowY, DAY_ROW, railRowY, type LaneBox, type Lanes } from "./lanes";
import { pack, type Item, type Memory, type Placed } from "./pack";
import { width as long, type Span } from "./span";

export const DAY_RADIUS = 9;
export const RAIL_RADIUS = 6.5;
/** Pixels beyond the window in which marks are placed too, so that nothing jumps at its edges. */
const MARGIN = 320;
/** What a label asks for at most, and what it takes where nothing else is. */
const ASKED_LABEL = 190;
const LONGEST_LABEL = 420;
const SHORTEST_LABEL = 64;
/** Pixels below which a label tells nothing. */
const LEAST_LABEL = 20;
/** A lane turns to density when so many times more marks are in view than find room, and back below the second figure. */
const CROWDED = 1.15;
const ROOMY = 0.9;
const FADE_MS = 200;
/** Pixels in which a crowded lane looks for one landmark. */
const SPACING = 60;

/** A mark as drawn. */
export interface Mark {
  mark: number;
  lane: number;
  x: number;
  y: number;
  radius: number;
  /** Where a rail begins and ends; both x for a day. */
  left: number;
  right: number;
  rail: boolean;
  label: string;
  /** Where the label begins, and the pixels that it may take from there. */
  labelX: number;
  labelWidth: number;
  /** Marks that found no room and are told of here. */
  more: number[];
}

export interface LaneScene {
  box: LaneBox;
  marks: Mark[];
  /** 0: marks alone, 1: density alone. */
  fade: number;
  /** Height of the density strip, from the lane's bottom. */
  strip: number;
}

export interface Scene {
  span: Span;
  width: number;
  lanes: LaneScene[];
  /** Whether something is still fading. */
  moving: boolean;
  x: (day: number) => number;
}

/** What a scene is composed of. */
export interface Stage {
  columns: Columns;
  index: LaneIndex;
  density: Density;
  lanes: Lanes;
  /** The name of a mark within its lane; undefined while unknown. */
  labelOf: (mark: number) => Label | undefined;
}

export interface Label {
  text: string;
  /** In pixels, uncut. */
  width: number;
}

/** What the person looks at: always shown, in whatever crowd. */
export interface Attention {
  selected: number;
  focused: number;
}

interface Mode {
  dense: boolean;
  fade: number;
}

export class Composer {
  /** Marks that would be named if their names were known. */
  readonly nameless = new Set<number>();
  private readonly stage: Stage;
  private readonly memory: Memory;
  private readonly modes: Mode[];
  private readonly landmarks: Uint32Array[];
  private before = 0;

  constructor(stage: Stage) {
    this.stage = stage;
    this.memory = new Int8Array(stage.columns.count).fill(-1);
    this.modes = stage.columns.lanes.map(() => ({ dense: false, fade: -1 }));
    this.landmarks = landmarks(stage.columns, stage.index);
  }

  /** The frame of a window `pixels` wide, of the lanes between two heights. `still` fades nothing. */
  compose(span: Span, pixels: number, top: number, bottom: number, attention: Attention, still: boolean): Scene {
    const now = performance.now();
    const passed = still ? Infinity : Math.min(50, now - this.before) / FADE_MS;
    this.before = now;
    this.nameless.clear();
    const scale = pixels / long(span);
    const scene: Scene = { span, width: pixels, lanes: [], moving: false, x: (day) => (day - span.begin) * scale };
    for (const box of this.stage.lanes.boxes) {
      if (box.top >= bottom || box.top + box.height <= top) continue;
      const mode = this.modes[box.lane];
      this.judge(mode, box, span, pixels, passed);
      if (mode.fade > 0 && mode.fade < 1) scene.moving = true;
      scene.lanes.push(this.lane(scene, box, mode, attention));
    }
    return scene;
  }

  /** Whether a lane is crowded, with some inertia, and how far its fading has come. */
  private judge(mode: Mode, box: LaneBox, span: Span, pixels: number, passed: number): void {
    const { density, index } = this.stage;
    const room = box.collapsed ? pixels / DAY_ROW : (0.8 * box.dayRows * pixels) / DAY_ROW + box.railRows * 5;
    const crowd = index.counts[box.lane] <= room ? 0 : density.mass(box.lane, span.begin, span.end) / room;
    mode.dense = mode.dense ? crowd > ROOMY : crowd > CROWDED;
    const goal = mode.dense ? 1 : 0;
    if (mode.fade < 0) mode.fade = goal;
    else mode.fade += Math.max(-passed, Math.min(passed, goal - mode.fade));
  }

  private lane(scene: Scene, box: LaneBox, mode: Mode, attention: Attention): LaneScene {
    const rows = box.collapsed ? 0 : Math.max(1, Math.min(2, box.dayRows - 1));
    const strip = box.collapsed ? box.height - 6 : box.height - 8 - rows * DAY_ROW;
    const marks = mode.dense ? this.crowded(scene, box, rows, attention) : this.roomy(scene, box, attention);
    return { box, marks, fade: mode.fade, strip };
  }

  /** A lane with room: every mark of the window, day marks above, rails below. */
  private roomy(scene: Scene, box: LaneBox, attention: Attention): Mark[] {
    const days: Item[] = [];
    const rails: Item[] = [];
    const perPixel = long(scene.span) / scene.width;
    const air = MARGIN * perPixel;
    this.stage.index.visit(box.lane, scene.span.begin - air, scene.span.end + air, (mark) => {
      if (this.stage.index.isDay(mark)) days.push(this.dayItem(scene, mark, attention, box.collapsed));
      else rails.push(this.railItem(scene, mark, attention, box.collapsed));
    });
    if (box.collapsed) {
      const y = box.top + box.height / 2;
      return pack([...days, ...rails], 1, this.memory).map((one) => this.mark(scene, one, box, y));
    }
    return [
      ...pack(days, box.dayRows, this.memory).map((one) => this.mark(scene, one, box, dayRowY(box, one.row))),
      ...pack(rails, box.railRows, this.memory).map((one) => this.mark(scene, one, box, railRowY(box, one.row))),
    ];
  }

  /** A crowded lane: its landmarks with their names, above the density. */
  private crowded(scene: Scene, box: LaneBox, rows: number, attention: Attention): Mark[] {
    if (rows === 0) return [];
    const { from } = this.stage.index;
    const air = (MARGIN * long(scene.span)) / scene.width;
    const most = Math.ceil((rows * (scene.width + 2 * MARGIN)) / SPACING);
    const items: Item[] = [];
    for (const mark of this.landmarks[box.lane]) {
      if (from[mark] < scene.span.begin - air || from[mark] >= scene.span.end + air) continue;
      items.push(this.dayItem(scene, mark, attention, false));
      if (items.length >= most) break;
    }
    const placed = pack(items, rows, this.memory, true);
    const marks = placed.map((one) => this.mark(scene, one, box, dayRowY(box, one.row)));
    for (const mark of [attention.selected, attention.focused]) this.insist(scene, box, mark, marks);
    return marks;
  }

  /** Show what the person looks at, though it is no landmark. */
  private insist(scene: Scene, box: LaneBox, mark: number, marks: Mark[]): void {
    if (mark < 0 || this.stage.columns.lane[mark] !== box.lane || marks.some((one) => one.mark === mark)) return;
    const item = this.dayItem(scene, mark, { selected: mark, focused: mark }, true);
    marks.push(this.mark(scene, { item, row: 0, label: 0, more: [] }, box, dayRowY(box, 0)));
  }

  private dayItem(scene: Scene, mark: number, attention: Attention, bare: boolean): Item {
    const x = this.middle(scene, mark);
    const full = bare ? 0 : this.labelWidth(mark, x, scene.width);
    const label = Math.min(full, ASKED_LABEL);
    return { mark, left: x - DAY_RADIUS - 2, right: x + DAY_RADIUS + 2, weight: this.weight(mark, attention), label, full };
  }

  private railItem(scene: Scene, mark: number, attention: Attention, bare: boolean): Item {
    const [left, right] = this.ends(scene, mark);
    const x = railMiddle(left, right, scene.width);
    const full = bare ? 0 : this.labelWidth(mark, x, scene.width);
    // A label that fits upon its rail, or whose rail ends beyond the window, needs no room after it.
    const wanted = roomInside(x, right) >= full || right > scene.width ? 0 : full;
    return {
      mark,
      left: Math.min(left, x - RAIL_RADIUS) - 3,
      right: Math.max(right, x + RAIL_RADIUS) + 3,
      weight: this.weight(mark, attention),
      label: Math.min(wanted, ASKED_LABEL),
      full: wanted,
    };
  }

  private mark(scene: Scene, placed: Placed, box: LaneBox, y: number): Mark {
    const { mark } = placed.item;
    const rail = !this.stage.index.isDay(mark);
    const [left, right] = this.ends(scene, mark);
    const x = rail ? railMiddle(left, right, scene.width) : (left + right) / 2;
    const radius = rail ? RAIL_RADIUS : box.collapsed ? 7.5 : DAY_RADIUS;
    const beside = placed.label > 0 || !rail ? placed.label : roomInside(x, right);
    const labelX = Math.max(x + radius, rail && placed.label > 0 ? right : -Infinity);
    const room = Math.min(beside, LONGEST_LABEL, scene.width - labelX - 2); // what goes on beyond the edge ends in an ellipsis
    const label = room > LEAST_LABEL && !box.collapsed ? (this.stage.labelOf(mark)?.text ?? "") : "";
    const ends = { left: rail ? left : x, right: rail ? right : x };
    return { mark, lane: box.lane, x, y, radius, ...ends, rail, label, labelX, labelWidth: room, more: placed.more };
  }

  private labelWidth(mark: number, x: number, pixels: number): number {
    if (x < -MARGIN || x > pixels) return 0;
    const label = this.stage.labelOf(mark);
    if (!label) {
      this.nameless.add(mark);
      return 0;
    }
    return Math.min(LONGEST_LABEL, label.width + 6);
  }

  private weight(mark: number, attention: Attention): number {
    return mark === attention.selected || mark === attention.focused ? 1000 : rank(this.stage.columns, mark);
  }

  private middle(scene: Scene, mark: number): number {
    return scene.x((this.stage.index.from[mark] + this.stage.index.to[mark]) / 2);
  }

  /** Where a date begins and ends on screen. */
  private ends(scene: Scene, mark: number): [number, number] {
    return [scene.x(this.stage.index.from[mark]), scene.x(this.stage.index.to[mark])];
  }
}

/** Pixels for a label upon a rail, right of its sign; 0 where it is too short for any. */
function roomInside(x: number, right: number): number {
  const inside = right - x - RAIL_RADIUS - 4;
  return inside >= SHORTEST_LABEL ? inside : 0;
}

/** The middle of what is seen of a rail. */
function railMiddle(left: number, right: number, pixels: number): number {
  if (right < 0 || left > pixels) return (left + right) / 2;
  return (Math.max(left, 4) + Math.min(right, pixels - 4)) / 2;
}
