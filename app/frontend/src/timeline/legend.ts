// The legend: kinds by glyph and colour, manners of speaking by shape and fill; each entry puts its events aside or shows them.

import { make } from "../shell/dom";
import type { KindHead, StatusHead } from "./decode";
import { drawBadge, drawSign, lookOf } from "./glyphs";
import { drawRail } from "./rails";
import type { Model } from "./model";
import type { Theme } from "./theme";

const NEUTRAL = { name: "", label: "", plural: "", glyph: "" };

export class Legend {
  readonly element = make("div", { class: "legend" });
  private readonly toggled: (name: string) => void;

  /** `toggled` is called with the name of a kind or status that was clicked. */
  constructor(toggled: (name: string) => void) {
    this.toggled = toggled;
  }

  show(model: Model, theme: Theme, scale: number): void {
    const focused = (this.element.getRootNode() as Document | ShadowRoot).activeElement?.getAttribute("data-name");
    const { columns, tally, hidden } = model;
    const neutral = { ...NEUTRAL, light: theme.ink, dark: theme.ink };
    const kinds = occurring(columns.kinds, tally.kinds).map((kind) =>
      this.entry(kind.name, label(kind, tally.kinds[columns.kinds.indexOf(kind)]), tally.kinds[columns.kinds.indexOf(kind)], hidden.has(kind.name), (pen) =>
        drawSign(pen, 8, 8, 6.5, kind, { shape: "circle", fill: "full", dash: [] }, theme), scale),
    );
    const statuses = occurring(columns.statuses, tally.statuses).map((status) =>
      this.entry(status.name, status.label, tally.statuses[columns.statuses.indexOf(status)], hidden.has(status.name), (pen) =>
        drawSign(pen, 8, 8, 6, neutral, lookOf(status), theme), scale),
    );
    this.element.replaceChildren(
      make("div", { role: "group", "aria-label": "Kinds of event" }, ...kinds),
      make("div", { role: "group", "aria-label": "Who says so, and how dates are drawn" }, ...statuses, ...this.notes(model, theme, scale)),
    );
    if (focused) this.element.querySelector<HTMLElement>(`[data-name="${CSS.escape(focused)}"]`)?.focus();
  }

  private entry(name: string, text: string, count: number, hidden: boolean, draw: (pen: CanvasRenderingContext2D) => void, scale: number): HTMLElement {
    const button = make("button", { type: "button", "aria-pressed": String(!hidden), "data-name": name, title: hidden ? "Put aside; click to show" : "Shown; click to put aside" },
      sign(16, draw, scale), make("span", {}, text), make("small", {}, count.toLocaleString("en-GB")));
    button.addEventListener("click", () => this.toggled(name));
    return button;
  }

  private notes(model: Model, theme: Theme, scale: number): HTMLElement[] {
    const found: HTMLElement[] = [];
    if (model.tally.disputed > 0) {
      const badge = sign(16, (pen) => drawBadge(pen, 1, 14, 8, theme), scale);
      found.push(make("span", { class: "note" }, badge, "sources disagree ", make("small", {}, model.tally.disputed.toLocaleString("en-GB"))));
    }
    const rail = sign(30, (pen) => {
      pen.strokeStyle = theme.soft;
      drawRail(pen, 3, 27, 8, { shape: "circle", fill: "full", dash: [] }, 0, 30, [15, 15]);
    }, scale);
    found.push(make("span", { class: "note" }, rail, "known to the month, quarter or year"));
    return found;
  }
}

const label = (kind: KindHead, count: number): string => (count === 1 ? kind.label[0].toUpperCase() + kind.label.slice(1) : kind.plural);

function occurring<Head extends KindHead | StatusHead>(heads: Head[], counts: Uint32Array): Head[] {
  const present = heads.filter((_, at) => counts[at] > 0);
  return "plural" in (heads[0] ?? {}) ? present.sort((one, other) => counts[heads.indexOf(other)] - counts[heads.indexOf(one)]) : present;
}

function sign(wide: number, draw: (pen: CanvasRenderingContext2D) => void, scale: number): HTMLCanvasElement {
  const canvas = make("canvas", { width: Math.round(wide * scale), height: Math.round(16 * scale), "aria-hidden": "true" });
  canvas.style.width = `${wide}px`;
  canvas.style.height = "16px";
  const pen = canvas.getContext("2d");
  if (pen) {
    pen.scale(scale, scale);
    draw(pen);
  }
  return canvas;
}
