// A crowded lane as a strip of bars, one colour per kind, as high as the square root of what happens in a bin.
//
// Bins stand still in time, so that panning does not shimmer. On a canvas a strip is made of tiles, one pixel a bin, that are
// drawn once per zoom step and stretched: a frame costs a few images per lane, however many events there are.

import type { Bins, Density } from "./density";
import type { Pen } from "./pen";
import { rgb } from "./theme";

/** Pixels of a bin, about. */
const BIN = 4;
const TILE_BINS = 256;
const KEPT = 300;
const OPACITY = 0.82;
/** Whatever happens is seen, in pixels. */
const LEAST = 1.5;

/** A strip's place: pixels from the plot's corner, and the window that is seen. */
export interface StripPlace {
  lane: number;
  /** Its lower edge. */
  ground: number;
  height: number;
  begin: number;
  end: number;
  pixels: number;
  opacity: number;
}

export class Strips {
  private readonly density: Density;
  private readonly colours: string[];
  private readonly inks: Uint32Array;
  private readonly tiles = new Map<string, HTMLCanvasElement>();

  /** `colours` are those of the kinds. */
  constructor(density: Density, colours: string[]) {
    this.density = density;
    this.colours = colours;
    this.inks = Uint32Array.from(colours, (colour) => packed(colour));
  }

  draw(pen: Pen, place: StripPlace): void {
    const days = 2 ** Math.round(Math.log2(Math.max(1, (BIN * (place.end - place.begin)) / place.pixels)));
    pen.globalAlpha = OPACITY * place.opacity;
    if (pen instanceof CanvasRenderingContext2D) this.stretchTiles(pen, place, days);
    else this.drawBars(pen, place, days);
    pen.globalAlpha = 1;
  }

  private stretchTiles(pen: CanvasRenderingContext2D, place: StripPlace, days: number): void {
    const long = TILE_BINS * days;
    const perDay = place.pixels / (place.end - place.begin);
    const rows = Math.max(1, Math.round(place.height * pen.getTransform().d));
    pen.imageSmoothingEnabled = false;
    for (let tile = Math.floor(place.begin / long); tile * long < place.end; tile++) {
      const image = this.tile(place.lane, tile, days, rows);
      const left = (tile * long - place.begin) * perDay;
      pen.drawImage(image, left, place.ground - place.height, long * perDay, place.height);
    }
  }

  private tile(lane: number, tile: number, days: number, rows: number): HTMLCanvasElement {
    const key = `${lane} ${tile} ${days} ${rows}`;
    let image = this.tiles.get(key);
    if (image) return image;
    if (this.tiles.size >= KEPT) this.tiles.clear();
    image = document.createElement("canvas");
    image.width = TILE_BINS;
    image.height = rows;
    const pen = image.getContext("2d") as CanvasRenderingContext2D;
    const picture = pen.createImageData(TILE_BINS, rows);
    const ink = new Uint32Array(picture.data.buffer);
    const begin = tile * TILE_BINS * days;
    const bins = this.density.bins(lane, begin, begin + TILE_BINS * days, days);
    this.eachBar(bins, rows, (bin, kind, low, high) => {
      if (bin >= TILE_BINS) return;
      const top = rows - Math.round(high);
      for (let row = rows - 1 - Math.round(low); row >= top; row--) ink[row * TILE_BINS + bin] = this.inks[kind];
    });
    pen.putImageData(picture, 0, 0);
    this.tiles.set(key, image);
    return image;
  }

  private drawBars(pen: Pen, place: StripPlace, days: number): void {
    const perDay = place.pixels / (place.end - place.begin);
    const bins = this.density.bins(place.lane, place.begin, place.end, days);
    this.eachBar(bins, place.height, (bin, kind, low, high) => {
      pen.fillStyle = this.colours[kind];
      pen.fillRect((bins.begin + bin * days - place.begin) * perDay, place.ground - high, days * perDay, high - low);
    });
  }

  /** Call `each` with the bars of every bin, one upon the other, from and to so many pixels. */
  private eachBar(bins: Bins, height: number, each: (bin: number, kind: number, low: number, high: number) => void): void {
    const most = this.density.peak(bins.days);
    for (let bin = 0; bin < bins.count; bin++) {
      let sum = 0;
      for (const mass of bins.mass) sum += mass[bin];
      if (sum < 1e-4) continue;
      const scale = Math.max(Math.min(LEAST, height), Math.sqrt(Math.min(1, sum / most)) * height) / sum;
      let reached = 0;
      for (let at = 0; at < bins.kinds.length; at++) {
        const next = reached + bins.mass[at][bin] * scale;
        if (next > reached) each(bin, bins.kinds[at], reached, next);
        reached = next;
      }
    }
  }
}

/** A colour as the canvas keeps it: alpha, blue, green, red. */
function packed(colour: string): number {
  const [red, green, blue] = rgb(colour);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
