// The window that is seen, kept within reach, and on its way to where it shall be.

import { between, kept, same, type Span } from "./span";

const TRAVEL_MS = 260;

export class Camera {
  span: Span;
  private domain: Span;
  private from: Span | null = null;
  private goal: Span | null = null;
  private started = 0;

  constructor(span: Span, domain: Span) {
    this.domain = domain;
    this.span = kept(span, domain);
  }

  reach(domain: Span): void {
    this.domain = domain;
    this.span = kept(this.span, domain);
  }

  /** Where the camera is or will be. */
  get target(): Span {
    return this.goal ?? this.span;
  }

  /** Be there at once. */
  jump(span: Span): void {
    this.goal = null;
    this.span = kept(span, this.domain);
  }

  /** Go there; at once if `still`. */
  travel(span: Span, still: boolean): void {
    const goal = kept(span, this.domain);
    if (still || same(goal, this.span)) return this.jump(goal);
    this.from = this.span;
    this.goal = goal;
    this.started = performance.now();
  }

  /** Take one step; whether there are more to come. */
  step(now: number): boolean {
    if (!this.goal || !this.from) return false;
    const share = Math.min(1, Math.max(0, (now - this.started) / TRAVEL_MS));
    const eased = 1 - (1 - share) ** 3;
    this.span = share >= 1 ? this.goal : between(this.from, this.goal, eased);
    if (share >= 1) this.goal = null;
    return this.goal !== null;
  }
}
