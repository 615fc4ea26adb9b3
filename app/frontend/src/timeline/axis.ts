// The axis above the lanes, and the grid lines that it sends down through them.

import { line, type Pen } from "./pen";
import type { Scene } from "./scene";
import type { Theme } from "./theme";
import { axis, type Axis } from "./time";

export const AXIS = 36;
const COARSE_Y = 11;
const FINE_Y = 26;

export function axisOf(scene: Scene): Axis {
  return axis(scene.span, scene.width);
}

/** Thin lines at the ticks. */
export function drawGrid(pen: Pen, scene: Scene, found: Axis, top: number, height: number, theme: Theme): void {
  pen.strokeStyle = theme.line;
  pen.lineWidth = 1;
  for (const tick of found.fine) {
    const x = Math.round(scene.x(tick.day)) + 0.5;
    pen.globalAlpha = tick.major || found.coarse.length === 0 ? 1 : 0.55;
    line(pen, x, top, x, top + height);
  }
  pen.globalAlpha = 1;
}

/** Labels of ticks; the coarse one that began before the window stays at its left edge until the next needs the place. */
export function drawAxis(pen: Pen, scene: Scene, found: Axis, today: number, label: string, theme: Theme): void {
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, scene.width, AXIS);
  pen.textBaseline = "middle";
  pen.font = `12px ${theme.font}`;
  pen.fillStyle = theme.soft;
  const whole = found.coarse.length === 0;
  const now = scene.x(today + 1);
  for (const tick of found.fine) {
    const x = scene.x(tick.day);
    if (x < -30 || x > scene.width + 30) continue;
    pen.textAlign = "left";
    const near = Math.abs(x + 12 - now) < 40;
    if (!near) pen.fillText(tick.label, x + 4, FINE_Y);
    pen.strokeStyle = theme.line;
    pen.lineWidth = 1;
    line(pen, Math.round(x) + 0.5, whole ? FINE_Y - 8 : FINE_Y - 7, Math.round(x) + 0.5, AXIS);
  }
  pen.font = `600 12px ${theme.font}`;
  pen.fillStyle = theme.ink;
  found.coarse.forEach((tick, at) => {
    const next = at + 1 < found.coarse.length ? scene.x(found.coarse[at + 1].day) : Infinity;
    const x = Math.max(scene.x(tick.day) + 4, 4);
    if (x + 8 * tick.label.length < next && x < scene.width) pen.fillText(tick.label, x, COARSE_Y);
  });
  drawTodayLabel(pen, now, scene.width, label, theme);
  pen.strokeStyle = theme.line;
  line(pen, 0, AXIS - 0.5, scene.width, AXIS - 0.5);
}

function drawTodayLabel(pen: Pen, x: number, pixels: number, label: string, theme: Theme): void {
  if (x < 0 || x > pixels) return;
  pen.fillStyle = theme.accent;
  pen.font = `600 11px ${theme.font}`;
  pen.textAlign = x > pixels - 34 ? "right" : x < 34 ? "left" : "center";
  pen.fillText(label, x, FINE_Y);
  pen.textAlign = "left";
}
