// ECharts draws events.json: one custom mark per event, one series per kind, companies on the vertical axis, on canvas.
import * as echarts from "echarts";

const events = await (await fetch("events.json")).json();
const chart = echarts.init(document.getElementById("chart"));
const rows = events.kinds.map(() => []);
events.begin.forEach((begin, row) => rows[events.kind[row]].push([begin * 86400000, events.lane[row]]));
const mark = (_params, api) => {
  const [x, y] = api.coord([api.value(0), api.value(1)]);
  return { type: "circle", shape: { cx: x, cy: y, r: 4 }, style: { fill: api.visual("color") } };
};
chart.on("finished", () => performance.getEntriesByName("drawn").length || performance.mark("drawn"));
chart.setOption({
  animation: false,
  xAxis: { type: "time" },
  yAxis: { type: "value" },
  dataZoom: [{ type: "inside", xAxisIndex: 0, filterMode: "weakFilter" }],
  series: events.kinds.map((name, kind) => ({ type: "custom", name, renderItem: mark, data: rows[kind], clip: true })),
});
