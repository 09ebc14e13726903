// The features, predictions and embeddings of a window: how far each is from the reference, and both distributions.

import { decided } from "./badges.js";
import { bars, legend } from "./chart.js";
import { el, table } from "./dom.js";
import { number, percent } from "./format.js";

const TESTS = {
  psi: "population stability index",
  ks: "Kolmogorov–Smirnov",
  js: "Jensen–Shannon",
  wasserstein: "Wasserstein",
  chi2: "chi-squared",
  mmd: "maximum mean discrepancy",
};

const ROLES = [
  ["feature", "Inputs"],
  ["prediction", "Predictions"],
  ["embedding", "Embeddings"],
];

const MOST_DRAWN = 24;

/** What there is to show of a report. */
export function driftSection(report) {
  if (report.features.length === 0) {
    return [el("p", { className: "faint" }, "Nothing was counted yet, and there is no profile.")];
  }
  return [
    legend(),
    ...ROLES.flatMap(([role, title]) => {
      const features = report.features.filter((feature) => feature.role === role).sort(worstFirst);
      return features.length === 0 ? [] : [
        el("h2", {}, `${title} (${features.length})`),
        el("div", { className: "grid" }, ...features.map(card)),
      ];
    }),
  ];
}

function card(feature) {
  const deciding = feature.tests.find((test) => test.test === feature.deciding);
  return el("section", { className: "card", "aria-label": feature.name },
    el("div", { className: "head" }, el("h3", {}, feature.name), decided(feature.decision.state)),
    el("p", { className: "faint" }, deciding
      ? `${TESTS[deciding.test]} ${number(deciding.effect)}, threshold ${number(deciding.threshold)}`
      : `${number(feature.values)} values, too few or nothing to compare with`),
    feature.bins.length ? drawing(feature) : null,
    ...faults(feature),
    details(feature));
}

function drawing(feature) {
  const bins = feature.bins.slice(0, MOST_DRAWN);
  return bars(bins, `${feature.name}: shares of reference and window in ${bins.length} bins`);
}

function faults(feature) {
  return feature.quality
    .filter((fault) => fault.count > 0)
    .map((fault) => el("p", { className: fault.exceeded ? "problem" : "faint" },
      `${fault.kind.replaceAll("_", " ")}: ${percent(fault.ratio)}, expected ${percent(fault.expected)}`));
}

function details(feature) {
  const numbers = feature.numbers;
  return el("details", {},
    el("summary", {}, "Tests and numbers"),
    table("Tests",
      [{ title: "Test" }, { title: "Statistic", number: true }, { title: "Effect", number: true }, { title: "Threshold", number: true }, { title: "p, corrected", number: true }],
      feature.tests.map((test) => [TESTS[test.test] ?? test.test, number(test.statistic), number(test.effect), number(test.threshold), number(test.adjusted_p_value)])),
    numbers ? table("Numbers",
      [{ title: "" }, { title: "Window", number: true }, { title: "Reference", number: true }],
      [["1 %", 1], ["median", 50], ["99 %", 99]].map(([name, at]) =>
        [name, number(numbers.percentiles[at]), number(numbers.reference_percentiles[at])])
        .concat([["mean", number(numbers.mean), "–"], ["deviation", number(numbers.deviation), "–"]])) : null,
    el("p", { className: "faint" }, `${feature.decision.windows} of ${feature.decision.needed} windows in a row exceeded.`));
}

function worstFirst(one, other) {
  return badness(other) - badness(one);
}

function badness(feature) {
  const deciding = feature.tests.find((test) => test.test === feature.deciding);
  const effect = deciding ? deciding.effect / Math.max(deciding.threshold, 1e-12) : -1;
  return effect + (feature.decision.state === "drifted" ? 1e6 : 0);
}
