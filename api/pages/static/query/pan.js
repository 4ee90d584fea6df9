/** Moving and enlarging a drawing with mouse, fingers or buttons. */

import { select, zoom, zoomIdentity } from "../vendor/drawing.js";
import { make } from "../element.js";
import { say } from "../words.js";

/** Let a drawing be moved and enlarged; `moved(transform)` is told how, and the buttons for it are returned. */
export function pan(svg, moved, most = 40) {
  const behaviour = zoom().scaleExtent([0.5, most]).on("zoom", (event) => moved(event.transform));
  const drawing = select(svg).call(behaviour);
  svg.removeAttribute("style");
  const button = (text, label, act) => make("button", { type: "button", "aria-label": say(label), title: say(label), onclick: act }, text);
  const buttons = make("div", { class: "pan" },
    button("+", "nearer", () => behaviour.scaleBy(drawing, 1.6)),
    button("−", "farther", () => behaviour.scaleBy(drawing, 1 / 1.6)),
    button("⌂", "whole", () => behaviour.transform(drawing, zoomIdentity)));
  return { buttons, to: (transform) => behaviour.transform(drawing, transform) };
}
