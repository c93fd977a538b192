"""What pages show beside a list, made ready outside the workers: schemes, harms, a housing plan.

Reading TOML and solving take engines along that a worker has no use for.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wijkwerk.designation.lists.manifest import scheme_document
from wijkwerk.designation.quiet_solver import quiet_solver
from wijkwerk.publication.api import write_whole
from wijkwerk.ui.pictures.draw import svg
from wijkwerk.ui.pictures.style import SIZES

SHIPPED = "shipped-schemes.json"
EFFECTS = "effects.json"
HOUSING = "housing.json"
VOICES = ".voices.toml"  # beside a list in the folder of lists: what residents said
_POINTS = 12


def write_extras(folder: Path, cache: Path) -> None:
    """Write them into ``cache``. ``folder`` holds the lists, and residents' answers beside them.

    Raises InputError when such a file has faults.
    """
    _write(cache / SHIPPED, _schemes())
    _write(cache / EFFECTS, {"effects": _effects(), "voices": _voices(folder)})
    if not (cache / HOUSING).exists():
        _write(cache / HOUSING, _housing())


def _schemes() -> list[dict[str, Any]]:
    from wijkwerk.designation.reading import find_scheme, read_scheme, shipped

    return [scheme_document(read_scheme(find_scheme(name))) for name in sorted(shipped())]


def _effects() -> list[dict[str, Any]]:
    from wijkwerk.designation.plan_files import read_effects

    return [asdict(effect) for effect in read_effects()]


def _voices(folder: Path) -> dict[str, list[dict[str, Any]]]:
    from wijkwerk.designation.plan_files import read_effects, read_voices

    questions = [code for effect in read_effects() for code, _ in effect.questions]
    result = {}
    for path in sorted(folder.glob(f"*{VOICES}")) if folder.is_dir() else ():
        voices = read_voices(path, questions)
        result[path.name.removesuffix(VOICES)] = [asdict(voice) for voice in voices]
    return result


def _housing() -> dict[str, Any]:
    """The shipped example: the cheapest plan, the most sparing one, and what lies between."""
    from wijkwerk.designation.core.housing.frontier import frontier
    from wijkwerk.designation.core.housing.labels import METHODS, plan_sentence
    from wijkwerk.designation.core.housing.plans import best_plan
    from wijkwerk.designation.housing_input import read_housing, write_template
    from wijkwerk.designation.housing_output import action_rows, frontier_rows, path_rows
    from wijkwerk.designation.housing_pictures import frontier_picture, share_picture
    from wijkwerk.shared.text import Text

    with tempfile.TemporaryDirectory() as scratch:
        write_template(Path(scratch) / "example")
        housing = read_housing(Path(scratch) / "example")
    obligation = housing.obligation
    with quiet_solver():
        plan = best_plan(obligation, "cost", 20)
        sparing = best_plan(obligation, "displaced", 20)
        points = frontier(obligation, _POINTS, 20)
    drawn: dict[str, str] = {}
    desc = Text(
        "De pagina heeft dezelfde cijfers als tabel.", "The page has the same figures as a table."
    )
    titles = {
        "frontier": Text("Kosten en verhuizingen", "Cost and moves"),
        "share": Text("Het aandeel door de jaren", "The share over the years"),
    }
    for language in ("nl", "en"):
        for size in SIZES:
            for kind, spec in (
                ("frontier", frontier_picture(points, language, size)),
                ("share", share_picture(plan, obligation, language, size)),
            ):
                drawn[f"{kind}-{language}-{size}"] = svg(
                    spec, titles[kind].in_(language), desc.in_(language), language
                )
    return {
        "sentence": {
            language: plan_sentence(plan, obligation, language) for language in ("nl", "en")
        },
        "sparing": {
            language: plan_sentence(sparing, obligation, language) for language in ("nl", "en")
        },
        "methods": {str(code): asdict(name) for code, name in METHODS.items()},
        "actions": action_rows(plan, obligation),
        "path": path_rows(plan),
        "frontier": frontier_rows(points),
        "complete": points.complete,
        "deadline": obligation.deadline,
        "share": float(obligation.share),
        "pictures": drawn,
    }


def _write(path: Path, document: object) -> None:
    write_whole(path, json.dumps(document, ensure_ascii=False, sort_keys=True).encode())
