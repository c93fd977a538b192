"""The command line ``wijkwerk``: gathers what the capabilities offer and keeps the exit codes.

0 done, 1 a fault of ours, 2 the input is wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk import __version__
from wijkwerk.monitor.api import edition_commands, source_commands
from wijkwerk.shared.problems import InputError, Severity
from wijkwerk.site.server import serve_folder

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="Measure how far a neighbourhood is from its city, and publish it so that it holds.\n\n"
    "A first round:\n\n"
    "`wijkwerk source simulate --out land`\n\n"
    "`wijkwerk source check land`\n\n"
    "`wijkwerk edition build land --out editions`\n\n"
    "`wijkwerk serve editions`",
)
app.add_typer(source_commands, name="source", help="Source folders: check, convert, simulate.")
app.add_typer(edition_commands, name="edition", help="Editions: build, verify, compare, attack.")


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(help="Folder with editions.")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free port.")] = 8000,
) -> None:
    """Serve the reports of FOLDER's editions on 127.0.0.1, read-only, until Ctrl-C.

    Example: `wijkwerk serve build/editions --port 8080`
    """
    serve_folder(folder, port)


def main() -> None:
    """Run the command line; wrong input ends with every problem told and exit code 2."""
    try:
        app()
    except InputError as wrong:
        console = Console(stderr=True, highlight=False)
        for problem in wrong.problems:
            colour = "red" if problem.severity is Severity.ERROR else "yellow"
            console.print(str(problem), style=colour, markup=False, soft_wrap=True)
        console.print("Nothing was written. Mend the input and run the same command again.")
        sys.exit(2)
