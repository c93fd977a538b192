"""Verifying: a changed byte is named, and so is a source that isn't the one it was built from."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.editions.verify import verify_edition
from wijkwerk.publication.api import Difference, entry_of
from wijkwerk.site.cli import app

pytestmark = pytest.mark.usefixtures("without_reports")


@pytest.fixture
def copy(small_edition: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_edition, tmp_path / small_edition.name))


def found(*args: Path) -> list[tuple[str, str]]:
    return [(one.file, one.kind) for one in verify_edition(*args)]


def test_a_changed_byte_is_found_in_every_file(copy: Path) -> None:
    for name in sorted(Edition.open(copy).manifest["outputs"]):
        whole = (copy / name).read_bytes()
        # A space in JSON and a byte in the middle of the rest: the file still opens.
        changed = bytearray(whole)
        place = whole.index(b"\n") if name.endswith(".json") else len(whole) // 2
        changed[place] = 0x20 if name.endswith(".json") else changed[place] ^ 1
        (copy / name).write_bytes(changed)
        assert len(changed) == len(whole)
        assert found(copy) == [(name, "changed")]
        (copy / name).write_bytes(whole)
    assert found(copy) == []


def test_a_file_too_many_is_named(copy: Path) -> None:
    (copy / "extra.csv").write_text("area,value\n", "utf-8")
    assert found(copy) == [("extra.csv", "unexpected")]


def test_every_input_that_changed_or_went_is_named_without_computing(
    copy: Path, small: Path
) -> None:
    (small / "areas.csv").write_text("no areas at all", "utf-8")
    (small / "groups.csv").unlink()
    assert found(copy, small) == [("areas.csv", "input"), ("groups.csv", "input")]


def test_an_input_that_came_is_named(copy: Path, small: Path) -> None:
    extra = "area,period,indicator,numerator,denominator\nWK900201,2021,debts,70,2000\n"
    (small / "observations-more.csv").write_text(extra, "utf-8")
    assert verify_edition(copy, small) == [
        Difference("observations-more.csv", "input", "it was not there at the time")
    ]


def test_an_input_outside_the_source_is_not_read(copy: Path, small: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["inputs"] = {"../../etc/passwd": {"hmac_sha256": "0" * 64}}
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert verify_edition(copy, small) == [
        Difference("../../etc/passwd", "input", "the manifest points outside the source")
    ]


def test_without_the_publishers_key_files_are_verified_but_inputs_cannot_be(
    copy: Path, small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WIJKWERK_PUBLICATION_KEY", "the key of quite another publisher")
    (told,) = verify_edition(copy, small)
    assert (told.file, told.kind) == ("manifest.json", "key")
    assert "another publication key" in told.detail
    assert found(copy) == []
    monkeypatch.delenv("WIJKWERK_PUBLICATION_KEY")
    monkeypatch.setenv("WIJKWERK_DATA", str(tmp_path / "data"))
    (told,) = verify_edition(copy, small)
    assert told.kind == "key"
    assert "publisher's key" in told.detail
    assert not (tmp_path / "data").exists()  # verifying makes no key
    # And what anybody can see is still seen.
    (copy / "extra.csv").write_text("area,value\n", "utf-8")
    assert found(copy, small) == [("extra.csv", "unexpected"), ("manifest.json", "key")]


def test_who_builds_without_a_key_gets_one_and_is_told_to_keep_it(
    small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("WIJKWERK_PUBLICATION_KEY")
    monkeypatch.setenv("WIJKWERK_DATA", str(tmp_path / "data"))
    build = ["edition", "build", str(small), "--out", str(tmp_path / "out")]
    first = CliRunner().invoke(app, build)
    assert first.exit_code == 0
    assert (
        f"{tmp_path / 'data' / 'publication-key'}. Keep it secret, and a copy of it" in first.output
    )
    again = CliRunner().invoke(app, build)
    assert "was there already" in again.output
    assert "Keep it secret" not in again.output
    (made,) = (tmp_path / "out").iterdir()
    done = CliRunner().invoke(app, ["edition", "verify", str(made), "--source", str(small)])
    assert (done.exit_code, "the same bytes" in done.output) == (0, True)
    (tmp_path / "data" / "publication-key").unlink()
    done = CliRunner().invoke(app, ["edition", "verify", str(made), "--source", str(small)])
    assert done.exit_code == 2
    assert "Can't be verified here: manifest.json" in " ".join(done.output.split())


def test_computing_anew_gives_the_same_files_and_names_another_method_and_software(
    copy: Path, small: Path
) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["versions"]["duckdb"] = "0.1"
    manifest["method"] = "0"
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    differences = verify_edition(copy, small)
    # Every other file comes out the same.
    assert [(difference.file, difference.kind) for difference in differences] == [
        ("manifest.json", "method"),
        ("manifest.json", "software"),
        ("manifest.json", "changed"),
    ]
    assert differences[1].detail.startswith("made with duckdb 0.1, here ")


def test_a_forged_edition_with_a_manifest_to_match_is_found_by_its_source(
    copy: Path, small: Path
) -> None:
    frame = pl.read_parquet(copy / "figures.parquet")
    frame.with_columns(value=pl.col("value") + 1).write_parquet(copy / "figures.parquet")
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["outputs"]["figures.parquet"] = entry_of(copy / "figures.parquet")
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert found(copy) == []
    assert found(copy, small) == [("figures.parquet", "changed"), ("manifest.json", "changed")]
