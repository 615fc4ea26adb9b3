// Time as people read it: days and dates in UTC, ticks of the axis from decades to days, typed dates.

import { utcDay, utcMonday, utcMonth, utcYear, type TimeInterval } from "d3-time";
import { utcFormat } from "d3-time-format";
import type { Span } from "./span";

const DAY = 86_400_000;

export interface Tick {
  day: number;
  label: string;
  /** Whether a larger unit begins here. */
  major: boolean;
}

/** The ticks of an axis: fine ones with short labels, and coarse ones that tell the year or the month around them. */
export interface Axis {
  fine: Tick[];
  coarse: Tick[];
}

interface Step {
  /** About how many days a step is long. */
  days: number;
  interval: TimeInterval;
  label: (date: Date) => string;
  coarse: Step | null;
}

const asYear = utcFormat("%Y");
const asMonth = utcFormat("%b");
const asMonthOfYear = utcFormat("%B %Y");
const asDay = utcFormat("%-d");
const years = (step: number): Step => ({
  days: 365.25 * step,
  interval: utcYear.every(step) as TimeInterval,
  label: asYear,
  coarse: null,
});
const YEAR = years(1);
const MONTH: Step = { days: 30.4, interval: utcMonth, label: asMonthOfYear, coarse: null };
const months = (step: number): Step => ({
  days: 30.4 * step,
  interval: utcMonth.every(step) as TimeInterval,
  label: step === 3 ? (date) => `Q${date.getUTCMonth() / 3 + 1}` : asMonth,
  coarse: YEAR,
});
const STEPS: Step[] = [
  { days: 1, interval: utcDay, label: asDay, coarse: MONTH },
  { days: 7, interval: utcMonday, label: asDay, coarse: MONTH },
  months(1),
  months(3),
  YEAR,
  years(2),
  years(5),
  years(10),
  years(20),
  years(50),
  years(100),
  years(200),
  years(500),
];

export const toDate = (day: number): Date => new Date(day * DAY);
export const toDay = (date: Date): number => date.getTime() / DAY;

/** Today's day number, in UTC. */
export function today(): number {
  return Math.floor(Date.now() / DAY);
}

/** A day as an ISO date. */
export function iso(day: number): string {
  const date = toDate(Math.floor(day));
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString().slice(0, 10) : `Y${year}`;
}

/** Ticks for a span that is so many pixels wide. */
export function axis(span: Span, pixels: number): Axis {
  const perPixel = (span.end - span.begin) / pixels;
  const step = STEPS.find((one) => one.days / perPixel >= room(one)) ?? STEPS[STEPS.length - 1];
  return { fine: ticks(step, span), coarse: step.coarse ? ticks(step.coarse, span, true) : [] };
}

/** Pixels that a label of this step needs. */
function room(step: Step): number {
  if (step.days < 2) return 24;
  if (step.days < 60) return 32;
  return step.days < 100 ? 34 : 58;
}

function ticks(step: Step, span: Span, whole = false): Tick[] {
  const first = whole ? step.interval.floor(toDate(span.begin)) : toDate(span.begin);
  return step.interval.range(first, toDate(span.end)).map((date) => ({
    day: toDay(date),
    label: step.label(date),
    major: step.coarse !== null && +step.coarse.interval.floor(date) === +date,
  }));
}

/** A span in words: "2023 – 2026", "March – May 2024", "3 – 17 May 2024". */
export function spoken(span: Span): string {
  const begin = toDate(Math.floor(span.begin));
  const end = toDate(Math.ceil(span.end) - 1);
  const long = span.end - span.begin;
  if (long > 3 * 365) return `${asYear(begin)} – ${asYear(end)}`;
  const sameYear = begin.getUTCFullYear() === end.getUTCFullYear();
  if (long > 92) return sameYear ? `${utcFormat("%B")(begin)} – ${asMonthOfYear(end)}` : `${asMonthOfYear(begin)} – ${asMonthOfYear(end)}`;
  const full = utcFormat("%-d %B %Y");
  return `${sameYear ? utcFormat("%-d %B")(begin) : full(begin)} – ${full(end)}`;
}

/** The span of a typed date (2024, 2024-05, 2024-05-17, Q3 2024, May 2024, 17 May 2024); null where it is none. */
export function readDate(text: string): Span | null {
  const given = text.trim().toLowerCase();
  const quarter = /^q([1-4])[ /-]?(\d{4})$|^(\d{4})[ /-]?q([1-4])$/.exec(given);
  if (quarter) {
    const first = (Number(quarter[1] ?? quarter[4]) - 1) * 3;
    return between(Number(quarter[2] ?? quarter[3]), first, 1, first + 3, 1);
  }
  const numbers = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(given);
  if (numbers) return ofParts(Number(numbers[1]), numbers[2] ? Number(numbers[2]) : null, numbers[3] ? Number(numbers[3]) : null);
  const words = /^(?:(\d{1,2})\.? )?([a-z]{3,9})\.? (?:(\d{1,2}),? )?(\d{4})$/.exec(given);
  const month = words ? MONTHS.findIndex((name) => name.startsWith(words[2])) + 1 : 0;
  if (!words || !month) return null;
  const day = words[1] ?? words[3];
  return ofParts(Number(words[4]), month, day ? Number(day) : null);
}

const MONTHS = Array.from({ length: 12 }, (_, month) => utcFormat("%B")(new Date(Date.UTC(2000, month))).toLowerCase());

function ofParts(year: number, month: number | null, day: number | null): Span | null {
  if (month === null) return between(year, 0, 1, 12, 1);
  if (month < 1 || month > 12) return null;
  if (day === null) return between(year, month - 1, 1, month, 1);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day >= 1 && day <= last ? between(year, month - 1, day, month - 1, day + 1) : null;
}

function between(year: number, month: number, day: number, endMonth: number, endDay: number): Span {
  const at = (m: number, d: number): number => {
    const date = new Date(Date.UTC(2000, m, d));
    date.setUTCFullYear(year + (date.getUTCFullYear() - 2000));
    return toDay(date);
  };
  return { begin: at(month, day), end: at(endMonth, endDay) };
}

/** A window as the link holds it: two ISO dates with a slash, the second one included. */
export function written(span: Span): string {
  return `${iso(Math.floor(span.begin))}/${iso(Math.max(Math.floor(span.begin), Math.ceil(span.end) - 1))}`;
}

/** The window of a link; null where it is none. */
export function readWindow(text: string): Span | null {
  const [first, last] = text.split("/").map(readDate);
  return first && last && last.end > first.begin ? { begin: first.begin, end: last.end } : null;
}
