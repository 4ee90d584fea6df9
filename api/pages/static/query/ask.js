/** Asking the endpoint: what was asked, how it went on, what came; a question that is given up ends on the server too. */

import { root } from "./service.js";

const MOST_BYTES = 12_000_000;
/** Forms that the page reads. */
const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9";

/** Return the parameters of a question, those that are empty left out. */
export function parameters(asked, more = {}) {
  const all = { query: asked.query, "as-of": asked.asOf, "known-on": asked.knownOn, timeout: asked.timeout, ...more };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value));
}

/**
 * Ask, and return what came: `{holds, json | text, explanation, cut, partial, ms}` or `{problem, ms}`.
 * `heard(bytes)` is told how much has come. Throws AbortError when the signal ends it.
 */
export async function ask(asked, { signal, heard = () => {}, accept = ACCEPT } = {}) {
  const began = performance.now();
  const answer = await fetch(`${root}/sparql`, { method: "POST", body: parameters(asked, { explain: "empty" }), headers: { Accept: accept }, signal });
  const { text, partial } = await read(answer, signal, heard);
  const ms = Math.round(performance.now() - began);
  if (!answer.ok) return { problem: problem(answer, text), ms };
  const told = { ms, partial, cut: answer.headers.get("Gzkg-Cut"), explanation: JSON.parse(answer.headers.get("Gzkg-Explanation") ?? "[]") };
  if (!answer.headers.get("Content-Type").includes("json")) return { ...told, holds: "graph", text };
  const json = JSON.parse(partial ? closed(text) : text);
  return { ...told, holds: "boolean" in json ? "boolean" : "bindings", json, cut: json.cut ?? told.cut };
}

async function read(answer, signal, heard) {
  const reader = answer.body.getReader(), decoder = new TextDecoder();
  let text = "", bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    signal?.throwIfAborted();
    if (done) return { text: text + decoder.decode(), partial: false };
    text += decoder.decode(value, { stream: true });
    heard(bytes += value.length);
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      return { text, partial: true };
    }
  }
}

/** Return JSON that breaks off as JSON that ends after its last whole row. */
function closed(text) {
  for (let end = text.length; (end = text.lastIndexOf("}},{", end - 1)) > 0;) {
    const tried = `${text.slice(0, end + 2)}]}}`;
    try {
      JSON.parse(tried);
      return tried;
    } catch { /* that was within a text; look further up */ }
  }
  return '{"head":{"vars":[]},"results":{"bindings":[]}}';
}

function problem(answer, text) {
  try {
    return JSON.parse(text);
  } catch {
    return { title: String(answer.status), detail: text.slice(0, 500) || answer.statusText };
  }
}
