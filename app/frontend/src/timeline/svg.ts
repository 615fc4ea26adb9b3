// A pen that writes SVG: the drawing's own calls, as vectors that any program opens.

import type { Pen } from "./pen";

interface State {
  fillStyle: string;
  strokeStyle: string;
  globalAlpha: number;
  lineWidth: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: number[];
  dx: number;
  dy: number;
  clip: string;
}

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: "middle", right: "end", end: "end" };

export class SvgPen implements Pen {
  lineCap: CanvasLineCap = "butt";
  lineJoin: CanvasLineJoin = "miter";
  private state: State = {
    fillStyle: "#000", strokeStyle: "#000", globalAlpha: 1, lineWidth: 1, font: "12px sans-serif",
    textAlign: "left", textBaseline: "alphabetic", dash: [], dx: 0, dy: 0, clip: "",
  };
  private readonly saved: State[] = [];
  private readonly parts: string[] = [];
  private path: string[] = [];
  private clips = 0;

  /** The document, with a title for screen readers. */
  document(width: number, height: number, title: string): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img"><title>${escaped(title)}</title>\n${this.parts.join("\n")}\n</svg>\n`;
  }

  get fillStyle(): string { return this.state.fillStyle; }
  set fillStyle(value: string | CanvasGradient | CanvasPattern) { this.state.fillStyle = plain(value); }
  get strokeStyle(): string { return this.state.strokeStyle; }
  set strokeStyle(value: string | CanvasGradient | CanvasPattern) { this.state.strokeStyle = plain(value); }
  get globalAlpha(): number { return this.state.globalAlpha; }
  set globalAlpha(value: number) { this.state.globalAlpha = value; }
  get lineWidth(): number { return this.state.lineWidth; }
  set lineWidth(value: number) { this.state.lineWidth = value; }
  get font(): string { return this.state.font; }
  set font(value: string) { this.state.font = value; }
  get textAlign(): CanvasTextAlign { return this.state.textAlign; }
  set textAlign(value: CanvasTextAlign) { this.state.textAlign = value; }
  get textBaseline(): CanvasTextBaseline { return this.state.textBaseline; }
  set textBaseline(value: CanvasTextBaseline) { this.state.textBaseline = value; }

  save(): void { this.saved.push({ ...this.state }); }
  restore(): void { this.state = this.saved.pop() ?? this.state; }
  translate(x: number, y: number): void {
    this.state.dx += x;
    this.state.dy += y;
  }
  setLineDash(dash: number[]): void { this.state.dash = dash; }

  beginPath(): void { this.path = []; }
  closePath(): void { this.path.push("Z"); }
  moveTo(x: number, y: number): void { this.path.push(`M${this.at(x, y)}`); }
  lineTo(x: number, y: number): void { this.path.push(`L${this.at(x, y)}`); }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void { this.path.push(`Q${this.at(cx, cy)} ${this.at(x, y)}`); }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.path.push(`C${this.at(ax, ay)} ${this.at(bx, by)} ${this.at(x, y)}`);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.push(`M${this.at(x, y)}h${round(width)}v${round(height)}h${round(-width)}Z`);
  }
  /** Whole circles only: the drawing needs no others. */
  arc(x: number, y: number, radius: number): void {
    const r = round(radius);
    this.path.push(`M${this.at(x - radius, y)}a${r},${r} 0 1 0 ${round(2 * radius)},0a${r},${r} 0 1 0 ${round(-2 * radius)},0Z`);
  }
  clip(): void {
    const id = `clip${++this.clips}`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.path.join("")}"/></clipPath>`);
    this.state.clip = ` clip-path="url(#${id})"`;
  }

  fill(): void { this.parts.push(`<path d="${this.path.join("")}" fill="${escaped(this.state.fillStyle)}"${this.common()}/>`); }
  stroke(): void {
    const dash = this.state.dash.length > 0 ? ` stroke-dasharray="${this.state.dash.join(" ")}"` : "";
    this.parts.push(`<path d="${this.path.join("")}" fill="none" stroke="${escaped(this.state.strokeStyle)}" stroke-width="${round(this.state.lineWidth)}"${dash}${this.common()}/>`);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    if (width <= 0 || height <= 0) return;
    const [left, top] = [round(x + this.state.dx), round(y + this.state.dy)];
    this.parts.push(`<rect x="${left}" y="${top}" width="${round(width)}" height="${round(height)}" fill="${escaped(this.state.fillStyle)}"${this.common()}/>`);
  }
  fillText(text: string, x: number, y: number): void {
    const [, weight, size, family] = /^(?:(\d+|bold) )?([\d.]+)px (.*)$/.exec(this.state.font) ?? ["", "", "12", "sans-serif"];
    const anchor = ANCHORS[this.state.textAlign];
    const middle = this.state.textBaseline === "middle" ? ' dominant-baseline="central"' : "";
    this.parts.push(
      `<text x="${round(x + this.state.dx)}" y="${round(y + this.state.dy)}" font-family="${escaped(family)}" font-size="${size}"` +
        `${weight ? ` font-weight="${weight}"` : ""}${anchor ? ` text-anchor="${anchor}"` : ""}${middle} fill="${escaped(this.state.fillStyle)}"${this.common()}>${escaped(text)}</text>`,
    );
  }

  private at(x: number, y: number): string {
    return `${round(x + this.state.dx)},${round(y + this.state.dy)}`;
  }

  private common(): string {
    return `${this.state.globalAlpha < 1 ? ` opacity="${round(this.state.globalAlpha)}"` : ""}${this.state.clip}`;
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;

function plain(style: string | CanvasGradient | CanvasPattern): string {
  if (typeof style === "string") return style;
  throw new TypeError("the drawing uses plain colours only");
}

/** Text for XML; characters that XML forbids are left out. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter] as string);
}
