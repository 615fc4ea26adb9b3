// The heads of lanes, fixed at the left: name, count, collapse, and their order by dragging or by keys.

import { make } from "../shell/dom";
import type { LaneHead } from "./decode";
import type { LaneBox, Lanes } from "./lanes";

const SMALL = 30;

export class Heads {
  readonly element = make("div", { class: "heads", role: "group", "aria-label": "Lanes" });
  private readonly rows = new Map<number, HTMLElement>();
  private lanes: Lanes | null = null;
  private dragged: { lane: number; line: HTMLElement } | null = null;
  /** Called after lanes were moved or collapsed, with what was done in words. */
  private readonly changed: (said: string) => void;

  constructor(changed: (said: string) => void) {
    this.changed = changed;
  }

  /** Show the heads of other lanes. */
  reset(lanes: Lanes, heads: LaneHead[], base: string): void {
    this.lanes = lanes;
    this.rows.clear();
    this.element.replaceChildren(...lanes.order.map((lane) => this.row(lane, heads[lane], base)));
  }

  /** Put each head at its lane. */
  place(counts: Uint32Array): void {
    for (const box of this.lanes?.boxes ?? []) {
      const row = this.rows.get(box.lane);
      if (!row) continue;
      row.style.top = `${box.top}px`;
      row.style.height = `${box.height}px`;
      row.classList.toggle("collapsed", box.collapsed);
      row.classList.toggle("small", box.height < SMALL);
      const fold = row.querySelector("button");
      fold?.setAttribute("aria-expanded", String(!box.collapsed));
      const count = row.querySelector("small");
      if (count) count.textContent = counts[box.lane] === 1 ? "1 event" : `${counts[box.lane].toLocaleString("en-GB")} events`;
    }
  }

  /** Mark the lane in which the keyboard is. */
  current(lane: number): void {
    for (const [at, row] of this.rows) row.classList.toggle("current", at === lane);
  }

  private row(lane: number, head: LaneHead, base: string): HTMLElement {
    const name = head.page
      ? make("a", { class: "el-link name", href: base + head.page, title: `Profile of ${head.name}` }, head.name)
      : make("span", { class: "name", title: head.name }, head.name);
    const fold = make("button", { type: "button", class: "fold", "aria-label": `Lane ${head.name}`, "aria-expanded": "true", title: "Collapse or open; drag or Alt + arrows to move" });
    fold.addEventListener("click", () => this.toggle(lane, head.name));
    fold.addEventListener("keydown", (event) => this.key(event, lane, head.name));
    const row = make("div", { class: "head", draggable: "true" }, fold, make("div", { class: "what" }, name, make("small", {}, "")));
    row.addEventListener("dragstart", (event) => this.start(event, lane, row));
    row.addEventListener("dragover", (event) => this.over(event));
    row.addEventListener("drop", (event) => this.drop(event));
    row.addEventListener("dragend", () => this.end());
    this.rows.set(lane, row);
    return row;
  }

  private toggle(lane: number, name: string): void {
    if (!this.lanes) return;
    this.lanes.toggle(lane);
    this.changed(`${name} ${this.lanes.collapsed.has(lane) ? "collapsed" : "opened"}`);
  }

  private key(event: KeyboardEvent, lane: number, name: string): void {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (!step || !this.lanes) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(lane, this.lanes.order.indexOf(lane) + step, name);
    this.rows.get(lane)?.querySelector("button")?.focus();
  }

  private move(lane: number, place: number, name: string): void {
    if (!this.lanes) return;
    this.lanes.move(lane, place);
    for (const at of this.lanes.order) this.element.append(this.rows.get(at) as HTMLElement); // so that Tab follows the order
    this.changed(`${name} is now lane ${this.lanes.order.indexOf(lane) + 1} of ${this.lanes.order.length}`);
  }

  private start(event: DragEvent, lane: number, row: HTMLElement): void {
    const guide = make("div", { class: "guide", hidden: true });
    this.element.append(guide);
    this.dragged = { lane, line: guide };
    event.dataTransfer?.setData("text/plain", "");
    row.classList.add("dragged");
  }

  private over(event: DragEvent): void {
    const found = this.target(event);
    if (!found || !this.dragged) return;
    event.preventDefault();
    this.dragged.line.hidden = false;
    this.dragged.line.style.top = `${found.below ? found.box.top + found.box.height - 1 : found.box.top}px`;
  }

  private drop(event: DragEvent): void {
    const found = this.target(event);
    if (!found || !this.dragged || !this.lanes) return;
    event.preventDefault();
    const { lane } = this.dragged;
    const from = this.lanes.order.indexOf(lane);
    const to = this.lanes.order.indexOf(found.box.lane) + Number(found.below);
    const name = this.rows.get(lane)?.querySelector(".name")?.textContent ?? "";
    this.end();
    if (to !== from && to !== from + 1) this.move(lane, to > from ? to - 1 : to, name);
  }

  private end(): void {
    this.dragged?.line.remove();
    this.dragged = null;
    for (const row of this.rows.values()) row.classList.remove("dragged");
  }

  private target(event: DragEvent): { box: LaneBox; below: boolean } | null {
    const y = event.clientY - this.element.getBoundingClientRect().top;
    const box = this.lanes?.at(y);
    return box ? { box, below: y > box.top + box.height / 2 } : null;
  }
}
