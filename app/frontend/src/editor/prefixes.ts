// The prefixes of a query: which it declares, which it uses, and the lines that would declare the rest.

import { SparqlLanguage } from "codemirror-lang-sparql";

const DECLARED = /^\s*PREFIX\s+([\p{L}\p{N}_.-]*):/gimu;

/** Prefixes of other vocabularies that many people know, which a query has to declare. */
export const WELL_KNOWN: Readonly<Record<string, string>> = {
  bibo: "http://purl.org/ontology/bibo/",
  dbo: "http://dbpedia.org/ontology/",
  dbr: "http://dbpedia.org/resource/",
  dcat: "http://www.w3.org/ns/dcat#",
  foaf: "http://xmlns.com/foaf/0.1/",
  geo: "http://www.opengis.net/ont/geosparql#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  void: "http://rdfs.org/ns/void#",
  wd: "http://www.wikidata.org/entity/",
  wdt: "http://www.wikidata.org/prop/direct/",
};

export interface Use {
  prefix: string;
  from: number;
  to: number;
}

export function declared(text: string): Set<string> {
  return new Set([...text.matchAll(DECLARED)].map((found) => found[1]));
}

/** Every prefixed name outside the declarations, with the place of its prefix and colon. */
export function used(text: string): Use[] {
  const found: Use[] = [];
  SparqlLanguage.parser.parse(text).iterate({
    enter(node) {
      if (node.name === "PrefixDecl") return false;
      if (node.name !== "Pname_ln" && node.name !== "Pname_ns") return undefined;
      const prefix = text.slice(node.from, node.to).split(":", 1)[0];
      found.push({ prefix, from: node.from, to: node.from + prefix.length + 1 });
      return false;
    },
  });
  return found;
}

/** The first use of each prefix that is neither understood nor declared. */
export function unknown(text: string, understood: Record<string, string>): Use[] {
  const known = declared(text);
  const seen = new Set<string>();
  return used(text).filter(({ prefix }) => {
    if (prefix in understood || known.has(prefix) || seen.has(prefix)) return false;
    return seen.add(prefix);
  });
}

/** PREFIX lines for what a query uses and does not declare, so that it runs anywhere. */
export function missingLines(text: string, namespaces: Record<string, string>): string {
  const known = declared(text);
  const wanted = [...new Set(used(text).map(({ prefix }) => prefix))].filter((prefix) => prefix in namespaces && !known.has(prefix));
  return wanted.map((prefix) => line(prefix, namespaces[prefix])).join("");
}

export function line(prefix: string, namespace: string): string {
  return `PREFIX ${prefix}: <${namespace}>\n`;
}
