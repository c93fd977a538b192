"""Who writes a letter and who signs it: settings of the site, a TOML file (``WIJKWERK_LETTERS``).

A table per programme and reader, else one per reader, else what the labels say:

    [council]                                  # every programme
    sender = ["Gemeente Rotterdam", "Postbus 70012", "3000 KP Rotterdam"]
    signature = ["Burgemeester en wethouders van Rotterdam,", "de secretaris, de burgemeester,"]

    [rotterdam-zuid.parliament]                # this programme alone
    sender = ["Ministerie van Volkshuisvesting en Ruimtelijke Ordening"]

What an issued letter says is kept with it, so a change here is about later letters alone.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wijkwerk.shared.problems import InputError

READERS = ("council", "parliament")
_NAMES = ("sender", "signature")
_LINES, _LONG = 8, 120


@dataclass(frozen=True)
class Letterhead:
    """The lines above a letter and below it; without lines what the labels say."""

    sender: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()


def letterhead(path: str | Path, programme: str, to: str) -> Letterhead:
    """The letterhead of a programme's letter to ``to``; an empty ``path``: none is set.

    Raises InputError when the file can't be read or says what it can't.
    """
    if not path:
        return Letterhead()
    told = read_letterheads(Path(path))
    return told.get((programme, to)) or told.get(("", to)) or Letterhead()


def read_letterheads(path: Path) -> dict[tuple[str, str], Letterhead]:
    """Every letterhead of the file, by programme ('': all) and reader."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise InputError.of(
            "WIJKWERK_LETTERS", str(fault), "a TOML file that can be read", value=str(path)
        ) from None
    found: dict[tuple[str, str], Letterhead] = {}
    for name, table in told.items():
        if name in READERS:
            found["", name] = _letterhead(path, name, table)
            continue
        for to, own in _table(path, name, table).items():
            if to not in READERS:
                raise _wrong(path, f"{name}.{to}", "council or parliament")
            found[name, to] = _letterhead(path, f"{name}.{to}", own)
    return found


def _letterhead(path: Path, where: str, table: Any) -> Letterhead:
    own = _table(path, where, table)
    for name in own:
        if name not in _NAMES:
            raise _wrong(path, f"{where}.{name}", " or ".join(_NAMES))
    return Letterhead(*(_lines(path, f"{where}.{name}", own.get(name, [])) for name in _NAMES))


def _lines(path: Path, where: str, value: Any) -> tuple[str, ...]:
    expected = f"at most {_LINES} lines of text, of at most {_LONG} characters each"
    if not isinstance(value, list) or len(value) > _LINES:
        raise _wrong(path, where, expected)
    for one in value:
        if not isinstance(one, str) or not one.strip() or len(one) > _LONG or "\n" in one:
            raise _wrong(path, where, expected)
    return tuple(value)


def _table(path: Path, where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(path, where, "a table")
    return value


def _wrong(path: Path, where: str, expected: str) -> InputError:
    return InputError.of("WIJKWERK_LETTERS", f"can’t use [{where}]", expected, value=str(path))
