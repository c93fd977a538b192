"""The one door to the monitor for the rest of Wijkwerk."""

from wijkwerk.monitor.commands import edition_commands, source_commands

__all__ = ["edition_commands", "source_commands"]
