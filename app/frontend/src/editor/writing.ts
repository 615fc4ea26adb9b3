// The editor proper: CodeMirror 6 with a grammar of SPARQL.
//
// Chosen over YASQE (@zazuko/yasqe 4.6.2), measured minified and gzipped: 130 kB against 138 kB. YASQE stands on
// CodeMirror 5, which is only maintained, traps the Tab key, and hides its text from screen readers in a textarea off
// the page; it knows no shadow root and brings its own colours. CodeMirror 6 leaves Tab to the browser, works with
// screen readers, and takes the theme's colours. Its legacy SPARQL mode is 19 kB less, but only colours words; this
// grammar also says what may stand at the cursor.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionSource } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyField, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, Prec, type Extension, type Text } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { language, look } from "./look";

/** Why a query cannot run; line and column count from 1, the column in characters, and are absent where it has no place. */
export interface Problem {
  reason: string;
  line?: number;
  column?: number;
}

export interface Wishes {
  sources: CompletionSource[];
  run: () => void;
  changed: () => void;
  moved: (line: number, column: number) => void;
  left: () => void;
}

export function extensions(wishes: Wishes): Extension {
  const run = () => (wishes.run(), true);
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    language,
    look,
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    EditorView.contentAttributes.of({ "aria-label": "SPARQL query", "aria-describedby": "keys", spellcheck: "false", tabindex: "0" }),
    autocompletion({ override: wishes.sources, icons: false, maxRenderedOptions: 60, activateOnTypingDelay: 80 }),
    Prec.highest(keymap.of([{ key: "Mod-Enter", run, preventDefault: true }])),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) wishes.changed();
      if (update.docChanged || update.selectionSet) wishes.moved(...placeOf(update.state));
      if (update.focusChanged && !update.view.hasFocus) wishes.left();
    }),
  ];
}

/** What is left of an editor when its page is left: the text, the cursor and the steps that can be undone. */
export function packed(state: EditorState): unknown {
  return state.toJSON({ history: historyField });
}

export function unpacked(left: unknown, wishes: Wishes): EditorState {
  return EditorState.fromJSON(left, { extensions: extensions(wishes) }, { history: historyField });
}

/** Put another text into the editor as one step that can be undone. */
export function replace(view: EditorView, text: string): void {
  if (text === view.state.doc.toString()) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.paste", scrollIntoView: true });
}

/** Underline where a query is wrong, and what else is to be told. */
export function underline(view: EditorView, problem: Problem | null, others: Diagnostic[]): void {
  const first = problem?.line ? [diagnostic(view.state.doc, problem)] : [];
  view.dispatch(setDiagnostics(view.state, [...first, ...others]));
}

export function goTo(view: EditorView, problem: Problem): void {
  const { from } = diagnostic(view.state.doc, problem);
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}

/** The word at the place of a problem, at least one character where there is one. */
export function diagnostic(doc: Text, { line = 1, column = 1, reason }: Problem): Diagnostic {
  const row = doc.line(Math.min(line, doc.lines));
  const wanted = line > doc.lines ? Infinity : column - 1;
  const before = [...row.text].slice(0, wanted).join("").length; // characters beyond U+FFFF are two units here
  const word = /^[\p{L}\p{N}_:?$]+|^[^]/u.exec(row.text.slice(before))?.[0].length ?? 0;
  const from = word ? row.from + before : Math.max(row.from, row.to - 1);
  return { from, to: word ? from + word : row.to, severity: "error", message: reason };
}

function placeOf(state: EditorState): [number, number] {
  const at = state.selection.main.head;
  const line = state.doc.lineAt(at);
  return [line.number, [...line.text.slice(0, at - line.from)].length + 1];
}
