// What is said of an event under the pointer: title, date, who takes part, how and by how many it is told, whether disputed.

import { make } from "../shell/dom";
import { Flag, OPEN_BEGIN, OPEN_END, type Columns } from "./decode";
import type { EventText } from "./texts";
import { iso } from "./time";

/** An event in words, for the eye and the ear alike. */
export interface Said {
  title: string;
  facts: string;
  told: string;
  disputed: string;
}

export function say(columns: Columns, mark: number, text: EventText | undefined): Said {
  const kind = columns.kinds[columns.kind[mark]].label;
  const status = columns.statuses[columns.status[mark]].label;
  const flags = columns.flags[mark];
  const names = text?.sources ?? [];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  const by = names.length > 0 ? ` by ${names.slice(0, 3).join(", ")}${more}` : text?.toldBy ? ` by ${text.toldBy === 1 ? "1 source" : `${text.toldBy} sources`}` : "";
  const who = text?.who || columns.lanes[columns.lane[mark]].name;
  return {
    title: text?.title ?? "…",
    facts: [text?.date || dateOf(columns, mark), kind, who].join(" · "),
    told: `${status[0].toUpperCase()}${status.slice(1)}${by}`,
    disputed: flags & Flag.disputed ? (flags & Flag.dateDisputed ? "The date is disputed" : "Sources disagree") : "",
  };
}

/** The span of a mark's date where its words are not known. */
function dateOf(columns: Columns, mark: number): string {
  const begin = columns.begin[mark] === OPEN_BEGIN ? ".." : iso(columns.begin[mark]);
  const end = columns.end[mark] === OPEN_END ? ".." : iso(columns.end[mark]);
  return begin === end ? begin : `${begin}/${end}`;
}

export class Tooltip {
  readonly element = make("div", { class: "tip", hidden: true, "aria-hidden": "true" });

  /** Show it beside a place, within an area so wide and high. */
  show(said: Said, x: number, y: number, wide: number, high: number, more: number): void {
    const lines: HTMLElement[] = [make("b", {}, said.title), make("span", {}, said.facts), make("span", {}, said.told)];
    if (said.disputed) lines.push(make("span", { class: "alarm" }, said.disputed));
    if (more > 0) lines.push(make("em", {}, `and ${more.toLocaleString("en-GB")} more here; click +${more.toLocaleString("en-GB")} to list them`));
    this.write(lines, x, y, wide, high);
  }

  /** Show plain lines, the first one as the title. */
  write(lines: (HTMLElement | string)[], x: number, y: number, wide: number, high: number): void {
    this.element.replaceChildren(...lines);
    this.element.hidden = false;
    const box = this.element.getBoundingClientRect();
    const left = x + 16 + box.width > wide ? x - box.width - 14 : x + 16;
    this.element.style.left = `${Math.max(2, Math.min(left, wide - box.width - 2))}px`;
    this.element.style.top = `${Math.max(2, y + 18 + box.height > high ? y - box.height - 12 : y + 14)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
