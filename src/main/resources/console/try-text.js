// Texts: classes, entities, answers, vectors, and texts that are written word by word.

import { el, show } from "./dom.js";
import { exchangeForm, raw } from "./exchange.js";
import { areaField, given, givenNumber, numberField } from "./fields.js";
import { number, percent } from "./format.js";
import { scores } from "./scores.js";
import { events } from "./stream.js";

export function classifyForm(model) {
  const text = areaField("Text", "A joy from start to end.");
  return exchangeForm("Classify a text", [text],
    () => ({ path: "/v1/text/classify", json: { model, input: given(text) } }),
    async (drawn, response) => {
      const document = await response.json();
      const [result] = document.results;
      show(drawn, result.out_of_scope ? el("p", { className: "faint" }, "Out of scope: about nothing that the model knows.") : null,
        scores(result.classes), raw(document));
    });
}

export function tagForm(model) {
  const text = areaField("Text", "Book a table for two in Paris tomorrow.");
  return exchangeForm("Find entities", [text],
    () => ({ path: "/v1/text/tag", json: { model, input: given(text), offset_unit: "utf16" } }),
    async (drawn, response, asked) => {
      const document = await response.json();
      const [result] = document.results;
      show(drawn, marked(asked.json.input, result.entities), result.classes ? scores(result.classes) : null, raw(document));
    });
}

export function answerForm(model) {
  const question = areaField("Question", "What is it made of?");
  const context = areaField("Context", "This kettle holds 1.7 litres. It is made of brushed steel and weighs 1.2 kg.");
  return exchangeForm("Answer a question", [question, context],
    () => ({
      path: "/v1/text/answer",
      json: { model, question: given(question), context: given(context), offset_unit: "utf16" },
    }),
    async (drawn, response, asked) => {
      const document = await response.json();
      const [{ answers, no_answer: none }] = document.results;
      const best = answers.slice(0, 1).map((answer) => ({ ...answer, label: percent(answer.score) }));
      show(drawn,
        el("p", {}, answers.length ? el("strong", {}, answers[0].text) : `The context has no answer (${percent(none)}).`),
        marked(asked.json.context, best), raw(document));
    });
}

export function embedForm(model) {
  const texts = areaField("Texts, one a line", "a cat\na kitten\na lorry");
  return exchangeForm("Embed texts", [texts],
    () => ({
      path: "/v1/embeddings",
      json: { model, input: lines(given(texts) ?? ""), encoding_format: "float" },
    }),
    async (drawn, response, asked) => {
      const document = await response.json();
      const vectors = document.data.map((each) => each.embedding);
      show(drawn,
        el("p", { className: "faint" }, `Vectors of ${vectors[0].length} components; how alike the texts are:`),
        el("ul", {}, ...pairs(asked.json.input, vectors).map((text) => el("li", {}, text))), raw(document));
    });
}

export function completeForm(model) {
  const prompt = areaField("Prompt", "ROMEO:");
  const tokens = numberField("Most tokens", 80, { min: 1 });
  return exchangeForm("Complete a text", [prompt, tokens],
    () => ({
      path: "/v1/completions",
      json: { model, prompt: given(prompt), max_tokens: givenNumber(tokens), stream: true },
    }),
    async (drawn, response) => {
      const text = el("pre", { className: "written" });
      show(drawn, text);
      for await (const event of events(response)) {
        if (event.error) {
          throw new Error(event.error.message);
        }
        text.append(event.choices?.[0]?.text ?? "");
      }
    });
}

/** A text in which some stretches are marked; overlapping ones are told once. */
function marked(text, stretches) {
  const parts = [];
  let at = 0;
  for (const { start, end, label } of stretches) {
    if (start >= at) {
      parts.push(text.slice(at, start), el("mark", {}, text.slice(start, end), el("small", {}, label)));
      at = end;
    }
  }
  return el("p", { className: "marked" }, ...parts, text.slice(at));
}

function lines(text) {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function pairs(texts, vectors) {
  return texts.flatMap((one, i) => texts.slice(i + 1).map((other, j) =>
    `${one} – ${other}: ${number(cosine(vectors[i], vectors[i + 1 + j]))}`));
}

/** How alike two vectors are. */
export function cosine(one, other) {
  const dot = (a, b) => a.reduce((sum, value, at) => sum + value * b[at], 0);
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}
