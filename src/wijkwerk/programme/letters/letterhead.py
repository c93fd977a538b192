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

from dataclasses import dataclass
from pathlib import Path

from wijkwerk.config.api import read_toml, schema_document

READERS = ("council", "parliament")


@dataclass(frozen=True)
class Letterhead:
    """The lines above a letter and below it; without lines what the labels say."""

    sender: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()


def letterhead(path: str | Path, programme: str, to: str) -> Letterhead:
    """The letterhead of a programme's letter to ``to``; an empty ``path``: none is set.

    Raises InputError, with the line, when the file can't be read or says what it can't.
    """
    if not path:
        return Letterhead()
    letterheads = read_letterheads(Path(path))
    return letterheads.get((programme, to)) or letterheads.get(("", to)) or Letterhead()


def read_letterheads(path: Path) -> dict[tuple[str, str], Letterhead]:
    """Every letterhead of the file, by programme ('': all) and reader. Raises InputError."""
    document = read_toml(path, schema_document("wijkwerk.programme.data", "letterhead")).document
    tables = [("", {to: document[to] for to in READERS if to in document})]
    tables += [(name, table) for name, table in document.items() if name not in READERS]
    return {
        (name, to): Letterhead(*(tuple(own.get(part, ())) for part in ("sender", "signature")))
        for name, table in tables
        for to, own in table.items()
    }
