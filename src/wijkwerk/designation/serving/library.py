"""The lists that this process serves, opened when asked for and kept open."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from wijkwerk.designation.core.scheme import Rules, Scheme
from wijkwerk.designation.decisions import Decisions, decisions_about, may_read
from wijkwerk.designation.lists.reading import DesignationList, scheme_of
from wijkwerk.designation.serving.extras import EFFECTS, HOUSING, SHIPPED
from wijkwerk.designation.serving.prepare import REGISTER, ROWS, read_register
from wijkwerk.publication.api import Stamp, is_intact, stamp
from wijkwerk.served.api import (
    NeverPublishedError,
    NotPreparedError,
    NotServedError,
    OpenPublications,
    Store,
    WithdrawnError,
    reading_files,
)


class UnknownListError(NeverPublishedError):
    """No list has ever had this id."""


@dataclass(frozen=True)
class ListServing:
    """A list as pages and the API read it: what was computed, never written to, and what was decided
    about it, as it stands now."""

    found: DesignationList
    serving: Path
    store: Store
    opened: Stamp | None  # of the rows when they were opened
    decisions: Decisions = field(default_factory=Decisions)

    @property
    def is_intact(self) -> bool:
        """Whether its rows still are the ones that were opened, undamaged as far as was read."""
        return not self.store.damaged and stamp(self.store.path) == self.opened

    @property
    def id(self) -> str:
        """The list's identity."""
        return self.found.id

    @property
    def scheme(self) -> Scheme:
        """The scheme as it was used."""
        return self.found.scheme

    @property
    def years(self) -> list[int]:
        """The years of the list."""
        return self.found.years

    @property
    def levels(self) -> list[str]:
        """The levels of the listed areas, the first the one that pages begin with."""
        return [str(level) for level in self.found.manifest["levels"]]

    @property
    def edition(self) -> str:
        """Id of the edition that the figures are of."""
        return str(self.found.manifest["edition"])

    def rules(self, year: int) -> Rules:
        """The version of the scheme that made the list of ``year``."""
        return self.scheme.at(year)

    def lowest_status(self, year: int) -> str:
        """The status that asks least in ``year``, '' when none is evaluated."""
        return self.rules(year).lowest()


class Lists:
    """Opens lists by id. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = OpenPublications[ListServing]()
        self._read: tuple[int, dict[str, dict[str, str]]] = (-1, {})

    def register(self) -> dict[str, dict[str, str]]:
        """Per list where it lies; read again when `wijkwerk serve --prepare-only` changed it."""
        try:
            stamp = (self._folder / REGISTER).stat().st_mtime_ns
        except OSError:
            return {}
        if stamp != self._read[0]:
            entries = read_register(self._folder)
            self._read = (stamp, entries)
            self._open.keep_only({name for name, entry in entries.items() if entry["serving"]})
        return self._read[1]

    def ids(self) -> list[str]:
        """The lists that can be read now, by name."""
        return sorted(name for name, entry in self.register().items() if entry["serving"])

    def open(self, name: str, reader: Callable[[], Any] | None = None) -> ListServing:
        """The list with this id, with what was decided about it by now.

        ``reader`` gives the account that asks; it is called only for a list whose draft is kept for
        those who are asked, which nobody else knows of.

        Raises UnknownListError, WithdrawnError or UnreadableError.
        """
        serving = self.without_decisions(name)
        decisions = decisions_about(name)
        if decisions.closed and not (
            reader is not None and may_read(decisions, reader(), timezone.now())
        ):
            raise UnknownListError(name)
        return replace(serving, decisions=decisions)

    def without_decisions(self, name: str) -> ListServing:
        """The list as it was computed, whoever asks: only for what is no secret of a draft, such as
        the names of places. Raises as ``open`` does."""
        entry = self.register().get(name)
        if entry is None:
            raise UnknownListError(name)
        if not entry["serving"]:
            raise WithdrawnError(name)
        return self._open.get(name, lambda: self._opened(entry))

    def _opened(self, entry: dict[str, str]) -> ListServing:
        serving = self._folder / entry["serving"]
        with reading_files():
            if not is_intact(serving):
                raise NotPreparedError.of(serving.name, "damaged", "intact serving files")
            opened = stamp(serving / ROWS)
            designation_list = DesignationList.open(Path(entry["folder"]))
            return ListServing(designation_list, serving, Store(serving / ROWS), opened)

    def all(self) -> list[ListServing]:
        """Every list that everybody can read now; one that can't be read is left out."""
        list_servings = []
        for name in self.ids():
            try:
                list_servings.append(self.open(name))
            except NotServedError:
                continue
        return list_servings

    def shipped(self) -> dict[str, Scheme]:
        """The schemes that ship with Wijkwerk, by id."""
        return {document["id"]: scheme_of(document) for document in self._extra(SHIPPED) or ()}

    def effects(self) -> dict[str, Any]:
        """``effects``, the known harms, and per list ``voices``, what residents said."""
        return self._extra(EFFECTS) or {"effects": [], "voices": {}}

    def housing(self) -> dict[str, Any] | None:
        """The example of a housing obligation, as ``extras`` wrote it.

        None when it wasn't written.
        """
        example: dict[str, Any] | None = self._extra(HOUSING)
        return example

    def _extra(self, name: str) -> Any:
        try:
            return json.loads((self._folder / name).read_text("utf-8"))
        except (OSError, ValueError):
            return None


@cache
def lists() -> Lists:
    """The lists of this process."""
    return Lists(settings.SERVING / "lists")
