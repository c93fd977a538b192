"""Recipes: data that says how files of figures become a source folder."""

from wijkwerk.monitor.sources.recipes.build import build_source
from wijkwerk.monitor.sources.recipes.recipe import read_recipe
from wijkwerk.monitor.sources.recipes.remarks import read_accounts, read_remarks

__all__ = ["build_source", "read_accounts", "read_recipe", "read_remarks"]
