// What lies beyond today: the line, the shaded future, and predictions as windows up to their deadlines.

import type { Prediction } from "./decode";
import { railRowY, type LaneBox } from "./lanes";
import type { Lettering } from "./labels";
import { pack, type Item } from "./pack";
import { line, type Pen } from "./pen";
import type { Scene } from "./scene";
import type { Theme } from "./theme";
import { iso } from "./time";

const STATES: Record<string, { sign: string; words: string }> = {
  open: { sign: "…", words: "open" },
  proposed: { sign: "✓", words: "came true by evidence that nobody has confirmed" },
  "came-true": { sign: "✓", words: "came true" },
  late: { sign: "✓", words: "came true late" },
  overdue: { sign: "!", words: "overdue" },
  refuted: { sign: "✗", words: "refuted" },
  withdrawn: { sign: "–", words: "withdrawn" },
  uncheckable: { sign: "?", words: "cannot be checked" },
};
const RADIUS = 6;

/** A prediction as drawn: from the day it was made to the sign at its deadline. */
export interface DrawnPrediction {
  prediction: Prediction;
  left: number;
  x: number;
  y: number;
}

/** "open, due 2026-12-31" */
export function stateOf(prediction: Prediction): string {
  return `${STATES[prediction.state]?.words ?? prediction.state}, due ${iso(prediction.end)}`;
}

/** Where the predictions of a lane stand in this frame. */
export function placePredictions(scene: Scene, box: LaneBox, predictions: Prediction[]): DrawnPrediction[] {
  if (box.collapsed || box.predictionRows === 0) return [];
  const own = predictions.filter((one) => one.lane === box.lane);
  const items: Item[] = own.map((one, mark) => {
    const x = scene.x(one.end + 1);
    return { mark, left: Math.min(x - RADIUS, scene.x(one.begin ?? one.end)) - 2, right: x + RADIUS + 2, weight: -one.end, label: 0, full: 0 };
  });
  return pack(items, box.predictionRows, new Int8Array(own.length).fill(-1)).map(({ item, row }) => {
    const prediction = own[item.mark];
    return { prediction, left: scene.x(prediction.begin ?? prediction.end), x: scene.x(prediction.end + 1), y: railRowY(box, box.railRows + row) };
  });
}

/** A dashed window that ends at a flag with the prediction's state. */
export function drawPrediction(pen: Pen, one: DrawnPrediction, pixels: number, theme: Theme, lettering: Lettering): void {
  if (one.x < -RADIUS || one.left > pixels + RADIUS) return;
  const settled = ["came-true", "late", "refuted", "withdrawn"].includes(one.prediction.state);
  pen.strokeStyle = theme.soft;
  pen.lineWidth = 1.2;
  pen.setLineDash([3, 3]);
  line(pen, Math.max(-4, one.left), one.y, Math.min(pixels + 4, one.x - RADIUS), one.y);
  pen.setLineDash([]);
  line(pen, one.left, one.y - 3, one.left, one.y + 3);
  pen.beginPath();
  pen.moveTo(one.x - RADIUS, one.y - RADIUS);
  pen.lineTo(one.x + RADIUS, one.y);
  pen.lineTo(one.x - RADIUS, one.y + RADIUS);
  pen.closePath();
  pen.fillStyle = settled ? theme.soft : theme.paper;
  pen.fill();
  pen.strokeStyle = one.prediction.state === "overdue" || one.prediction.state === "refuted" ? theme.alarm : theme.soft;
  pen.stroke();
  pen.fillStyle = theme.soft;
  lettering.draw(pen, STATES[one.prediction.state]?.sign ?? "?", one.x + RADIUS + 2, one.y, 20);
}

/** Shade what lies after today. */
export function shadeFuture(pen: Pen, scene: Scene, today: number, top: number, height: number, theme: Theme): void {
  const x = Math.max(0, scene.x(today + 1));
  if (x >= scene.width) return;
  pen.globalAlpha = theme.dark ? 0.045 : 0.05;
  pen.fillStyle = theme.accent;
  pen.fillRect(x, top, scene.width - x, height);
  pen.globalAlpha = 1;
}

/** The line between today and tomorrow. */
export function drawToday(pen: Pen, scene: Scene, today: number, top: number, height: number, theme: Theme): void {
  const x = Math.round(scene.x(today + 1)) + 0.5;
  if (x < 0 || x > scene.width) return;
  pen.strokeStyle = theme.accent;
  pen.lineWidth = 1.2;
  line(pen, x, top, x, top + height);
}
