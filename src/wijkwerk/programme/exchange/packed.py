"""Is a file a packed spreadsheet that may be opened? What would take minutes or run anything is
refused before it is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from wijkwerk.shared.problems import InputError

_MOST_PARTS = 500
_MOST_CELLS = 16_384  # of a row, in any spreadsheet program
_TAGS_A_ROW = 50  # in all parts together: a cell of text takes four


def check_packed(data: bytes, name: str, unpacked: int, rows: int) -> None:
    """InputError unless it unpacks to at most ``unpacked`` bytes with about ``rows`` rows, without
    declarations of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > unpacked:
                raise InputError.of(name, _("too large"),
                                    _("%(n)s MB unpacked") % {"n": unpacked // 1_000_000})  # fmt: skip
            counted = _Counted(name, rows)
            for part in parts:
                with packed.open(part) as stream:
                    counted.add(stream)
    except InputError:
        raise
    except Exception as fault:  # each way of packing has faults of its own
        raise InputError.of(
            name, _("no spreadsheet"), _("a file that ends on .xlsx"), value=type(fault).__name__
        ) from None


class _Counted:
    """How much stands in the parts so far. A row counts by its number: who reads the file goes past
    all the empty ones before it."""

    def __init__(self, name: str, rows: int) -> None:
        self.name, self.most = name, rows
        self.rows = self.last = self.tags = self.cells = 0

    def add(self, stream: Any) -> None:
        """Go through a part; whatever is no XML (a picture) is left alone."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = self._tag
        parser.StartDoctypeDeclHandler = self._declared
        self.last = 0
        try:
            parser.ParseFile(stream)
        except expat.ExpatError:
            return
        finally:
            self.rows += self.last

    def _tag(self, tag: str, told: Mapping[str, str]) -> None:
        self.tags += 1
        kind = tag.rpartition("}")[2]
        if kind == "row":
            self.cells = 0
            try:
                number = float(told.get("r", self.last + 1))
            except ValueError:
                number = 0  # that is told by who reads it
            if self.rows + number > self.most + _MOST_PARTS:
                self._too_many()
            self.last = max(self.last, int(number))
        elif kind == "c":
            self.cells += 1
        if self.tags > self.most * _TAGS_A_ROW or self.cells > _MOST_CELLS:
            self._too_many()

    def _too_many(self) -> None:
        raise InputError.of(
            self.name, _("too many rows"), _("at most %(n)s") % {"n": self.most},
            suggestion=_("Remove empty rows and columns below and beside the last ones."),
        )  # fmt: skip

    def _declared(self, *_told: Any) -> None:
        raise InputError.of(self.name, _("declares entities"), _("a spreadsheet without them"))
