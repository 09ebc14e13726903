// Pictures: classes, boxes, masks, and whether two show the same.

import { el, show, svg } from "./dom.js";
import { exchangeForm, raw } from "./exchange.js";
import { fileField, given, givenNumber, numberField } from "./fields.js";
import { number, percent } from "./format.js";
import { scores } from "./scores.js";

const PICTURES = "image/png, image/jpeg, image/webp, image/gif, image/bmp";

export function pictureForm(model) {
  const file = fileField("Picture", PICTURES);
  return exchangeForm("Classify a picture", [file],
    () => sent("/v1/images/classify", model, file),
    async (drawn, response) => {
      const document = await response.json();
      show(drawn, picture(file), scores(document.images[0].classes), raw(document));
    });
}

export function detectForm(model) {
  const file = fileField("Picture", PICTURES);
  const least = numberField("Least score", "", { min: 0, max: 1 });
  return exchangeForm("Find objects", [file, least],
    () => sent("/v1/images/detect", model, file, [["min_score", givenNumber(least)]]),
    async (drawn, response) => {
      const document = await response.json();
      const [{ width, height, boxes }] = document.images;
      show(drawn, picture(file, outlines(width, height, boxes)),
        el("ul", {}, ...boxes.map(({ label, score }) => el("li", {}, `${label}: ${percent(score)}`))), raw(document));
    });
}

export function segmentForm(model) {
  const file = fileField("Picture", PICTURES);
  return exchangeForm("Divide a picture", [file],
    () => sent("/v1/images/segment", model, file),
    async (drawn, response) => {
      const document = await response.json();
      const [{ mask, classes }] = document.images;
      const over = mask.png ? el("img", { className: "over", alt: "The mask", src: `data:image/png;base64,${mask.png}` }) : null;
      show(drawn, picture(file, over),
        el("ul", {}, ...classes.map(({ label, share }) => el("li", {}, `${label}: ${percent(share)} of the pixels`))), raw(document));
    });
}

export function facesForm(model) {
  const first = fileField("Picture", PICTURES);
  const second = fileField("Another picture", PICTURES);
  return exchangeForm("Compare two pictures", [first, second],
    () => ({ path: "/v1/images/verify", form: [["model", model], ["first", chosen(first)], ["second", chosen(second)]] }),
    async (drawn, response) => {
      const document = await response.json();
      show(drawn, picture(first), picture(second), verified(document), raw(document));
    });
}

/** Whether two pictures or sounds are of the same. */
export function verified({ same, similarity, threshold }) {
  return el("p", {}, el("strong", {}, same ? "The same" : "Not the same"),
    ` – similarity ${number(similarity)}, threshold ${number(threshold)}`);
}

function sent(path, model, file, more = []) {
  const extra = more.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]);
  return { path, form: [["model", model], ["image", chosen(file)], ...extra] };
}

function chosen(labelled) {
  if (!given(labelled)) {
    throw new Error("Choose a file first.");
  }
  return labelled.control.files[0];
}

/** The chosen picture, with something drawn over it. */
function picture(labelled, over = null) {
  const url = URL.createObjectURL(chosen(labelled));
  const image = el("img", { src: url, alt: labelled.control.files[0].name });
  image.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
  return el("div", { className: "picture" }, image, over);
}

function outlines(width, height, boxes) {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${boxes.length} boxes`, preserveAspectRatio: "none" },
    ...boxes.map(({ label, score, box: { left, top, right, bottom } }) =>
      svg("rect", { x: left, y: top, width: right - left, height: bottom - top, class: "box" },
        svg("title", {}, `${label} ${percent(score)}`))));
}
