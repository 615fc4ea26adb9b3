// What a selected event is bound to: arcs to others that share a person, an investor or a deal, and the way of a person
// from the former employer's lane to the new one's.

import { line, roundRect, type Pen } from "./pen";
import type { Lettering } from "./labels";
import type { Theme } from "./theme";

/** What the server's route `related` answers. */
export interface Related {
  event: string;
  row: number;
  links: { row: number; id: string; title: string; why: string; role?: string }[];
  move?: { from: string | null; to: string | null } | null;
}

/** An arc in pixels of the plot. */
export interface Arc {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  /** What both share; written at the far end. */
  why: string;
  /** A person's way: thick, with a head. */
  move: boolean;
}

export const MOST_ARCS = 40;

/** Draw arcs; an end outside the window is drawn to its edge. */
export function drawArcs(pen: Pen, arcs: Arc[], pixels: number, theme: Theme, lettering: Lettering): void {
  for (const arc of arcs) drawArc(pen, arc, theme);
  const written: { x: number; y: number }[] = [];
  for (const arc of arcs) {
    const text = lettering.fit(arc.why, 130);
    if (!text) continue;
    const wide = lettering.measure(text) + 8;
    const x = Math.min(pixels - wide - 2, Math.max(2, arc.move ? arc.x0 + 8 : arc.x1 - wide / 2));
    const y = arc.move ? (arc.y0 + arc.y1) / 2 : arc.y1 - 17;
    if (written.some((other) => Math.abs(other.x - x) < 90 && Math.abs(other.y - y) < 13)) continue;
    written.push({ x, y });
    roundRect(pen, x, y - 7, wide, 14, 3);
    pen.fillStyle = theme.paper;
    pen.globalAlpha = 0.92;
    pen.fill();
    pen.globalAlpha = 1;
    pen.fillStyle = theme.accent;
    lettering.draw(pen, text, x + 4, y, wide);
  }
}

function drawArc(pen: Pen, arc: Arc, theme: Theme): void {
  const far = Math.abs(arc.x1 - arc.x0);
  const lift = Math.min(70, 16 + far * 0.18);
  pen.strokeStyle = theme.accent;
  pen.lineWidth = arc.move ? 2.6 : 1.5;
  pen.globalAlpha = arc.move ? 0.95 : 0.7;
  pen.beginPath();
  pen.moveTo(arc.x0, arc.y0);
  if (arc.move) {
    const bow = Math.max(26, Math.abs(arc.y1 - arc.y0) * 0.25);
    pen.bezierCurveTo(arc.x0 - bow, arc.y0, arc.x1 - bow, arc.y1, arc.x1 - 11, arc.y1);
  } else {
    pen.bezierCurveTo(arc.x0, arc.y0 - lift, arc.x1, arc.y1 - lift, arc.x1, arc.y1 - 9);
  }
  pen.stroke();
  pen.globalAlpha = 1;
  if (arc.move) head(pen, arc.x1 - 11, arc.y1);
  else dot(pen, arc.x0, arc.y0, theme);
}

function head(pen: Pen, x: number, y: number): void {
  line(pen, x, y, x - 7, y - 5);
  line(pen, x, y, x - 7, y + 5);
}

function dot(pen: Pen, x: number, y: number, theme: Theme): void {
  pen.beginPath();
  pen.arc(x, y, 2, 0, 2 * Math.PI);
  pen.fillStyle = theme.accent;
  pen.fill();
}
