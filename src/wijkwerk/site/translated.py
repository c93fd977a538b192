"""The command line in another language than English: its help, and what its library says of a wrong line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

import typer

from wijkwerk.registry import language

# What the library works out once, in the language in which it was first imported.
FRAME = {
    "ARGUMENTS_PANEL_TITLE": "Arguments", "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands", "ERRORS_PANEL_TITLE": "Error", "ABORTED_TEXT": "Aborted.",
    "DEPRECATED_STRING": "(deprecated) ", "DEFAULT_STRING": "[default: {}]", "ENVVAR_STRING": "[env var: {}]",
    "REQUIRED_LONG_STRING": "[required]",
    "RICH_HELP": "Try [blue]'{command_path} {help_option}'[/] for help.",
}  # fmt: skip


def run_translated(app: typer.Typer, arguments: list[str]) -> None:
    """Run ``app`` with its help and its refusals in the language of the command line; exits as it does."""
    language.begin()
    from typer import rich_utils
    from typer._click.exceptions import ClickException
    from typer.main import get_command

    for name, text in FRAME.items():
        setattr(rich_utils, name, language.gettext(text))
    command = get_command(app)
    translate(command)
    try:
        code = command.main(arguments, prog_name="wijkwerk", standalone_mode=False)
    except typer.Abort:
        rich_utils.rich_abort_error()
        sys.exit(1)
    except ClickException as wrong:
        message = language.in_language(wrong.format_message())
        wrong.format_message = lambda: message  # type: ignore[method-assign]
        rich_utils.rich_format_error(wrong)
        sys.exit(wrong.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def translate(command: Any) -> None:
    """Put the help of ``command``, of its options and of the commands below it in that language."""
    if command.help:
        command.help = translated(command.help)
    usage = command.get_usage
    command.get_usage = lambda context: usage(context).replace(
        "Usage: ", language.gettext("Usage: "), 1
    )
    options = command.get_params
    command.get_params = lambda context: [_translated(option) for option in options(context)]
    for below in getattr(command, "commands", {}).values():
        translate(below)


def _translated(option: Any) -> Any:
    # An option is asked for more than once; what is Dutch already is in no catalogue and stays.
    if getattr(option, "help", None):
        option.help = translated(option.help)
    return option


def translated(text: str) -> str:
    """A help text with its paragraphs translated; examples of commands stay."""
    return "\n\n".join(
        language.gettext(paragraph) if is_text else paragraph
        for paragraph, is_text in paragraphs(text)
    )


def paragraphs(text: str) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a help text; those to translate, in one line, with True, commands as they are with
    False."""
    for paragraph in cleandoc(text).split("\n\n"):
        line = " ".join(paragraph.split())
        is_command = line.startswith("`wijkwerk ") and line.endswith("`")
        is_text = not paragraph.startswith("    ") and not is_command
        yield (line if is_text else paragraph), is_text and bool(line)
