// The SPARQL editor: its text lives here, and is told to the page when the query runs and when the editor is left.

import { Editor, type EditorData } from "./frame";

interface Component {
  data: EditorData;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue: (name: string, value: unknown) => void;
  setTriggerValue: (name: string, value: unknown) => void;
}

const editors = new WeakMap<Node, Editor>();

export default function editor({ data, parentElement, setStateValue, setTriggerValue }: Component): () => void {
  let here = editors.get(parentElement);
  if (!here) {
    here = new Editor(parentElement, data, { say: setStateValue, ask: setTriggerValue });
    editors.set(parentElement, here);
  }
  here.show(data);
  return () => here.endIfGone();
}
