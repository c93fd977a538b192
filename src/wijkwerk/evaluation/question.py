"""The question of an evaluation: what is asked stands fast before anyone looks at what came of it.

A question is written as TOML, and frozen as JSON with the day and the digest of both. What was frozen
can't be changed; another version says which one it follows, when and why. A digest doesn't prove a day, for
whoever writes the file computes it: what can be told for sure is since when a site shows the answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from wijkwerk.publication.api import digest, write_whole
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import Text

FORMAT = "2"
_DAY_NOT_IN_DIGEST = "1"  # of this older format the digest is that of the document alone
FORMATS = (FORMAT, _DAY_NOT_IN_DIGEST)  # that are read; the first is written
Document = dict[str, Any]
# Gives the codes of the areas that left a list: its id, the year, the status ('' the one that asks least).
Leavers = Callable[[str, int, str], Sequence[str]]


@dataclass(frozen=True)
class Outcome:
    """An indicator that should have moved: ``expected`` is by how much at least (positive, in its unit),
    ``lag`` the periods before anything can show; ``better`` is '' where the edition says which side is."""

    indicator: str
    expected: float
    better: str = ""
    lag: int = 0


@dataclass(frozen=True)
class Question:
    """What is asked. ``start`` and ``end`` are the earliest and the latest that people name; ``starts`` the
    period in which an area began where that differs; ``chosen_how`` and the two after it say how areas were
    chosen; ``within`` to ``each`` what they are compared with."""

    id: str
    title: Text
    asked_by: str
    kind: str
    reference: str
    name: Text
    theory: Text
    start: tuple[str, str]
    end: tuple[str, str] | None
    treated: tuple[str, ...]
    left: tuple[str, int, str] | None  # the list, year and status whose leavers the areas are
    starts: Mapping[str, str]
    units: Mapping[str, str]
    dose: Mapping[str, float]
    second_name: Text | None
    second: tuple[str, ...]
    chosen_how: str
    chosen_indicator: str
    chosen_period: str
    within: tuple[str, ...]
    exclude: tuple[str, ...]
    neighbours: str
    match: tuple[str, ...]
    each: int
    composition: str
    draws: int
    seed: int
    outcomes: tuple[Outcome, ...]

    @property
    def staggered(self) -> bool:
        """Whether areas began at different moments."""
        return len({self.starts.get(area, "") for area in self.treated}) > 1

    def start_of(self, area: str) -> str:
        """The period in which an area began: its own, or the latest that is named."""
        return self.starts.get(area, self.start[1])

    @property
    def first_start(self) -> str:
        """The earliest moment at which anything may have begun: only what lies before it is looked at
        before the question stands fast."""
        return min([self.start[0], *self.starts.values()])


@dataclass(frozen=True)
class Frozen:
    """A question that stands fast: its ``document``, the day, the digest of the version before it with the
    reason why it was changed ('' for the first), and the ``digest`` of all of that."""

    document: Document
    digest: str
    frozen_on: str
    follows: str = ""
    because: str = ""
    format: str = FORMAT

    @property
    def parts(self) -> Document:
        """What evaluations rest on: everything but the format."""
        return {part: getattr(self, part) for part in _PARTS}

    @property
    def question(self) -> Question:
        """What it asks."""
        return question_of(self.document)


def schema() -> Document:
    """The JSON Schema of a question."""
    file = resources.files("wijkwerk.evaluation.data") / "question.schema.json"
    document: Document = json.loads(file.read_text("utf-8"))
    return document


def read_question(path: Path, leavers: Leavers | None = None) -> tuple[Document, Frozen | None]:
    """The document of a question in a TOML file, or in a JSON file that was frozen (then that as well).

    A question about the areas that left a list (areas.left) gets their codes from ``leavers``. Raises
    InputError with every fault, its line where the file has lines. The second is None for a question
    that wasn't frozen.
    """
    if path.suffix == ".json":
        frozen = read_frozen(path)
        return frozen.document, frozen
    from wijkwerk.config.api import load_toml

    file = load_toml(path, schema())
    if file.problems:
        raise InputError(file.problems)
    if "left" in file.document["areas"]:
        file.document["areas"]["treated"] = _who_left(file.document, leavers)
    problems = [
        Problem(file.name, file.line(*place), ".".join(map(str, place)), code, value, expected)
        for place, code, value, expected in _faults(file.document)
    ]
    if problems:
        raise InputError(problems)
    return file.document, None


def _who_left(document: Document, leavers: Leavers | None) -> list[str]:
    areas, codes_given = document["areas"]["left"], document["areas"].get("treated")
    if leavers is None:
        raise InputError.of("areas.left", "no lists were given", "--lists, the folder of the list")
    codes = sorted(leavers(areas["list"], areas["year"], areas.get("status", "")))
    if codes_given is not None and sorted(codes_given) != codes:
        raise InputError.of("areas.treated", "not the areas that left the list", "areas.left alone")
    if not codes:
        raise InputError.of(
            "areas.left", "no area left the list", "another year", value=str(areas["year"])
        )
    return codes


def question_in(text: str, leavers: Leavers | None = None) -> Document:
    """The document of a question that somebody typed, in TOML. Raises InputError with every fault."""
    from wijkwerk.config.api import typed_file

    with typed_file(text, "question.toml") as path:
        return read_question(path, leavers)[0]


def examined(document: Any, name: str) -> Document:
    """``document`` when it is a question; InputError with every fault in it."""
    faults = [
        Problem(
            name, None, _place(fault.absolute_path), fault.message, None, "a question by its schema"
        )
        for fault in Draft202012Validator(schema()).iter_errors(document)
    ]
    if not faults:
        faults = [
            Problem(name, None, ".".join(map(str, place)), code, value, expected)
            for place, code, value, expected in _faults(document)
        ]
    if faults:
        raise InputError(faults)
    checked: Document = document
    return checked


def _place(path: Iterable[str | int]) -> str | None:
    return ".".join(map(str, path)) or None


def _faults(document: Document) -> list[tuple[tuple[str | int, ...], str, str | None, str]]:
    """What a schema can't see: (where, what, found, expected)."""
    result: list[tuple[tuple[str | int, ...], str, str | None, str]] = []
    treated = document["areas"].get("treated", [])
    if not treated:
        result.append((("areas",), "no areas", None, "treated, or left (a list and a year)"))
    for key in ("start", "end"):
        span = document["intervention"].get(key)
        if span and span[0] > span[1]:
            result.append(
                (("intervention", key), "the earliest comes after the latest", " ".join(span), "the earliest first")
            )  # fmt: skip
    end = document["intervention"].get("end")
    if end and end[0] <= document["intervention"]["start"][1]:
        result.append(
            (("intervention", "end"), "it ends before it began", end[0], "a period after the start")
        )
    for key in ("start", "unit", "dose"):
        for area in document["areas"].get(key, {}):
            if area not in treated:
                result.append(
                    (("areas", key, area), "not an area of the question", area, "one of areas.treated")
                )  # fmt: skip
    for area in document.get("comparison", {}).get("exclude", ()):
        if area in treated:
            result.append((("comparison", "exclude"), "treated itself", area, "another area"))
    choice = document.get("choice", {})
    if choice.get("how") == "bad_figure" and not (choice.get("indicator") and choice.get("period")):
        result.append(
            (("choice",), "chosen for a bad figure, but not which", None, "indicator and period")
        )
    indicators: set[str] = set()
    for place, outcome in enumerate(document["outcome"]):
        if outcome["indicator"] in indicators:
            result.append(
                (("outcome", place, "indicator"), "stands twice", outcome["indicator"], "each outcome once")
            )  # fmt: skip
        indicators.add(outcome["indicator"])
    return result


def question_of(document: Document) -> Question:
    """The question in a document that was examined."""
    areas, what = document["areas"], document["intervention"]
    choice, against = document.get("choice", {}), document.get("comparison", {})
    second, left = areas.get("second"), areas.get("left")
    return Question(
        id=document["id"],
        title=Text(**document["title"]),
        asked_by=document["asked_by"],
        kind=what["kind"],
        reference=what.get("reference", ""),
        name=Text(**what["name"]),
        theory=Text(**what["theory"]),
        start=_pair(what["start"]),
        end=_pair(what["end"]) if what.get("end") else None,
        treated=tuple(areas["treated"]),
        left=(left["list"], left["year"], left.get("status", "")) if left else None,
        starts=dict(areas.get("start", {})),
        units=dict(areas.get("unit", {})),
        dose={area: float(amount) for area, amount in areas.get("dose", {}).items()},
        second_name=Text(**second["name"]) if second else None,
        second=tuple(second["areas"]) if second else (),
        chosen_how=choice.get("how", "unknown"),
        chosen_indicator=choice.get("indicator", ""),
        chosen_period=choice.get("period", ""),
        within=tuple(against.get("within", ())),
        exclude=tuple(against.get("exclude", ())),
        neighbours=against.get("neighbours", "keep"),
        match=tuple(against.get("match", ())),
        each=int(against.get("each", 5)),
        composition=document.get("composition", ""),
        draws=int(document.get("draws", 199)),
        seed=int(document.get("seed", 1)),
        outcomes=tuple(
            Outcome(outcome["indicator"], float(outcome["expected"]), outcome.get("better", ""), outcome.get("lag", 0))
            for outcome in document["outcome"]
        ),
    )  # fmt: skip


def _pair(span: Sequence[str]) -> tuple[str, str]:
    return span[0], span[1]


def freeze(
    document: Document,
    on: date,
    follows: Frozen | None = None,
    because: str = "",
    as_format: str = FORMAT,
) -> Frozen:
    """The question as it stands fast from this day. Raises InputError when it follows another version
    without saying why, or says the same."""
    if follows is None:
        return _frozen(document, on.isoformat(), "", "", as_format)
    if follows.document == document:
        raise InputError.of(
            "question", "says the same as the version before it", "another question"
        )
    if not because.strip():
        raise InputError.of(
            "--because", "no reason", "why the question was changed after it stood fast"
        )
    return _frozen(document, on.isoformat(), follows.digest, because.strip(), as_format)


def _frozen(document: Document, on: str, follows: str, because: str, as_format: str) -> Frozen:
    covered: Document = document
    if as_format != _DAY_NOT_IN_DIGEST:
        covered = {"document": document, "frozen_on": on, "follows": follows, "because": because}
    return Frozen(document, digest(covered), on, follows, because, as_format)


def write_frozen(frozen: Frozen, out: Path) -> Frozen:
    """Write it to ``out``; gives what stands there now: the same question, frozen on an earlier day, stays.
    Raises InputError when another question was frozen there: what stands fast isn't overwritten."""
    if out.exists():
        earlier = read_frozen(out)
        if (earlier.document, earlier.follows) == (frozen.document, frozen.follows):
            return earlier
        raise InputError.of(
            str(out),
            "a question stands fast there already",
            "another file",
            suggestion="Freeze a new version with --follows and --because, in a file of its own.",
        )
    text = json.dumps(asdict(frozen), indent=1, ensure_ascii=False, sort_keys=True)
    write_whole(out, f"{text}\n".encode())
    return frozen


def read_frozen(path: Path) -> Frozen:
    """A question that was frozen. Raises InputError when it isn't one, or was changed since."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError.of(path.name, "file is missing", "a frozen question") from None
    except (OSError, ValueError) as fault:
        raise InputError.of(path.name, "can't be read", "a frozen question (JSON)") from fault
    return frozen_of(document, path.name)


_PARTS = ("document", "digest", "frozen_on", "follows", "because")


def frozen_of(frozen_document: Any, name: str) -> Frozen:
    """The frozen question in ``frozen_document``. Raises InputError."""
    if (
        not isinstance(frozen_document, dict)
        or set(frozen_document) != {"format", *_PARTS}
        or frozen_document["format"] not in FORMATS
    ):
        raise InputError.of(
            name,
            "not a frozen question",
            f"what `wijkwerk evaluate question --freeze` writes (format {FORMAT})",
        )
    if not all(isinstance(frozen_document[part], str) for part in _PARTS[1:]):
        raise InputError.of(
            name, "not a frozen question", "digest, day, follows and because as texts"
        )
    try:
        date.fromisoformat(frozen_document["frozen_on"])
    except ValueError:
        raise InputError.of(
            name, "not a day", "a day such as 2026-11-30", value=frozen_document["frozen_on"]
        ) from None
    document = examined(frozen_document["document"], name)
    frozen = _frozen(
        document, *(frozen_document[part] for part in ("frozen_on", "follows", "because", "format"))
    )
    if frozen.digest != frozen_document["digest"]:
        raise InputError.of(
            name,
            "changed after it stood fast",
            "the question with the digest that it was frozen with",
            value=frozen_document["digest"][:10],
            suggestion="Put the question back as it was, or freeze a new version with --follows.",
        )
    return frozen


def remarks(question: Question) -> list[str]:
    """What weakens the answer before any figure is seen: codes of words.toml."""
    result = []
    if question.chosen_how == "unknown":
        result.append("choice_unknown")
    if question.left is not None and question.chosen_how != "bad_figure":
        result.append("left_for_a_figure")
    outcomes = {outcome.indicator for outcome in question.outcomes}
    if question.chosen_how == "bad_figure" and set(question.match) & outcomes:
        result.append("matched_on_outcome")
    if len(question.treated) == 1:
        result.append("one_area")
    if len(question.outcomes) > 10:
        result.append("many_outcomes")
    return result
