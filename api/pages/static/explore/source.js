/** What the service tells: networks, measures, communities, names of countries; each is asked once. */

export class Source {
  /** `base` is the address of networks. */
  constructor(base) {
    Object.assign(this, { base, told: new Map() });
  }

  /** Return the network of some layers, of all time and every status. */
  network(layers) {
    return this.ask("", { layer: layers, as_of: "ever", status: "any" });
  }

  /** Return code -> name of the countries of a network, in a language. */
  async countries(layers, lang) {
    const { nodes } = await this.ask("", { layer: layers, as_of: "ever", status: "any", aggregate: "country" });
    return new Map(nodes.filter((node) => node.country).map((node) => [node.country, node[`label_${lang}`] ?? node.label_en ?? node.country]));
  }

  /** Return id -> value of a measure in a network; empty when it has no edges. */
  async values(measure, asked) {
    const { rows } = await this.ask("/centrality", { measure, ...asked }, { rows: [] });
    return new Map(rows.map((row) => [row.id, row[measure]]));
  }

  /** Return id -> number of its community, in the network of all time. */
  async communities(layers) {
    const { details } = await this.ask("/communities", { layer: layers, as_of: "ever" }, { details: { members: [] } });
    return new Map(details.members.map((row) => [row.id, String(row.community)]));
  }

  /** Return an answer; `none` instead when the network is empty. Throws an Error that tells what the service says. */
  ask(path, given, none) {
    const asked = new URLSearchParams({ format: "json" });
    for (const [name, value] of Object.entries(given)) for (const each of [value].flat()) asked.append(name, each);
    const address = `${this.base}${path}?${asked}`;
    if (!this.told.has(address)) {
      this.told.set(address, read(address, none));
      this.told.get(address).catch(() => this.told.delete(address));
    }
    return this.told.get(address);
  }
}

async function read(address, none) {
  const answer = await fetch(address), told = await answer.json();
  if (answer.ok) return told;
  if (none && String(told.type).endsWith("EmptyNetwork")) return none;
  throw new Error(told.detail ?? answer.statusText);
}
