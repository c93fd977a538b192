"""The tables of a report as texts: a caption, headers, rows, and which columns hold numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wijkwerk.monitor.core.tables import ALWAYS_COUNTED, CLASSES, TOLD_CLASSES, UNTOLD_CLASSES
from wijkwerk.monitor.editions.report.charts import SIGNS
from wijkwerk.monitor.editions.report.facts import (
    AreaRow,
    CompositeFacts,
    Counts,
    Facts,
    Report,
    ScaleFacts,
    Spread,
)
from wijkwerk.monitor.editions.report.grammar import Voice
from wijkwerk.monitor.editions.report.labels import Labels
from wijkwerk.monitor.editions.report.sections import MOST_SIGNALS
from wijkwerk.shared.numbers import NOTHING, count, figure, gap_unit, number, percent, signed
from wijkwerk.shared.sentences import clean_name, moment
from wijkwerk.shared.sentences import span as between_years
from wijkwerk.shared.text import Language

Bars = Sequence[tuple[str, dict[str, int], int]]
Show = Callable[[float | None], str]


@dataclass(frozen=True)
class Table:
    """A table; ``numeric`` says which columns stand to the right, the first names its row."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    total: bool = False  # the last row is a total


def some(table: Table | None) -> tuple[Table, ...]:
    """The table as none or one."""
    return () if table is None else (table,)


def class_label(kind: str, labels: Labels) -> str:
    """'▼ afstand kleiner'."""
    return f"{SIGNS[kind]} {labels.labels[kind]}"


def counts(class_counts: Counts, phrases: Labels) -> Table:
    """Areas per class, of which firm, with a total that adds up."""
    labels, language = phrases.labels, phrases.language
    name = f"{class_counts.group.name}, " if class_counts.group else ""
    usual = () if class_counts.firm is None else ALWAYS_COUNTED
    told_kinds = [kind for kind in CLASSES if kind in usual or class_counts.counts[kind]]
    rows = [
        [class_label(kind, phrases), count(class_counts.counts[kind], language)]
        for kind in told_kinds
    ]
    rows.append([labels["total"], count(class_counts.total, language)])
    headers = [labels["class_name"], labels["count"]]
    if class_counts.firm is not None:
        headers.append(labels["of_which_firm"])
        for row, kind in zip(rows, told_kinds, strict=False):
            untold = kind in UNTOLD_CLASSES
            row.append(NOTHING if untold else count(class_counts.firm[kind], language))
        rows[-1].append(count(sum(class_counts.firm[kind] for kind in TOLD_CLASSES), language))
    years = between_years(class_counts.period_from, class_counts.period_to, language)
    return Table(
        f"{labels['classes']}: {name}{years}",
        tuple(headers),
        tuple(map(tuple, rows)),
        (False, *(True for _ in headers[1:])),
        total=True,
    )


def overview(title: str, bars: Bars, labels: Labels) -> Table:
    """Areas per class, a row per topic."""
    language = labels.language
    shown = [kind for kind in CLASSES if any(counts[kind] for _, counts, _ in bars)]
    headers = [
        labels.labels["topic"],
        *(f"{SIGNS[kind]} {labels.labels[f'short_{kind}']}" for kind in shown),
    ]
    rows = []
    for name, counts_by_class, total in bars:
        row = [name, *(count(counts_by_class[kind], language) for kind in shown)]
        rows.append((*row, count(total, language)))
    headers.append(labels.labels["total"])
    return Table(title, tuple(headers), tuple(rows), (False, *(True for _ in headers[1:])))


def said_bars(bars: Bars, labels: Labels) -> str:
    """The overview in words, for who can't see it."""
    return "; ".join(
        f"{name}: "
        + ", ".join(f"{labels.labels[kind]} {counts[kind]}" for kind in CLASSES if counts[kind])
        for name, counts, _ in bars
    )


def trend(facts: Facts, labels: Labels) -> Table:
    """A row per moment, a column per place: the own figure and that of the reference."""
    show = _show(facts, labels.language)
    periods = sorted({at for line in facts.lines for at, _, _ in line.points})
    cells = [{at: (own, other) for at, own, other in line.points} for line in facts.lines]
    rows = []
    for period in periods:
        row = [moment(period, labels.language)]
        for column in cells:
            own, other = column.get(period, (None, None))
            row.append(show(own) if other is None else f"{show(own)} / {show(other)}")
        rows.append(tuple(row))
    headers = []
    for line in facts.lines:
        compared = line.reference is not None and any(
            other is not None for *_, other in line.points
        )
        headers.append(f"{line.name} / {line.reference}" if compared else line.name)
    name = clean_name(facts.indicator["name"][labels.language])
    return Table(
        f"{labels.labels['trend']}: {name}",
        (labels.labels["period"], *headers),
        tuple(rows),
        (False, *(True for _ in headers)),
    )


def areas(facts: Facts, labels: Labels) -> Table | None:
    """The areas with the largest lag, with what changed in them and in their reference.

    A row per area; None without areas.
    """
    if not facts.areas:
        return None
    names = (
        "area",
        "value",
        "margin",
        "reference",
        "distance",
        "own_change",
        "reference_change",
        "class",
        "evidence",
        "rank",
    )
    show = _show(facts, labels.language)
    rows = [_area(area, facts, show, labels) for area in facts.areas]
    # Columns in which nothing stands only make a telephone scroll.
    keep = [place for place in range(len(names)) if any(row[place] != NOTHING for row in rows)]
    text = ("area", "class", "evidence", "reference")
    caption = labels.labels[_order_label(facts)]
    if facts.latest is not None:
        caption = f"{caption} ({moment(facts.latest, labels.language)})"
    return Table(
        caption,
        tuple(labels.labels[names[place]] for place in keep),
        tuple(tuple(row[place] for place in keep) for row in rows),
        tuple(names[place] not in text for place in keep),
    )


def _order_label(facts: Facts) -> str:
    """Of the caption: areas without any distance stand in no order of it."""
    name = "told_groups" if facts.level == "group" else "areas"
    if not any(area.distance is not None for area in facts.areas):
        return f"{name}_unordered"
    return name if Voice(facts.indicator, "nl").judged else f"{name}_highest"


def _area(area_row: AreaRow, facts: Facts, show: Show, phrases: Labels) -> tuple[str, ...]:
    labels, language = phrases.labels, phrases.language
    decimals = facts.indicator["decimals"]
    if area_row.withheld:
        return (area_row.name, labels["withheld"], *(NOTHING,) * 8)
    reference = NOTHING
    if area_row.reference_value is not None:
        reference = f"{show(area_row.reference_value)} ({area_row.reference})"
    kind = (
        NOTHING
        if area_row.kind is None
        else f"{SIGNS[area_row.kind]} {labels[f'short_{area_row.kind}']}"
    )
    evidence = NOTHING
    if (
        area_row.kind is not None
        and area_row.kind not in UNTOLD_CLASSES
        and area_row.evidence is not None
    ):
        evidence = labels[area_row.evidence] + ("*" if area_row.broken else "")
    return (
        area_row.name,
        show(area_row.value),
        span(area_row.lower, area_row.upper, show),
        reference,
        signed(area_row.distance, decimals, language),
        signed(area_row.own_change, decimals, language),
        signed(area_row.reference_change, decimals, language),
        kind,
        evidence,
        _place(area_row, phrases),
    )


def _place(area_row: AreaRow, labels: Labels) -> str:
    """A rank only ever with the places between which it may lie."""
    if area_row.rank is None or area_row.rank_lower is None or area_row.rank_upper is None:
        return NOTHING
    return labels.labels["place_range"].format(
        rank=count(area_row.rank, labels.language),
        best=count(area_row.rank_lower, labels.language),
        worst=count(area_row.rank_upper, labels.language),
    )


def area_notes(facts: Facts, phrases: Labels) -> list[str]:
    """What must be said below the areas."""
    labels, language = phrases.labels, phrases.language
    unit = gap_unit(facts.indicator["unit"], language)
    key = "difference_per" if facts.indicator["unit"].startswith("per ") else "difference_note"
    notes = [labels[key].format(unit=unit) if unit else labels["difference_plain"]]
    if any(area.broken and area.kind not in (None, *UNTOLD_CLASSES) for area in facts.areas):
        notes.append(labels["broken_note"])
    if facts.number_of_areas > len(facts.areas):
        notes.append(
            labels["all_areas"].format(
                shown=count(len(facts.areas), language),
                number=count(facts.number_of_areas, language),
            )
        )
    return notes


def groups(facts: Facts, labels: Labels) -> Table | None:
    """The groups side by side, by both methods, with their reference.

    A row per group and method; None without groups.
    """
    if not facts.spreads:
        return None
    show, decimals = _show(facts, labels.language), facts.indicator["decimals"]
    names = (
        "group",
        "method_name",
        "value",
        "margin",
        "reference",
        "distance",
        "range",
        "worst_five",
    )
    rows = [_group(spread, show, decimals, labels) for spread in facts.spreads]
    keep = [place for place in range(len(names)) if any(row[place] != NOTHING for row in rows)]
    text = ("group", "method_name", "reference")
    latest = max(spread.period for spread in facts.spreads)
    return Table(
        f"{labels.labels['groups']} ({moment(latest, labels.language)})",
        tuple(labels.labels[names[place]] for place in keep),
        tuple(tuple(row[place] for place in keep) for row in rows),
        tuple(names[place] not in text for place in keep),
    )


def _group(spread: Spread, show: Show, decimals: int, labels: Labels) -> tuple[str, ...]:
    reference = NOTHING
    if spread.reference is not None and spread.reference_value is not None:
        reference = f"{show(spread.reference_value)} ({spread.reference.name})"
    return (
        spread.group.name,
        labels.labels[spread.method],
        labels.labels["withheld"] if spread.withheld else show(spread.value),
        span(spread.lower, spread.upper, show),
        reference,
        signed(spread.distance, decimals, labels.language),
        span(spread.minimum, spread.maximum, show),
        show(spread.worst_five),
    )


def composite(facts: CompositeFacts, phrases: Labels) -> tuple[Table, ...]:
    """The lowest scores with their parts; how many areas have each label."""
    labels, language = phrases.labels, phrases.language
    decimals = facts.composite["decimals"]
    parts = [
        f"{clean_name(dimension.name[language])} ({percent(dimension.weight, language)})"
        for dimension in facts.dimensions
    ]
    rows = [
        (
            row.name,
            number(row.score, decimals, language),
            labels[row.label],
            *(number(part, decimals, language) for part in row.contributions),
            labels["place_range"].format(
                rank=count(row.rank, language),
                best=count(row.best, language),
                worst=count(row.worst, language),
            ),
        )
        for row in facts.rows
    ]
    return (
        Table(
            f"{labels['composite_rows']} ({moment(facts.period, language)})",
            (labels["area"], labels["score"], labels["label"], *parts, labels["rank"]),
            tuple(rows),
            (False, True, False, *(True for _ in parts), True),
        ),
        Table(
            labels["composite_labels"],
            (labels["label"], labels["count"]),
            tuple((labels[name], count(size, language)) for name, size in facts.labels),
            (False, True),
        ),
    )


def warnings(report: Report, phrases: Labels) -> Table | None:
    """The strongest early signals. A row per signal; None without signals."""
    if not report.warnings.signals:
        return None
    labels, language = phrases.labels, phrases.language
    names = _names(report, language)
    return Table(
        labels["warning"],
        (
            labels["area"],
            labels["indicator"],
            labels["period"],
            labels["strength"],
            labels["threshold"],
        ),
        tuple(
            (
                signal.area,
                names.get(signal.indicator, signal.indicator),
                moment(signal.period, language),
                number(signal.score, 1, language),
                number(signal.threshold, 1, language),
            )
            for signal in report.warnings.signals[:MOST_SIGNALS]
        ),
        (False, False, False, True, True),
    )


def large(facts: ScaleFacts, phrases: Labels) -> Table | None:
    """The largest areas that the scale check flags.

    A row per area; None when no area is flagged.
    """
    if not facts.largest:
        return None
    labels, language = phrases.labels, phrases.language

    def rounded(value: float | None) -> str:
        return NOTHING if value is None else count(value, language)

    return Table(
        labels["large_areas"],
        (labels["area"], labels["inhabitants"], labels["dwellings"]),
        tuple(
            (area.name, rounded(area.inhabitants), rounded(area.dwellings))
            for area in facts.largest
        ),
        (False, True, True),
    )


def coverage(report: Report, phrases: Labels) -> Table:
    """Per indicator how many figures are published, and why the others aren't."""
    labels, language = phrases.labels, phrases.language
    names = _names(report, language)
    return Table(
        labels["coverage"],
        tuple(labels[name] for name in ("indicator", "cells", "shown", "withheld_count")),
        tuple(
            (
                names[row.indicator],
                *(count(cell, language) for cell in (row.cells, row.published, row.withheld)),
            )
            for row in report.coverage
            if row.indicator in names
        ),
        (False, True, True, True),
    )


def span(low: float | None, high: float | None, show: Show) -> str:
    """'14,2% – 15,8%'."""
    return NOTHING if low is None or high is None else f"{show(low)} – {show(high)}"


def _names(report: Report, language: Language) -> dict[str, str]:
    return {
        facts.indicator["id"]: clean_name(facts.indicator["name"][language])
        for facts in report.everything
    }


def _show(facts: Facts, language: Language) -> Show:
    unit, decimals = facts.indicator["unit"], facts.indicator["decimals"]
    if unit.startswith("per "):
        unit = "number"  # 'per 1.000' stands below the table, not in every cell

    def show(value: float | None) -> str:
        return figure(value, unit, decimals, language)

    return show
