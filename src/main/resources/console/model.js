// One version: what it does now, what its window says, and what labels say that came later.

import { get } from "./api.js";
import { monitored, serving } from "./badges.js";
import { modelLink, tryLink, versions, watched } from "./catalogue.js";
import { line } from "./chart.js";
import { el, facts, show } from "./dom.js";
import { driftSection } from "./drift.js";
import { millis, number, time } from "./format.js";
import { qualitySection } from "./quality.js";
import { Traffic } from "./traffic.js";

const TRAFFIC_EVERY = 2000;
const REPORT_EVERY = 5000;

export async function modelPage(content, { every, isLeft }, model, wanted) {
  const all = (await versions()).filter((version) => version.model === model);
  if (all.length === 0) {
    throw new Error(`There is no model ${model}.`);
  }
  const version = all.find((each) => String(each.version) === wanted) ?? all.at(-1);
  const traffic = new Traffic();
  const [now, drift, quality] = [el("div"), el("div"), el("div")];
  show(content, el("h1", {}, `${model} `, serving(version)), links(version, all), now, drift, quality);
  await every(TRAFFIC_EVERY, async () => {
    await traffic.read(`/v2/models/${encodeURIComponent(model)}/versions/${version.version}/stats`);
    if (!isLeft()) {
      show(now, ...trafficSection(traffic, `${model}/${version.version}`));
    }
  });
  await every(REPORT_EVERY, async () => {
    const report = await known(model, version.version);
    if (isLeft() || content.querySelector("details[open]")) {
      return;
    }
    show(drift, ...(report ? [head(report), ...driftSection(report)] : [el("p", { className: "faint" }, "This version is not watched.")]));
    show(quality, ...qualitySection(report?.quality));
  });
}

/** What is known of a version; null of one that is not watched. */
async function known(model, version) {
  const isWatched = (await watched()).has(`${model}/${version}`);
  return isWatched ? get(`/v1/monitoring/models/${encodeURIComponent(model)}?version=${version}`) : null;
}

function links(version, all) {
  const others = all.filter((each) => each !== version);
  return el("p", {},
    `Version ${version.version}`,
    version.task ? `, ${version.task}. ` : ". ",
    version.task ? el("a", { href: tryLink(version.model) }, "Try it") : "",
    ...others.flatMap((each) => [" · ", el("a", { href: modelLink(each.model, each.version) }, `version ${each.version}`)]));
}

function trafficSection(traffic, key) {
  const history = traffic.history(key);
  const now = traffic.now(key);
  const total = traffic.total(key);
  return [
    el("h2", {}, "Traffic"),
    el("div", { className: "card" },
      facts([
        ["Requests per second", now ? number(now.requests) : "–"],
        ["Mean latency", millis(now?.nanos)],
        ["Failures per second", now ? number(now.failures) : "–"],
        ["Requests since the start", number(total?.count)],
        ["Mean latency since the start", total?.count ? millis(total.nanos / total.count) : "–"],
        ["Inferences in a run, mean", total?.executions ? number(total.inferences / total.executions) : "–"],
      ]),
      el("div", { className: "grid" },
        line(history.map((rates) => rates.requests), "requests per second", number),
        line(history.map((rates) => rates.nanos), "mean latency", millis))),
  ];
}

function head(report) {
  const { window, replicas } = report;
  return el("div", {},
    el("h2", {}, "Against its reference ", monitored(report.state)),
    el("p", { className: "faint" },
      `${number(report.samples)} samples in a window of ${window.length}, since ${time(window.from)}; `,
      report.last_decision ? `last judged at ${time(report.last_decision)}; ` : "not judged yet; ",
      replicas.added_up === 1 ? "of this replica" : `of ${replicas.added_up} replicas`,
      replicas.missing.length ? ` (missing: ${replicas.missing.map((each) => `${each.address} ${each.reason}`).join("; ")})` : "",
      "."));
}
