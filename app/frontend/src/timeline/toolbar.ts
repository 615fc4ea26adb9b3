// The buttons beside the legend: zoom, fit, today, a date to go to, files to take away, and help.

import { make } from "../shell/dom";
import type { Span } from "./span";
import { readDate } from "./time";

export type FileKind = "svg" | "png" | "csv" | "json" | "ics";

export interface ToolWishes {
  zoom: (factor: number) => void;
  fit: () => void;
  today: () => void;
  jump: (span: Span) => void;
  save: (kind: FileKind) => void;
  help: () => void;
}

const FILES: [FileKind, string, string][] = [
  ["svg", "SVG", "the picture, as vectors"],
  ["png", "PNG", "the picture, in double size"],
  ["csv", "CSV", "the rows of this window"],
  ["json", "JSON", "the rows of this window"],
  ["ics", "iCalendar", "the events of this window"],
];

export class Toolbar {
  readonly element = make("div", { class: "tools", role: "toolbar", "aria-label": "Timeline" });
  private readonly date = make("input", { type: "text", class: "goto", placeholder: "Go to a date", "aria-label": "Go to a date, such as 2024, 2024-05 or Q3 2024", size: 11 });
  private readonly menu = make("ul", { class: "menu", hidden: true, role: "menu", "aria-label": "Save" });
  private readonly opener: HTMLButtonElement;

  constructor(wishes: ToolWishes, canFetch: boolean) {
    this.opener = this.button("Save", "Save what is seen", () => this.toggleMenu(this.menu.hidden === true));
    this.opener.setAttribute("aria-haspopup", "menu");
    this.opener.setAttribute("aria-expanded", "false");
    const files = FILES.filter(([kind]) => canFetch || kind === "svg" || kind === "png").map(([kind, name, what]) => {
      const entry = make("button", { type: "button", role: "menuitem", tabindex: -1 }, make("b", {}, name), make("small", {}, what));
      entry.addEventListener("click", () => {
        this.toggleMenu(false);
        this.opener.focus();
        wishes.save(kind);
      });
      return make("li", { role: "none" }, entry);
    });
    this.menu.append(...files);
    this.menu.addEventListener("keydown", (event) => this.menuKey(event));
    this.element.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && this.element.contains(event.relatedTarget))) this.toggleMenu(false);
    });
    this.date.addEventListener("keydown", (event) => this.dateKey(event, wishes.jump));
    this.date.addEventListener("input", () => this.mend(""));
    this.element.append(
      this.button("−", "Zoom out", () => wishes.zoom(1 / 1.6)),
      this.button("+", "Zoom in", () => wishes.zoom(1.6)),
      this.button("Fit", "Fit everything into view", wishes.fit),
      this.button("Today", "Go to today", wishes.today),
      this.date,
      make("span", { class: "holder" }, this.opener, this.menu),
      this.button("?", "Keys and signs", wishes.help),
    );
  }

  /** Put the cursor into the field for a date. */
  askDate(): void {
    this.date.focus();
    this.date.select();
  }

  private button(text: string, title: string, act: () => void): HTMLButtonElement {
    const button = make("button", { type: "button", title, "aria-label": title }, text);
    button.addEventListener("click", act);
    return button;
  }

  private dateKey(event: KeyboardEvent, jump: (span: Span) => void): void {
    event.stopPropagation();
    if (event.key !== "Enter") return;
    const span = readDate(this.date.value);
    if (span) jump(span);
    else this.mend("This is no date that can be read: write it as 2024, 2024-05, 2024-05-17 or Q3 2024.");
  }

  /** Tell beside the field for a date what is wrong with it; nothing where all is well. */
  private mend(what: string): void {
    if (what) this.date.setAttribute("aria-invalid", "true");
    else this.date.removeAttribute("aria-invalid");
    this.date.setCustomValidity(what);
    this.date.reportValidity();
  }

  private toggleMenu(open: boolean): void {
    if (this.menu.hidden === !open) return;
    this.menu.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) this.menu.querySelector("button")?.focus();
  }

  private menuKey(event: KeyboardEvent): void {
    event.stopPropagation();
    const entries = [...this.menu.querySelectorAll("button")];
    const at = entries.indexOf((this.element.getRootNode() as ShadowRoot).activeElement as HTMLButtonElement);
    const next: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
    if (event.key === "Escape") {
      this.toggleMenu(false);
      this.opener.focus();
    } else if (event.key in next) {
      event.preventDefault();
      entries[(next[event.key] + entries.length) % entries.length].focus();
    }
  }
}
