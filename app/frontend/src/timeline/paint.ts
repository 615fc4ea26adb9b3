// A scene drawn with a pen: the same calls for the screen, for PNG and for SVG.

import { AXIS, axisOf, drawAxis, drawGrid } from "./axis";
import { Flag, type Columns } from "./decode";
import { drawPrediction, drawToday, placePredictions, shadeFuture, type DrawnPrediction } from "./future";
import { colourOf, lookOf, type Stamps } from "./glyphs";
import type { Lettering } from "./labels";
import { line, roundRect, type Pen } from "./pen";
import { drawDayEnds, drawRail } from "./rails";
import { drawArcs, type Arc } from "./relations";
import type { LaneScene, Mark, Scene } from "./scene";
import type { Strips } from "./strips";
import type { Theme } from "./theme";

/** What shows beside a day mark. */
const UNSURE = Flag.dateDisputed | Flag.approximate | Flag.uncertain;

/** What painting needs beside the scene. */
export interface Palette {
  columns: Columns;
  strips: Strips;
  theme: Theme;
  stamps: Stamps;
  labels: Lettering;
  small: Lettering;
  today: number;
  /** "today", or the day as known on. */
  todayLabel: string;
}

/** What is emphasised: marks by index, -1 for none, and the arcs of the selected one. */
export interface Emphasis {
  selected: number;
  focused: number;
  hovered: number;
  /** Whether the focused mark shows its ring: only while the keyboard is at work. */
  ring: boolean;
  arcs: Arc[];
}

/** Draw the lanes, scrolled by `scroll` pixels, under a fixed axis. Returns the predictions that were drawn. */
export function paint(pen: Pen, scene: Scene, height: number, scroll: number, palette: Palette, emphasis: Emphasis): DrawnPrediction[] {
  const { theme } = palette;
  const found = axisOf(scene);
  pen.save();
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, scene.width, height);
  pen.translate(0, AXIS - scroll);
  for (const lane of scene.lanes) drawGround(pen, lane, scene.width, theme);
  const top = scroll;
  const long = height - AXIS;
  shadeFuture(pen, scene, palette.today, top, long, theme);
  drawGrid(pen, scene, found, top, long, theme);
  for (const lane of scene.lanes) if (lane.fade > 0) drawStrip(pen, lane, scene, palette);
  drawToday(pen, scene, palette.today, top, long, theme);
  const predictions = scene.lanes.flatMap((lane) => placePredictions(scene, lane.box, palette.columns.predictions));
  for (const one of predictions) drawPrediction(pen, one, scene.width, theme, palette.small);
  for (const lane of scene.lanes) drawMarks(pen, lane, scene, palette, emphasis);
  drawArcs(pen, emphasis.arcs, scene.width, theme, palette.small);
  for (const lane of scene.lanes) drawEmphasis(pen, lane, palette, emphasis);
  pen.restore();
  drawAxis(pen, scene, found, palette.today, palette.todayLabel, theme);
  return predictions;
}

function drawGround(pen: Pen, lane: LaneScene, pixels: number, theme: Theme): void {
  const { box } = lane;
  pen.strokeStyle = theme.line;
  pen.lineWidth = 1;
  line(pen, 0, box.top + box.height - 0.5, pixels, box.top + box.height - 0.5);
}

function drawStrip(pen: Pen, lane: LaneScene, scene: Scene, palette: Palette): void {
  const { box, strip, fade } = lane;
  const { begin, end } = scene.span;
  palette.strips.draw(pen, { lane: box.lane, ground: box.top + box.height - 3, height: strip, begin, end, pixels: scene.width, opacity: fade });
}

function drawMarks(pen: Pen, lane: LaneScene, scene: Scene, palette: Palette, emphasis: Emphasis): void {
  const { columns, theme } = palette;
  // Landmarks of a crowded lane stand over the density, whole; all else fades away with it.
  const alpha = lane.fade > 0.5 ? lane.fade : 1 - lane.fade;
  const inSight = lane.marks.filter((one) => one.right > -20 && one.left < scene.width + 20 && one.x > -400);
  for (const one of inSight) if (one.rail) drawOneRail(pen, one, lane, scene, palette, alpha);
  for (const one of inSight) {
    pen.globalAlpha = one.mark === emphasis.selected ? 1 : alpha;
    const flags = columns.flags[one.mark];
    if (!one.rail && flags & UNSURE) {
      pen.strokeStyle = colourOf(columns.kinds[columns.kind[one.mark]], theme);
      drawDayEnds(pen, one.x, one.y, one.radius, flags);
    }
    palette.stamps.draw(pen, one.x, one.y, one.radius, columns.kind[one.mark], columns.status[one.mark], (flags & 1) === 1);
    if (one.label) {
      pen.fillStyle = theme.ink;
      const start = labelStart(one, lane, palette);
      (one.rail ? palette.small : palette.labels).draw(pen, one.label, start, one.y, one.labelX + one.labelWidth - start);
    }
    if (one.more.length > 0 && lane.fade < 0.5) drawMore(pen, one, palette);
  }
  pen.globalAlpha = 1;
}

function drawOneRail(pen: Pen, one: Mark, lane: LaneScene, scene: Scene, palette: Palette, alpha: number): void {
  const { columns, theme, small } = palette;
  pen.globalAlpha = alpha;
  pen.strokeStyle = colourOf(columns.kinds[columns.kind[one.mark]], theme);
  const start = one.label ? labelStart(one, lane, palette) : 0;
  const end = one.label ? Math.min(start + small.measure(one.label) + 4, one.labelX + one.labelWidth) : one.x + one.radius;
  const gap: [number, number] = [one.x - one.radius, one.labelX >= one.right ? one.x + one.radius : end];
  drawRail(pen, one.left, one.right, one.y, lookOf(columns.statuses[columns.status[one.mark]]), columns.flags[one.mark], scene.width, gap);
}

/** "+3" at the lower right of a mark that tells of others. */
function drawMore(pen: Pen, one: Mark, palette: Palette): void {
  const { theme, small } = palette;
  const text = moreText(one);
  const wide = small.measure(text) + 5;
  const [x, y] = moreAt(one);
  roundRect(pen, x - wide / 2, y - 6, wide, 12, 6);
  pen.fillStyle = theme.ink;
  pen.fill();
  pen.strokeStyle = theme.paper;
  pen.lineWidth = 1;
  pen.stroke();
  pen.fillStyle = theme.paper;
  small.draw(pen, text, x - wide / 2 + 2.5, y, wide);
}

const moreText = (one: Mark): string => (one.more.length > 999 ? `+${Math.round(one.more.length / 1000)}k` : `+${one.more.length}`);

/** Where a label's first letter stands: beyond the "+3" of its mark and the ends of an unsure date. */
function labelStart(one: Mark, lane: LaneScene, palette: Palette): number {
  const unsure = !one.rail && palette.columns.flags[one.mark] & UNSURE;
  const start = one.labelX + (unsure ? 9 : 3);
  if (one.more.length === 0 || lane.fade >= 0.5) return start;
  return Math.max(start, moreAt(one)[0] + palette.small.measure(moreText(one)) / 2 + 5);
}

/** The middle of the "+3" of a mark. */
export const moreAt = (one: Mark): [number, number] => [one.x + one.radius - 1, one.y + one.radius - 2];

function drawEmphasis(pen: Pen, lane: LaneScene, palette: Palette, emphasis: Emphasis): void {
  const { theme } = palette;
  for (const one of lane.marks) {
    if (one.mark === emphasis.hovered) ring(pen, one, 2.5, 1.5, theme.soft);
    if (one.mark === emphasis.selected) ring(pen, one, 3.5, 2.5, theme.ink);
    if (one.mark === emphasis.focused && emphasis.ring) {
      ring(pen, one, 3.5, 2.5, theme.paper);
      ring(pen, one, 4.5, 2.5, theme.accent);
    }
  }
}

function ring(pen: Pen, one: Mark, away: number, thick: number, colour: string): void {
  pen.beginPath();
  pen.arc(one.x, one.y, one.radius + away, 0, 2 * Math.PI);
  pen.strokeStyle = colour;
  pen.lineWidth = thick;
  pen.stroke();
}
