"""``wijkwerk participation ideas``: ideas out of a spreadsheet."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import problem_sentence
from wijkwerk.shared.problems import InputError, Severity
from wijkwerk.workflow.options import DryRunOption


def ideas_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list, as XLSX, ODS or CSV.")],
    process: Annotated[int, typer.Option(help="Number of the process, as its address has it.")],
    dry_run: DryRunOption = False,
    data: DataOption = None,
) -> None:
    """Take ideas, questions and signals of residents into a process: all of them, or none.

    Columns may be named in Dutch or English: title (titel), received on (ontvangen op), and if you have them
    text, kind (soort), street (straat), topic (onderwerp), asks (nodig), channel (kanaal). Each gets its
    term from the day of receipt. None is public before an official read it. Taking the same list in again
    changes nothing.

    Exit codes: 0 done, 2 something in the list is wrong.

    Examples:

        wijkwerk participation ideas avond.xlsx --process 1 --dry-run
        wijkwerk participation ideas avond.xlsx --process 1
    """
    open_database(data)
    from django.utils.translation import override

    from wijkwerk.participation.models import Process
    from wijkwerk.participation.services.idea_list import CommandLine, read_ideas, take_in
    from wijkwerk.shared import deadlines
    from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

    found_process = Process.objects.filter(pk=process).first()
    if found_process is None:
        raise InputError.of(
            "--process", "no such process", "the number of a process", value=str(process)
        )
    now = datetime.now(UTC)
    with override("en"):
        ideas = read_ideas(file, found_process, deadlines.today(now))
    for problem in ideas.problems:
        if problem.severity is not Severity.ERROR:
            typer.echo(_("note: {problem}", problem=problem_sentence(problem)), err=True)
    if ideas.errors:
        raise InputError(ideas.errors)
    if not dry_run:
        try:
            take_in(found_process, ideas, StepCommand(CommandLine(), now))
        except TransitionNotAllowed:
            raise InputError.of(
                "--process", "not open", "a process that is open", value=str(process)
            ) from None
    numbers = {"new": len(ideas.new), "known": ideas.known}
    typer.echo(
        _("Would be new: {new}. Known already: {known}. Nothing was written.", **numbers)
        if dry_run
        else _("Now new: {new}. Known already: {known}.", **numbers)
    )
