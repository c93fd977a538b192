"""An edition appears whole or not at all, and can be computed again byte for byte."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from frictionless import Package

from wijkwerk.monitor.api import Edition, build_edition, diff_editions, verify_edition
from wijkwerk.monitor.core.tables import CLASSES, EDITION_TABLES
from wijkwerk.shared.problems import InputError


@pytest.fixture
def source(examples: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(examples / "g27-2004", tmp_path / "source"))


def test_the_simulated_country_is_computed_again_byte_for_byte(
    country: Path, country_edition: Path
) -> None:
    assert verify_edition(country_edition, country) == []


def test_every_table_has_its_columns_and_types(country_edition: Path) -> None:
    for name, columns in EDITION_TABLES.items():
        frame = pl.read_parquet(country_edition / f"{name}.parquet")
        assert frame.columns == list(columns), name
        assert frame.height > 0, name


def test_class_counts_add_up_to_the_number_of_areas(country_edition: Path) -> None:
    classes = pl.read_parquet(country_edition / "classes.parquet").filter(
        (pl.col("reference") == "") & (pl.col("group") == "")
    )
    changes = pl.read_parquet(country_edition / "changes.parquet").filter(
        pl.col("level") == "neighbourhood"
    )
    expected = dict(changes.group_by("indicator").agg(pl.col("area").n_unique()).iter_rows())
    counted = dict(classes.group_by("indicator").agg(pl.col("count").sum()).iter_rows())
    assert counted == expected
    assert set(classes["class"]) == set(CLASSES)


def test_a_tampered_file_is_named(country_edition: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(country_edition, tmp_path / country_edition.name))
    (copy / "report.html").write_text("forged", "utf-8")
    assert [(one.file, one.kind) for one in verify_edition(copy)] == [("report.html", "changed")]


def test_a_half_copied_edition_is_refused_by_name(country_edition: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(country_edition, tmp_path / country_edition.name))
    (copy / "figures.parquet").unlink()
    with pytest.raises(InputError, match=r"file is missing: found 'figures\.parquet'"):
        Edition.open(copy)


def test_the_same_source_gives_the_same_edition_and_leaves_it_alone(
    source: Path, tmp_path: Path
) -> None:
    first = build_edition(source, tmp_path / "out")
    before = (first / "manifest.json").stat().st_mtime_ns
    assert build_edition(source, tmp_path / "out") == first
    assert (first / "manifest.json").stat().st_mtime_ns == before


def test_wrong_input_writes_nothing(source: Path, tmp_path: Path) -> None:
    (source / "observations.csv").write_text("area,period,indicator,value\nG99,2004,turnout,1\n")
    with pytest.raises(InputError, match="unknown code"):
        build_edition(source, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_two_builds_at_once_do_not_hurt_each_other(source: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: build_edition(source, tmp_path / "out"), range(2)))
    assert results[0] == results[1]
    assert verify_edition(results[0], source) == []
    assert [path.name for path in (tmp_path / "out").iterdir()] == [results[0].name]


def test_a_killed_build_leaves_nothing_that_looks_like_an_edition(
    source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    program = (
        "import sys; from pathlib import Path; from wijkwerk.monitor.api import build_edition; "
        "build_edition(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    chance = random.Random(5)
    for _ in range(3):
        child = subprocess.Popen([sys.executable, "-c", program, str(source), str(out)])
        deadline = time.monotonic() + 60
        while not any(out.glob(".building-*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 2.0))
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        for seen in [path for path in out.iterdir() if not path.name.startswith(".")]:
            assert verify_edition(seen) == []
    edition = build_edition(source, out)
    assert verify_edition(edition) == []
    assert [path.name for path in out.iterdir()] == [edition.name]


def test_the_spreadsheet_has_notes_frozen_headers_and_words_for_withheld(
    country_edition: Path,
) -> None:
    book = openpyxl.load_workbook(country_edition / "tables.xlsx")
    assert book.sheetnames[:3] == ["Toelichting", "Cijfers", "Veranderingen"]
    sheet = book["Cijfers"]
    assert sheet.freeze_panes == "C2"
    assert sheet["A1"].value == "Gebied"
    values = {sheet.cell(row, 6).value for row in range(2, min(sheet.max_row, 4000))}
    assert "geheim" in values


def test_the_data_package_is_valid(country_edition: Path) -> None:
    package = Package(str(country_edition / "datapackage.json"))
    assert {resource.name for resource in package.resources} == set(EDITION_TABLES)
    assert Package.validate_descriptor(package.to_descriptor()).valid


def test_the_manifest_names_inputs_versions_and_coverage(country_edition: Path) -> None:
    manifest = json.loads((country_edition / "manifest.json").read_text("utf-8"))
    assert manifest["simulated"] is True
    assert "observations-register.parquet" in manifest["inputs"]
    assert manifest["versions"]["wijkwerk"]
    assert sum(row["published"] for row in manifest["coverage"]) > 0
    assert str(Path.home()) not in json.dumps(manifest)


def edited(source: Path, name: str, old: str, new: str) -> None:
    text = (source / name).read_text("utf-8")
    assert old in text
    (source / name).write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "cause"),
    [
        ("observations.csv", "G4,2004,decay,4.8", "G4,2004,decay,4.9", "input"),
        ("observations.csv", "G4,2004,decay,4.8\n", "", "disappeared"),
        ("indicators.toml", 'id = "offences"', 'id = "offences"\ntolerance = 9', None),
    ],
)
def test_a_difference_is_explained_by_its_cause(
    source: Path, tmp_path: Path, name: str, old: str, new: str, cause: str | None
) -> None:
    first = build_edition(source, tmp_path / "out")
    edited(source, name, old, new)
    second = build_edition(source, tmp_path / "out")
    assert first != second
    found = diff_editions(first, second)
    if cause is None:
        assert found.is_empty()
    else:
        assert cause in set(found["cause"])
        changed = found.filter((pl.col("area") == "G4") & (pl.col("indicator") == "decay"))
        assert set(changed["cause"]) == {cause}
