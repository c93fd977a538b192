"""The monitor's part of the command line, a file per command."""

import typer

from wijkwerk.monitor.commands.catalogue import list_command, show_command
from wijkwerk.monitor.commands.city import city_command
from wijkwerk.monitor.commands.edition_attack import attack_command
from wijkwerk.monitor.commands.edition_build import build_command
from wijkwerk.monitor.commands.edition_diff import diff_command
from wijkwerk.monitor.commands.edition_verify import verify_command
from wijkwerk.monitor.commands.source_check import check_command
from wijkwerk.monitor.commands.source_correspondence import correspondence_command
from wijkwerk.monitor.commands.source_from_cbs import from_cbs_command
from wijkwerk.monitor.commands.source_init import init_command
from wijkwerk.monitor.commands.source_postcodes import postcodes_command
from wijkwerk.monitor.commands.source_recipe import recipe_command
from wijkwerk.monitor.commands.source_simulate import simulate_command
from wijkwerk.registry.commands import Command

source_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
source_commands.command("check")(check_command)
source_commands.command("correspondence")(correspondence_command)
source_commands.command("from-cbs")(from_cbs_command)
source_commands.command("init")(init_command)
source_commands.command("postcodes")(postcodes_command)
source_commands.command("recipe")(recipe_command)
source_commands.command("simulate")(simulate_command)

edition_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
edition_commands.command("build")(build_command)
edition_commands.command("verify")(verify_command)
edition_commands.command("diff")(diff_command)
edition_commands.command("attack")(attack_command)

catalogue_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
catalogue_commands.command("list")(list_command)
catalogue_commands.command("show")(show_command)

COMMANDS = (
    Command("city", city_command, order=5),
    Command(
        "source",
        source_commands,
        "Source folders, what an edition is made from: check, convert, simulate.\n\n"
        "Example:\n\n    wijkwerk source check examples/format",
        order=10,
    ),
    Command(
        "catalogue",
        catalogue_commands,
        "The shipped definitions of indicators, to take over in an own source.\n\n"
        "Example:\n\n    wijkwerk catalogue show vsv",
        order=20,
    ),
    Command(
        "edition",
        edition_commands,
        "Editions, what is published: build, verify, compare, attack.\n\n"
        "Example:\n\n    wijkwerk edition build examples/outcomemonitor-2013 --out editions",
        order=30,
    ),
)
