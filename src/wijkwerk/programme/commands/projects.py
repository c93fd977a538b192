"""``wijkwerk programme projects import``: a list of projects out of a spreadsheet."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, language, problem_sentence
from wijkwerk.shared.problems import InputError, Severity, storage_error

if TYPE_CHECKING:
    from wijkwerk.programme.exchange.project_list import Checked

projects_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
_SHOWN = 50


@projects_commands.callback()
def _projects() -> None:
    """Projects of a programme."""


@projects_commands.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list, as XLSX or CSV.")],
    programme: Annotated[str, typer.Option(help="Short name of the programme.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would happen; write nothing.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Take a list of projects into a programme: everything in it, or nothing.

    Columns may be named in Dutch or English. Importing a list again changes nothing; a list never
    takes a project away, and a blank cell never wipes out what is known.

    Exit codes: 0 done, 2 something in the list is wrong.

    Examples:

        wijkwerk programme projects import projects.xlsx --programme zuid --dry-run
        wijkwerk programme projects import projects.xlsx --programme zuid
    """
    open_database(data)
    from django.utils.translation import override

    from wijkwerk.programme.exchange.project_list import check, import_by_command
    from wijkwerk.programme.models import Programme

    found_programme = Programme.objects.filter(slug=programme).first()
    if found_programme is None:
        raise InputError.of(
            "--programme", "no such programme", "the short name of a programme", value=programme
        )
    body = _read(file)
    with override(language()):
        now = datetime.now(UTC)
        checked = check(found_programme, file.name, body, now)
        if checked.errors:
            raise InputError(checked.problems)
        if not dry_run:
            checked = import_by_command(found_programme, file.name, body, now)
    _tell(checked, dry_run)


def _read(file: Path) -> bytes:
    from wijkwerk.programme.exchange.sheets import LARGEST

    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as fault:
        refused = storage_error(fault, str(file))
        raise refused or InputError.of(
            str(file), "can't be read", "a file that can be read"
        ) from None


def _tell(checked: Checked, dry_run: bool) -> None:
    comparison = checked.comparison
    for problem in checked.problems:
        if problem.severity is not Severity.ERROR:
            typer.echo(_("note: {problem}", problem=problem_sentence(problem)), err=True)
    typer.echo(f"{in_language(str(checked.account))}.")
    numbers = {
        "new": len(comparison.new),
        "changed": len(comparison.changes),
        "same": comparison.same,
    }
    typer.echo(
        _("Would be new: {new}. Would be changed: {changed}. The same: {same}.", **numbers)
        if dry_run
        else _("Now new: {new}. Now changed: {changed}. The same: {same}.", **numbers)
    )
    for line in comparison.new[:_SHOWN]:
        typer.echo(f"  + {line.code}  {line.facts['name']}")
    for line, _project, what in comparison.changes[:_SHOWN]:
        typer.echo(f"  ~ {line.code}  {', '.join(what)}")
    more = max(0, len(comparison.new) - _SHOWN) + max(0, len(comparison.changes) - _SHOWN)
    if more:
        typer.echo(_("  … and {number} more", number=more))
