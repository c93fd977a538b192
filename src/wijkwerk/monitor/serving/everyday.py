"""Everyday words for what indicators are about: armoede, schulden, onderwijs."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from wijkwerk.monitor.serving.letters import normalise


@cache
def _subjects() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Per subject the words that people use and the pieces of names that they lead to, normalised."""
    file = resources.files("wijkwerk.monitor.catalogue") / "everyday.toml"
    return tuple(
        (tuple(map(normalise, subject["words"])), tuple(map(normalise, subject["names"])))
        for subject in tomllib.loads(file.read_text("utf-8"))["subject"]
    )


@cache
def _words() -> frozenset[str]:
    return frozenset(word for everyday, _pieces in _subjects() for word in everyday)


def is_everyday(word: str) -> bool:
    """Whether people call a subject by this normalised ``word``, in an edition about it or not."""
    return word in _words()


def everyday_words(*names: str) -> tuple[str, ...]:
    """The everyday words, normalised, of an indicator or theme with these names; each once."""
    plain = [normalise(name) for name in names]
    return tuple(
        dict.fromkeys(
            word
            for everyday, pieces in _subjects()
            if any(piece in name for piece in pieces for name in plain)
            for word in everyday
        )
    )
