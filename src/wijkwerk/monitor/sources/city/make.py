"""From a name to a source folder: tables, boundaries and postcodes of a municipality."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wijkwerk.monitor.sources.cbs.convert import from_files
from wijkwerk.monitor.sources.cbs.dictionary import yearly_tables
from wijkwerk.monitor.sources.cbs.files import read_tables
from wijkwerk.monitor.sources.cbs.odata.client import NoAnswerError
from wijkwerk.monitor.sources.cbs.odata.live import download
from wijkwerk.monitor.sources.cbs.odata.within import prefixes
from wijkwerk.monitor.sources.cbs.report import Report
from wijkwerk.monitor.sources.cbs.tables import interpret
from wijkwerk.monitor.sources.city.boundaries import boundaries_of, simplified
from wijkwerk.monitor.sources.city.folder import CityFolder, by_hand
from wijkwerk.monitor.sources.city.tables import (
    code_in,
    municipalities_of_service,
    municipality_named,
    tables_of_service,
)
from wijkwerk.monitor.sources.postcodes import write_postcodes
from wijkwerk.publication.api import hidden_folder, write_whole
from wijkwerk.shared.problems import InputError

Progress = Callable[[str, float], None]
_DOWNLOADING = 0.8  # the share of the work that downloads are


@dataclass(frozen=True)
class City:
    """What was taken: the municipality, the files, and the report of the conversion (None when the
    source was there already). ``remarks`` are sentences for who asked."""

    code: str
    name: str
    folder: CityFolder
    years: tuple[int, ...]
    report: Report | None
    remarks: tuple[str, ...]


def make_city(
    question: str,
    out: Path,
    *,
    years: Sequence[int] = (),
    postcodes: Path | None = None,
    cbs_url: str | None = None,
    geo_url: str | None = None,
    wait: float = 1.0,
    progress: Progress | None = None,
) -> City:
    """The source of a municipality in ``out``/source, out of what its publishers have.

    ``question`` is a name or a code, ``years`` those that are wanted (empty: all), ``postcodes`` the yearly
    file of postcodes and neighbourhoods. Files in ``out``/downloads aren't asked for again. ``cbs_url``
    and ``geo_url`` are other addresses of the services. Raises InputError with what is lacking when there
    is no network, when no municipality is called so, and when the source was changed by hand.
    """
    tell = progress or (lambda step, share: None)
    folder = CityFolder(out)
    tables, code_known = yearly_tables(), code_in(question)
    try:
        tables = _wanted(years, _tables(folder, years, cbs_url, wait))
        newest = max(tables)
        code, name = municipality_named(
            question, _names(folder, tables[newest], newest, cbs_url, wait)
        )
        code_known = code
        remarks = _take_figures(folder, code, name, tables, cbs_url, wait, tell)
        _take_shapes(folder, code, newest, geo_url, wait, tell, remarks)
    except NoAnswerError as fault:
        raise by_hand(folder, code_known, _wanted(years, tables), fault) from fault
    files = [file for year in tables if (file := folder.figures(year)) is not None]
    shapes = folder.shapes()
    inputs = [*files, *([shapes] if shapes else []), *([postcodes] if postcodes else [])]
    report = None
    if not (folder.source.is_dir() and folder.is_made_of(inputs)):
        _must_be_ours(folder)
        tell("making the source", _DOWNLOADING)
        report = _make_source(folder, code, name, files, shapes, postcodes, remarks)
        folder.write_record(code, name, tables, inputs)
    else:
        remarks.append(f"The source is there already, made of the same files: {folder.source}.")
    shutil.rmtree(folder.pages, ignore_errors=True)
    tell("done", 1.0)
    have = tuple(year for year in tables if folder.figures(year) is not None)
    return City(code, name, folder, have, report, tuple(remarks))


def _tables(
    folder: CityFolder, years: Sequence[int], cbs_url: str | None, wait: float
) -> dict[int, str]:
    """The tables there are; without asking when every year that is wanted lies there already."""
    if years and all(folder.figures(year) is not None for year in years):
        return {year: yearly_tables().get(year, "") for year in years}
    return tables_of_service(cbs_url, wait)


def _wanted(years: Sequence[int], tables: dict[int, str]) -> dict[int, str]:
    missing = sorted(set(years) - set(tables))
    if missing:
        raise InputError.of(
            "--years",
            "no table of this year",
            f"{min(tables)} to {max(tables)}",
            value=", ".join(map(str, missing)),
        )
    return {year: table for year, table in sorted(tables.items()) if not years or year in years}


def _names(
    folder: CityFolder, table: str, newest: int, cbs_url: str | None, wait: float
) -> dict[str, str]:
    """Code → name of municipalities: from the file that is there, else from the service."""
    file = folder.figures(newest)
    if file is None:
        return municipalities_of_service(table, cbs_url, folder.pages / "names", wait)
    frames = [
        year_table.frame.select("code", pl.coalesce("name", "municipality").alias("name"))
        for raw in read_tables(file)
        for year_table in interpret(raw, str(newest))[0]
    ]
    rows = pl.concat(frames).filter(pl.col("code").str.starts_with("GM")).iter_rows()
    return {str(code): str(name or code) for code, name in rows}


def _take_figures(
    folder: CityFolder,
    code: str,
    name: str,
    tables: dict[int, str],
    cbs_url: str | None,
    wait: float,
    tell: Progress,
) -> list[str]:
    """Download the years that aren't there yet, newest first; gives remarks."""
    remarks: list[str] = []
    for number, (year, table) in enumerate(sorted(tables.items(), reverse=True)):
        if folder.figures(year) is not None:
            continue

        def part(step: str, share: float, number: int = number, year: int = year) -> None:
            tell(f"key figures of {year}", _DOWNLOADING * (number + min(share, 1.0)) / len(tables))

        part("", 0.0)
        raw = download(table, cbs_url, folder.pages / table, wait, part, prefixes(code))
        place = next(
            (at for at, header in enumerate(raw.headers) if re.search("codering", header, re.I)), 0
        )
        if not any(row[place].strip().startswith("GM") for row in raw.rows):
            remarks.append(f"{name} is not in the table of {year}: that year is left out.")
            continue
        folder.keep_figures(year, raw)
    return remarks


def _take_shapes(
    folder: CityFolder,
    code: str,
    newest: int,
    geo_url: str | None,
    wait: float,
    tell: Progress,
    remarks: list[str],
) -> None:
    if folder.shapes() is not None:
        return
    try:
        year, features = boundaries_of(
            code, newest, folder.pages / "shapes", host=geo_url, wait=wait,
            progress=lambda step, share: tell(step, _DOWNLOADING),
        )  # fmt: skip
    except NoAnswerError:
        raise
    except InputError as wrong:
        # Figures without a map are better than nothing; the words say how to get one.
        remarks.append(f"There is no map: {wrong.problems[0]}")
        return
    folder.keep_shapes(year, features)
    if year != newest:
        remarks.append(f"The newest boundaries are of {year}; the newest figures are of {newest}.")


def _must_be_ours(folder: CityFolder) -> None:
    """InputError when the source holds work of somebody: that is never overwritten."""
    if folder.source.is_dir() and any(folder.source.iterdir()) and folder.is_changed():
        raise InputError.of(
            str(folder.source),
            "was changed since it was made",
            "the source as this command made it",
            suggestion="Move it elsewhere, or take another --out; then the files come in anew.",
        )


def _make_source(
    folder: CityFolder,
    code: str,
    name: str,
    files: Sequence[Path],
    shapes: Path | None,
    postcodes: Path | None,
    remarks: list[str],
) -> Report:
    with hidden_folder(folder.path) as hidden:
        staged = hidden / "source"
        report = from_files(files, staged, municipalities=[code], place=(code, name))
        areas = pl.read_csv(staged / "areas.csv", schema_overrides={"valid_to": pl.String})
        if shapes is not None:
            today = areas.filter(pl.col("valid_to").is_null())
            level_by_code = dict(today.select("code", "level").iter_rows())
            drawn = simplified(_features(shapes), level_by_code)
            write_whole(staged / "geometry.geojson", json.dumps(drawn).encode())
            without = set(level_by_code) - {
                feature["properties"]["code"] for feature in drawn["features"]
            }
            without = {
                code_without for code_without in without if not code_without.startswith("NL")
            }
            if without:
                remarks.append(
                    f"{len(without)} areas have no shape in the boundaries and are not on the map."
                )
        if postcodes is not None:
            taken = write_postcodes(postcodes, staged)
            remarks.append(f"{taken.postcodes} postcodes lie in {name}.")
        if folder.source.is_dir():
            shutil.rmtree(folder.source)
        staged.replace(folder.source)
    return report


def _features(path: Path) -> list[dict[str, object]]:
    try:
        features = json.loads(path.read_text("utf-8-sig"))["features"]
    except (ValueError, KeyError, TypeError):
        raise InputError.of(
            str(path), "not GeoJSON", "a GeoJSON collection of neighbourhoods"
        ) from None
    return [feature for feature in features if isinstance(feature, dict)]
