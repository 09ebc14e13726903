// The first page: every version, whether it serves, what it does now, and whether it has drifted.

import { monitored, serving } from "./badges.js";
import { modelLink, tryLink, versions, watched } from "./catalogue.js";
import { sparkline } from "./chart.js";
import { el, show, table } from "./dom.js";
import { millis, number } from "./format.js";
import { Traffic } from "./traffic.js";

const EVERY = 2000;

const COLUMNS = [
  { title: "Model" },
  { title: "Version", number: true },
  { title: "State" },
  { title: "Task" },
  { title: "Against its reference" },
  { title: "Samples", number: true },
  { title: "Requests/s", number: true },
  { title: "Latency", number: true },
  { title: "" },
  { title: "" },
];

export async function modelsPage(content, { every, isLeft }) {
  const traffic = new Traffic();
  const summary = el("p", { className: "faint" });
  const body = el("div");
  show(content, el("h1", {}, "Models"), summary, body);
  await every(EVERY, async () => {
    const [all, monitors] = await Promise.all([versions(), watched(), traffic.read()]);
    if (isLeft()) {
      return;
    }
    const ready = all.filter((version) => version.serving === "READY").length;
    const drifted = [...monitors.values()].filter((monitor) => monitor.state === "drifted").length;
    show(summary, `${ready} of ${all.length} versions are ready; ${drifted || "none"} ${drifted === 1 ? "has" : "have"} drifted.`);
    const focused = body.contains(document.activeElement) ? document.activeElement.href : null;
    show(body, table("Versions by name", COLUMNS, all.map((version) => row(version, monitors, traffic))));
    [...body.querySelectorAll("a")].find((link) => link.href === focused)?.focus();
  });
}

function row(version, monitors, traffic) {
  const key = `${version.model}/${version.version}`;
  const monitor = monitors.get(key);
  const now = traffic.now(key);
  return [
    el("a", { href: modelLink(version.model, version.version) }, version.model),
    String(version.version),
    serving(version),
    el("span", { className: "tight" }, version.task),
    el("span", { title: monitor ? monitor.drifted.concat(monitor.faulty).join(", ") : "" }, monitored(monitor?.state)),
    monitor ? number(monitor.samples) : "–",
    now ? number(now.requests) : "–",
    millis(now?.nanos),
    sparkline(traffic.history(key).map((rates) => rates.requests), `Requests per second of ${version.model}`),
    version.task ? el("a", { className: "tight", href: tryLink(version.model), "aria-label": `Try ${version.model}` }, "Try it") : "",
  ];
}
