"""Publications that a process holds open: those that were asked for last, opened once each."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Generic, Protocol, TypeVar

MOST_OPEN = 6  # of a kind per process: memory stays bounded with many of them on disk


class Opened(Protocol):
    """A publication that was opened."""

    @property
    def is_intact(self) -> bool:
        """Whether its files still are the ones that were opened."""


Publication = TypeVar("Publication", bound=Opened)


class OpenPublications(Generic[Publication]):
    """By id. Safe to use from several threads."""

    def __init__(self, most: int = MOST_OPEN) -> None:
        self._most = most
        self._open: OrderedDict[str, Publication] = OrderedDict()
        self._lock = threading.Lock()
        self._gates: dict[str, threading.Lock] = {}

    def get(self, name: str, opened: Callable[[], Publication]) -> Publication:
        """The one of this id, by ``opened`` unless it is open and intact. One thread opens it; who
        asks for others doesn't wait for that. Raises what ``opened`` does."""
        publication = self._held(name)
        if publication is not None:
            return publication
        with self._lock:
            gate = self._gates.setdefault(name, threading.Lock())
        with gate:
            publication = self._held(name)
            if publication is None:
                publication = opened()
                self._hold(name, publication)
            return publication

    def keep_only(self, names: Collection[str]) -> None:
        """Let go of all others: of what was withdrawn nothing stays in memory."""
        with self._lock:
            for name in [name for name in self._open if name not in names]:
                del self._open[name]

    def _held(self, name: str) -> Publication | None:
        with self._lock:
            publication = self._open.get(name)
            if publication is None:
                return None
            if not publication.is_intact:
                del self._open[name]
                return None
            self._open.move_to_end(name)
            return publication

    def _hold(self, name: str, opened: Publication) -> None:
        with self._lock:
            self._open[name] = opened
            while len(self._open) > self._most:
                # Another thread may still be reading it: its last user closes it.
                self._open.popitem(last=False)
