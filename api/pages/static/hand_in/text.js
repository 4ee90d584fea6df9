/** A text with the numbers of its lines, its findings at theirs: RDF, and tables that cannot be read as such. */

import { make } from "../element.js";
import { say } from "../words.js";
import { button } from "./parts.js";
import { offering, show } from "./finding.js";

const MOST = 200;
const LEVELS = { violation: "error", warning: "warning", info: "info" };

/** Edits a text; `changed()` is called after every edit. The editor is fetched when a text is opened first. */
export class Text {
  constructor(region, { editor, nonce, changed }) { Object.assign(this, { region, editor, nonce, changed }); }

  get value() { return this.view.state.doc.toString(); }

  /** Show a text and what was found in it. */
  async open(text, findings, language) {
    this.parts ??= await import(this.editor);
    if (!this.view) this.#make();
    this.isOpening = true;
    if (text !== this.value) this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
    this.isOpening = this.isEdited = false;
    this.tell(findings, language);
  }

  /** Show findings beside the text as it is. */
  tell(findings, language) {
    this.findings = findings;
    const doc = this.view.state.doc;
    const told = findings.filter(({ line }) => line && line <= doc.lines).map((finding) => {
      const { from, to } = this.#range(finding);
      return { from, to, severity: LEVELS[finding.severity], message: finding.message[language] };
    });
    this.view.dispatch(this.parts.setDiagnostics(this.view.state, told));
    const rest = findings.length - MOST;
    this.list.replaceChildren(...findings.slice(0, MOST).map((finding) => this.#item(finding, language)), rest > 0 ? make("li", {}, say("more_findings", { number: rest })) : "");
  }

  /** Go to the next line with a finding, or with -1 to the one before; return whether there is one. */
  jump(step) {
    const lines = [...new Set(this.findings.map(({ line }) => line).filter(Boolean))].sort((a, b) => a - b);
    if (!lines.length) return false;
    const here = this.view.state.doc.lineAt(this.view.state.selection.main.head).number;
    this.go(step > 0 ? lines.find((line) => line > here) ?? lines[0] : lines.findLast((line) => line < here) ?? lines.at(-1));
    return true;
  }

  /** Put the cursor at a line. */
  go(line) {
    const at = this.view.state.doc.line(Math.min(line, this.view.state.doc.lines)).from;
    this.view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
    this.view.focus();
  }

  #make() {
    const { basicSetup, EditorView, EditorState, lintGutter } = this.parts;
    const holder = make("div", { class: "text" });
    this.list = make("ul", { class: "findings" });
    this.region.replaceChildren(holder, this.list);
    const heard = EditorView.updateListener.of((update) => { if (update.docChanged && !this.isOpening) { this.isEdited = true; this.changed(); } });
    const named = EditorView.contentAttributes.of({ "aria-label": say("your_text") });
    this.view = new EditorView({ parent: holder, state: EditorState.create({ extensions: [EditorView.cspNonce.of(this.nonce), basicSetup, lintGutter(), EditorView.lineWrapping, heard, named] }) });
  }

  #range(finding) {
    const line = this.view.state.doc.line(finding.line), at = finding.value ? line.text.indexOf(finding.value) : -1;
    return at < 0 ? { from: line.from, to: line.to } : { from: line.from + at, to: line.from + at + finding.value.length };
  }

  #item(finding, language) {
    const isThere = finding.line && finding.line <= this.view.state.doc.lines;
    const acts = isThere ? [button(say("go_to_line", { line: finding.line }), () => this.go(finding.line), { class: "offer" })] : [];
    if (isThere && finding.value && this.view.state.doc.line(finding.line).text.includes(finding.value)) acts.push(...offering(finding, (offer) => this.#put(finding, offer)));
    return show(finding, language, { where: finding.line ? say("line", { line: finding.line }) : "", acts });
  }

  #put(finding, insert) {
    const line = this.view.state.doc.line(finding.line);
    if (!line.text.includes(finding.value)) return;
    this.view.dispatch({ changes: { ...this.#range(finding), insert } });
    this.go(finding.line);
  }
}
