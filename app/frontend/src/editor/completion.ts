// What is offered while a query is typed: terms that fit the place, entities by name, variables, keywords and prefixes.

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { pickedCompletion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { placeOf, type Place } from "./place";
import { declared, line, WELL_KNOWN } from "./prefixes";
import { written, type Entities, type Term, type TermSort, type Vocabulary } from "./vocabulary";

const MOST = 60; // options in one list
const SHORTEST = 2; // letters from which on entities are asked for
const PAUSE = 150; // milliseconds without a key after which they are
const WORD = /(?:[\p{L}_][\p{L}\p{N}_-]*)?:?(?:[\p{L}\p{N}_.-]|\\.)*$/u;
const VARIABLE = /[?$][\p{L}\p{N}_]*/gu;
const ENTITY_PLACES: readonly Place[] = ["subject", "object", "value", "expression", "graph"];

const WANTED: Partial<Record<Place, readonly TermSort[]>> = {
  predicate: ["property"],
  class: ["event kind", "class"],
  object: ["statement kind", "concept", "event kind", "class"],
  value: ["event kind", "statement kind", "property", "concept", "class"],
  expression: ["statement kind", "event kind", "property", "concept", "class"],
};

const CLAUSES = ["FILTER", "OPTIONAL", "GRAPH", "BIND", "VALUES", "UNION", "MINUS", "FILTER NOT EXISTS", "FILTER EXISTS", "SELECT"];
const FUNCTIONS =
  "BOUND STR LANG LANGMATCHES DATATYPE IRI ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY COALESCE IF SAMETERM ISIRI ISLITERAL ISBLANK REGEX SUBSTR REPLACE EXISTS COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split(
    " ",
  );
const KEYWORDS: Partial<Record<Place, readonly string[]>> = {
  start: ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX"],
  subject: CLAUSES,
  predicate: ["a"],
  expression: [...FUNCTIONS, "DISTINCT", "NOT", "IN", "AS", "DESC", "ASC"],
  elsewhere: ["WHERE", "DISTINCT", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "FROM", "FROM NAMED", "AS", ...FUNCTIONS.slice(-7)],
};

/** The options at the cursor, without those that the server knows. */
export function termsAt(context: CompletionContext, vocabulary: Vocabulary): CompletionResult | null {
  const text = context.state.doc.toString();
  const variable = context.matchBefore(/[?$][\p{L}\p{N}_]*$/u);
  if (variable) return found(variable.from, variables(text, variable.from, variable.to));
  const word = context.matchBefore(WORD) ?? { from: context.pos, to: context.pos, text: "" };
  if (!word.text && !context.explicit) return null;
  const place = placeOf(text, word.from, word.to);
  if (place === "none") return null;
  return found(word.from, [
    ...terms(word.text, place, vocabulary),
    ...keywords(word.text, place),
    ...(word.text ? [] : variables(text, word.from, word.to)),
    ...prefixes(word.text, place, text, vocabulary),
  ]);
}

/** The entities whose names have the letters at the cursor. */
export async function entitiesAt(context: CompletionContext, entities: Entities, vocabulary: Vocabulary): Promise<CompletionResult | null> {
  const word = context.matchBefore(/<?[\p{L}\p{N}][\p{L}\p{N}_.&-]*$/u);
  const letters = word?.text.replace("<", "") ?? "";
  if (!word || letters.length < SHORTEST) return null;
  const text = context.state.doc.toString();
  if (!ENTITY_PLACES.includes(placeOf(text, word.from, word.to))) return null;
  const ended = new AbortController();
  context.addEventListener("abort", () => ended.abort());
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  if (context.aborted) return null;
  try {
    const named = await entities.named(letters, ended.signal);
    return found(word.from, named.map((entity, index) => option(written(entity.iri, vocabulary.prefixes), {
      displayLabel: entity.name, detail: entity.sort, type: "entity", boost: -20 - index, section: ENTITIES,
    })));
  } catch (error) {
    if (ended.signal.aborted) return null;
    throw error;
  }
}

const ENTITIES = { name: "Entities of the graph", rank: 1 };

function found(from: number, options: Completion[]): CompletionResult | null {
  return options.length ? { from, options: options.slice(0, MOST), filter: false } : null;
}

function option(label: string, more: Omit<Completion, "label">): Completion {
  return { label, ...more };
}

// --- terms ---

function terms(typed: string, place: Place, vocabulary: Vocabulary): Completion[] {
  const wanted = WANTED[place] ?? [];
  const alone = place === "predicate" || place === "class" || !typed; // nothing else fits there, or nothing else was asked for
  const ranked: { term: Term; score: number }[] = [];
  for (const term of vocabulary.terms) {
    const rank = wanted.indexOf(term.sort);
    const like = likeness(typed, term);
    if (like && (rank >= 0 || !alone)) ranked.push({ term, score: like + (rank < 0 ? 0 : 10 - rank) });
  }
  ranked.sort((one, other) => other.score - one.score || one.term.name.localeCompare(other.term.name));
  return ranked.map(({ term }) => option(term.name, { detail: term.label, info: term.comment || undefined, type: term.sort.replace(" ", "-") }));
}

/** How well a term answers what was typed: 0 not at all, more for its name than for its label, most for its beginning. */
export function likeness(typed: string, term: Term): number {
  const sought = typed.toLowerCase();
  if (!sought) return 1;
  const name = term.name.toLowerCase();
  const local = name.slice(name.indexOf(":") + 1);
  if (name.startsWith(sought)) return 40;
  if (sought.includes(":")) return name.split(":")[0] === sought.split(":")[0] && local.includes(sought.split(":")[1]) ? 15 : 0;
  if (local.startsWith(sought)) return 30;
  const words = `${term.label} ${local}`.toLowerCase();
  if (words.startsWith(sought)) return 25;
  if (words.includes(` ${sought}`)) return 20;
  return words.includes(sought) ? 10 : 0;
}

// --- the rest ---

function variables(text: string, from: number, to: number): Completion[] {
  const typed = text.slice(from, to);
  const others = new Set((text.slice(0, from) + " " + text.slice(to)).match(VARIABLE) ?? []);
  return [...others].filter((name) => name.startsWith(typed)).map((name) => option(name, { type: "variable" }));
}

function keywords(typed: string, place: Place): Completion[] {
  if (typed.includes(":")) return [];
  const fits = (KEYWORDS[place] ?? []).filter((word) => word.startsWith(typed.toUpperCase()) || word === typed);
  return (typed ? fits : fits.slice(0, 8)).map((word) => option(word, { type: "keyword" }));
}

/** Prefixes that are understood, and well-known ones that are declared at the top when they are picked. */
function prefixes(typed: string, place: Place, text: string, vocabulary: Vocabulary): Completion[] {
  if (!typed || typed.includes("\\") || ["start", "elsewhere"].includes(place)) return [];
  const sought = typed.replace(/:$/, "");
  const there = declared(text);
  const understood = Object.entries(vocabulary.prefixes)
    .filter(([prefix]) => prefix.startsWith(sought) && !typed.endsWith(":"))
    .map(([prefix, namespace]) => option(`${prefix}:`, { detail: namespace, type: "namespace" }));
  const addable = Object.entries(WELL_KNOWN)
    .filter(([prefix]) => prefix.startsWith(sought) && !there.has(prefix))
    .map(([prefix, namespace]) => option(`${prefix}:`, { detail: `declares <${namespace}>`, type: "namespace", apply: declaring(prefix, namespace) }));
  return [...understood, ...addable];
}

function declaring(prefix: string, namespace: string) {
  return (view: EditorView, completion: Completion, from: number, to: number): void => {
    const top = line(prefix, namespace);
    view.dispatch({
      changes: [{ from: 0, insert: top }, { from, to, insert: completion.label }],
      selection: { anchor: top.length + from + completion.label.length },
      annotations: pickedCompletion.of(completion),
      userEvent: "input.complete",
    });
  };
}
