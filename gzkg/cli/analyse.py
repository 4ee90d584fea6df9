"""Commands that measure networks: one for each analysis, all with the same options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final, cast

import click

from gzkg import OFFERS, Analysis, BadOption, KnowledgeGraph, Offer, Option, Settings, options_of, serialize
from gzkg.cli.show import show_progress, show_table

_SHOWN: Final = 50
"""Rows that a person is shown of a long table."""

_WIDE: Final = 12
"""Columns that a person is shown of a wide table."""

_KINDS: Final = {"number": click.FLOAT, "whole": click.INT}

_SHOWING: Final = (
    click.Option(["--format"], help="json, csv, parquet, arrow, xlsx; of a network also graphml, gexf, pajek, …"),
    click.Option(["--json", "format"], flag_value="json", help="Print JSON, with the whole record of the method."),
    click.Option(["--csv", "format"], flag_value="csv", help="Print CSV."),
    click.Option(["--table"], default="", help="Give one of the further tables instead of the first."),
    click.Option(
        ["-o", "--output"],
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write a file; its ending is its format.",
    ),
)


def _command(offer: Offer) -> click.Command:
    def run(format: str | None, table: str, output: Path | None, **asked: Any) -> None:
        settings: Settings = click.get_current_context().obj
        given = {name: value for name, value in asked.items() if value not in (None, (), False)}
        if output and not output.parent.is_dir():
            raise click.UsageError(f"There is no folder {output.parent} to write {output.name} into.")
        with show_progress() as progress, KnowledgeGraph(settings) as graph:
            if offer.of_network:
                given["progress"] = lambda share: progress(f"{offer.name} {share:.0%}")
            answer = getattr(graph, offer.name)(**given)
        if output:
            output.write_bytes(serialize(answer, format or output.suffix.removeprefix("."), table=table))
        elif format:
            sys.stdout.buffer.write(serialize(answer, format, table=table))
        else:
            _show(answer, table, settings.language)

    arguments = [click.Argument([option.name], required=option.default is None) for option in offer.arguments]
    options = [_option(option) for option in options_of(offer.name) if option not in offer.arguments]
    return click.Command(offer.name, callback=run, params=[*arguments, *options, *_SHOWING], help=offer.about + ".")


def _option(option: Option) -> click.Option:
    name, several = "--" + option.name.replace("_", "-"), option.kind == "texts"
    if option.kind == "flag":
        return click.Option([name], is_flag=True, help=option.about + ".")
    kind = click.Choice(option.choices) if option.choices else _KINDS.get(option.kind, click.STRING)
    return click.Option([name], type=kind, multiple=several, help=option.about + ".")


def _show(answer: Any, table: str, language: str) -> None:
    """Show the first rows of a table, the single figures, and how the numbers were made."""
    if not isinstance(answer, Analysis):
        return _show_network(answer)
    if table and table not in answer.details:
        raise BadOption(f"There is no table '{table}'. There are: {', '.join(answer.details) or 'none'}.")
    chosen = answer.details[table] if table else answer.table
    other = "zh" if language == "en" else "en"
    columns = [name for name in chosen.columns if not name.endswith(f"_{other}")]
    wide = len(columns) > _WIDE
    columns = columns[:_WIDE]
    rows = [{name: _shown(row[name]) for name in columns} for row, _ in zip(chosen, range(_SHOWN), strict=False)]
    more = f"The first {_SHOWN} of {len(chosen)}." if len(chosen) > _SHOWN else ""
    if wide:
        more += f" The first {_WIDE} of {len(chosen.columns)} columns: -o FILE.xlsx has all."
    show_table(rows, columns, note=more.strip())
    for name, value in () if "figure" in chosen.columns else answer.figures.items():
        click.echo(f"{name}: {_shown(value)}")
    click.echo(_how(answer.method, language))
    if answer.details:
        click.echo(f"Further tables: {', '.join(answer.details)} (--table)")
    return None


def _show_network(network: Any) -> None:
    edges = [
        {
            "source": source,
            "target": target,
            "weight": _shown(told["weight"]),
            "layers": " ".join(told.get("layers", ())),
        }
        for (source, target, told), _ in zip(network.edges(data=True), range(_SHOWN), strict=False)
    ]
    more = f"The first {_SHOWN} of {network.number_of_edges()}." if network.number_of_edges() > _SHOWN else ""
    show_table(edges, ["source", "target", "weight", "layers"], note=more)
    click.echo(_how({"network": network.graph["method"]}, "en"))


def _how(method: Any, language: str) -> str:
    """Return the record of the method in short: definition, normalisation, what the network is."""
    network = method.get("network", {})
    kind = ("directed " if network.get("directed") else "") + ("two-mode " if network.get("two_mode") else "")
    named = ("layer", "as_of", "certainty", "file", "version")
    made = [f"{name} {_shown(network[name])}" for name in named if network.get(name)]
    parts = [
        method.get("definition", {}).get(language, ""),
        method.get("normalisation", ""),
        f"{kind}network of {network['nodes']} nodes and {network['edges']} edges" if network else "",
        *made,
    ]
    return " · ".join(str(part) for part in parts if part)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return " ".join(map(str, value)) if isinstance(value, tuple | list) else "" if value is None else str(value)


def _picture() -> click.Command:
    def run(style: str, output: Path, **asked: Any) -> None:
        settings: Settings = click.get_current_context().obj
        given = {name: value for name, value in asked.items() if value not in (None, (), False)}
        with show_progress() as progress, KnowledgeGraph(settings) as graph:
            progress("picture")
            drawn = graph.picture(cast(Any, style), **given, format=cast(Any, output.suffix.removeprefix(".")))
        output.write_bytes(drawn)

    own = (
        click.Argument(["style"], type=click.Choice(["layout", "map"])),
        click.Option(["--size-by"], help="Measure that is drawn as size; number of partners without it."),
        click.Option(["--colour-by"], help="region, country, kind or community."),
        click.Option(["--labels"], type=click.INT, help="So many nodes are named, largest first."),
        click.Option(
            ["-o", "--output"],
            required=True,
            type=click.Path(path_type=Path, dir_okay=False),
            help="File to write: .svg or .png.",
        ),
    )
    options = [_option(option) for option in options_of("network")]
    return click.Command(
        "picture", callback=run, params=[*own, *options], help="Draw the network as a map or a layout."
    )


COMMANDS: Final = (*(_command(offer) for offer in OFFERS), _picture())
