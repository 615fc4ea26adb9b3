// Mouse, pen and fingers over the plot: drag to pan, pinch and wheel to zoom, click to select.
//
// The page's wheel is not trapped: the wheel zooms only where the timeline has the focus, or with Ctrl or Cmd. A finger
// moves the window sideways, and the page up and down.

/** What the plot does about it. Places are pixels from the plot's upper left corner. */
export interface PointerWishes {
  pan: (dx: number) => void;
  scroll: (dy: number) => void;
  zoom: (factor: number, x: number) => void;
  hover: (x: number, y: number) => void;
  leave: () => void;
  click: (x: number, y: number) => void;
  doubleClick: (x: number, out: boolean) => void;
  hasFocus: () => boolean;
  /** The wheel was turned without focus or key. */
  hint: () => void;
  /** A drag began or ended. */
  dragging: (on: boolean) => void;
}

/** Pixels that a press may move and still be a click. */
const STILL = 4;

interface Finger {
  x: number;
  y: number;
}

/** Listen on an element; the returned function stops that. */
export function listen(element: HTMLElement, wishes: PointerWishes): () => void {
  const fingers = new Map<number, Finger>();
  let moved = 0;
  const at = (event: MouseEvent): Finger => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, at(event));
    if (fingers.size === 1) moved = 0;
    else moved = STILL + 1;
  };

  const move = (event: PointerEvent): void => {
    const here = at(event);
    const before = fingers.get(event.pointerId);
    if (!before) return wishes.hover(here.x, here.y);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      pinch(before, here, other);
    } else {
      if (moved <= STILL) {
        moved += Math.abs(here.x - before.x) + Math.abs(here.y - before.y);
        if (moved <= STILL) return;
        element.setPointerCapture(event.pointerId);
        wishes.dragging(true);
      }
      wishes.pan(here.x - before.x);
      if (event.pointerType !== "touch") wishes.scroll(here.y - before.y);
    }
    fingers.set(event.pointerId, here);
  };

  const pinch = (before: Finger, here: Finger, other: Finger): void => {
    const wide = (one: Finger): number => Math.max(12, Math.abs(one.x - other.x));
    wishes.pan((here.x - before.x) / 2);
    wishes.zoom(wide(here) / wide(before), (here.x + other.x) / 2);
  };

  const up = (event: PointerEvent): void => {
    const was = fingers.delete(event.pointerId);
    if (!was || fingers.size > 0) return;
    if (moved > STILL) wishes.dragging(false);
    else if (event.type === "pointerup") wishes.click(at(event).x, at(event).y);
  };

  const wheel = (event: WheelEvent): void => {
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 200 : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      wishes.zoom(Math.exp((-event.deltaY * unit) / (Math.abs(event.deltaY) < 15 ? 90 : 380)), at(event).x);
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
      event.preventDefault();
      wishes.pan(-(event.deltaX || event.deltaY) * unit);
    } else if (wishes.hasFocus()) {
      event.preventDefault();
      wishes.zoom(Math.exp((-event.deltaY * unit) / 380), at(event).x);
    } else {
      wishes.hint();
    }
  };

  const doubled = (event: MouseEvent): void => wishes.doubleClick(at(event).x, event.shiftKey);
  const left = (): void => wishes.leave();
  element.addEventListener("pointerdown", down);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", up);
  element.addEventListener("pointerleave", left);
  element.addEventListener("wheel", wheel, { passive: false });
  element.addEventListener("dblclick", doubled);
  return () => {
    element.removeEventListener("pointerdown", down);
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", up);
    element.removeEventListener("pointercancel", up);
    element.removeEventListener("pointerleave", left);
    element.removeEventListener("wheel", wheel);
    element.removeEventListener("dblclick", doubled);
  };
}
