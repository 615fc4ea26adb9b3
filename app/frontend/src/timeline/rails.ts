// Dates that are known to the month, quarter or year: thin rails of their true width, and what makes an end soft or doubled.

import { Flag } from "./decode";
import type { Look } from "./glyphs";
import { line, type Pen } from "./pen";

const BRACKET = 4;
/** Pixels over which a soft end fades. */
const SOFT = 12;
const STEPS = 5;

/**
 * Draw a rail from `left` to `right` in the current stroke colour. Brackets close it where its ends are known; between the two
 * places of `gap` it is left out, for a sign and its label.
 */
export function drawRail(
  pen: Pen, left: number, right: number, y: number, look: Look, flags: number, pixels: number, gap: [number, number],
): void {
  const soft = (flags & Flag.approximate) !== 0;
  const openLeft = (flags & Flag.openBegin) !== 0;
  const openRight = (flags & Flag.openEnd) !== 0;
  const fading = Math.min(SOFT, (right - left) / 3);
  const whole = right - left;
  const fadeLeft = openLeft ? whole * 0.7 : soft ? fading : 0;
  const fadeRight = openRight ? whole * 0.7 : soft ? fading : 0;
  const alpha = pen.globalAlpha;
  pen.lineWidth = look.fill === "full" && look.shape === "square" ? 3 : 2;
  pen.setLineDash(look.dash.length ? [5, 3] : (flags & Flag.uncertain) !== 0 ? [2, 2] : []);
  pen.globalAlpha = alpha * 0.75;
  // What lies far outside is cut off: a dash of a century costs time though nobody sees it.
  const first = Math.max(-20, left + fadeLeft);
  const last = Math.min(pixels + 20, right - fadeRight);
  if (gap[0] > first) line(pen, first, y, Math.min(gap[0], last), y);
  if (gap[1] < last) line(pen, Math.max(gap[1], first), y, last, y);
  pen.setLineDash([]);
  if (fadeLeft) fade(pen, left + fadeLeft, left, y, alpha, gap);
  if (fadeRight) fade(pen, right - fadeRight, right, y, alpha, gap);
  pen.globalAlpha = alpha;
  pen.lineWidth = 1.4;
  const doubled = (flags & Flag.dateDisputed) !== 0;
  if (!openLeft && !soft) bracket(pen, left, y, 1, doubled);
  if (!openRight && !soft) bracket(pen, right, y, -1, doubled);
  pen.globalAlpha = alpha;
}

/** Beside a day mark: whiskers that fade for an approximate date, double bars for a disputed one. */
export function drawDayEnds(pen: Pen, x: number, y: number, radius: number, flags: number): void {
  const alpha = pen.globalAlpha;
  pen.lineWidth = 1.4;
  if (flags & (Flag.approximate | Flag.uncertain)) {
    fade(pen, x - radius, x - radius - 7, y, alpha);
    fade(pen, x + radius, x + radius + 7, y, alpha);
  }
  pen.globalAlpha = alpha * 0.8;
  if (flags & Flag.dateDisputed) {
    for (const side of [-1, 1]) {
      for (const away of [2.5, 5]) line(pen, x + side * (radius + away), y - 4, x + side * (radius + away), y + 4);
    }
  }
  pen.globalAlpha = alpha;
}

function bracket(pen: Pen, x: number, y: number, inward: number, doubled: boolean): void {
  line(pen, x, y - BRACKET, x, y + BRACKET);
  if (doubled) line(pen, x + inward * 3, y - BRACKET, x + inward * 3, y + BRACKET);
}

function fade(pen: Pen, from: number, to: number, y: number, alpha: number, gap: [number, number] = [Infinity, Infinity]): void {
  const step = (to - from) / STEPS;
  for (let at = 0; at < STEPS; at++) {
    pen.globalAlpha = alpha * 0.75 * (1 - (at + 0.7) / (STEPS + 0.4));
    const [left, right] = [from + at * step, from + (at + 1) * step].sort((one, other) => one - other);
    if (left < gap[0]) line(pen, left, y, Math.min(right, gap[0]), y);
    if (right > gap[1]) line(pen, Math.max(left, gap[1]), y, right, y);
  }
}
