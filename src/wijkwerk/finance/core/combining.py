"""May kinds of money be combined, for a purpose, on a day? Rules are data; the answer is yes, no because of a rule,
yes on a condition, or that it isn't known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations


class Verdict(StrEnum):
    """What a rule, or all of them, say."""

    YES = "yes"
    CONDITION = "condition"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Rule:
    """What a source says of one or two kinds of money. ``purpose`` is '' when it holds for every purpose. It was seen
    in the year ``seen_in``; ``until`` is the last year in which it held (None: nobody wrote down that it ended). What
    was seen in an earlier year than one asks about is no proof that it holds then."""

    id: str
    money: tuple[str, ...]
    verdict: Verdict
    seen_in: int
    purpose: str = ""
    until: int | None = None
    exceptions: tuple[str, ...] = ()  # purposes for which it doesn't hold

    def is_about(self, money: frozenset[str], purpose: str) -> bool:
        """Whether it speaks of this money (one kind, or a pair) for this purpose."""
        if frozenset(self.money) != money or purpose in self.exceptions:
            return False
        return not self.purpose or self.purpose == purpose


@dataclass(frozen=True)
class Part:
    """The verdict on a kind of money or a pair, by which rule ('' none). ``was``: what that rule said in its own time,
    when nobody knows whether it still holds."""

    money: tuple[str, ...]
    verdict: Verdict
    rule: str = ""
    was: Verdict | None = None


@dataclass(frozen=True)
class Answer:
    """The verdict on all together, and on each kind and pair."""

    verdict: Verdict
    parts: tuple[Part, ...]


_WORST = (Verdict.NO, Verdict.UNKNOWN, Verdict.CONDITION, Verdict.YES)


def may_combine(money: Sequence[str], purpose: str, year: int, rules: Iterable[Rule]) -> Answer:
    """Whether these kinds of money may be used together for ``purpose`` ('' any) in ``year``.

    Each kind is asked whether it may be used for the purpose, each pair whether it may be combined: one no is a no,
    else what isn't known isn't known. A kind of which no rule speaks may be used; a pair of which none speaks isn't
    known.
    """
    all_rules = list(rules)
    kinds = tuple(dict.fromkeys(money))
    groups = [(kind,) for kind in kinds] + list(combinations(kinds, 2))
    parts = tuple(_part(group, purpose, year, all_rules) for group in groups)
    shown = tuple(part for part in parts if len(part.money) > 1 or part.rule)
    verdicts = {part.verdict for part in parts}
    return Answer(
        next((verdict for verdict in _WORST if verdict in verdicts), Verdict.UNKNOWN), shown
    )


def _part(group: tuple[str, ...], purpose: str, year: int, rules: list[Rule]) -> Part:
    silent = Part(group, Verdict.YES if len(group) == 1 else Verdict.UNKNOWN)
    best = silent
    for rule in rules:
        if not rule.is_about(frozenset(group), purpose) or year < rule.seen_in:
            continue
        if rule.until is not None and year > rule.until:
            continue
        is_sure = rule.until is not None or year == rule.seen_in
        part = (
            Part(group, rule.verdict, rule.id)
            if is_sure
            else Part(group, Verdict.UNKNOWN, rule.id, rule.verdict)
        )
        if not best.rule or _WORST.index(part.verdict) < _WORST.index(best.verdict):
            best = part
    return best
