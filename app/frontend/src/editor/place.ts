// Where in a query something is being typed, by the grammar: a name is put there, and the parser says what it would be.

import { SparqlLanguage } from "codemirror-lang-sparql";
import type { SyntaxNode } from "@lezer/common";

export type Place = "start" | "subject" | "predicate" | "class" | "object" | "graph" | "value" | "expression" | "elsewhere" | "none";

const STAND_IN = "x:x";
const PLACES: Record<string, Place> = {
  VerbPath: "predicate",
  VerbSimple: "predicate",
  Verb: "predicate",
  PathPrimary: "predicate",
  DataBlockValue: "value",
  Expression: "expression",
  BrackettedExpression: "expression",
  Constraint: "expression",
  ArgList: "expression",
  ObjectPath: "object",
  Object: "object",
  GraphGraphPattern: "graph",
};

/** What a name would be that is typed from `from` to `to`. */
export function placeOf(text: string, from: number, to: number): Place {
  if (insideText(text, from)) return "none";
  if (!text.slice(0, from).replace(/#[^\n]*/g, "").trim()) return "start";
  const tree = SparqlLanguage.parser.parse(`${text.slice(0, from)}${STAND_IN} ${text.slice(to)}`);
  let node: SyntaxNode | null = tree.resolveInner(from + 1, 0);
  for (; node; node = node.parent) {
    if (node.name === "GroupGraphPattern") return "subject";
    const place = PLACES[node.name];
    if (place === "object") return isType(predicateOf(node, text)) ? "class" : "object";
    if (place) return place;
    if (node.name.startsWith("Triples")) return "subject";
  }
  return "elsewhere";
}

/** Whether a comment, a quoted text or an IRI is open at a character. */
function insideText(text: string, at: number): boolean {
  const closed = /#[^\n]*(?=\n)|<[^<>"{}|^`\\\s]*>|"""(?:"{0,2}(?:[^"\\]|\\.))*"""|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/gs;
  return /[#"']/.test(text.slice(0, at).replace(closed, " "));
}

/** The text of the predicate that a node's object belongs to. */
function predicateOf(object: SyntaxNode, text: string): string {
  let list: SyntaxNode | null = object;
  while (list && !/^ObjectList/.test(list.name)) list = list.parent;
  for (let before = (list ?? object).prevSibling; before; before = before.prevSibling) {
    if (/^Verb/.test(before.name)) return text.slice(before.from, before.to);
    if (before.name === ";") return "";
  }
  return "";
}

function isType(predicate: string): boolean {
  return /^(?:a|rdf:type)(?![\w:])/.test(predicate.trim());
}
