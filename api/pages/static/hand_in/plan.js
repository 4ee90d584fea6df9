/** What taking a file would change, for people: what is new, what is known already, whose partners become more. */

import { tellPeriod } from "../dating.js";
import { make } from "../element.js";
import { say } from "../words.js";
import { named } from "./parts.js";

const MOST = 30;

/** Show a plan; `thing` is the address below which the pages of things are. */
export function showPlan(plan, language, thing) {
  const link = ({ id, label }) => make("a", { href: thing + id }, named(label, language, id));
  const parts = [
    ...section("new_relations", plan.relations, (one) => relation(one, language, link)),
    ...section("new_entities", plan.entities, (one) => entity(one, language)),
    ...section("new_sources", plan.sources, (one) => entity(one, language)),
    plan.claims ? make("p", {}, say("new_claims", { number: plan.claims })) : null,
    ...section("known_already", plan.duplicates, (one) => [say("duplicate", { new: one.new }), " ", make("a", { href: thing + one.existing }, one.existing)]),
    ...partners(plan.degrees, language, link),
    plan.derived.length || plan.withdrawn.length ? make("p", { class: "quiet" }, say("derived", { added: plan.derived.length, withdrawn: plan.withdrawn.length })) : null,
  ].filter(Boolean);
  const isNew = plan.relations.length || plan.entities.length || plan.sources.length || plan.claims;
  return isNew ? parts : [make("p", {}, say("nothing_new")), ...parts];
}

function section(key, things, show) {
  if (!things.length) return [];
  const items = things.slice(0, MOST).map((one) => make("li", {}, ...show(one)));
  if (things.length > MOST) items.push(make("li", { class: "quiet" }, say("and_more", { number: things.length - MOST })));
  return [make("h4", {}, say(key, { number: things.length })), make("ul", { class: "news" }, ...items)];
}

function relation(one, language, link) {
  const ends = one.ends.flatMap((end, i) => [i ? " – " : "", link(end)]);
  const said = one.claims.map((claim) => make("div", { class: "small quiet" }, say("says"), make("a", { href: link({ id: claim.source }).href }, named(claim.label, language, claim.source)), " — ", named(claim.statement, language)));
  return [...ends, " ", make("span", { class: "tag" }, named(one.kind_label, language, one.kind)), " ", make("span", { class: "quiet" }, tellPeriod(one.bounds)), ...said];
}

const entity = (one, language) => [make("strong", {}, named(one.label, language, one.id)), " ", make("span", { class: "tag" }, named(one.kind_label, language, one.kind)), " ", make("code", { class: "small quiet" }, one.id)];

function partners(degrees, language, link) {
  if (!degrees.length) return [];
  const rows = degrees.slice(0, MOST).map((one) => make("tr", {}, make("th", { scope: "row" }, link(one)), make("td", {}, named(one.layer_label, language, one.layer)), make("td", { class: "number" }, String(one.before)), make("td", { class: "number" }, make("strong", {}, String(one.after)))));
  const head = ["who", "layer", "before", "after"].map((key, i) => make("th", { scope: "col", class: i > 1 ? "number" : "" }, say(key)));
  const more = degrees.length > MOST ? make("p", { class: "quiet" }, say("and_more", { number: degrees.length - MOST })) : "";
  return [make("h4", {}, say("partners")), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("partners") }, make("table", { class: "partners" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows))), more];
}
