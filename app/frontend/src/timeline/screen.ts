// The timeline's elements: legend and tools above, the plot with its fixed heads and axis, the overview below.

import { make } from "../shell/dom";
import { AXIS } from "./axis";
import styles from "./timeline.css";

/** Parts that others make and the screen puts in their places. */
export interface Parts {
  legend: HTMLElement;
  tools: HTMLElement;
  heads: HTMLElement;
  overview: HTMLElement;
  tip: HTMLElement;
  popover: HTMLElement;
}

const HEAD = 150;
const NARROW_HEAD = 104;
const NARROW = 640;

let screens = 0;

export class Screen {
  readonly root: HTMLElement;
  readonly canvas = make("canvas", { "aria-hidden": "true" });
  /** What has the keyboard: it covers the plot. */
  readonly plot: HTMLElement;
  readonly scroller: HTMLElement;
  private readonly inner = make("div", { class: "inner" });
  private readonly corner = make("div", { class: "corner" });
  private readonly rest = make("p", { class: "rest" });
  private readonly live = make("p", { class: "unseen", role: "status", "aria-live": "polite" });
  private readonly note = make("p", { class: "message", role: "status", hidden: true });
  private readonly hint = make("p", { class: "hint", "aria-hidden": "true" });
  private hinting = 0;
  /** Pixels of the plot, without heads. */
  pixels = 0;
  head = HEAD;

  constructor(host: HTMLElement | ShadowRoot, parts: Parts, compact: boolean) {
    const help = `timeline-help-${++screens}`;
    this.plot = make(
      "div",
      { class: "plot", tabindex: 0, role: "application", "aria-roledescription": "timeline", "aria-label": "Timeline of events", "aria-describedby": help },
      this.canvas,
    );
    this.scroller = make("div", { class: "scroller" }, this.corner, this.plot, parts.heads, this.inner);
    const stage = make("div", { class: "stage" }, this.scroller, this.hint, parts.tip, parts.popover, this.note);
    const keys = make("p", { class: "unseen", id: help }, "Left and right walk through the events of a lane, up and down change the lane, Enter opens an event, question mark lists all keys. The table below holds the same events.");
    const above = make("div", { class: "above" }, parts.legend, parts.tools);
    const below = make("div", { class: "below" }, this.rest, ...(compact ? [] : [parts.overview]));
    this.root = make("div", { class: `timeline${compact ? " compact" : ""}` }, above, stage, below, keys, this.live);
    host.replaceChildren(make("style", {}, styles), this.root);
  }

  /** Take note of the width; returns the pixels of the plot. */
  measure(): number {
    const wide = this.root.clientWidth;
    this.head = wide < NARROW ? NARROW_HEAD : HEAD;
    this.pixels = Math.max(40, wide - this.head);
    return this.pixels;
  }

  /** Fit the canvas to its room: lanes so high in all, of which so much is seen at most. Returns the height of the plot. */
  resize(lanes: number, most: number, scale: number): number {
    const height = Math.max(AXIS + 40, Math.min(AXIS + lanes, most));
    this.root.style.setProperty("--head", `${this.head}px`);
    this.scroller.style.height = `${height}px`;
    this.plot.style.height = `${height}px`;
    this.plot.style.marginBottom = `${-height}px`;
    this.inner.style.height = `${AXIS + lanes}px`;
    const [width, high] = [Math.round(this.pixels * scale), Math.round(height * scale)];
    if (this.canvas.width !== width || this.canvas.height !== high) {
      this.canvas.width = width;
      this.canvas.height = high;
      this.canvas.style.width = `${this.pixels}px`;
      this.canvas.style.height = `${height}px`;
    }
    return height;
  }

  /** What the corner above the heads tells: the window in words. */
  tellWindow(text: string): void {
    if (this.corner.textContent !== text) this.corner.textContent = text;
  }

  /** Tell what is not shown: lanes beyond the busiest, and events without a date. */
  tellRest(hidden: { lanes: number; events: number }, undated: number): void {
    const count = (number: number, noun: string): string => `${number.toLocaleString("en-GB")} ${noun}${number === 1 ? "" : "s"}`;
    const lines = [];
    if (hidden.lanes > 0) lines.push(`and ${count(hidden.lanes, "more lane")} with ${count(hidden.events, "event")}`);
    if (undated > 0) lines.push(`${count(undated, "event")} without a date`);
    this.rest.replaceChildren(...lines.flatMap((line, at) => (at > 0 ? [make("br"), line] : [line])));
  }

  /** Say something to a screen reader. */
  say(text: string): void {
    this.live.textContent = text;
  }

  /** Show a line over the plot, with a button if something can be done; null takes it away. */
  message(text: string | null, action?: { label: string; act: () => void }): void {
    this.note.hidden = text === null;
    this.note.replaceChildren(text ?? "");
    if (!action) return;
    const button = make("button", { type: "button" }, action.label);
    button.addEventListener("click", action.act);
    this.note.append(" ", button);
  }

  /** Tell for a moment how the wheel zooms. */
  showHint(): void {
    this.hint.textContent = `${/Mac/.test(navigator.userAgent) ? "⌘" : "Ctrl"} + wheel zooms; or click the timeline first`;
    this.hint.classList.add("shown");
    window.clearTimeout(this.hinting);
    this.hinting = window.setTimeout(() => this.hint.classList.remove("shown"), 1400);
  }

  /** Bring heights of the lanes into sight. */
  reveal(top: number, bottom: number): void {
    const seen = this.scroller.clientHeight - AXIS;
    const at = this.scroller.scrollTop;
    if (top < at) this.scroller.scrollTop = top;
    else if (bottom > at + seen) this.scroller.scrollTop = Math.min(top, bottom - seen);
  }
}
