// The columns of a timeline, read from the bytes that the server sends (or the page holds).
//
// The form: length of the header (uint32 LE), header in JSON, zeros up to a multiple of 8, then the arrays that the header
// names, at offsets from there. The arrays are looked at in place, never copied.

export const OPEN_BEGIN = -(2 ** 31);
export const OPEN_END = 2 ** 31 - 1;

/** Bits of the column `flags`. */
export const Flag = { disputed: 1, dateDisputed: 2, approximate: 4, uncertain: 8, openBegin: 16, openEnd: 32 } as const;

export interface LaneHead {
  id: string;
  name: string;
  events: number;
  /** Address of its profile, if it has one. */
  page: string | null;
}

export interface KindHead {
  name: string;
  label: string;
  plural: string;
  glyph: string;
  light: string;
  dark: string;
}

export interface StatusHead {
  name: string;
  label: string;
  glyph: string;
}

export interface Prediction {
  id: string;
  statement: string;
  /** Index of the lane that it is about. */
  lane: number | null;
  /** The day on which it was made. */
  begin: number | null;
  /** The last day of its deadline. */
  end: number;
  state: string;
  by: string;
  page: string;
}

/** One array as the header describes it. */
interface ArrayHead {
  type: "u8" | "u16" | "i32" | "u32" | "f32" | "utf8";
  offset: number;
  length: number;
  ends?: number;
}

interface Header {
  snapshot: string;
  events: number;
  marks: number;
  hidden?: { lanes: number; events: number };
  lanes: LaneHead[];
  kinds: KindHead[];
  statuses: StatusHead[];
  domain: [number, number] | null;
  columns: Record<string, ArrayHead>;
  predictions?: (Omit<Prediction, "lane"> & { lane?: number | null })[];
}

/** Texts of marks, decoded one at a time. */
export type Texts = Record<"title" | "date" | "who" | "id", (mark: number) => string>;

export interface Columns {
  snapshot: string;
  events: number;
  /** How many marks there are: an event has one in every lane that it belongs to. */
  count: number;
  hidden: { lanes: number; events: number };
  lanes: LaneHead[];
  kinds: KindHead[];
  statuses: StatusHead[];
  /** First and last day of what is there, open ends left aside. */
  domain: [number, number];
  predictions: Prediction[];
  row: Uint32Array;
  lane: Uint16Array;
  /** Days since 1970-01-01, inclusive, or OPEN_BEGIN. */
  begin: Int32Array;
  /** Days since 1970-01-01, inclusive, or OPEN_END. */
  end: Int32Array;
  kind: Uint8Array;
  status: Uint8Array;
  flags: Uint16Array;
  /** Importance for labels. */
  weight: Uint8Array;
  /** Absent where there are too many; they are then asked for by window. */
  texts: Texts | null;
}

/** Read columns. Throws RangeError or SyntaxError where the bytes are not what they should be. */
export function decode(bytes: ArrayBuffer): Columns {
  const length = new DataView(bytes).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as Header;
  const base = Math.ceil((4 + length) / 8) * 8;
  const { columns } = header;
  const at = (name: string): [ArrayBuffer, number, number] => [bytes, base + columns[name].offset, columns[name].length];
  return {
    snapshot: header.snapshot,
    events: header.events,
    count: header.marks,
    hidden: header.hidden ?? { lanes: 0, events: 0 },
    lanes: header.lanes,
    kinds: header.kinds,
    statuses: header.statuses,
    domain: header.domain ?? [0, 0],
    predictions: (header.predictions ?? []).map((one) => ({ ...one, lane: one.lane ?? null })),
    row: new Uint32Array(...at("row")),
    lane: new Uint16Array(...at("lane")),
    begin: new Int32Array(...at("begin")),
    end: new Int32Array(...at("end")),
    kind: new Uint8Array(...at("kind")),
    status: new Uint8Array(...at("status")),
    flags: new Uint16Array(...at("flags")),
    weight: new Uint8Array(...at("weight")),
    texts: columns.title ? textsOf(bytes, base, columns, header.marks) : null,
  };
}

function textsOf(bytes: ArrayBuffer, base: number, columns: Record<string, ArrayHead>, count: number): Texts {
  const decoder = new TextDecoder();
  const reader = (name: string): ((mark: number) => string) => {
    const head = columns[name];
    const ends = new Uint32Array(bytes, base + (head.ends ?? 0), count + 1);
    const text = new Uint8Array(bytes, base + head.offset, head.length);
    return (mark) => decoder.decode(text.subarray(ends[mark], ends[mark + 1]));
  };
  return { title: reader("title"), date: reader("date"), who: reader("who"), id: reader("id") };
}
