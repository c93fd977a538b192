"""Lists on the site: with or without them, damaged, gone, made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from served_list import Served

from wijkwerk.designation.serving.library import Lists, UnknownListError, lists
from wijkwerk.designation.serving.prepare import prepare_lists
from wijkwerk.served.api import UnreadableError, WithdrawnError


def test_without_a_folder_the_site_has_no_lists_and_says_so(
    client: Client, served: Served, settings: Settings, tmp_path: Path
) -> None:
    settings.SERVING = tmp_path
    assert prepare_lists(tmp_path / "nothing", tmp_path / "lists") == []
    lists.cache_clear()
    answer = client.get("/en/designation")
    assert answer.status_code == 200
    assert b"This site has no list of areas yet" in answer.content


def test_a_changed_list_is_told_and_the_others_are_served(served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    shutil.copytree(served.folder, folder)
    with (folder / served.plain / "statuses.parquet").open("ab") as file:
        file.write(b"x")
    (folder / "notes").mkdir()
    told: list[str] = []
    assert prepare_lists(folder, tmp_path / "made", told.append) == [served.open]
    assert any(served.plain in one and "contents changed" in one for one in told)
    assert any("notes" in one for one in told)


def test_a_list_that_is_gone_stays_known_as_gone(served: Served, tmp_path: Path) -> None:
    folder, made = tmp_path / "given", tmp_path / "made"
    shutil.copytree(served.folder, folder)
    prepare_lists(folder, made)
    library = Lists(made)
    assert library.open(served.plain).id == served.plain
    shutil.rmtree(folder / served.plain)
    assert prepare_lists(folder, made) == [served.open]
    with pytest.raises(WithdrawnError):
        library.open(served.plain)
    with pytest.raises(UnknownListError):
        library.open("never-0123456789")
    assert [path.name for path in made.glob(f"{served.plain}.*")] == []


def test_a_folder_that_is_not_there_withdraws_nothing(served: Served, tmp_path: Path) -> None:
    folder, made = tmp_path / "given", tmp_path / "made"
    shutil.copytree(served.folder, folder)
    (folder / f"{served.plain}.voices.toml").write_text("")
    prepare_lists(folder, made)
    before = {path.name: path.read_bytes() for path in made.iterdir() if path.is_file()}
    told: list[str] = []
    served_still = prepare_lists(tmp_path / "elsewhere", made, told.append)
    assert served_still == sorted([served.plain, served.open])
    library = Lists(made)
    assert library.open(served.plain).id == served.plain
    assert library.open(served.open).id == served.open
    assert {path.name: path.read_bytes() for path in made.iterdir() if path.is_file()} == before
    (line,) = told
    assert str(tmp_path / "elsewhere") in line and "WIJKWERK_LISTS" in line
    assert served.plain in line and served.open in line


def test_a_list_that_can_not_be_read_is_out_of_order_and_not_withdrawn(
    served: Served, tmp_path: Path
) -> None:
    folder, made = tmp_path / "given", tmp_path / "made"
    shutil.copytree(served.folder, folder)
    prepare_lists(folder, made)
    manifest = folder / served.plain / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[: len(whole) // 2])
    assert prepare_lists(folder, made) == [served.open]
    with pytest.raises(UnreadableError):
        Lists(made).open(served.plain)
    manifest.write_bytes(whole)
    assert Lists(made).open(served.plain).id == served.plain


def test_preparing_again_leaves_what_is_there(served: Served) -> None:
    before = {path: path.stat().st_mtime_ns for path in served.cache.glob("*/rows.duckdb")}
    assert before and len(prepare_lists(served.folder, served.cache)) == 2
    assert {path: path.stat().st_mtime_ns for path in served.cache.glob("*/rows.duckdb")} == before
