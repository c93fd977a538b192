"""A list appears whole or not at all, can be made again byte for byte, and gives nothing away."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from wijkwerk.designation.api import (
    DesignationList,
    Options,
    build_list,
    compare_lists,
    load_figures,
    verify_list,
    what_if,
)
from wijkwerk.designation.core.tables import KEYS, LIST_TABLES
from wijkwerk.designation.core.whatif import Changes
from wijkwerk.designation.lists import build
from wijkwerk.monitor.api import Edition
from wijkwerk.publication.atomic_folders import PREFIX
from wijkwerk.shared.problems import InputError

ON = {"migration_half": "=the law of 2018 prescribes it"}
OPTIONS = Options(switch_on=ON, draws=50)


@pytest.fixture(scope="module")
def made(small_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_list("denmark", small_edition, tmp_path_factory.mktemp("lists"), OPTIONS)


def test_a_list_has_every_table_with_the_columns_that_are_promised(made: Path) -> None:
    designation_list = DesignationList.open(made)
    assert designation_list.id == made.name
    for name, columns in LIST_TABLES.items():
        table = designation_list.table(name).collect()
        assert table.columns == list(columns), name
        assert table.select(KEYS[name]).is_duplicated().sum() == 0, name
    assert designation_list.manifest["switched_on"] == ON
    assert designation_list.manifest["simulated"] is True
    assert verify_list(made) == []
    areas = designation_list.table("areas").collect()
    assert areas.height == 48
    assert areas["region"].null_count() == 0
    assert designation_list.years == [2008, 2009, 2010, 2011, 2012]
    assert designation_list.table("population").collect().height == 48 * 5


def test_the_scheme_comes_back_as_it_was_used(made: Path) -> None:
    designation_list = DesignationList.open(made)
    assert designation_list.scheme == build.the_scheme("denmark", OPTIONS)


def test_the_same_input_gives_the_same_bytes_and_another_seed_another_list(
    made: Path, small_edition: Path, tmp_path: Path
) -> None:
    assert verify_list(made, small_edition) == []
    assert build_list("denmark", small_edition, made.parent, OPTIONS) == made
    other = build_list("denmark", small_edition, tmp_path, Options(switch_on=ON, draws=50, seed=2))
    assert other.name != made.name
    same = {"criteria.parquet", "statuses.parquet", "held.parquet", "sensitivity.parquet"}
    for name in same:
        assert (other / name).read_bytes() == (made / name).read_bytes()
    assert list(tmp_path.glob(f"{PREFIX}*")) == []


def test_a_withheld_figure_is_unknown_and_nowhere_in_the_list(
    made: Path, small_edition: Path
) -> None:
    figures = Edition.open(small_edition).table("figures")
    hidden = (
        figures.filter((pl.col("conf_status") == "N") & (pl.col("indicator") == "basic_schooling"))
        .select("area", year=pl.col("period").cast(pl.Int64))
        .unique()
        .collect()
    )
    criteria = DesignationList.open(made).table("criteria").collect()
    rows = criteria.filter(pl.col("criterion") == "schooling").join(hidden, on=["area", "year"])
    assert rows.height
    assert set(rows["result"]) == {"unknown"}
    assert set(rows["reason_unknown"]) == {"withheld"}
    assert rows["value"].null_count() == rows.height


def test_what_if_on_a_list_without_a_change_is_the_list(made: Path) -> None:
    designation_list = DesignationList.open(made)
    figures = load_figures(designation_list)
    results = what_if(figures, Changes())
    names = {1: "met", 0: "not_met", -1: "unknown"}
    for row in designation_list.table("statuses").collect().iter_rows(named=True):
        at = figures.codes.index(row["area"]), figures.years.index(row["year"])
        assert names[int(results[row["status"]][at])] == row["result"]


def test_two_years_and_two_lists_are_compared(
    made: Path, small_edition: Path, tmp_path: Path
) -> None:
    designation_list = DesignationList.open(made)
    rows = compare_lists(designation_list, designation_list, (2010, 2012))
    assert set(rows["year_before"].unique()) <= {2010}
    other = build_list("denmark", small_edition, tmp_path, Options(version="2021-12-01", draws=0))
    later = DesignationList.open(other)
    assert later.table("firmness").collect().is_empty()
    rows = compare_lists(designation_list, later)
    assert set(rows["status"]) <= {"vulnerable"}
    with pytest.raises(InputError, match="no such year"):
        compare_lists(designation_list, later, (1999, 2010))
    with pytest.raises(InputError, match="unknown status"):
        compare_lists(designation_list, later, status=("vulnerable", "long_term"))


def test_a_spreadsheet_has_no_formulas_and_tells_what_was_switched_on(made: Path) -> None:
    book = openpyxl.load_workbook(made / "list.xlsx")
    assert book.sheetnames[0] == "Toelichting"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    notes = [cell.value for row in book["Toelichting"].iter_rows() for cell in row]
    assert ON["migration_half"] in notes
    assert next(cell for cell in cells if cell.value == ON["migration_half"]).quotePrefix


def test_files_beside_the_edition_are_known_by_the_publishers_key_alone(
    made: Path, small_edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "who.csv").write_text("area,who\nBU1,somebody\n")
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes" / "2010.csv").write_text("before,after\n")
    options = Options(nominations=tmp_path / "who.csv", changes=tmp_path / "changes")
    ours = options.told()
    assert options.told() == ours
    monkeypatch.setenv("WIJKWERK_PUBLICATION_KEY", "the key of quite another publisher")
    theirs = options.told()
    assert {name for name in ours if ours[name] != theirs[name]} == {"nominations", "changes"}
    plain = hashlib.sha256((tmp_path / "who.csv").read_bytes()).hexdigest()
    assert plain not in (ours["nominations"], theirs["nominations"])
    # A list without such files is anybody's to verify; of one with them a stranger is told why not.
    assert verify_list(made, small_edition) == []
    copy = Path(shutil.copytree(made, tmp_path / made.name))
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["options"]["nominations"] = ours["nominations"]
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert [(one.file, one.kind) for one in verify_list(copy, small_edition)] == [
        ("manifest.json", "key")
    ]


def test_a_list_that_was_touched_is_seen(made: Path, small_edition: Path, tmp_path: Path) -> None:
    copy = tmp_path / made.name
    shutil.copytree(made, copy)
    (copy / "note.txt").write_text("mine")
    statuses = pl.read_parquet(copy / "statuses.parquet")
    statuses.with_columns(result=pl.lit("met")).write_parquet(copy / "statuses.parquet")
    assert {(one.file, one.kind) for one in verify_list(copy)} == {
        ("statuses.parquet", "changed"),
        ("note.txt", "unexpected"),
    }
    with pytest.raises(InputError, match="the list there is damaged"):
        build_list("denmark", small_edition, tmp_path, OPTIONS)
    (copy / "held.parquet").unlink()
    with pytest.raises(InputError, match=r"held\.parquet"):
        DesignationList.open(copy)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("format", "9", "A newer Wijkwerk"),
        ("years", "2010", "wrong type"),
        ("outputs", {"../evil": {"sha256": "0" * 64, "bytes": 1}}, "not a plain file name"),
    ],
)
def test_a_manifest_of_a_stranger_is_not_believed(
    made: Path, tmp_path: Path, key: str, value: object, words: str
) -> None:
    copy = tmp_path / made.name
    shutil.copytree(made, copy)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    (copy / "manifest.json").write_text(json.dumps({**manifest, key: value}), "utf-8")
    with pytest.raises(InputError, match=words):
        DesignationList.open(copy)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seed": None}, r"options\.seed"),
        ({"draws": -1}, r"options\.draws.*a whole number"),
        ({"draws": True}, r"options\.draws"),
        ({"mapping": {"work": 1}}, r"options\.mapping"),
        ({"levels": "neighbourhood"}, r"options\.levels"),
        ({"version": None}, r"options\.version"),
        ({"labels": 1}, r"options\.labels"),
        ({"more": 1}, "unknown option"),
    ],
)
def test_options_in_a_manifest_of_a_stranger_are_not_believed(
    made: Path, small_edition: Path, tmp_path: Path, options: dict[str, object], words: str
) -> None:
    copy = tmp_path / made.name
    shutil.copytree(made, copy)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    changed = {**manifest["options"], **options}
    told = json.dumps({**manifest, "options": changed})
    (copy / "manifest.json").write_text(told, "utf-8")
    with pytest.raises(InputError, match=words):
        verify_list(copy, small_edition)


def test_a_build_that_breaks_off_leaves_nothing(
    small_edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "write_spreadsheet", refuse)
    with pytest.raises(InputError, match="the disk is full"):
        build_list("denmark", small_edition, tmp_path, Options(draws=0))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(mapping={"outside_work": "outside_wrok"}),
         "Did you mean outside_work\\? Name one with --map outside_work=INDICATOR"),
        (Options(mapping={"outsidework": "x"}), "unknown measure"),
        (Options(version="2019-01-01"), "one of 2018-12-01, 2021-12-01"),
        (Options(levels=("custom",)), "no areas of that level"),
        (Options(regions=("FOCUSS",)), "Did you mean FOCUS"),
        (Options(changes=Path("nowhere.csv")), "can't be read"),
    ],
)  # fmt: skip
def test_wrong_options_are_told(
    small_edition: Path, tmp_path: Path, options: Options, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        build_list("denmark", small_edition, tmp_path, options)


def test_a_measure_without_indicator_is_unknown_when_that_is_asked(
    small_edition: Path, tmp_path: Path
) -> None:
    path = build_list(
        "denmark", small_edition, tmp_path, Options(mapping={"convictions": "-"}, draws=0)
    )
    designation_list = DesignationList.open(path)
    criteria = designation_list.table("criteria").filter(pl.col("criterion") == "crime").collect()
    assert set(criteria["result"]) == {"unknown"}
    # Two of the other three still decide.
    results = set(designation_list.table("statuses").collect()["result"])
    assert {"met", "not_met", "unknown"} <= results
