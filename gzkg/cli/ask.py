"""Commands that ask the graph."""

from __future__ import annotations

import signal
from typing import Any, Final, get_args

import click

from gzkg import KnowledgeGraph, Ontology, Question, Relation, Settings, StatusGroup
from gzkg.cli.show import printed, show_answer, show_json, show_rows

_STATUSES: Final = click.Choice(get_args(StatusGroup))


@click.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", type=click.File(encoding="utf-8"), help="Read the query from a file; - is stdin.")
@click.option("--format", help="json, xml, csv, tsv; turtle, ntriples, rdfxml, jsonld, trig, nquads.")
@click.option("--explain", is_flag=True, help="If the answer is empty, say which terms do not occur, and the nearest.")
@printed
@click.pass_obj
def query(
    settings: Settings, sparql: str | None, file: Any, format: str | None, explain: bool, form: str | None
) -> None:
    """Answer a SPARQL query over the graph."""
    text = file.read() if file else sparql
    if not text:
        raise click.UsageError("Give a query, or --file.")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine hears of no Ctrl-C while it works
    with KnowledgeGraph(settings) as graph:
        show_answer(graph.query(text), format or form)
        for term in graph.explain(text) if explain else ():
            click.echo(f"{term.line}:{term.column}: {term.message[settings.language]}", err=True)


@click.command()
@click.argument("id")
@printed
@click.pass_obj
def entity(settings: Settings, id: str, form: str | None) -> None:
    """Show one entity or record: names, classes, properties."""
    with KnowledgeGraph(settings) as graph:
        found = graph.entity(id)
    if form == "json":
        return show_json(found)
    rows = [{"property": "class", "value": ", ".join(found.classes)}]
    rows += [{"property": f"{name.role} name ({name.language})", "value": name.text} for name in found.names]
    base = found.iri.removesuffix(found.id)
    rows += [
        {"property": name, "value": str(term).removeprefix(base)}
        for name, terms in found.properties.items()
        for term in terms
    ]
    return show_rows(rows, ["property", "value"], form, title=f"{found.label.get(settings.language)}  {found.id}")


@click.command()
@click.argument("ids", nargs=-1, required=True)
@printed
@click.pass_obj
def brief(settings: Settings, ids: tuple[str, ...], form: str | None) -> None:
    """Show in brief what many things are: name, class, position; by id or IRI."""
    with KnowledgeGraph(settings) as graph:
        found = graph.brief(ids)
    if form == "json":
        return show_json(found)
    columns = ["id", "en", "zh", "class", "longitude", "latitude"]
    rows = []
    for one in found:
        across, up = one.point or ("", "")
        names = {language: one.label.get(language, "") for language in ("en", "zh")}
        place = {"class": ", ".join(one.classes), "longitude": across, "latitude": up}
        rows.append({"id": one.id or one.iri, **names, **place})
    return show_rows(rows, columns, form)


@click.command()
@click.argument("name")
@click.option("--limit", default=10, type=click.IntRange(min=1), show_default=True, help="Most matches shown.")
@click.option("--kind", help="Keep one class: City, CityNetwork, event-series, ….")
@printed
@click.pass_obj
def find(settings: Settings, name: str, *, limit: int, kind: str | None, form: str | None) -> None:
    """Find entities by name: Chinese, English, pinyin, other languages, misspelt."""
    with KnowledgeGraph(settings) as graph:
        found = graph.find(name, limit=limit, kind=kind)
    if form == "json":
        return show_json(found)
    rows = [
        {
            "id": match.id,
            "en": match.label.get("en", ""),
            "zh": match.label.get("zh", ""),
            "class": ", ".join(match.classes),
            "matched": match.matched,
            "why": match.why,
            "score": match.score,
        }
        for match in found
    ]
    return show_rows(rows, ["id", "en", "zh", "class", "matched", "why", "score"], form)


@click.command()
@click.argument("id")
@click.option("--kind", help="tie, membership, participation, siting, … or a tie kind or role such as sister-city.")
@click.option("--status", default="factual", show_default=True, type=_STATUSES, help="Keep a group of statuses.")
@click.option("--as-of", help="Keep what held on this day, or in this year or span: 1990-01-01, 1990.")
@printed
@click.pass_obj
def relations(settings: Settings, id: str, kind: str | None, status: Any, as_of: str | None, form: str | None) -> None:
    """List the dated records that touch an entity."""
    with KnowledgeGraph(settings) as graph:
        found = graph.relations(id, kind=kind, status=status, as_of=as_of)
    if form == "json":
        return show_json(found)
    columns = ["start", "end", "kind", "name", "value", "status", "certainty", "sources", "id"]
    return show_rows([_relation_row(relation, settings.language) for relation in found], columns, form)


@click.command()
@click.argument("id")
@click.option("--relations", is_flag=True, help="Also about its records; of a source, all that it says.")
@printed
@click.pass_obj
def claims(settings: Settings, id: str, relations: bool, form: str | None) -> None:
    """List what sources say about an entity or record."""
    with KnowledgeGraph(settings) as graph:
        found = graph.claims(id, relations=relations)
    if form == "json":
        return show_json(found)
    rows = [
        {
            "stated on": claim.stated_on,
            "status": claim.status,
            "rank": claim.rank,
            "statement": claim.statement.get(settings.language, ""),
            "source": claim.source.label.get(settings.language, ""),
            "address": claim.source.url or "",
        }
        for claim in found
    ]
    return show_rows(rows, ["stated on", "status", "rank", "statement", "source", "address"], form)


@click.command()
@click.argument("id")
@printed
@click.pass_obj
def sources(settings: Settings, id: str, form: str | None) -> None:
    """List the sources that speak of an entity or record."""
    with KnowledgeGraph(settings) as graph:
        found = graph.sources(id)
    if form == "json":
        return show_json(found)
    rows = [{"id": s.id, "source": s.label.get(settings.language, ""), "address": s.url or ""} for s in found]
    return show_rows(rows, ["id", "source", "address"], form)


@click.command()
@click.argument("id")
@printed
@click.pass_obj
def positions(settings: Settings, id: str, form: str | None) -> None:
    """Show where a city stands among all cities in the network of each layer."""
    with KnowledgeGraph(settings) as graph:
        found = graph.positions(id)
    if form == "json":
        return show_json(found)
    rows = [
        {"layer": p.layer, "measure": p.measure, "value": p.value, "rank": p.rank, "of": p.of, "as of": p.as_of}
        for p in found
    ]
    return show_rows(rows, ["layer", "measure", "value", "rank", "of", "as of"], form)


@click.command()
@click.argument("id")
@click.option("--format", default="turtle", show_default=True, help="turtle, ntriples, jsonld, rdfxml, trig, nquads.")
@click.pass_obj
def describe(settings: Settings, id: str, format: str) -> None:
    """Print an entity or record as RDF, with its records, their claims and sources."""
    with KnowledgeGraph(settings) as graph:
        click.echo(graph.describe(id, format))


@click.command()
@printed
@click.pass_obj
def summary(settings: Settings, form: str | None) -> None:
    """Count what the graph holds."""
    with KnowledgeGraph(settings) as graph:
        counted = graph.summary()
    if form == "json":
        return show_json(counted)
    title = f"{counted.triples} curated triples, {counted.inferred} inferred for {counted.reference_date}"
    rows = [{"class": name, "number": number} for name, number in counted.classes.items()]
    return show_rows(rows, ["class", "number"], form, title=title)


@click.command()
@click.argument("term", required=False)
@printed
@click.pass_obj
def ontology(settings: Settings, term: str | None, form: str | None) -> None:
    """List the terms of the ontology, or show one: City, gz:within, tie-kind, tie-kind:sister-city."""
    with KnowledgeGraph(settings) as graph:
        whole = graph.ontology()
    found = whole if term is None else whole.term(term)
    if form == "json":
        return show_json(found)
    terms = list(whole.terms()) if isinstance(found, Ontology) else [found]
    rows = [
        {
            "term": one.name,
            "name": one.label.get(settings.language, ""),
            "uses": "" if one.uses is None else one.uses,
            "example": getattr(one, "example", None) or "",
            "meaning": one.definition.get(settings.language, ""),
        }
        for one in terms
    ]
    return show_rows(rows, ["term", "name", "uses", "example", "meaning"], form)


@click.command()
@click.argument("id", required=False)
@click.option("--sparql", is_flag=True, help="Print the query instead of running it.")
@printed
@click.pass_obj
def questions(settings: Settings, id: str | None, sparql: bool, form: str | None) -> None:
    """List the competency questions, or run one."""
    with KnowledgeGraph(settings) as graph:
        if id is None:
            rows = [_question_row(question, settings.language) for question in graph.questions()]
            return show_rows(rows, ["id", "kind", "question"], form)
        question = graph.question(id)
        if sparql:
            return click.echo(question.sparql)
        answer = graph.query(question.sparql)
        return show_answer(answer, form, title=question.text[settings.language], note=question.note)


def _relation_row(relation: Relation, language: str) -> dict[str, Any]:
    return {
        "start": _dates(relation.bounds.start_earliest, relation.bounds.start_latest),
        "end": _dates(relation.bounds.end_earliest, relation.bounds.end_latest),
        "kind": " ".join((relation.kind, *relation.detail)),
        "name": relation.label.get(language, ""),
        "value": relation.value or "",
        "status": relation.status or "",
        "certainty": relation.certainty or "",
        "sources": " ".join(relation.sources),
        "id": relation.id,
    }


def _dates(earliest: Any, latest: Any) -> str:
    return str(earliest or "") if earliest == latest else f"{earliest or ''}..{latest or ''}"


def _question_row(question: Question, language: str) -> dict[str, str]:
    return {"id": question.id, "kind": question.kind, "question": question.text[language]}


COMMANDS: Final = (
    query,
    entity,
    brief,
    find,
    relations,
    claims,
    sources,
    positions,
    describe,
    summary,
    ontology,
    questions,
)
