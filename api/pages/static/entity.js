/** The slider of years: says the year while it moves, and shows what held then when it is let go. */

const slide = document.getElementById("slide");

if (slide) {
  const form = slide.form, shown = form.querySelector("label output");
  form.querySelector("button").hidden = true;
  shown.hidden = false;
  const tell = () => { shown.textContent = slide.value; };
  slide.addEventListener("input", tell);
  slide.addEventListener("change", () => form.requestSubmit());
  tell();
}
