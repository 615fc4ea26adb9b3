// What a timeline is given and what it tells, framework or none.

export interface TimelineOptions {
  /** Folder of the routes, `/eventline/`; empty where there is no server. */
  base: string;
  /** Folder of the app's pages, for links from lanes. */
  pages: string;
  /** Id of the snapshot that is shown. */
  snapshot: string;
  /** Address of the columns below `base`; empty where they come inline. */
  columns: string;
  /** Columns given by the page itself. */
  inline?: Uint8Array | null;
  /** The filter as in an address, for files. */
  filter: string;
  title: string;
  source: string;
  /** The day on which the future begins, as an ISO date: today, or the day as known on. */
  today: string;
  /** Id of the selected event. */
  event: string;
  /** The window, `2023-01-01/2024-06-30`; empty for the busy part of all time. */
  view: string;
  /** Ids of lanes from top to bottom, and of those collapsed. */
  order: string[];
  collapsed: string[];
  /** Names of kinds and statuses that are put aside. */
  hidden: string[];
  /** Pixels; null takes what the window allows. */
  height: number | null;
  /** Without legend and overview, for a timeline beside other things. */
  compact: boolean;
}

/** What the timeline tells of. */
export interface TimelineEvents {
  select: (id: string) => void;
  view: (view: string) => void;
  lanes: (order: string[], collapsed: string[]) => void;
  hide: (names: string[]) => void;
  /** The snapshot is gone. */
  stale: () => void;
}

/** For tests and measuring: what is seen now. */
export interface TimelineState {
  ready: boolean;
  begin: string;
  end: string;
  marks: { id: string; title: string; x: number; y: number; lane: string; more: number }[];
  /** Lanes in view that are drawn as density. */
  dense: string[];
  focused: string;
  selected: string;
  arcs: number;
  frames: number;
}
