// Axis, typed dates, windows and the camera.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Camera } from "../src/timeline/camera";
import { between, kept, width, zoomed } from "../src/timeline/span";
import { SvgPen } from "../src/timeline/svg";
import { axis, iso, readDate, readWindow, spoken, toDay, written } from "../src/timeline/time";

const day = (text: string): number => toDay(new Date(`${text}T00:00:00Z`));

test("the axis runs from decades to days, its labels never crowded", () => {
  for (let days = 5; days < 400_000; days *= 1.9) {
    const span = { begin: 19_000 - days / 2, end: 19_000 + days / 2 };
    const { fine } = axis(span, 1000);
    assert.ok(fine.length > 0 && fine.length <= 45, `${fine.length} ticks in ${days} days`);
    fine.forEach((tick, at) => assert.ok(at === 0 || tick.day > fine[at - 1].day));
  }
  const years = axis({ begin: day("1950-01-01"), end: day("2030-01-01") }, 700).fine.map((tick) => tick.label);
  assert.ok(years.includes("1980") && !years.includes("1981"));
  const near = axis({ begin: day("2024-02-20"), end: day("2024-03-10") }, 1000);
  assert.deepEqual(near.coarse.map((tick) => tick.label), ["February 2024", "March 2024"]);
  assert.ok(near.fine.some((tick) => tick.label === "29"));
});

test("quarters are named", () => {
  const { fine, coarse } = axis({ begin: day("2023-01-01"), end: day("2025-01-01") }, 400);
  assert.deepEqual(fine.slice(0, 5).map((tick) => tick.label), ["Q1", "Q2", "Q3", "Q4", "Q1"]);
  assert.deepEqual(coarse.map((tick) => tick.label), ["2023", "2024"]);
});

for (const [text, begin, end] of [
  ["2024", "2024-01-01", "2025-01-01"],
  ["2024-05", "2024-05-01", "2024-06-01"],
  ["2024-02-29", "2024-02-29", "2024-03-01"],
  ["Q3 2024", "2024-07-01", "2024-10-01"],
  ["2024-Q4", "2024-10-01", "2025-01-01"],
  ["May 2024", "2024-05-01", "2024-06-01"],
  ["17 May 2024", "2024-05-17", "2024-05-18"],
  ["sept 2023", "2023-09-01", "2023-10-01"],
]) {
  test(`a typed date: ${text}`, () => assert.deepEqual(readDate(text), { begin: day(begin), end: day(end) }));
}

test("what is no date is none", () => {
  for (const text of ["", "soon", "2024-13", "2023-02-29", "Q5 2024", "32 May 2024", "2024-05-00"]) assert.equal(readDate(text), null, text);
});

test("a window is written and read as it was, to the day", () => {
  for (const [begin, end] of [["2023-01-01", "2024-07-01"], ["1969-12-31", "1970-01-02"], ["0900-01-01", "2100-01-01"]]) {
    const span = { begin: day(begin), end: day(end) };
    assert.deepEqual(readWindow(written(span)), span);
  }
  assert.equal(written({ begin: day("2024-01-01"), end: day("2025-01-01") }), "2024-01-01/2024-12-31");
  for (const text of ["", "2024", "2024-05-01/2023-01-01", "a/b"]) assert.equal(readWindow(text), null, text);
});

test("a window in words", () => {
  assert.equal(spoken({ begin: day("2020-01-01"), end: day("2026-01-01") }), "2020 – 2025");
  assert.equal(spoken({ begin: day("2024-03-01"), end: day("2024-09-01") }), "March – August 2024");
  assert.equal(spoken({ begin: day("2024-05-03"), end: day("2024-05-18") }), "3 May – 17 May 2024");
});

test("zooming keeps its place, and zooming back gives what was", () => {
  const span = { begin: 100, end: 500 };
  const near = zoomed(span, 4, 200);
  assert.equal((200 - near.begin) / width(near), (200 - span.begin) / width(span));
  const back = zoomed(near, 0.25, 200);
  assert.ok(Math.abs(back.begin - 100) < 1e-9 && Math.abs(back.end - 500) < 1e-9);
});

test("the window stays within reach, and a day can be looked at", () => {
  const domain = { begin: 0, end: 1000 };
  for (const span of [{ begin: -9e5, end: 9e5 }, { begin: 5e4, end: 6e4 }, { begin: 10, end: 10.1 }]) {
    const found = kept(span, domain);
    assert.ok(found.begin < domain.end && found.end > domain.begin);
    assert.ok(width(found) >= 4 && width(found) <= 1600 + 1e-9);
  }
});

test("on its way the camera begins where it was and ends where it should", () => {
  const from = { begin: 0, end: 1000 };
  const to = { begin: 400, end: 410 };
  assert.deepEqual(between(from, to, 0), from);
  const end = between(from, to, 1);
  assert.ok(Math.abs(end.begin - 400) < 1e-6 && Math.abs(end.end - 410) < 1e-6);
  const camera = new Camera({ begin: 0, end: 1000 }, { begin: 0, end: 1000 });
  camera.travel(to, false);
  assert.deepEqual(camera.target, kept(to, from));
  assert.equal(camera.step(performance.now() + 10_000), false);
  assert.deepEqual(camera.span, camera.target);
});

test("SVG holds text as text", () => {
  const pen = new SvgPen();
  pen.font = "600 12px 'A & B', serif";
  pen.translate(5, 0);
  pen.fillText("<script>alert('x')</script> & \u0001", 1, 2);
  pen.fillRect(0, 0, 10, 10);
  const text = pen.document(100, 50, "A < B");
  assert.ok(!text.includes("<script"));
  assert.ok(text.includes("&lt;script&gt;") && text.includes('x="6"') && text.includes("<title>A &lt; B</title>"));
  assert.ok(!text.includes("\u0001"));
});

test("days are ISO dates", () => assert.equal(iso(19_000.7), "2022-01-08"));
