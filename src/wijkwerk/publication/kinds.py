"""What sets one kind of publication apart from another: its words, its version, what it must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of folder that is published.

    ``word`` and ``article`` name one in messages ('an edition'). ``method`` is raised when a rule
    changes so that the same input gives other results; like ``format`` it is part of an id.
    ``keys`` are those of the manifest that a reader counts on, with their types; ``needed`` the
    files. ``libraries``: what can have a say in the bytes. ``copy_again`` and ``make_again`` say
    what to do about a damaged one. ``sees_cut_off``: opening looks at both ends of every Parquet
    file.
    """

    word: str
    article: str
    format: str
    method: str
    keys: Mapping[str, type[object]]
    needed: tuple[str, ...]
    libraries: tuple[str, ...]
    copy_again: str
    make_again: str
    sees_cut_off: bool = False

    @property
    def one(self) -> str:
        """The word with its article."""
        return f"{self.article} {self.word}"
