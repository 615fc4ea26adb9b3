// Files to take away: the figure as SVG or PNG, made here; the rows of the window from the server.

import { drawFigure, figureWidth, type Figure } from "./figure";
import { Stamps } from "./glyphs";
import { SvgPen } from "./svg";

/** Device pixels per pixel of a PNG. */
const SHARP = 2;

export function saveSvg(figure: Figure, name: string): void {
  const pen = new SvgPen();
  const height = drawFigure(pen, figure);
  save(new Blob([pen.document(figureWidth(figure), height, figure.title)], { type: "image/svg+xml" }), `${name}.svg`);
}

export function savePng(figure: Figure, name: string): void {
  const { columns, theme } = figure.palette;
  const sharp = { ...figure, palette: { ...figure.palette, stamps: new Stamps(columns.kinds, columns.statuses, theme, SHARP) } };
  const height = drawFigure(new SvgPen(), figure);
  const canvas = document.createElement("canvas");
  canvas.width = figureWidth(figure) * SHARP;
  canvas.height = height * SHARP;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(SHARP, SHARP);
  drawFigure(pen, sharp);
  canvas.toBlob((blob) => blob && save(blob, `${name}.png`), "image/png");
}

/** Let the browser fetch an attachment. */
export function fetchFile(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
