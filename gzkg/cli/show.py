"""Show an answer: a table for people, JSON and CSV for programs, a spinner while a person waits."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

from gzkg import Answer, plain

Rows = Sequence[Mapping[str, Any]]


def printed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--json` and `--csv` to a command; it gets the choice as `form`."""
    as_json = click.option("--json", "form", flag_value="json", help="Print JSON.")
    as_csv = click.option("--csv", "form", flag_value="csv", help="Print CSV.")
    return as_json(as_csv(command))


def show_json(value: Any) -> None:
    """Print a value of the model as JSON."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def show_rows(rows: Rows, columns: Sequence[str], form: str | None, *, title: str = "") -> None:
    """Print rows in the form chosen by `--json` or `--csv`, else as a table."""
    if form == "json":
        show_json(rows)
    elif form == "csv":
        writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        show_table(rows, columns, title=title)


def show_answer(answer: Answer, form: str | None, *, title: str = "", note: str = "") -> None:
    """Print the answer to a query in a format, else as a table; triples as Turtle."""
    if form or answer.holds == "graph":
        click.echo(answer.serialize(form).decode(), nl=False)
    else:
        rows = [{name: str(term or "") for name, term in row.items()} for row in answer]
        show_table(rows, answer.columns, title=title, note=note)


def show_table(rows: Rows, columns: Sequence[str], *, title: str = "", note: str = "") -> None:
    """Print rows as a table with their number below."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(str(row.get(column, "")) for column in columns))
    console = Console(width=None if sys.stdout.isatty() else 200, markup=False, highlight=False)
    if title:
        console.print(title)
    console.print(table)
    console.print(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}")
    if note:
        console.print(note)


@contextmanager
def show_progress() -> Iterator[Callable[[str], None]]:
    """Give a function that names the stage at which the work is, to a person who watches."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task("", total=None, visible=console.is_terminal)
        yield lambda stage: bar.update(task, description=stage)
