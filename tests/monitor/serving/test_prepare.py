"""A serving file appears whole or not at all, and is only ever read."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from wijkwerk.monitor.core.tables import EDITION_TABLES
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.serving import prepare as preparing
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.layout import serving_path
from wijkwerk.monitor.serving.prepare import prepare
from wijkwerk.publication.api import is_intact
from wijkwerk.served.api import Store
from wijkwerk.shared.problems import TooSlowError


@pytest.fixture(scope="module")
def facts(published: Path) -> Edition:
    """The small edition of published facts."""
    return Edition.open(next(published.glob("outcomemonitor-2013-*")))


def test_a_serving_file_is_made_once(facts: Edition, tmp_path: Path) -> None:
    first = prepare(facts, tmp_path)
    made = first.stat().st_mtime_ns
    assert prepare(facts, tmp_path) == first == serving_path(facts, tmp_path)
    assert first.stat().st_mtime_ns == made
    assert {path.name for path in tmp_path.iterdir()} == {first.name, f"{first.name}.seal"}


@pytest.mark.parametrize("damage", ["one byte", "cut off", "no seal"])
def test_a_damaged_serving_file_is_made_again(facts: Edition, tmp_path: Path, damage: str) -> None:
    path = prepare(facts, tmp_path)
    intact = path.read_bytes()
    match damage:
        case "one byte":
            changed = bytearray(intact)
            changed[len(changed) // 2] ^= 1
            path.write_bytes(changed)
        case "cut off":
            path.write_bytes(intact[:-4096])
        case "no seal":
            path.with_name(f"{path.name}.seal").unlink()
    assert not is_intact(path)
    assert prepare(facts, tmp_path) == path
    assert is_intact(path)
    with duckdb.connect(str(path), read_only=True) as con:
        assert con.sql("SELECT count(*) > 0 FROM figures").fetchall() == [(True,)]


def test_a_preparation_that_fails_leaves_nothing(
    facts: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(preparing, "find_twins", broken)
    with pytest.raises(OSError, match="disk full"):
        prepare(facts, tmp_path)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert prepare(facts, tmp_path).is_file()


def test_both_orders_hold_the_rows_of_the_edition(serving: Serving) -> None:
    for name in ("figures", "changes"):
        columns = ", ".join(f'"{one}"' for one in EDITION_TABLES[name])
        original = serving.path / f"{name}.parquet"
        expected = duckdb.sql(f"SELECT count(*) FROM '{original}'").fetchall()
        for table in (name, f"{name}_by_indicator"):
            places = serving.store.tuples(f"SELECT count(*), min(place), max(place) FROM {table}")
            assert places == [(expected[0][0], 1, expected[0][0])]
        both = serving.store.tuples(
            f"SELECT count(*) FROM (SELECT {columns} FROM {name} EXCEPT ALL "
            f"SELECT {columns} FROM {name}_by_indicator)"
        )
        assert both == [(0,)]


def test_columns_have_the_types_that_are_declared(serving: Serving) -> None:
    types = {"string": "VARCHAR", "float64": "DOUBLE", "int64": "BIGINT", "boolean": "BOOLEAN"}
    for name, columns in EDITION_TABLES.items():
        described = serving.store.tuples(f"DESCRIBE {name}")
        found = {column: kind for column, kind, *_ in described}
        assert {column: found[column] for column in columns} == {
            k: types[v] for k, v in columns.items()
        }


def test_each_cell_is_held_against_one_reference_of_its_own(serving: Serving) -> None:
    twice = serving.store.tuples(
        "SELECT area, indicator, period FROM figures WHERE main GROUP BY ALL HAVING count(*) > 1"
    )
    assert twice == []


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE x (y INT)", "DELETE FROM figures", "SET enable_external_access = true",
        "COPY figures TO '/tmp/stolen.csv'", "SELECT * FROM '/etc/passwd'", "INSTALL httpfs",
        "ATTACH '/tmp/other.duckdb'",
    ],
)  # fmt: skip
def test_a_store_only_reads_its_own_file(serving: Serving, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        serving.store.rows(sql)
    assert serving.store.tuples("SELECT 1") == [(1,)]


def test_a_question_that_takes_too_long_is_broken_off_and_the_next_one_works(
    serving: Serving,
) -> None:
    hurried = Store(serving.store.path, seconds=0.2)
    with pytest.raises(TooSlowError):
        hurried.tuples("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b")
    assert hurried.tuples("SELECT 1") == [(1,)]
    hurried.close()


def test_an_edition_of_an_earlier_version_is_served_without_what_it_lacks(
    facts: Edition, tmp_path: Path
) -> None:
    """Before there were changes of groups, and limits of their distance."""
    older = Path(shutil.copytree(facts.path, tmp_path / facts.id))
    (older / "group_changes.parquet").unlink()
    groups = pl.read_parquet(older / "groups.parquet")
    groups.drop("distance_lower", "distance_upper").write_parquet(older / "groups.parquet")
    store = Store(prepare(Edition(older, facts.manifest, facts.definitions), tmp_path / "cache"))
    assert store.tuples("SELECT count(*) FROM group_changes") == [(0,)]
    assert store.tuples("SELECT count(distance_upper) FROM groups") == [(0,)]
