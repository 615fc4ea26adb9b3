// The bar: brand and search in its first line, the pages in its second.

import { make } from "./dom";
import { KnownOn } from "./known";
import { addressWith } from "./navigate";
import { Search } from "./search";

export interface PageLink {
  title: string;
  href: string;
  current: boolean;
}

export interface BarData {
  pages: PageLink[];
  /** Folder of the app on its server: "/" at its end. */
  base: string;
  /** The day as known on, or "". */
  known: string;
  /** Days on which something became known, in order. */
  days: string[];
  today: string;
  /** What a look at the past leaves out, or "". */
  leftOut: string;
}

const LONG_ENOUGH = 2500;

export class Bar {
  readonly element: HTMLElement;
  private readonly search = new Search();
  private readonly known = new KnownOn();
  private readonly pages = make("nav", { "aria-label": "Pages" });
  private readonly note = make("p", { role: "status", hidden: true });
  private readonly brand = make("a", { class: "el-link brand" }, "Eventline");

  constructor() {
    const copy = make("button", { type: "button", class: "copy", title: "A link that opens this view and tells whether it has changed" }, "Copy link");
    copy.addEventListener("click", () => void copyLink(copy));
    const first = make("div", { class: "first" }, this.brand, this.search.element, make("div", { class: "tools" }, this.known.element, copy));
    this.element = make("div", { class: "bar" }, make("header", {}, first, this.pages, this.note));
  }

  show(data: BarData): void {
    this.brand.href = data.pages[0].href;
    this.pages.replaceChildren(
      ...data.pages.map((page) =>
        make("a", { class: "el-link page", href: page.href, "aria-current": page.current ? "page" : undefined }, page.title),
      ),
    );
    this.search.show(data);
    this.known.show(data);
    this.element.classList.toggle("past", data.known !== "");
    this.note.hidden = !data.known;
    this.note.textContent = data.known && `What was known by the end of ${data.known}. ${data.leftOut && `${data.leftOut}.`}`;
  }

  /** `/` goes to the search from anywhere but a field. Returns what unbinds it. */
  bindKeys(): () => void {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isField(event.composedPath()[0])) return;
      event.preventDefault();
      this.search.focus();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }
}

function isField(node: EventTarget | undefined): boolean {
  return node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
}

async function copyLink(button: HTMLButtonElement): Promise<void> {
  const mark = document.querySelector<HTMLElement>(".el-fingerprint");
  const address = addressWith("fp", mark?.dataset.fingerprint ?? "");
  try {
    await navigator.clipboard.writeText(address);
    button.textContent = "Copied";
  } catch {
    window.prompt("Copy this link", address); // no permission, or no secure context
  }
  setTimeout(() => (button.textContent = "Copy link"), LONG_ENOUGH);
}
