// Colours and type of the page around, read from Streamlit's variables, and what is mixed from them.

export interface Theme {
  dark: boolean;
  paper: string;
  ink: string;
  /** For what accompanies: counts, labels of axes. */
  soft: string;
  /** For grid lines. */
  line: string;
  /** For what must be told apart from the ground only slightly: every other lane, the future. */
  shade: string;
  alarm: string;
  accent: string;
  font: string;
}

export type Rgb = [number, number, number];

/** The theme at an element. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const variable = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const paper = rgb(variable("--st-background-color", "#fdfcfa"));
  const ink = rgb(variable("--st-text-color", "#1d2126"));
  const dark = luminance(paper) < 0.3;
  return {
    dark,
    paper: hex(paper),
    ink: hex(ink),
    soft: hex(mix(ink, paper, 0.3)),
    line: hex(mix(ink, paper, 0.86)),
    shade: hex(mix(ink, paper, 0.965)),
    alarm: dark ? "#ff8a80" : "#b3261e",
    accent: variable("--st-primary-color", dark ? "#6cb8ee" : "#0a5c8f"),
    font: variable("--st-font", "'Source Sans', 'Source Sans Pro', 'Helvetica Neue', Arial, sans-serif"),
  };
}

/** One colour with `share` of another. */
export function mixed(colour: string, other: string, share: number): string {
  return hex(mix(rgb(colour), rgb(other), share));
}

/** Black or white, whichever is read more easily on the colour. */
export function inkOn(colour: string): string {
  return luminance(rgb(colour)) < 0.3 ? "#ffffff" : "#101214";
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  return one.map((channel, at) => channel + (other[at] - channel) * share) as Rgb;
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * (red / 255) ** 2.2 + 0.7152 * (green / 255) ** 2.2 + 0.0722 * (blue / 255) ** 2.2;
}

function hex(colour: Rgb): string {
  return `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** `#rgb`, `#rrggbb` or `rgb(…)` as channels; black for what is none of them. */
export function rgb(colour: string): Rgb {
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
  if (long) return [long[1], long[2], long[3]].map((channel) => parseInt(channel, 16)) as Rgb;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  if (short) return [short[1], short[2], short[3]].map((channel) => parseInt(channel + channel, 16)) as Rgb;
  const channels = colour.match(/[\d.]+/g);
  return channels && channels.length >= 3 ? (channels.slice(0, 3).map(Number) as Rgb) : [0, 0, 0];
}
