"""The editions that this process serves, opened when asked for and kept open."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.layout import serving_path
from wijkwerk.publication.api import MANIFEST, file_hash, is_as_published, looks_intact
from wijkwerk.served.api import (
    NeverPublishedError,
    OpenPublications,
    UnreadableError,
    WithdrawnError,
    reading_files,
)
from wijkwerk.shared.problems import InputError

REGISTER_SECONDS = 3.0  # how long a look into the register holds


class UnknownEditionError(NeverPublishedError):
    """No edition has ever had this id."""


class Library:
    """Opens editions by id. Safe to use from several threads."""

    def __init__(self, serving_cache: Path) -> None:
        self._cache = serving_cache
        self._open = OpenPublications[Serving]()
        self._records: list[EditionRecord] = []
        self._stamp = _stamp_of(())
        self._looked = float("-inf")

    def records(self) -> list[EditionRecord]:
        """Every registered edition, newest first.

        While the register doesn't answer, what was last read of it; DatabaseError when nothing was.
        """
        if time.monotonic() - self._looked > REGISTER_SECONDS:
            try:
                self.look()
            except DatabaseError:
                if not self._records:
                    raise
                logging.getLogger("wijkwerk.register").exception("the register doesn't answer")
                self._looked = time.monotonic()
        return self._records

    def look(self) -> None:
        """Read the register now. Raises DatabaseError when it doesn't answer."""
        self._records = list(EditionRecord.objects.all())
        self._stamp = _stamp_of(self._records)
        self._looked = time.monotonic()
        self._open.keep_only(
            {record.edition for record in self._records if record.state == EditionState.SERVED}
        )

    @property
    def stamp(self) -> str:
        """Changes with what the register says of any edition."""
        self.records()
        return self._stamp

    def default(self) -> Serving | None:
        """The edition of the home page, or None when there is no edition at all."""
        chosen = next((record for record in self.records() if record.is_default), None)
        return self.open(chosen.edition) if chosen is not None else None

    def served(self) -> list[EditionRecord]:
        """The editions that are served, in the order in which an area is looked for: those of the
        series of the home page, then the others, newest first."""
        records = self.records()
        home = next((record.series for record in records if record.is_default), None)
        served_records = [record for record in records if record.state == EditionState.SERVED]
        return sorted(served_records, key=lambda record: record.series != home)

    def withdrawn(self) -> set[str]:
        """The editions that the site took back, by the register alone: none is opened."""
        records = self.records()
        return {record.edition for record in records if record.state == EditionState.WITHDRAWN}

    def usual(self) -> EditionRecord | None:
        """The edition that is meant where none is named; None when none is served."""
        return next(iter(self.served()), None)

    def changed(self) -> list[str]:
        """The served editions of which a file is gone or other than it was published."""
        return [
            record.edition
            for record in self.records()
            if record.state == EditionState.SERVED and not _is_as_published(record)
        ]

    def unprepared(self) -> list[str]:
        """The served editions whose serving file is gone or damaged, whichever process met that: each
        answers 503 until it is made again."""
        return [
            record.edition
            for record in self.records()
            if record.state == EditionState.SERVED and not self._is_prepared(record)
        ]

    def _is_prepared(self, record: EditionRecord) -> bool:
        try:
            edition = Edition.open(Path(record.folder))
        except (InputError, OSError):
            return True  # that its own files are gone is told by ``changed``
        return looks_intact(serving_path(edition, self._cache))

    def newer(self, edition: str) -> EditionRecord | None:
        """The latest served edition of the same series when that is another one.

        None when it is the latest itself, or isn't registered.
        """
        own = self._record(edition)
        for record in self.records():
            if record.series == own.series and record.state == EditionState.SERVED:
                return record if record.place > own.place else None
        return None

    def open(self, edition: str) -> Serving:
        """The edition with this id.

        Raises UnknownEditionError, WithdrawnError or UnreadableError.
        """
        record = self._record(edition)
        if record.state == EditionState.WITHDRAWN:
            raise WithdrawnError(record.reason)
        if record.state == EditionState.DAMAGED:
            raise UnreadableError(record.reason)
        return self._open.get(edition, lambda: self._opened(record))

    def _record(self, edition: str) -> EditionRecord:
        for record in self.records():
            if record.edition == edition:
                return record
        raise UnknownEditionError(edition)

    def _opened(self, record: EditionRecord) -> Serving:
        with reading_files():
            return Serving.open(Path(record.folder), self._cache, prepared=True)


def _stamp_of(records: Sequence[EditionRecord]) -> str:
    """What pages show of the register, as 16 hexadecimal digits."""
    shown_facts = [
        (record.edition, record.state, record.is_default, record.title_nl, record.title_en)
        for record in records
    ]
    return hashlib.sha256(repr(shown_facts).encode()).hexdigest()[:16]


def _is_as_published(record: EditionRecord) -> bool:
    """Whether the files of an edition are what its manifest says.

    Registering read them all. What wasn't touched since is looked at by its size alone: who asks every
    few seconds must not make gigabytes be read.
    """
    try:
        edition = Edition.open(Path(record.folder))
        if file_hash(edition.path / MANIFEST) != record.digest:
            return False
        for name, entry in edition.manifest["outputs"].items():
            status = (edition.path / name).stat()
            touched = status.st_ctime > record.registered_at.timestamp()
            if status.st_size != entry["bytes"] or (touched and not is_as_published(edition, name)):
                return False
    except (InputError, OSError):
        return False
    return True


class FolderLibrary(Library):
    """Opens editions of a folder as well, registered or not, and prepares what isn't.

    For a command, which may wait. A withdrawn edition stays withdrawn; with ``only`` nothing but
    the folder is looked at, else it stands in for what the register doesn't have or can't open.
    """

    def __init__(self, serving_cache: Path, folder: Path, *, only: bool) -> None:
        super().__init__(serving_cache)
        self._folder, self._only = folder, only

    def open(self, edition: str) -> Serving:
        """The edition with this id; raises as ``Library.open``."""
        if not self._only:
            try:
                return super().open(edition)
            except (UnknownEditionError, UnreadableError):
                if not self._is_there(edition):
                    raise
        elif any(
            record.edition == edition and record.state == EditionState.WITHDRAWN
            for record in self.records()
        ):
            return super().open(edition)
        elif not self._is_there(edition):
            raise UnknownEditionError(edition)
        return self._open.get(edition, lambda: self._prepared(self._folder / edition))

    def _opened(self, record: EditionRecord) -> Serving:
        # A command prepares what isn't, here and now: it leaves no other process to do so in folders
        # that this one was started beside by chance.
        return self._prepared(Path(record.folder))

    def _prepared(self, folder: Path) -> Serving:
        with reading_files(make_again=False):
            return Serving.open(folder, self._cache)

    def _is_there(self, edition: str) -> bool:
        # An id is a name in the folder, and leads nowhere else.
        return Path(edition).name == edition and (self._folder / edition).is_dir()


_folder: list[tuple[Path, bool]] = []


@contextmanager
def editions_of(folder: Path, *, only: bool) -> Iterator[None]:
    """Meanwhile this process, a command, opens editions of ``folder`` too; ``only``: none but those.

    Else the site's register goes first, so that a command sees what the site sees.
    """
    _folder.append((folder, only))
    library.cache_clear()
    try:
        yield
    finally:
        _folder.pop()
        library.cache_clear()


@cache
def library() -> Library:
    """The library of this process."""
    if _folder:
        folder, only = _folder[-1]
        return FolderLibrary(settings.SERVING, folder, only=only)
    return Library(settings.SERVING)
