"""Publications of any kind: whole, checked by anyone, and never overwritten."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.publication.api import (
    MANIFEST,
    Difference,
    Kind,
    atomic_publish,
    changed_files,
    differences_between,
    differences_from_manifest,
    hidden_in,
    identity,
    new_folder,
    open_manifest,
    verify_publication,
    write_manifest,
)
from wijkwerk.shared.problems import InputError

ATLAS = Kind(
    "atlas",
    "an",
    "2",
    "1",
    {"id": str, "outputs": dict, "drawn": bool},
    ("map.txt",),
    ("wijkwerk",),
    "Copy the atlas again.",
    "draw it again",
    sees_cut_off=True,
)


@dataclass(frozen=True)
class Atlas:
    path: Path
    manifest: dict[str, Any]

    @classmethod
    def open(cls, path: Path) -> Atlas:
        return cls(path, open_manifest(path, ATLAS))


def drawn(out: Path, text: str = "a map\n") -> Path:
    name = identity(ATLAS, "atlas", {"map": text})
    with hidden_in(out, ATLAS) as hidden:
        made = hidden / "atlas"
        made.mkdir()
        (made / "map.txt").write_text(text)
        write_manifest(made, ATLAS, {"id": name, "drawn": True})
        atomic_publish(made, out / name, ATLAS, Atlas.open)
    return out / name


def test_what_was_made_opens_and_is_as_its_manifest_says(tmp_path: Path) -> None:
    atlas = Atlas.open(drawn(tmp_path / "new" / "out"))
    assert changed_files(atlas) == []
    assert differences_from_manifest(atlas) == []
    assert [path.name for path in atlas.path.parent.iterdir()] == [atlas.path.name]
    assert atlas.manifest["id"] == atlas.path.name


def test_an_id_changes_with_input_method_and_format_and_with_nothing_else() -> None:
    kinds = [ATLAS, replace(ATLAS, method="2"), replace(ATLAS, format="3")]
    ids = [identity(kind, "atlas", {"map": text}) for kind in kinds for text in ("a", "b")]
    assert len(set(ids)) == 6
    other_words = replace(ATLAS, word="map", copy_again="")
    assert identity(other_words, "atlas", {"map": "a"}) == ids[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m.update(format="3"), "expected format 2. A newer Wijkwerk made it"),
        (lambda m: m.update(format="1"), "An older Wijkwerk made it: draw it again"),
        (lambda m: m.update(format="x"), "This isn't the manifest of an atlas"),
        (lambda m: m.update(drawn="yes"), "found 'str'; expected true or false. Copy the atlas"),
        (lambda m: m["outputs"].clear(), "found 'map.txt'; expected every file of an atlas"),
        (lambda m: m["outputs"].update({"../x": {}}), "Don't trust this atlas"),
        (lambda m: m["outputs"].update({"x.parquet": m["outputs"]["map.txt"]}), "cut off"),
    ],
)
def test_a_manifest_of_a_stranger_is_not_believed(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    path = drawn(tmp_path)
    (path / "x.parquet").write_bytes(b"PAR1")
    manifest = json.loads((path / MANIFEST).read_text())
    change(manifest)
    (path / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(InputError, match=message):
        Atlas.open(path)


def test_differences_begin_with_why_the_bytes_may_differ(tmp_path: Path) -> None:
    old, new = Atlas.open(drawn(tmp_path)), Atlas.open(drawn(tmp_path, "another map\n"))
    assert differences_between(old, old) == []
    older = {**old.manifest, "method": "0", "versions": {"wijkwerk": "0.0.1"}}
    between = differences_between(Atlas(old.path, older), new)
    assert [(one.file, one.kind) for one in between] == [
        (MANIFEST, "method"),
        (MANIFEST, "software"),
        (MANIFEST, "changed"),
        ("map.txt", "changed"),
    ]
    (new.path / "map.txt").unlink()
    assert Difference("map.txt", "missing", "in only one of the two") in differences_between(
        old, new
    )


def test_the_second_of_two_jobs_leaves_what_the_first_one_made(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    before = (path / "map.txt").stat().st_mtime_ns
    assert drawn(tmp_path) == path
    assert (path / "map.txt").stat().st_mtime_ns == before
    (path / "map.txt").write_text("A map\n")
    with pytest.raises(InputError, match=r"the atlas there is damaged: found 'map\.txt'.* draw it"):
        drawn(tmp_path)
    assert (path / "map.txt").read_text() == "A map\n"


def test_a_publication_under_another_name_is_damaged(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    other = path.rename(tmp_path / "renamed")
    with pytest.raises(InputError, match=r"damaged: found 'manifest\.json'"):
        verify_publication(other, ATLAS, Atlas.open)


def test_where_no_folder_can_be_made_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"no folder can be made there \(File exists\).* --out"):
        drawn(tmp_path / "file")


def test_a_new_folder_appears_filled_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with pytest.raises(InputError, match="the disk is full"), new_folder(out) as made:
        (made / "half").write_text("half")
        raise RuntimeError("a library's own") from OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(ZeroDivisionError), new_folder(out):
        raise ZeroDivisionError
    assert list(out.parent.iterdir()) == []
    out.mkdir()
    with new_folder(out) as made:
        (made / "whole").write_text("whole")
    assert (out / "whole").read_text() == "whole"
    with pytest.raises(OSError), new_folder(out):  # nothing is ever overwritten
        pass
    assert [path.name for path in out.parent.iterdir()] == ["out"]
