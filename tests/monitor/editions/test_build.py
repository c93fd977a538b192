"""An edition appears whole or not at all, and can be computed again byte for byte."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.core.tables import ALWAYS_COUNTED, EDITION_TABLES
from wijkwerk.monitor.editions import build
from wijkwerk.monitor.editions.build import build_edition
from wijkwerk.monitor.editions.verify import verify_edition
from wijkwerk.shared.problems import InputError

FIGURES = (
    "area", "level", "period", "indicator", "value", "lower", "upper", "interval_method", "base",
    "obs_status", "conf_status", "reference", "reference_value", "distance", "distance_lower",
    "distance_upper", "distance_relative", "rank", "rank_lower", "rank_upper",
)  # fmt: skip
CHANGES = (
    "area", "indicator", "reference", "period_from", "period_to", "own_change",
    "reference_change", "distance_change", "lower", "upper", "class", "evidence", "broken",
)  # fmt: skip
TYPES = {
    "string": pl.String, "float64": pl.Float64, "int64": pl.Int64, "boolean": pl.Boolean,
}  # fmt: skip
FILES = {
    "figures.parquet", "changes.parquet", "groups.parquet", "areas.parquet", "indicators.json",
    "manifest.json", "datapackage.json", "tables.xlsx", "report.html", "report.en.html",
    "report.pdf", "report.en.pdf",
}  # fmt: skip


def test_the_simulated_country_is_computed_again_byte_for_byte(
    country: Path, country_edition: Path
) -> None:
    assert verify_edition(country_edition, country) == []


def test_an_edition_holds_what_its_readers_count_on(country_edition: Path) -> None:
    assert {path.name for path in country_edition.iterdir()} >= FILES
    figures = pl.read_parquet(country_edition / "figures.parquet", n_rows=1)
    changes = pl.read_parquet(country_edition / "changes.parquet", n_rows=1)
    assert set(FIGURES) <= set(figures.columns)
    assert set(CHANGES) <= set(changes.columns)


def test_every_table_has_its_columns_their_types_and_rows_in_the_order_of_its_key(
    country_edition: Path,
) -> None:
    for name, columns in EDITION_TABLES.items():
        frame = pl.read_parquet(country_edition / f"{name}.parquet")
        assert {column: TYPES[kind] for column, kind in columns.items()} == dict(frame.schema), name
        assert frame.height > 0, name
        keys = build.KEYS[name]
        assert frame.equals(frame.sort(keys, nulls_last=True)), name
        assert not frame.select(keys).is_duplicated().any(), name


def test_class_counts_add_up_to_the_number_of_areas(country_edition: Path) -> None:
    classes = pl.read_parquet(country_edition / "classes.parquet").filter(
        (pl.col("reference") == "") & (pl.col("group") == "")
    )
    known = json.loads((country_edition / "indicators.json").read_text("utf-8"))
    neutral = [one["id"] for one in known["indicators"] if one["direction"] == "neutral"]
    assert "population" in neutral
    changes = pl.read_parquet(country_edition / "changes.parquet").filter(
        (pl.col("level") == "neighbourhood") & ~pl.col("indicator").is_in(neutral)
    )
    expected = dict(changes.group_by("indicator").agg(pl.col("area").n_unique()).iter_rows())
    counted = dict(classes.group_by("indicator").agg(pl.col("count").sum()).iter_rows())
    assert counted == expected
    # One moment is counted where it occurs; what isn't judged nowhere.
    assert set(ALWAYS_COUNTED) <= set(classes["class"]) <= {*ALWAYS_COUNTED, "one_moment"}


@pytest.mark.usefixtures("without_reports")
def test_the_same_source_gives_the_same_edition_and_leaves_it_alone(
    small: Path, tmp_path: Path
) -> None:
    first = build_edition(small, tmp_path / "out")
    before = (first / "manifest.json").stat().st_mtime_ns
    assert build_edition(small, tmp_path / "out") == first
    assert (first / "manifest.json").stat().st_mtime_ns == before
    # What is there but isn't that edition is told, and never overwritten.
    (first / "figures.parquet").write_bytes(b"PAR1 forged PAR1")
    with pytest.raises(InputError, match=r"the edition there is damaged: found 'figures\.parquet'"):
        build_edition(small, tmp_path / "out")
    assert (first / "figures.parquet").read_bytes() == b"PAR1 forged PAR1"
    shutil.rmtree(first)
    first.mkdir()
    with pytest.raises(InputError, match=r"damaged: found .*manifest\.json"):
        build_edition(small, tmp_path / "out")


def test_wrong_input_writes_nothing(small: Path, tmp_path: Path) -> None:
    (small / "observations.csv").write_text(
        "area,period,indicator,numerator,denominator\nWK999999,2020,debts,1,20\n", "utf-8"
    )
    with pytest.raises(InputError, match="unknown code"):
        build_edition(small, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(InputError, match="no such folder"):
        build_edition(tmp_path / "nowhere", tmp_path / "out")


@pytest.mark.usefixtures("without_reports")
def test_two_builds_at_once_do_not_hurt_each_other(small: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: build_edition(small, tmp_path / "out"), range(2)))
    assert results[0] == results[1]
    assert verify_edition(results[0]) == []
    assert [path.name for path in (tmp_path / "out").iterdir()] == [results[0].name]


# Builds that kill themselves (as kill -9 does), each at a moment of its own, side by side.
KILLED = """
import os, signal, sys, threading, time
from pathlib import Path
from wijkwerk.monitor.editions import build
from wijkwerk.publication import atomic_publish
source, out = Path(sys.argv[1]), Path(sys.argv[2])
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def later():
    time.sleep(0.3)
    die()
def run(moment):
    build.write_reports = lambda *_: []
    if moment == "somewhere":
        threading.Thread(target=later, daemon=True).start()
    elif moment == "write_manifest":
        build.record.write_manifest = die
    else:  # when the name has appeared
        atomic_publish.sync_one = die
    build.build_edition(source, out)
for moment in sys.argv[3:]:
    if os.fork() == 0:
        run(moment)
        os._exit(0)
print([os.waitstatus_to_exitcode(os.wait()[1]) for _ in sys.argv[3:]])
"""


@pytest.mark.usefixtures("without_reports")
def test_a_build_killed_at_any_moment_leaves_nothing_that_looks_like_an_edition(
    small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    moments = ("somewhere", "write_manifest", "sync_one")
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(small), str(out), *moments],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert ended.stdout.strip() == str([-signal.SIGKILL] * len(moments))
    # Only the one that died after its name appeared left an edition, and that one is whole.
    seen = [path for path in out.iterdir() if not path.name.startswith(".")]
    assert len(seen) == 1
    assert verify_edition(seen[0]) == []
    assert list(out.glob(".building-*"))
    shutil.rmtree(seen[0])
    edition = build_edition(small, out)
    assert edition == seen[0]
    assert verify_edition(edition) == []
    assert [path.name for path in out.iterdir()] == [edition.name]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the folder is read-only"),
        (errno.EACCES, "no permission"),
        (errno.EDQUOT, "the quota is used up"),
    ],
)
def test_a_disk_that_refuses_is_told_and_leaves_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, message: str
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("a library's own error") from OSError(number, os.strerror(number))

    monkeypatch.setattr(build, "read_source", refuse)
    with pytest.raises(InputError, match=message):
        build_edition(small, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.usefixtures("without_reports")
def test_a_file_that_cannot_grow_is_told_and_leaves_nothing(small: Path, tmp_path: Path) -> None:
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from wijkwerk.site.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))\n"
        "main()\n"
    )
    command = ["edition", "build", str(small), "--out", str(tmp_path / "out")]
    ended = subprocess.run(
        [sys.executable, "-c", program, *command], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2, ended.stderr
    assert "a file grew too large" in ended.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_target_that_is_no_folder_is_told(small: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(InputError, match=r"no folder can be made there \(File exists\)"):
        build_edition(small, tmp_path / "file")
    with pytest.raises(InputError, match="no folder can be made there"):
        build_edition(small, Path("/proc/wijkwerk"))


def test_a_source_that_changes_during_the_build_gives_no_edition(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_: object) -> None:
        (small / "areas.csv").write_text("code\n", "utf-8")

    monkeypatch.setattr(build, "_fill", fill)
    with pytest.raises(InputError, match="a file changed during the build"):
        build_edition(small, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
