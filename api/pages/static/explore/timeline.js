/** The time slider: a year a step, a bar for each year, and a button that plays them. */
import { EVER, holds } from "./scene.js";
import { isoOf, sayDay, TOLD } from "./telling.js";
import { say } from "../words.js";
import { dayOf } from "./network.js";

const STEP_MS = 650, SVG = "http://www.w3.org/2000/svg";
const part = (id) => document.getElementById(id);

/** The day for which nothing else is asked. */
export const TODAY = dayOf(TOLD.today);

/** Return the day that the state means: a whole number, or `EVER`; a year means its last day. */
export function dayAsked(as_of) {
  if (as_of === EVER) return EVER;
  const day = /^\d{4}$/.test(as_of) ? Number(as_of) * 10000 + 1231 : dayOf(as_of, TODAY);
  return Math.floor(day / 10000) === Math.floor(TODAY / 10000) && /^\d{4}$/.test(as_of) ? TODAY : day;
}

export class Timeline {
  /** `changed(as_of)` is called with a day of the data form, "" for today, or `EVER`. */
  constructor(changed) {
    Object.assign(this, { changed, slider: part("year"), button: part("play"), playing: 0, bars: [] });
    this.slider.addEventListener("input", () => { this.stop(); changed(this.asOf(Number(this.slider.value))); });
    this.button.addEventListener("click", () => this.playing ? this.stop() : this.play());
    part("date").addEventListener("change", ({ target }) => { this.stop(); if (target.value) changed(dayOf(target.value) === TODAY ? "" : target.value); });
    part("ever").addEventListener("change", ({ target }) => { this.stop(); changed(target.checked ? EVER : ""); });
  }

  /** Cover the years of a network, each with a bar of how many pairs held at its end; without years, hide. */
  cover(network, years, possible) {
    part("time").hidden = !years;
    if (!years) return;
    [this.first, this.last] = years;
    this.slider.max = String(this.last - this.first);
    const counts = Array.from({ length: this.last - this.first + 1 }, (_, i) => count(network, dayOf(this.asOf(i), TODAY), possible));
    const most = Math.max(1, ...counts), drawing = part("years");
    drawing.setAttribute("viewBox", `0 0 ${counts.length} 100`);
    this.bars = counts.map((height, i) => bar(i, height && 4 + 96 * height / most));
    drawing.replaceChildren(...this.bars);
  }

  asOf(place) {
    const year = this.first + place;
    return year >= this.last ? "" : `${year}-12-31`;
  }

  /** Show a day and how many ties there are then. */
  show(as_of, ties) {
    const day = dayAsked(as_of), isEver = day === EVER, year = isEver ? this.last : Math.floor(day / 10000);
    const place = Math.max(0, Math.min(year - this.first, this.last - this.first)), told = isEver ? say("ties_ever", { ties }) : say("year_told", { day: sayDay(day), ties });
    this.slider.value = String(place);
    this.slider.setAttribute("aria-valuetext", told);
    part("when").textContent = told;
    part("date").value = isEver ? "" : isoOf(day);
    part("ever").checked = isEver;
    this.bars.forEach((drawn, i) => drawn.setAttribute("class", isEver || i < place ? "past" : i === place ? "now" : "next"));
  }

  play() {
    let place = Number(this.slider.value);
    if (place >= Number(this.slider.max)) place = -1;
    const step = () => {
      place++;
      this.changed(this.asOf(place));
      if (place >= Number(this.slider.max)) this.stop();
    };
    this.playing = setInterval(step, STEP_MS);
    this.label(true);
    step();
  }

  stop() {
    clearInterval(this.playing);
    this.playing = 0;
    this.label(false);
  }

  label(plays) {
    this.button.textContent = plays ? this.button.dataset.pause : this.button.dataset.play;
  }
}

function count(network, day, possible) {
  let pairs = 0;
  for (let pair = 0; pair < network.from.length; pair++) {
    for (let link = network.first[pair]; link < network.first[pair + 1]; link++) {
      if (network.status[link] === 0 && holds(network, link, day, possible)) { pairs++; break; }
    }
  }
  return pairs;
}

function bar(place, height) {
  const drawn = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: place + 0.08, y: 100 - height, width: 0.84, height })) drawn.setAttribute(name, value);
  return drawn;
}
