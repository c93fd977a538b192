"""Designation's part of the command line, a file per command."""

import typer

from wijkwerk.designation.commands.designate import designate_command
from wijkwerk.designation.commands.housing import housing_commands
from wijkwerk.designation.commands.list_compare import compare_command
from wijkwerk.designation.commands.list_report import report_command
from wijkwerk.designation.commands.list_verify import verify_command
from wijkwerk.designation.commands.list_what_if import what_if_command
from wijkwerk.designation.commands.plan_check import plan_commands
from wijkwerk.designation.commands.procedure_remind import procedure_commands
from wijkwerk.designation.commands.scheme import (
    check_command,
    init_command,
    list_command,
    schema_command,
    show_command,
)
from wijkwerk.registry.commands import Command

list_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
list_commands.command("verify")(verify_command)
list_commands.command("compare")(compare_command)
list_commands.command("what-if")(what_if_command)
list_commands.command("report")(report_command)

scheme_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
scheme_commands.command("list")(list_command)
scheme_commands.command("show")(show_command)
scheme_commands.command("check")(check_command)
scheme_commands.command("init")(init_command)
scheme_commands.command("schema")(schema_command)

COMMANDS = (
    Command("designate", designate_command, order=60),
    Command(
        "list",
        list_commands,
        "Lists of areas by a rule: verify, compare, what if.\n\n"
        "Example:\n\n    wijkwerk list what-if lists/denmark-0123456789",
        order=60,
    ),
    Command(
        "scheme",
        scheme_commands,
        "Schemes, the rules that lists are made by: show, check, begin one.\n\n"
        "Example:\n\n    wijkwerk scheme show denmark",
        order=70,
    ),
    Command(
        "housing",
        housing_commands,
        "Plans that bring the share of social family housing to its limit in time.\n\n"
        "Example:\n\n    wijkwerk housing plan examples/housing-obligation",
        order=80,
    ),
    Command(
        "plan",
        plan_commands,
        "Plans of measures, and the known harms of a list.\n\n"
        "Example:\n\n    wijkwerk plan check examples/housing-obligation/measures.toml",
        order=90,
    ),
    Command(
        "procedure",
        procedure_commands,
        "Procedures about lists: mail those whose turn it is.\n\n"
        "Example:\n\n    wijkwerk procedure remind --dry-run",
        order=100,
    ),
)

__all__ = [
    "COMMANDS",
    "designate_command",
    "housing_commands",
    "list_commands",
    "plan_commands",
    "procedure_commands",
    "scheme_commands",
]
