"""Propose a first recipe from what a file shows: its headers and its first rows."""

from wijkwerk.monitor.sources.recipes.propose.proposal import folder_of, propose_recipe
from wijkwerk.monitor.sources.recipes.propose.trial import try_recipe

__all__ = ["folder_of", "propose_recipe", "try_recipe"]
