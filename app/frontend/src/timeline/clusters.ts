// What opens over the timeline: the members of a cluster, a prediction, the keys with what the signs mean.

import { make } from "../shell/dom";
import type { Prediction } from "./decode";
import { stateOf } from "./future";
import { KEYS } from "./keys";
import type { Model } from "./model";
import { Popover } from "./popover";
import type { TextSource } from "./texts";
import type { Tooltip } from "./tooltip";
import { iso } from "./time";
import type { Palette } from "./paint";

const MOST = 200;

const SIGNS: [string, string][] = [
  ["●", "a date of a day; its shape tells who says so, its glyph what happened"],
  ["├──┤", "a month, quarter or year, as long as it is"],
  ["╟──╢", "double ends: sources disagree about the date"],
  ["┄●┄", "soft ends: an approximate date"],
  ["+3", "three more that found no room; click to list them"],
  ["┆┄▷", "a prediction, up to its deadline"],
];

export class ClusterLists {
  private readonly popover: Popover;
  private readonly select: (mark: number) => void;

  constructor(popover: Popover, select: (mark: number) => void) {
    this.popover = popover;
    this.select = select;
  }

  /** List the events gathered at one place, in the order of time. */
  async cluster(shown: { model: Model; texts: TextSource; palette: Palette }, marks: number[], x: number, y: number): Promise<void> {
    const { model, texts, palette } = shown;
    const members = marks.slice(0, MOST).sort((one, other) => model.index.from[one] - model.index.from[other] || one - other);
    const words = await texts.full(members);
    const choices = members.map((mark, at) => ({
      text: words[at]?.title ?? "…",
      detail: words[at]?.date || iso(model.index.from[mark]),
      sign: this.sign(palette, mark),
      choose: () => this.select(mark),
    }));
    const count = marks.length > MOST ? `The first ${MOST} of ${marks.length.toLocaleString("en-GB")} events` : `${marks.length} events`;
    this.popover.list(`${count} here`, choices, x, y);
  }

  prediction(one: Prediction, pages: string, x: number, y: number): void {
    const link = make("a", { class: "el-link", href: pages + one.page }, "Open this prediction");
    this.popover.open(`Prediction: ${stateOf(one)}`, [make("p", {}, one.statement), make("p", {}, make("small", {}, `by ${one.by}`)), make("p", {}, link)], x, y);
  }

  tipOfPrediction(tooltip: Tooltip, one: Prediction, x: number, y: number, wide: number, high: number): void {
    tooltip.write([make("b", {}, one.statement), make("span", {}, `Prediction by ${one.by}`), make("span", {}, stateOf(one))], x, y, wide, high);
  }

  help(): void {
    const list = (pairs: [string, string][]): HTMLElement => make("dl", {}, ...pairs.flatMap(([key, what]) => [make("dt", {}, key), make("dd", {}, what)]));
    const wheel = make("p", {}, "The wheel zooms where the timeline has the focus, or with Ctrl or Cmd; drag to pan, pinch on touch.");
    this.popover.open("Keys and signs", [list(KEYS), wheel, list(SIGNS)], 160, 44);
  }

  private sign(palette: Palette, mark: number): HTMLCanvasElement {
    const scale = Math.max(1, window.devicePixelRatio || 1);
    const canvas = make("canvas", { width: 20 * scale, height: 20 * scale, "aria-hidden": "true" });
    canvas.style.width = canvas.style.height = "20px";
    const pen = canvas.getContext("2d");
    const { columns } = palette;
    pen?.scale(scale, scale);
    if (pen) palette.stamps.draw(pen, 9, 11, 7, columns.kind[mark], columns.status[mark], (columns.flags[mark] & 1) === 1);
    return canvas;
  }
}
