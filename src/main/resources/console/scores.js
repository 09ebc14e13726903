// Classes and how sure a model is of them.

import { el } from "./dom.js";
import { percent } from "./format.js";

const MOST = 10;

/** The best classes: {label, score}. */
export function scores(classes) {
  return el("table", { className: "scores" },
    el("tbody", {}, ...classes.slice(0, MOST).map(({ label, score }) =>
      el("tr", {},
        el("th", { scope: "row" }, label),
        el("td", {}, el("meter", { min: 0, max: 1, value: score, "aria-label": label })),
        el("td", { className: "number" }, percent(score))))));
}
