"""``wijkwerk procedure remind``: mails to whose turn it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.workflow.options import DayOption, DryRunOption

procedure_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")


class _Language(StrEnum):
    nl = "nl"
    en = "en"


@procedure_commands.callback()
def _group() -> None:
    """Procedures about lists: reminders."""


@procedure_commands.command("remind")
def remind(
    dry_run: DryRunOption = False,
    on: DayOption = None,
    language: Annotated[_Language, typer.Option(help="Language of the mails.")] = _Language.nl,
    data: DataOption = None,
) -> None:
    """Mail those whose turn it is in a procedure, once per moment.

    Municipalities: a list is open for objections, and shortly before the last day. Officials and
    deciders: objections wait for an answer, a list or a proposal for a decision. Publishers: a
    decision waits. Who has to act is told once more after two weeks.

    Let it run every morning. It may be run again: what went out doesn't go again.

    Exit codes: 0 done, 2 no mail server is set, or it refuses.

    Examples:

        wijkwerk procedure remind --dry-run
        wijkwerk procedure remind --dry-run --on 2026-12-31
        wijkwerk procedure remind --language en
    """
    open_database(data)
    from wijkwerk.designation.reminders.sending import mails, send_all
    from wijkwerk.workflow.sending import moment_of, send_and_tell, show_all

    now = moment_of(on, dry_run)
    if dry_run:
        show_all(mails(now, language.value))
    else:
        send_and_tell(lambda: send_all(now, language.value))
