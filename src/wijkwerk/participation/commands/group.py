"""``wijkwerk participation``: gathers the commands of participation."""

from __future__ import annotations

import typer

from wijkwerk.participation.commands.count import count_command
from wijkwerk.participation.commands.ideas import ideas_command
from wijkwerk.participation.commands.mails import mails_command

participation_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
participation_commands.command("count")(count_command)
participation_commands.command("ideas")(ideas_command)
participation_commands.command("mails")(mails_command)


@participation_commands.callback()
def group() -> None:
    """Residents propose, decide over money, and hear what became of it."""
