"""Finding an area, group, theme or indicator by name, old name or code, typing mistakes included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from wijkwerk.monitor.serving.catalogue import Catalogue, Group
from wijkwerk.monitor.serving.everyday import everyday_words, is_everyday
from wijkwerk.monitor.serving.letters import LONGEST, normalise
from wijkwerk.monitor.serving.naming import place_name
from wijkwerk.shared.text import LANGUAGES

__all__ = ["LONGEST", "WHOLE", "Entry", "Hit", "SearchIndex", "What", "normalise"]

What = Literal["area", "group", "indicator", "theme"]
_GOOD_ENOUGH = 70
_NEAR, _NEAR_PART = 78, 86  # for the name of a place
_LONGER = 2  # letters more than what was typed: then that is part of a name
WHOLE = 100.0  # the score of a name or code that is the whole question
REAL = 90.0  # the score from which a name holds the letters that were asked
_LEVEL_ORDER = ("country", "municipality", "group", "custom", "district", "neighbourhood")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found; ``text`` is the normalised name that leads to it."""

    kind: What
    code: str
    name: str
    text: str
    context: str = ""  # what tells it from a namesake: the city, the level
    level: str = ""
    former: bool = False  # ``text`` is a name it had before


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with how well it fits, 0 to 100."""

    entry: Entry
    score: float

    @property
    def resembles(self) -> bool:
        """Whether it only looks like what was asked: no name of it holds those letters."""
        return self.score < REAL


@dataclass(frozen=True)
class SearchIndex:
    """Every name of an edition, in memory."""

    entries: tuple[Entry, ...]
    texts: tuple[str, ...]
    codes: dict[str, Entry]
    everyday: dict[str, tuple[int, ...]]  # an everyday word → places of entries
    areas_by_text: dict[str, list[int]]  # a whole name, normalised → places of areas

    @classmethod
    def of(cls, catalogue: Catalogue) -> SearchIndex:
        """The index of an edition."""
        entries = [*_areas(catalogue), *_others(catalogue)]
        codes = {entry.code.casefold(): entry for entry in reversed(entries) if not entry.former}
        everyday: dict[str, list[int]] = {}
        areas_by_text: dict[str, list[int]] = {}
        for place, entry in enumerate(entries):
            if entry.kind == "area":
                areas_by_text.setdefault(entry.text, []).append(place)
            if entry.kind in ("indicator", "theme"):
                for word in everyday_words(entry.text):
                    everyday.setdefault(word, []).append(place)
        return cls(
            tuple(entries),
            tuple(entry.text for entry in entries),
            codes,
            {word: tuple(places) for word, places in everyday.items()},
            areas_by_text,
        )

    def find(self, question: str, limit: int = 20, kinds: Sequence[What] = ()) -> list[Hit]:
        """The best ``limit`` hits for ``question``, each thing once, best first.

        A code finds itself; a name that begins so comes before one that holds it, and that before
        one that only resembles it. An everyday word leads to what it is about. Of namesakes the
        larger kind of area comes first.
        """
        normalised = normalise(question)
        if not normalised:
            return []
        exact = self.codes.get(question.strip().casefold())
        best: dict[tuple[str, str], Hit] = {}
        if exact is not None and (not kinds or exact.kind in kinds):
            best[exact.kind, exact.code] = Hit(exact, 101.0)
        scored_places = [*self._letters(normalised), *self._everyday(normalised)]
        if len(scored_places) < limit:
            scored_places += self._mistakes(normalised, limit * 6)
        for place, score in scored_places:
            entry = self.entries[place]
            if kinds and entry.kind not in kinds:
                continue
            key = (entry.kind, entry.code)
            if key not in best or best[key].score < score:
                best[key] = Hit(entry, score)
        return sorted(best.values(), key=_order)[:limit]

    def _letters(self, normalised: str) -> list[tuple[int, float]]:
        """Places of the texts that hold the letters of ``normalised``, with their score."""
        result = []
        for place, text in enumerate(self.texts):
            if normalised in text:
                if text == normalised:
                    result.append((place, WHOLE))
                elif text.startswith(normalised):
                    result.append((place, 97.0))
                elif f" {normalised}" in text:
                    result.append((place, 94.0))
                elif len(normalised) >= 3:
                    result.append((place, 90.0))
        return result

    def _everyday(self, normalised: str) -> list[tuple[int, float]]:
        """Places of what an everyday word leads to, below every name that holds the word itself."""
        everyday_words_found = [normalised] if normalised in self.everyday else []
        if not everyday_words_found and len(normalised) >= 4:
            everyday_words_found = [word for word in self.everyday if word.startswith(normalised)]
        return [(place, REAL) for word in everyday_words_found for place in self.everyday[word]]

    def named(self, text: str) -> list[Entry]:
        """The areas whose code, name or former name ``text`` is exactly, each once; a current name
        goes before a former one."""
        plain = normalise(text)
        code = self.codes.get(text.strip().casefold())
        if code is not None and code.kind == "area":
            return [code]
        same = [self.entries[place] for place in self.areas_by_text.get(plain, ())]
        current = [entry for entry in same if not entry.former]
        return list({entry.code: entry for entry in current or same}.values())

    def _mistakes(self, normalised: str, limit: int) -> list[tuple[int, float]]:
        """Places of the texts that resemble ``normalised``, with a score below that of a real match.

        A place has to be nearer than a subject. A word that everybody has for a subject is spelled as
        it was meant: that no indicator is about it makes it no mistake in the name of a place.
        """
        near = process.extract(
            normalised, self.texts, scorer=fuzz.ratio, limit=limit, score_cutoff=_GOOD_ENOUGH
        )
        # Part of a long name, with a mistake in it: only when enough was typed to be sure.
        if len(normalised) >= 5:
            near += process.extract(
                normalised,
                self.texts,
                scorer=fuzz.partial_ratio,
                limit=limit,
                score_cutoff=_GOOD_ENOUGH + 8,
            )
        word = is_everyday(normalised)
        return [
            (place, min(89.0, score * 0.95))
            for _, score, place in near
            if self.entries[place].kind not in ("area", "group")
            or not (word or score < self._nearest(normalised, place))
        ]

    def _nearest(self, normalised: str, place: int) -> float:
        """How much a place has to resemble ``normalised``: more where that is but part of its name."""
        part = len(self.texts[place]) > len(normalised) + _LONGER
        return _NEAR_PART if part else _NEAR


def _order(hit: Hit) -> tuple[float, int, str, str]:
    level = hit.entry.level
    rank = _LEVEL_ORDER.index(level) if level in _LEVEL_ORDER else -1
    return (-hit.score, rank, hit.entry.name, hit.entry.code)


def _areas(catalogue: Catalogue) -> list[Entry]:
    entries = []
    for area in catalogue.areas.values():
        if catalogue.is_made_of_areas(area.code):
            continue
        above = [
            ancestor
            for ancestor in catalogue.lineage(area.code)
            if ancestor.level == "municipality"
        ]
        context = above[0].name if above else ""
        for name in (area.name, *area.former_names):
            entries.append(
                Entry(
                    "area",
                    area.code,
                    area.name,
                    normalise(name),
                    context,
                    area.level,
                    former=name != area.name,
                )
            )
    return entries


def _names_of(group: Group, catalogue: Catalogue) -> tuple[str, ...]:
    """Its name and its code, and what pages call it in both languages."""
    names = (place_name(catalogue, group.code, language) for language in LANGUAGES)
    return tuple(dict.fromkeys((group.name, *names, group.code)))


def _others(catalogue: Catalogue) -> list[Entry]:
    entries = [
        Entry("group", group.code, group.name, normalise(name), level="group")
        for group in catalogue.groups.values()
        if group.code not in catalogue.areas or catalogue.is_made_of_areas(group.code)
        for name in _names_of(group, catalogue)
    ]
    for measure in catalogue.measures.values():
        for name in dict.fromkeys((measure.name.nl, measure.name.en)):
            entries.append(Entry("indicator", measure.id, measure.name.nl, normalise(name)))
    for theme, text in catalogue.themes.items():
        for name in dict.fromkeys((text.nl, text.en)):
            entries.append(Entry("theme", theme, text.nl, normalise(name)))
    return entries
