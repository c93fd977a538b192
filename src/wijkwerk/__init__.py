"""Wijkwerk: the working system of neighbourhood programmes."""

from importlib.metadata import version

__version__ = version("wijkwerk")
