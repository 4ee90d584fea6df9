/** Buttons with `data-copy` put the text of the element with that id on the clipboard; without this script they stay hidden. */

const SHOWN_MS = 1600;

for (const button of document.querySelectorAll("button[data-copy]")) {
  const words = [...button.childNodes];
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!await copy(document.getElementById(button.dataset.copy))) return;
    button.replaceChildren(button.dataset.done);
    setTimeout(() => button.replaceChildren(...words), SHOWN_MS);
  });
}

/** Tell whether the text of an element could be copied; where there is no clipboard it is marked, to be copied by hand. */
async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent.trim());
    return true;
  } catch {
    getSelection().selectAllChildren(element);
    return false;
  }
}
