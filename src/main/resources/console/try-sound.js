// Sounds: what is said, what it is, who speaks, and a voice for a text.

import { el, show } from "./dom.js";
import { exchangeForm, raw } from "./exchange.js";
import { areaField, fileField, given } from "./fields.js";
import { number } from "./format.js";
import { scores } from "./scores.js";
import { verified } from "./try-picture.js";

const SOUNDS = "audio/*, .wav, .flac, .mp3, .ogg";

export function transcribeForm(model) {
  const file = fileField("Sound", SOUNDS);
  return exchangeForm("Write down speech", [file],
    () => ({
      path: "/v1/audio/transcriptions",
      form: [["model", model], ["response_format", "verbose_json"], ["file", chosen(file)]],
    }),
    async (drawn, response) => {
      const document = await response.json();
      show(drawn, player(chosen(file)), el("p", {}, el("strong", {}, document.text)),
        el("p", { className: "faint" }, `${number(document.duration)} s of sound`), raw(document));
    });
}

export function soundForm(model) {
  const file = fileField("Sound", SOUNDS);
  return exchangeForm("Classify a sound", [file],
    () => ({ path: "/v1/audio/classify", form: [["model", model], ["file", chosen(file)]] }),
    async (drawn, response) => {
      const document = await response.json();
      show(drawn, player(chosen(file)), scores(document.classes), raw(document));
    });
}

export function voicesForm(model) {
  const first = fileField("Sound", SOUNDS);
  const second = fileField("Another sound", SOUNDS);
  return exchangeForm("Compare two voices", [first, second],
    () => ({ path: "/v1/audio/verify", form: [["model", model], ["first", chosen(first)], ["second", chosen(second)]] }),
    async (drawn, response) => {
      const document = await response.json();
      show(drawn, verified(document), raw(document));
    });
}

export function speakForm(model) {
  const text = areaField("Text", "four five six");
  return exchangeForm("Speak a text", [text],
    () => ({ path: "/v1/audio/speech", json: { model, input: given(text) } }),
    async (drawn, response) => show(drawn, player(await response.blob())));
}

function player(sound) {
  return el("audio", { controls: true, src: URL.createObjectURL(sound) });
}

function chosen(labelled) {
  if (!given(labelled)) {
    throw new Error("Choose a file first.");
  }
  return labelled.control.files[0];
}
