// A span of time on screen, in days since 1970-01-01 UTC, and how it moves: pan, zoom, fit.

/** Days from `begin` (included) to `end` (excluded), fractions allowed. */
export interface Span {
  begin: number;
  end: number;
}

/** The shortest span that can be seen, in days. */
const SHORTEST = 4;
/** How far the sight may leave the domain, in shares of its width. */
const MARGIN = 0.6;
/** Air before a whole, in shares of its width. */
const AIR = 0.025;

export const width = (span: Span): number => span.end - span.begin;

/** The span moved by so many days. */
export function moved(span: Span, days: number): Span {
  return { begin: span.begin + days, end: span.end + days };
}

/** The span narrowed (factor > 1) or widened around a day that keeps its place. */
export function zoomed(span: Span, factor: number, around: number): Span {
  return { begin: around - (around - span.begin) / factor, end: around + (span.end - around) / factor };
}

/** The span with air at both sides, more of it after the end, where labels of the last events stand. */
export function padded(span: Span): Span {
  const air = Math.max(2, width(span) * AIR);
  return { begin: span.begin - air, end: span.end + 3 * air };
}

/** The span kept within reach of the domain and no shorter than can be read; its middle stays where it can. */
export function kept(span: Span, domain: Span): Span {
  const widest = Math.max(width(domain) * (1 + MARGIN), 60);
  const long = Math.min(widest, Math.max(SHORTEST, width(span)));
  const middle = (span.begin + span.end) / 2;
  const reach = Math.max(0, (widest - long) / 2);
  const centre = (domain.begin + domain.end) / 2;
  const at = Math.min(centre + reach, Math.max(centre - reach, middle));
  return { begin: at - long / 2, end: at + long / 2 };
}

/** A span on the way from one to another: the middle runs evenly on screen, the width evenly in powers. */
export function between(from: Span, to: Span, share: number): Span {
  const long = width(from) * (width(to) / width(from)) ** share;
  const change = width(to) - width(from);
  const way = Math.abs(change) < 1e-6 * width(from) ? share : (long - width(from)) / change;
  const begin = from.begin + (to.begin - from.begin) * way;
  return { begin, end: begin + long };
}

export function same(one: Span, other: Span): boolean {
  const little = 1e-4 * width(one);
  return Math.abs(one.begin - other.begin) < little && Math.abs(one.end - other.end) < little;
}
