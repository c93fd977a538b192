"""The capability of docs/howto/add-a-capability.md in a folder of its own, and a process that has it installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from pages_as_code import ROOT, write_files

HOWTO = ROOT / "docs" / "howto" / "add-a-capability.md"


def install(project: Path) -> None:
    """What ``pip install -e`` leaves behind, without asking a package index for a builder."""
    declared = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    told = project / f"{declared['name'].replace('-', '_')}-{declared['version']}.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Name: {declared['name']}\nVersion: {declared['version']}\n")
    points = "".join(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in named.items())
        for group, named in declared["entry-points"].items()
    )
    (told / "entry_points.txt").write_text(points)


class Toy:
    """The package in a folder of its own, and a site that has it."""

    def __init__(self, folder: Path) -> None:
        self.project, self.editions = folder / "project", folder / "editions"
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment = {
            **kept,
            "PYTHONPATH": str(self.project),
            "WIJKWERK_DATA": str(folder / "data"),
            "WIJKWERK_VAR": str(folder / "site"),
            "WIJKWERK_EDITIONS": str(self.editions),
            "WIJKWERK_LISTS": str(folder / "lists"),
            "WIJKWERK_SECRET_KEY": "only for this test, and long enough to be one",
            "COLUMNS": "80",
        }
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def run(self, *arguments: str, code: int = 0, given: str = "") -> str:
        """A command, in the folder of the package; gives what it said."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.project,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
        assert done.returncode == code, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout + done.stderr

    def replace(self, file: str, was: str, becomes: str) -> None:
        """Another text in a file of the package."""
        text = (self.project / file).read_text("utf-8")
        assert was in text
        (self.project / file).write_text(text.replace(was, becomes), "utf-8")


def made(folder: Path) -> Toy:
    toy = Toy(folder)
    write_files(HOWTO.read_text("utf-8"), toy.project)
    install(toy.project)
    return toy
