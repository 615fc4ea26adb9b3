// Plotly draws events.json: one point per event, one trace per kind, companies on the vertical axis, WebGL.
import Plotly from "plotly.js-dist-min";

const events = await (await fetch("events.json")).json();
const host = document.getElementById("chart");
const traces = events.kinds.map((name, kind) => ({ type: "scattergl", mode: "markers", name, x: [], y: [], kind, marker: { size: 9 } }));
events.begin.forEach((begin, row) => {
  traces[events.kind[row]].x.push(begin * 86400000);
  traces[events.kind[row]].y.push(events.lane[row]);
});
await Plotly.newPlot(host, traces, { xaxis: { type: "date" }, dragmode: "pan", margin: { t: 20 } }, { scrollZoom: true });
performance.mark("drawn");
