"""The answer first: per measure and per theme in how many areas the distance shrank or grew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.core.published import names_of, only_a_range
from wijkwerk.monitor.core.tables import CLASSES, TOLD_CLASSES
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.serving.figure_query import FigureQuery
from wijkwerk.monitor.serving.reference import changes_against
from wijkwerk.monitor.web import labels, published_sentences
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.lists import chosen_areas
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import lower_first, span
from wijkwerk.ui.reader import language


@dataclass(frozen=True)
class Answer:
    """What happened with a measure in the areas that are counted."""

    measure: Measure
    name: str
    counts: dict[str, int]
    sentence: str
    certainty: str
    span: str  # its two moments; 'up to 2012' when the publication names no first
    published: bool  # counted by the publisher, not by the monitor
    url: str


@dataclass(frozen=True)
class Stated:
    """What a publication says of a group as a whole for a measure."""

    kind: str  # one of CLASSES
    text: str


@dataclass(frozen=True)
class ThemeAnswer:
    """A theme with the answers of its measures, and one line over all of them."""

    id: str
    name: str
    answers: list[Answer]
    total: dict[str, int]  # over all its measures
    line: str
    over: str  # what was counted
    url: str


def answers(visit: EditionContext) -> dict[str, Answer]:
    """Per measure, for the visit's group and reference; measures without any count are left out."""
    return _answers(visit, None)


def answer_of(visit: EditionContext, measure: Measure) -> Answer | None:
    """The answer of one measure, None without any count."""
    return _answers(visit, [measure.id]).get(measure.id)


def theme_answers(visit: EditionContext) -> list[ThemeAnswer]:
    """The themes in the edition's order."""
    answers_by_measure = answers(visit)
    theme_answers_found = []
    for theme, text in visit.catalogue.themes.items():
        own = [
            answers_by_measure[measure.id]
            for measure in visit.catalogue.of_theme(theme)
            if measure.id in answers_by_measure
        ]
        if own or visit.catalogue.of_theme(theme):
            line = theme_line(own, visit)
            total = add_up(answer.counts for answer in _judged(own))
            url = visit.url("theme", theme)
            over = counted_over(_judged(own))
            theme_answers_found.append(
                ThemeAnswer(theme, visit.text(text), own, total, line, over, url)
            )
    return theme_answers_found


def theme_line(own: Iterable[Answer], visit: EditionContext) -> str:
    """One line over all measures of a theme: how often smaller, larger, and how sure that is. What has
    no better side isn't in it."""
    own = _judged(own)
    if not own:
        return _("Per area there is nothing to count here; the page of the theme has the figures.")
    total = add_up(answer.counts for answer in own)
    if not any(total.get(kind) for kind in TOLD_CLASSES):
        return labels.nothing_told(total)
    if len(own) == 1:
        return f"{own[0].name}: {lower_first(own[0].sentence)} {own[0].certainty}".strip()
    return overall(total, visit)


def whole_line(themes: Iterable[ThemeAnswer], visit: EditionContext) -> str:
    """One line over all measures of all themes; '' when no area was counted."""
    own = _judged(answer for theme in themes for answer in theme.answers)
    if not own:
        return ""
    total = add_up(theme_answer.counts for theme_answer in own)
    if not any(total.get(kind) for kind in TOLD_CLASSES):
        return labels.nothing_told(total)
    return overall(total, visit)


def overall(total: dict[str, int], visit: EditionContext) -> str:
    """Counts of several measures in one sentence, and how sure that is."""
    rest = labels.untold(total, visit.language)
    if not any(total.get(kind) for kind in ("smaller", "larger", "equal")):
        sentence = (
            _("Where it can be told there is no lag.") if rest else _("Nowhere is there a lag.")
        )
        return f"{sentence} {rest}".strip()
    sentence = f"{labels.verdict(total)}: {labels.times(total, visit.language)}."
    return " ".join(
        sentence_part
        for sentence_part in (sentence, labels.certainty(total, visit.language), rest)
        if sentence_part
    )


def counted_over(own: Iterable[Answer]) -> str:
    """What was counted, and since when: '3 indicators in 40 areas, 2006–2012'."""
    own = list(own)
    if not own:
        return ""
    areas = max(sum(answer.counts.get(kind, 0) for kind in CLASSES) for answer in own)
    spans = {answer.span for answer in own}
    values = {
        "measured": ngettext("%(n)s indicator", "%(n)s indicators", len(own)) % {"n": len(own)},
        "where": ngettext("%(n)s area", "%(n)s areas", areas) % {"n": count(areas, language())},
        "span": next(iter(spans)),
    }
    if len(spans) == 1:
        return _("%(measured)s in %(where)s, %(span)s") % values
    return _("%(measured)s in %(where)s, each since its first measurement") % values


def counted_in_all(themes: Iterable[ThemeAnswer]) -> str:
    """What was counted over all themes, and since when; '' when nothing was."""
    counted = counted_over(_judged(answer for theme in themes for answer in theme.answers))
    return _("Counted: %(what)s.") % {"what": counted} if counted else ""


def _judged(own: Iterable[Answer]) -> list[Answer]:
    """Those that a headline counts: what has no better side never makes anything better or worse."""
    return [answer for answer in own if answer.measure.judged]


def add_up(several: Iterable[dict[str, int]]) -> dict[str, int]:
    """Counts of several measures together; firm ones only when each measure has them."""
    total: dict[str, int] = {}
    all_known = True
    for counts in several:
        all_known = all_known and "firm_known" in counts
        for kind, number in counts.items():
            total[kind] = total.get(kind, 0) + number
    if not all_known:
        total = {kind: number for kind, number in total.items() if not kind.startswith("firm")}
    return total


def _answer(
    visit: EditionContext,
    measure: Measure,
    counts: dict[str, int],
    moments: tuple[str | None, str | None],
    published: bool,
    names: Mapping[str, Sequence[str]] | None = None,
) -> Answer:
    sentences = [
        labels.counted(counts, visit.language),
        *labels.named(names or {}, counts, visit.language),
    ]
    return Answer(
        measure=measure,
        name=visit.text(measure.name),
        counts=counts,
        sentence=" ".join(sentences),
        certainty=labels.certainty(counts, visit.language),
        span=span(*moments, visit.language),
        published=published,
        url=visit.url("indicator", measure.id),
    )


def _answers(visit: EditionContext, indicators: Sequence[str] | None) -> dict[str, Answer]:
    """Of these measures, None for all."""
    return _built(visit, indicators) if visit.against is None else _chosen(visit, indicators)


def _built(visit: EditionContext, indicators: Sequence[str] | None) -> dict[str, Answer]:
    """The counts of the build, or the ones that the publisher gave."""
    rows = figures.class_counts(visit.serving, visit.group)
    if not any(row["count"] for row in rows):
        rows = figures.class_counts(visit.serving)
    wanted = visit.catalogue.measures if indicators is None else indicators
    by_measure: dict[str, list[Row]] = {}
    for row in rows:
        if row["origin"] != "published_total" and row["indicator"] in wanted:
            by_measure.setdefault(row["indicator"], []).append(row)
    result = {}
    for indicator, several in by_measure.items():
        own = _one_count(several)
        counts: dict[str, int] = {}
        for row in own:
            counts[row["class"]] = counts.get(row["class"], 0) + row["count"]
            if row["firm"] is not None:
                counts["firm_known"] = 1
                counts[f"firm_{row['class']}"] = row["firm"]
        if own:
            moments = (own[0]["period_from"], own[0]["period_to"])
            published = own[0]["origin"] != "computed"
            measure = visit.catalogue.measures[indicator]
            names = {
                row["class"]: [visit.name(name) for name in names_of(row.get("areas"))]
                for row in own
            }
            result[indicator] = _answer(visit, measure, counts, moments, published, names)
    return result


def _one_count(rows: list[Row]) -> list[Row]:
    """The rows of one count out of ``rows``: what was counted of two groups, or over two spans of
    years, is never added up. The latest span goes first, then the longest."""
    counts: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        # What is left of a group belongs to the count that it is left of.
        origin = row["origin"].removesuffix("_rest")
        key = (row["group"], row["reference"], origin, row["period_from"], row["period_to"])
        counts.setdefault(key, []).append(row)
    filled = [count for count in counts.values() if any(row["count"] for row in count)]
    filled.sort(key=lambda count_rows: count_rows[0]["period_from"] or "")
    filled.sort(key=lambda count_rows: count_rows[0]["period_to"] or "", reverse=True)
    return filled[0] if filled else []


def stated(visit: EditionContext, measure: Measure) -> list[str]:
    """What a publication says of groups as a whole, without all of its figures."""
    return [
        _stated_text(visit, measure, row)
        for row in _of_groups(visit)
        if row["indicator"] == measure.id and visit.group in ("", None, row["group"])
    ]


def stated_of(visit: EditionContext, code: str) -> dict[str, Stated]:
    """Per measure what a publication says of a change of the group ``code`` as a whole; not against a reference
    that the visitor chose, as the publication chose its own."""
    if visit.against is not None:
        return {}
    measures = visit.catalogue.measures
    return {
        row["indicator"]: Stated(row["class"], _stated_text(visit, measures[row["indicator"]], row))
        for row in _of_groups(visit)
        if row["group"] == code
        and row["indicator"] in measures
        and not only_a_range(row["class"], row)
    }


def _of_groups(visit: EditionContext) -> list[Row]:
    rows = figures.class_counts(visit.serving)
    return [row for row in rows if row["origin"] == "published_total"]


def _stated_text(visit: EditionContext, measure: Measure, row: Row) -> str:
    reference = visit.name(row["reference"]) if row["reference"] else _reference_of(visit, measure)
    return published_sentences.stated(
        row, visit.name(row["group"]), reference, measure, visit.language
    )


def _reference_of(visit: EditionContext, measure: Measure) -> str:
    own = measure.definition.get("reference")
    rule = visit.catalogue.source["reference"]
    return visit.name(own or rule["code"]) if own or rule["code"] else _("the reference")


def _chosen(visit: EditionContext, indicators: Sequence[str] | None) -> dict[str, Answer]:
    """Counted here, against the reference that the visitor chose."""
    areas = [area.code for area in chosen_areas(visit).areas]
    query = FigureQuery(areas=areas, indicators=indicators, limit=200_000)
    against = changes_against(visit.serving, query, str(visit.against))
    moments = against.moments()
    measures = visit.catalogue.measures
    return {
        indicator: _answer(
            visit,
            measures[indicator],
            {**counts, "firm_known": 1},
            moments[indicator],
            published=False,
        )
        for indicator, counts in against.counts().items()
    }
