"""The one door to the monitor for the rest of Wijkwerk."""

from wijkwerk.monitor.commands import edition_commands, source_commands
from wijkwerk.monitor.commands.progress import progress_bar
from wijkwerk.monitor.editions.attack import attack
from wijkwerk.monitor.editions.build import build_edition
from wijkwerk.monitor.editions.diff import diff_editions
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.editions.verify import verify_edition
from wijkwerk.monitor.engine import Engine, EngineName, connect
from wijkwerk.monitor.sources.check import check_source
from wijkwerk.monitor.sources.recipes.build import build_source as build_source_by_recipe
from wijkwerk.monitor.sources.simulate import simulate
from wijkwerk.monitor.sources.small_tables import Kind as TableKind
from wijkwerk.monitor.sources.small_tables import read_or_tell as read_table
from wijkwerk.monitor.sources.toml_file import TomlFile
from wijkwerk.monitor.sources.toml_file import hint as toml_hint
from wijkwerk.monitor.sources.toml_file import load as load_toml

__all__ = [
    "Edition",
    "Engine",
    "EngineName",
    "TableKind",
    "TomlFile",
    "attack",
    "build_edition",
    "build_source_by_recipe",
    "check_source",
    "connect",
    "diff_editions",
    "edition_commands",
    "load_toml",
    "progress_bar",
    "read_table",
    "simulate",
    "source_commands",
    "toml_hint",
    "verify_edition",
]
