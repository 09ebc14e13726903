// Fields of forms.

import { el } from "./dom.js";

/** A label around a control, which the label knows as its `control`. */
export function field(name, control) {
  return el("label", {}, name, control);
}

export function textField(name, value, properties = {}) {
  return field(name, el("input", { type: "text", value, name, ...properties }));
}

export function areaField(name, value) {
  return field(name, el("textarea", { value, name, required: true, spellcheck: false }));
}

export function numberField(name, value, properties = {}) {
  return field(name, el("input", { type: "number", step: "any", value: value ?? "", name, ...properties }));
}

export function choiceField(name, values, chosen) {
  return field(name, el("select", { name }, ...values.map((value) =>
    el("option", { value, selected: value === chosen }, value === "" ? "(missing)" : value))));
}

export function fileField(name, accept) {
  return field(name, el("input", { type: "file", name, accept, required: true }));
}

/** The value of a text or number field; undefined where it is empty. */
export function given(labelled) {
  const { value } = labelled.control;
  return value === "" ? undefined : value;
}

export function givenNumber(labelled) {
  const value = given(labelled);
  return value === undefined ? undefined : Number(value);
}
