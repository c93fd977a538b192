"""Measures, plans, effects and residents' answers out of their files; every problem in one run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from pathlib import Path

from wijkwerk.config.api import TomlFile, doubles, hint, read_toml, schema_document
from wijkwerk.designation.core.effects import Effect, Voice, Watch
from wijkwerk.designation.core.measures import (
    ActionPlan,
    Catalogue,
    Cluster,
    HousingPart,
    Measure,
    Planned,
    StatusRule,
)
from wijkwerk.monitor.api import TableKind, read_table
from wijkwerk.shared.dates import is_date
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.shared.text import Text

_PLAN_TABLE = TableKind(
    {
        "measure": "string",
        "owner": "string",
        "deadline": "string",
        "money": "float64",
        "evidence": "string",
        "reason": "string",
    },
    ("measure",),
    ("evidence", "reason"),
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_PHONE = re.compile(r"(?:\+\d{2}|\b0)[\d\s-]{8,14}\d\b")


def shipped(name: str) -> Path:
    """The file ``name`` that ships with Wijkwerk: measures.toml or effects.toml."""
    return Path(str(resources.files("wijkwerk.designation") / "data" / name))


def read_catalogue(path: Path | None = None) -> Catalogue:
    """The measures in ``path``, or those that ship; InputError with every problem."""
    file = _load(path or shipped("measures.toml"), "measures")
    document = file.document
    problems: list[Problem] = []
    codes = {kind: [entry["code"] for entry in document[kind]] for kind in ("status", "cluster")}
    for kind in ("status", "cluster", "measure"):
        problems += doubles(file, (kind,), "code", "code stands twice", "each code once")
    for at, measure in enumerate(document["measure"]):
        named = measure.get("named_for")
        for key, value, codes_of_kind in (
            ("cluster", measure["cluster"], codes["cluster"]),
            ("named_for", named, codes["status"]),
        ):
            if value is not None and value not in codes_of_kind:
                problems.append(
                    _problem(
                        file,
                        ("measure", at, key),
                        f"measure.{measure['code']}.{key}",
                        "unknown value",
                        value,
                        "one of " + ", ".join(codes_of_kind),
                        hint(value, codes_of_kind, listed=True),
                    )
                )
    if problems:
        raise InputError(problems)
    head = document["catalogue"]
    return Catalogue(
        title=_text(head["title"]),
        scheme=head.get("scheme", ""),
        source=head.get("source", ""),
        statuses=tuple(
            StatusRule(
                status["code"],
                status["plan"],
                status.get("money", False),
                tuple(status.get("needs", ())),
            )
            for status in document["status"]
        ),
        clusters=tuple(
            Cluster(cluster["code"], _text(cluster["name"]), cluster.get("count", 0))
            for cluster in document["cluster"]
        ),
        measures=tuple(
            Measure(
                measure["code"],
                measure["cluster"],
                _text(measure["name"]),
                measure.get("named_for", ""),
                measure.get("decided_by", ""),
                measure.get("ground", ""),
                tuple(measure.get("effects", ())),
            )
            for measure in document["measure"]
        ),
        structural=tuple(
            (structural["code"], _text(structural["question"]))
            for structural in document.get("structural", ())
        ),
    )


def read_effects(path: Path | None = None) -> tuple[Effect, ...]:
    """The known harms in ``path``, or those that ship; InputError with every problem."""
    file = _load(path or shipped("effects.toml"), "effects")
    entries = file.document["effect"]
    problems = list(doubles(file, ("effect",), "code", "code stands twice", "each code once"))
    if problems:
        raise InputError(problems)
    return tuple(
        Effect(
            effect["code"],
            _text(effect["name"]),
            _text(effect["what"]),
            _text(effect["shows"]),
            tuple(Watch(w["role"], w["worse"], _text(w["text"])) for w in effect.get("watch", ())),
            tuple((q["code"], _text(q["text"])) for q in effect.get("question", ())),
        )
        for effect in entries
    )


def read_plan(path: Path) -> tuple[ActionPlan, str]:
    """The plan in ``path`` (TOML, or a CSV with the measures only) and the status it names, ''
    for none; InputError with every problem."""
    if path.suffix.lower() == ".csv":
        return _plan_of_table(path), ""
    file = _load(path, "plan")
    document, problems = file.document, list[Problem]()
    head = document["plan"]
    end = _date(file, ("plan", "end"), head.get("end", ""), problems)
    measures = []
    for at, measure in enumerate(document.get("measure", ())):
        # A deadline that is no date is the checker's to tell, with the rest of the measure.
        due = measure.get("deadline", "")
        measures.append(
            Planned(
                measure["code"],
                measure.get("owner", "").strip(),
                due.isoformat() if isinstance(due, date) else str(due).strip(),
                measure.get("money"),
                measure.get("evidence", "").strip(),
                measure.get("reason", "").strip(),
                file.line("measure", at, "code"),
            )
        )
    if problems:
        raise InputError(problems)
    part = document.get("housing")
    housing = None
    if part is not None:
        housing = HousingPart(
            float(part["share_percent"]), part["deadline"], tuple(part.get("methods", ()))
        )
    plan = ActionPlan(
        head["title"],
        tuple(measures),
        end,
        head.get("fund", False),
        dict(document.get("structural", {})),
        housing,
    )
    return plan, head.get("status", "")


def _plan_of_table(path: Path) -> ActionPlan:
    problems: list[Problem] = []
    if not path.is_file():
        raise InputError([Problem(path.name, None, None, "file is missing", None, path.name)])
    table = read_table(path, path.name, _PLAN_TABLE, problems)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors or table is None:
        raise InputError(errors)
    measures = []
    for row in table.iter_rows(named=True):
        money = row["money"]
        if money is not None and (money < 0 or money != int(money)):
            errors.append(
                Problem(
                    path.name,
                    row["line"],
                    "money",
                    "not an amount",
                    f"{money:g}",
                    "whole euros, 0 or more",
                )
            )
            continue
        measures.append(
            Planned(
                measure=row["measure"] or "",
                owner=row["owner"] or "",
                deadline=row["deadline"] or "",
                money=None if money is None else int(money),
                evidence=row["evidence"] or "",
                reason=row["reason"] or "",
                line=row["line"],
            )
        )
    if errors:
        raise InputError(errors)
    return ActionPlan(path.stem, tuple(measures))


def read_voices(path: Path, questions: Iterable[str]) -> tuple[Voice, ...]:
    """What residents said, from ``path``; InputError with every problem.

    Texts that hold an e-mail address or a telephone number are refused: only what a group said is
    recorded, never who.
    """
    file = _load(path, "voices")
    known_questions = list(questions)
    problems: list[Problem] = []
    voices = []
    for at, entry in enumerate(file.document.get("voice", ())):
        voice_path = ("voice", at)
        day = _date(file, (*voice_path, "date"), entry["date"], problems)
        if entry["question"] not in known_questions:
            problems.append(
                _problem(
                    file,
                    (*voice_path, "question"),
                    "voice.question",
                    "unknown question",
                    entry["question"],
                    "one of " + ", ".join(known_questions),
                    hint(entry["question"], known_questions, listed=True),
                )
            )
        if entry["answered"] > entry["asked"]:
            problems.append(
                _problem(
                    file,
                    (*voice_path, "answered"),
                    "voice.answered",
                    "more answers than asked",
                    str(entry["answered"]),
                    f"at most {entry['asked']}",
                    None,
                )
            )
        for key in ("how", "answer", "done"):
            text = entry.get(key, "")
            if _MAIL.search(text) or _PHONE.search(text):
                # The value is not repeated: it may be somebody's address.
                problems.append(
                    _problem(
                        file,
                        (*voice_path, key),
                        f"voice.{key}",
                        "personal data",
                        None,
                        "a text without e-mail addresses and telephone numbers",
                        "Write down what was said, not by whom.",
                    )
                )
        voices.append(
            Voice(
                entry.get("area", ""),
                entry["question"],
                day,
                entry["how"],
                entry["asked"],
                entry["answered"],
                entry["answer"].strip(),
                entry.get("done", "").strip(),
            )
        )
    if problems:
        raise InputError(problems)
    return tuple(sorted(voices, key=lambda voice: (voice.date, voice.area, voice.question)))


def _load(path: Path, schema: str) -> TomlFile:
    return read_toml(path, schema_document("wijkwerk.designation.data", schema))


def _date(
    file: TomlFile, path: tuple[str | int, ...], value: object, problems: list[Problem]
) -> str:
    text = value.isoformat() if isinstance(value, date) else value
    if text == "" or (isinstance(text, str) and is_date(text)):
        return str(text)
    column = ".".join(str(part) for part in path if isinstance(part, str))
    problems.append(
        _problem(file, path, column, "not a date", str(text), "a date such as 2030-12-31", None)
    )
    return ""


def _problem(
    file: TomlFile,
    path: tuple[str | int, ...],
    column: str,
    code: str,
    value: str | None,
    expected: str,
    advice: str | None,
) -> Problem:
    return Problem(file.name, file.line(*path), column, code, value, expected, advice)


def _text(labels: Mapping[str, str]) -> Text:
    return Text(labels["nl"], labels["en"])
