// The bar above every page: the pages, search, the day as known on, and a link to what is seen.
//
// It also makes links within the app change the page without loading it anew, and gives the keys that every page has.

import { Bar, type BarData } from "./bar";
import { followLinks, watchBack } from "./navigate";
import styles from "./bar.css";

interface Component {
  data: BarData;
  parentElement: HTMLElement | ShadowRoot;
  setTriggerValue: (name: string, value: unknown) => void;
}

const bars = new WeakMap<Node, Bar>();

export default function shell({ data, parentElement, setTriggerValue }: Component): () => void {
  let bar = bars.get(parentElement);
  if (!bar) {
    const style = document.createElement("style");
    style.textContent = styles;
    bar = new Bar();
    parentElement.replaceChildren(style, bar.element);
    bars.set(parentElement, bar);
  }
  bar.show(data);
  const unfollow = followLinks();
  const unbind = bar.bindKeys();
  const unwatch = watchBack(() => setTriggerValue("back", true));
  return () => {
    unfollow();
    unbind();
    unwatch();
  };
}
