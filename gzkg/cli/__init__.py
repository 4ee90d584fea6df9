"""The commands: read arguments, call the door, show. Exit codes of all errors in one table."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final

import click

from gzkg import (
    BadDate,
    BadId,
    BadToken,
    ChecksFailed,
    EmptyNetwork,
    GraphFileError,
    GzkgError,
    NetworkError,
    Overloaded,
    QueryError,
    RecordRejected,
    RecordsError,
    RecordsTooLarge,
    RecordsUnwritable,
    Settings,
    SettingsError,
    StoreError,
    SubmissionConflict,
    UnknownEntity,
    UnknownGraph,
    UnknownQuestion,
    UnknownSubmission,
    UnknownTerm,
    UnsupportedFormat,
    __version__,
)
from gzkg.cli import analyse, ask, keep, records

EXIT_CODES: Final[dict[type[GzkgError], int]] = {
    ChecksFailed: 1,
    BadId: 2,
    BadDate: 2,
    UnknownTerm: 2,
    UnsupportedFormat: 2,
    SettingsError: 2,
    UnknownEntity: 3,
    UnknownGraph: 3,
    UnknownQuestion: 3,
    EmptyNetwork: 3,
    NetworkError: 2,
    QueryError: 4,
    GraphFileError: 5,
    RecordsError: 2,
    RecordsTooLarge: 5,
    RecordRejected: 1,
    BadToken: 7,
    UnknownSubmission: 3,
    SubmissionConflict: 8,
    RecordsUnwritable: 5,
    StoreError: 6,
    Overloaded: 6,
}
"""What the shell sees: 0 done, 1 findings, 2 wrong arguments, 3 no such thing, 4 query refused, 5 file, 6 engine,
7 not allowed, 8 conflict."""


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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--root", type=click.Path(path_type=Path), help="Folder that holds ontology/ and graph/ [GZKG_ROOT].")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of names and messages [GZKG_LANG].")
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context, root: Path | None, lang: str | None) -> None:
    """City diplomacy as a knowledge graph: ask it, check it, add to it."""
    given = {"GZKG_ROOT": str(root) if root else None, "GZKG_LANG": lang}
    ctx.obj = Settings.from_env({**os.environ, **{name: value for name, value in given.items() if value}})


for command in (*ask.COMMANDS, *analyse.COMMANDS, *keep.COMMANDS, *records.COMMANDS):
    main.add_command(command)
