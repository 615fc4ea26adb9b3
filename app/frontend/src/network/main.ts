// What is linked to what: nodes and arrows, laid out by forces. The page's table has the same in words.
//
// d3-force, 6 kB gzipped, lays it out and SVG draws it; Cytoscape would be 142 kB and a canvas without focus.

import { Network, type NetworkData } from "./network";

interface Component {
  data: NetworkData;
  parentElement: HTMLElement | ShadowRoot;
}

const networks = new WeakMap<Node, Network>();

export default function network({ data, parentElement }: Component): void {
  let here = networks.get(parentElement);
  if (!here) networks.set(parentElement, (here = new Network(parentElement)));
  here.show(data);
}
