"""``wijkwerk participation``: gathers the commands of participation."""

from __future__ import annotations

import typer

from wijkwerk.participation.commands.count import count_command

participation_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
participation_commands.command("count")(count_command)


@participation_commands.callback()
def group() -> None:
    """Residents decide over money."""
