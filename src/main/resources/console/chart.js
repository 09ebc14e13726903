// Drawings. Each has a text for those who do not see it.

import { el, svg } from "./dom.js";
import { number, percent } from "./format.js";

const WIDTH = 360;
const HEIGHT = 150;
const BOTTOM = 26;
const LEFT = 34;
const SHOWN_LABEL = 12;

/** Two distributions over the same bins: {label, reference, window}, as pairs of bars. */
export function bars(bins, name) {
  const most = Math.max(...bins.flatMap((bin) => [bin.reference, bin.window]), 1e-9);
  const slot = (WIDTH - LEFT) / bins.length;
  const width = Math.max(1, slot * 0.4);
  const height = (share) => ((HEIGHT - BOTTOM - 12) * share) / most;
  const bar = (at, share, kind, bin) =>
    svg("rect", { x: at, y: HEIGHT - BOTTOM - height(share), width, height: height(share), class: kind },
      svg("title", {}, `${bin.label}: ${percent(share)} of the ${kind}`));
  const every = Math.ceil(bins.length / 5);
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": name },
    ...bins.flatMap((bin, at) => [
      bar(LEFT + at * slot + slot * 0.08, bin.reference, "reference", bin),
      bar(LEFT + at * slot + slot * 0.52, bin.window, "window", bin),
      ...(at % every ? [] : [label(LEFT + at * slot, HEIGHT - 10, shortened(bin.label))]),
    ]),
    svg("path", { d: `M${LEFT} 8V${HEIGHT - BOTTOM}H${WIDTH}`, class: "axis" }),
    label(0, 16, percent(most)),
    label(0, HEIGHT - BOTTOM, "0"));
}

/** What the two kinds of bars are. */
export function legend() {
  return el("p", { className: "faint" },
    el("span", { className: "key reference" }), "reference",
    el("span", { className: "key window" }), "current window");
}

/** The latest values as a small line. */
export function sparkline(values, name) {
  const most = Math.max(...values, 1e-9);
  const points = values.map((value, at) => `${values.length < 2 ? 0 : (at * 96) / (values.length - 1)},${18 - (16 * value) / most}`);
  return svg("svg", { viewBox: "0 0 96 20", width: 96, height: 20, role: "img", "aria-label": name },
    svg("polyline", { points: points.join(" "), class: "line" }));
}

/** A line of values over time, with its highest. */
export function line(values, name, write) {
  const known = values.filter(Number.isFinite);
  const most = Math.max(...known, 1e-9);
  const step = (WIDTH - LEFT) / Math.max(1, values.length - 1);
  const points = values
    .map((value, at) => [LEFT + at * step, HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - 12) * value) / most])
    .filter(([, y]) => Number.isFinite(y));
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": name },
    svg("path", { d: `M${LEFT} 8V${HEIGHT - BOTTOM}H${WIDTH}`, class: "axis" }),
    svg("polyline", { points: points.map((point) => point.join(",")).join(" "), class: "line" }),
    label(LEFT + 4, 12, known.some((value) => value > 0) ? write(most) : ""),
    label(LEFT, HEIGHT - 10, name));
}

/** How often predictions of a confidence are right: {confidence, accuracy, count}, against the diagonal. */
export function reliability(bins, name) {
  const size = 220;
  const x = (share) => 30 + share * (size - 40);
  const y = (share) => size - 26 - share * (size - 40);
  const known = bins.filter((bin) => bin.count > 0);
  const most = Math.max(...known.map((bin) => bin.count), 1);
  return svg("svg", { viewBox: `0 0 ${size} ${size}`, class: "chart", role: "img", "aria-label": name },
    svg("path", { d: `M${x(0)} ${y(1)}V${y(0)}H${x(1)}`, class: "axis" }),
    svg("path", { d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}`, class: "ideal" }),
    svg("polyline", { points: known.map((bin) => `${x(bin.confidence)},${y(bin.accuracy)}`).join(" "), class: "line" }),
    ...known.map((bin) =>
      svg("circle", { cx: x(bin.confidence), cy: y(bin.accuracy), r: 2 + 4 * Math.sqrt(bin.count / most), class: "window" },
        svg("title", {}, `${percent(bin.confidence)} sure: ${percent(bin.accuracy)} right, of ${number(bin.count)}`))),
    label(x(0), size - 8, "confidence"), label(2, y(1) + 4, "right"), label(x(1) - 16, size - 8, "100 %"));
}

function label(x, y, text) {
  return svg("text", { x, y }, text);
}

function shortened(text) {
  return text.length > SHOWN_LABEL ? `${text.slice(0, SHOWN_LABEL - 1)}…` : text;
}
