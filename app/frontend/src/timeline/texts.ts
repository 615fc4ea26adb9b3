// What events are called: read from the columns, or asked of the server for what is in view, kept, and never asked twice.

import type { Columns } from "./decode";

/** One event in words, as the server's route `rows` gives it. */
export interface EventText {
  id: string;
  title: string;
  date: string;
  who: string;
  /** Names of its sources, if known. */
  sources: string[];
  toldBy: number;
}

interface Answered {
  row: number;
  id: string;
  title: string;
  date: string | null;
  who: string;
  sources: string[];
  told_by: number;
}

const AT_ONCE = 400;
const QUIET_MS = 90;

export class TextSource {
  private readonly columns: Columns;
  private readonly address: string;
  private readonly known = new Map<number, EventText>();
  private readonly asked = new Set<number>();
  private readonly failed: (message: string) => void;
  private readonly arrived: () => void;
  private waiting: number[] = [];
  private timer = 0;
  private stopped = false;

  /** `address` is that of the route `rows`; `arrived` is called when more is known, `failed` when the server is silent. */
  constructor(columns: Columns, address: string, arrived: () => void, failed: (message: string) => void) {
    this.columns = columns;
    this.address = address;
    this.arrived = arrived;
    this.failed = failed;
  }

  /** The event of a mark in words; undefined until it is known. */
  get(mark: number): EventText | undefined {
    const row = this.columns.row[mark];
    const kept = this.known.get(row);
    const texts = this.columns.texts;
    if (kept || !texts) return kept;
    const read = { id: texts.id(mark), title: texts.title(mark), date: texts.date(mark), who: texts.who(mark), sources: [], toldBy: 0 };
    this.known.set(row, read);
    return read;
  }

  /** Ask for these marks soon, unless their words are known or under way. */
  want(marks: Iterable<number>): void {
    if (this.columns.texts || !this.address) return;
    for (const mark of marks) {
      const row = this.columns.row[mark];
      if (this.known.has(row) || this.asked.has(row)) continue;
      this.asked.add(row);
      this.waiting.push(row);
    }
    if (this.waiting.length > 0 && !this.timer) this.timer = window.setTimeout(() => void this.ask(), QUIET_MS);
  }

  /** The words of these marks with their sources, asked now. */
  async full(marks: number[]): Promise<(EventText | undefined)[]> {
    const rows = marks.map((mark) => this.columns.row[mark]).filter((row) => !this.known.get(row)?.toldBy);
    if (this.address) for (let first = 0; first < rows.length; first += AT_ONCE) await this.fetchRows(rows.slice(first, first + AT_ONCE));
    return marks.map((mark) => this.get(mark));
  }

  stop(): void {
    this.stopped = true;
    window.clearTimeout(this.timer);
  }

  private async ask(): Promise<void> {
    const rows = this.waiting.splice(0, AT_ONCE);
    await this.fetchRows(rows);
    this.timer = 0;
    if (this.waiting.length > 0 && !this.stopped) this.want([]);
  }

  private async fetchRows(rows: number[]): Promise<void> {
    if (rows.length === 0) return;
    try {
      const answer = await fetch(`${this.address}?${rows.map((row) => `row=${row}`).join("&")}`);
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      for (const one of (await answer.json()) as Answered[]) {
        const { row, id, title, who, sources } = one;
        this.known.set(row, { id, title, date: one.date ?? "", who, sources, toldBy: one.told_by });
      }
      if (!this.stopped) this.arrived();
    } catch (error) {
      for (const row of rows) this.asked.delete(row);
      if (!this.stopped) this.failed(`Titles could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
