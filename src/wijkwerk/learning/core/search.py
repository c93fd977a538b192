"""Who met it before: by relation, rule and kind before likeness of words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import cdist
from rapidfuzz.utils import default_process

LIKE = 55.0  # of 100, from which on words alone make it worth to be shown
STEM = 5  # signs of a word that are compared, so that its ending doesn't matter
BEGINNING = 100  # signs of a text that are compared, after its title


@dataclass(frozen=True)
class Entry:
    """A barrier as it is compared: ``compared`` is what ``words_of`` makes of title and text; ``broken``
    says whether something broke it."""

    number: int
    relation: str
    kind: str
    rule: str
    compared: str
    broken: bool


def words_of(title: str, text: str) -> str:
    """The title and the beginning of the text, as they are compared."""
    return _stems(f"{title} {text[:BEGINNING]}")


def _stems(text: str) -> str:
    """The words of a text without capitals, marks and endings, each once."""
    return " ".join(dict.fromkeys(word[:STEM] for word in str(default_process(text)).split()))


def rule_of(rule: str) -> str:
    """A rule as it is compared: without capitals and marks."""
    return str(default_process(rule)).strip()


class Index:
    """Barriers that are searched: made once for a state of the table, asked many times."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._texts = [entry.compared for entry in self._entries]
        self._numbers = np.array([entry.number for entry in self._entries], dtype=np.int64)
        self._relations = np.array([entry.relation for entry in self._entries], dtype=object)
        self._kinds = np.array([entry.kind for entry in self._entries], dtype=object)
        self._rules = np.array([rule_of(entry.rule) for entry in self._entries], dtype=object)
        self._broken = np.array([entry.broken for entry in self._entries], dtype=bool)

    def search(
        self,
        query: str = "",
        *,
        relation: str = "",
        kind: str = "",
        rule: str = "",
        without: int = 0,
        most: int = 50,
    ) -> list[int]:
        """Numbers of the barriers that are alike, best first: the same rule, then the same kind, then the
        same relation, then likeness of words; of those that are as alike what was broken first, then the
        newest. What shares nothing of these isn't there; ``without`` is left out. At most ``most``."""
        if not self._entries:
            return []
        wanted = rule_of(rule)
        same_rule = (self._rules == wanted) if wanted else np.zeros(len(self._entries), dtype=bool)
        same_kind = self._kinds == kind if kind else np.zeros(len(self._entries), dtype=bool)
        same_relation = (
            self._relations == relation if relation else np.zeros(len(self._entries), dtype=bool)
        )
        likeness = self._likeness(query)
        shown = same_rule | same_kind | same_relation | (likeness >= LIKE)
        shown &= self._numbers != without
        places = np.flatnonzero(shown)
        order = np.lexsort(
            (
                -self._numbers[places],
                ~self._broken[places],
                -likeness[places],
                ~same_relation[places].astype(bool),
                ~same_kind[places].astype(bool),
                ~same_rule[places].astype(bool),
            )
        )
        return [int(number) for number in self._numbers[places[order[:most]]]]

    def _likeness(self, query: str) -> np.ndarray:
        wanted = _stems(query)
        if not wanted:
            return np.zeros(len(self._entries))
        ratios: np.ndarray = cdist(
            [wanted], self._texts, scorer=token_set_ratio, score_cutoff=LIKE, dtype=np.float32
        )[0]
        # By whole tens: what is nearly as alike is as alike, and then what was broken comes first.
        return np.round(ratios / 10) * 10
