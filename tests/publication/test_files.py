"""A single file is there whole or not at all, and a PDF is made once."""

import json
import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wijkwerk.publication import typesetting
from wijkwerk.publication.api import made_once, write_whole
from wijkwerk.shared.problems import InputError


def test_a_file_is_written_in_a_new_folder_and_replaced(tmp_path: Path) -> None:
    out = tmp_path / "new" / "file.json"
    write_whole(out, b"one")
    write_whole(out, b"two")
    assert out.read_bytes() == b"two"
    assert [path.name for path in out.parent.iterdir()] == ["file.json"]


def test_a_write_that_breaks_off_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "file.json"
    out.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(InputError, match="the disk is full"):
        write_whole(out, b"new")
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("place", ["", "folder", "file/inside", "x" * 300])
def test_a_place_that_is_no_file_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(InputError) as told:
        write_whole(tmp_path / place, b"new")
    assert told.value.problems[0].file == str(tmp_path / place)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]


def test_the_folder_one_is_in_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="it is a folder"):
        write_whole(Path(), b"new")


def test_who_could_not_read_a_file_still_can_not(tmp_path: Path) -> None:
    out, fresh = tmp_path / "file.json", tmp_path / "fresh.json"
    out.write_bytes(b"old")
    out.chmod(0o600)
    left = tmp_path / f".file.json.{os.getpid()}.{threading.get_ident()}"
    left.write_bytes(b"of a process that was killed")
    write_whole(out, b"new")
    write_whole(fresh, b"new")
    umask = os.umask(0)
    os.umask(umask)
    assert out.stat().st_mode & 0o777 == 0o600
    out.chmod(0o666)  # wider than a new file would be
    write_whole(out, b"newer")
    assert out.stat().st_mode & 0o777 == 0o666
    assert fresh.stat().st_mode & 0o777 == 0o666 & ~umask
    assert not left.exists()


def test_threads_that_write_the_same_file_do_not_meet(tmp_path: Path) -> None:
    out, size = tmp_path / "file.json", 200_000
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: write_whole(out, bytes([one]) * size), range(64)))
    assert len(out.read_bytes()) == size and len(set(out.read_bytes())) == 1
    assert list(tmp_path.iterdir()) == [out]


def test_a_long_word_can_be_broken_but_an_address_stays_whole() -> None:
    given = {"a": "z" * 40, "b": ["kort woord"], "url": "y" * 40, "n": 1}
    made = typesetting.breakable(given)
    assert made["a"].replace("\u200b", "") == "z" * 40
    assert max(len(piece) for piece in made["a"].split("\u200b")) <= 12
    assert (made["b"], made["url"], made["n"]) == (["kort woord"], "y" * 40, 1)
    assert json.dumps(made)


def test_what_was_made_before_is_not_made_again(tmp_path: Path) -> None:
    there = tmp_path / "there.pdf"
    there.write_bytes(b"made")
    assert made_once(there, "no.such.module") == there
    with pytest.raises(subprocess.CalledProcessError):
        made_once(tmp_path / "other.pdf", "no.such.module")
