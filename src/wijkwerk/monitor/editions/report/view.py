"""Facts as the texts that a page shows: one place for both HTML and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from wijkwerk.monitor.core.tables import CLASSES
from wijkwerk.monitor.editions.report.charts import class_chart, trend_chart
from wijkwerk.monitor.editions.report.facts import MOST_ROWS, Counts, Facts, Report
from wijkwerk.monitor.editions.report.narrative import CLASS_WORDS, sentences, theme_lines
from wijkwerk.monitor.editions.report.words import WORDS
from wijkwerk.shared.numbers import figure
from wijkwerk.shared.text import Language


@dataclass(frozen=True)
class CountsView:
    """A table of areas per class with its picture."""

    caption: str
    chart: str
    rows: tuple[tuple[str, str, str], ...]
    published: bool


@dataclass(frozen=True)
class IndicatorView:
    """One indicator on the page; ``table`` starts with its headers when it has rows."""

    id: str
    name: str
    description: str
    sentences: tuple[str, ...]
    trend: str | None
    panels: int  # small multiples in the trend picture
    counts: tuple[CountsView, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shortened: bool
    breaks: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class ThemeView:
    """A theme: its answer in a line per indicator, and its indicators."""

    id: str
    name: str
    lines: tuple[str, ...]
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True)
class Page:
    """A whole report in one language."""

    words: dict[str, str]
    title: str
    edition: str
    publisher: str
    licence: str
    simulated: bool
    notes: str
    themes: tuple[ThemeView, ...]
    coverage: tuple[tuple[str, ...], ...]


def page(report: Report, language: Language, font: str) -> Page:
    """The report in ``language``; pictures are drawn with ``font``."""
    words = WORDS[language]
    source = report.source
    return Page(
        words=words,
        title=source["title"][language],
        edition=report.edition,
        publisher=source["publisher"],
        licence=source["licence"],
        simulated=source["simulated"],
        notes=source["notes"][language],
        themes=tuple(
            ThemeView(
                id=theme["id"],
                name=theme["name"][language],
                lines=tuple(theme_lines(facts, language)),
                indicators=tuple(_indicator(one, language, font) for one in facts),
            )
            for theme, facts in report.themes
        ),
        coverage=_coverage(report, language),
    )


def _indicator(facts: Facts, language: Language, font: str) -> IndicatorView:
    indicator = facts.indicator
    headers, rows = _table(facts, language)
    return IndicatorView(
        id=indicator["id"],
        name=indicator["name"][language],
        description=indicator["description"][language],
        sentences=tuple(sentences(facts, language)),
        trend=trend_chart(facts, language, font),
        panels=facts.series["panel"].n_unique() if facts.series.height else 0,
        counts=tuple(_counts(one, language, font) for one in facts.counts),
        headers=headers,
        rows=rows,
        shortened=facts.number_of_areas > len(rows) >= MOST_ROWS,
        breaks=tuple(f"{one['period']}: {one['reason'][language]}" for one in indicator["breaks"]),
        source=indicator["source"],
    )


def _counts(counts: Counts, language: Language, font: str) -> CountsView:
    words = WORDS[language]
    rows = tuple(
        (
            CLASS_WORDS[language][kind],
            str(counts.counts[kind]),
            "–" if counts.firm is None else str(counts.firm[kind]),
        )
        for kind in CLASSES
        if counts.total is not None or counts.counts[kind]
    )
    name = f"{counts.group_name}, " if counts.group_name else ""
    published = counts.firm is None
    tail = f" ({words['published']})" if published else ""
    return CountsView(
        caption=f"{words['classes']}: {name}{counts.period_from}–{counts.period_to}{tail}",
        chart=class_chart(counts, language, font),
        rows=rows,
        published=published,
    )


def _table(facts: Facts, language: Language) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    words = WORDS[language]
    if facts.areas.is_empty():
        return (), ()
    indicator = facts.indicator

    def show(value: float | None) -> str:
        return figure(value, indicator["unit"], indicator["decimals"], language)

    headers = tuple(
        words[name]
        for name in (
            "area", "value", "margin", "reference", "distance", "own_change",
            "reference_change", "class", "evidence",
        )
    )  # fmt: skip
    rows = tuple(_row(row, show, language) for row in facts.areas.iter_rows(named=True))
    # Columns in which nothing stands only make a phone scroll.
    keep = [place for place in range(len(headers)) if any(row[place] != "–" for row in rows)]
    return (
        tuple(headers[place] for place in keep),
        tuple(tuple(row[place] for place in keep) for row in rows),
    )


def _row(row: dict[str, Any], show: Any, language: Language) -> tuple[str, ...]:
    words = WORDS[language]
    if row["conf_status"] != "F":
        return (row["name"], words["withheld"], *("–",) * 7)
    margin = "–" if row["lower"] is None else f"{show(row['lower'])} – {show(row['upper'])}"
    reference = show(row["reference_value"])
    if row["reference_value"] is not None:
        reference = f"{reference} ({row['reference_name']})"
    # A group's own row without two moments says nothing; its published class is in the sentences.
    changed = row["class"] is not None and (row["level"], row["class"]) != ("group", "too_few")
    return (
        row["name"],
        show(row["value"]),
        margin,
        reference,
        show(row["distance"]),
        show(row["own_change"]),
        show(row["reference_change"]),
        CLASS_WORDS[language][row["class"]] if changed else "–",
        words[row["evidence"]] if changed and row["class"] != "too_few" else "–",
    )


def _coverage(report: Report, language: Language) -> tuple[tuple[str, ...], ...]:
    names = {
        one.indicator["id"]: one.indicator["name"][language]
        for _, facts in report.themes
        for one in facts
    }
    total = (
        report.coverage.group_by("indicator", maintain_order=True)
        .agg(pl.col("cells", "published", "primary", "secondary").sum())
        .filter(pl.col("indicator").is_in(list(names)))
    )
    order = {name: place for place, name in enumerate(names)}
    rows = sorted(total.iter_rows(), key=lambda row: order[row[0]])
    return tuple((names[row[0]], *(str(cell) for cell in row[1:])) for row in rows)
