"""Files and tables of StatLine over the network into one source folder."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from wijkwerk.monitor.sources.cbs.convert import gather, make_source
from wijkwerk.monitor.sources.cbs.files import RawTable
from wijkwerk.monitor.sources.cbs.folder import must_be_free
from wijkwerk.monitor.sources.cbs.odata.client import Client, NotFoundError
from wijkwerk.monitor.sources.cbs.odata.completeness import NotWholeError
from wijkwerk.monitor.sources.cbs.odata.version3 import table_of_version3
from wijkwerk.monitor.sources.cbs.odata.version4 import table_of_version4
from wijkwerk.monitor.sources.cbs.report import Report
from wijkwerk.shared.problems import InputError, Problem

VERSION4 = "https://datasets.cbs.nl/odata/v1/CBS"
VERSION3 = "https://opendata.cbs.nl/ODataFeed/odata"
Progress = Callable[[str, float], None]


def from_cbs(
    paths: Sequence[Path],
    tables: Sequence[str],
    out: Path,
    *,
    base_url: str | None = None,
    year: str | None = None,
    municipalities: Sequence[str] = (),
    population: bool = False,
    progress: Progress | None = None,
    wait: float = 1.0,
) -> Report:
    """Write the source folder ``out`` out of files and of downloaded ``tables`` (as 85984NED).

    Version 4 is asked first and version 3 where that doesn't have the table; ``base_url`` asks one
    place only, whichever version that speaks. Pages stay in a folder beside ``out`` until the source
    is written, so that a download that stopped goes on. ``wait`` is the first pause in seconds before
    another attempt. Raises InputError and writes nothing when a file is wrong, a table doesn't exist
    or the network fails.
    """
    tell = progress or (lambda step, share: None)
    must_be_free(out)
    wrong = [table for table in tables if not re.fullmatch(r"[0-9A-Za-z_-]{3,24}", table)]
    if wrong:
        raise InputError(
            [
                Problem(
                    "--live", None, None, "not a table number", table_number, "such as 85984NED"
                )
                for table_number in wrong
            ]
        )
    pages_folder = out.absolute().parent / f".{out.name}-pages"
    gathered = gather(paths, year, tell)
    for number, table in enumerate(tables):
        low, high = 0.6 * number / len(tables), 0.6 * (number + 1) / len(tables)

        def part(step: str, share: float, low: float = low, high: float = high) -> None:
            tell(step, low + (high - low) * min(share, 1.0))

        gathered.add(download(table, base_url, pages_folder / table, wait, part))
    report = make_source(
        gathered, out, municipalities=municipalities, population=population, progress=tell
    )
    shutil.rmtree(pages_folder, ignore_errors=True)
    return report


def download(
    table: str,
    base_url: str | None,
    path: Path,
    wait: float,
    progress: Progress,
    within: tuple[str, ...] = (),
) -> RawTable:
    """``table`` as texts, from whichever version of OData has it; ``within`` are the beginnings of the
    area codes that are wanted (empty: all).

    Raises InputError when no service has it, or when it is no table of figures.
    """
    places = [base_url] if base_url else [VERSION4, VERSION3]
    for place in places:
        with Client(place, path, wait) as client:
            try:
                # Version 4 gives names, version 3 names and addresses, of what a table consists of.
                parts = client.json(f"{table}?$format=json" if place == VERSION3 else table)
            except NotFoundError:
                continue
            names = {
                str(part.get("name"))
                for part in (parts.get("value") or [] if isinstance(parts, dict) else [])
                if isinstance(part, dict)
            }
            if "Observations" in names:
                _keep_only_this_edition(client, f"{table}/Properties", path)
                return _whole(client, table_of_version4, table, progress, within)
            if names & {"UntypedDataSet", "TypedDataSet"}:
                _keep_only_this_edition(client, f"{table}/TableInfos?$format=json", path)
                return _whole(client, table_of_version3, table, progress, within)
            raise InputError(
                [
                    Problem(
                        f"{place}/{table}",
                        None,
                        None,
                        "not a table of CBS",
                        ", ".join(sorted(names)[:6]) or None,
                        "Observations (version 4) or UntypedDataSet (version 3)",
                    )
                ]
            )
    raise InputError(
        [
            Problem(
                table,
                None,
                None,
                "no such table",
                " and ".join(place for place in places if place),
                "the number of a table of StatLine, such as 85984NED",
                "It stands behind the name of the table on opendata.cbs.nl/statline.",
            )
        ]
    )


def _whole(client: Client, read: Callable[..., RawTable], *arguments: object) -> RawTable:
    """What ``read`` gives; pages of a download that isn't whole are not kept for a next attempt."""
    try:
        return read(client, *arguments)
    except NotWholeError:
        client.forget()
        raise


def _keep_only_this_edition(client: Client, path: str, pages_folder: Path) -> None:
    """Throw pages away that were kept from an earlier edition of the table: two don't mix."""
    about = json.dumps(client.json(path), sort_keys=True)
    mark = pages_folder / "about.json"
    if pages_folder.is_dir() and (not mark.is_file() or mark.read_text("utf-8") != about):
        client.forget()
    pages_folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(about, "utf-8")
