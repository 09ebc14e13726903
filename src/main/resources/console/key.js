// The key that the console asks with, where the service wants to know who asks. It stays in this tab until the tab is closed.

import { el, show } from "./dom.js";

const PLACE = "salver-key";
const WANTED = "salver-key-wanted";

/** The fields of a request that say who asks; none where no key was given. */
export function credentials() {
  const key = sessionStorage.getItem(PLACE);
  return key === null ? {} : { Authorization: `Bearer ${key}` };
}

/** Whether there is a key. */
export function hasKey() {
  return sessionStorage.getItem(PLACE) !== null;
}

/** Says that a request was refused for want of a good key. */
export function wantKey() {
  window.dispatchEvent(new Event(WANTED));
}

/** Asks for a key in `place` whenever one is wanted, and calls `again` when there is one, or none any more. */
export function keepKey(place, again) {
  const change = (act) => {
    act();
    draw(false);
    again();
  };
  const draw = (isWanted) => {
    if (isWanted) {
      if (place.querySelector("form") === null) {
        show(place, form((key) => change(() => sessionStorage.setItem(PLACE, key))));
      }
    } else if (hasKey()) {
      const forget = el("button", { type: "button" }, "Forget the key");
      forget.addEventListener("click", () => change(() => sessionStorage.removeItem(PLACE)));
      show(place, forget);
    } else {
      show(place);
    }
  };
  window.addEventListener(WANTED, () => draw(true));
  draw(false);
}

function form(use) {
  const input = el("input", { type: "password", required: true, autocomplete: "off", name: "key", spellcheck: false });
  const asked = el("form", { "aria-label": "Key", className: "key" },
    el("label", {}, el("span", {}, "This service asks for a key or a token"), input),
    el("button", { type: "submit" }, "Use it"));
  asked.addEventListener("submit", (event) => {
    event.preventDefault();
    use(input.value.trim());
  });
  return asked;
}
