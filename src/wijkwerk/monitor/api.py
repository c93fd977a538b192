"""The one door to the monitor for the rest of Wijkwerk."""

from wijkwerk.monitor.commands import edition_commands, source_commands
from wijkwerk.monitor.editions.attack import attack
from wijkwerk.monitor.editions.build import build_edition
from wijkwerk.monitor.editions.diff import diff_editions
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.editions.verify import verify_edition
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.recipes.build import build_source as build_source_by_recipe
from wijkwerk.monitor.sources.simulate import simulate

__all__ = [
    "Edition",
    "attack",
    "build_edition",
    "build_source_by_recipe",
    "check_source",
    "diff_editions",
    "edition_commands",
    "simulate",
    "source_commands",
    "verify_edition",
]
