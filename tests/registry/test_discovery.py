"""Capabilities stand in the order of what they require; what can't be is told so that it can be mended."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.registry import discovery
from wijkwerk.registry.commands import commands
from wijkwerk.registry.config import installed_apps
from wijkwerk.registry.discovery import in_floor_order, packages
from wijkwerk.shared.problems import InputError


def order(**requires: tuple[str, ...]) -> list[str]:
    return in_floor_order(requires, {label: (f"{label}/apps.py", 7) for label in requires})


def test_each_stands_after_those_that_it_requires_and_else_in_the_order_given() -> None:
    assert order(c=("b",), b=("a",), a=(), x=(), d=("a",)) == ["a", "x", "b", "d", "c"]


@given(st.data())
def test_nothing_stands_before_what_it_requires(data: st.DataObject) -> None:
    labels = data.draw(st.permutations("abcdefgh"))
    requires = {
        label: tuple(data.draw(st.lists(st.sampled_from(labels[:place]), unique=True)))
        if place
        else ()
        for place, label in enumerate(labels)
    }
    given_order = dict(data.draw(st.permutations(list(requires.items()))))
    found = in_floor_order(given_order, dict.fromkeys(labels, ("", None)))
    assert sorted(found) == sorted(labels)
    for label, needed in requires.items():
        assert all(found.index(below) < found.index(label) for below in needed)


def test_every_requirement_that_isnt_there_is_told_with_what_was_meant() -> None:
    with pytest.raises(InputError) as wrong:
        order(monitor=(), casework=("monitr", "gardens"), other=("nothing",))
    assert [(p.file, p.column, p.value, p.suggestion) for p in wrong.value.problems] == [
        ("casework/apps.py", "requires", "monitr", "Did you mean monitor?"),
        ("casework/apps.py", "requires", "gardens", "Install it, or take it out of requires."),
        ("other/apps.py", "requires", "nothing", "Install it, or take it out of requires."),
    ]


def test_a_circle_is_told_as_who_requires_whom() -> None:
    with pytest.raises(InputError, match="require each other") as wrong:
        order(a=("b",), b=("c",), c=("a",), d=())
    (problem,) = wrong.value.problems
    parts = (problem.value or "").split(" > ")
    assert parts[0] == parts[-1] and len(parts) == 4
    arrows = set(itertools.pairwise(parts))
    assert arrows == {("a", "b"), ("b", "c"), ("c", "a")}


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with installed packages; what is written there as ``entry_points.txt`` counts."""
    (tmp_path / "beside-1.0.dist-info").mkdir()
    (tmp_path / "beside-1.0.dist-info" / "METADATA").write_text("Name: beside\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    packages.cache_clear()
    yield tmp_path
    packages.cache_clear()
    for name in set(sys.modules) - before:
        del sys.modules[name]


def install(folder: Path, **files: str) -> None:
    """Packages by name, each with the text of its apps.py; 'x_commands' is that of x's commands.py."""
    names = [name for name in files if not name.endswith("_commands")]
    points = "".join(f"{name} = {name}\n" for name in names)
    (folder / "beside-1.0.dist-info" / "entry_points.txt").write_text(
        f"[{discovery.GROUP}]\n{points}"
    )
    for name in names:
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("")
        (folder / name / "apps.py").write_text(files[name])
        if f"{name}_commands" in files:
            (folder / name / "commands.py").write_text(files[f"{name}_commands"])


APP = """
from wijkwerk.registry.config import CapabilityConfig
class Config(CapabilityConfig):
    name = "{name}"
    label = "{label}"
    requires = {requires}
"""


def app(name: str, label: str = "", requires: tuple[str, ...] = ()) -> str:
    return APP.format(name=name, label=label or name, requires=requires)


def test_an_installed_package_stands_above_what_it_requires(beside: Path) -> None:
    install(
        beside,
        ww_gardens=app("ww_gardens", requires=("monitor", "ww_plots")),
        ww_plots=app("ww_plots", requires=("access",)),
    )
    labels = [path.split(".")[-3] for path in installed_apps()]
    assert labels.index("access") < labels.index("ww_plots") < labels.index("ww_gardens")
    assert labels.index("monitor") < labels.index("ww_gardens")
    assert {"audit", "designation", "programme"} <= set(labels)


def test_file_and_line_of_what_is_required_are_told(beside: Path) -> None:
    install(beside, ww_gardens=app("ww_gardens", requires=("monitr",)))
    with pytest.raises(InputError) as wrong:
        installed_apps()
    (problem,) = wrong.value.problems
    assert problem.file == str(beside / "ww_gardens" / "apps.py")
    text = (beside / "ww_gardens" / "apps.py").read_text().splitlines()
    assert problem.line is not None and "monitr" in text[problem.line - 1]


def test_a_label_that_is_taken_is_told(beside: Path) -> None:
    install(beside, ww_gardens=app("ww_gardens", label="monitor"))
    with pytest.raises(InputError, match=r"ww_gardens/apps.py: this label is taken.*monitor"):
        installed_apps()


def test_an_entry_point_without_a_package_or_a_capability_is_told(beside: Path) -> None:
    install(beside, ww_gardens="x = 1")
    with pytest.raises(InputError, match="no capability: expected a class with base"):
        installed_apps()
    packages.cache_clear()
    (beside / "ww_gardens" / "apps.py").unlink()
    with pytest.raises(InputError, match=r"a package with an apps\.py"):
        installed_apps()


def test_a_command_that_is_there_already_is_told_with_whose_it_is(beside: Path) -> None:
    text = 'from wijkwerk.registry.commands import Command\nCOMMANDS = [Command("list", print)]\n'
    install(beside, ww_gardens=app("ww_gardens"), ww_gardens_commands=text)
    with pytest.raises(
        InputError, match=r"ww_gardens.commands: .*'list'.*wijkwerk.designation.commands"
    ):
        commands()


@pytest.mark.parametrize("fault", ["import nothing_of_this_name", "def (", "1 / 0"])
def test_commands_that_cant_be_imported_are_told(beside: Path, fault: str) -> None:
    install(beside, ww_gardens=app("ww_gardens"), ww_gardens_commands=fault)
    with pytest.raises(InputError, match=r"ww_gardens.commands: can't be imported"):
        commands()


@pytest.mark.parametrize("fault", ["import nothing_of_this_name", "def (", "1 / 0"])
def test_an_app_that_cant_be_imported_is_told(beside: Path, fault: str) -> None:
    install(beside, ww_gardens=fault)
    with pytest.raises(InputError, match=r"ww_gardens.apps: can't be imported"):
        installed_apps()
