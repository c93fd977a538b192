"""Facts as the texts that a page shows: one place for both HTML and PDF."""

from __future__ import annotations

from dataclasses import dataclass

from wijkwerk.monitor.core.tables import CLASSES, NEUTRAL_CLASSES
from wijkwerk.monitor.editions.report import charts, tabulate
from wijkwerk.monitor.editions.report.counting import count_sentence
from wijkwerk.monitor.editions.report.drawing import Studio
from wijkwerk.monitor.editions.report.facts import CompositeFacts, Counts, Facts, Report
from wijkwerk.monitor.editions.report.grammar import Voice
from wijkwerk.monitor.editions.report.group_names import in_words
from wijkwerk.monitor.editions.report.labels import Labels, labels_in
from wijkwerk.monitor.editions.report.narrative import paragraphs
from wijkwerk.monitor.editions.report.sections import (
    composite_sentences,
    coverage_sentence,
    scale_sentences,
    warning_sentences,
)
from wijkwerk.monitor.editions.report.summary import answer, summary
from wijkwerk.monitor.editions.report.tabulate import Table
from wijkwerk.shared.sentences import clean_name
from wijkwerk.shared.text import Language

_MOST_BARS = 16  # with more topics the first page shows a bar a theme
_BESIDE = 2  # with more places the table of a trend needs the width of the page
_METHOD = (
    "m_distance", "m_class", "m_both", "m_interval", "m_cause", "m_extreme", "m_rank",
    "m_withheld",
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A picture (SVG, or None) and the table beside it; ``wide``: the table stands below."""

    svg: str | None
    alt: str
    table: Table
    note: str = ""
    wide: bool = False
    signs: bool = False  # explain the signs of the classes below it


@dataclass(frozen=True)
class IndicatorView:
    """One indicator on the page; ``lead`` is the answer, ``paragraphs`` what follows."""

    id: str
    name: str
    description: str
    lead: str
    paragraphs: tuple[str, ...]
    figures: tuple[Figure, ...]
    source: str


@dataclass(frozen=True)
class ThemeView:
    """A theme: its answer in a sentence, and its indicators."""

    id: str
    name: str
    answer: str
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True)
class SectionView:
    """A section on the whole edition: sentences, then figures, then tables without a picture."""

    id: str
    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class VerdictView:
    """Topics that went the same way."""

    kind: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A whole report in one language."""

    labels: dict[str, str]
    title: str
    edition: str
    publisher: str
    licence: str
    simulated: bool
    notes: str
    answer: str
    verdicts: tuple[VerdictView, ...]
    overview: Figure | None
    key: tuple[tuple[str, str, str], ...]  # sign, colour, what it means
    themes: tuple[ThemeView, ...]
    sections: tuple[SectionView, ...]
    method: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]  # a source, and the topics that come from it
    licence_text: str
    cite: str
    source_id: str


def page(report: Report, language: Language, studio: Studio) -> Page:
    """The report in ``language``; ``studio`` draws, and remembers what it drew."""
    phrases, source = labels_in(language), report.source
    report = in_words(report, language)
    first = summary(report, language)
    verdicts = [
        VerdictView(verdict.kind, phrases.labels[verdict.kind], verdict.lines)
        for verdict in first.verdicts
    ]
    verdicts = _with_limits(verdicts, first.limits, phrases)
    title = clean_name(source["title"][language])
    publisher = clean_name(source["publisher"])
    return Page(
        labels=phrases.labels,
        title=title,
        edition=report.edition,
        publisher=publisher,
        licence=clean_name(source["licence"]),
        simulated=source["simulated"],
        notes=source["notes"][language],
        answer=first.answer,
        verdicts=tuple(verdicts),
        overview=_overview(report, phrases, studio),
        key=tuple(
            (charts.SIGNS[kind], charts.COLOURS[kind], phrases.labels[kind])
            for kind in _kinds(report)
        ),
        themes=tuple(
            ThemeView(
                id=f"theme-{theme['id']}",
                name=clean_name(theme["name"][language]),
                answer=answer(facts, language),
                indicators=tuple(_indicator(fact, phrases, studio) for fact in facts),
            )
            for theme, facts in report.themes
        ),
        sections=_sections(report, phrases, studio),
        method=tuple(
            phrases.labels[label]
            for label in (*(("m_simulated",) if source["simulated"] else ()), *_method(report))
        ),
        sources=_sources(report, phrases),
        licence_text=phrases.labels["licence_text"].format(
            publisher=publisher, licence=clean_name(source["licence"])
        ),
        cite=phrases.labels["cite"].format(
            publisher=publisher, title=title, edition=report.edition
        ),
        source_id=source["id"],
    )


def _kinds(report: Report) -> list[str]:
    """The classes whose signs are explained: the usual ones, and others that occur."""
    rare = (*NEUTRAL_CLASSES, "no_reference", "one_moment", "not_judged", "not_reported")
    present = {
        kind
        for facts in report.everything
        for count in facts.counts
        for kind, number in count.counts.items()
        if number
    }
    present |= {area.kind for facts in report.everything for area in facts.areas if area.kind}
    return [kind for kind in CLASSES if kind not in rare or kind in present]


def _method(report: Report) -> tuple[str, ...]:
    """What is said of the method; of classes that seldom occur only where they do."""
    present = _kinds(report)
    rare = tuple(f"m_{kind}" for kind in ("one_moment", "not_judged") if kind in present)
    rare += ("m_difference",) if set(NEUTRAL_CLASSES) & set(present) else ()
    place = _METHOD.index("m_class") + 1
    return (*_METHOD[:place], *rare, *_METHOD[place:])


def _with_limits(
    verdicts: list[VerdictView], limits: tuple[str, ...], labels: Labels
) -> list[VerdictView]:
    """What can't be told holds the topics without a firm answer and all that limits the others."""
    if not limits:
        return verdicts
    lines = next((verdict.lines for verdict in verdicts if verdict.kind == "unknown"), ())
    rest = [verdict for verdict in verdicts if verdict.kind not in ("unknown", "level")]
    level = [verdict for verdict in verdicts if verdict.kind == "level"]
    unknown = VerdictView("unknown", labels.labels["unknown"], (*lines, *limits))
    return [*rest, unknown, *level]


def _sources(report: Report, labels: Labels) -> tuple[tuple[str, str], ...]:
    """Each source once, with its topics; topics without a source come last."""
    names_by_source: dict[str, list[str]] = {}
    for facts in report.everything:
        name = clean_name(facts.indicator["name"][labels.language])
        names_by_source.setdefault(facts.indicator["source"], []).append(name)
    nothing = names_by_source.pop("", None)
    if nothing:
        names_by_source[labels.labels["no_source"]] = nothing
    return tuple((source, "; ".join(names)) for source, names in names_by_source.items())


def _overview(report: Report, labels: Labels, studio: Studio) -> Figure | None:
    """Areas per class of the topics that have a better side: a bar a topic, or a bar a theme when
    there are many topics."""
    language = labels.language
    rows = [
        (facts.indicator["name"][language], facts.main_count)
        for facts in report.everything
        if facts.main_count is not None and Voice(facts.indicator, language).judged
    ]
    bars = [(name, counts.counts, counts.total) for name, counts in rows]
    title = labels.labels["overview"]
    if len(rows) > _MOST_BARS:
        title = labels.labels["overview_themes"]
        bars = []
        for theme, facts in report.themes:
            counted = [
                fact.main_count
                for fact in facts
                if fact.main_count is not None and Voice(fact.indicator, language).judged
            ]
            if counted:
                summed = {
                    kind: sum(topic_counts.counts[kind] for topic_counts in counted)
                    for kind in CLASSES
                }
                bars.append(
                    (
                        theme["name"][language],
                        summed,
                        sum(topic_counts.total for topic_counts in counted),
                    )
                )
    if not bars:
        return None
    bars = [(clean_name(name), counts, total) for name, counts, total in bars]
    return Figure(
        svg=studio.draw(charts.overview(bars), title, tabulate.said_bars(bars, labels), language),
        alt=title,
        table=tabulate.overview(title, bars, labels),
        wide=True,
        signs=True,
    )


def _indicator(facts: Facts, labels: Labels, studio: Studio) -> IndicatorView:
    indicator, language = facts.indicator, labels.language
    texts = paragraphs(facts, language)
    figures = [_counts(count, facts, labels, studio) for count in facts.counts]
    figures += [figure for figure in (_trend(facts, labels, studio),) if figure is not None]
    figures += [figure for figure in (_areas(facts, labels, studio),) if figure is not None]
    groups = tabulate.groups(facts, labels)
    if groups is not None:
        figures.append(Figure(None, "", groups, labels.labels["groups_note"], wide=True))
    return IndicatorView(
        id=f"topic-{indicator['id']}",
        name=clean_name(indicator["name"][language]),
        description=indicator["description"][language],
        lead=texts[0] if texts else "",
        paragraphs=tuple(texts[1:]),
        figures=tuple(figures),
        source=indicator["source"],
    )


def _counts(counts: Counts, facts: Facts, labels: Labels, studio: Studio) -> Figure:
    table = tabulate.counts(counts, labels)
    alt_text = count_sentence(counts, Voice(facts.indicator, labels.language))
    return Figure(
        svg=studio.draw(
            charts.class_bar(counts.counts, counts.total), table.caption, alt_text, labels.language
        ),
        alt=alt_text,
        table=table,
        note=_counts_note(counts, labels),
    )


def _counts_note(counts: Counts, labels: Labels) -> str:
    """Where published counts come from, and which of them wasn't published; '' for computed ones."""
    if counts.firm is not None:
        return ""
    rest = f" {labels.labels['published_rest']}" if counts.counts["not_reported"] else ""
    return f"{labels.labels['published']}{rest}"


def _trend(facts: Facts, labels: Labels, studio: Studio) -> Figure | None:
    """None with one moment or less."""
    if not facts.lines:
        return None
    title = f"{labels.labels['trend']}: {clean_name(facts.indicator['name'][labels.language])}"
    return Figure(
        svg=studio.draw(
            charts.trend(facts.lines, facts.indicator["decimals"]),
            title,
            labels.labels["trend_note"],
            labels.language,
        ),
        alt=title,
        table=tabulate.trend(facts, labels),
        note=labels.labels["trend_note"],
        wide=len(facts.lines) > _BESIDE,
    )


def _areas(facts: Facts, labels: Labels, studio: Studio) -> Figure | None:
    table = tabulate.areas(facts, labels)
    if table is None:
        return None
    with_distance = [area for area in facts.areas if area.distance is not None]
    svg, notes = None, []
    if len(with_distance) > 1:
        title = labels.labels["dots"]
        judged = Voice(facts.indicator, labels.language).judged
        note = labels.labels["dots_note" if judged else "dots_note_neutral"]
        svg = studio.draw(
            charts.dots(with_distance, facts.indicator["decimals"]), title, note, labels.language
        )
        notes.append(note)
    notes += tabulate.area_notes(facts, labels)
    signs = svg is not None and Voice(facts.indicator, labels.language).judged
    return Figure(svg, labels.labels["dots"], table, " ".join(notes), wide=True, signs=signs)


def _sections(report: Report, phrases: Labels, studio: Studio) -> tuple[SectionView, ...]:
    language, labels = phrases.language, phrases.labels
    section_views: list[SectionView] = []
    for place, composite in enumerate(report.composites):
        section_views.append(_composite(composite, place, phrases, studio))
    section_views.append(
        SectionView(
            "warning",
            labels["warning"],
            tuple(warning_sentences(report.warnings, language)),
            tabulate.some(tabulate.warnings(report, phrases)),
        )
    )
    section_views.append(
        SectionView(
            "scale",
            labels["scale"],
            tuple(scale_sentences(report.scale, language)),
            tabulate.some(tabulate.large(report.scale, phrases)),
        )
    )
    section_views.append(
        SectionView(
            "coverage",
            labels["coverage"],
            (coverage_sentence(report.coverage, language),),
            (tabulate.coverage(report, phrases),),
        )
    )
    return tuple(section_views)


def _composite(facts: CompositeFacts, place: int, phrases: Labels, studio: Studio) -> SectionView:
    labels = phrases.labels
    name = clean_name(facts.composite["name"][phrases.language])
    lowest, classes = tabulate.composite(facts, phrases)
    title = labels["composite_ranks"]
    svg = studio.draw(
        charts.ranks(facts.rows), title, labels["composite_ranks_note"], phrases.language
    )
    note = f"{labels['composite_ranks_note']} {labels['composite_note']}"
    return SectionView(
        f"composite-{place + 1}",
        f"{labels['liveability']}: {name}",
        tuple(composite_sentences(facts, phrases.language)),
        (classes,),
        (Figure(svg, title, lowest, note, wide=True),),
    )
