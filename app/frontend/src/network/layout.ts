// Where the nodes stand: linked ones near, all apart, the same for the same data.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";

export interface Link {
  from: number;
  to: number;
  name: string;
}

export interface Point {
  x: number;
  y: number;
}

const STEPS = 300;
const LETTER = 6.2; // pixels
const LINE = 13; // pixels

/** A place for each of `count` nodes around the origin, for a picture `ratio` times as wide as it is high. */
export function layOut(count: number, links: readonly Link[], ratio: number): Point[] {
  const nodes: SimulationNodeDatum[] = Array.from({ length: count }, () => ({}));
  forceSimulation(nodes)
    .force("link", forceLink(links.map(({ from, to }) => ({ source: from, target: to }))).distance(90))
    .force("apart", forceManyBody().strength(-260).distanceMax(320))
    .force("room", forceCollide(30))
    .force("x", forceX(0).strength(0.1 / ratio))
    .force("y", forceY(0).strength(0.1 * ratio))
    .stop()
    .tick(STEPS);
  return nodes.map(({ x = 0, y = 0 }) => ({ x, y }));
}

/** Which labels have room: those of the nodes with most links first, and none over another. */
export function labelled(places: readonly Point[], letters: readonly number[], order: readonly number[], scale: number): Set<number> {
  const shown = new Set<number>();
  const boxes: { left: number; right: number; y: number }[] = [];
  for (const index of order) {
    const half = (letters[index] * LETTER) / 2;
    const [x, y] = [places[index].x * scale, places[index].y * scale];
    if (boxes.some((box) => x - half < box.right && x + half > box.left && Math.abs(y - box.y) < LINE)) continue;
    boxes.push({ left: x - half, right: x + half, y });
    shown.add(index);
  }
  return shown;
}
