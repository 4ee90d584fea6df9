"""The commands: read arguments, call the door, print. Tables for people, `--json` and `--csv` for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from gzkg import (
    BadDate,
    BadId,
    ChecksFailed,
    GraphFileError,
    GzkgError,
    KnowledgeGraph,
    QueryError,
    Question,
    Relation,
    Settings,
    SettingsError,
    StoreError,
    UnknownEntity,
    UnknownQuestion,
    UnknownTerm,
    UnsupportedFormat,
    __version__,
    plain,
)

EXIT_CODES: Final[dict[type[GzkgError], int]] = {
    ChecksFailed: 1,
    BadId: 2,
    BadDate: 2,
    UnknownTerm: 2,
    UnsupportedFormat: 2,
    SettingsError: 2,
    UnknownEntity: 3,
    UnknownQuestion: 3,
    QueryError: 4,
    GraphFileError: 5,
    StoreError: 6,
}
"""What the shell sees: 0 done, 1 findings, 2 wrong arguments, 3 no such thing, 4 query refused, 5 file, 6 engine."""

Rows = Sequence[Mapping[str, Any]]
_STATUSES: Final = click.Choice(["factual", "prospective", "negative", "any"])


class Commands(click.Group):
    """A group that turns every error of gzkg into its message and exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Exits with the code of the error's class, its message on stderr."""
        try:
            return super().invoke(ctx)
        except GzkgError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(exit_code(error))


def exit_code(error: GzkgError) -> int:
    """Return the exit code of an error: that of the nearest class in the table."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)


def printed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--json` and `--csv` to a command; it gets the choice as `form`."""
    as_json = click.option("--json", "form", flag_value="json", help="Print JSON.")
    as_csv = click.option("--csv", "form", flag_value="csv", help="Print CSV.")
    return as_json(as_csv(command))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--root", type=click.Path(path_type=Path), help="Folder that holds ontology/ and graph/ [GZKG_ROOT].")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of names and messages [GZKG_LANG].")
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context, root: Path | None, lang: str | None) -> None:
    """City diplomacy as a knowledge graph: ask it, check it, add to it."""
    given = {"GZKG_ROOT": str(root) if root else None, "GZKG_LANG": lang}
    ctx.obj = Settings.from_env({**os.environ, **{name: value for name, value in given.items() if value}})


@main.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", type=click.File(encoding="utf-8"), help="Read the query from a file; - is stdin.")
@click.option("--format", help="json, xml, csv, tsv; turtle, ntriples, rdfxml, jsonld, trig, nquads.")
@printed
@click.pass_obj
def query(settings: Settings, sparql: str | None, file: Any, format: str | None, form: str | None) -> None:
    """Answer a SPARQL query over the graph."""
    text = file.read() if file else sparql
    if not text:
        raise click.UsageError("Give a query, or --file.")
    with KnowledgeGraph(settings) as graph:
        answer = graph.query(text)
        if format or form or answer.holds == "graph":
            click.echo(answer.serialize(format or form).decode(), nl=False)
        else:
            _table([{name: str(term or "") for name, term in row.items()} for row in answer], answer.columns)


@main.command()
@click.argument("id")
@printed
@click.pass_obj
def entity(settings: Settings, id: str, form: str | None) -> None:
    """Show one entity or record: names, classes, properties."""
    with KnowledgeGraph(settings) as graph:
        found = graph.entity(id)
    if form == "json":
        return _json(found)
    rows = [{"property": "class", "value": ", ".join(found.classes)}]
    rows += [{"property": f"{name.role} name ({name.language})", "value": name.text} for name in found.names]
    rows += [{"property": name, "value": str(term)} for name, terms in found.properties.items() for term in terms]
    return _print(rows, ["property", "value"], form, title=f"{found.label.get(settings.language)}  {found.id}")


@main.command()
@click.argument("name")
@click.option("--limit", default=10, show_default=True, help="Most matches shown.")
@printed
@click.pass_obj
def find(settings: Settings, name: str, limit: int, form: str | None) -> None:
    """Find entities by name: Chinese, English, pinyin, other languages, misspelt."""
    with KnowledgeGraph(settings) as graph:
        found = graph.find(name, limit=limit)
    if form == "json":
        return _json(found)
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
    return _print(rows, ["id", "en", "zh", "class", "matched", "why", "score"], form)


@main.command()
@click.argument("id")
@click.option("--kind", help="tie, membership, participation, siting, … or a tie kind or role such as sister-city.")
@click.option("--status", default="factual", show_default=True, type=_STATUSES, help="Keep a group of statuses.")
@click.option("--as-of", help="Keep what held on this day, such as 1990-01-01.")
@printed
@click.pass_obj
def relations(settings: Settings, id: str, kind: str | None, status: Any, as_of: str | None, form: str | None) -> None:
    """List the dated records that touch an entity."""
    with KnowledgeGraph(settings) as graph:
        found = graph.relations(id, kind=kind, status=status, as_of=as_of)
    if form == "json":
        return _json(found)
    columns = ["start", "end", "kind", "name", "status", "certainty", "sources", "id"]
    return _print([_relation_row(relation, settings.language) for relation in found], columns, form)


@main.command()
@click.argument("id")
@printed
@click.pass_obj
def claims(settings: Settings, id: str, form: str | None) -> None:
    """List what sources say about an entity or record."""
    with KnowledgeGraph(settings) as graph:
        found = graph.claims(id)
    if form == "json":
        return _json(found)
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
    return _print(rows, ["stated on", "status", "rank", "statement", "source", "address"], form)


@main.command()
@click.argument("id")
@printed
@click.pass_obj
def sources(settings: Settings, id: str, form: str | None) -> None:
    """List the sources that speak of an entity or record."""
    with KnowledgeGraph(settings) as graph:
        found = graph.sources(id)
    if form == "json":
        return _json(found)
    rows = [{"id": s.id, "source": s.label.get(settings.language, ""), "address": s.url or ""} for s in found]
    return _print(rows, ["id", "source", "address"], form)


@main.command()
@printed
@click.pass_obj
def summary(settings: Settings, form: str | None) -> None:
    """Count what the graph holds."""
    with KnowledgeGraph(settings) as graph:
        counted = graph.summary()
    if form == "json":
        return _json(counted)
    title = f"{counted.triples} curated triples, {counted.inferred} inferred for {counted.reference_date}"
    rows = [{"class": name, "number": number} for name, number in counted.classes.items()]
    return _print(rows, ["class", "number"], form, title=title)


@main.command()
@click.argument("id", required=False)
@click.option("--sparql", is_flag=True, help="Print the query instead of running it.")
@printed
@click.pass_obj
def questions(settings: Settings, id: str | None, sparql: bool, form: str | None) -> None:
    """List the competency questions, or run one."""
    with KnowledgeGraph(settings) as graph:
        if id is None:
            rows = [_question_row(question, settings.language) for question in graph.questions()]
            return _print(rows, ["id", "kind", "question"], form)
        question = graph.question(id)
        if sparql:
            return click.echo(question.sparql)
        answer = graph.query(question.sparql)
        if form or answer.holds == "graph":
            return click.echo(answer.serialize(form).decode(), nl=False)
        rows = [{name: str(term or "") for name, term in row.items()} for row in answer]
        return _table(rows, answer.columns, title=question.text[settings.language])


@main.command()
@click.option("--warnings/--no-warnings", default=True, help="Show warnings too, not only violations.")
@printed
@click.pass_obj
def check(settings: Settings, warnings: bool, form: str | None) -> None:
    """Check the files: layout, shapes, rules. All findings at once, each with its repair."""
    with _progress() as progress, KnowledgeGraph(settings) as graph:
        found = graph.check(progress=progress)
    shown = [one for one in found if one.severity == "violation" or (warnings and one.severity == "warning")]
    violations = [one for one in found if one.severity == "violation"]
    if form:
        _print(plain(shown), ["severity", "check", "file", "line", "subject", "message", "repair"], form)
    else:
        for one in shown:
            where = f"{one.file}:{one.line}" if one.line else one.file
            repair = one.repair.get(settings.language, "")
            click.echo(f"{where}: {one.severity} [{one.check}] {one.message[settings.language]} {repair}".rstrip())
        warned = sum(one.severity == "warning" for one in found)
        click.echo(f"{len(violations)} violations, {warned} warnings.", err=True)
    if violations:
        raise ChecksFailed(violations)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail if a file is not canonical.")
@click.pass_obj
def fmt(settings: Settings, paths: tuple[Path, ...], only_check: bool) -> None:
    """Put curated files into canonical Turtle."""
    with KnowledgeGraph(settings) as graph:
        changed = graph.format(paths, write=not only_check)
    for path in changed:
        click.echo(path)
    click.echo(f"{len(changed)} files {'are not canonical' if only_check else 'rewritten'}.", err=True)
    if changed and only_check:
        sys.exit(EXIT_CODES[ChecksFailed])


@main.command()
@click.argument("id")
@click.argument("kind")
@click.option("--en", default="", help="English name.")
@click.option("--zh", default="", help="Chinese name (simplified).")
@click.option(
    "--set", "pairs", multiple=True, metavar="PROPERTY=VALUE", help="within=country/fr, kind=tie-kind:sister-city …"
)
@click.pass_obj
def new(settings: Settings, id: str, kind: str, en: str, zh: str, pairs: tuple[str, ...]) -> None:
    """Begin the file of a new thing of class KIND; `check` says what it still needs."""
    properties = [(name, value) for name, _, value in (pair.partition("=") for pair in pairs)]
    with KnowledgeGraph(settings) as graph:
        click.echo(graph.new(id, kind, en=en, zh=zh, properties=properties))


@main.command()
@click.option(
    "--format", default="trig", show_default=True, help="trig, nquads, jsonld; one graph: turtle, ntriples, …"
)
@click.option("--graph", "graph_name", help="One graph only: curated, ontology, inferred/R08-tied-with …")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; stdout otherwise."
)
@click.pass_obj
def export(settings: Settings, format: str, graph_name: str | None, output: Path | None) -> None:
    """Write the dataset, or one graph of it, as RDF."""
    with KnowledgeGraph(settings) as graph:
        text = graph.export(format, graph=graph_name)
    if output is None:
        return click.echo(text, nl=False)
    try:
        output.write_bytes(text)
    except OSError as error:
        raise GraphFileError(output, f"Cannot be written: {error.strerror}. Choose another place.") from None
    return None


def _relation_row(relation: Relation, language: str) -> dict[str, Any]:
    return {
        "start": _dates(relation.bounds.start_earliest, relation.bounds.start_latest),
        "end": _dates(relation.bounds.end_earliest, relation.bounds.end_latest),
        "kind": " ".join((relation.kind, *relation.detail)),
        "name": relation.label.get(language, ""),
        "status": relation.status or "",
        "certainty": relation.certainty or "",
        "sources": " ".join(relation.sources),
        "id": relation.id,
    }


def _dates(earliest: Any, latest: Any) -> str:
    return str(earliest or "") if earliest == latest else f"{earliest or ''}..{latest or ''}"


def _question_row(question: Question, language: str) -> dict[str, str]:
    return {"id": question.id, "kind": question.kind, "question": question.text[language]}


def _json(value: Any) -> None:
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def _print(rows: Rows, columns: Sequence[str], form: str | None, *, title: str = "") -> None:
    if form == "json":
        _json(rows)
    elif form == "csv":
        writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        _table(rows, columns, title=title)


def _table(rows: Rows, columns: Sequence[str], *, title: str = "") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, title=title or None, title_justify="left", box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(str(row.get(column, "")) for column in columns))
    console = Console(width=None if sys.stdout.isatty() else 200, markup=False, highlight=False)
    console.print(table)
    console.print(f"{len(rows)} rows")


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task("", total=None, visible=console.is_terminal)
        yield lambda stage: bar.update(task, description=stage)
