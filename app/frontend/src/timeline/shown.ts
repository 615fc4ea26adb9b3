// What exists once columns are there: their index, the lanes, the window, the words, and how it all is drawn.

import { Camera } from "./camera";
import type { Columns } from "./decode";
import { Explorer } from "./explorer";
import { colourOf, Stamps } from "./glyphs";
import { Lettering, withoutName } from "./labels";
import { Lanes } from "./lanes";
import { Model } from "./model";
import type { TimelineOptions } from "./options";
import type { Palette } from "./paint";
import { Composer, type Label } from "./scene";
import { padded, type Span } from "./span";
import { Strips } from "./strips";
import { TextSource } from "./texts";
import { readTheme } from "./theme";
import { iso, readDate, readWindow, today } from "./time";

export interface Shown {
  model: Model;
  lanes: Lanes;
  camera: Camera;
  explorer: Explorer;
  texts: TextSource;
  palette: Palette;
  composer: Composer;
}

/** Device pixels per pixel. */
export const sharpness = (): number => Math.max(1, window.devicePixelRatio || 1);

/**
 * Make ready what columns need. A window that the person chose stays, as does what the legend put aside; `arrived` is called
 * when more words are known, `failed` when they could not be read.
 */
export function openColumns(
  columns: Columns, options: TimelineOptions, before: Shown | null, root: HTMLElement, arrived: () => void, failed: (problem: string) => void,
): Shown {
  const model = new Model(columns, before ? before.model.hidden : options.hidden);
  const day = dayOf(options);
  const view = options.view && before ? before.camera.target : readWindow(options.view);
  const camera = new Camera(view && holdsAny(model, view) ? view : padded(model.busy(day)), model.domain(day));
  const lanes = lanesOf(columns, options);
  const texts = new TextSource(columns, options.columns ? `${options.base}timeline/${options.snapshot}/rows` : "", arrived, failed);
  const palette = paletteOf(model, options, root);
  const composer = composerOf(model, lanes, texts, palette);
  return { model, lanes, camera, explorer: new Explorer(model, lanes, camera), texts, palette, composer };
}

/** Whether something happens in a window: one that another filter emptied is not kept. */
function holdsAny(model: Model, span: Span): boolean {
  return model.density.total(span.begin, span.end, 1)[0] > 0;
}

/** Draw from now on in the colours that the page has, and what the legend shows. */
export function dress(shown: Shown, options: TimelineOptions, root: HTMLElement): void {
  shown.palette = paletteOf(shown.model, options, root);
  shown.composer = composerOf(shown.model, shown.lanes, shown.texts, shown.palette);
}

function lanesOf(columns: Columns, options: TimelineOptions): Lanes {
  const lanes = new Lanes(columns.lanes.length);
  const place = (id: string): number => columns.lanes.findIndex((lane) => lane.id === id);
  options.order.filter((id) => place(id) >= 0).forEach((id, at) => lanes.move(place(id), at));
  for (const id of options.collapsed) if (place(id) >= 0) lanes.collapsed.add(place(id));
  return lanes;
}

/** The day on which the future begins. */
function dayOf(options: TimelineOptions): number {
  return readDate(options.today)?.begin ?? today();
}

function paletteOf(model: Model, options: TimelineOptions, root: HTMLElement): Palette {
  const theme = readTheme(root);
  const { columns } = model;
  root.style.setProperty("--alarm", theme.alarm);
  return {
    columns, theme, today: dayOf(options), todayLabel: dayOf(options) === today() ? "today" : iso(dayOf(options)),
    strips: new Strips(model.density, columns.kinds.map((kind) => colourOf(kind, theme))),
    stamps: new Stamps(columns.kinds, columns.statuses, theme, sharpness()),
    labels: new Lettering(`12.5px ${theme.font}`),
    small: new Lettering(`11px ${theme.font}`),
  };
}

function composerOf(model: Model, lanes: Lanes, texts: TextSource, palette: Palette): Composer {
  const { columns } = model;
  const kept = new Map<number, Label>();
  const labelOf = (mark: number): Label | undefined => {
    const found = kept.get(mark);
    const title = found ? "" : texts.get(mark)?.title;
    if (!title) return found;
    const text = withoutName(title, columns.lanes[columns.lane[mark]].name);
    const label = { text, width: palette.labels.measure(text) };
    kept.set(mark, label);
    return label;
  };
  return new Composer({ columns, index: model.index, density: model.density, lanes, labelOf });
}
