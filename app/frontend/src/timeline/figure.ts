// What is seen as a figure of its own: title, lanes with their names, legend and source line, drawn with any pen.

import { AXIS } from "./axis";
import type { Density } from "./density";
import { drawSign, lookOf } from "./glyphs";
import { Lettering } from "./labels";
import { paint, type Emphasis, type Palette } from "./paint";
import { line, type Pen } from "./pen";
import type { Scene } from "./scene";

export interface Figure {
  title: string;
  /** Where the data come from and which day it is. */
  source: string;
  scene: Scene;
  density: Density;
  /** Height of the lanes that are seen, and how far they are scrolled. */
  height: number;
  scroll: number;
  palette: Palette;
  emphasis: Emphasis;
}

const EDGE = 18;
const HEAD = 150;
const TITLE = 46;
const LEGEND_ROW = 20;

export const figureWidth = (figure: Figure): number => figure.scene.width + HEAD + 2 * EDGE;

/** Draw the figure; returns its height. */
export function drawFigure(pen: Pen, figure: Figure): number {
  const { palette, scene, scroll } = figure;
  const { theme, columns } = palette;
  const wide = figureWidth(figure);
  const entries = legendEntries(figure);
  const legendTop = TITLE + figure.height + 12;
  const rows = placeEntries(entries, wide - 2 * EDGE, palette.labels);
  const total = legendTop + rows.length * LEGEND_ROW + 30;
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, wide, total);
  pen.fillStyle = theme.ink;
  new Lettering(`600 18px ${theme.font}`).draw(pen, figure.title, EDGE, 24, wide - 2 * EDGE);
  pen.save();
  pen.beginPath();
  pen.rect(EDGE + HEAD, TITLE, scene.width, figure.height);
  pen.clip();
  pen.translate(EDGE + HEAD, TITLE);
  paint(pen, scene, figure.height, scroll, palette, figure.emphasis);
  pen.restore();
  pen.save();
  pen.beginPath();
  pen.rect(EDGE, TITLE + AXIS, HEAD, figure.height - AXIS);
  pen.clip();
  const bold = new Lettering(`600 13px ${theme.font}`);
  for (const { box } of scene.lanes) {
    const top = TITLE + AXIS + box.top - scroll;
    pen.fillStyle = theme.ink;
    bold.draw(pen, columns.lanes[box.lane].name, EDGE, top + 14, HEAD - 8);
    pen.strokeStyle = theme.line;
    pen.lineWidth = 1;
    line(pen, EDGE, top + box.height - 0.5, EDGE + HEAD, top + box.height - 0.5);
  }
  pen.restore();
  rows.forEach((row, at) => {
    for (const entry of row) {
      const y = legendTop + at * LEGEND_ROW + 10;
      entry.draw(pen, EDGE + entry.x + 7, y);
      pen.fillStyle = theme.ink;
      palette.labels.draw(pen, entry.text, EDGE + entry.x + 19, y, 400);
    }
  });
  pen.fillStyle = theme.soft;
  palette.small.draw(pen, figure.source, EDGE, total - 14, wide - 2 * EDGE);
  return total;
}

interface Entry {
  text: string;
  x: number;
  draw: (pen: Pen, x: number, y: number) => void;
}

/** The kinds and manners that the figure shows. */
function legendEntries(figure: Figure): Entry[] {
  const { columns, theme } = figure.palette;
  const marks = figure.scene.lanes.flatMap((lane) => lane.marks.map((one) => one.mark));
  const kinds = new Set(marks.map((mark) => columns.kind[mark]));
  const statuses = new Set(marks.map((mark) => columns.status[mark]));
  const { begin, end } = figure.scene.span;
  for (const lane of figure.scene.lanes) if (lane.fade > 0) for (const kind of figure.density.kinds(lane.box.lane, begin, end)) kinds.add(kind);
  const neutral = { name: "", label: "", plural: "", glyph: "", light: theme.ink, dark: theme.ink };
  return [
    ...[...kinds].sort((one, other) => one - other).map((kind) => ({
      text: columns.kinds[kind].plural, x: 0,
      draw: (pen: Pen, x: number, y: number) => drawSign(pen, x, y, 6.5, columns.kinds[kind], { shape: "circle", fill: "full", dash: [] }, theme),
    })),
    ...[...statuses].sort((one, other) => one - other).map((status) => ({
      text: columns.statuses[status].label, x: 0,
      draw: (pen: Pen, x: number, y: number) => drawSign(pen, x, y, 6, neutral, lookOf(columns.statuses[status]), theme),
    })),
  ];
}

function placeEntries(entries: Entry[], room: number, lettering: Lettering): Entry[][] {
  const rows: Entry[][] = [[]];
  let x = 0;
  for (const entry of entries) {
    const wide = lettering.measure(entry.text) + 36;
    if (x + wide > room && x > 0) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push({ ...entry, x });
    x += wide;
  }
  return rows;
}
