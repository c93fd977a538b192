"""Counts of households as a source folder for the monitor, which withholds and rounds before anybody reads them."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from wijkwerk.casework import models as m
from wijkwerk.casework.services.counts import Year, year_of
from wijkwerk.casework.services.structural import LEAST_PUBLIC, ROUNDED_TO
from wijkwerk.monitor.api import TableKind, read_table
from wijkwerk.publication.api import new_folder
from wijkwerk.shared.problems import InputError, Problem

_INDICATORS = Path(__file__).parents[1] / "data" / "indicators.toml"
_AREAS = TableKind(
    dict.fromkeys(("code", "name", "level", "parent"), "string"),
    ("code", "name", "level", "parent"),
)
# Fewer than ten households tell nothing of a share, fewer than five could be known by who lives there.
_DISCLOSURE = (
    f"[disclosure]\nminimum_base = 10\nminimum_count = {LEAST_PUBLIC}\nrounding = {ROUNDED_TO}\n"
)


def write_counts(folder: Path, areas: Path, years: Sequence[int]) -> int:
    """Write a source folder: the ``areas`` file as it is, and for each area in which an organisation works, and those
    above it, the counts of each year. Gives how many rows of figures.

    Made-up households make all of it made up, and don't stand beside real ones. Raises InputError for areas that can't
    be read, an organisation's area that isn't among them, or when no organisation has one.
    """
    above = _above(areas)
    places: dict[str, list[m.Organisation]] = {}
    for row in m.Organisation.objects.exclude(area="").filter(households__isnull=False).distinct():
        if row.area not in above:
            raise InputError.of(
                str(areas), "an area of an organisation isn't in it", "a row of it", value=row.area
            )
        for code in (row.area, *_ancestors(row.area, above)):
            places.setdefault(code, []).append(row)
    if not places:
        raise InputError.of(
            "--area",
            "no organisation with households has an area",
            "wijkwerk casework organisation --area",
        )
    is_simulated = m.Household.objects.filter(simulated=True, organisation__area__gt="").exists()
    rows = [
        (code, year, *line)
        for code, organisations in sorted(places.items())
        for year in years
        for line in _lines(year_of(organisations, year))
    ]
    with new_folder(folder) as staged:
        shutil.copyfile(areas, staged / "areas.csv")
        shutil.copyfile(_INDICATORS, staged / "indicators.toml")
        (staged / "source.toml").write_text(_source(years, simulated=is_simulated), "utf-8")
        with (staged / "observations.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("area", "period", "indicator", "numerator", "denominator"))
            writer.writerows(rows)
    return len(rows)


def _lines(year: Year) -> Iterator[tuple[str, int, int]]:
    """Indicator, numerator and denominator; nothing where nobody is counted."""
    by_stage = {step.code: step.number or 0 for step in year.steps}
    opened, left = by_stage[m.Stage.OPENED], sum(_counted_exits(year.exits).values())
    relapsed = year.doors[m.Episode.Door.RELAPSE]
    if opened:
        yield "households_planned", by_stage[m.Stage.PLANNED], opened
        yield "households_relapsed", relapsed, opened
    if left:
        yield "households_lasting", year.exits[m.Episode.Exit.LASTING], left


def _counted_exits(exits: Counter[str]) -> dict[str, int]:
    """Of who went on in another household nobody says that they left."""
    return {exit: number for exit, number in exits.items() if exit != m.Episode.Exit.MERGED}


def _above(areas: Path) -> Mapping[str, str]:
    """The area above each area; '' at the top. Raises InputError."""
    problems: list[Problem] = []
    table = read_table(areas, areas.name, _AREAS, problems)
    if table is None or problems:
        raise InputError(problems)
    return {row["code"]: row["parent"] or "" for row in table.iter_rows(named=True)}


def _ancestors(code: str, above: Mapping[str, str]) -> Iterator[str]:
    """The areas above one; each once, also when the file goes round."""
    passed = {code}
    while (code := above.get(code, "")) and code not in passed:
        passed.add(code)
        yield code


def _source(years: Sequence[int], *, simulated: bool) -> str:
    notes = {
        "nl": "Aantallen van het team zelf; afgeschermd door de regels van de monitor.",
        "en": "Counts of the team itself; protected by the rules of the monitor.",
    }
    made_up = "true" if simulated else "false"
    return "\n".join(
        [
            "[source]",
            'id = "households"',
            'title = { nl = "Huishoudens met één plan", en = "Households with one plan" }',
            'publisher = "Wijkwerk"',
            'licence = "CC-BY-4.0"',
            f'base_period = "{min(years)}"',
            'report_level = "district"',
            f"simulated = {made_up}",
            f"notes = {{ nl = {json.dumps(notes['nl'])}, en = {json.dumps(notes['en'])} }}",
            "",
            '[reference]\nrule = "municipality"',
            "",
            _DISCLOSURE,
        ]
    )
