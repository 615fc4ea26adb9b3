// Columns as the server would send them, of invented events: skewed lanes, kinds, precision and weights, always the same.

interface Wanted {
  events: number;
  lanes: number;
  seed?: number;
  texts?: boolean;
}

const KINDS = [
  ["Founding", "★", "#8a6100", "#f0b429"],
  ["ModelLaunch", "▲", "#0a66a8", "#58b6f5"],
  ["Investment", "◆", "#1a7340", "#56d68a"],
  ["Acquisition", "⬢", "#8a3fb0", "#cf8ff0"],
  ["Hire", "▶", "#b3440b", "#ff9a5c"],
  ["Legal", "§", "#6b5548", "#cdb3a2"],
  ["Policy", "⚑", "#3d4db3", "#9aa7ff"],
] as const;
const STATUSES = [["company-announcement", "■"], ["reported", "●"], ["rumour", "◌"], ["machine-generated", "▨"], ["projection", "◇"]] as const;
const FIRST = 14_610; // 2010-01-01
const LAST = 20_800; // 2026-12-13

/** Numbers between 0 and 1 that look random and are always the same (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function synthetic({ events, lanes, seed = 7, texts = events <= 20_000 }: Wanted): ArrayBuffer {
  const next = chance(seed);
  const rows: { lane: number; begin: number; end: number; kind: number; status: number; flags: number; weight: number }[] = [];
  for (let event = 0; event < events; event++) {
    const lane = Math.floor(lanes * next() ** 2.2);
    const day = Math.floor(FIRST + (LAST - FIRST) * next() ** 0.5);
    const precise = next();
    const long = precise < 0.6 ? 0 : precise < 0.85 ? 29 : precise < 0.92 ? 90 : 364;
    const unsure = next();
    const disputed = next() < 0.1;
    rows.push({
      lane, begin: day, end: day + long,
      kind: Math.floor(KINDS.length * next() ** 1.5),
      status: next() < 0.75 ? 1 : Math.floor(5 * next()),
      flags: (disputed ? 1 : 0) | (disputed && unsure < 0.3 ? 2 : 0) | (unsure > 0.95 ? 4 : 0),
      weight: Math.floor(256 * next() ** 3),
    });
  }
  rows.sort((one, other) => one.lane - other.lane || one.begin - other.begin);
  const columns: Record<string, Uint8Array | Uint16Array | Uint32Array | Int32Array> = {
    row: Uint32Array.from(rows, (_, at) => at),
    lane: Uint16Array.from(rows, (row) => row.lane),
    begin: Int32Array.from(rows, (row) => row.begin),
    end: Int32Array.from(rows, (row) => row.end),
    kind: Uint8Array.from(rows, (row) => row.kind),
    status: Uint8Array.from(rows, (row) => row.status),
    flags: Uint16Array.from(rows, (row) => row.flags),
    weight: Uint8Array.from(rows, (row) => row.weight),
  };
  const words: Record<string, string[]> = texts
    ? {
        title: rows.map((row, at) => `Company ${row.lane + 1} does thing number ${at} with somebody else`),
        date: rows.map((row) => new Date(row.begin * 86_400_000).toISOString().slice(0, row.end > row.begin ? 7 : 10)),
        who: rows.map((row) => `Company ${row.lane + 1}`),
        id: rows.map((_, at) => at.toString(16).padStart(20, "0")),
      }
    : {};
  const counts = new Array<number>(lanes).fill(0);
  for (const row of rows) counts[row.lane]++;
  return encode(
    {
      snapshot: "synthetic", events, marks: events, hidden: { lanes: 0, events: 0 },
      lanes: counts.map((count, lane) => ({ id: `agent/${lane + 1}`, name: `Company ${lane + 1}`, events: count, page: null })),
      kinds: KINDS.map(([name, glyph, light, dark]) => ({ name, label: name.toLowerCase(), plural: `${name}s`, glyph, light, dark })),
      statuses: STATUSES.map(([name, glyph]) => ({ name, label: name.replace("-", " "), glyph })),
      domain: [FIRST, LAST + 364], predictions: [],
    },
    columns, words,
  );
}

/** The form of the wire: see src/timeline/decode.ts. */
export function encode(header: object, columns: Record<string, ArrayBufferView>, words: Record<string, string[]>): ArrayBuffer {
  const heads: Record<string, object> = {};
  const pieces: Uint8Array[] = [];
  let length = 0;
  const put = (array: ArrayBufferView): number => {
    const at = length;
    pieces.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    length += Math.ceil(array.byteLength / 8) * 8;
    return at;
  };
  for (const [name, array] of Object.entries(columns)) {
    const type = { Uint8Array: "u8", Uint16Array: "u16", Uint32Array: "u32", Int32Array: "i32" }[array.constructor.name];
    heads[name] = { type, offset: put(array), length: (array as Uint8Array).length };
  }
  for (const [name, texts] of Object.entries(words)) {
    const encoded = texts.map((text) => new TextEncoder().encode(text));
    const ends = new Uint32Array(texts.length + 1);
    encoded.forEach((text, at) => (ends[at + 1] = ends[at] + text.length));
    const whole = new Uint8Array(ends[texts.length]);
    encoded.forEach((text, at) => whole.set(text, ends[at]));
    heads[name] = { type: "utf8", offset: put(whole), length: whole.length, ends: put(ends) };
  }
  const head = new TextEncoder().encode(JSON.stringify({ ...header, columns: heads }));
  const start = Math.ceil((4 + head.length) / 8) * 8;
  const bytes = new Uint8Array(start + length);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = start;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += Math.ceil(piece.length / 8) * 8;
  }
  return bytes.buffer;
}
