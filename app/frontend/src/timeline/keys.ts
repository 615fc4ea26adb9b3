// The keyboard over the plot, and what each key does in words.

export interface KeyWishes {
  walk: (step: number) => void;
  changeLane: (step: number) => void;
  panShare: (share: number) => void;
  zoom: (factor: number) => void;
  edge: (last: boolean) => void;
  open: () => void;
  close: () => void;
  fit: () => void;
  today: () => void;
  jump: () => void;
  fold: () => void;
  help: () => void;
}

export const KEYS: [string, string][] = [
  ["← →", "the event before or after, in the same lane"],
  ["↑ ↓", "the lane above or below"],
  ["Enter", "open the event in focus, or list those gathered at it"],
  ["Esc", "close what is open, then leave the event"],
  ["+ −", "zoom in or out"],
  ["Shift + ← →", "move the window"],
  ["Home End", "first or last event of the lane"],
  ["f", "fit everything into view"],
  ["t", "go to today"],
  ["g", "go to a date"],
  ["c", "collapse the lane, or open it"],
  ["?", "show these keys"],
];

/** Do what a key stands for; whether it stands for anything. */
export function press(event: KeyboardEvent, wishes: KeyWishes): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const act = actions(event, wishes)[event.key];
  if (!act) return false;
  act();
  return true;
}

function actions(event: KeyboardEvent, wishes: KeyWishes): Record<string, () => void> {
  const sideways = (step: number): (() => void) => (event.shiftKey ? () => wishes.panShare(step / 4) : () => wishes.walk(step));
  return {
    ArrowLeft: sideways(-1),
    ArrowRight: sideways(1),
    ArrowUp: () => wishes.changeLane(-1),
    ArrowDown: () => wishes.changeLane(1),
    PageUp: () => wishes.panShare(-0.9),
    PageDown: () => wishes.panShare(0.9),
    "+": () => wishes.zoom(1.6),
    "=": () => wishes.zoom(1.6),
    "-": () => wishes.zoom(1 / 1.6),
    _: () => wishes.zoom(1 / 1.6),
    Home: () => wishes.edge(false),
    End: () => wishes.edge(true),
    Enter: wishes.open,
    " ": wishes.open,
    Escape: wishes.close,
    f: wishes.fit,
    t: wishes.today,
    g: wishes.jump,
    c: wishes.fold,
    "?": wishes.help,
  };
}
