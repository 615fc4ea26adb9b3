// Search over everything: suggestions while one types, all results with Enter.

import type { BarData } from "./bar";
import { make } from "./dom";
import { navigate } from "./navigate";

interface Suggestion {
  type: string;
  text: string;
  detail: string;
  href: string;
}

const PAUSE = 120; // milliseconds without a key after which suggestions are asked for

export class Search {
  readonly element: HTMLElement;
  private readonly field = make("input", {
    type: "search",
    placeholder: "Search names, events, texts",
    "aria-label": "Search",
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": "suggestions",
    autocomplete: "off",
    spellcheck: "false",
  });
  private readonly list = make("ul", { role: "listbox", id: "suggestions", "aria-label": "Suggestions", hidden: true });
  private base = "/";
  private home = "/";
  private known = "";
  private found: Suggestion[] = [];
  private chosen = -1;
  private timer = 0;
  private asking: AbortController | null = null;

  constructor() {
    this.element = make("form", { role: "search" }, this.field, make("kbd", { "aria-hidden": "true" }, "/"), this.list);
    this.field.addEventListener("input", () => this.askSoon());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("focus", () => this.found.length && this.open(true));
    this.field.addEventListener("blur", () => this.open(false));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  show(data: BarData): void {
    this.base = data.base;
    this.home = data.pages[0].href;
    this.known = data.known;
  }

  focus(): void {
    this.field.focus();
    this.field.select();
  }

  private askSoon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE);
  }

  private async ask(): Promise<void> {
    const text = this.field.value.trim();
    this.asking?.abort();
    if (!text) return this.offer([]);
    const asking = (this.asking = new AbortController());
    const query = new URLSearchParams({ q: text, ...(this.known && { known: this.known }) });
    try {
      const answer = await fetch(`${this.base}eventline/search?${query}`, { signal: asking.signal });
      if (answer.ok && asking === this.asking) this.offer((await answer.json()) as Suggestion[]);
    } catch (error) {
      if (!asking.signal.aborted) throw error;
    }
  }

  private offer(found: Suggestion[]): void {
    this.found = found;
    this.chosen = -1;
    this.list.replaceChildren(...found.map((one, place) => this.item(one, place)));
    this.open(found.length > 0 && this.field.matches(":focus"));
  }

  private item(one: Suggestion, place: number): HTMLElement {
    const item = make(
      "li",
      { role: "option", id: `suggestion-${place}`, "aria-selected": "false" },
      make("span", { class: "type" }, one.type),
      make("span", { class: "text" }, one.text),
      make("span", { class: "detail" }, one.detail),
    );
    item.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the field keeps the focus until the page changes
      this.go(one.href);
    });
    return item;
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.found.length) return;
      event.preventDefault();
      this.open(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(((this.chosen + 1 + step + this.found.length + 1) % (this.found.length + 1)) - 1);
    } else if (event.key === "Escape") {
      if (this.list.hidden) this.field.value = "";
      this.open(false);
    }
  }

  private choose(place: number): void {
    this.chosen = place;
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
    if (place >= 0) {
      this.field.setAttribute("aria-activedescendant", `suggestion-${place}`);
      this.list.children[place].scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }

  private open(wanted: boolean): void {
    this.list.hidden = !wanted;
    this.field.setAttribute("aria-expanded", String(wanted));
  }

  private submit(): void {
    const text = this.field.value.trim();
    if (this.chosen >= 0) return this.go(this.found[this.chosen].href);
    if (!text) return;
    const results = new URL(this.home, document.baseURI);
    results.searchParams.set("q", text);
    this.go(results.href);
  }

  private go(address: string): void {
    this.field.value = "";
    this.offer([]);
    this.field.blur();
    navigate(address);
  }
}
