/** The slider of years: says the year while it moves, and shows what held then when the pointer lets it go; keys only move it. */

const slide = document.getElementById("slide");

if (slide) {
  const shown = slide.form.querySelector("label output");
  let isPointed = false;
  const tell = () => { shown.textContent = slide.value; shown.hidden = false; };
  slide.addEventListener("input", tell);
  slide.addEventListener("pointerdown", () => { isPointed = true; });
  slide.addEventListener("keydown", () => { isPointed = false; });
  slide.addEventListener("change", () => { if (isPointed) slide.form.requestSubmit(); });
  if ("asked" in slide.dataset) tell();
}
