"""The fingerprint of the program: another one when a file changes, and only then."""

from __future__ import annotations

import os
import re
from pathlib import Path

from wijkwerk import __version__
from wijkwerk.build import build, fingerprint


def test_a_build_names_its_version_and_is_the_same_each_time() -> None:
    assert re.fullmatch(re.escape(__version__) + "-[0-9a-f]{12}", build())
    build.cache_clear()
    first = build()
    build.cache_clear()
    assert build() == first


def test_it_follows_from_names_and_contents_alone(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    page = tmp_path / "room" / "page.html"
    page.write_text("<p>1</p>")
    first = fingerprint(tmp_path)
    os.utime(page, (1, 1))
    (tmp_path / "notes.txt").write_text("no part of an answer")
    assert fingerprint(tmp_path) == first
    page.write_text("<p>2</p>")
    second = fingerprint(tmp_path)
    assert second != first
    page.rename(tmp_path / "room" / "other.html")
    assert fingerprint(tmp_path) not in {first, second}
