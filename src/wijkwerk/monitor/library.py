"""The editions that this process serves, opened when asked for and kept open."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from functools import cache
from pathlib import Path

from django.conf import settings

from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.shared.problems import InputError

MOST_OPEN = 6  # editions per process: memory stays bounded with many of them on disk
REGISTER_SECONDS = 3.0  # how long a look into the register holds


class EditionUnavailableError(Exception):
    """The edition is known, but its files can't be read now."""


class EditionGoneError(Exception):
    """The edition was withdrawn; the message says why."""


class UnknownEditionError(Exception):
    """No edition has ever had this id."""


class Library:
    """Opens editions by id. Safe to use from several threads."""

    def __init__(self, serving_cache: Path) -> None:
        self._cache = serving_cache
        self._open: OrderedDict[str, Serving] = OrderedDict()
        self._records: list[EditionRecord] = []
        self._looked = float("-inf")
        self._lock = threading.Lock()

    def records(self) -> list[EditionRecord]:
        """Every registered edition, newest first."""
        if time.monotonic() - self._looked > REGISTER_SECONDS:
            self._records = list(EditionRecord.objects.all())
            self._looked = time.monotonic()
        return self._records

    def default(self) -> Serving | None:
        """The edition of the home page, or None when there is no edition at all."""
        chosen = next((one for one in self.records() if one.is_default), None)
        return self.open(chosen.edition) if chosen is not None else None

    def newer(self, edition: str) -> EditionRecord | None:
        """The latest served edition of the same series when that is another one."""
        own = self._record(edition)
        for one in self.records():
            if one.series == own.series and one.state == EditionState.SERVED:
                return one if one.place > own.place else None
        return None

    def open(self, edition: str) -> Serving:
        """The edition with this id.

        Raises UnknownEditionError, EditionGoneError or EditionUnavailableError.
        """
        record = self._record(edition)
        if record.state == EditionState.WITHDRAWN:
            raise EditionGoneError(record.reason)
        if record.state == EditionState.DAMAGED:
            raise EditionUnavailableError(record.reason)
        with self._lock:
            held = self._open.get(edition)
            if held is None:
                held = self._open[edition] = self._opened(record)
                while len(self._open) > MOST_OPEN:
                    # Another thread may still be reading it: its last user closes it.
                    self._open.popitem(last=False)
            self._open.move_to_end(edition)
            return held

    def _record(self, edition: str) -> EditionRecord:
        for one in self.records():
            if one.edition == edition:
                return one
        raise UnknownEditionError(edition)

    def _opened(self, record: EditionRecord) -> Serving:
        try:
            return Serving.open(Path(record.folder), self._cache)
        except (InputError, OSError) as fault:
            raise EditionUnavailableError(str(fault).splitlines()[0]) from fault


@cache
def library() -> Library:
    """The library of this process."""
    return Library(settings.SERVING)
