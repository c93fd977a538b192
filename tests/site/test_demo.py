"""`wijkwerk demo`: everything below one folder, and what stops it is told before a minute of building.

That the examples are built and served out of an installed wheel is .ci/wheel.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.shared.problems import InputError
from wijkwerk.site import demo, run


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """What would be served, instead of serving it; the environment is as before afterwards."""
    asked: list[Any] = []
    monkeypatch.setattr(run, "serve", lambda *given: asked.append(given))
    for name in ("WIJKWERK_DATA", "WIJKWERK_LISTS"):
        monkeypatch.setenv(name, str(tmp_path / "another"))
    return asked


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The processes that would build, instead of building."""
    asked: list[Any] = []

    def start(arguments: list[str], **more: Any) -> subprocess.CompletedProcess[bytes]:
        asked.append((arguments, more))
        return subprocess.CompletedProcess(arguments, 0)

    monkeypatch.setattr(demo.subprocess, "run", start)
    return asked


def test_everything_lies_below_one_folder(
    served: list[Any], built: list[Any], tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "demo"
    demo.demo_command(folder, 0)
    ((arguments, more),) = built
    assert arguments[0] == sys.executable
    assert arguments[-4:] == ["--out", str(folder / "editions"), "--lists", str(folder / "lists")]
    assert (more["cwd"] / "examples" / "programmes").is_dir()
    assert more["env"]["WIJKWERK_DATA"] == str(folder / "data")
    assert more["env"]["WIJKWERK_PUBLISHED"].startswith(str(folder))
    ((editions, var, host, port, default),) = served
    assert (editions, var, host, default) == (
        folder / "editions",
        folder / "site",
        "127.0.0.1",
        None,
    )
    assert 0 < port < 65536
    assert os.environ["WIJKWERK_LISTS"] == str(folder / "lists")


def test_a_port_that_is_taken_is_told_before_anything_is_built(
    served: list[Any], built: list[Any], tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(InputError, match="the port can't be used"):
            demo.demo_command(tmp_path / "demo", other.getsockname()[1])
    assert not built and not served
    assert not (tmp_path / "demo").exists()


def test_without_the_papers_the_extra_is_told_before_anything_is_built(
    served: list[Any], built: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InputError, match=r"pip install 'wijkwerk\[papers\]'"):
        demo.demo_command(tmp_path / "demo", 0)
    assert not built and not served


def test_a_folder_that_cannot_be_made_is_told(
    served: list[Any], built: list[Any], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="can't be made"):
        demo.demo_command(tmp_path / "file" / "demo", 0)
    assert not built and not served


def test_a_build_that_fails_is_not_served(
    served: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "build", lambda folder: 3)
    with pytest.raises(demo.typer.Exit) as ended:
        demo.demo_command(tmp_path / "demo", 0)
    assert ended.value.exit_code == 3
    assert not served
