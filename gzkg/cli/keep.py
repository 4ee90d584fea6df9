"""Commands that keep the files: check, format, begin, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from gzkg import ChecksFailed, GraphFileError, KnowledgeGraph, Settings, plain
from gzkg.cli.show import printed, show_json, show_progress, show_rows

_SEVERITIES: Final = {
    "en": {"violation": "violation", "warning": "warning", "info": "info"},
    "zh": {"violation": "错误", "warning": "警告", "info": "提示"},
}
_GAPS: Final = {"en": " ", "zh": ""}
_TOTALS: Final = {
    "en": "Violations: {violations}, warnings: {warnings}.",
    "zh": "错误 {violations} 处，警告 {warnings} 处。",
}


@click.command()
@click.option("--warnings/--no-warnings", default=True, help="Show warnings too, not only violations.")
@printed
@click.pass_obj
def check(settings: Settings, warnings: bool, form: str | None) -> None:
    """Check the files: layout, shapes, rules. All findings at once, each with its repair."""
    with show_progress() as progress, KnowledgeGraph(settings) as graph:
        found = graph.check(progress=progress)
    shown = [one for one in found if one.severity == "violation" or (warnings and one.severity == "warning")]
    violations = [one for one in found if one.severity == "violation"]
    language = settings.language
    if form == "json":
        show_json(shown)
    elif form == "csv":
        rows = [{**plain(one), "message": one.message[language], "repair": one.repair[language]} for one in shown]
        show_rows(rows, ["severity", "check", "file", "line", "subject", "message", "repair"], form)
    else:
        for one in shown:
            where = f"{one.file}:{one.line}" if one.line else one.file
            text = _GAPS[language].join((one.message[language], one.repair[language])).strip()
            click.echo(f"{where}: {_SEVERITIES[language][one.severity]} [{one.check}] {text}")
        warned = sum(one.severity == "warning" for one in found)
        click.echo(_TOTALS[language].format(violations=len(violations), warnings=warned), err=True)
    if violations:
        raise ChecksFailed(violations)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
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
        sys.exit(1)


@click.command()
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


@click.command()
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


COMMANDS: Final = (check, fmt, new, export)
