// Which models there are, and what they do.

import { get, post } from "./api.js";

const KINDS = ["images", "audio", "text", "tabular"];

/** Every version: {model, version, serving, reason, task, labels}, by name and version. */
export async function versions() {
  const [index, ...lists] = await Promise.all([
    post("/v2/repository/index", {}),
    ...KINDS.map((kind) => get(`/v1/${kind}/models`)),
  ]);
  const typed = new Map(lists.flatMap((list) => list.models).map((model) => [model.model, model]));
  return index
    .filter((entry) => entry.version)
    .map((entry) => ({
      model: entry.name,
      version: Number(entry.version),
      serving: entry.state,
      reason: entry.reason ?? "",
      task: typed.get(entry.name)?.task ?? "",
      labels: typed.get(entry.name)?.labels ?? [],
    }))
    .sort((one, other) => one.model.localeCompare(other.model) || one.version - other.version);
}

/** What is watched, by "model/version". */
export async function watched() {
  const { models } = await get("/v1/monitoring/models");
  return new Map(models.map((model) => [`${model.model}/${model.version}`, model]));
}

/** Where a page of a model is. */
export function modelLink(model, version) {
  return `#/models/${encodeURIComponent(model)}/${version}`;
}

export function tryLink(model) {
  return `#/try/${encodeURIComponent(model)}`;
}
