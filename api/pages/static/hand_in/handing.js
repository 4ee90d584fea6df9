/** Handing in: the token, which stays in this page; a key for each content; the receipt. */

import { make } from "../element.js";
import { say } from "../words.js";
import { refuse } from "./refusal.js";
import { submit } from "./service.js";

const $ = (id) => document.getElementById(id);

/** Hands in what `file()` gives; `taken()` is called once it is on the disk, `found(findings)` when it was rejected. */
export class Handing {
  constructor({ address, review, language, file, taken, found }) {
    Object.assign(this, { address, review, language, file, taken, found, keyed: {} });
    $("handing").addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
  }

  /** Forget the receipt and the trouble of what was handed in before. */
  clear() { for (const id of ["receipt", "refusal"]) $(id).replaceChildren(); }

  async #submit() {
    const file = this.file(), send = $("handing").querySelector("button.main");
    this.clear();
    send.disabled = true;
    send.textContent = say("submitting");
    try {
      this.#show(await submit(this.address, file, { token: $("token").value.trim(), key: this.#key(file), note: $("note").value.trim() }));
      this.taken();
    } catch (refusal) {
      refuse($("refusal"), refusal, this.language);
      if (refusal.findings) this.found(refusal.findings);
      if ([401, 403].includes(refusal.status)) $("token").focus();
    } finally {
      send.disabled = false;
      send.textContent = say("submit");
    }
  }

  #key({ body, kind, sheet, fills }) {
    const how = JSON.stringify([kind, sheet, [...fills]]);
    if (this.keyed.body !== body || this.keyed.how !== how) {
      const random = crypto.getRandomValues(new Uint8Array(16));
      this.keyed = { body, how, key: Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("") };
    }
    return this.keyed.key;
  }

  #show(receipt) {
    const rows = [["receipt_when", receipt.submitted.slice(0, 19).replace("T", " ") + " UTC"], ["receipt_hash", receipt.sha256]];
    $("receipt").replaceChildren(make("div", { class: "receipt" },
      make("h3", {}, say(receipt.replayed ? "taken_before" : "taken", { id: receipt.submission })),
      make("p", {}, make("a", { class: "button main", href: this.review + receipt.submission }, say("receipt_see"))),
      make("p", {}, say("receipt_next")),
      make("dl", { class: "small" }, ...rows.flatMap(([key, text]) => [make("dt", {}, say(key)), make("dd", {}, make("code", {}, text))]))));
    $("receipt").scrollIntoView({ block: "center" });
  }
}
