// What a person looks at: which event is under the pointer, has the focus or is selected, and what that one is bound to.

import type { Camera } from "./camera";
import { dayRowY, type Lanes } from "./lanes";
import type { Model } from "./model";
import { moreAt } from "./paint";
import { MOST_ARCS, type Arc, type Related } from "./relations";
import type { Mark, Scene } from "./scene";
import { moved, width as long } from "./span";

/** Pixels around a mark that count as the mark. */
const NEAR = 4;

/** What lies under a place. */
export interface Hit {
  mark: Mark;
  /** Whether it is the "+3" of a mark. */
  more: boolean;
}

export class Explorer {
  selected = -1;
  focused = -1;
  hovered = -1;
  /** The lane in which the keyboard is; -1 before it was used. */
  lane = -1;
  related: Related | null = null;
  private readonly model: Model;
  private readonly lanes: Lanes;
  private readonly camera: Camera;

  constructor(model: Model, lanes: Lanes, camera: Camera) {
    this.model = model;
    this.lanes = lanes;
    this.camera = camera;
  }

  /** What lies at a place of the lanes, the nearest first. */
  hit(scene: Scene, x: number, y: number): Hit | null {
    let best: Hit | null = null;
    let least = Infinity;
    for (const lane of scene.lanes) {
      if (y < lane.box.top - NEAR || y > lane.box.top + lane.box.height + NEAR) continue;
      for (const mark of lane.marks) {
        const [mx, my] = moreAt(mark);
        if (mark.more.length > 0 && lane.fade < 0.5 && Math.abs(x - mx) < 11 && Math.abs(y - my) < 7) return { mark, more: true };
        const far = distance(mark, x, y);
        if (far < least) {
          least = far;
          best = { mark, more: false };
        }
      }
    }
    return least <= NEAR ? best : null;
  }

  /** Go `step` events on within the lane; begins at the event nearest to the middle of the window. */
  walk(step: number): number {
    const { index, columns } = this.model;
    if (this.focused < 0) return this.enter();
    const next = index.neighbour(this.focused, step);
    if (next >= 0) this.focus(next);
    this.lane = columns.lane[this.focused];
    return this.focused;
  }

  /** Go to the lane `step` above or below, to the event nearest in time. */
  changeLane(step: number): number {
    const { index, columns } = this.model;
    if (this.focused < 0) return this.enter();
    const day = index.from[this.focused];
    let lane = columns.lane[this.focused];
    for (;;) {
      const next = this.lanes.beside(lane, step);
      if (next === lane) return this.focused;
      lane = next;
      const mark = index.nearest(lane, day);
      if (mark >= 0) return this.focus(mark);
    }
  }

  /** Go to the first or last event of the lane. */
  edge(last: boolean): number {
    const { index } = this.model;
    const lane = this.focused < 0 ? this.lanes.order[0] : this.model.columns.lane[this.focused];
    const mark = index.nearest(lane, last ? Infinity : -Infinity);
    return mark >= 0 ? this.focus(mark) : this.focused;
  }

  /** Begin at the selected event, or at the one nearest to the middle of the window in the first lane that has any. */
  enter(): number {
    if (this.selected >= 0) return this.focus(this.selected);
    const { span } = this.camera;
    for (const lane of this.lanes.order) {
      const mark = this.model.index.nearest(lane, span.begin + long(span) / 2);
      if (mark >= 0) return this.focus(mark);
    }
    return -1;
  }

  focus(mark: number): number {
    this.focused = mark;
    this.lane = mark < 0 ? -1 : this.model.columns.lane[mark];
    return mark;
  }

  /** Move the window so that a mark is in it, with air. */
  reveal(mark: number, still: boolean): void {
    const { index } = this.model;
    const span = this.camera.target;
    const air = long(span) * 0.08;
    const from = index.from[mark];
    const to = Math.min(index.to[mark], from + long(span) * 0.5);
    if (from < span.begin + air) this.camera.travel(moved(span, from - air * 2 - span.begin), still);
    else if (to > span.end - air) this.camera.travel(moved(span, to + air * 2 - span.end), still);
  }

  /** The arcs of the selected event, in pixels. */
  arcs(scene: Scene): Arc[] {
    const { selected, related, model } = this;
    if (selected < 0 || !related) return [];
    const [x0, y0] = this.place(scene, selected);
    const arcs: Arc[] = [];
    for (const link of related.links) {
      const mark = model.markOf(link.row, model.columns.lane[selected]);
      if (mark < 0 || mark === selected || !model.index.isShown(mark) || arcs.length >= MOST_ARCS) continue;
      const [x1, y1] = this.place(scene, mark);
      arcs.push({ x0, y0, x1, y1, why: link.why, move: false });
    }
    const from = this.lanes.of(model.laneOf(related.move?.from));
    const to = this.lanes.of(model.laneOf(related.move?.to));
    if (from && to && from !== to) {
      const end = model.columns.lane[selected] === to.lane ? y0 : to.top + to.height / 2;
      arcs.push({ x0, y0: from.top + from.height / 2, x1: x0, y1: end, why: "", move: true });
    }
    return arcs;
  }

  /** Where a mark stands: as drawn, or in the middle of its lane. */
  private place(scene: Scene, mark: number): [number, number] {
    for (const lane of scene.lanes) for (const one of lane.marks) if (one.mark === mark) return [one.x, one.y];
    const { index, columns } = this.model;
    const box = this.lanes.of(columns.lane[mark]);
    return [scene.x((index.from[mark] + index.to[mark]) / 2), box.collapsed ? box.top + box.height / 2 : dayRowY(box, 0)];
  }
}

function distance(mark: Mark, x: number, y: number): number {
  const away = Math.hypot(x - mark.x, y - mark.y) - mark.radius;
  const onLabel = mark.label && x > mark.x && x < mark.labelX + mark.labelWidth && Math.abs(y - mark.y) < 8;
  const onRail = mark.rail && x > mark.left && x < mark.right && Math.abs(y - mark.y) < 5;
  return onLabel || onRail ? Math.min(away, 1) : away;
}
