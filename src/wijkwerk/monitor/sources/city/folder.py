"""The folder of a city: what came in and what is still to come, each file by its own name.

downloads/   every file as it came in, to be inspected; what lies there isn't asked for again
source/      the source that is made of them
editions/    what is built of the source
city.toml    which files these are, where they come from, and the commands to go on with
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wijkwerk.monitor.sources.cbs.files import RawTable
from wijkwerk.monitor.sources.city import boundaries
from wijkwerk.publication.api import write_whole
from wijkwerk.shared.problems import InputError, Problem

_TABLES = (".csv", ".xlsx", ".xls")
STATLINE = "https://opendata.cbs.nl/statline/#/CBS/nl/dataset/{table}/table"


@dataclass(frozen=True)
class CityFolder:
    """The folder ``path`` and the places of what lies in it."""

    path: Path

    @property
    def downloads(self) -> Path:
        """Where files lie as they came in."""
        return self.path / "downloads"

    @property
    def source(self) -> Path:
        """The source that is made of them."""
        return self.path / "source"

    @property
    def editions(self) -> Path:
        """What is built of the source."""
        return self.path / "editions"

    @property
    def pages(self) -> Path:
        """Parts of downloads that aren't whole yet."""
        return self.path / ".pages"

    def figures(self, year: int) -> Path | None:
        """The file with the figures of ``year``; None while there is none."""
        files = (self.downloads / f"kwb-{year}{suffix}" for suffix in _TABLES)
        return next((file for file in files if file.is_file()), None)

    def shapes(self) -> Path | None:
        """The newest file with boundaries; None while there is none."""
        return max(self.downloads.glob("boundaries-*.geojson"), default=None)

    def keep_figures(self, year: int, table: RawTable) -> Path:
        """Write a table as CSV of StatLine; gives the file."""
        text = io.StringIO()
        rows = csv.writer(text, delimiter=";", lineterminator="\n")
        rows.writerow(table.headers)
        rows.writerows(table.rows)
        path = self.downloads / f"kwb-{year}.csv"
        write_whole(path, text.getvalue().encode())
        return path

    def keep_shapes(self, year: int, features: list[dict[str, Any]]) -> Path:
        """Write boundaries as they were published; gives the file."""
        document = {"type": "FeatureCollection", "features": features}
        path = self.downloads / f"boundaries-{year}.geojson"
        write_whole(path, json.dumps(document, ensure_ascii=False).encode())
        return path

    def record(self) -> dict[str, Any]:
        """What ``city.toml`` says; empty when it isn't there or can't be read."""
        try:
            return tomllib.loads((self.path / "city.toml").read_text("utf-8"))
        except (OSError, ValueError):
            return {}

    def write_record(
        self, code: str, name: str, tables: Mapping[int, str], inputs: Iterable[Path]
    ) -> None:
        """Write ``city.toml``."""
        lines = [
            f"# {name}: which files were taken, and how to go on with them.",
            "#",
            "# Figures or boundaries of your own: put them beside these in downloads/, under these names.",
            "# A year anew: take its file away. Then run the same command again.",
            "# More columns, other files, other limits: change source/ by hand (docs/source-format.md), then",
            f"#   wijkwerk source check {_quoted(self.source)}",
            f"#   wijkwerk edition build {_quoted(self.source)} --out {_quoted(self.editions)}",
            f"#   wijkwerk serve {_quoted(self.editions)}",
            "",
            f"municipality = {_text(code)}",
            f"name = {_text(name)}",
            "",
            "[tables]  # year = number of the table on StatLine",
            *(f"{year} = {_text(number)}" for year, number in sorted(tables.items())),
            "",
            "[inputs]  # SHA-256 of the files that the source was made of",
            *(f"{_text(path.name)} = {_text(_digest(path))}" for path in sorted(inputs)),
            "",
            "[source]  # SHA-256 of the files of the source as it was made",
            *(
                f"{_text(path.name)} = {_text(_digest(path))}"
                for path in sorted(self.source.iterdir())
                if path.is_file()
            ),
        ]
        write_whole(self.path / "city.toml", ("\n".join(lines) + "\n").encode())

    def is_made_of(self, inputs: Iterable[Path]) -> bool:
        """Whether the source was made of exactly these files."""
        return {path.name: _digest(path) for path in inputs} == self.record().get("inputs")

    def is_changed(self) -> bool:
        """Whether somebody changed the source since it was made."""
        source_record = self.record().get("source") or {}
        lies = {path.name: _digest(path) for path in self.source.iterdir() if path.is_file()}
        return lies != source_record


def by_hand(
    folder: CityFolder, municipality: str | None, tables: Mapping[int, str], fault: InputError
) -> InputError:
    """The error for a network that isn't there: every file that is lacking, where it can be had and what
    it has to be called."""
    reason = fault.problems[0].value
    problems = [
        Problem(
            str(folder.downloads / f"kwb-{year}.csv"),
            None,
            None,
            "can't be downloaded",
            reason,
            f"table {table} of {year}",
            f"By hand: {STATLINE.format(table=table)}, Download as CSV, with Codering and "
            "Indelingswijziging ticked.",
        )
        for year, table in sorted(tables.items(), reverse=True)
        if folder.figures(year) is None
    ]
    if folder.shapes() is None:
        newest = max(tables)
        code = municipality or "GM…"
        problems.append(
            Problem(
                str(folder.downloads / f"boundaries-{newest}.geojson"),
                None,
                None,
                "can't be downloaded",
                reason,
                f"the boundaries of {newest}",
                f"By hand: {boundaries.ogc_base(newest)}/{boundaries.ogc_items(code)}",
            )
        )
    error = InputError(problems)
    error.afterwards = (
        f"What came in is kept in {folder.downloads}. Put the files there that you downloaded by hand, as "
        "many years as you want (--years), or run the same command again when there is a network."
    )
    return error


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text
