"""Folders that appear whole or not at all: what is left over goes, what still runs stays."""

from pathlib import Path

import pytest

from wijkwerk.publication import atomic_folders


def test_what_a_living_job_works_in_is_not_swept_away(tmp_path: Path) -> None:
    with atomic_folders.hidden_folder(tmp_path) as folder:
        atomic_folders.sweep(tmp_path)
        assert folder.is_dir()
    assert list(tmp_path.iterdir()) == []
    left = tmp_path / f"{atomic_folders.PREFIX}left"
    left.mkdir()
    atomic_folders.sweep(tmp_path)
    assert left.is_dir()  # no lock yet: it may just have been made
    (left / "lock").touch()
    atomic_folders.sweep(tmp_path)
    assert not left.exists()


def test_a_job_that_breaks_off_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), atomic_folders.hidden_folder(tmp_path) as folder:
        (folder / "half").write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_all_that_lies_in_a_folder_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "file").write_text("kept")
    atomic_folders.sync(tmp_path)
    assert (tmp_path / "inside" / "file").read_text() == "kept"
