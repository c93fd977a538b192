"""Opening an edition: whole ones open, broken or hostile ones are refused with what is wrong."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.monitor.editions.attack import attack
from wijkwerk.monitor.editions.diff import diff_editions
from wijkwerk.monitor.editions.edition import NEEDED, Edition
from wijkwerk.monitor.editions.verify import verify_edition
from wijkwerk.shared.problems import InputError


@pytest.fixture
def copy(small_edition: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_edition, tmp_path / small_edition.name))


def rewrite(edition: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = json.loads((edition / "manifest.json").read_text("utf-8"))
    change(manifest)
    (edition / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_a_whole_edition_opens(small_edition: Path) -> None:
    edition = Edition.open(small_edition)
    assert edition.id == small_edition.name
    assert edition.table("figures").collect().height > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m.update(format="3"), "found '3'; expected format 2. A newer Wijkwerk made it"),
        (lambda m: m.update(format="1"), "An older Wijkwerk made it: build again"),
        (lambda m: m.pop("inputs_key"), r"\[inputs_key\]: missing or of a wrong type"),
        (lambda m: m.pop("format"), "unknown format: found 'None'"),
        (lambda m: m.pop("outputs"), r"\[outputs\]: missing or of a wrong type"),
        (lambda m: m.update(outputs=["figures.parquet"]), r"found 'list'; expected an object"),
        (lambda m: m.update(id=7), r"\[id\]: missing or of a wrong type: found 'int'"),
        (lambda m: m["outputs"].pop("figures.parquet"), "a file isn't named: found 'figures.par"),
        (
            lambda m: m["outputs"].update({"../../etc/passwd": {"sha256": "0" * 64, "bytes": 1}}),
            "not a plain file name: found '../../etc/passwd'",
        ),
        (
            lambda m: m["outputs"].update({"/etc/passwd": {"sha256": "0" * 64, "bytes": 1}}),
            "not a plain file name: found '/etc/passwd'",
        ),
        (
            lambda m: m["outputs"].update({"..": {"sha256": "0" * 64, "bytes": 1}}),
            "not a plain file name",
        ),
        (
            lambda m: m["outputs"].update({"report.html": {"sha256": "short", "bytes": 1}}),
            r"\[outputs.report.html\]: not a hash and a size",
        ),
        (lambda m: m["outputs"].update({"report.html": None}), "not a hash and a size"),
        (
            lambda m: m["outputs"].update({"gone.pdf": {"sha256": "0" * 64, "bytes": 1}}),
            "file is missing: found 'gone.pdf'",
        ),
    ],
)
def test_a_manifest_that_is_not_ours_is_refused(
    copy: Path, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    rewrite(copy, change)
    with pytest.raises(InputError, match=message):
        Edition.open(copy)


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "not JSON"), ("{", "not JSON"), ("[]", "not an object"), ("[" * 100_000, "not JSON"),
     ("\udcff", None)],
)  # fmt: skip
def test_a_manifest_that_is_no_json_is_refused(copy: Path, text: str, message: str | None) -> None:
    (copy / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=message or "not JSON"):
        Edition.open(copy)


@pytest.mark.parametrize("name", ["manifest.json", *NEEDED])
def test_a_file_that_is_missing_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(InputError, match=f"file is missing: found '{name}'"):
        Edition.open(copy)


@pytest.mark.parametrize("size", [0, 3, 100])
def test_a_parquet_file_that_was_cut_off_is_named(copy: Path, size: int) -> None:
    os.truncate(copy / "figures.parquet", size)
    with pytest.raises(InputError, match=r"cut off: found 'figures\.parquet'.*copy the edition"):
        Edition.open(copy)


def test_a_table_damaged_inside_is_an_input_error_where_it_is_read(
    copy: Path, small_edition: Path
) -> None:
    data = bytearray((copy / "figures.parquet").read_bytes())
    data[4 : len(data) - 4] = bytes(len(data) - 8)
    (copy / "figures.parquet").write_bytes(data)
    with pytest.raises(InputError, match="a table can't be read"):
        diff_editions(copy, small_edition)


def test_a_link_out_of_the_folder_is_refused(copy: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", "utf-8")
    (copy / "datapackage.json").unlink()
    (copy / "datapackage.json").symlink_to(secret)
    with pytest.raises(InputError, match=r"a link, not a file: found 'datapackage\.json'"):
        Edition.open(copy)


def test_every_problem_is_told_at_once(copy: Path) -> None:
    (copy / "figures.parquet").unlink()
    (copy / "groups.parquet").unlink()
    with pytest.raises(InputError) as wrong:
        Edition.open(copy)
    assert [problem.value for problem in wrong.value.problems] == [
        "figures.parquet",
        "groups.parquet",
    ]


def test_definitions_without_their_keys_are_refused(copy: Path) -> None:
    (copy / "indicators.json").write_text('{"source": {}}', "utf-8")
    with pytest.raises(InputError, match="keys are missing: found 'themes, indicators'"):
        Edition.open(copy)


@pytest.mark.parametrize("use", [verify_edition, attack, lambda path: diff_editions(path, path)])
def test_every_use_refuses_what_is_no_edition(
    tmp_path: Path, use: Callable[[Path], object]
) -> None:
    with pytest.raises(InputError, match="no such edition"):
        use(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"file is missing: found 'manifest\.json'"):
        use(tmp_path / "empty")


def test_a_table_that_an_older_edition_lacks_is_an_input_error(small_edition: Path) -> None:
    with pytest.raises(InputError, match="the edition has no such table"):
        Edition.open(small_edition).table("unheard_of")
