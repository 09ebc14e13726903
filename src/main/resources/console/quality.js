// What labels say that came later; nothing where none came.

import { reliability } from "./chart.js";
import { el, table } from "./dom.js";
import { number, time } from "./format.js";

const COLUMNS = [
  { title: "Metric" },
  { title: "Value", number: true },
  { title: "95 % interval", number: true },
  { title: "Labels", number: true },
];

/** What there is to show of the section `quality` of a report, which may be absent. */
export function qualitySection(quality) {
  if (!quality || quality.labels === 0) {
    return [];
  }
  const bins = quality.reliability.map((bin) => ({ confidence: bin.confidence, accuracy: bin.right, count: bin.samples }));
  return [
    el("h2", {}, "By labels that came later"),
    el("p", { className: "faint" }, `${number(quality.labels)} labels in a window of ${quality.window.name}`,
      quality.last_label ? `, the last at ${time(quality.last_label)}.` : "."),
    el("div", { className: "grid" },
      table("Quality in the window", COLUMNS, quality.metrics.map(row)),
      bins.length ? el("section", { className: "card", "aria-label": "Reliability" },
        el("h3", {}, "Reliability"),
        el("p", { className: "faint" }, "How often predictions of a confidence are right. On the dashed line the model is as right as it is sure."),
        reliability(bins, "Reliability diagram")) : null),
  ];
}

function row(metric) {
  const name = metric.metric.replaceAll("_", " ");
  return [
    metric.class === undefined ? name : `${name} of ${metric.class}`,
    number(metric.value),
    `${number(metric.low)} – ${number(metric.high)}`,
    number(metric.samples),
  ];
}
