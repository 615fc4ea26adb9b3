// The day as known on: any page as it would have been drawn at the end of that day.

import type { BarData } from "./bar";
import { make } from "./dom";
import { addressWith, navigate } from "./navigate";

export class KnownOn {
  readonly element: HTMLElement;
  private readonly field = make("input", { type: "date", "aria-label": "As known on" });
  private readonly earlier = step("‹", "The day before on which something became known");
  private readonly later = step("›", "The next day on which something became known");
  private readonly now = make("button", { type: "button", class: "now", title: "Show all that is known now" }, "Now");
  private days: string[] = [];
  private known = "";

  constructor() {
    this.element = make("div", { class: "known" }, make("label", {}, make("span", {}, "As known on"), this.field), this.earlier, this.later, this.now);
    this.field.addEventListener("change", () => this.go(this.field.value));
    this.earlier.addEventListener("click", () => this.go(this.neighbour(-1)));
    this.later.addEventListener("click", () => this.go(this.neighbour(1)));
    this.now.addEventListener("click", () => this.go(""));
  }

  show(data: BarData): void {
    this.days = data.days;
    this.known = data.known;
    this.field.max = data.today;
    if (this.field.value !== data.known) this.field.value = data.known;
    this.now.hidden = !data.known;
    this.earlier.disabled = this.neighbour(-1) === this.known;
    this.later.disabled = this.neighbour(1) === this.known;
  }

  private go(day: string): void {
    if (day !== this.known) navigate(addressWith("known", day));
  }

  /** The day before or after on which something became known; now after the last one. */
  private neighbour(direction: 1 | -1): string {
    if (direction > 0) return this.known && (this.days.find((day) => day > this.known) ?? "");
    return this.days.findLast((day) => !this.known || day < this.known) ?? this.known;
  }
}

function step(sign: string, title: string): HTMLButtonElement {
  return make("button", { type: "button", class: "step", title, "aria-label": title }, sign);
}
