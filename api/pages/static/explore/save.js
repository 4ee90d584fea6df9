/** Saving exactly what is shown: a picture, a drawing, a network for Gephi, a table. */
import { csvOf } from "./csv.js";
import { gexfOf } from "./gexf.js";
import { labelsOf, paint, paintLabels } from "./paint.js";
import { paintMarks } from "./marks.js";
import { svgOf } from "./svg.js";

const LEAST_RATIO = 2;

/** Save what is shown in a format: png, svg, gexf or csv; `caption` goes below pictures and into the network. */
export async function save(kind, view, stage, caption) {
  const made = { png: pngOf, svg: (...given) => blob(svgOf(...given), "image/svg+xml"), gexf: () => blob(gexfOf(view, caption), "application/gexf+xml"), csv: () => blob(`\ufeff${csvOf(view)}`, "text/csv") };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await made[kind](view, stage, caption));
  link.download = `gzkg-${view.day}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function blob(text, type) {
  return new Blob([text], { type: `${type};charset=utf-8` });
}

const FOOT = 26;

function pngOf(view, stage, caption) {
  const { width, height, marks } = stage, t = stage.transform, ratio = Math.max(LEAST_RATIO, stage.ratio);
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * ratio), height: Math.round((height + FOOT) * ratio) });
  const context = canvas.getContext("2d"), picture = { ...stage.picture, width, height: height + FOOT, ratio, dim: marks.node >= 0 || marks.paths?.length > 0 };
  paint(context, picture, t);
  if (!picture.dim) paintLabels(context, picture, labelsOf(context, { ...picture, height }, t, marks.wanted));
  paintMarks(context, { ...picture, height }, t, { ...marks, hovered: -1 });
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = picture.theme.sheet;
  context.fillRect(0, height, width, FOOT);
  context.font = `11.5px ${picture.theme.font}`;
  context.fillStyle = picture.theme.soft;
  context.textBaseline = "middle";
  context.fillText(caption, 10, height + FOOT / 2, width - 20);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
