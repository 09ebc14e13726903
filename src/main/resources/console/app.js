// Shows the page that the address names, and stops what the last one had under way.

import { el, problem, show } from "./dom.js";
import { keepKey } from "./key.js";
import { modelPage } from "./model.js";
import { modelsPage } from "./models.js";
import { recommendersPage } from "./recommenders.js";
import { tryPage } from "./try.js";

const ROUTES = [
  [/^$/, modelsPage],
  [/^recommenders$/, recommendersPage],
  [/^models\/([^/]+)(?:\/(\d+))?$/, modelPage],
  [/^try\/([^/]+)$/, tryPage],
];

const main = document.getElementById("main");
const connection = document.getElementById("connection");
let leave = () => {};

/** What a page may use until it is left: `every` repeats work, which may be asynchronous. */
function visit() {
  const timers = new Set();
  let isLeft = false;
  const every = async (milliseconds, work) => {
    try {
      await work();
      connection.textContent = "";
      connection.className = "";
    } catch (error) {
      connection.textContent = `Not up to date: ${error.message}`;
      connection.className = "lost";
    }
    if (!isLeft) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        every(milliseconds, work);
      }, milliseconds);
      timers.add(timer);
    }
  };
  return {
    every,
    isLeft: () => isLeft,
    leave: () => {
      isLeft = true;
      timers.forEach(clearTimeout);
    },
  };
}

async function route() {
  leave();
  const path = location.hash.replace(/^#\/?/, "");
  const visited = visit();
  leave = visited.leave;
  const content = el("div");
  show(main, content);
  try {
    const found = ROUTES.map(([pattern, page]) => [pattern.exec(path), page]).find(([match]) => match);
    if (!found) {
      throw new Error(`There is no page ${path}.`);
    }
    const [[, ...names], page] = found;
    await page(content, visited, ...names.map((name) => name && decodeURIComponent(name)));
  } catch (error) {
    show(content, problem(error));
  }
  document.title = `${content.querySelector("h1")?.textContent ?? "Not found"} – Salver console`;
}

window.addEventListener("hashchange", () => {
  if (location.hash.startsWith("#/") || location.hash === "") {
    route().then(() => main.focus());
  }
});
keepKey(document.getElementById("key"), route);
route();
