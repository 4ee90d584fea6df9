/** Bundle what the pages take from elsewhere into ../static/vendor, the same bytes every time, with its licences. */
import { build } from "esbuild";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawCoast } from "./coast.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static", "vendor");

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["editor.js", "drawing.js"],
  outdir: target,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
});
copyFileSync(join(here, "node_modules/world-atlas/land-110m.json"), join(target, "land.json"));
writeFileSync(join(target, "coast.svg"), drawCoast(JSON.parse(readFileSync(join(target, "land.json"), "utf8"))));

const bundled = Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
const packages = [...new Set([...bundled.filter(Boolean), "world-atlas"])].sort();
const entries = packages.map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), "utf8").replaceAll("\r", "").trim() : "(no licence file in the package)";
  return `${name} ${version}\n${license}\n\n${text}\n`;
});
writeFileSync(join(target, "LICENSES.txt"), entries.join(`\n${"-".repeat(78)}\n\n`));
