// States in a word and a colour.

import { el } from "./dom.js";

const MONITORED = {
  ok: ["as the reference", "good"],
  drifted: ["drifted", "bad"],
  too_few: ["too few samples", "warn"],
  no_reference: ["no reference", ""],
};

const DECIDED = {
  stable: ["stable", "good"],
  suspected: ["suspected", "warn"],
  drifted: ["drifted", "bad"],
  unknown: ["not decided", ""],
};

const SERVING = { READY: "good", LOADING: "warn", UNLOADING: "warn", UNAVAILABLE: "bad" };

export function monitored(state) {
  return badge(...(MONITORED[state] ?? ["not watched", ""]));
}

export function decided(state) {
  return badge(...(DECIDED[state] ?? [state, ""]));
}

export function serving(version) {
  const shown = badge(version.serving.toLowerCase(), SERVING[version.serving] ?? "");
  shown.title = version.reason;
  return shown;
}

export function badge(text, kind) {
  return el("span", { className: `badge ${kind}` }, text);
}
