// The editor's colours: those of the page's theme, which has readable text colours for light and dark.

import { HighlightStyle, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

const soft = (part: number) => `color-mix(in srgb, var(--st-text-color) ${part}%, transparent)`;
const SURFACE = "var(--st-background-color)";
const CODE = 'var(--st-code-font, "Source Code Pro", ui-monospace, monospace)';

const theme = EditorView.theme({
  "&": { color: "var(--st-text-color)", backgroundColor: SURFACE, fontSize: "0.86rem" },
  "&.cm-focused": { outline: "2px solid var(--st-primary-color)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: CODE, lineHeight: "1.5", minHeight: "13rem", maxHeight: "min(24rem, 60vh)", overflow: "auto" },
  ".cm-content": { caretColor: "var(--st-text-color)", padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--st-text-color)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: SURFACE, color: soft(62), border: "0", paddingInlineEnd: "0.2rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: soft(4) },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: soft(18) },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: soft(16), outline: `1px solid ${soft(45)}` },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--st-red-text-color)" },
  ".cm-tooltip": { backgroundColor: SURFACE, color: "var(--st-text-color)", border: `1px solid ${soft(30)}`, boxShadow: "0 4px 14px rgb(0 0 0 / 0.18)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: CODE, fontSize: "0.83rem", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "0.12rem 0.5rem !important", display: "flex", gap: "0.8rem", alignItems: "baseline" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--st-text-color) !important", color: `${SURFACE} !important` },
  ".cm-tooltip-autocomplete completion-section": { fontFamily: "var(--st-font)", fontSize: "0.75rem", color: soft(70), borderBottom: "0", padding: "0.3rem 0.5rem 0.1rem" },
  ".cm-completionDetail": { marginInlineStart: "auto", fontStyle: "normal", fontFamily: "var(--st-font)", color: soft(70) },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { fontFamily: "var(--st-font)", fontSize: "0.83rem", maxWidth: "22rem", padding: "0.45rem 0.6rem", lineHeight: "1.4" },
  ".cm-diagnostic": { fontFamily: "var(--st-font)", fontSize: "0.85rem" },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--st-violet-text-color)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--st-blue-text-color)", whiteSpace: "nowrap" },
  { tag: [tags.string, tags.annotation], color: "var(--st-green-text-color)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "var(--st-orange-text-color)" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--st-text-color)" },
  { tag: tags.comment, color: soft(66), fontStyle: "italic" },
]);

/** The language with what its own colours leave out: the verb `a`, prefixed names and language tags. */
export const language = new LanguageSupport(
  SparqlLanguage.configure({ props: [styleTags({ A_predicate: tags.keyword, "Pname_ln Pname_ns": tags.url, Langtag: tags.annotation })] }),
);

export const look: Extension = [theme, syntaxHighlighting(colours)];
