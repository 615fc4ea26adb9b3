// The picture and its keys: one node has the focus, arrows move it to the nearest node that way, Enter opens its page.

import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import { make } from "../shell/dom";
import { navigate } from "../shell/navigate";
import { labelled, layOut, type Link, type Point } from "./layout";
import styles from "./network.css";

interface Thing {
  label: string;
  href: string | null;
  sort: "thing" | "text";
}

export interface NetworkData {
  nodes: Thing[];
  links: Link[];
  height: number;
}

const MARGIN = 60; // pixels around the nodes, for their labels
const LONGEST = 26; // characters of a label
const FAR = 0.75; // scale below which links have no labels
const ARROWS: Record<string, Point> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };

export class Network {
  private readonly svg = drawn("svg", { role: "group", "aria-label": "Picture of the links" });
  private readonly scene = drawn("g", {});
  private readonly told = make("p", { role: "status", class: "told" });
  private readonly zooming: ZoomBehavior<SVGSVGElement, unknown> = zoom<SVGSVGElement, unknown>();
  private things: { data: Thing; at: Point; element: SVGElement }[] = [];
  private links: { data: Link; element: SVGElement }[] = [];
  private shown = "";
  private seen = 0; // the scale at which labels were last given room

  constructor(parent: HTMLElement | ShadowRoot) {
    this.svg.append(drawn("defs", {}, arrow()), this.scene);
    const tools = make("div", { class: "tools" }, this.button("Fit", () => this.fit()), this.button("Closer", () => this.scale(1.4)), this.button("Farther", () => this.scale(1 / 1.4)));
    parent.replaceChildren(make("style", {}, styles), make("div", { class: "network" }, tools, this.svg, this.told));
    // The page scrolls with the wheel; the picture takes it with Ctrl, as maps do.
    this.zooming.scaleExtent([0.1, 6]).filter((event: Event) => !(event instanceof WheelEvent) || event.ctrlKey);
    this.zooming.on("zoom", ({ transform }) => this.look(transform));
    select(this.svg).call(this.zooming).on("dblclick.zoom", null);
    this.svg.addEventListener("keydown", (event) => this.press(event));
  }

  show(data: NetworkData): void {
    const now = JSON.stringify(data);
    if (now === this.shown) return;
    this.shown = now;
    this.svg.style.height = `${data.height}px`;
    const width = this.svg.clientWidth || 900;
    const places = layOut(data.nodes.length, data.links, width / data.height);
    this.links = data.links.map((link) => ({ data: link, element: this.drawLink(link, places) }));
    this.things = data.nodes.map((thing, index) => ({ data: thing, at: places[index], element: this.drawThing(thing, places[index], index) }));
    this.scene.replaceChildren(...this.links.map(({ element }) => element), ...this.things.map(({ element }) => element));
    this.seen = 0;
    this.fit();
  }

  // --- drawing ---

  private drawLink({ from, to, name }: Link, places: Point[]): SVGElement {
    const [one, other] = [places[from], places[to]];
    const line = drawn("line", { x1: one.x, y1: one.y, x2: other.x, y2: other.y, "marker-end": "url(#arrow)" });
    const label = drawn("text", { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 - 3 });
    label.textContent = name;
    return drawn("g", { class: "link", "aria-hidden": "true" }, line, label);
  }

  private drawThing(thing: Thing, at: Point, index: number): SVGElement {
    const dot = thing.sort === "thing" ? drawn("circle", { r: 6 }) : drawn("rect", { x: -5, y: -5, width: 10, height: 10 });
    const label = drawn("text", { y: 12 });
    label.textContent = thing.label.length > LONGEST ? `${thing.label.slice(0, LONGEST)}…` : thing.label;
    const role = thing.href ? "link" : "img";
    const node = drawn("g", { class: "thing", role, "aria-label": thing.label, tabindex: index ? -1 : 0, transform: `translate(${at.x} ${at.y})` }, dot, label);
    node.addEventListener("focus", () => this.tell(index));
    node.addEventListener("pointerenter", () => this.tell(index));
    node.addEventListener("click", () => this.open(thing));
    return node;
  }

  private button(text: string, act: () => void): HTMLButtonElement {
    const made = make("button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  }

  // --- looking ---

  private fit(): void {
    const [xs, ys] = [this.things.map(({ at }) => at.x), this.things.map(({ at }) => at.y)];
    const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
    const [wide, high] = [Math.max(...xs) + MARGIN - left, Math.max(...ys) + MARGIN - top];
    const [width, height] = [this.svg.clientWidth || 900, this.svg.clientHeight || 500];
    const scale = Math.min(width / wide, height / high, 1.4);
    const middle = zoomIdentity.translate(width / 2 - scale * (left + wide / 2), height / 2 - scale * (top + high / 2)).scale(scale);
    select(this.svg).call(this.zooming.transform, middle);
  }

  /** Move the scene; its texts keep their size, and those that have no room are left out. */
  private look(transform: ZoomTransform): void {
    this.scene.setAttribute("transform", String(transform));
    if (transform.k === this.seen) return;
    this.seen = transform.k;
    this.scene.style.setProperty("--scale", String(transform.k));
    this.scene.classList.toggle("far", transform.k < FAR);
    const degree = this.things.map((_, index) => this.links.filter(({ data }) => data.from === index || data.to === index).length);
    const order = this.things.map((_, index) => index).sort((one, other) => degree[other] - degree[one]);
    const letters = this.things.map(({ data }) => Math.min(data.label.length, LONGEST));
    const room = labelled(this.things.map(({ at }) => at), letters, order, transform.k);
    this.things.forEach(({ element }, index) => element.classList.toggle("bare", !room.has(index)));
  }

  private scale(by: number): void {
    select(this.svg).call(this.zooming.scaleBy, by);
  }

  /** Say what a node is linked to, and show these links before the others. */
  private tell(index: number): void {
    const own = this.links.filter(({ data }) => data.from === index || data.to === index);
    for (const link of this.links) link.element.classList.toggle("near", own.includes(link));
    const words = own.map(({ data }) => `${this.things[data.from].data.label} ${data.name} ${this.things[data.to].data.label}`);
    this.told.textContent = words.slice(0, 6).join("; ") + (words.length > 6 ? `; and ${words.length - 6} more` : "");
  }

  private open(thing: Thing): void {
    if (!thing.href) return;
    if (new URL(thing.href, document.baseURI).origin === location.origin) navigate(thing.href);
    else window.open(thing.href, "_blank", "noopener,noreferrer");
  }

  // --- keys ---

  private press(event: KeyboardEvent): void {
    const now = this.things.findIndex(({ element }) => element === event.target);
    if (now < 0) return;
    if (event.key === "Enter") return this.open(this.things[now].data);
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    const next = nearest(this.things.map(({ at }) => at), now, way);
    if (next === null) return;
    this.things[now].element.setAttribute("tabindex", "-1");
    this.things[next].element.setAttribute("tabindex", "0");
    this.things[next].element.focus();
  }
}

/** The node that lies nearest in a direction, `null` where none does. */
export function nearest(places: readonly Point[], from: number, way: Point): number | null {
  let best: number | null = null;
  let least = Infinity;
  places.forEach(({ x, y }, index) => {
    const [dx, dy] = [x - places[from].x, y - places[from].y];
    const along = dx * way.x + dy * way.y;
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x);
    if (along <= 0 || aside > 2 * along) return; // not that way, or hardly
    if (along + 2 * aside < least) [best, least] = [index, along + 2 * aside];
  });
  return best;
}

function arrow(): SVGElement {
  const tip = drawn("path", { d: "M0 0 8 4 0 8Z" });
  return drawn("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 16, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, tip);
}

function drawn<Name extends keyof SVGElementTagNameMap>(name: Name, attributes: Record<string, string | number>, ...content: Node[]): SVGElementTagNameMap[Name] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...content);
  return element;
}
