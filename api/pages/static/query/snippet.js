/** The very query as a line of other languages: curl, Python, R, JavaScript; and what quotes it there. */

/** Return a text as one word of a POSIX shell. */
export function forShell(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Return a text as a string of Python that keeps its lines. */
export function forPython(text) {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"').replace(/"$/, '\\"').replaceAll("\r", "\\r").replaceAll("\0", "\\0");
  return `"""${escaped}"""`;
}

/** Return a text as a string of R that keeps its lines. */
export function forR(text) {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\r", "\\r")}"`;
}

/** Return a text as a string of JavaScript that keeps its lines. */
export function forJavaScript(text) {
  return `\`${text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${").replaceAll("\r", "\\r")}\``;
}

/** Return the snippets for a question: `more` are its parameters but the query, `format` is that of the answer. */
export function snippets(address, query, more, format) {
  return { curl: curl(address, query, more, format), Python: python(address, query, more, format), R: r(address, query, more, format), JavaScript: script(address, query, more, format) };
}

function curl(address, query, more, format) {
  const rest = [...Object.entries(more), ["format", format]].map(([name, value]) => `--data-urlencode ${forShell(`${name}=${value}`)}`);
  return [`curl -sS ${forShell(address)}`, ...rest, `--data-urlencode ${forShell(`query=${query}`)}`].join(" \\\n  ") + "\n";
}

function python(address, query, more, format) {
  const asked = [`"query": query`, ...Object.entries({ ...more, format }).map(([name, value]) => `"${name}": ${forPython(value).replaceAll('"""', '"')}`)];
  const [take, read] = {
    csv: ["import pandas", "answer = pandas.read_csv(address)"],
    json: ["import json", "answer = json.load(urllib.request.urlopen(address))"],
    turtle: ["import rdflib", 'answer = rdflib.Graph().parse(address, format="turtle")'],
  }[format];
  const needs = format === "json" ? "import urllib.parse\nimport urllib.request" : "import urllib.parse";
  const show = format === "turtle" ? "print(answer.serialize())" : "print(answer)";
  const takes = format === "json" ? `${take}\n${needs}` : `${needs}\n\n${take}`;
  return `${takes}\n\nquery = ${forPython(query)}\nasked = {${asked.join(", ")}}\naddress = "${address}?" + urllib.parse.urlencode(asked)\n${read}\n${show}\n`;
}

function r(address, query, more, format) {
  const rest = Object.entries({ ...more, format }).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join("");
  const read = format === "csv" ? 'answer <- read.csv(address, encoding = "UTF-8")\nprint(answer)' : 'answer <- readLines(address, encoding = "UTF-8")\ncat(answer, sep = "\\n")';
  return `query <- ${forR(query)}\naddress <- paste0("${address}?query=", URLencode(query, reserved = TRUE), "${rest}")\n${read}\n`;
}

function script(address, query, more, format) {
  const rest = Object.entries({ ...more, format }).map(([name, value]) => `, ${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${JSON.stringify(value)}`).join("");
  const [wanted, read] = format === "turtle" ? ["", "text"] : ["", "json"];
  const asked = format === "csv" ? rest.replace('format: "csv"', 'format: "json"') : rest;
  return `${wanted}const query = ${forJavaScript(query)};\nconst body = new URLSearchParams({ query${asked} });\nconst answer = await fetch("${address}", { method: "POST", body });\nconsole.log(await answer.${read}());\n`;
}
