"""Sentences from figures, in Dutch and English; no sentence says more than its figures.

Every text is made here from the facts: the same function with other figures says something else.
"""

from __future__ import annotations

from typing import Any

from wijkwerk.monitor.editions.report.facts import Counts, Facts, Moment, Subject
from wijkwerk.shared.numbers import figure, gap
from wijkwerk.shared.sentences import areas, listing, moment, upper_first
from wijkwerk.shared.text import Language

CLASS_WORDS = {
    "nl": {
        "smaller": "kleiner",
        "larger": "groter",
        "equal": "vrijwel gelijk",
        "at_or_better": "gelijk aan de referentie of beter",
        "too_few": "te weinig waarnemingen",
    },
    "en": {
        "smaller": "smaller",
        "larger": "larger",
        "equal": "virtually equal",
        "at_or_better": "at the reference or better",
        "too_few": "too few observations",
    },
}
# Which of two numbers is said first: what readers ask for, then the rest.
_ORDER = ("smaller", "larger", "equal", "at_or_better", "too_few")


def sentences(facts: Facts, language: Language) -> list[str]:
    """The narrative of one indicator."""
    said: list[str] = []
    for subject in facts.subjects:
        said += _subject(subject, facts.indicator, language)
    for counts in facts.counts:
        said.append(count_sentence(counts, language))
        doubt = _doubt(counts, language)
        if doubt:
            said.append(doubt)
    if facts.signals:
        said.append(_signals(facts.signals, language))
    return said


def _show(value: float | None, indicator: dict[str, Any], language: Language) -> str:
    return figure(value, indicator["unit"], indicator["decimals"], language)


def _subject(subject: Subject, indicator: dict[str, Any], language: Language) -> list[str]:
    """What a group or area has, against its reference, and how that changed."""
    last, first = subject.last, subject.first
    said = [_level(subject, last, indicator, language)]
    if first is not None:
        said.append(_history(first, last, subject, indicator, language))
    said += _distance(subject, indicator, language)
    return said


def _level(subject: Subject, last: Moment, indicator: dict[str, Any], language: Language) -> str:
    value = _show(last.value, indicator, language)
    when = moment(last.period, language)
    if last.reference_value is None:
        if language == "nl":
            return f"{upper_first(subject.name)}: {value} in {when}."
        return f"{upper_first(subject.name)}: {value} in {when}."
    other = _show(last.reference_value, indicator, language)
    against = "tegen" if language == "nl" else "against"
    return f"{upper_first(subject.name)}: {value} in {when}, {against} {other} in {subject.reference_name}."


def _history(
    first: Moment, last: Moment, subject: Subject, indicator: dict[str, Any], language: Language
) -> str:
    start, end = _show(first.value, indicator, language), _show(last.value, indicator, language)
    since = moment(first.period, language)
    verb = _direction(first.value, last.value, language)
    if language == "nl":
        text = (
            f"Dat was {start} in {since}: {verb}."
            if start != end
            else f"In {since} was dat ook {end}."
        )
    else:
        text = (
            f"It was {start} in {since}: {verb}."
            if start != end
            else f"In {since} it was {end} too."
        )
    if first.reference_value is not None and last.reference_value is not None:
        old = _show(first.reference_value, indicator, language)
        new = _show(last.reference_value, indicator, language)
        name = subject.reference_name
        if language == "nl":
            text += f" In {name} ging het van {old} naar {new}."
        else:
            text += f" In {name} it went from {old} to {new}."
    return text


def _direction(old: float | None, new: float | None, language: Language) -> str:
    if old is None or new is None or old == new:
        return "gelijk gebleven" if language == "nl" else "unchanged"
    if new > old:
        return "een stijging" if language == "nl" else "a rise"
    return "een daling" if language == "nl" else "a fall"


def _distance(subject: Subject, indicator: dict[str, Any], language: Language) -> list[str]:
    first, last = subject.first, subject.last
    said = []
    both = first is not None and first.distance is not None and last.distance is not None
    if both and first is not None:
        assert first.distance is not None and last.distance is not None
        said.append(_gap_change(first.distance, last.distance, indicator, language))
        said += _both_changes(first, last, indicator, subject, language)
    elif last.distance is not None:
        said.append(_gap_now(last.distance, indicator, language))
    if subject.published and subject.kind is not None:
        said.append(_published_class(subject.kind, language))
    elif both and subject.evidence == "cannot_tell":
        said.append(
            "Of dit meer is dan toeval, is niet te zeggen: bij deze cijfers hoort geen of een te ruime marge."
            if language == "nl"
            else "Whether this is more than chance one can't tell: these figures have no margin, or too wide a one."
        )
    return said


def _gap_now(distance: float, indicator: dict[str, Any], language: Language) -> str:
    size = gap(distance, indicator["unit"], indicator["decimals"], language)
    if abs(distance) < 1e-9:
        return "Er is geen verschil." if language == "nl" else "There is no difference."
    lag = distance > 0
    if language == "nl":
        return f"Dat is een {'achterstand' if lag else 'voorsprong'} van {size}."
    return f"That is a {'lag' if lag else 'lead'} of {size}."


def _gap_change(old: float, new: float, indicator: dict[str, Any], language: Language) -> str:
    unit, decimals = indicator["unit"], indicator["decimals"]
    before, after = gap(old, unit, decimals, language), gap(new, unit, decimals, language)
    change = new - old
    still = abs(change) <= indicator["tolerance"] + 1e-6
    lead_before, lead_after = old < 0, new < 0
    if language == "nl":
        names = (
            "voorsprong" if lead_before else "achterstand",
            "voorsprong" if lead_after else "achterstand",
        )
        if still:
            return f"De {names[1]} bleef vrijwel gelijk: eerst {before}, nu {after}."
        if names[0] != names[1]:
            return f"Een {names[0]} van {before} werd een {names[1]} van {after}."
        grew = abs(new) > abs(old)
        return f"De {names[1]} werd {'groter' if grew else 'kleiner'}: van {before} naar {after}."
    names = ("lead" if lead_before else "lag", "lead" if lead_after else "lag")
    if still:
        return f"The {names[1]} stayed virtually equal: {before} at first, {after} now."
    if names[0] != names[1]:
        return f"A {names[0]} of {before} became a {names[1]} of {after}."
    grew = abs(new) > abs(old)
    return f"The {names[1]} became {'larger' if grew else 'smaller'}: from {before} to {after}."


def _both_changes(
    first: Moment, last: Moment, indicator: dict[str, Any], subject: Subject, language: Language
) -> list[str]:
    """The case that readers miss: better by itself, yet further behind, or the other way round."""
    values = (first.value, last.value, first.reference_value, last.reference_value)
    if any(one is None for one in values):
        return []
    start, end, other_start, other_end = (float(one) for one in values if one is not None)
    sign = 1 if indicator["direction"] == "higher_is_better" else -1
    own, other = (end - start) * sign, (other_end - other_start) * sign
    name, place = subject.name, subject.reference_name
    small = indicator["tolerance"] + 1e-6
    if own > 1e-9 and other - own > small:
        return [
            f"{upper_first(name)} ging zelf vooruit, maar {place} ging sneller vooruit."
            if language == "nl"
            else f"{upper_first(name)} improved, but {place} improved faster."
        ]
    if own < -1e-9 and own - other > small:
        return [
            f"{upper_first(name)} ging zelf achteruit, maar {place} ging sneller achteruit."
            if language == "nl"
            else f"{upper_first(name)} got worse, but {place} got worse faster."
        ]
    return []


def _published_class(kind: str, language: Language) -> str:
    if language == "nl":
        text = {
            "smaller": "werd de afstand tot de referentie kleiner",
            "larger": "werd de afstand tot de referentie groter",
            "equal": "bleef de afstand tot de referentie vrijwel gelijk",
            "at_or_better": "is het cijfer gelijk aan de referentie of beter",
            "too_few": "zijn er te weinig waarnemingen",
        }[kind]
        return f"Volgens de publicatie {text}; de cijfers van de referentie staan er niet volledig bij."
    text = {
        "smaller": "the distance to the reference became smaller",
        "larger": "the distance to the reference became larger",
        "equal": "the distance to the reference stayed virtually equal",
        "at_or_better": "the figure is at the reference or better",
        "too_few": "there are too few observations",
    }[kind]
    return f"According to the publication {text}; it doesn't give all figures of the reference."


def count_sentence(counts: Counts, language: Language) -> str:
    """'In 23 van de 40 gebieden werd de afstand groter, in 12 kleiner, …'."""
    parts: list[str] = []
    for kind in _ORDER:
        number = counts.counts[kind]
        if number:
            parts.append(_part(kind, number, language, first=not parts, total=counts.total))
    text = upper_first(listing(parts, language)) + "."
    if counts.firm is None:
        tail = (
            " Dit aantal is zo gepubliceerd; cijfers per gebied zijn er niet."
            if language == "nl"
            else " This count was published as such; there are no figures per area."
        )
        return text + tail
    return text


def _part(kind: str, number: int, language: Language, first: bool, total: int | None) -> str:
    of = ""
    if first and total is not None:
        of = f" van de {areas(total, 'nl')}" if language == "nl" else f" of {areas(total, 'en')}"
    if language == "nl":
        where = f"in {number}{of}" if of or not first else f"in {areas(number, 'nl')}"
        if first:
            return {
                "smaller": f"{where} werd de afstand kleiner",
                "larger": f"{where} werd de afstand groter",
                "equal": f"{where} bleef de afstand vrijwel gelijk",
                "at_or_better": f"{where} is het cijfer gelijk aan de referentie of beter",
                "too_few": f"{where} zijn er te weinig waarnemingen",
            }[kind]
        return {
            "smaller": f"{where} kleiner",
            "larger": f"{where} groter",
            "equal": f"{where} bleef die vrijwel gelijk",
            "at_or_better": f"{where} is het cijfer gelijk aan de referentie of beter",
            "too_few": f"{where} zijn er te weinig waarnemingen",
        }[kind]
    where = f"in {number}{of}" if of or not first else f"in {areas(number, 'en')}"
    if first:
        return {
            "smaller": f"{where} the distance became smaller",
            "larger": f"{where} the distance became larger",
            "equal": f"{where} the distance stayed virtually equal",
            "at_or_better": f"{where} the figure is at the reference or better",
            "too_few": f"{where} there are too few observations",
        }[kind]
    return {
        "smaller": f"{where} smaller",
        "larger": f"{where} larger",
        "equal": f"{where} it stayed virtually equal",
        "at_or_better": f"{where} the figure is at the reference or better",
        "too_few": f"{where} there are too few observations",
    }[kind]


def _doubt(counts: Counts, language: Language) -> str | None:
    """How many of the changes are beyond doubt."""
    if counts.firm is None:
        return None
    moved = counts.counts["smaller"] + counts.counts["larger"]
    if moved == 0:
        return None
    sure = counts.firm["smaller"] + counts.firm["larger"]
    if language == "nl":
        if sure == 0:
            return "Van geen enkele verandering is zeker dat ze meer is dan toeval."
        return f"Zeker is dat in {sure} van die {moved}; in de andere is het niet te zeggen."
    if sure == 0:
        return "Of none of the changes is it sure that it is more than chance."
    return f"In {sure} of those {moved} that is firm; in the others one can't tell."


def _signals(names: tuple[str, ...], language: Language) -> str:
    shown = list(names[:5])
    more = len(names) - len(shown)
    if language == "nl":
        rest = [f"nog {more} andere"] if more else []
        return f"Vroeg signaal van verslechtering: {listing(shown + rest, 'nl')}."
    rest = [f"{more} more"] if more else []
    return f"Early signal of decline: {listing(shown + rest, 'en')}."


def theme_lines(facts: tuple[Facts, ...], language: Language) -> list[str]:
    """The answer of a theme, a line per indicator: how the distance moved, and how sure that is."""
    return [line for one in facts if (line := _indicator_line(one, language))]


def _indicator_line(facts: Facts, language: Language) -> str:
    name = facts.indicator["name"][language]
    # The focus group's count when there is one; else that of all areas.
    counts = next((one for one in facts.counts if one.group), next(iter(facts.counts), None))
    if counts is None:
        parts = [_short_subject(one, facts.indicator, language) for one in facts.subjects[:1]]
        return f"{name}: {parts[0]}." if parts else ""
    moved = counts.counts["smaller"] + counts.counts["larger"]
    words = CLASS_WORDS[language]
    parts = [
        f"{words[kind]} {counts.counts[kind]}"
        for kind in ("smaller", "larger", "equal", "at_or_better")
        if counts.counts[kind]
    ]
    unsure = counts.counts["too_few"]
    if counts.firm is not None:
        unsure += moved - counts.firm["smaller"] - counts.firm["larger"]
    text = f"{name}: " + ", ".join(parts)
    if language == "nl":
        of = f" (van {areas(counts.total, 'nl')})" if counts.total is not None else ""
        tail = f"; in {unsure} is dat niet zeker of niet te zeggen" if unsure else ""
    else:
        of = f" (of {areas(counts.total, 'en')})" if counts.total is not None else ""
        tail = f"; in {unsure} that is not sure or one can't tell" if unsure else ""
    return text + of + tail + "."


def _short_subject(subject: Subject, indicator: dict[str, Any], language: Language) -> str:
    value = _show(subject.last.value, indicator, language)
    if subject.last.reference_value is None:
        return f"{subject.name} {value}"
    other = _show(subject.last.reference_value, indicator, language)
    against = "tegen" if language == "nl" else "against"
    return f"{subject.name} {value}, {against} {other} in {subject.reference_name}"
