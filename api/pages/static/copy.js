/** Copying: buttons with `data-copy` copy the text of the element with that id; without this script they stay hidden. */

const SHOWN_MS = 1600;

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  copies(button, () => document.getElementById(button.dataset.copy).textContent.trim());
}

/** Make a button copy what `text()` gives, and say for a moment, in the words of its `data-done` or `data-failed`, how that went. */
export function copies(button, text) {
  const words = [...button.childNodes];
  let shown = 0;
  button.addEventListener("click", async () => {
    button.replaceChildren(await copy(text()) ? button.dataset.done : button.dataset.failed);
    clearTimeout(shown);
    shown = setTimeout(() => button.replaceChildren(...words), SHOWN_MS);
  });
}

/** Put a text on the clipboard, and tell whether that worked. */
async function copy(text) {
  if (!navigator.clipboard) return copyMarked(text);
  return navigator.clipboard.writeText(text).then(() => true, () => copyMarked(text));
}

/** Copy as one does by hand; over plain http a browser allows nothing else. */
function copyMarked(text) {
  const focused = document.activeElement, field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  return done;
}
