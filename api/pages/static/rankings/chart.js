/** The lines under the pointer: one city brought out of the others, and what all of them were on one date. */

const chart = document.getElementById("chart"), legend = document.getElementById("legend");
const ruler = document.getElementById("ruler"), readout = document.getElementById("readout");
const dates = JSON.parse(document.getElementById("lines").textContent);
const words = JSON.parse(document.getElementById("words").textContent);

if (chart) {
  const dots = [...chart.querySelectorAll(".dot")];
  const places = new Map(dots.map((dot) => [dot.dataset.date, Number(dot.getAttribute("cx"))]));
  const names = new Map([...legend.children].map((item) => [item.dataset.line, item.textContent.trim()]));

  for (const part of document.querySelectorAll("[data-line]")) {
    part.addEventListener("pointerenter", () => light(part.dataset.line));
    part.addEventListener("pointerleave", () => light(null));
    part.addEventListener("focusin", () => light(part.dataset.line));
    part.addEventListener("focusout", () => light(null));
  }
  chart.addEventListener("pointermove", (event) => show(nearest(event.clientX)));
  chart.addEventListener("pointerleave", () => show(null));
  readout.hidden = false;

  function nearest(clientX) {
    const box = chart.getBoundingClientRect(), x = ((clientX - box.left) / box.width) * chart.viewBox.baseVal.width;
    return [...places].reduce((best, entry) => (Math.abs(entry[1] - x) < Math.abs(best[1] - x) ? entry : best))[0];
  }

  function light(line) {
    for (const place of [chart, legend]) {
      place.classList.toggle("dimmed", line !== null);
      for (const part of place.querySelectorAll("[data-line]")) part.classList.toggle("lit", part.dataset.line === line);
    }
  }

  function show(date) {
    ruler.setAttribute("visibility", date ? "visible" : "hidden");
    for (const dot of dots) dot.classList.toggle("now", dot.dataset.date === date);
    readout.replaceChildren();
    if (!date) return;
    ruler.setAttribute("transform", `translate(${places.get(date)} 0)`);
    const when = document.createElement("b");
    when.textContent = date;
    readout.append(when, ...dates[date].map(told));
  }

  function told({ id, value, rank, sharing, of }) {
    const part = document.createElement("span"), place = sharing > 1 ? words.equal.replace("{rank}", rank) : rank;
    const number = Number.isInteger(value) ? value.toLocaleString() : value.toPrecision(4);
    part.textContent = `${names.get(id)} ${number} · ${words.rank_of.replace("{rank}", place).replace("{of}", of)}`;
    return part;
  }
}
