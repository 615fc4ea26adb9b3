// The selected event and the one in focus: told to the page, said to a screen reader, and bound to what relates to it.

import type { Desk } from "./desk";
import { loadRelated } from "./load";
import { shortId } from "./model";
import { say } from "./tooltip";

export class Selection {
  private readonly desk: Desk;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Select the event that the page names, "" for none, and bring it into view unless the page names a window, too. */
  follow(id: string, reveal: boolean): void {
    const { shown } = this.desk;
    if (!shown || !id) return this.mark(-1);
    const mark = shown.model.markOfId(id);
    if (mark >= 0 && mark === shown.explorer.selected) return;
    this.mark(mark);
    if (reveal) this.reveal(mark);
    void this.relate(id, reveal);
  }

  /** Select a mark and tell the page; -1 for none. */
  select(mark: number): void {
    const { shown, events } = this.desk;
    if (!shown) return;
    this.mark(mark);
    if (mark < 0) {
      this.desk.options = { ...this.desk.options, event: "" };
      return events.select("");
    }
    shown.explorer.focus(mark);
    void shown.texts.full([mark]).then(([text]) => {
      if (!text || shown.explorer.selected !== mark) return;
      const id = shortId(text.id);
      this.desk.options = { ...this.desk.options, event: id };
      events.select(id);
      void this.relate(id, false);
    });
  }

  /** Give the focus to a mark: bring it into view and say what it is. */
  attend(mark: number): void {
    const { shown, screen, heads } = this.desk;
    if (!shown || mark < 0) return;
    this.desk.keyboard = true;
    const { explorer, model, texts } = shown;
    this.reveal(mark);
    heads.current(model.columns.lane[mark]);
    this.desk.tellView();
    void texts.full([mark]).then(([text]) => {
      if (explorer.focused !== mark) return;
      const said = say(model.columns, mark, text);
      screen.say([said.title, said.facts, said.told, said.disputed].filter(Boolean).join(". "));
      this.desk.invalidate();
    });
  }

  private reveal(mark: number): void {
    const { shown, screen, still } = this.desk;
    if (!shown || mark < 0) return;
    shown.explorer.reveal(mark, still);
    const box = shown.lanes.of(shown.model.columns.lane[mark]);
    screen.reveal(box.top, box.top + box.height);
    this.desk.invalidate();
  }

  private mark(mark: number): void {
    const { shown } = this.desk;
    if (!shown) return;
    shown.explorer.selected = mark;
    shown.explorer.related = null;
    this.desk.invalidate();
  }

  /** Ask what relates to the selected event; tells where it is, too, when its id alone was given. */
  private async relate(id: string, reveal: boolean): Promise<void> {
    const { shown, options, screen, signal } = this.desk;
    if (!shown || !options.columns) return;
    try {
      const related = await loadRelated(options, id, signal);
      const { explorer, model } = shown;
      if (explorer.selected < 0) {
        explorer.selected = model.markOf(related.row);
        if (reveal) this.reveal(explorer.selected);
      }
      const selected = explorer.selected;
      if (selected >= 0 && model.columns.row[selected] === related.row) explorer.related = related;
      this.desk.invalidate();
    } catch (error) {
      if (!(error instanceof DOMException)) screen.say("What relates to this event could not be read.");
    }
  }
}
