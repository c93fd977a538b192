"""Sentences of a letter and their figures, in one language: what every part of it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from wijkwerk.programme.core.letter import Part, Ref, Sentence
from wijkwerk.programme.letters.facts import CommitmentFact, Facts, ProjectFact, TargetFact
from wijkwerk.programme.letters.labels import day, say
from wijkwerk.shared.numbers import NO_BREAK, decimals_together, number
from wijkwerk.shared.text import Language
from wijkwerk.shared.units import unit_label

MOST = 40  # things of a kind in a part; the others stand on the site
T = TypeVar("T")


class Sentences:
    """Writes sentences about ``facts``. Values are text as the reader sees them."""

    def __init__(self, facts: Facts, to: str, language: Language) -> None:
        self.facts, self.to, self.language = facts, to, language

    def say(self, key: str, **values: object) -> str:
        """The words of ``key``, in the language of the letter."""
        return say(key, self.language, **values)

    def day(self, text: str) -> str:
        """A day in words."""
        return day(text, self.language)

    def n(self, value: float) -> str:
        """A whole number, as the language writes it."""
        return number(value, 0, self.language)

    def amount(self, value: float, unit: str, decimals: int | None = None) -> str:
        """A value with its unit: 18 scholen, 12,5%."""
        if decimals is None:
            decimals = decimals_together([value])
        text = number(value, decimals, self.language)
        if unit == "%":
            return f"{text}%"
        return f"{text}{NO_BREAK}{unit_label(unit, text, self.language)}" if unit else text

    def level(self, target_fact: TargetFact, value: float) -> str:
        """A value of a target with its unit; all values of one target get as many decimals."""
        return self.amount(value, target_fact.unit, decimals_together(target_fact.values))

    def euro(self, value: float) -> str:
        """An amount of euro, whole."""
        space = NO_BREAK if self.language == "nl" else ""
        return f"€{space}{number(value, 0, self.language)}"

    def percent(self, share: float) -> str:
        """A share of 1 as a percentage."""
        return f"{number(100 * share, 0, self.language)}%"

    def chance(self, value: float) -> str:
        """Never surer than a computation can be."""
        if value > 0.99:
            return f"{'meer dan' if self.language == 'nl' else 'more than'} 99%"
        if value < 0.01:
            return f"{'minder dan' if self.language == 'nl' else 'less than'} 1%"
        return self.percent(value)

    def sentence(self, key: str, *refs: Ref, **values: object) -> Sentence:
        """The words of ``key``; a figure of the programme as a whole is called what they say."""
        text = self.say(key, **values)
        return Sentence(
            text, tuple(replace(ref, label=text) if ref.of == "programme" else ref for ref in refs)
        )

    def about(
        self, commitment_fact: CommitmentFact, key: str, on: str, **values: object
    ) -> Sentence:
        """A sentence about a commitment, with its figure."""
        amount = (
            ""
            if commitment_fact.quantity is None
            else f" ({self.amount(commitment_fact.quantity, commitment_fact.unit)})"
        )
        ref = Ref(
            "commitments",
            commitment_fact.id,
            commitment_fact.title,
            f"{commitment_fact.organisation}{amount}",
            on,
        )
        return self.sentence(
            key,
            ref,
            organisation=commitment_fact.organisation,
            title=commitment_fact.title,
            amount=amount,
            **values,
        )

    def project(self, project_fact: ProjectFact, value: str, on: str) -> Ref:
        """The figure of a project that a sentence rests on."""
        return Ref("projects", project_fact.id, project_fact.name, value, on)

    def count(self, value: str, on: str = "") -> Ref:
        """A figure of the programme as a whole."""
        return Ref("programme", self.facts.programme, self.facts.title, value, on or self.facts.day)

    def of(self, number: int, total: int) -> str:
        """'3 van 12', for the list of figures."""
        word = "van" if self.language == "nl" else "of"
        return f"{self.n(number)} {word} {self.n(total)}"

    def period(self, since: str, until: str) -> str:
        """'1 januari 2011 tot en met 31 december 2030'."""
        word = "tot en met" if self.language == "nl" else "to"
        return f"{self.day(since)} {word} {self.day(until)}"

    def counted(self, key: str, number: int) -> list[Sentence]:
        """The sentence that counts, or that of one (``key`` with '_one'); of none there is none."""
        if not number:
            return []
        shown_number = self.count(self.n(number))
        return [self.sentence(f"{key}_one" if number == 1 else key, shown_number, n=self.n(number))]

    def part(self, code: str, sentences: Iterable[Sentence]) -> Part:
        """A part of the letter, under its own title."""
        return Part(code, self.say(code), tuple(sentences))

    def some(self, facts: Sequence[T]) -> Sequence[T]:
        """As many as a part holds."""
        return facts[:MOST]

    def rest(self, facts: Sequence[object], of: str, what: str = "") -> list[Sentence]:
        """That there are more than a part holds: how many, and where they stand."""
        return self.left_out(len(facts) - MOST, of, what)

    def left_out(self, left: int, of: str, what: str = "") -> list[Sentence]:
        """That so many of a kind (of KINDS) aren't told of here, and on which page they stand.
        ``what`` is what they are called when that isn't the kind itself."""
        if left <= 0:
            return []
        text = self.say(f"rest_{what or of}{'_one' if left == 1 else ''}", n=self.n(left))
        return [Sentence(text, (self.page(of, text, left),))]

    def page(self, of: str, label: str, number: int) -> Ref:
        """The page with all things of a kind, for so many of them."""
        return Ref(of, None, label, self.n(number), self.facts.day)
