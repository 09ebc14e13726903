// Asks the service that the console is part of.

import { credentials, wantKey } from "./key.js";

/** What the service answers that is no success. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Where the API is: the console lies one level below it. */
const BASE = new URL("../", document.baseURI);

/** The address of a path that begins with a slash. */
export function address(path) {
  return new URL(path.slice(1), BASE).href;
}

export async function get(path) {
  return (await ask(path, {})).json();
}

export async function post(path, body) {
  return (await ask(path, jsonRequest(body))).json();
}

/** A request with a JSON body. */
export function jsonRequest(body) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** The response, whatever it is; the request says who asks. */
export async function send(path, options) {
  const response = await fetch(address(path), { ...options, headers: { ...options.headers, ...credentials() } });
  if (response.status === 401) {
    wantKey();
  }
  return response;
}

/** The response, once it is known to be a success. */
export async function ask(path, options) {
  const response = await send(path, options);
  if (!response.ok) {
    throw new Refused(response.status, await message(response));
  }
  return response;
}

async function message(response) {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text);
    return typeof error === "string" ? error : error.message;
  } catch {
    return text || `status ${response.status}`;
  }
}
