// What the parts of a timeline share: what is shown, the frame that was drawn last, and how to ask for the next.

import type { DrawnPrediction } from "./future";
import type { Heads } from "./heads";
import type { TimelineEvents, TimelineOptions } from "./options";
import type { Scene } from "./scene";
import type { Screen } from "./screen";
import type { Shown } from "./shown";
import type { Span } from "./span";

export interface Desk {
  options: TimelineOptions;
  readonly events: TimelineEvents;
  readonly screen: Screen;
  readonly heads: Heads;
  readonly shown: Shown | null;
  readonly scene: Scene | null;
  /** Predictions of the last frame. */
  readonly predictions: DrawnPrediction[];
  /** Pixels of the plot with its axis. */
  readonly height: number;
  /** Whether the person asked for little motion. */
  readonly still: boolean;
  /** Aborted when other columns are loaded or the timeline ends. */
  readonly signal: AbortSignal;
  /** Whether the keyboard is at work, so that the focus shows. */
  keyboard: boolean;
  invalidate: () => void;
  /** Move the window, at once if `still`. */
  go: (span: Span, still?: boolean) => void;
  /** Tell the page of the window once it stands still. */
  tellView: () => void;
  /** Lanes were moved, collapsed or opened: what was done in words. */
  lanesChanged: (said: string) => void;
}
