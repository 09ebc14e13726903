// Recommendations for a user.

import { el, show, table } from "./dom.js";
import { exchangeForm, raw } from "./exchange.js";
import { givenNumber, numberField } from "./fields.js";
import { number } from "./format.js";

const MOST_SHOWN = 4;

/** A form for one recommender. */
export function recommendForm(recommender) {
  const user = numberField("User", 42, { min: 1, step: 1, required: true });
  const count = numberField("Items", 10, { min: 1, step: 1, required: true });
  const attributes = (recommender.schema?.attributes ?? []).slice(0, MOST_SHOWN).map((each) => each.name);
  return el("div", {},
    el("h2", {}, `Try ${recommender.name}`),
    exchangeForm(`Ask ${recommender.name}`, [el("div", { className: "fields" }, user, count)],
      () => ({
        path: "/v1/recommendations",
        json: { recommender: recommender.name, user_id: givenNumber(user), k: givenNumber(count), attributes },
      }),
      async (drawn, response) => {
        const document = await response.json();
        show(drawn, table("Best first",
          [{ title: "Item", number: true }, { title: "Score", number: true }, ...attributes.map((title) => ({ title }))],
          document.items.map((item) => [
            String(item.id), number(item.score),
            ...attributes.map((name) => text(item.attributes?.[name])),
          ])), raw(document));
      }));
}

function text(value) {
  return value === undefined || value === null ? "–" : String(value);
}
