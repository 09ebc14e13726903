// One request: as the service gets it, as curl would send it, and what came of it.

import { address, Refused, send as sendRequest } from "./api.js";
import { el, problem, show } from "./dom.js";
import { hasKey } from "./key.js";

/**
 * A form that sends requests.
 *
 * @param name what it asks, for those who hear it
 * @param fields elements to fill in
 * @param request makes {path, json | form | query, accept} of what was filled in; form is a list of [name, value or File]
 * @param draw makes elements of the response, and may show them piece by piece
 */
export function exchangeForm(name, fields, request, draw) {
  const send = el("button", { type: "submit" }, "Send");
  const answer = el("div", { "aria-live": "polite", className: "answer" });
  const form = el("form", { "aria-label": name }, ...fields, send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    answer.dataset.state = "waiting";
    const drawn = el("div");
    try {
      const asked = request();
      show(answer, el("h2", {}, "Request"), el("pre", { className: "curl" }, curl(asked)), el("h2", {}, "Answer"), drawn);
      const began = performance.now();
      const response = await sendRequest(asked.path, options(asked));
      if (!response.ok) {
        throw new Refused(response.status, `${response.status}: ${await response.text()}`);
      }
      await draw(drawn, response, asked);
      drawn.append(el("p", { className: "faint" }, `${Math.round(performance.now() - began)} ms until it was drawn`));
    } catch (error) {
      answer.append(problem(error));
    }
    answer.dataset.state = "done";
    send.disabled = false;
  });
  return el("section", { className: "card" }, form, answer);
}

/** The answer itself, folded. */
export function raw(document) {
  return el("details", {}, el("summary", {}, "The answer as JSON"), el("pre", { className: "json" }, JSON.stringify(document, null, 2)));
}

function options({ json, form }) {
  if (json) {
    return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(json) };
  }
  const body = new FormData();
  form.forEach(([name, value]) => body.append(name, value));
  return { method: "POST", body };
}

/** The request as a command of a shell. */
export function curl({ path, json, form }) {
  const url = hasKey()
    ? `-H "Authorization: Bearer $SALVER_KEY" ${quoted(address(path))}`
    : quoted(address(path));
  if (json) {
    return `curl -s ${url} -H 'Content-Type: application/json' \\\n  -d ${quoted(JSON.stringify(json))}`;
  }
  const parts = form.map(([name, value]) =>
    value instanceof File ? `-F ${quoted(`${name}=@${value.name}`)}` : `-F ${quoted(`${name}=${value}`)}`);
  return `curl -s ${url} ${parts.join(" ")}`;
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
