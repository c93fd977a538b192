"""A scheme's TOML into ``core.scheme``: every problem in one run, with its line.

A scheme is one file, or a folder with a file per version. Nothing is guessed: what can't be read is
told, and the rest is checked all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from wijkwerk.areas.api import suggest
from wijkwerk.config.api import TomlFile, doubles, hint, load_toml, schema_document
from wijkwerk.designation.core.moments import status_order
from wijkwerk.designation.core.scheme import Rules, Scheme
from wijkwerk.designation.core.scheme_faults import LEAST_WORDS, Fault, faults, unused
from wijkwerk.designation.plan_files import read_effects
from wijkwerk.designation.scheme_parts import Entry, label_of, rules_of, scheme_of
from wijkwerk.shared.problems import InputError, Problem, Severity

_KINDS = ("measure", "score", "criterion", "gate", "status", "consequence")
# Kinds that are named in one and the same place may not share codes.
_SPACES = (("measure", "score"), ("criterion", "gate"), ("status",), ("consequence",))


def schema() -> Entry:
    """The JSON Schema of a scheme's file."""
    return schema_document("wijkwerk.designation.schemes", "scheme")


def starter() -> str:
    """The text of a small scheme to begin with."""
    return (resources.files("wijkwerk.designation") / "schemes" / "starter.toml.txt").read_text(
        "utf-8"
    )


def shipped() -> dict[str, Path]:
    """The schemes that ship with Wijkwerk: id and folder."""
    schemes_folder = Path(str(resources.files("wijkwerk.designation") / "schemes"))
    return {
        path.name: path
        for path in sorted(schemes_folder.iterdir())
        if path.is_dir() and any(path.glob("*.toml"))
    }


def find_scheme(name: str) -> Path:
    """Where the scheme ``name`` is: the id of a shipped one, or a file or folder. InputError if
    it is neither."""
    schemes = shipped()
    if name in schemes:
        return schemes[name]
    path = Path(name)
    if path.exists():
        return path
    raise InputError.of(
        "SCHEME",
        "unknown scheme",
        "a file, a folder, or " + ", ".join(schemes),
        value=name,
        suggestion=hint(name, [*schemes]) or "`wijkwerk scheme list` shows what ships.",
    )


def files_of(path: Path) -> list[Path]:
    """The files of the scheme in ``path``, a file or a folder with one per version.

    Raises InputError for a folder without TOML files.
    """
    if not path.is_dir():
        return [path]
    paths = sorted(path.glob("*.toml"))
    if not paths:
        raise InputError.of(
            str(path),
            "no scheme there",
            "a folder with a TOML file per version",
            suggestion="`wijkwerk scheme init` makes one to begin with.",
        )
    return paths


def read_scheme(path: Path) -> Scheme:
    """The scheme in ``path``; raises InputError with every problem that is an error."""
    scheme, problems = examine(path)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if scheme is None or errors:
        raise InputError(errors)
    return scheme


def examine(path: Path) -> tuple[Scheme | None, list[Problem]]:
    """The scheme in ``path`` (None when some part of it can't be understood) and all problems,
    warnings included."""
    problems: list[Problem] = []
    read: list[tuple[TomlFile, Rules]] = []
    for file_path in files_of(path):
        try:
            file = load_toml(file_path, schema())
        except InputError as fault:
            problems += fault.problems
            continue
        problems += file.problems
        head = file.document.get("scheme")
        if isinstance(head, dict):
            problems += _dates(file, head)
        for kinds in _SPACES:
            problems += doubles(file, kinds, "code", "code is used twice", "each code once")
        problems += _roles(file)
        if file.problems:
            problems += _of_the_sound_part(file)
            continue
        rules = rules_of(file.document)
        problems += _told(file, rules, faults(rules, _places(file.document)))
        problems += _warnings(file, rules)
        read.append((file, rules))
    problems += _between(read)
    problems = list(dict.fromkeys(problems))
    errors = any(problem.severity is Severity.ERROR for problem in problems)
    if errors or len(read) < len(files_of(path)):
        return None, problems
    scheme = scheme_of(read)
    try:
        status_order(scheme)
    except ValueError:
        last = read[-1][0]
        nested = Problem(
            last.name,
            last.line("status"),
            "status.within",
            "conflicting versions",
            None,
            "statuses that are nested in the same way in every version",
            "One version nests a status in another that is nested in it in a second version.",
        )
        return None, [*problems, nested]
    return scheme, problems


def with_labels(scheme: Scheme, path: Path) -> Scheme:
    """``scheme`` with the words of the label file ``path``: a table [label] with a line a status.

    Raises InputError for a file that can't be read, or that names a status the scheme hasn't
    got.
    """
    try:
        file = load_toml(path, _label_schema())
    except InputError as fault:
        raise InputError(fault.problems) from None
    problems = list(file.problems)
    statuses = sorted({status.code for version in scheme.versions for status in version.statuses})
    labels = file.document.get("label", {})
    for code in labels if isinstance(labels, dict) else ():
        if code not in statuses:
            problems.append(
                Problem(
                    file.name,
                    file.line("label", code),
                    f"label.{code}",
                    "unknown status",
                    code,
                    "a status of the scheme",
                    hint(code, statuses),
                )
            )
    if problems:
        raise InputError(problems)
    return replace(scheme, labels={code: label_of(label) for code, label in labels.items()})


def switched(scheme: Scheme, reasons: Mapping[str, str]) -> Scheme:
    """``scheme`` with the criteria of ``reasons`` (code: why) switched on.

    InputError when a code isn't a criterion on a protected ground, or a reason is too short to be
    one: whoever reads the list must be able to weigh it.
    """
    protected = {
        criterion.code
        for version in scheme.versions
        for criterion in version.criteria
        if criterion.ground
    }
    problems = []
    for code, reason in reasons.items():
        if code not in protected:
            near = suggest(code, sorted(protected))
            problems.append(
                Problem(
                    "--switch-on",
                    None,
                    None,
                    "not a criterion on a protected ground",
                    code,
                    "one of " + ", ".join(sorted(protected))
                    if protected
                    else "nothing: this scheme has none",
                    f"Did you mean {near}?" if near else None,
                )
            )
        elif len(reason.split()) < LEAST_WORDS:
            problems.append(
                Problem(
                    "--switch-on",
                    None,
                    code,
                    "no reason",
                    reason,
                    "a sentence that says why",
                    f'As in --switch-on "{code}=the law of … prescribes it". Every page shows it.',
                )
            )
    if problems:
        raise InputError(problems)
    versions = tuple(
        replace(
            version,
            criteria=tuple(
                replace(criterion, switched_on=reasons[criterion.code].strip())
                if criterion.code in reasons
                else criterion
                for criterion in version.criteria
            ),
        )
        for version in scheme.versions
    )
    return replace(scheme, versions=versions)


def _label_schema() -> Entry:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["label"],
        "properties": {
            "label": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": schema()["$defs"]["label"],
            }
        },
    }


def _entries(document: Entry, kind: str) -> Iterator[tuple[int, Entry]]:
    entries = document.get(kind, [])
    for at, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield at, entry


def _places(document: Entry) -> dict[tuple[str, str], tuple[str | int, ...]]:
    """The TOML path of every coded entry."""
    return {
        (kind, entry["code"]): (kind, at)
        for kind in _KINDS
        for at, entry in _entries(document, kind)
        if isinstance(entry.get("code"), str)
    }


def _of_the_sound_part(file: TomlFile) -> list[Problem]:
    """What is wrong beside the faults against the schema, when enough of the file can be read."""
    bad = {path[:2] for path in file.faulty if len(path) > 1}
    sound = {
        kind: [entry for at, entry in _entries(file.document, kind) if (kind, at) not in bad]
        for kind in _KINDS
    }
    head = file.document.get("scheme")
    properties = schema()["properties"]
    try:
        rules = rules_of(
            {
                **sound,
                "scheme": {
                    "from": "",
                    "title": None,
                    **(head if isinstance(head, dict) else {}),
                    "notes": None,
                    "source": "",
                },
            }
        )
        faults_found = faults(rules, _places(file.document))
    except (KeyError, TypeError, ValueError, AttributeError):
        return []  # mend the faults against the schema first
    # What an entry left out names, or is named by others, isn't wrong for that.
    sound_codes = {
        str(entry.get("code"))
        for kind in properties
        if kind != "scheme"
        for _, entry in _entries(file.document, kind)
    }
    return _told(file, rules, [fault for fault in faults_found if fault.value not in sound_codes])


def _told(file: TomlFile, rules: Rules, faults_found: Iterable[Fault]) -> list[Problem]:
    return [
        Problem(
            file.name,
            file.line(*fault.path),
            _column(file.document, fault.path),
            fault.code,
            fault.value,
            fault.expected,
            fault.advice or (hint(str(fault.value), fault.known) if fault.known else None),
        )
        for fault in faults_found
    ]


def _column(document: Entry, path: tuple[str | int, ...]) -> str | None:
    names: list[str] = []
    node: Any = document
    for part in path:
        node = node[part] if isinstance(part, int) or part in node else None
        names.append(str(node.get("code", part)) if isinstance(part, int) else part)
        if node is None:
            break
    return ".".join(names) or None


def _warnings(file: TomlFile, rules: Rules) -> Iterator[Problem]:
    places = _places(file.document)
    for criterion in unused(rules):
        kind = "gate" if criterion.gate else "criterion"
        yield Problem(
            file.name,
            file.line(*places[kind, criterion.code]),
            f"{kind}.{criterion.code}",
            "is not used",
            None,
            "a status that rests on it",
            "Take it out, or name it in a status.",
            Severity.WARNING,
        )


def _dates(file: TomlFile, head: Entry) -> Iterator[Problem]:
    """Days that don't exist, such as 31 November; the schema looks at the shape alone."""
    for key, text in (
        ("from", head.get("from")),
        ("list_date", f"2000-{head['list_date']}" if "list_date" in head else None),
    ):
        if isinstance(text, str) and ("scheme", key) not in file.faulty:
            try:
                date.fromisoformat(text)
            except ValueError:
                yield Problem(
                    file.name,
                    file.line("scheme", key),
                    f"scheme.{key}",
                    "no such day",
                    str(head[key]),
                    "a day of the calendar",
                )


def _roles(file: TomlFile) -> Iterator[Problem]:
    """Roles that no known harm is watched by: a figure nobody would ever see."""
    watched = file.document.get("watch")
    if not isinstance(watched, dict) or not watched:
        return
    roles = sorted({part.role for effect in read_effects() for part in effect.watch})
    for role in watched:
        if role not in roles and ("watch", role) not in file.faulty:
            yield Problem(
                file.name,
                file.line("watch", role),
                f"watch.{role}",
                "unknown role",
                role,
                "one of " + ", ".join(roles),
                hint(role, roles),
            )


def _between(read: list[tuple[TomlFile, Rules]]) -> Iterator[Problem]:
    """Versions that don't go together."""
    by_date: dict[str, TomlFile] = {}
    first = read[0][0].document["scheme"] if read else {}
    for file, rules in read:
        if rules.since in by_date:
            yield Problem(
                file.name,
                file.line("scheme", "from"),
                "scheme.from",
                "conflicting versions",
                rules.since,
                "a date of its own for each version",
                f"{by_date[rules.since].name} holds from the same date.",
            )
        by_date.setdefault(rules.since, file)
        for key in ("id", "name", "list_date", "level", "rounds", "municipalities"):
            if file.document["scheme"].get(key) != first.get(key):
                yield Problem(
                    file.name,
                    file.line("scheme", key),
                    f"scheme.{key}",
                    "conflicting versions",
                    str(file.document["scheme"].get(key)),
                    f"{first.get(key)}, as in {read[0][0].name}",
                    "The versions of one scheme share it.",
                )
