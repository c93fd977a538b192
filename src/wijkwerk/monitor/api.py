"""The one door to the monitor for the rest of Wijkwerk.

What stands behind it is imported when it is asked for: a command that only reads a table must not
wait for three engines.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from wijkwerk.monitor.sources.simulate import Size as SimulatedSize
    from wijkwerk.monitor.sources.simulate import simulate
    from wijkwerk.monitor.sources.small_tables import Kind as TableKind
    from wijkwerk.monitor.sources.small_tables import read_or_tell as read_table

__all__ = [
    "Edition",
    "Engine",
    "EngineName",
    "SimulatedSize",
    "TableKind",
    "attack",
    "build_edition",
    "build_source_by_recipe",
    "check_source",
    "connect",
    "diff_editions",
    "edition_commands",
    "progress_bar",
    "read_table",
    "simulate",
    "source_commands",
    "verify_edition",
]

# Module, and the name there when it differs.
_WHERE = {
    "Edition": ("editions.edition", None),
    "Engine": ("engine", None),
    "EngineName": ("engine", None),
    "SimulatedSize": ("sources.simulate", "Size"),
    "TableKind": ("sources.small_tables", "Kind"),
    "attack": ("editions.attack", None),
    "build_edition": ("editions.build", None),
    "build_source_by_recipe": ("sources.recipes.build", "build_source"),
    "check_source": ("sources.check", None),
    "connect": ("engine", None),
    "diff_editions": ("editions.diff", None),
    "edition_commands": ("commands", None),
    "progress_bar": ("commands.progress", None),
    "read_table": ("sources.small_tables", "read_or_tell"),
    "simulate": ("sources.simulate", None),
    "source_commands": ("commands", None),
    "verify_edition": ("editions.verify", None),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _WHERE[name]
    return getattr(import_module(f"wijkwerk.monitor.{module}"), attribute or name)
