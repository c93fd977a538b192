"""A tiny edition, and the same one with names that mean harm."""

import json
import shutil
import sys
from pathlib import Path

import polars as pl
import pytest

from editions import BuildOnce
from wijkwerk.monitor.editions.report import write_reports

# Tests here share facts made by hand; the import mode puts no folder on the path by itself.
sys.path.insert(0, str(Path(__file__).parent))
from report_facts import HOSTILE


@pytest.fixture(scope="session")
def small(examples: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce) -> Path:
    """The edition of ``examples/format``: three areas, one simulated topic."""
    return build_once(examples / "format", tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def hostile(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``small`` with hostile names everywhere, and its reports made anew."""
    folder = Path(shutil.copytree(small, tmp_path_factory.mktemp("hostile") / "edition"))
    areas = pl.read_parquet(folder / "areas.parquet")
    areas.with_columns(name=pl.col("code").replace(HOSTILE)).write_parquet(folder / "areas.parquet")
    definitions = json.loads((folder / "indicators.json").read_text("utf-8"))
    evil = HOSTILE["GM9001"]
    definitions["source"] |= {
        "title": {"nl": evil, "en": evil},
        "publisher": evil + HOSTILE["WK900101"],
        "licence": evil,
        "notes": {"nl": HOSTILE["WK900101"] + evil, "en": HOSTILE["WK900102"]},
    }
    for one in (*definitions["themes"], *definitions["indicators"]):
        one["name"] = {"nl": HOSTILE["WK900102"] + evil, "en": HOSTILE["WK900101"]}
    definitions["indicators"][0]["description"] = {
        "nl": evil,
        "en": "\u05e9\u05db\u05d5\u05e0\u05d4",
    }
    definitions["indicators"][0]["source"] = evil
    (folder / "indicators.json").write_text(json.dumps(definitions), "utf-8")
    write_reports(folder)
    return folder
