// The timeline as a Streamlit component: options in, the selected event, the window, the lanes and the legend out.

import type { TimelineOptions } from "./options";
import { TimelineView } from "./view";

/** The options as the page sends them: bytes in letters. */
type Sent = Omit<TimelineOptions, "inline"> & { inline: string };

interface Component {
  data: Sent;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue: (name: string, value: unknown) => void;
  setTriggerValue: (name: string, value: unknown) => void;
}

/** Documented for tests and measuring: `host.timeline.state()`. */
type Host = Element & { timeline?: TimelineView };

interface Kept {
  view: TimelineView;
  sent: string;
  inline: Uint8Array | null;
}

const kept = new WeakMap<Node, Kept>();

export default function timeline({ data, parentElement, setStateValue, setTriggerValue }: Component): () => void {
  const before = kept.get(parentElement);
  const inline = before && before.sent === data.inline ? before.inline : bytes(data.inline);
  const options = { ...data, inline, base: absolute(data.base), pages: absolute(data.pages) };
  if (before) {
    before.view.update(options);
    kept.set(parentElement, { ...before, sent: data.inline, inline });
  } else {
    const view = new TimelineView(parentElement, options, {
      select: (id) => setStateValue("event", id),
      view: (span) => setStateValue("view", span),
      lanes: (order, collapsed) => setStateValue("lanes", { order, collapsed }),
      hide: (names) => setStateValue("hidden", names),
      stale: () => setTriggerValue("stale", true),
    });
    kept.set(parentElement, { view, sent: data.inline, inline });
    hostOf(parentElement).timeline = view;
  }
  // Called before each change of data too, where the element stays: only what has left the page is ended.
  return () => {
    window.setTimeout(() => {
      if (hostOf(parentElement).isConnected) return;
      kept.get(parentElement)?.view.destroy();
      kept.delete(parentElement);
    }, 1000);
  };
}

const absolute = (address: string): string => new URL(address, document.baseURI).href;

const hostOf = (parent: HTMLElement | ShadowRoot): Host => (parent instanceof ShadowRoot ? parent.host : parent);

function bytes(letters: string): Uint8Array | null {
  return letters ? Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0)) : null;
}
