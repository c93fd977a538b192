"""Areas per class in a sentence: 'In 23 van de 40 buurten werd de afstand groter, in 12 …'."""

from __future__ import annotations

import re

from wijkwerk.monitor.core.group_names import FOCUS
from wijkwerk.monitor.core.tables import NEUTRAL_CLASSES, TOLD_CLASSES
from wijkwerk.monitor.editions.report.facts import Counts
from wijkwerk.monitor.editions.report.grammar import Voice
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import areas, listing, noun, upper_first

_MOVED = ("smaller", "larger")
_PAIRS = (_MOVED, ("difference_smaller", "difference_larger"))
# Of an indicator there are classes with a better side, or those without.
_TOLD = (*TOLD_CLASSES, *NEUTRAL_CLASSES)
# Of these the verb says what a distance did; those of the others that areas stand somewhere.
_BECAME = ("smaller", "larger", "equal", *NEUTRAL_CLASSES[:3])
# What a publication doesn't say is a sentence of its own.
_COUNTED_LAST = ("too_few", "no_reference", "one_moment")


def count_paragraph(counts: Counts, voice: Voice) -> str:
    """The count, what the publication doesn't tell, and how sure the changes are."""
    sentences = [
        count_sentence(counts, voice),
        not_reported(counts, voice),
        _named(counts, voice),
        _certainty(counts, voice),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def count_sentence(
    counts: Counts, voice: Voice, kinds: tuple[str, ...] = _TOLD, short: bool = False
) -> str:
    """Areas per class; the largest class first, then the rest; last of which it can't be told.

    ``short`` leaves out what the distance is to and what the areas are a group of.
    """
    present = [kind for kind in kinds if counts.counts[kind]]
    present.sort(key=lambda kind: -counts.counts[kind])
    # Smaller and larger are one thought: the second follows the first.
    moved = [kind for pair in _PAIRS for kind in present if kind in pair]
    if len(moved) == 2:
        present.remove(moved[1])
        present.insert(present.index(moved[0]) + 1, moved[1])
    if kinds is _TOLD:
        present += [kind for kind in _COUNTED_LAST if counts.counts[kind]]
    parts: list[str] = []
    for place, kind in enumerate(present):
        number = count(counts.counts[kind], voice.language)
        where = voice.say("in_more", number=number)
        if place == 0:
            where = where_of(counts, number, voice, short)
        to = _reference(None if short else counts, voice)
        slots = {"where": where, **to}
        parts.append(voice.say(_key(kind, present[:place]), **slots))
    return upper_first(listing(parts, voice.language)) + "."


def _key(kind: str, before: list[str]) -> str:
    """Which phrase says ``kind`` after the classes ``before``."""
    if not before:
        return f"first_{kind}"
    if kind not in _BECAME:
        return f"then_{kind}"
    if not any(earlier in _BECAME for earlier in before):
        return f"fresh_{kind}"
    # 'in 12 kleiner' leans on the verb of the part right before it.
    leans = any(kind in pair and before[-1] in pair for pair in _PAIRS)
    return f"also_{kind}" if leans else f"then_{kind}"


def _reference(counts: Counts | None, voice: Voice) -> dict[str, str]:
    """What the distance is to, when that can be said of all areas at once; None: it isn't said."""
    if counts is not None and counts.own_municipality:
        to, behind = voice.say("to_municipality"), voice.say("behind_municipality")
        return {"to": to, "behind": behind, "beside": "", "ref": voice.say("the_reference")}
    if counts is None or counts.reference is None:
        return {"to": "", "behind": "", "beside": "", "ref": voice.say("the_reference")}
    ref = voice.place(counts.reference)
    return {
        "to": voice.say("to_place", ref=ref),
        "behind": voice.say("behind_place", ref=ref),
        "beside": voice.say("beside_place", ref=ref),
        "ref": ref,
    }


def where_of(counts: Counts, number: str, voice: Voice, short: bool = False) -> str:
    """'in 23 van de 40 aandachtswijken', 'in 74 van alle 300 buurten', 'in alle 40 aandachtswijken';
    ``number`` as the language writes it; ``short`` leaves out what the areas are a group of."""
    key = "in_of_areas" if counts.group else "in_all_areas"
    if number == count(counts.total, voice.language):
        key = "in_only_area" if counts.total == 1 else "in_every_area"
    return voice.say(key, number=number, areas=areas_of(counts, voice, short))


def areas_of(counts: Counts, voice: Voice, short: bool = False) -> str:
    """'40 aandachtswijken' when the group is called so, '20 aandachtsgebieden', '20 buurten van de
    groep X', or '300 buurten'."""
    language = voice.language
    plain = areas(counts.total, language, counts.level)
    if counts.group is None or (short and counts.firm is not None):
        return plain
    if counts.group.name == FOCUS.in_(language) and counts.total > 1:
        return f"{count(counts.total, language)} {counts.group.name}"
    match = re.fullmatch(r"(\d+) (.+)", counts.group.name)
    if match and int(match[1]) == counts.total:
        return counts.group.name if language == "nl" else f"“{counts.group.name}”"
    return voice.say("areas_of_group", areas=plain, place=voice.place(counts.group))


def not_reported(counts: Counts, voice: Voice) -> str:
    """Of how many areas the publication says nothing; '' when it tells all."""
    missing = counts.counts["not_reported"]
    if not missing:
        return ""
    return voice.say(
        "not_reported_one" if missing == 1 else "not_reported_many",
        number=count(missing, voice.language),
        noun=noun(counts.level, missing, voice.language),
    )


def _named(counts: Counts, voice: Voice) -> str:
    """The areas of a class that the publication names: all of them, or some."""
    sentences = []
    for kind in _TOLD:
        if areas := counts.names.get(kind):
            names = listing(areas, voice.language)
            if len(areas) < counts.counts[kind]:
                names = voice.say("named_among", names=names)
            ref = _reference(counts, voice)["ref"]
            sentences.append(voice.say(f"named_{kind}", names=names, ref=ref))
    return " ".join(sentences)


def _certainty(counts: Counts, voice: Voice) -> str:
    """How many of the changes are beyond doubt; nothing for published counts, which don't say."""
    if counts.firm is None or counts.moved == 0:
        return ""
    language, moved, sure = voice.language, counts.moved, counts.sure
    if sure == moved:
        return voice.say("sure_all_one" if moved == 1 else "sure_all", moved=count(moved, language))
    if sure == 0:
        return voice.say(
            "sure_none_one" if moved == 1 else "sure_none", moved=count(moved, language)
        )
    ways = [kind for kind in _MOVED if counts.firm[kind]]
    key = "which" if len(ways) > 1 else "only"
    which = [voice.say(f"{key}_{kind}", number=count(counts.firm[kind], language)) for kind in ways]
    other = moved - sure
    rest = voice.say("rest_one" if other == 1 else "rest_many", rest=count(other, language))
    return voice.say(
        "sure_one" if sure == 1 else "sure_some",
        moved=count(moved, language),
        sure=count(sure, language),
        which=listing(which, language),
        rest=rest,
    )
