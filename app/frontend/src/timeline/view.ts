// The timeline: `new TimelineView(host, options, events)`. It needs no framework; `update` shows other options.
//
// A frame is drawn only when something changed, and touches only what is in view.

import { AXIS } from "./axis";
import { ClusterLists } from "./clusters";
import type { Columns } from "./decode";
import type { Desk } from "./desk";
import { fetchFile, savePng, saveSvg } from "./download";
import type { Figure } from "./figure";
import type { DrawnPrediction } from "./future";
import { Hands } from "./hands";
import { Heads } from "./heads";
import { Legend } from "./legend";
import { loadColumns, Stale } from "./load";
import { shortId } from "./model";
import type { TimelineEvents, TimelineOptions, TimelineState } from "./options";
import { Overview } from "./overview";
import { paint, type Emphasis } from "./paint";
import { Popover } from "./popover";
import type { Scene } from "./scene";
import { Screen } from "./screen";
import { Selection } from "./selection";
import { dress, openColumns, sharpness, type Shown } from "./shown";
import { width as long, type Span } from "./span";
import { readTheme } from "./theme";
import { readWindow, spoken, written } from "./time";
import { Toolbar, type FileKind } from "./toolbar";
import { Tooltip } from "./tooltip";

/** After so long without a step the window is told. */
const TOLD_MS = 450;
/** Pixels that a timeline takes by itself: a share of the window, within limits. */
const HEIGHTS = { least: 300, most: 760, share: 0.68 };

export class TimelineView implements Desk {
  options: TimelineOptions;
  readonly events: TimelineEvents;
  readonly screen: Screen;
  readonly heads = new Heads((said) => this.lanesChanged(said));
  shown: Shown | null = null;
  scene: Scene | null = null;
  predictions: DrawnPrediction[] = [];
  height = 0;
  keyboard = false;
  private readonly legend = new Legend((name) => this.toggle(name));
  private readonly overview = new Overview((span) => this.go(span, true));
  private readonly selection = new Selection(this);
  private readonly hands: Hands;
  private readonly motion = window.matchMedia("(prefers-reduced-motion: reduce)");
  private readonly stop: (() => void)[] = [];
  private loading = new AbortController();
  private frame = 0;
  private frames = 0;
  private telling = 0;
  private told = "";

  constructor(host: HTMLElement | ShadowRoot, options: TimelineOptions, events: TimelineEvents) {
    this.options = options;
    this.events = events;
    const tooltip = new Tooltip();
    const popover = new Popover();
    const lists = new ClusterLists(popover, (mark) => this.selection.select(mark));
    const toolbar = new Toolbar(
      {
        zoom: (factor) => this.hands.zoom(factor),
        fit: () => this.hands.fit(),
        today: () => this.hands.toToday(),
        jump: (span) => this.jump(span),
        save: (kind) => this.save(kind),
        help: () => lists.help(),
      },
      options.columns !== "",
    );
    const parts = { legend: this.legend.element, tools: toolbar.element, heads: this.heads.element, overview: this.overview.element };
    this.screen = new Screen(host, { ...parts, tip: tooltip.element, popover: popover.element }, options.compact);
    this.hands = new Hands(this, this.selection, lists, tooltip, popover, () => toolbar.askDate());
    this.stop.push(this.hands.listen());
    this.screen.scroller.addEventListener("scroll", () => this.invalidate(), { passive: true });
    const sized = new ResizeObserver(() => this.resize());
    sized.observe(this.screen.root);
    this.stop.push(() => sized.disconnect());
    void this.load();
  }

  get still(): boolean {
    return this.motion.matches;
  }

  get signal(): AbortSignal {
    return this.loading.signal;
  }

  /** Show other options; what did not change stays as it is, the window above all. */
  update(options: TimelineOptions): void {
    const before = this.options;
    this.options = options;
    if (before.base !== options.base || before.columns !== options.columns || before.inline !== options.inline) return void this.load();
    if (options.event !== before.event) this.selection.follow(options.event, true);
    const span = options.view !== before.view && options.view !== this.told ? readWindow(options.view) : null;
    if (span) this.go(span);
    this.restyle();
  }

  /** For tests and measuring: what is seen now. */
  state(): TimelineState {
    const { shown, scene, screen } = this;
    if (!shown || !scene) {
      return { ready: false, begin: "", end: "", marks: [], dense: [], focused: "", selected: "", arcs: 0, frames: this.frames };
    }
    const { model, texts, explorer, camera } = shown;
    const id = (mark: number): string => (mark >= 0 ? shortId(texts.get(mark)?.id ?? String(model.columns.row[mark])) : "");
    const name = (lane: number): string => model.columns.lanes[lane].name;
    const marks = scene.lanes.flatMap((lane) => lane.marks).filter((one) => one.x >= 0 && one.x <= scene.width);
    const [begin, end] = written(camera.span).split("/");
    return {
      ready: true,
      begin,
      end,
      marks: marks.map((one) => ({
        id: id(one.mark), title: texts.get(one.mark)?.title ?? "", x: one.x + screen.head,
        y: one.y + AXIS - screen.scroller.scrollTop, lane: name(one.lane), more: one.more.length,
      })),
      dense: scene.lanes.filter((lane) => lane.fade > 0.5).map((lane) => name(lane.box.lane)),
      focused: id(explorer.focused),
      selected: id(explorer.selected),
      arcs: explorer.arcs(scene).length,
      frames: this.frames,
    };
  }

  destroy(): void {
    this.loading.abort();
    this.shown?.texts.stop();
    cancelAnimationFrame(this.frame);
    window.clearTimeout(this.telling);
    for (const stop of this.stop) stop();
  }

  // --- columns ---

  private async load(): Promise<void> {
    this.loading.abort();
    const loading = (this.loading = new AbortController());
    const waiting = window.setTimeout(() => !this.shown && this.screen.message("Reading the events…"), 250);
    try {
      const columns = await loadColumns(this.options, loading.signal);
      if (!loading.signal.aborted) this.open(columns);
    } catch (error) {
      if (!loading.signal.aborted) this.fail(error);
    } finally {
      window.clearTimeout(waiting);
    }
  }

  private fail(error: unknown): void {
    if (error instanceof Stale) return this.events.stale();
    const reason = error instanceof Error ? error.message : String(error);
    this.screen.message(`The events could not be read: ${reason}.`, { label: "Try again", act: () => void this.load() });
  }

  private open(columns: Columns): void {
    const { options, screen } = this;
    this.shown?.texts.stop();
    this.shown = openColumns(columns, options, this.shown, screen.root, () => this.invalidate(), (problem) => screen.say(problem));
    const { lanes, model, palette } = this.shown;
    this.heads.reset(lanes, columns.lanes, options.pages);
    screen.message(columns.count === 0 ? "No event fits." : null);
    screen.tellRest(columns.hidden, model.tally.undated);
    this.resize();
    this.legend.show(model, palette.theme, sharpness());
    this.selection.follow(options.event, options.view === "");
    this.draw();
    performance.mark("timeline:first-paint");
  }

  // --- frames ---

  invalidate(): void {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.frame = 0;
    const { shown, screen, height } = this;
    const pen = screen.canvas.getContext("2d", { alpha: false });
    if (!shown || !pen || screen.pixels <= 0) return;
    const { camera, composer, explorer, palette, texts } = shown;
    const scale = sharpness();
    const travelling = camera.step(performance.now());
    const scroll = screen.scroller.scrollTop;
    this.scene = composer.compose(camera.span, screen.pixels, scroll, scroll + height - AXIS, explorer, this.still);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    this.predictions = paint(pen, this.scene, height, scroll, palette, this.emphasis(shown, this.scene));
    if (!this.options.compact) this.overview.draw(camera.span, palette.theme, scale);
    screen.tellWindow(spoken(camera.span));
    if (!travelling) texts.want(composer.nameless);
    this.frames++;
    if (travelling || this.scene.moving) this.invalidate();
  }

  private emphasis({ explorer }: Shown, scene: Scene): Emphasis {
    const { selected, focused, hovered } = explorer;
    return { selected, focused, hovered, ring: this.keyboard, arcs: explorer.arcs(scene) };
  }

  private resize(): void {
    const { shown, screen, options } = this;
    if (!shown) return;
    const { model, lanes, palette } = shown;
    const room = options.height ?? Math.max(HEIGHTS.least, Math.min(HEIGHTS.most, window.innerHeight * HEIGHTS.share));
    const predicted = new Set(model.columns.predictions.flatMap((one) => (one.lane === null ? [] : [one.lane])));
    lanes.arrange(model.index, predicted, room - AXIS, screen.measure());
    this.height = screen.resize(lanes.height, room, sharpness());
    this.heads.place(model.index.counts);
    if (!options.compact) this.overview.reset(model, palette.today, screen.pixels, palette.theme, sharpness());
    this.invalidate();
  }

  /** Take on the colours of the page, which may have changed from light to dark. */
  private restyle(): void {
    const { shown, screen } = this;
    if (!shown || JSON.stringify(readTheme(screen.root)) === JSON.stringify(shown.palette.theme)) return;
    dress(shown, this.options, screen.root);
    this.legend.show(shown.model, shown.palette.theme, sharpness());
    this.resize();
  }

  // --- window ---

  go(span: Span, still = this.still): void {
    if (!this.shown) return;
    this.shown.camera.travel(span, still);
    this.tellView();
    this.invalidate();
  }

  tellView(): void {
    window.clearTimeout(this.telling);
    this.telling = window.setTimeout(() => {
      const view = this.shown ? written(this.shown.camera.target) : this.told;
      if (view === this.told) return;
      this.told = view;
      this.events.view(view);
    }, TOLD_MS);
  }

  /** Go to a typed date. */
  private jump(span: Span): void {
    const air = Math.max(long(span) * 0.15, 3);
    this.go({ begin: span.begin - air, end: span.end + air });
    this.screen.say(`${spoken(span)} in view`);
    this.screen.plot.focus();
  }

  // --- lanes and legend ---

  lanesChanged(said: string): void {
    if (!this.shown) return;
    const { lanes, model } = this.shown;
    this.resize();
    this.screen.say(said);
    const ids = (found: Iterable<number>): string[] => [...found].map((lane) => model.columns.lanes[lane].id);
    const moved = lanes.order.some((lane, at) => lane !== at);
    this.events.lanes(moved ? ids(lanes.order) : [], ids(lanes.collapsed));
  }

  private toggle(name: string): void {
    const { shown } = this;
    if (!shown) return;
    shown.model.toggle(name);
    dress(shown, this.options, this.screen.root);
    this.legend.show(shown.model, shown.palette.theme, sharpness());
    this.resize();
    this.screen.say(`${name} ${shown.model.hidden.has(name) ? "put aside" : "shown"}`);
    this.events.hide([...shown.model.hidden]);
  }

  // --- files ---

  private save(kind: FileKind): void {
    const { shown, scene, options } = this;
    if (!shown || !scene) return;
    const [from, to] = written(shown.camera.span).split("/");
    if (kind === "svg") return saveSvg(this.figure(shown, scene), `timeline-${from}-to-${to}`);
    if (kind === "png") return savePng(this.figure(shown, scene), `timeline-${from}-to-${to}`);
    const given = new URLSearchParams(options.filter);
    if ((given.get("from") ?? "") < from) given.set("from", from);
    if ((given.get("to") ?? "9999") > to) given.set("to", to);
    const { kinds, statuses } = shown.model.columns;
    for (const [name, heads] of [["kind", kinds], ["status", statuses]] as const) {
      const names = shown.model.shownOf(heads, given.getAll(name));
      if (names?.length === 0) return this.screen.say("The legend puts everything aside: there is nothing to save.");
      if (names) given.delete(name);
      for (const one of names ?? []) given.append(name, one);
    }
    fetchFile(`${options.base}timeline/${options.snapshot}/events.${kind}?${given.toString()}`);
  }

  private figure(shown: Shown, scene: Scene): Figure {
    const { title, source } = this.options;
    const emphasis = { ...this.emphasis(shown, scene), focused: -1, hovered: -1 };
    const when = spoken(shown.camera.span);
    const { model, palette } = shown;
    return {
      title: `${title}, ${when}`, source, scene, density: model.density, palette, emphasis,
      height: this.height, scroll: this.screen.scroller.scrollTop,
    };
  }
}
