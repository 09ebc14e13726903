// A form for what a model does, which shows the request as curl and draws the answer.

import { modelLink, versions } from "./catalogue.js";
import { el, show } from "./dom.js";
import { answerForm, classifyForm, completeForm, embedForm, tagForm } from "./try-text.js";
import { rowsForm } from "./try-rows.js";
import { speakForm, soundForm, transcribeForm, voicesForm } from "./try-sound.js";
import { detectForm, facesForm, pictureForm, segmentForm } from "./try-picture.js";

const FORMS = {
  "text-classification": classifyForm,
  "token-classification": tagForm,
  "question-answering": answerForm,
  "text-embedding": embedForm,
  "text-generation": completeForm,
  "text-to-text": completeForm,
  "tabular-classification": rowsForm,
  "tabular-regression": rowsForm,
  "image-classification": pictureForm,
  "object-detection": detectForm,
  "semantic-segmentation": segmentForm,
  "image-embedding": facesForm,
  "speech-recognition": transcribeForm,
  "audio-classification": soundForm,
  "speaker-embedding": voicesForm,
  "text-to-speech": speakForm,
};

export async function tryPage(content, visit, model) {
  const version = (await versions()).filter((each) => each.model === model).at(-1);
  if (!version) {
    throw new Error(`There is no model ${model}.`);
  }
  const form = FORMS[version.task];
  show(content,
    el("h1", {}, `Try ${model}`),
    el("p", {}, version.task ? `${version.task} · ` : "", el("a", { href: modelLink(model, version.version) }, "How it does")),
    form
      ? await form(model)
      : el("p", { className: "faint" }, "This model has no typed task: it takes tensors, at /v2/models."));
}
