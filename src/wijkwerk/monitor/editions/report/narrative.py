"""Sentences from figures; no sentence says more than its figures.

The order is that of a reader's questions: how did the distance move in the areas, how sure is
that, what happened in the groups and in their reference, how far do areas lie apart, and what
can't be told. The same function with other figures says something else.
"""

from __future__ import annotations

from wijkwerk.monitor.core.published import pace
from wijkwerk.monitor.editions.report.counting import count_paragraph
from wijkwerk.monitor.editions.report.facts import (
    Facts,
    Membership,
    Moment,
    Place,
    Spread,
    Stated,
    Subject,
)
from wijkwerk.monitor.editions.report.grammar import Voice
from wijkwerk.shared.comparing import comparable
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import areas, at, between, listing, moment, noun, upper_first
from wijkwerk.shared.text import Language

_NAMES = 5  # more names than this are counted


def paragraphs(facts: Facts, language: Language) -> list[str]:
    """The narrative of one indicator, a paragraph per question."""
    voice = Voice(facts.indicator, language)
    texts = [count_paragraph(counts, voice) for counts in facts.counts]
    texts += [subject_paragraph(subject, voice) for subject in facts.subjects]
    texts += [] if voice.judged else [voice.say("neutral")]
    texts += [_doubt(facts, voice), _inside(facts.spreads, voice), _signals(facts, voice)]
    texts += [
        voice.say(
            "break_between" if _between_moments(series_break["period"], facts) else "break",
            moment=moment(series_break["period"], language),
            reason=series_break["reason"][language],
        )
        for series_break in facts.indicator["breaks"]
    ]
    texts += [_one_stratum(facts, voice), _withheld(facts, voice)]
    return [text for text in texts if text]


def subject_paragraph(subject: Subject, voice: Voice) -> str:
    """What a group or area has against its reference, how that moved, and what both did."""
    sentences: list[str] = []
    first, last = subject.first, subject.last
    reference = subject.reference
    if last is not None:
        both = first is not None and first.distance is not None and last.distance is not None
        if both and first is not None and reference is not None:
            sentences += [
                _distance(subject.place, reference, first, last, voice),
                _both(subject.place, reference, first, last, voice),
            ]
        elif first is not None and (last.reference_value is None or reference is None):
            sentences.append(_alone(subject.place, first, last, voice))
        else:
            sentences.append(level_sentence(subject, voice))
            if first is not None:
                sentences.append(_alone(subject.place, first, last, voice))
    if last is not None and subject.unweighted:
        sentences.append(voice.say("unweighted_mean"))
    if subject.membership is not None:
        sentences += membership_sentences(subject.membership, voice)
    if subject.stated is not None:
        # What the figures say themselves isn't repeated from the publication.
        by_figures = bool(distance_sentence(subject, voice))
        say = _ranges if by_figures else _stated
        sentences.append(say(subject, subject.stated, voice))
    return " ".join(sentence for sentence in sentences if sentence)


def membership_sentences(membership: Membership, voice: Voice) -> list[str]:
    """Which areas a change is about, and what joining and leaving did to the group as a whole."""
    language = voice.language
    if membership.same == 0:
        return [voice.say("same_nobody")]
    sentences = [
        voice.say(
            "same_areas",
            areas=areas(membership.same, language),
            at0=at(membership.period_from, language),
            at1=at(membership.period_to, language),
        )
    ]
    joined, left = membership.joined_effect, membership.left_effect
    for key, number, effect in (
        (f"joined_{_way(joined, voice)}", membership.joined, joined),
        (f"left_{_way(left, voice)}", membership.left, left),
    ):
        if number:
            sentences.append(
                voice.say(key, areas=areas(number, language), gap=voice.gap(effect or 0.0))
            )
    return sentences


def _way(effect: float | None, voice: Voice) -> str:
    """Which way the figure of a whole group went."""
    if effect is None:
        return "untold"
    return "same" if voice.nought(effect) else "rose" if effect > 0 else "fell"


def level_sentence(subject: Subject, voice: Voice) -> str:
    """The latest figure against the reference's: 'In 2012 was het aandeel 55% in …'."""
    last, reference = subject.last, subject.reference
    if last is None or last.value is None:
        return ""
    slots = {
        "At": upper_first(at(last.period, voice.language)),
        "value": voice.show(last.value),
        "place": voice.place(subject.place),
    }
    if last.reference_value is None or reference is None:
        return voice.say("level_alone", **slots)
    slots |= {"other": voice.show(last.reference_value), "ref": voice.place(reference)}
    if slots["other"] == slots["value"]:
        return voice.say("level_same", **slots)
    distance = last.distance
    if distance is None or voice.nought(distance):
        return voice.say("level_near", **slots)
    lag, lead = ("level_lag", "level_lead") if voice.judged else ("level_higher", "level_lower")
    return voice.say(lag if distance > 0 else lead, gap=voice.gap(distance), **slots)


def distance_sentence(subject: Subject, voice: Voice) -> str:
    """How the distance of ``subject`` moved; empty without two distances."""
    first, last = subject.first, subject.last
    if first is None or last is None or subject.reference is None:
        return ""
    if first.distance is None or last.distance is None:
        return ""
    return _distance(subject.place, subject.reference, first, last, voice)


def _distance(place: Place, ref: Place, first: Moment, last: Moment, voice: Voice) -> str:
    old, new = first.distance or 0.0, last.distance or 0.0
    slots = {
        "place": voice.place(place),
        "ref": voice.place(ref),
        "a": voice.gap(old),
        "b": voice.gap(new),
        "at0": at(first.period, voice.language),
        "at1": at(last.period, voice.language),
    }
    if not voice.judged:
        slots |= {"a": _side(old, voice), "b": _side(new, voice)}
        return voice.say("neutral_distance", **slots)
    return voice.say(_movement(old, new, voice), **slots)


def _side(distance: float, voice: Voice) -> str:
    """On which side of its reference a figure lies, where neither is better."""
    if voice.nought(distance):
        return voice.say("side_same")
    return voice.say("side_higher" if distance > 0 else "side_lower", gap=voice.gap(distance))


def _movement(old: float, new: float, voice: Voice) -> str:
    """The key of the phrase for a distance that went from ``old`` to ``new``."""
    none_before, none_after = voice.nought(old), voice.nought(new)
    if none_before and none_after:
        return "no_gap"
    if none_before:
        return "lag_new" if new > 0 else "lead_new"
    if none_after:
        return "lag_gone" if old > 0 else "lead_gone"
    if (old > 0) != (new > 0):
        return "lag_became_lead" if old > 0 else "lead_became_lag"
    name = "lag" if new > 0 else "lead"
    same = comparable(abs(new - old)) <= comparable(voice.indicator["tolerance"])
    if same or voice.gap(old) == voice.gap(new):
        return f"{name}_still"
    return f"{name}_larger" if abs(new) > abs(old) else f"{name}_smaller"


def _both(place: Place, ref: Place, first: Moment, last: Moment, voice: Voice) -> str:
    """Own change and reference's change apart: a place can improve while its lag grows."""
    own = voice.say(
        f"own_{_verb(first.value, last.value, voice)}",
        place=voice.place(place),
        start=voice.show(first.value),
        end=voice.show(last.value),
    )
    own_better = _gain(first.value, last.value, voice)
    ref_better = _gain(first.reference_value, last.reference_value, voice)
    own += _judgement(own_better, voice)
    if first.reference_value is None or last.reference_value is None:
        return f"{own}."
    other = voice.say(
        f"ref_{_verb(first.reference_value, last.reference_value, voice)}",
        ref=voice.place(ref),
        start=voice.show(first.reference_value),
        end=voice.show(last.reference_value),
    )
    return f"{own}; {other}{_judgement(ref_better, voice, beside=own_better)}."


def _alone(place: Place, first: Moment, last: Moment, voice: Voice) -> str:
    sentence = voice.say(
        f"alone_{_verb(first.value, last.value, voice)}",
        place=voice.place(place),
        start=voice.show(first.value),
        end=voice.show(last.value),
        at0=at(first.period, voice.language),
        at1=at(last.period, voice.language),
    )
    return f"{sentence}{_judgement(_gain(first.value, last.value, voice), voice)}."


def _verb(old: float | None, new: float | None, voice: Voice) -> str:
    if old is None or new is None or voice.show(old) == voice.show(new):
        return "same"
    return "rose" if new > old else "fell"


def _gain(old: float | None, new: float | None, voice: Voice) -> float:
    """How much better it became; 0 when both moments are shown as the same."""
    if old is None or new is None or voice.show(old) == voice.show(new):
        return 0.0
    return (new - old) * voice.sign


def own_gain(subject: Subject, voice: Voice) -> float:
    """How much better the subject's own figure became between its first and last moment, in the
    indicator's unit; without two figures what the publication says: 1, -1 or 0."""
    first, last = subject.first, subject.last
    if first is not None and last is not None:
        return _gain(first.value, last.value, voice)
    stated = subject.stated
    if stated is None:
        return 0.0
    if stated.own_from is not None and stated.own_to is not None:
        return _gain(stated.own_from, stated.own_to, voice)
    return {"improved": 1.0, "worsened": -1.0}.get(stated.own_direction or "", 0.0)


def _judgement(gain: float, voice: Voice, beside: float | None = None) -> str:
    """', een verbetering'; beside a change the same way whether it is larger or smaller."""
    if comparable(gain) == 0:
        return ""
    key = "better" if gain > 0 else "worse"
    if beside is not None and beside * gain > 0:
        # Differences that don't show aren't told either.
        if voice.gap(gain) == voice.gap(beside):
            return voice.say(key)
        key = f"{'more' if abs(gain) > abs(beside) else 'less'}_{key}"
    return voice.say(key)


def _stated(subject: Subject, stated: Stated, voice: Voice) -> str:
    if stated.is_only_a_range:
        return _ranges(subject, stated, voice)
    went, ranges = _went(subject, stated, voice), _ranges(subject, stated, voice)
    places = {
        "place": voice.place(subject.place),
        "ref": voice.place(subject.reference) if subject.reference else voice.say("the_reference"),
    }
    # Whose distance it is was said where anything was said before it.
    named_before = bool(subject.moments or went or ranges)
    publication_text = voice.say(
        f"stated_{stated.kind}",
        between=between(stated.period_from, stated.period_to, voice.language),
        at1=at(stated.period_to, voice.language),
        of="" if named_before else voice.say("stated_of", **places),
        behind="" if named_before else voice.say("stated_behind", **places),
        **places,
    )
    sentences = (went, ranges, publication_text)
    return " ".join(text for text in sentences if text)


def _ranges(subject: Subject, stated: Stated, voice: Voice) -> str:
    """How far the areas inside a group lie apart by the publication, and inside its reference: in
    one sentence; '' when it doesn't say."""
    if stated.own_lowest is None or stated.own_highest is None:
        return ""
    own_part = voice.say(
        "stated_range",
        place=voice.place(subject.place),
        low=voice.show(stated.own_lowest),
        high=voice.show(stated.own_highest),
    )
    if stated.reference_lowest is None or stated.reference_highest is None:
        return f"{own_part}."
    other = voice.say(
        "stated_range_ref",
        ref=voice.place(subject.reference) if subject.reference else voice.say("the_reference"),
        low=voice.show(stated.reference_lowest),
        high=voice.show(stated.reference_highest),
    )
    return f"{own_part}; {other}."


def _went(subject: Subject, stated: Stated, voice: Voice) -> str:
    """Where the group and its reference went by the publication: figures without a date, or a
    direction without a figure. 'in de G18 werd het beter, en sneller' when both improved and the
    distance grew."""
    own_part = _part(
        "own",
        stated.own_from,
        stated.own_to,
        stated.own_direction,
        voice,
        place=voice.place(subject.place),
        pace="",
    )
    if not own_part:
        return ""
    speed = pace(stated.kind, stated.own_direction, stated.reference_direction)
    ref = voice.place(subject.reference) if subject.reference else voice.say("the_reference")
    other = _part(
        "ref",
        stated.reference_from,
        stated.reference_to,
        stated.reference_direction,
        voice,
        ref=ref,
        pace=voice.say(f"went_{speed}") if speed else "",
    )
    return (f"{own_part}; {other}" if other else own_part) + "."


def _part(
    whose: str,
    start: float | None,
    end: float | None,
    direction: str | None,
    voice: Voice,
    **slots: str,
) -> str:
    """What a publication says of one side; '' when it says nothing."""
    if end is not None:
        key = "at" if start is None else "between"
        shown = {"start": voice.show(start), "end": voice.show(end)}
        return voice.say(f"went_{whose}_{key}", **shown, **slots)
    return voice.say(f"went_{whose}_{direction}", **slots) if direction else ""


def _doubt(facts: Facts, voice: Voice) -> str:
    """Once an indicator: whether the change of the told groups is more than chance."""
    subjects_told = [subject for subject in facts.subjects if subject.first is not None]
    if not subjects_told:
        return ""
    first = subjects_told[0]
    start, end = first.first, first.last
    assert start is not None and end is not None
    if None in (start.lower, start.upper, end.lower, end.upper):
        return "" if first.evidence == "firm" else voice.say("no_margin")
    assert start.lower is not None and start.upper is not None
    assert end.lower is not None and end.upper is not None
    if first.evidence is not None:
        return "" if first.evidence == "firm" else voice.say("wide_margin")
    # As with rank intervals: two margins may just overlap while the change is firm, so this is
    # the cautious choice.
    if any(
        _splits(series_break["period"], start, end) for series_break in facts.indicator["breaks"]
    ):
        return ""  # the break is told instead
    apart = start.upper < end.lower or end.upper < start.lower
    if not apart and voice.show(start.value) == voice.show(end.value):
        return ""  # nothing changed that could be chance
    return voice.say(
        "margins_apart" if apart else "margins_overlap", place=voice.place(first.place)
    )


def _splits(period: str, start: Moment, end: Moment) -> bool:
    """Whether a break at ``period`` lies between two moments."""
    return start.period < period <= end.period


def _between_moments(period: str, facts: Facts) -> bool:
    counts = facts.main_count
    if counts is not None:
        if counts.period_from is None or counts.period_to is None:
            return False
        return counts.period_from < period <= counts.period_to
    subjects_told = [
        subject
        for subject in facts.subjects
        if subject.first is not None and subject.last is not None
    ]
    return any(
        _splits(period, subject.first, subject.last)
        for subject in subjects_told
        if subject.first and subject.last
    )


def _inside(spreads: tuple[Spread, ...], voice: Voice) -> str:
    """How far the areas of a group lie apart, and the five worst."""
    sentences: list[str] = []
    told_groups: set[str] = set()
    for spread in spreads:
        # Both methods have the same areas: once is enough.
        if spread.group.code not in told_groups:
            told_groups.add(spread.group.code)
            sentences += _spread(spread, voice)
    return " ".join(sentences)


def _spread(spread: Spread, voice: Voice) -> list[str]:
    language, sentences = voice.language, []
    place = voice.place(spread.group)
    if spread.minimum is not None and spread.maximum is not None:
        low, high = voice.show(spread.minimum), voice.show(spread.maximum)
        if low != high:
            when = upper_first(at(spread.period, language))
            sentences.append(voice.say("range", At=when, place=place, low=low, high=high))
    if spread.worst_five is not None and spread.worst:
        names = listing(spread.worst, language)
        sentences.append(voice.say("worst", value=voice.show(spread.worst_five), names=names))
    if sentences and spread.measured < spread.areas:
        sentences.append(
            voice.say(
                "measured",
                place_up=upper_first(place),
                areas=areas(spread.areas, language),
                measured=count(spread.measured, language),
            )
        )
    return sentences


def _signals(facts: Facts, voice: Voice) -> str:
    names = [signal.area for signal in facts.signals]
    if not names:
        return ""
    shown = names if len(names) <= _NAMES + 1 else names[:_NAMES]
    more = len(names) - len(shown)
    if more:
        shown = [*shown, voice.say("others", number=count(more, voice.language))]
    return voice.say(
        "signal_one" if len(names) == 1 else "signal_many",
        number=count(len(names), voice.language),
        noun=noun(facts.level, len(names), voice.language),
        names=listing(shown, voice.language),
    )


def _one_stratum(facts: Facts, voice: Voice) -> str:
    """That a few people of one age group decide a standardised figure."""
    if not facts.one_stratum or facts.latest is None:
        return ""
    return voice.say(
        "one_stratum_one" if facts.one_stratum == 1 else "one_stratum_many",
        number=count(facts.one_stratum, voice.language),
        noun=noun(facts.level, facts.one_stratum, voice.language),
        at=at(facts.latest, voice.language),
    )


def _withheld(facts: Facts, voice: Voice) -> str:
    if not facts.withheld:
        return ""
    key = "withheld_one" if facts.withheld == 1 else "withheld_many"
    if facts.withheld == facts.cells:
        key = "withheld_all"
    return voice.say(
        key,
        cells=count(facts.cells, voice.language),
        number=count(facts.withheld, voice.language),
        noun=noun(facts.level, 1, voice.language),
    )
