"""What the sections on the whole edition say: composites, early signals, scale, coverage."""

from __future__ import annotations

from wijkwerk.monitor.editions.report.facts import (
    CompositeFacts,
    CoverageRow,
    ScaleFacts,
    WarningFacts,
)
from wijkwerk.monitor.editions.report.labels import labels_in
from wijkwerk.shared.numbers import count, gap, number, percent
from wijkwerk.shared.sentences import areas, at, listing, upper_first
from wijkwerk.shared.text import Language

LOWEST = 5  # scores whose cause is told
MOST_SIGNALS = 25  # in the table of a report


def composite_sentences(facts: CompositeFacts, language: Language) -> list[str]:
    """What the score is made of, how far it runs, what pulls it down, how firm the ranks are."""
    phrases, decimals = labels_in(language), facts.composite["decimals"]
    parts = [
        phrases.say(
            "part",
            name=dimension.name[language],
            share=percent(dimension.weight, language),
            indicators=listing([name[language] for name, _ in dimension.indicators], language),
        )
        for dimension in facts.dimensions
    ]
    several = len(parts) > 1
    sentences = [
        phrases.say(
            "made_of" if several else "made_of_one",
            number=len(parts),
            parts=listing(parts, language),
        )
    ]
    sentences.append(
        phrases.say(
            "composite_range" if facts.areas > 1 else "composite_one",
            At=upper_first(at(facts.period, language)),
            areas=areas(facts.areas, language, facts.level),
            low=number(facts.lowest, decimals, language),
            high=number(facts.highest, decimals, language),
        )
    )
    worst = min(facts.dimensions, key=lambda dimension: dimension.lowest_mean)
    if several and facts.areas > LOWEST and worst.lowest_mean < 0:
        sentences.append(
            phrases.say(
                "composite_cause",
                name=worst.name[language],
                gap=gap(worst.lowest_mean, "points", decimals, language),
            )
        )
    sentences.append(_ranks(facts, language))
    return sentences


def _ranks(facts: CompositeFacts, language: Language) -> str:
    phrases, widest = labels_in(language), facts.widest
    if widest.best == widest.worst:
        return phrases.say("composite_firm")
    is_integer = facts.middle_shift == int(facts.middle_shift)
    shift = number(facts.middle_shift, 0 if is_integer else 1, language)
    return phrases.say(
        "composite_rank",
        places=phrases.say("place_one" if shift == "1" else "place_many", number=shift),
        name=widest.name,
        best=count(widest.best, language),
        worst=count(widest.worst, language),
    )


def warning_sentences(facts: WarningFacts, language: Language) -> list[str]:
    """How many series were looked at, how many signals, and how many may be false."""
    phrases, number_of = labels_in(language), len(facts.signals)
    if facts.series == 0:
        return [phrases.say("warning_none_tried")]
    key = {0: "warning_none", 1: "warning_one"}.get(number_of, "warning_many")
    sentences = [
        phrases.say(key, series=count(facts.series, language), number=count(number_of, language)),
        phrases.say("warning_rate", rate=percent(facts.rate, language)),
    ]
    if number_of > MOST_SIGNALS:
        sentences.append(phrases.say("warning_shown", number=count(MOST_SIGNALS, language)))
    return sentences


def scale_sentences(facts: ScaleFacts, language: Language) -> list[str]:
    """How many areas are larger than the rule of thumb."""
    phrases = labels_in(language)
    if facts.judged == 0:
        return [phrases.say("scale_nothing")]
    judged = areas(facts.judged, language, facts.level)
    if facts.flagged == 0:
        sentences = [phrases.say("scale_none", areas=judged)]
    elif facts.flagged == 1:
        sentences = [phrases.say("scale_one", areas=judged, names=facts.largest[0].name)]
    else:
        sentences = [phrases.say("scale_many", areas=judged, number=count(facts.flagged, language))]
    if facts.flagged:
        sentences.append(phrases.say("scale_why"))
    if facts.unknown:
        sentences.append(
            phrases.say("scale_unknown", areas=areas(facts.unknown, language, facts.level))
        )
    return sentences


def coverage_sentence(rows: tuple[CoverageRow, ...], language: Language) -> str:
    """How much is published, and why the rest isn't."""
    cells, published = sum(row.cells for row in rows), sum(row.published for row in rows)
    withheld = sum(row.withheld for row in rows)
    key = "coverage_all" if published == cells else "coverage_missing"
    if withheld:
        key = "coverage_one" if withheld == 1 else "coverage_some"
    return labels_in(language).say(
        key,
        cells=count(cells, language),
        published=count(published, language),
        withheld=count(withheld, language),
    )
