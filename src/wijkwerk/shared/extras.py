"""Packages that only some jobs need: there when their extra was installed (pyproject.toml)."""

from __future__ import annotations

import importlib.util
import sys

from wijkwerk.shared.problems import InputError

# Package as it is imported: the extra that brings it.
EXTRAS = {
    "typst": "papers",
    "vl_convert": "papers",
    "docx": "papers",
    "geopandas": "geometry",
    "pyspark": "spark",
    "psycopg": "postgres",
}
PAPERS = tuple(name for name, extra in EXTRAS.items() if extra == "papers")


def installed(package: str) -> bool:
    """Whether ``package`` of ``EXTRAS`` can be imported; it isn't imported."""
    if package in sys.modules:
        return sys.modules[package] is not None
    return importlib.util.find_spec(package) is not None


def require_installed(place: str, *packages: str, suggestion: str = "") -> None:
    """Raise InputError about ``place`` when one of ``packages`` isn't installed, with its extra.

    ``suggestion`` is what may be done instead, as a sentence.
    """
    for package in packages:
        if not installed(package):
            extra = EXTRAS[package]
            raise InputError.of(
                place,
                f"{package} is not installed",
                f"the extra '{extra}'",
                suggestion=f"Install it: pip install 'wijkwerk[{extra}]'."
                + (f" {suggestion}" if suggestion else ""),
            )
