"""How places and measures are named inside a sentence, per language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from wijkwerk.monitor.core.definitions import Direction
from wijkwerk.monitor.core.group_names import FOCUS
from wijkwerk.monitor.editions.report.facts import Place
from wijkwerk.monitor.editions.report.labels import labels_in
from wijkwerk.shared.numbers import figure, gap, is_nought
from wijkwerk.shared.text import Language

# Names of areas stay as they are, but for these, which readers know by another name.
_EXONYMS = {
    "nl": {},
    "en": {"Nederland": "the Netherlands", "Den Haag": "The Hague", FOCUS.en: f"the {FOCUS.en}"},
}
_ARTICLES = {"nl": ("de ", "het ", "een "), "en": ("the ", "a ", "an ")}


def place_text(place: Place, language: Language) -> str:
    """A place after 'in' or 'van': 'Overschie', 'de G18', 'de groep FOCUS', 'de 40 wijken'.

    Groups named G4 or G18 and groups with a name that describes them ('vijf slechtste steden')
    take an article; other names are proper names. English can't decline a Dutch description, so
    it quotes it.
    """
    name = _EXONYMS[language].get(place.name, place.name)
    if place.level != "group" or name.lower().startswith(_ARTICLES[language]):
        return name
    if re.fullmatch(r"[A-Z]\d+", name):
        return f"de {name}" if language == "nl" else f"the {name}"
    if name[:1].islower() or name[:1].isdigit():
        return f"de {name}" if language == "nl" else f"the group “{name}”"
    return f"de groep {name}" if language == "nl" else f"the group {name}"


def measure(indicator: dict[str, Any]) -> str:
    """What an indicator is in a sentence, a key of the measures in the words."""
    unit, kind = indicator["unit"], indicator["kind"]
    if kind == "balance":
        return "balance"
    if unit == "%":
        return "share" if kind in ("rate", "survey", "standardised") else "other"
    if kind in ("mean", "survey_mean"):
        return "mean"
    by_unit = {"eur": "amount", "index": "index", "score": "score"}
    if unit.startswith("per "):
        return "rate"
    return by_unit.get(unit, "other")


@dataclass(frozen=True)
class Voice:
    """Speaks of one indicator in one language."""

    indicator: dict[str, Any]
    language: Language

    def say(self, key: str, **slots: object) -> str:
        """The phrase ``key`` with its slots and the noun of the measure filled in."""
        phrases = labels_in(self.language)
        the, it = phrases.measures[measure(self.indicator)]
        return phrases.say(key, the=the, it=it, **slots)

    def show(self, value: float | None) -> str:
        """A figure of the indicator with its unit."""
        return figure(value, self.indicator["unit"], self.indicator["decimals"], self.language)

    def gap(self, value: float) -> str:
        """The size of a difference with its unit."""
        return gap(value, self.indicator["unit"], self.indicator["decimals"], self.language)

    def nought(self, value: float) -> bool:
        """Whether a figure is shown as zero."""
        return is_nought(value, self.indicator["decimals"])

    def place(self, place: Place) -> str:
        """A place inside a sentence."""
        return place_text(place, self.language)

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is, 0 where neither is."""
        return Direction(self.indicator["direction"]).sign

    @property
    def judged(self) -> bool:
        """Whether the indicator has a better side at all."""
        return self.sign != 0
