"""The command line ``wijkwerk``: gathers what the capabilities offer and keeps the exit codes.

0 done, 1 a fault of ours, 2 the input is wrong (or the disk refuses, or the command isn't known).
Heavy libraries are imported by the command that needs them, so that help comes at once.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk import __version__
from wijkwerk.registry.commands import commands
from wijkwerk.registry.environment import is_on
from wijkwerk.registry.language import check_language, in_language, language, problem_sentence
from wijkwerk.registry.language import gettext as _
from wijkwerk.shared.problems import InputError, Severity, storage_error
from wijkwerk.site.demo import demo_command

REPORT_AT = "https://github.com/wijkwerk/wijkwerk/issues"
_SHOWN = 100

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="Measure how far a neighbourhood is from its city, and publish it so that it holds.\n\n"
    "A first round, to copy:\n\n"
    "    wijkwerk source simulate --out country\n"
    "    wijkwerk source check country\n"
    "    wijkwerk edition build country --out editions\n"
    "    wijkwerk serve editions\n\n"
    "`wijkwerk COMMAND --help` explains a command, with examples. "
    "Exit codes: 0 done, 1 a fault in Wijkwerk, 2 the input is wrong.",
)
app.command("demo")(demo_command)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Show where a fault in Wijkwerk is (also: WIJKWERK_DEBUG=1)."),
    ] = False,
) -> None:
    # --debug is taken out by main, so that it may stand anywhere on the line.
    if version:
        typer.echo(__version__)
        raise typer.Exit


def _gather() -> InputError | None:
    """Put what the capabilities offer on the command line; gives what is wrong with one of them."""
    try:
        for command in commands():
            if isinstance(command.run, typer.Typer):
                app.add_typer(command.run, name=command.name, help=command.help)
            else:
                app.command(command.name)(command.run)
    except InputError as wrong:
        return wrong
    return None


_WRONG = _gather()


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(help="Folder with editions.")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free port.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    var: Annotated[
        Path | None,
        typer.Option(help="Folder for what can be made again (default: .site in FOLDER)."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            help="Folder for what can't be made again: accounts, procedures (default: WIJKWERK_DATA, "
            "or build/data)."
        ),
    ] = None,
    lists: Annotated[
        Path | None,
        typer.Option(
            help="Folder with lists of areas, if any (default: WIJKWERK_LISTS, or build/lists)."
        ),
    ] = None,
    default: Annotated[
        str | None, typer.Option(help="Edition, or its source, that the home page shows.")
    ] = None,
    prepare_only: Annotated[
        bool, typer.Option("--prepare-only", help="Register and prepare, then stop.")
    ] = False,
) -> None:
    """Serve FOLDER's editions as a site with an API, read-only, until Ctrl-C.

    New editions are checked against their manifest and prepared first; run it again with
    --prepare-only to add editions to a site that is running.

    Examples:

        wijkwerk serve editions
        wijkwerk serve editions --port 8080 --default denhaag-2009-2022
        wijkwerk serve editions --lists lists
        wijkwerk serve editions --prepare-only
    """
    from wijkwerk.site import run

    run.use_data(data)
    run.use_lists(lists)
    site_folder = var if var is not None else folder / ".site"
    if prepare_only:
        served = run.prepare_site(
            folder, site_folder, default, Console(highlight=False, emoji=False)
        )
        typer.echo(_("Ready: {served}.", served=served))
    else:
        run.serve(folder, site_folder, host, port, default)


@app.command()
def withdraw(
    folder: Annotated[Path, typer.Argument(help="Folder with editions.")],
    edition: Annotated[str, typer.Argument(help="Id of the edition.")],
    reason: Annotated[str, typer.Option(help="Why; visitors read it.")],
    var: Annotated[Path | None, typer.Option(help="As with serve.")] = None,
    data: Annotated[Path | None, typer.Option(help="As with serve.")] = None,
) -> None:
    """Take an edition off the site for good; its address then says so, and why.

    Example:

        wijkwerk withdraw editions city-2013-0a1b2c3d4e --reason "Wrong figures of 2012"
    """
    from wijkwerk.site import run

    run.use_data(data)
    site_folder = var if var is not None else folder / ".site"
    run.withdraw(folder, site_folder, edition, reason, Console(highlight=False, emoji=False))


def main() -> None:
    """Run the command line; every way out has its exit code and its words."""
    arguments, debug = _taken_out(sys.argv[1:], is_on("WIJKWERK_DEBUG"))
    try:
        if _WRONG is not None:
            raise _WRONG
        check_language()
        if language() == "en":
            app(arguments, prog_name="wijkwerk")
        else:
            from wijkwerk.site.translated import run_translated

            run_translated(app, arguments)
    except Exception as fault:
        wrong = fault if isinstance(fault, InputError) else storage_error(fault, "the disk")
        if debug:
            traceback.print_exc()
        if wrong is not None:
            _tell(wrong)
            sys.exit(2)
        _apologise(fault, debug)
        sys.exit(1)


def _taken_out(arguments: list[str], debug: bool) -> tuple[list[str], bool]:
    """The arguments without --debug, wherever it stands before a lone --."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    without_debug = [argument for argument in arguments[:end] if argument != "--debug"]
    return [*without_debug, *arguments[end:]], debug or len(without_debug) < end


def _tell(wrong: InputError) -> None:
    console = Console(stderr=True, highlight=False, emoji=False)
    for problem in wrong.problems[:_SHOWN]:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        console.print(problem_sentence(problem), style=colour, markup=False, soft_wrap=True)
    if len(wrong.problems) > _SHOWN:
        console.print(
            _(
                "These are {shown} of {number} problems; `wijkwerk source check` shows all of "
                "a source folder.",
                shown=_SHOWN,
                number=len(wrong.problems),
            ),
            soft_wrap=True,
        )
    console.print(
        in_language(
            wrong.afterwards or "Nothing was written. Mend this and run the same command again."
        ),
        markup=False,
        soft_wrap=True,
    )


def _apologise(fault: Exception, debug: bool) -> None:
    console = Console(stderr=True, highlight=False, emoji=False)
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    what = (str(fault).splitlines() or [""])[0]
    console.print(
        _(
            "A fault in Wijkwerk, not in your input: {name}: {what} ({place}).",
            name=type(fault).__name__,
            what=what,
            place=place,
        ),
        style="red",
        markup=False,
        soft_wrap=True,
    )
    if not debug:
        console.print(_("Run the same command with --debug to see where it went wrong."))
    console.print(
        _(
            "Please report it, with that text and without figures of persons: {report_at}",
            report_at=REPORT_AT,
        ),
        soft_wrap=True,
    )
