/** The question of the first page: a city chosen by name goes along by its id; the map and the list follow the year. */
import "./copy.js";
import { attach } from "./search.js";

const city = document.getElementById("city"), year = document.getElementById("year"), slide = document.getElementById("slide");
if (city) {
  const chosen = document.getElementById("city-id"), drawn = chosen.value, world = document.querySelector(".world");
  chosen.disabled = false; // without scripts the name that was typed counts
  attach(city, (match) => {
    city.value = match.label[city.dataset.lang] ?? match.matched;
    chosen.value = match.id;
    world.hidden = match.id !== drawn; // it is the map of one city
    year.focus();
  });
  city.addEventListener("input", () => { chosen.value = ""; });

  slide.closest("label").hidden = false;
  slide.addEventListener("input", () => { year.value = slide.value; show(Number(slide.value)); });
  year.addEventListener("input", () => {
    const typed = /^\d{4}/.exec(year.value);
    if (typed) show(Number((slide.value = typed[0])));
  });
}

/** Show what was tied in a year: arcs, names, and how many; the address keeps the year, in either language. */
function show(shown) {
  for (const place of [location, ...document.querySelectorAll(".language a")]) {
    const address = new URL(place.href);
    address.searchParams.set("as_of", shown);
    if (place === location) history.replaceState(null, "", address);
    else place.href = address;
  }
  const isTied = ({ first, until }) => Number(first) <= shown && (!until || shown <= Number(until));
  for (const drawn of document.querySelectorAll(".globe [data-first]")) drawn.classList.toggle("on", isTied(drawn.dataset));
  let n = 0;
  for (const item of document.querySelectorAll(".tied li")) n += Number(!(item.hidden = !isTied(item.dataset)));
  const tally = document.getElementById("tally"), { none, one, many } = tally.dataset;
  tally.textContent = (n === 0 ? none : n === 1 ? one : many).replace("{year}", shown).replace("{n}", n);
}
