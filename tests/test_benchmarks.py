"""Benchmarks run by hand and once in CI: here is held that none of them is out of date."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"
FILES = sorted(BENCH.glob("*.py"))


def loaded(name: str) -> ModuleType:
    """A benchmark as a module."""
    spec = importlib.util.spec_from_file_location(f"bench_{name}", BENCH / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module  # where dataclasses look for their types
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """As when they are started: the others in their folder can be imported."""
    monkeypatch.syspath_prepend(str(BENCH))
    monkeypatch.setattr("sys.argv", ["bench"])
    return monkeypatch


def test_what_they_take_out_of_the_product_is_there() -> None:
    """Also what is imported in functions, which nobody notices before they run."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wijkwerk."):
                module = importlib.import_module(str(node.module))
                for alias in node.names:
                    if not hasattr(module, alias.name):
                        importlib.import_module(f"{node.module}.{alias.name}")


def test_each_says_what_can_be_asked(
    beside: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in FILES:
        module = loaded(path.stem)
        if hasattr(module, "main"):
            beside.setattr("sys.argv", [path.name, "--help"])
            with pytest.raises(SystemExit) as end:
                module.main()
            assert end.value.code == 0 and path.name in capsys.readouterr().out


def test_all_of_them_are_run_in_a_row_but_those_of_a_whole_site(beside: pytest.MonkeyPatch) -> None:
    run = loaded("run")
    programs = {path.name for path in FILES if "__main__" in path.read_text("utf-8")}
    for size in ("smoke", "small"):
        assert {command[0] for command in run.commands(size)} <= programs
    left_out = programs - {command[0] for command in run.commands("smoke")}
    assert left_out == {
        "run.py",
        "site.py",
        "designation_site.py",
        "participation_site.py",
        "participation_voting.py",
        "usability.py",
    }


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("finance", "--draws 50 --loop-draws 2", "flows laid out"),
        ("evaluation", "coverage --draws 1", "spill"),
        ("disclosure", "--areas 24 --periods 2", "ours"),
    ],
)
def test_the_smallest_size_runs(
    beside: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    name: str,
    options: str,
    says: str,
) -> None:
    module = loaded(name)
    beside.setattr("sys.argv", [str(BENCH / f"{name}.py"), *options.split()])
    module.main()
    assert says in capfd.readouterr().out


@pytest.mark.django_db
def test_the_large_programme_fits_the_tables(beside: pytest.MonkeyPatch) -> None:
    fixture: Any = loaded("programme_fixture")
    beside.setitem(
        fixture.SIZES,
        "tiny",
        {"organisations": 9, "targets": 3, "projects": 4, "commitments": 3},
    )
    programme = fixture.fill("tiny")
    assert (programme.targets.count(), programme.projects.count()) == (3, 4)
