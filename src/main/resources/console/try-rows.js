// Rows: a field for each feature of the model, and a class or a value with its interval.

import { get } from "./api.js";
import { el, show, table } from "./dom.js";
import { exchangeForm, raw } from "./exchange.js";
import { choiceField, fileField, givenNumber, given, numberField, textField } from "./fields.js";
import { number, percent } from "./format.js";
import { scores } from "./scores.js";

export async function rowsForm(model) {
  const schema = await get(`/v1/tabular/${encodeURIComponent(model)}/schema`);
  const fields = schema.features.map((feature) => ({ feature, label: control(feature) }));
  const explain = choiceField("Explain by", ["no", ...schema.explain], "no");
  let cells = {};
  const files = async () => {
    for (const { feature, label } of fields.filter((each) => each.feature.type === "image")) {
      const [file] = label.control.files;
      cells[feature.name] = file ? await base64(file) : undefined;
    }
  };
  fields.forEach(({ label }) => label.addEventListener("change", files));
  return exchangeForm(`Ask ${model} about a row`,
    [el("div", { className: "fields" }, ...fields.map((each) => each.label), explain)],
    () => ({ path: "/v1/tabular/predict", json: request(model, fields, cells, given(explain)) }),
    async (drawn, response) => {
      const document = await response.json();
      show(drawn, ...answer(document.results[0], document.unit ?? schema.answer.unit), raw(document));
    });
}

function request(model, fields, files, explain) {
  const row = Object.fromEntries(fields
    .map(({ feature, label }) => [feature.name, cell(feature, label, files)])
    .filter(([, value]) => value !== undefined));
  return { model, row, ...(explain === "no" ? {} : { explain }) };
}

function cell(feature, label, files) {
  switch (feature.type) {
    case "number":
    case "integer":
      return givenNumber(label);
    case "boolean":
      return given(label) === undefined ? undefined : given(label) === "true";
    case "image":
      return files[feature.name];
    default:
      return given(label);
  }
}

function control(feature) {
  const name = feature.unit ? `${feature.name} (${feature.unit})` : feature.name;
  const properties = { required: feature.required, title: feature.description ?? "" };
  switch (feature.type) {
    case "number":
    case "integer":
      return numberField(name, middle(feature), { ...properties, step: feature.type === "integer" ? 1 : "any" });
    case "boolean":
      return choiceField(name, ["", "true", "false"], "");
    case "category":
      return choiceField(name, feature.required ? feature.values : ["", ...feature.values], feature.values[0]);
    case "image":
      return fileField(name, "image/*");
    case "date":
      return textField(name, "", { ...properties, placeholder: "2026-01-31" });
    default:
      return textField(name, "", properties);
  }
}

/** A value to begin with: the middle of the range. */
function middle({ range, type }) {
  if (!range) {
    return 0;
  }
  const value = (range[0] + range[1]) / 2;
  return type === "integer" ? Math.round(value) : Number(value.toPrecision(4));
}

function answer(result, unit) {
  const value = result.value === undefined ? null : el("p", {}, el("strong", {}, `${number(result.value)} ${unit ?? ""}`));
  const { interval, explanation } = result;
  return [
    result.label ? el("p", {}, el("strong", {}, result.label)) : value,
    interval ? el("p", { className: "faint" }, `${percent(interval.level)} interval: ${number(interval.low)} to ${number(interval.high)}`) : null,
    result.abstained ? el("p", { className: "faint" }, `A person should decide: ${result.abstained}`) : null,
    result.classes ? scores(result.classes) : null,
    explanation ? table("What it rests on", [{ title: "Feature" }, { title: "Adds", number: true }],
      [...explanation.attributions].sort((one, other) => Math.abs(other.value) - Math.abs(one.value)).map((each) => [each.feature, number(each.value)])) : null,
  ];
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
