// The editor on its page: below the text the button that runs it, the time while it runs, and what is wrong with it.

import { forceParsing } from "@codemirror/language";
import type { Diagnostic } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { make } from "../shell/dom";
import { entitiesAt, termsAt } from "./completion";
import styles from "./editor.css";
import { missingLines, unknown } from "./prefixes";
import { Entities, NOTHING, type Vocabulary } from "./vocabulary";
import { extensions, goTo, packed, replace, underline, unpacked, type Problem, type Wishes } from "./writing";

export interface EditorData {
  text: string;
  /** Changes when the page wants its text shown: until then the text here counts. */
  revision: number;
  vocabulary: string;
  entities: string;
  running: { seconds: number; since: number } | null;
  problem: Problem | null;
}

interface Page {
  say: (name: string, value: unknown) => void;
  ask: (name: string, value: unknown) => void;
}

const PAUSE = 400; // milliseconds without a key after which the text is looked through
const DOUBLE = 500; // milliseconds within which a second click is part of the first: it would cancel what that began
const READING = 1000; // milliseconds at most for the first reading of the text
const DRAFT = "eventline.sparql";
let left: { revision: number; state: unknown } | null = null; // of the editor that was last on the page

export class Editor {
  private readonly view: EditorView;
  private readonly run = make("button", { class: "main", type: "button" });
  private readonly time = make("span", { class: "time", role: "timer" });
  private readonly progress = make("progress", { "aria-label": "Time used", hidden: true });
  private readonly place = make("span", { class: "soft" });
  private readonly lines = make("button", { class: "plain soft", type: "button", hidden: true }, "Write its PREFIX lines");
  private readonly trouble = make("p", { class: "problem", role: "alert", hidden: true });
  private vocabulary: Vocabulary = NOTHING;
  private revision = -1;
  private problem: Problem | null = null;
  private told = ""; // the text that the page knows
  private base = ""; // the text that the page wanted shown last
  private running: EditorData["running"] = null;
  private asked = -DOUBLE;
  private started = 0;
  private clock = 0;
  private pause = 0;

  constructor(parent: HTMLElement | ShadowRoot, data: EditorData, private readonly page: Page) {
    const code = make("div");
    const keys = make("span", { class: "soft end", id: "keys" }, "Ctrl+Space completes, F8 goes to the error, Tab leaves");
    const bar = make("div", { class: "bar" }, this.run, this.progress, this.time, this.place, this.lines, keys);
    parent.replaceChildren(make("style", {}, styles), make("div", { class: "editor" }, code, this.trouble, bar));
    const entities = new Entities(data.entities);
    const wishes: Wishes = {
      sources: [(context) => termsAt(context, this.vocabulary), (context) => entitiesAt(context, entities, this.vocabulary)],
      run: () => this.toggle(),
      changed: () => this.changed(),
      moved: (line, column) => (this.place.textContent = `Line ${line}, column ${column}`),
      left: () => this.tell(),
    };
    const state = left?.revision === data.revision
      ? unpacked(left.state, wishes)
      : EditorState.create({ doc: draftOf(data.text), extensions: extensions(wishes) });
    this.view = new EditorView({ state, parent: code, root: parent instanceof ShadowRoot ? parent : document });
    forceParsing(this.view, state.doc.length, READING); // else a slow machine shows it without colours for a while
    this.run.addEventListener("click", () => this.toggle());
    this.lines.addEventListener("click", () => this.writeLines());
    this.place.textContent = "Line 1, column 1";
    void this.learn(data.vocabulary);
  }

  /** Take what the page says: another text, a query under way, a problem. */
  show(data: EditorData): void {
    if (data.revision !== this.revision) {
      if (this.revision >= 0) replace(this.view, data.text);
      this.revision = data.revision;
      this.told = this.base = data.text;
      this.tell();
    }
    this.showRunning(data.running);
    if (JSON.stringify(data.problem) !== JSON.stringify(this.problem)) this.showProblem(data.problem);
  }

  /** Streamlit calls a cleanup before each change too; only an editor whose page was left has ended. */
  endIfGone(): void {
    setTimeout(() => {
      if (this.view.dom.isConnected) return;
      left = { revision: this.revision, state: packed(this.view.state) };
      clearInterval(this.clock);
      clearTimeout(this.pause);
      this.view.destroy();
    });
  }

  private get text(): string {
    return this.view.state.doc.toString();
  }

  private toggle(): void {
    if (this.text === this.told && performance.now() - this.asked < DOUBLE) return;
    this.asked = performance.now();
    if (this.running) return this.page.ask("cancel", this.running.since);
    this.told = this.text;
    this.page.ask("run", this.text);
  }

  private tell(): void {
    if (this.text === this.told) return;
    this.told = this.text;
    this.page.say("text", this.text);
  }

  private changed(): void {
    keepDraft(this.base, this.text);
    if (this.problem) this.showProblem(null);
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.lookThrough(), PAUSE);
  }

  // --- what the server knows ---

  private async learn(address: string): Promise<void> {
    const answer = await fetch(address);
    if (!answer.ok) return;
    this.vocabulary = (await answer.json()) as Vocabulary;
    this.lookThrough();
  }

  // --- prefixes ---

  private lookThrough(): void {
    const text = this.text;
    underline(this.view, this.problem, this.unknownPrefixes(text));
    this.lines.hidden = !missingLines(text, this.vocabulary.prefixes);
  }

  private unknownPrefixes(text: string): Diagnostic[] {
    if (this.problem || this.vocabulary === NOTHING) return [];
    return unknown(text, this.vocabulary.prefixes).map(({ prefix, from, to }) => ({
      from, to, severity: "warning", message: `The prefix ${prefix}: is not declared; add PREFIX ${prefix}: <...> at the top`,
    }));
  }

  private writeLines(): void {
    this.view.dispatch({ changes: { from: 0, insert: missingLines(this.text, this.vocabulary.prefixes) }, userEvent: "input.paste" });
    this.view.focus();
    this.tell();
  }

  // --- a query under way ---

  private showRunning(running: EditorData["running"]): void {
    if (running && running.since !== this.running?.since) this.started = performance.now();
    this.running = running;
    clearInterval(this.clock);
    this.progress.hidden = !running;
    this.place.hidden = !!running;
    this.time.textContent = "";
    this.run.replaceChildren(running ? "Cancel" : "Run", make("kbd", {}, "Ctrl+Enter"));
    if (!running) return;
    this.clock = window.setInterval(() => this.tick(running.seconds), 100);
    this.tick(running.seconds);
  }

  private tick(most: number): void {
    const seconds = (performance.now() - this.started) / 1000;
    this.progress.max = most;
    this.progress.value = Math.min(seconds, most);
    this.time.textContent = `${seconds.toFixed(1)} s of ${most} s`;
  }

  // --- what is wrong ---

  private showProblem(problem: Problem | null): void {
    this.problem = problem;
    this.trouble.hidden = !problem;
    this.trouble.replaceChildren();
    if (problem?.line) {
      const go = make("button", { type: "button" }, `Line ${problem.line}, column ${problem.column}`);
      go.addEventListener("click", () => goTo(this.view, problem));
      this.trouble.append(go, ": ");
    }
    this.trouble.append(problem?.reason ?? "");
    this.lookThrough();
  }
}

// --- the draft, which outlives a reload of the page ---

function keepDraft(base: string, text: string): void {
  sessionStorage.setItem(DRAFT, JSON.stringify({ base, text }));
}

/** What was last made of a text in this tab. */
function draftOf(base: string): string {
  const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}") as { base?: string; text?: string };
  return draft.base === base ? (draft.text ?? base) : base;
}
