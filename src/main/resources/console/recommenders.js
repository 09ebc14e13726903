// The recommenders, and what they can be asked.

import { get } from "./api.js";
import { badge } from "./badges.js";
import { el, show, table } from "./dom.js";
import { number } from "./format.js";
import { recommendForm } from "./recommend.js";

export async function recommendersPage(content) {
  const { recommenders } = await get("/v1/recommenders");
  show(content,
    el("h1", {}, "Recommenders"),
    recommenders.length === 0 ? el("p", { className: "faint" }, "There is none.") : table("By name",
      [{ title: "Name" }, { title: "State" }, { title: "Items", number: true }, { title: "Users", number: true }, { title: "Index" }],
      recommenders.map((each) => [
        each.name,
        badge(each.state.toLowerCase(), each.state === "READY" ? "good" : "warn"),
        number(each.schema?.items),
        number(each.schema?.users),
        each.schema?.index.kind ?? "–",
      ])),
    ...recommenders.filter((each) => each.state === "READY").map(recommendForm));
}
