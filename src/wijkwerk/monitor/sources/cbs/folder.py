"""The source folder itself: written beside its place and put there whole, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.monitor.sources.cbs.dictionary import definitions
from wijkwerk.monitor.sources.cbs.report import Report
from wijkwerk.shared.problems import InputError, Problem

PUBLISHER = "Centraal Bureau voor de Statistiek"
LICENCE = "CC-BY-4.0"
REPORT = "from-cbs.json"


def must_be_free(out: Path) -> None:
    """InputError when ``out`` holds anything: what lies there is never overwritten."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(
            [Problem(str(out), None, None, "folder is not empty", None, "a new or empty folder")]
        )


@contextmanager
def whole_or_nothing(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` to write in; it becomes ``out`` when the block ends well."""
    must_be_free(out)
    parent = out.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    hidden = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=parent))
    try:
        building = hidden / "source"
        building.mkdir()
        yield building
        for path in building.iterdir():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
        # A rename replaces an empty folder and fails on one that meanwhile holds something.
        must_be_free(out)
        building.rename(out)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def write_source(
    folder: Path,
    areas: pl.DataFrame,
    groups: pl.DataFrame,
    observations: pl.DataFrame,
    rule: str,
    report: Report,
    place: tuple[str, str] | None = None,
) -> None:
    """Write every file of the source into ``folder``; ``place`` is the code and the name of the area
    that it is called after (None: after the figures alone)."""
    areas.write_csv(folder / "areas.csv")
    if groups.height:
        groups.write_csv(folder / "groups.csv")
    observations.write_parquet(folder / "observations.parquet", compression="zstd")
    used = set(observations["indicator"].unique().to_list())
    (folder / "indicators.toml").write_text(_definitions(used), "utf-8")
    periods = sorted(observations["period"].unique().to_list())
    names = groups["group"].unique().sort().to_list() if groups.height else []
    (folder / "source.toml").write_text(_settings(periods, rule, names, report, place), "utf-8")
    (folder / REPORT).write_text(
        json.dumps(report.as_data(), ensure_ascii=False, indent=1) + "\n", "utf-8"
    )


def _settings(
    periods: Sequence[str],
    rule: str,
    groups: Sequence[str],
    report: Report,
    place: tuple[str, str] | None,
) -> str:
    span = periods[0] if len(periods) == 1 else f"{periods[0]}-{periods[-1]}"
    nl = [
        "Bron: CBS, Kerncijfers wijken en buurten.",
        "CBS rondt aantallen af op vijftallen en laat kleine aantallen weg; het totaal van een stad is "
        "daarom niet precies de som van haar wijken en buurten.",
    ]
    en = [
        "Source: Statistics Netherlands (CBS), Key figures of districts and neighbourhoods.",
        "CBS rounds counts to fives and leaves small counts out; the total of a city is therefore not "
        "exactly the sum of its districts and neighbourhoods.",
    ]
    if len(periods) > 1:
        nl.append("Waar CBS meldt dat grenzen of codes zijn veranderd, staat een reeksbreuk.")
        en.append("Where CBS reports changed boundaries or codes, the series has a break.")
    if report.gaps:
        nl.append(
            f"Er is geen bestand van {', '.join(report.gaps)}; breuken in die jaren zijn niet te zien."
        )
        en.append(
            f"There is no file of {', '.join(report.gaps)}; breaks in those years can't be seen."
        )
    if report.filled:
        years = ", ".join(sorted(report.filled))
        nl.append(
            f"In {years} heeft iemand inkomens van buurten ingevuld met die van de wijk (status I)."
        )
        en.append(
            f"In {years} somebody filled in incomes of neighbourhoods with those of the district (status I)."
        )
    if report.population:
        nl.append(
            "Leeftijd en huishouden zijn geen prestatie. Een achterstand of voorsprong betekent "
            "daar alleen dat het aandeel lager of hoger is."
        )
        en.append(
            "Age and household are no achievement. A lag or a lead there only means that the "
            "share is lower or higher."
        )
    shown = ["G4"] if "G4" in groups else []
    name = "kwb" if place is None else f"kwb-{place[0].lower()}"
    title_nl = f"Kerncijfers wijken en buurten {span}"
    title_en = f"Key figures of districts and neighbourhoods {span}"
    if place is not None:
        title_nl, title_en = (
            f"{place[1]}: {text[0].lower()}{text[1:]}" for text in (title_nl, title_en)
        )
    return f"""[source]
id = "{name}-{span}"
title = {{ nl = {_toml(title_nl)}, en = {_toml(title_en)} }}
publisher = "{PUBLISHER}"
licence = "{LICENCE}"
report_groups = {json.dumps(shown)}

[source.notes]
nl = {_toml(" ".join(nl))}
en = {_toml(" ".join(en))}

[reference]
rule = "{rule}"

[disclosure]
minimum_base = 10
minimum_count = 5
rounding = 5
"""


def _definitions(used: set[str]) -> str:
    themes, all_definitions = definitions()
    used_definitions = [definition for definition in all_definitions if definition.id in used]
    needed = {definition.theme for definition in used_definitions}
    parts = [_block("theme", theme) for theme in themes if theme["id"] in needed]
    # Areas are the sums of their parts but for rounding. They stay additive all the same: an intruder
    # adds them up too, so the protection has to reckon with it.
    more = {"source": f"{PUBLISHER}, Kerncijfers wijken en buurten"}
    parts += [_block("indicator", {**definition.entry, **more}) for definition in used_definitions]
    return "\n".join(parts)


def _block(name: str, entry: Mapping[str, Any]) -> str:
    lines = [f"[[{name}]]"]
    for key, value in entry.items():
        if isinstance(value, dict):
            inner = ", ".join(f"{language} = {_toml(text)}" for language, text in value.items())
            lines.append(f"{key} = {{ {inner} }}")
        else:
            lines.append(f"{key} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    # JSON's texts, numbers and truth values are TOML's too.
    return json.dumps(value, ensure_ascii=False)
