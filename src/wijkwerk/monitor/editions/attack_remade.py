"""Documents for people say what the tables say and no more: made again from these, they are the same.

The intruder needn't understand a report, a spreadsheet or a picture in them to know that: what follows
from what he has read already tells him nothing new.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from wijkwerk.monitor.editions.attack_register import DOCUMENTS
from wijkwerk.monitor.editions.datapackage import write_datapackage
from wijkwerk.monitor.editions.edition import DEFINITIONS, EDITION, Edition
from wijkwerk.monitor.editions.report import write_reports
from wijkwerk.monitor.editions.spreadsheet import write_spreadsheet
from wijkwerk.publication.api import software

_WRITERS: dict[str, Callable[[Path], object]] = {
    "tables.xlsx": write_spreadsheet,
    "report.html": write_reports,  # the four of them
    "datapackage.json": write_datapackage,
}


def made_otherwise(edition: Edition) -> list[str]:
    """Documents of ``edition`` that its tables don't give; each a text that says why."""
    documents = [name for name in DOCUMENTS if (edition.path / name).is_file()]
    if not documents:
        return []
    if edition.manifest["versions"] != software(EDITION):
        why = "other software made it than is here, so it can't be held against the tables"
        return [f"{name}: {why}" for name in documents]
    with tempfile.TemporaryDirectory() as scratch:
        again = Path(scratch)
        for path in edition.path.iterdir():
            if path.suffix == ".parquet" or path.name in (DEFINITIONS, "geometry.geojson"):
                shutil.copyfile(path, again / path.name)
        for name, write in _WRITERS.items():
            if name in documents:
                write(again)
        return [
            f"{name}: says other than the tables"
            for name in documents
            if not (again / name).is_file()
            or (again / name).read_bytes() != (edition.path / name).read_bytes()
        ]
