"""What each file of an edition is for, in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def file_word(name: str) -> str:
    """What the file ``name`` of an edition holds and who wants it; '' for one of a later version."""
    return {
        "figures.parquet": _("All figures, with margin, status, distance and rank. For analysis."),
        "changes.parquet": _("What happened to each area between the first and the latest moment."),
        "groups.parquet": _("Figures of groups of areas."),
        "group_changes.parquet": _("What happened to each group of areas."),
        "classes.parquet": _("How many areas caught up, fell behind or stayed the same."),
        "warnings.parquet": _("Scores of the early warning."),
        "liveability.parquet": _("Composite scores taken apart."),
        "areas.parquet": _("The areas: name, level, what they lie in, inhabitants, dwellings."),
        "groups_members.parquet": _("Which areas are in which group, and since when."),
        "postcodes.parquet": _("Which postcode lies in which area."),
        "coverage.parquet": _("How many figures are published and withheld."),
        "geometry.geojson": _("Boundaries for a map."),
        "context.geojson": _("Water, green, roads and railways to lie under a map."),
        "indicators.json": _("Definitions of the indicators, and the settings of the source."),
        "datapackage.json": _("Description of all tables for software (Frictionless)."),
        "manifest.json": _("What went in and came out, with hashes: to check the edition by."),
        "report.html": _("The report in Dutch, to read on a screen."),
        "report.pdf": _("The report in Dutch, to print."),
        "report.en.html": _("The report in English, to read on a screen."),
        "report.en.pdf": _("The report in English, to print."),
        "tables.xlsx": _("All figures in a spreadsheet, with an explanation."),
    }.get(name, "")
