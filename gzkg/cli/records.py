"""Commands for new records: templates, validation, submission, review, promotion, tokens, backup."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final, cast, get_args

import click

from gzkg import GraphFileError, KnowledgeGraph, Scope, Settings, State, Submission, write_findings
from gzkg.cli.show import printed, show_json, show_progress, show_rows

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT: Final = click.Path(dir_okay=False, path_type=Path)
_reading = (
    click.option(
        "--kind", default="", help="Kind of template of a table: ties, memberships, … (else its header says it)."
    ),
    click.option(
        "--set", "given", multiple=True, metavar="COLUMN=VALUE", help="Fill a column: party_a=city/cn-guangzhou."
    ),
    click.option("--sheet", default="", help="Sheet of a workbook (else the first)."),
)


def _read(command: Any) -> Any:
    for option in _reading:
        command = option(command)
    return command


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, _, value in (pair.partition("=") for pair in given)}


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise GraphFileError(path, f"Cannot be written: {error.strerror}. Choose another place.") from None


@click.command()
@click.argument("kind", required=False)
@click.option("--format", type=click.Choice(["xlsx", "csv"]), help="xlsx by default, or as the file's ending says.")
@click.option("-o", "--output", type=_OUTPUT, help="File to write; KIND.xlsx here by default.")
@click.pass_obj
def template(settings: Settings, kind: str | None, format: str | None, output: Path | None) -> None:
    """Write an empty table for new records of one KIND; without one, list the kinds."""
    with KnowledgeGraph(settings) as graph:
        if kind is None:
            rows = [{"kind": one.name, "en": one.label["en"], "zh": one.label["zh"]} for one in graph.templates()]
            return show_rows(rows, ["kind", "en", "zh"], None)
        chosen = format or (output.suffix.removeprefix(".") if output else "xlsx")
        path = output or Path(f"{kind}.{chosen}")
        _write(path, graph.template(kind, format=cast(Any, chosen)))
    click.echo(path)
    return None


@click.command()
@click.argument("file", type=_FILE)
@_read
@click.option("--format", help="text (default), json, csv; xlsx: the workbook with marks; turtle, …: a SHACL report.")
@click.option("-o", "--output", type=_OUTPUT, help="File to write; its ending is its format.")
@click.option("--dry-run", is_flag=True, help="Say what taking the file would change.")
@click.option("--rows", is_flag=True, help="With --format json: tell the cells of a table too, as they were read.")
@click.pass_obj
def validate(
    settings: Settings,
    file: Path,
    kind: str,
    sheet: str,
    given: tuple[str, ...],
    format: str | None,
    output: Path | None,
    dry_run: bool,
    rows: bool,
) -> None:
    """Say what is wrong with a FILE of new records and how to repair it. Exits with 1 on violations."""
    with show_progress() as progress, KnowledgeGraph(settings) as graph:
        progress("validate")
        found = graph.validate(file, kind=kind, sheet=sheet, given=_pairs(given), dry_run=dry_run, rows=rows)
    chosen = format or (output.suffix.removeprefix(".") if output else "text")
    told = write_findings(found, chosen, settings.language, content=file.read_bytes(), sheet=sheet)
    if output:
        _write(output, told)
    else:
        sys.stdout.buffer.write(told)
    if not found.conforms:
        sys.exit(1)


@click.command()
@click.argument("file", type=_FILE)
@_read
@click.option("--token", envvar="GZKG_TOKEN", required=True, help="Token of a contributor [GZKG_TOKEN].")
@click.option("--key", default="", help="Idempotency key: the same key takes the same file once.")
@click.option("--note", default="", help="A word to the reviewer.")
@click.pass_obj
def submit(
    settings: Settings,
    file: Path,
    kind: str,
    sheet: str,
    given: tuple[str, ...],
    token: str,
    key: str,
    note: str,
) -> None:
    """Hand in a FILE of new records for review: all of it or nothing."""
    with show_progress() as progress, KnowledgeGraph(settings) as graph:
        progress("submit")
        receipt = graph.submit(file, kind=kind, sheet=sheet, given=_pairs(given), token=token, key=key, note=note)
    show_json(receipt)


@click.group()
def review() -> None:
    """Look at what was handed in, and accept or reject it."""


def _rows(submissions: list[Submission]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "state": one.state,
            "submitted": f"{one.submitted:%Y-%m-%d %H:%M}",
            "author": one.author,
            "file": one.name,
            "records": one.records,
            "note": one.note,
            "reviewer": one.reviewer or "",
            "reason": one.reason,
        }
        for one in submissions
    ]


@review.command("list")
@click.option("--state", type=click.Choice(get_args(State)), help="Only those in one state.")
@printed
@click.pass_obj
def list_submissions(settings: Settings, state: Any, form: str | None) -> None:
    """List submissions, newest first."""
    with KnowledgeGraph(settings) as graph:
        found = graph.submissions(state)
    if form == "json":
        return show_json(found)
    columns = ["id", "state", "submitted", "author", "file", "records", "note", "reviewer", "reason"]
    return show_rows(_rows(found), columns, form)


@review.command()
@click.argument("id")
@printed
@click.pass_obj
def show(settings: Settings, id: str, form: str | None) -> None:
    """Show one submission and what it says, as Turtle."""
    with KnowledgeGraph(settings) as graph:
        found, content = graph.submission(id), graph.contribution(id)
    if form == "json":
        return show_json(found)
    show_rows(_rows([found]), ["id", "state", "submitted", "author", "file", "records", "reason"], form)
    return click.echo(content.decode(), nl=False)


@review.command()
@click.argument("id")
@click.option("--token", envvar="GZKG_TOKEN", required=True, help="Token of a reviewer [GZKG_TOKEN].")
@click.option("--note", default="", help="Why.")
@click.pass_obj
def accept(settings: Settings, id: str, token: str, note: str) -> None:
    """Let a submission into the curated graph; `promote` then writes its files."""
    with show_progress() as progress, KnowledgeGraph(settings) as graph:
        progress("accept")
        show_json(graph.accept(id, token=token, note=note))


@review.command()
@click.argument("id")
@click.option("--token", envvar="GZKG_TOKEN", required=True, help="Token of a reviewer [GZKG_TOKEN].")
@click.option("--reason", required=True, help="Why; the contributor reads it.")
@click.pass_obj
def reject(settings: Settings, id: str, token: str, reason: str) -> None:
    """Turn a submission down; it is kept with the reason."""
    with KnowledgeGraph(settings) as graph:
        show_json(graph.reject(id, token=token, reason=reason))


@click.command()
@click.pass_obj
def promote(settings: Settings) -> None:
    """Write accepted records as files below graph/, ready to commit."""
    with KnowledgeGraph(settings) as graph:
        for path in graph.promote():
            click.echo(path)


@click.command()
@click.option("--since", default=0, type=click.IntRange(min=0), help="Number of the last change known already.")
@click.option("--submission", help="Only what happened to this one.")
@printed
@click.pass_obj
def feed(settings: Settings, since: int, submission: str | None, form: str | None) -> None:
    """List what has changed, oldest first: submissions, decisions, promotions."""
    with KnowledgeGraph(settings) as graph:
        found = graph.feed(since, submission=submission)
    if form == "json":
        return show_json(found)
    happened = [
        {
            "seq": one.seq,
            "time": f"{one.time:%Y-%m-%d %H:%M:%S}",
            "kind": one.kind,
            "submission": one.submission,
            "actor": one.actor,
            "triples": one.triples,
            "reason": one.reason,
        }
        for one in found
    ]
    return show_rows(happened, ["seq", "time", "kind", "submission", "actor", "triples", "reason"], form)


@click.group()
def token() -> None:
    """Make, list and revoke the tokens of contributors and reviewers."""


@token.command()
@click.argument("name")
@click.option("--scope", "scopes", type=click.Choice(get_args(Scope)), multiple=True, default=["submit"])
@click.option("--days", default=365, show_default=True, type=click.IntRange(min=1), help="Days until it expires.")
@click.pass_obj
def new(settings: Settings, name: str, scopes: tuple[Scope, ...], days: int) -> None:
    """Make a token for NAME and print its secret, this once."""
    with KnowledgeGraph(settings) as graph:
        made, secret = graph.new_token(name, scopes=scopes, days=days)
    click.echo(f"Token {made.id} for {made.name}: {' '.join(made.scopes)}, until {made.expires:%Y-%m-%d}.", err=True)
    click.echo(secret)


@token.command("list")
@printed
@click.pass_obj
def list_tokens(settings: Settings, form: str | None) -> None:
    """List tokens, without their secrets."""
    with KnowledgeGraph(settings) as graph:
        found = graph.tokens()
    if form == "json":
        return show_json(found)
    rows = [
        {
            "id": one.id,
            "name": one.name,
            "scopes": " ".join(one.scopes),
            "created": f"{one.created:%Y-%m-%d}",
            "expires": f"{one.expires:%Y-%m-%d}",
            "revoked": f"{one.revoked:%Y-%m-%d}" if one.revoked else "",
        }
        for one in found
    ]
    return show_rows(rows, ["id", "name", "scopes", "created", "expires", "revoked"], form)


@token.command()
@click.argument("id")
@click.pass_obj
def revoke(settings: Settings, id: str) -> None:
    """Make a token worthless from now on."""
    with KnowledgeGraph(settings) as graph:
        graph.revoke_token(id)


@click.command()
@click.argument("file", type=_OUTPUT)
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Copy the journal of new records into one FILE, also while a service writes."""
    with KnowledgeGraph(settings) as graph:
        show_json(graph.backup(file))


@click.command()
@click.argument("file", type=_FILE)
@click.option("--replace", is_flag=True, help="Put the backup in the place of a journal that has entries.")
@click.pass_obj
def restore(settings: Settings, file: Path, replace: bool) -> None:
    """Put a backup FILE in the place of the journal of new records; what was there is kept beside it."""
    with KnowledgeGraph(settings) as graph:
        show_json(graph.restore(file, replace=replace))


COMMANDS: Final = (template, validate, submit, review, promote, feed, token, backup, restore)
