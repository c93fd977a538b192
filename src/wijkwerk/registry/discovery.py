"""Which capabilities there are and on which floor each stands; without Django, for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from wijkwerk.shared.problems import InputError, Problem

GROUP = "wijkwerk.capabilities"  # of entry points; the value of each is the name of a package
_PRODUCT = Path(__file__).parents[1]


@cache
def packages() -> Mapping[str, Path]:
    """Folder by name of every package that may be a capability: those of Wijkwerk with an
    ``apps.py``, then those that installed packages name. In order of name.

    Raises InputError for an entry point whose package isn't there or has no ``apps.py``.
    """
    own = {
        f"wijkwerk.{file.parent.name}": file.parent for file in sorted(_PRODUCT.glob("*/apps.py"))
    }
    return own | {
        name: _folder(name)
        for name in sorted(point.value for point in metadata.entry_points(group=GROUP))
    }


def _folder(package: str) -> Path:
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        spec = None
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    if not places or not (Path(places[0]) / "apps.py").is_file():
        raise InputError.of(
            f"entry point of {GROUP}",
            "no capability",
            "a package with an apps.py",
            value=package,
            suggestion="Install it again, or remove the package that names it.",
        )
    return Path(places[0])


def in_floor_order(
    requires: Mapping[str, Sequence[str]], places: Mapping[str, tuple[str, int | None]]
) -> list[str]:
    """Labels of capabilities, each after those that it requires; where it doesn't matter in the order
    given. ``places`` says for each label in which file and line it declares that.

    Raises InputError that names every requirement that isn't there, or a circle.
    """
    missing = [
        Problem(
            *places[label],
            "requires",
            "no such capability",
            other,
            _listed(requires),
            _meant(other, requires),
        )
        for label, needed in requires.items()
        for other in needed
        if other not in requires
    ]
    if missing:
        raise InputError(missing)
    sorter = TopologicalSorter(requires)
    try:
        sorter.prepare()
    except CycleError as fault:
        circle = list(reversed(fault.args[1]))
        raise InputError(
            [
                Problem(
                    *places[circle[0]],
                    "requires",
                    "capabilities that require each other",
                    " > ".join(circle),
                    "a capability that requires only those below it",
                    "Take one of these out of requires.",
                )
            ]
        ) from None
    place = {label: number for number, label in enumerate(requires)}
    result: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=lambda label: place[label])
        result += ready
        sorter.done(*ready)
    return result


def _listed(labels: Iterable[str]) -> str:
    return "one of " + ", ".join(sorted(labels))


def _meant(label: str, labels: Iterable[str]) -> str:
    from wijkwerk.shared.spelling import nearest

    near = nearest(label, labels)
    return f"Did you mean {near}?" if near else "Install it, or take it out of requires."


def part_of(package: str, part: str, expected: str) -> ModuleType:
    """The module ``part`` of a capability's package. Raises InputError when it can't be imported,
    whatever a package of somebody else does wrong."""
    name = f"{package}.{part}"
    try:
        return import_module(name)
    except Exception as fault:
        raise InputError.of(
            name,
            "can't be imported",
            expected,
            value=f"{type(fault).__name__}: {fault}",
            suggestion="Install what it needs, or remove the package.",
        ) from fault
