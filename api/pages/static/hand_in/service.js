/** What the page asks of the service: to check a file, to mark it, to take it; and what goes wrong with that. */

/** Something the service would not do; `status` is 0 when it could not be reached. */
export class Refusal extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? "");
    Object.assign(this, { status, title: problem.title ?? "", line: problem.line, column: problem.column, findings: problem.findings, retryAfter });
  }
}

/** Check a file; return its findings, its cells as they were read, and what taking it would change. */
export const check = async (address, file) => (await send(address, file, { rows: "true", dry_run: "true", format: "json" })).json();

/** Return the workbook of a file with the faulty cells marked. */
export const mark = async (address, file, language) => (await send(address, file, { format: "xlsx", lang: language })).blob();

/** Hand a file in and return the receipt; the same key takes the same file once. */
export const submit = async (address, file, { token, key, note }) =>
  (await send(address, file, { note }, { Authorization: `Bearer ${token}`, "Idempotency-Key": key })).json();

async function send(address, file, asked, headers = {}) {
  const parameters = new URLSearchParams({ name: file.name, kind: file.kind, sheet: file.sheet, ...asked });
  for (const [column, value] of file.fills) parameters.append("set", `${column}=${value}`);
  return ask(`${address}?${parameters}`, { method: "POST", body: file.body, headers: { "Content-Type": file.type || "application/octet-stream", ...headers } });
}

/** Ask the service, and raise a Refusal when it refuses or cannot be reached. */
export async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, options);
  } catch {
    throw new Refusal(0, {});
  }
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Refusal(answer.status, problem, answer.headers.get("retry-after") ?? answer.headers.get("ratelimit-reset"));
}
