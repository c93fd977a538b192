"""``wijkwerk programme``: gathers the commands of programme."""

from __future__ import annotations

import typer

from wijkwerk.programme.commands.back_test import back_test
from wijkwerk.programme.commands.exchange import (
    export_command,
    import_command,
    list_command,
    show_command,
)
from wijkwerk.programme.commands.letter import letter_command
from wijkwerk.programme.commands.projects import projects_commands
from wijkwerk.programme.commands.remind import remind

programme_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
programme_commands.command("list")(list_command)
programme_commands.command("show")(show_command)
programme_commands.command("import")(import_command)
programme_commands.command("export")(export_command)
programme_commands.command("letter")(letter_command)
programme_commands.command("remind")(remind)
programme_commands.command("back-test")(back_test)
programme_commands.add_typer(
    projects_commands,
    name="projects",
    help="Projects of a programme: import a list.\n\n"
    "Example:\n\n    wijkwerk programme projects import projects.xlsx --programme zuid --dry-run",
)
