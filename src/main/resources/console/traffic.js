// What the service does now: its counters, read again and again, and their differences.

import { get } from "./api.js";

const KEPT = 60;

/** Counters over time, by "model/version". */
export class Traffic {
  #last = new Map();
  #rates = new Map();

  /** Reads the counters once more; `path` may be that of one model. */
  async read(path = "/v2/models/stats") {
    const { model_stats: models } = await get(path);
    const now = performance.now();
    for (const model of models) {
      this.#add(`${model.name}/${model.version}`, now, counters(model));
    }
  }

  /** The latest rates of a version: {requests, failures, nanos}, per second and per request; or null. */
  now(key) {
    return this.#rates.get(key)?.at(-1) ?? null;
  }

  /** All that are kept, the oldest first. */
  history(key) {
    return this.#rates.get(key) ?? [];
  }

  /** The counters since the start of the service. */
  total(key) {
    return this.#last.get(key)?.counters ?? null;
  }

  #add(key, now, next) {
    const before = this.#last.get(key);
    this.#last.set(key, { now, counters: next });
    if (!before || next.count < before.counters.count) {
      return;
    }
    const seconds = (now - before.now) / 1000;
    const count = next.count - before.counters.count;
    const rates = this.history(key);
    rates.push({
      requests: count / seconds,
      failures: (next.failures - before.counters.failures) / seconds,
      nanos: count ? (next.nanos - before.counters.nanos) / count : NaN,
    });
    this.#rates.set(key, rates.slice(-KEPT));
  }
}

function counters(model) {
  const stats = model.inference_stats;
  return {
    count: stats.success.count,
    failures: stats.fail.count,
    nanos: stats.success.ns,
    queue: stats.queue.ns,
    compute: stats.compute_infer.ns,
    inferences: model.inference_count,
    executions: model.execution_count,
  };
}
