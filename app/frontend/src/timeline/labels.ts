// Text that fits: widths are measured once, and what is too long is cut at a letter with an ellipsis.

import type { Pen } from "./pen";

const KEPT = 20_000;

export class Lettering {
  readonly font: string;
  private readonly widths = new Map<string, number>();
  private readonly cut = new Map<string, string>();
  private readonly ruler: CanvasRenderingContext2D;

  constructor(font: string) {
    this.font = font;
    this.ruler = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
    this.ruler.font = font;
  }

  /** Pixels that a text takes. */
  measure = (text: string): number => {
    let found = this.widths.get(text);
    if (found === undefined) {
      if (this.widths.size > KEPT) this.widths.clear();
      found = this.ruler.measureText(text).width;
      this.widths.set(text, found);
    }
    return found;
  };

  /** The text, shortened where it is wider than the room. */
  fit(text: string, room: number): string {
    const whole = this.measure(text);
    if (whole <= room) return text;
    const steps = Math.floor(room / 4);
    const key = `${steps} ${text}`;
    let found = this.cut.get(key);
    if (found === undefined) {
      if (this.cut.size > KEPT) this.cut.clear();
      found = shorten(text, steps * 4, this.ruler);
      this.cut.set(key, found);
    }
    return found;
  }

  draw(pen: Pen, text: string, x: number, y: number, room: number): void {
    pen.font = this.font;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.fillText(this.fit(text, room), x, y + 0.5);
  }
}

function shorten(text: string, room: number, ruler: CanvasRenderingContext2D): string {
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  const cut = (length: number): string => `${letters.slice(0, length).join("").trimEnd()}…`;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ruler.measureText(cut(middle)).width <= room) low = middle;
    else high = middle - 1;
  }
  return low > 2 ? cut(low) : "";
}

/** A title without the name of the lane that it stands in. */
export function withoutName(title: string, name: string): string {
  if (!title.startsWith(`${name} `) || title.length <= name.length + 3) return title;
  const rest = title.slice(name.length + 1);
  return rest[0].toUpperCase() + rest.slice(1);
}
