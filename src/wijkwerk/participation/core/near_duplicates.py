"""Which of what was told already is about the same, so that whoever tells it again can join in.

A person chooses; nothing is joined by itself. Who asks waits for the answer, so that of every text only
its beginning is compared: comparing two texts takes a time that grows with both their lengths.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

LIKE, LIKE_IN_STREET = 70.0, 45.0  # of 100, from which on it is shown
MOST = 5
BEGINNING = 300  # signs of a text that are compared, after its title


@dataclass(frozen=True)
class Told:
    """Something that was told: its number, and what one compares."""

    number: int
    title: str
    text: str = ""
    street: str = ""
    topic: str = ""

    @property
    def words(self) -> str:
        """The title and the beginning of the text, as they are compared."""
        return str(default_process(f"{self.title} {self.text[:BEGINNING]}"))


def near_duplicates(new: Told, others: Iterable[Told]) -> list[int]:
    """Numbers of what is nearest, nearest first, at most ``MOST``: about the same topic (when both say one),
    with much the same words, or in the same street with some of them."""
    ranked = []
    title, words, street = default_process(new.title), new.words, default_process(new.street)
    for other in others:
        if new.topic and other.topic and new.topic != other.topic:
            continue
        same_street = bool(street) and street == default_process(other.street)
        least = LIKE_IN_STREET if same_street else LIKE
        # What can't come up to ``least`` is given up early, and is 0.
        likeness = max(
            token_set_ratio(title, default_process(other.title), score_cutoff=least),
            token_set_ratio(words, other.words, score_cutoff=least),
        )
        if likeness >= least:
            ranked.append((-same_street, -likeness, other.number))
    return [number for _street, _likeness, number in sorted(ranked)[:MOST]]
