// What a person does over the plot, with a pointer or with keys, and what follows from it.

import { make } from "../shell/dom";
import { AXIS } from "./axis";
import type { ClusterLists } from "./clusters";
import type { Desk } from "./desk";
import type { Hit } from "./explorer";
import type { DrawnPrediction } from "./future";
import { press, type KeyWishes } from "./keys";
import { listen } from "./pointer";
import type { Popover } from "./popover";
import type { Selection } from "./selection";
import type { Shown } from "./shown";
import { moved, padded, width as long, zoomed } from "./span";
import { spoken } from "./time";
import { say, type Tooltip } from "./tooltip";

/** Where a panel opens beside a place. */
const ASIDE = 10;
/** Pixels at either side in which the events of a crowd are counted. */
const NEARBY = 8;

export class Hands {
  private readonly desk: Desk;
  private readonly selection: Selection;
  private readonly lists: ClusterLists;
  private readonly tooltip: Tooltip;
  private readonly popover: Popover;
  private readonly askDate: () => void;
  private inside = false;

  constructor(desk: Desk, selection: Selection, lists: ClusterLists, tooltip: Tooltip, popover: Popover, askDate: () => void) {
    this.desk = desk;
    this.selection = selection;
    this.lists = lists;
    this.tooltip = tooltip;
    this.popover = popover;
    this.askDate = askDate;
  }

  /** Listen; the returned function stops that. */
  listen(): () => void {
    const { plot, scroller } = this.desk.screen;
    const stop = listen(plot, {
      pan: (dx) => this.drag(dx),
      scroll: (dy) => (scroller.scrollTop -= dy),
      zoom: (factor, x) => this.with((shown) => this.desk.go(zoomed(shown.camera.span, factor, this.dayAt(shown, x)), true)),
      hover: (x, y) => this.hover(x, y),
      leave: () => this.leave(),
      click: (x, y) => this.click(x, y),
      doubleClick: (x, out) => this.with((shown) => this.desk.go(zoomed(shown.camera.target, out ? 0.5 : 2, this.dayAt(shown, x)))),
      hasFocus: () => (plot.getRootNode() as Document | ShadowRoot).activeElement === plot,
      hint: () => this.desk.screen.showHint(),
      dragging: (on) => plot.classList.toggle("dragging", on),
    });
    const key = (event: KeyboardEvent): void => this.key(event);
    const focus = (): void => this.focused(plot.matches(":focus-visible"));
    const blur = (): void => this.focused(false);
    plot.addEventListener("keydown", key);
    plot.addEventListener("focus", focus);
    plot.addEventListener("blur", blur);
    return () => {
      stop();
      plot.removeEventListener("keydown", key);
      plot.removeEventListener("focus", focus);
      plot.removeEventListener("blur", blur);
    };
  }

  /** Zoom around the event that is looked at, or around the middle. */
  zoom(factor: number): void {
    this.with(({ camera, explorer, model }) => {
      const { target } = camera;
      const held = explorer.focused >= 0 ? explorer.focused : explorer.selected;
      const day = held >= 0 ? model.index.from[held] : -Infinity;
      this.desk.go(zoomed(target, factor, day > target.begin && day < target.end ? day : target.begin + long(target) / 2));
    });
  }

  fit(): void {
    this.with(({ model, palette }) => this.desk.go(padded(model.domain(palette.today))));
  }

  toToday(): void {
    this.with(({ camera: { target }, palette }) => this.desk.go(moved(target, palette.today - target.begin - long(target) * 0.7)));
  }

  private with(act: (shown: Shown) => void): void {
    if (this.desk.shown) act(this.desk.shown);
  }

  private dayAt(shown: Shown, x: number): number {
    const { span } = shown.camera;
    return span.begin + (x / this.desk.screen.pixels) * long(span);
  }

  private drag(dx: number): void {
    this.tooltip.hide();
    this.with(({ camera: { span } }) => this.desk.go(moved(span, (-dx / this.desk.screen.pixels) * long(span)), true));
  }

  // --- what lies under a place ---

  /** A height of the plot as one of the lanes; negative over the axis. */
  private laneY(y: number): number {
    return y > AXIS ? y - AXIS + this.desk.screen.scroller.scrollTop : -1;
  }

  private hitAt(x: number, y: number): Hit | null {
    const { shown, scene } = this.desk;
    return shown && scene && y > AXIS ? shown.explorer.hit(scene, x, this.laneY(y)) : null;
  }

  private predictionAt(x: number, y: number): DrawnPrediction | undefined {
    const at = this.laneY(y);
    return at < 0 ? undefined : this.desk.predictions.find((one) => x > one.left - 4 && x < one.x + 14 && Math.abs(at - one.y) < 7);
  }

  /** The lane whose density is there, -1 for none: a click goes nearer. */
  private crowdAt(y: number): number {
    const at = this.laneY(y);
    const lane = this.desk.scene?.lanes.find(({ box }) => at >= box.top && at < box.top + box.height);
    return lane && lane.fade > 0.5 && at > lane.box.top + lane.box.height - lane.strip ? lane.box.lane : -1;
  }

  // --- pointer ---

  private hover(x: number, y: number): void {
    const { shown, screen, height } = this.desk;
    if (!shown) return;
    this.inside = true;
    const hit = this.hitAt(x, y);
    const prediction = hit ? undefined : this.predictionAt(x, y);
    const crowd = hit ?? prediction ? -1 : this.crowdAt(y);
    screen.plot.classList.toggle("pointing", crowd >= 0 || Boolean(hit ?? prediction));
    const mark = hit ? hit.mark.mark : -1;
    if (mark !== shown.explorer.hovered) {
      shown.explorer.hovered = mark;
      this.desk.invalidate();
    }
    if (hit) this.explain(shown, hit, x, y);
    else if (prediction) this.lists.tipOfPrediction(this.tooltip, prediction.prediction, x + screen.head, y, screen.root.clientWidth, height);
    else if (crowd >= 0) this.count(shown, crowd, x, y);
    else this.tooltip.hide();
  }

  /** Tell how many events of a crowded lane are near a place. */
  private count(shown: Shown, lane: number, x: number, y: number): void {
    const { screen, height } = this.desk;
    const span = { begin: this.dayAt(shown, x - NEARBY), end: this.dayAt(shown, x + NEARBY) };
    const events = Math.round(shown.model.density.mass(lane, span.begin, span.end));
    const told = events === 1 ? "About 1 event" : `About ${events.toLocaleString("en-GB")} events`;
    this.tooltip.write([make("b", {}, told), make("span", {}, spoken(span)), make("span", {}, "Click to look nearer")], x + screen.head, y, screen.root.clientWidth, height);
  }

  private explain(shown: Shown, hit: Hit, x: number, y: number): void {
    const { screen, height } = this.desk;
    const { mark, more } = hit.mark;
    const show = (): void =>
      this.tooltip.show(say(shown.model.columns, mark, shown.texts.get(mark)), x + screen.head, y, screen.root.clientWidth, height, more.length);
    show();
    if (shown.texts.get(mark)?.toldBy) return;
    void shown.texts.full([mark]).then(() => {
      if (shown.explorer.hovered === mark && this.inside && !this.tooltip.element.hidden) show();
    });
  }

  private leave(): void {
    this.inside = false;
    this.tooltip.hide();
    this.with(({ explorer }) => {
      if (explorer.hovered >= 0) this.desk.invalidate();
      explorer.hovered = -1;
    });
  }

  private click(x: number, y: number): void {
    const { shown, screen, options } = this.desk;
    if (!shown) return;
    this.tooltip.hide();
    screen.plot.focus({ preventScroll: true });
    this.desk.keyboard = false;
    const hit = this.hitAt(x, y);
    const prediction = hit ? undefined : this.predictionAt(x, y);
    const [left, top] = [x + screen.head + ASIDE, y + ASIDE];
    if (prediction) return this.lists.prediction(prediction.prediction, options.pages, left, top);
    if (hit?.more) return void this.lists.cluster(shown, [hit.mark.mark, ...hit.mark.more], left, top);
    if (!hit && this.crowdAt(y) >= 0) return this.desk.go(zoomed(shown.camera.target, 3, this.dayAt(shown, x)));
    if (hit || shown.explorer.selected >= 0) this.selection.select(hit ? hit.mark.mark : -1);
    else this.desk.invalidate();
  }

  // --- keys ---

  private key(event: KeyboardEvent): void {
    const { shown, desk } = { shown: this.desk.shown, desk: this.desk };
    if (!shown) return;
    const { explorer, camera } = shown;
    const wishes: KeyWishes = {
      walk: (step) => this.selection.attend(explorer.walk(step)),
      changeLane: (step) => this.selection.attend(explorer.changeLane(step)),
      edge: (last) => this.selection.attend(explorer.edge(last)),
      panShare: (share) => desk.go(moved(camera.target, share * long(camera.target))),
      zoom: (factor) => this.zoom(factor),
      open: () => this.open(shown),
      close: () => this.close(shown),
      fit: () => this.fit(),
      today: () => this.toToday(),
      jump: this.askDate,
      fold: () => this.fold(shown),
      help: () => this.lists.help(),
    };
    if (!press(event, wishes)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Open the event in focus; if it is open, list those gathered at it. */
  private open(shown: Shown): void {
    const mark = shown.explorer.focused;
    if (mark < 0) return this.selection.attend(shown.explorer.enter());
    const drawn = this.desk.scene?.lanes.flatMap((lane) => lane.marks).find((one) => one.mark === mark);
    if (!drawn || drawn.more.length === 0 || shown.explorer.selected !== mark) return this.selection.select(mark);
    const { screen } = this.desk;
    const y = drawn.y + AXIS - screen.scroller.scrollTop;
    void this.lists.cluster(shown, [mark, ...drawn.more], drawn.x + screen.head + ASIDE, y + ASIDE);
  }

  private fold(shown: Shown): void {
    const { lane } = shown.explorer;
    if (lane < 0) return;
    shown.lanes.toggle(lane);
    this.desk.lanesChanged(`${shown.model.columns.lanes[lane].name} ${shown.lanes.collapsed.has(lane) ? "collapsed" : "opened"}`);
  }

  private close(shown: Shown): void {
    if (this.popover.isOpen) return this.popover.close();
    if (shown.explorer.selected >= 0) return this.selection.select(-1);
    shown.explorer.focus(-1);
    this.desk.heads.current(-1);
    this.desk.invalidate();
  }

  private focused(byKeyboard: boolean): void {
    this.desk.keyboard = byKeyboard;
    if (!byKeyboard) this.desk.heads.current(-1);
    this.desk.invalidate();
  }
}
