// A small panel over the timeline: the members of a cluster, the keys, a prediction. Esc closes it and gives the focus back.

import { make } from "../shell/dom";

/** One line of a list. */
export interface Choice {
  text: string;
  detail: string;
  sign?: HTMLElement;
  choose: () => void;
}

export class Popover {
  readonly element = make("section", { class: "popover", role: "dialog", hidden: true, tabindex: -1 });
  private before: HTMLElement | null = null;

  constructor() {
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !this.element.contains(event.relatedTarget)) this.close(false);
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Show a titled panel; the focus goes to its first button. */
  open(title: string, content: HTMLElement[], x: number, y: number): void {
    this.before = (this.element.getRootNode() as Document | ShadowRoot).activeElement as HTMLElement | null;
    const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.close());
    this.element.setAttribute("aria-label", title);
    this.element.replaceChildren(make("header", {}, make("b", {}, title), close), ...content);
    this.element.hidden = false;
    const area = this.element.parentElement?.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    this.element.style.left = `${Math.max(4, Math.min(x, (area?.width ?? 0) - own.width - 4))}px`;
    const seen = area ? Math.min(area.height, window.innerHeight - area.top) : 0; // of the timeline, whatever the page scrolled to
    this.element.style.top = `${Math.max(4, Math.min(y, seen - own.height - 4))}px`;
    (this.element.querySelector<HTMLElement>("li button, a, input") ?? close).focus({ preventScroll: true });
  }

  /** Show a list to choose from. */
  list(title: string, choices: Choice[], x: number, y: number): void {
    const items = choices.map(({ text, detail, sign, choose }) => {
      const button = make("button", { type: "button" }, ...(sign ? [sign] : []), make("span", {}, text), make("small", {}, detail));
      button.addEventListener("click", () => {
        this.close();
        choose();
      });
      return make("li", {}, button);
    });
    this.open(title, [make("ul", {}, ...items)], x, y);
  }

  close(giveBack = true): void {
    if (!this.isOpen) return;
    this.element.hidden = true;
    if (giveBack) this.before?.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") return this.close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...this.element.querySelectorAll<HTMLElement>("li button")];
    const at = buttons.indexOf((this.element.getRootNode() as ShadowRoot).activeElement as HTMLElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
  }
}
