// What can be completed: the terms of the ontology, fetched once, and the entities of the graph, asked for by name.

export type TermSort = "event kind" | "class" | "property" | "statement kind" | "concept";

export interface Term {
  /** As a query writes it: `el:Hire`. */
  name: string;
  sort: TermSort;
  label: string;
  comment: string;
}

export interface Vocabulary {
  /** Prefix to namespace: what a query may use without declaring it. */
  prefixes: Record<string, string>;
  terms: Term[];
}

export interface Entity {
  iri: string;
  name: string;
  sort: string;
}

export const NOTHING: Vocabulary = { prefixes: {}, terms: [] };

const SPECIAL = /[~!$&'()*+,;=/?#@%]/g;
const LOCAL = /^(?:[\p{L}\p{N}_]|\\.)(?:[\p{L}\p{N}_.-]|\\.)*$/u;

/** An IRI as a query writes it: `id:agent\/openai`, or in angle brackets where no prefix fits. */
export function written(iri: string, prefixes: Record<string, string>): string {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (!iri.startsWith(namespace)) continue;
    const local = iri.slice(namespace.length).replace(SPECIAL, "\\$&").replace(/\.$/, "\\.");
    if (LOCAL.test(local)) return `${prefix}:${local}`;
  }
  return `<${iri}>`;
}

/** Asks for entities by the letters of their names, each text once. */
export class Entities {
  private readonly found = new Map<string, Entity[]>();

  constructor(private readonly address: string) {}

  async named(text: string, ended: AbortSignal): Promise<Entity[]> {
    const key = text.toLowerCase();
    const before = this.found.get(key);
    if (before) return before;
    const answer = await fetch(`${this.address}?${new URLSearchParams({ text })}`, { signal: ended });
    if (!answer.ok) return [];
    const entities = (await answer.json()) as Entity[];
    this.found.set(key, entities);
    return entities;
  }
}
