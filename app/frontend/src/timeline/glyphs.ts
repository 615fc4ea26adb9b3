// The sign of an event: its shape, outline and fill tell in what manner it is told, the glyph within and the colour its kind.

import type { KindHead, StatusHead } from "./decode";
import { line, roundRect, type Pen } from "./pen";
import { inkOn, mixed, type Theme } from "./theme";

/** How a manner of speaking looks. */
export interface Look {
  shape: "square" | "circle" | "diamond";
  fill: "full" | "hatch" | "none";
  dash: number[];
}

const LOOKS: Record<string, Look> = {
  "■": { shape: "square", fill: "full", dash: [] },
  "●": { shape: "circle", fill: "full", dash: [] },
  "◌": { shape: "circle", fill: "none", dash: [2, 2] },
  "▨": { shape: "square", fill: "hatch", dash: [] },
  "◇": { shape: "diamond", fill: "none", dash: [3, 2] },
};
const OTHER: Look = { shape: "circle", fill: "none", dash: [] };

/** The look that the manner's own glyph promises; an empty circle for a glyph that no sign can imitate. */
export function lookOf(status: StatusHead | undefined): Look {
  return (status && LOOKS[status.glyph]) || OTHER;
}

export function colourOf(kind: KindHead, theme: Theme): string {
  return theme.dark ? kind.dark : kind.light;
}

/** Draw a sign with its middle at x, y; `radius` in pixels. */
export function drawSign(pen: Pen, x: number, y: number, radius: number, kind: KindHead, look: Look, theme: Theme): void {
  const colour = colourOf(kind, theme);
  pen.save();
  outline(pen, x, y, radius, look.shape);
  pen.fillStyle = look.fill === "full" ? colour : look.fill === "hatch" ? mixed(colour, theme.paper, 0.84) : theme.paper;
  pen.fill();
  if (look.fill === "hatch") hatch(pen, x, y, radius * 0.86, mixed(colour, theme.paper, 0.5));
  outline(pen, x, y, radius, look.shape);
  pen.strokeStyle = colour;
  pen.lineWidth = radius > 7.5 ? 1.6 : 1.3;
  pen.setLineDash(look.dash);
  pen.stroke();
  pen.setLineDash([]);
  pen.fillStyle = look.fill === "full" ? inkOn(colour) : colour;
  drawGlyph(pen, x, y, radius, kind.glyph, theme);
  pen.restore();
}

/** The red question mark at the upper right of a sign whose sources disagree. */
export function drawBadge(pen: Pen, x: number, y: number, radius: number, theme: Theme): void {
  const size = radius > 7.5 ? 5 : 4;
  pen.beginPath();
  pen.arc(x + radius * 0.86, y - radius * 0.8, size, 0, 2 * Math.PI);
  pen.fillStyle = theme.alarm;
  pen.fill();
  pen.strokeStyle = theme.paper;
  pen.lineWidth = 1;
  pen.stroke();
  pen.fillStyle = inkOn(theme.alarm);
  pen.font = `700 ${size * 1.7}px ${theme.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText("?", x + radius * 0.86, y - radius * 0.8 + 0.5);
}

function drawGlyph(pen: Pen, x: number, y: number, radius: number, glyph: string, theme: Theme): void {
  pen.font = `${radius * 1.28}px ${theme.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(`${glyph}\ufe0e`, x, y + radius * 0.08); // as text: without the selector, some systems draw ▶ as a picture
}

function outline(pen: Pen, x: number, y: number, radius: number, shape: Look["shape"]): void {
  if (shape === "square") return roundRect(pen, x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8, 1.5);
  pen.beginPath();
  if (shape === "circle") {
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  } else {
    const long = radius * 1.22;
    pen.moveTo(x, y - long);
    pen.lineTo(x + long, y);
    pen.lineTo(x, y + long);
    pen.lineTo(x - long, y);
    pen.closePath();
  }
}

/** Slanting lines in a square, reckoned out so that no clip is needed. */
function hatch(pen: Pen, x: number, y: number, half: number, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 0.9;
  for (let shift = -half * 1.4; shift <= half * 1.4; shift += 3.2) {
    const low = Math.max(-half, shift - half);
    const high = Math.min(half, shift + half);
    line(pen, x + low, y + shift - low, x + high, y + shift - high);
  }
}

/** Signs drawn once and stamped many times. */
export class Stamps {
  private readonly kept = new Map<number, HTMLCanvasElement>();
  private readonly kinds: KindHead[];
  private readonly looks: Look[];
  private readonly theme: Theme;
  private readonly scale: number;

  /** `scale` is the number of device pixels per pixel. */
  constructor(kinds: KindHead[], statuses: StatusHead[], theme: Theme, scale: number) {
    this.kinds = kinds;
    this.looks = statuses.map(lookOf);
    this.theme = theme;
    this.scale = scale;
  }

  /** Draw a sign on a canvas from its stamp, or anew where `pen` is no canvas. */
  draw(pen: Pen, x: number, y: number, radius: number, kind: number, status: number, disputed: boolean): void {
    if (!(pen instanceof CanvasRenderingContext2D)) return this.sign(pen, x, y, radius, kind, status, disputed);
    const half = Math.ceil(radius * 1.22) + 5;
    const key = ((kind * 16 + status) * 2 + Number(disputed)) * 64 + Math.round(radius * 2);
    let stamp = this.kept.get(key);
    if (!stamp) {
      stamp = document.createElement("canvas");
      stamp.width = stamp.height = Math.ceil(2 * half * this.scale);
      const own = stamp.getContext("2d") as CanvasRenderingContext2D;
      own.scale(this.scale, this.scale);
      this.sign(own, half, half, radius, kind, status, disputed);
      this.kept.set(key, stamp);
    }
    pen.drawImage(stamp, x - half, y - half, stamp.width / this.scale, stamp.height / this.scale);
  }

  private sign(pen: Pen, x: number, y: number, radius: number, kind: number, status: number, disputed: boolean): void {
    drawSign(pen, x, y, radius, this.kinds[kind], this.looks[status] ?? OTHER, this.theme);
    if (disputed) drawBadge(pen, x, y, radius, this.theme);
  }
}
