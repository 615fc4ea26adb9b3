import assert from "node:assert/strict";
import { test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState, Text } from "@codemirror/state";
import { likeness, termsAt } from "../src/editor/completion";
import { placeOf } from "../src/editor/place";
import { declared, missingLines, unknown } from "../src/editor/prefixes";
import { written, type Vocabulary } from "../src/editor/vocabulary";
import { diagnostic } from "../src/editor/writing";

const PREFIXES = { el: "https://example.org/ns#", id: "https://example.org/id/", rdfs: "https://example.org/rdfs#" };
const VOCABULARY: Vocabulary = {
  prefixes: PREFIXES,
  terms: [
    { name: "el:Hire", sort: "event kind", label: "hire", comment: "A person starts to work." },
    { name: "el:Investment", sort: "event kind", label: "investment", comment: "" },
    { name: "el:Event", sort: "class", label: "event", comment: "" },
    { name: "el:employerFrom", sort: "property", label: "former employer", comment: "" },
    { name: "el:leadInvestor", sort: "property", label: "lead investor", comment: "" },
    { name: "rdfs:label", sort: "property", label: "label", comment: "" },
    { name: "el:Rumour", sort: "statement kind", label: "rumour", comment: "" },
  ],
};

/** A text with `|` where the cursor stands. */
function at(marked: string): { text: string; position: number } {
  const position = marked.indexOf("|");
  return { text: marked.replace("|", ""), position };
}

function offered(marked: string, explicit = false): string[] {
  const { text, position } = at(marked);
  const state = EditorState.create({ doc: text });
  return (termsAt(new CompletionContext(state, position, explicit), VOCABULARY)?.options ?? []).map(({ label }) => label);
}

for (const [marked, place] of [
  ["|", "start"],
  ["# a remark\n|", "start"],
  ["SELECT ?x { | }", "subject"],
  ["SELECT ?x { ?x | }", "predicate"],
  ["SELECT ?x { ?x el:person/| ?y }", "predicate"],
  ["SELECT ?x { ?x a el:Hire ; |", "predicate"],
  ["SELECT ?x { ?x el:organization [ | ] }", "predicate"],
  ["SELECT ?x { ?x a | }", "class"],
  ["SELECT ?x { ?x a | ; el:person ?y . }", "class"],
  ["CONSTRUCT { ?s a | } WHERE { }", "class"],
  ["SELECT ?x { ?x el:person | }", "object"],
  ["SELECT ?x { ?x el:person ?y , |", "object"],
  ["SELECT ?x { GRAPH | { } }", "graph"],
  ["SELECT ?x { GRAPH ?g { ?x | } }", "predicate"],
  ["SELECT ?x { GRAPH ?g { ?x a | } }", "class"],
  ["SELECT ?x { GRAPH ?g { ?x el:person | ", "object"],
  ["SELECT ?x { VALUES ?x { | } }", "value"],
  ["SELECT ?x { ?x ?y ?z FILTER(?x = |) }", "expression"],
  ["SELECT ?x { ?x rdfs:label 'a | ' }", "none"],
  ["SELECT ?x { # ?x |\n }", "none"],
] as const) {
  test(`the place of ${JSON.stringify(marked)} is ${place}`, () => {
    const { text, position } = at(marked);
    assert.equal(placeOf(text, position, position), place);
  });
}

test("classes are offered after a, properties as verbs, in a graph too", () => {
  assert.deepEqual(offered("SELECT ?x { ?x a h| }"), ["el:Hire"]);
  assert.deepEqual(offered("SELECT ?x { GRAPH ?g { ?x a inv| } }"), ["el:Investment"]);
  assert.deepEqual(offered("SELECT ?x { ?x lab| }"), ["rdfs:label"]);
  assert.deepEqual(offered("SELECT ?x { GRAPH ?g { ?x el:| } }").slice(0, 2), ["el:employerFrom", "el:leadInvestor"]);
});

test("a term is found by the words of its label", () => {
  assert.deepEqual(offered("SELECT ?x { ?x former| }"), ["el:employerFrom"]);
  assert.ok(offered("SELECT ?x { ?x invest| }").includes("el:leadInvestor"));
});

test("variables of the query are offered, without the one that is being typed", () => {
  assert.deepEqual(offered("SELECT ?event ?title { ?e| }"), ["?event"]);
  assert.deepEqual(offered("SELECT ?event { ?event a ?k| }"), []);
});

test("nothing is offered in comments and texts, nor unasked where nothing was typed", () => {
  assert.deepEqual(offered("SELECT ?x { ?x rdfs:label 'hire| }"), []);
  assert.deepEqual(offered("# hire|"), []);
  assert.deepEqual(offered("SELECT ?x { ?x | }"), []);
  assert.ok(offered("SELECT ?x { ?x | }", true).includes("el:employerFrom"));
});

test("keywords are offered where they may stand", () => {
  assert.ok(offered("sel|").includes("SELECT"));
  assert.ok(offered("SELECT ?x { opt| }").includes("OPTIONAL"));
  assert.ok(!offered("SELECT ?x { ?x a opt| }").includes("OPTIONAL"));
});

test("a well-known prefix is offered with its declaration, once", () => {
  assert.ok(offered("SELECT ?x { ?x foa| }").includes("foaf:"));
  assert.ok(!offered("PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT ?x { ?x foa| }").includes("foaf:"));
});

test("a name that begins so comes before one that only contains it", () => {
  const [event, investment] = [VOCABULARY.terms[2], VOCABULARY.terms[1]];
  assert.ok(likeness("ev", event) > likeness("est", investment));
  assert.equal(likeness("xyz", event), 0);
  assert.equal(likeness("rdfs:ev", event), 0);
});

test("IRIs become prefixed names with what is special escaped", () => {
  assert.equal(written("https://example.org/id/agent/openai", PREFIXES), "id:agent\\/openai");
  assert.equal(written("https://example.org/id/agent/01.ai", PREFIXES), "id:agent\\/01.ai");
  assert.equal(written("https://example.org/id/agent/钛媒体", PREFIXES), "id:agent\\/钛媒体");
  assert.equal(written("https://example.org/id/a b", PREFIXES), "<https://example.org/id/a b>");
  assert.equal(written("https://elsewhere.org/x", PREFIXES), "<https://elsewhere.org/x>");
});

test("prefixes that are used and not known are told once, with their place", () => {
  const text = "PREFIX a: <x:>\nSELECT ?x { ?x a:b foo:c ; foo:d el:Hire, 'bar:e' }";
  assert.deepEqual(declared(text), new Set(["a"]));
  const found = unknown(text, PREFIXES);
  assert.deepEqual(found.map(({ prefix, from, to }) => [prefix, text.slice(from, to)]), [["foo", "foo:"]]);
});

test("PREFIX lines are those of the prefixes in use", () => {
  assert.equal(missingLines("SELECT ?x { ?x a el:Hire }", PREFIXES), `PREFIX el: <${PREFIXES.el}>\n`);
  assert.equal(missingLines(`PREFIX el: <${PREFIXES.el}>\nSELECT ?x { ?x a el:Hire }`, PREFIXES), "");
});

test("a problem is underlined at its word, counted in characters", () => {
  const doc = Text.of(["SELECT ?x {", "  ?x rdfs:label '𝔘𝔘' ; foo:bar 1", "}"]);
  const found = diagnostic(doc, { reason: "no", line: 2, column: 24 });
  assert.equal(doc.sliceString(found.from, found.to), "foo:bar");
});

test("a problem beyond the text is underlined at its end", () => {
  const doc = Text.of(["SELECT ?x {"]);
  for (const place of [{ line: 1, column: 12 }, { line: 9, column: 9 }]) {
    const { from, to } = diagnostic(doc, { reason: "no", ...place });
    assert.deepEqual([from, to], [10, 11]);
  }
  const empty = diagnostic(Text.of([""]), { reason: "no", line: 1, column: 1 });
  assert.deepEqual([empty.from, empty.to], [0, 0]);
});
