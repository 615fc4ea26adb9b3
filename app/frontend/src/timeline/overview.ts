// The strip over all of time below the lanes, with a brush that shows and moves the window.

import { make } from "../shell/dom";
import type { Model } from "./model";
import { line } from "./pen";
import { kept, moved, width as long, type Span } from "./span";
import type { Theme } from "./theme";
import { axis, spoken } from "./time";

const HEIGHT = 46;
const LABELS = 15;
const GRIP = 7;

type Part = "begin" | "end" | "middle" | "new";

export class Overview {
  readonly element: HTMLCanvasElement;
  private domain: Span = { begin: 0, end: 1 };
  private ground: HTMLCanvasElement | null = null;
  private pixels = 0;
  private held: { part: Part; from: number; span: Span } | null = null;
  private span: Span = { begin: 0, end: 1 };
  private readonly wanted: (span: Span) => void;

  /** `wanted` is called with the window that the brush was moved to. */
  constructor(wanted: (span: Span) => void) {
    this.wanted = wanted;
    this.element = make("canvas", { class: "overview", tabindex: 0, role: "slider", "aria-label": "Window over all of time", "aria-valuemin": 0, "aria-valuemax": 100 });
    this.tell("50", "no events read yet"); // a slider must have a value from its first moment
    this.element.addEventListener("pointerdown", (event) => this.press(event));
    this.element.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"]) this.element.addEventListener(name, () => (this.held = null));
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  /** Reckon the strip anew: other columns, another filter, another width or theme. */
  reset(model: Model, today: number, pixels: number, theme: Theme, scale: number): void {
    const whole = model.domain(today);
    const air = long(whole) * 0.02;
    this.domain = { begin: whole.begin - air, end: whole.end + air };
    this.pixels = pixels;
    this.element.style.width = `${pixels}px`;
    this.element.style.height = `${HEIGHT}px`;
    this.element.width = Math.round(pixels * scale);
    this.element.height = Math.round(HEIGHT * scale);
    this.ground = this.strip(model, today, theme, scale);
  }

  /** Draw the strip with the window on it. */
  draw(span: Span, theme: Theme, scale: number): void {
    const pen = this.element.getContext("2d");
    if (!pen || !this.ground || this.element.width === 0) return;
    this.span = span;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, this.pixels, HEIGHT);
    pen.drawImage(this.ground, 0, 0, this.pixels, HEIGHT);
    const [left, right] = this.edges(span);
    pen.fillStyle = theme.paper;
    pen.globalAlpha = 0.66;
    pen.fillRect(0, 0, left, HEIGHT - LABELS);
    pen.fillRect(right, 0, this.pixels - right, HEIGHT - LABELS);
    pen.globalAlpha = 1;
    pen.strokeStyle = theme.accent;
    pen.lineWidth = 1.5;
    pen.strokeRect(left, 0.75, right - left, HEIGHT - LABELS - 1.5);
    pen.fillStyle = theme.accent;
    for (const x of [left, right]) pen.fillRect(x - 2, (HEIGHT - LABELS) / 2 - 7, 4, 14);
    const share = (span.begin + long(span) / 2 - this.domain.begin) / long(this.domain);
    this.tell(String(Math.round(100 * Math.min(1, Math.max(0, share)))), spoken(span));
  }

  /** Touch the attributes only where they change: each change costs the browser's tree for screen readers. */
  private tell(value: string, text: string): void {
    if (this.element.getAttribute("aria-valuetext") === text) return;
    this.element.setAttribute("aria-valuenow", value);
    this.element.setAttribute("aria-valuetext", text);
  }

  private strip(model: Model, today: number, theme: Theme, scale: number): HTMLCanvasElement {
    const ground = make("canvas");
    ground.width = this.element.width;
    ground.height = this.element.height;
    const pen = ground.getContext("2d");
    if (!pen || this.pixels < 10) return ground;
    pen.scale(scale, scale);
    const count = Math.round(this.pixels / 3);
    const bins = model.density.total(this.domain.begin, this.domain.end, count);
    const most = Math.sqrt(bins.reduce((high, mass) => Math.max(high, mass), 1e-9));
    pen.fillStyle = theme.shade;
    pen.fillRect(0, 0, this.pixels, HEIGHT - LABELS);
    pen.fillStyle = theme.soft;
    bins.forEach((mass, bin) => {
      const high = mass > 0 ? Math.max(1, (Math.sqrt(mass) / most) * (HEIGHT - LABELS - 4)) : 0;
      pen.fillRect((bin * this.pixels) / count, HEIGHT - LABELS - high, this.pixels / count - 0.6, high);
    });
    pen.strokeStyle = theme.accent;
    line(pen, this.x(today + 1), 0, this.x(today + 1), HEIGHT - LABELS);
    pen.font = `11px ${theme.font}`;
    pen.textBaseline = "alphabetic";
    const ticks = axis(this.domain, this.pixels);
    for (const tick of ticks.coarse.length > 0 && long(this.domain) > 400 ? ticks.coarse : ticks.fine) {
      const x = this.x(tick.day);
      pen.strokeStyle = theme.line;
      line(pen, x, 0, x, HEIGHT - 3);
      if (x > 0 && x < this.pixels - 22) pen.fillText(tick.label, x + 3, HEIGHT - 3);
    }
    return ground;
  }

  private x(day: number): number {
    return ((day - this.domain.begin) / long(this.domain)) * this.pixels;
  }

  private day(x: number): number {
    return this.domain.begin + (x / this.pixels) * long(this.domain);
  }

  /** The brush in pixels, never too thin to be held. */
  private edges(span: Span): [number, number] {
    const left = Math.max(1, this.x(span.begin));
    const right = Math.min(this.pixels - 1, this.x(span.end));
    const middle = Math.min(this.pixels - 4, Math.max(4, (left + right) / 2));
    return right - left >= 6 ? [left, right] : [middle - 3, middle + 3];
  }

  private press(event: PointerEvent): void {
    const x = event.offsetX;
    const [left, right] = this.edges(this.span);
    const thin = right - left < 4 * GRIP;
    let part: Part = "new";
    if (!thin && Math.abs(x - left) < GRIP) part = "begin";
    else if (!thin && Math.abs(x - right) < GRIP) part = "end";
    else if (x > left - (thin ? GRIP : 0) && x < right + (thin ? GRIP : 0)) part = "middle";
    this.held = { part, from: this.day(x), span: this.span };
    this.element.setPointerCapture(event.pointerId);
  }

  private drag(event: PointerEvent): void {
    if (!this.held) return;
    const day = this.day(event.offsetX);
    const { part, from, span } = this.held;
    if (part === "middle") this.wanted(moved(span, day - from));
    if (part === "begin") this.wanted({ begin: Math.min(day, span.end - 4), end: span.end });
    if (part === "end") this.wanted({ begin: span.begin, end: Math.max(day, span.begin + 4) });
    if (part === "new" && Math.abs(day - from) > (3 / this.pixels) * long(this.domain)) {
      this.wanted({ begin: Math.min(day, from), end: Math.max(day, from) });
    }
  }

  private key(event: KeyboardEvent): void {
    const step = long(this.span) / (event.shiftKey ? 1 : 8);
    const ways: Record<string, Span> = {
      ArrowLeft: moved(this.span, -step),
      ArrowRight: moved(this.span, step),
      ArrowUp: { begin: this.span.begin + step, end: this.span.end - step },
      ArrowDown: { begin: this.span.begin - step, end: this.span.end + step },
      Home: moved(this.span, this.domain.begin - this.span.begin),
      End: moved(this.span, this.domain.end - this.span.end),
    };
    const span = ways[event.key];
    if (!span) return;
    event.preventDefault();
    this.wanted(kept(span, this.domain));
  }
}
