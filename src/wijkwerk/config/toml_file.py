"""A TOML file held against its JSON Schema; every fault told with its line."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

from wijkwerk.config.lines import lines_of, nearest_line
from wijkwerk.shared.lines import LONGEST_LINE, code_point, refused_in_line, refused_in_paragraphs
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.spelling import nearest
from wijkwerk.tables.api import printable

Document = dict[str, Any]
_TYPES = {
    "string": 'a text between quotation marks, such as "2012"',
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list between [ and ]",
    "object": "a table: keys with values",
}
_DEEPEST = 50  # levels
_MOST_BYTES = 5_000_000
# A key of so many parts: the parser makes a table of each, in a time that grows with their square.
_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_DEEP_KEY = re.compile(rf"(?<![\w.-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{{_DEEPEST},}}", re.ASCII)
_LARGEST = 2**63 - 1  # of a whole number, as TOML has it
_NUMBERS = "a number of at most eighteen digits; inf and nan are none"
_ONE_OF_MANY = 12  # more options than this aren't listed


@dataclass(frozen=True)
class TomlFile:
    """A TOML text that could be parsed, with what its schema says of it.

    ``problems`` are the faults against the schema; ``faulty`` the paths they lie at. ``document``
    is as it stands: use what lies on no faulty path.
    """

    name: str
    text: str
    document: Document
    problems: tuple[Problem, ...] = ()
    faulty: tuple[tuple[str | int, ...], ...] = ()

    def line(self, *path: str | int) -> int | None:
        """The line on which the key at ``path`` stands, or the nearest above it.

        None when nothing above it is in the file either.
        """
        return nearest_line(self._lines, path)

    @cached_property
    def _lines(self) -> dict[tuple[str | int, ...], int]:
        return lines_of(self.text)


_File = TypeVar("_File", bound=TomlFile)


@cache
def schema_document(package: str, name: str) -> Document:
    """The JSON Schema ``<name>.schema.json`` that lies in ``package``; not to be changed."""
    file = resources.files(package) / f"{name}.schema.json"
    document: Document = json.loads(file.read_text("utf-8"))
    return document


@cache
def _with_texts() -> Registry[Any]:
    """A text in both languages, which any schema may refer to."""
    text = Resource.from_contents(schema_document("wijkwerk.config", "text"))
    registry: Registry[Any] = Registry().with_resource("text.schema.json", text)
    return registry


def _type(validator: Any, wanted: Any, value: Any, schema: Document) -> Iterator[ValidationError]:
    """The rule ``type``, where a string is a text of one line unless its schema says ``format:
    paragraphs``: so that no text of a schema can be forgotten."""
    yield from Draft202012Validator.VALIDATORS["type"](validator, wanted, value, schema)
    if wanted != "string" or not isinstance(value, str):
        return
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return  # which says more of what is wanted
    paragraphs = schema.get("format") == "paragraphs"
    sign = refused_in_paragraphs(value) if paragraphs else refused_in_line(value)
    if sign:
        where = "" if paragraphs else "in one line, "
        yield ValidationError(f"{where}without the character {code_point(sign)}", validator="text")
    if not paragraphs and "maxLength" not in schema and len(value) > LONGEST_LINE:
        yield ValidationError(f"at most {LONGEST_LINE} characters", validator="text")


_WithLines = extend(Draft202012Validator, {"type": _type})  # type: ignore[no-untyped-call]


def _refused_keys(
    document: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Paths of keys that are no text of one line: a key is a name too, as that of a vintage."""
    if isinstance(document, dict):
        for key, value in document.items():
            if refused_in_line(key) or len(key) > LONGEST_LINE:
                yield (*path, key)
            yield from _refused_keys(value, (*path, key))
    elif isinstance(document, list):
        for at, value in enumerate(document):
            yield from _refused_keys(value, (*path, at))


def _odd_numbers(document: Document) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Paths of numbers that no schema refuses and no sum survives: inf, nan, endless integers."""
    todo: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    while todo:
        path, value = todo.pop()
        if len(path) > _DEEPEST:
            raise RecursionError  # as brackets in brackets do; keys with dots get past the parser
        if isinstance(value, dict):
            todo += [((*path, key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            todo += [((*path, at), value[at]) for at in reversed(range(len(value)))]
        elif isinstance(value, float) and not math.isfinite(value):
            yield path, str(value)
        elif isinstance(value, int) and abs(value) > _LARGEST:
            yield path, f"{value:.3e}" if abs(value) < 10**300 else "a number of very many digits"


def load_toml(
    path: Path, schema: Document, registry: Registry[Any] | None = None, name: str = ""
) -> TomlFile:
    """The TOML file ``path``, held against ``schema``, which may refer to ``text.schema.json`` (a text
    in both languages) or to the schemas of ``registry``.
    Faults name the file by ``name``, that of ``path`` without one.

    Raises InputError when there is nothing to hold against it: no file, too large, not UTF-8, not TOML.
    """
    name = name or path.name
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError([Problem(name, None, None, "file is missing", None, name)]) from None
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise InputError(
            [Problem(name, None, None, "file can't be read", reason, "a file that can be read")]
        ) from None
    if len(raw) > _MOST_BYTES:
        expected = f"at most {_MOST_BYTES // 1_000_000} MB"
        raise InputError([Problem(name, None, None, "too large", None, expected)])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise InputError(
            [
                Problem(
                    name,
                    line,
                    None,
                    "not UTF-8",
                    printable(_line_at(raw, line)),
                    "a text saved as UTF-8",
                    "Save the file again with encoding UTF-8.",
                )
            ]
        ) from None
    deep = _DEEP_KEY.search(text)
    if deep is not None:
        line = text[: deep.start()].count("\n") + 1
        expected = f"a key of at most {_DEEPEST} parts"
        raise InputError([Problem(name, line, None, "not TOML", None, expected)])
    try:
        document = tomllib.loads(text)
        list(_odd_numbers(document))  # RecursionError for what has no end
    except tomllib.TOMLDecodeError as fault:
        raise InputError([_syntax(name, text, str(fault))]) from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise InputError([Problem(name, None, None, "not TOML", None, _NUMBERS)]) from None
    except RecursionError:
        raise InputError(
            [Problem(name, None, None, "not TOML", None, "a few levels of brackets at most")]
        ) from None
    return hold_against(TomlFile(name, text, document), schema, registry)


def hold_against(file: _File, schema: Document, registry: Registry[Any] | None = None) -> _File:
    """``file`` with every fault of its document against ``schema``, as ``load_toml`` tells them. It may be of a
    kind of its own, such as a workbook, that tells where a key stands. Raises RecursionError for levels without end."""
    document, name = file.document, file.name
    odd = list(_odd_numbers(document))
    faults = sorted(
        _WithLines(
            schema, registry=registry if registry is not None else _with_texts()
        ).iter_errors(document),
        key=lambda error: [str(part) for part in error.absolute_path],
    )
    problems = [_schema_problem(file, fault) for fault in faults]
    problems += [
        Problem(
            name,
            file.line(*path),
            ".".join(map(str, path)),
            "not a number to count with",
            value,
            _NUMBERS,
        )
        for path, value in odd
    ]
    keys = list(_refused_keys(document))
    problems += [
        Problem(
            name,
            file.line(*path[:-1]),
            printable(".".join(map(str, path[:-1]))) or None,
            "not a text of one line",
            printable(str(path[-1])),
            f"a key in one line, of at most {LONGEST_LINE} characters",
        )
        for path in keys
    ]
    return replace(
        file,
        problems=tuple(dict.fromkeys(problems)),
        faulty=(
            *(tuple(fault.absolute_path) for fault in faults),
            *(path for path, _ in odd),
            *keys,
        ),
    )


def read_toml(path: Path, schema: Document, name: str = "") -> TomlFile:
    """As ``load_toml``, but raises InputError with every fault against ``schema`` as well."""
    file = load_toml(path, schema, name=name)
    if file.problems:
        raise InputError(file.problems)
    return file


def _line_at(raw: bytes, line: int) -> str:
    return raw.split(b"\n")[line - 1].decode("cp1252", "replace").strip()


def _syntax(name: str, text: str, fault: str) -> Problem:
    at = re.search(r"line (\d+), column (\d+)", fault)
    reason = fault.split(" (at")[0]
    lines = text.splitlines()
    line = int(at.group(1)) if at else max(len(lines), 1)
    shown = printable(lines[line - 1].strip()) if line <= len(lines) else None
    advice = 'Texts stand between quotation marks, as in publisher = "CBS".'
    if "overwrite" in reason.lower() or "twice" in reason.lower():
        advice = "Give each key once."
    elif shown and shown.count('"') % 2:
        advice = "A quotation mark is missing."
    elif "true" in (shown or "").lower() or "false" in (shown or "").lower():
        advice = "Write true and false in small letters."
    return Problem(
        name,
        line,
        f"character {at.group(2)}" if at else None,
        "not TOML",
        shown,
        f"valid TOML ({reason[:1].lower()}{reason[1:]})",
        advice,
    )


def _schema_problem(file: TomlFile, error: Any) -> Problem:
    path = list(error.absolute_path)
    column = _dotted(file.document, path)
    line = file.line(*path)
    shown = _shown(error.instance)
    name, rule, wanted = file.name, error.validator, error.validator_value
    if rule == "text":
        return Problem(name, line, column, "not a text that will do", shown, error.message)
    if rule == "additionalProperties":
        properties = list(error.schema.get("properties", {}))
        extra = next(key for key in error.instance if key not in properties)
        return Problem(
            name,
            file.line(*path, extra),
            column,
            "unknown key",
            printable(extra),
            "one of " + ", ".join(properties),
            hint(extra, properties, listed=True),
        )
    if rule == "required":
        missing = next((key for key in wanted if f"'{key}'" in error.message), wanted[0])
        near = nearest(missing, [key for key in error.instance if key not in wanted])
        return Problem(
            name,
            line,
            column,
            "key is missing",
            None,
            missing,
            f"Is {near} meant?" if near else f"Add a line {missing} = …",
        )
    if rule == "anyOf":
        needed: list[str] = next(
            (rule["required"] for rule in reversed(wanted) if "required" in rule), []
        )
        absent = [key for key in needed if key not in error.instance]
        return Problem(
            name,
            line,
            column,
            "definition is incomplete",
            None,
            ", ".join(absent) or "more keys",
            "Or take it from the shipped catalogue: catalogue = …",
        )
    if rule == "enum":
        options = [str(option) for option in wanted]
        return Problem(
            name,
            line,
            column,
            "unknown value",
            shown,
            "one of " + ", ".join(options),
            hint(str(error.instance), options, listed=True),
        )
    if rule == "pattern":
        expected = error.schema.get("description", wanted).rstrip(".")
        return Problem(name, line, column, "malformed value", shown, expected)
    return Problem(name, line, column, "wrong value", shown, _words(rule, wanted))


def _words(rule: str, wanted: Any) -> str:
    """What a rule of JSON Schema asks, in words."""
    sentences = {
        "minimum": f"{wanted} or more",
        "maximum": f"{wanted} or less",
        "exclusiveMinimum": f"more than {wanted}",
        "exclusiveMaximum": f"less than {wanted}",
        "minLength": "a text that isn't empty",
        "minItems": f"at least {wanted}",
        "minProperties": f"at least {wanted}",
        "uniqueItems": "each value once",
    }
    if rule == "type":
        return _TYPES.get(str(wanted), str(wanted))
    return sentences.get(rule, f"{rule} {wanted}")


def hint(value: str, candidates: Sequence[str], listed: bool = False) -> str | None:
    """'Did you mean …?' when something known is near, or the options when they are few and
    not ``listed`` already.

    None when there is neither.
    """
    near = nearest(value, candidates)
    if near is None and value.lower() != value:
        near = nearest(value.lower(), candidates)
    if near:
        return f"Did you mean {near}?"
    if listed or not 0 < len(candidates) <= _ONE_OF_MANY:
        return None
    return "Known: " + ", ".join(candidates) + "."


def _shown(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return printable(str(value))
    return printable(json.dumps(value, ensure_ascii=False, default=str))


def _dotted(document: Document, path: Sequence[str | int]) -> str | None:
    """'indicator.vsv.unit': a path in words, with the id or code in place of a number where there is one."""
    names: list[str] = []
    node: Any = document
    for part in path:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            node = None
        entry = node if isinstance(part, int) and isinstance(node, dict) else {}
        name = entry.get("id", entry.get("code"))
        names.append(printable(name, 40) if isinstance(name, str) else str(part))
    return ".".join(names) or None


def doubles(
    file: TomlFile, kinds: Sequence[str], key: str, what: str, of: str
) -> Iterator[Problem]:
    """A problem ``what`` for every entry of these lists of tables whose ``key`` stood in one of them
    before; ``of`` says what each must have, as "each id once"."""
    line_by_name: dict[str, int | None] = {}
    for kind in kinds:
        entries = file.document.get(kind, [])
        for at, entry in enumerate(entries if isinstance(entries, list) else []):
            name = entry.get(key) if isinstance(entry, dict) else None
            if not isinstance(name, str):
                continue
            line = file.line(kind, at, key)
            if name in line_by_name:
                advice = f"It is also on line {line_by_name[name]}: give one of them another {key}."
                yield Problem(file.name, line, f"{kind}.{key}", what, name, of, advice)
            line_by_name.setdefault(name, line)
