"""From the files of an edition, and nothing else, to the facts of its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.monitor.core.published import names_of
from wijkwerk.monitor.core.tables import CLASSES, GROUP_METHODS, ONE_STRATUM, STATED, UNTOLD_CLASSES
from wijkwerk.monitor.editions.report.edition_files import EditionFiles
from wijkwerk.monitor.editions.report.facts import (
    AreaRow,
    Counts,
    Facts,
    Line,
    Membership,
    Moment,
    Report,
    Signal,
    Spread,
    Stated,
    Subject,
)
from wijkwerk.monitor.editions.report.read_whole import (
    read_composites,
    read_coverage,
    read_scale,
    read_warnings,
)

# A report is read by people: it shows what stands out, the edition's tables hold everything.
MOST_INDICATORS_IN_FULL = 20  # with more of them each gets less room
_ROWS = {True: 25, False: 5}  # areas in a table
_PANELS = {True: 6, False: 2}  # small multiples


def read_report(folder: Path) -> Report:
    """The facts of the edition in ``folder``, themes and indicators in the source's order."""
    files = EditionFiles.open(folder)
    reader = _Reader(files)
    themes = []
    for theme in files.definitions["themes"]:
        theme_facts = [
            reader.facts(indicator)
            for indicator in files.indicators
            if indicator["theme"] == theme["id"]
        ]
        theme_facts = [
            facts for facts in theme_facts if facts.subjects or facts.counts or facts.areas
        ]
        if theme_facts:
            themes.append((theme, tuple(theme_facts)))
    return Report(
        source=files.source,
        themes=tuple(themes),
        composites=read_composites(files),
        warnings=read_warnings(files),
        scale=read_scale(files),
        coverage=read_coverage(files),
        level=files.level,
        edition=files.definitions["edition"],
    )


class _Reader:
    """Reads indicator by indicator, so that memory holds one at a time."""

    def __init__(self, files: EditionFiles) -> None:
        self.files = files
        self.full = len(files.indicators) <= MOST_INDICATORS_IN_FULL

    def facts(self, indicator: dict[str, Any]) -> Facts:
        files, own = self.files, indicator["id"]
        level = files.level
        figures = files.figures(own, [level])
        changes = files.changes(own, level)
        rows, latest, size = self._areas(figures, changes, indicator.get("reference"))
        # Where groups are the areas, they are what is told.
        subjects = (
            self._area_subjects(figures, changes, own)
            if level == "group"
            else self._group_subjects(own)
        )
        signals = files.warnings.filter((pl.col("indicator") == own) & pl.col("signal"))
        cells = figures.select("area", "period", "conf_status").unique(["area", "period"])
        return Facts(
            indicator=indicator,
            level=level,
            subjects=subjects,
            counts=self._counts(indicator),
            spreads=self._spreads(own),
            areas=tuple(self._row(row) for row in rows.iter_rows(named=True)),
            latest=latest,
            lines=self._lines(figures, rows, subjects),
            signals=tuple(
                Signal(files.name(row["area"]), own, row["period"], row["score"], row["threshold"])
                for row in signals.sort("score", "area", descending=[True, False]).iter_rows(
                    named=True
                )
            ),
            number_of_areas=size,
            cells=cells.height,
            withheld=cells.filter(pl.col("conf_status") != "F").height,
            one_stratum=figures.filter(
                (pl.col("period") == (latest or ""))
                & pl.col("interval_method").str.ends_with(ONE_STRATUM)
                & pl.col("value").is_not_null()
            )["area"].n_unique(),
        )

    # -- groups -----------------------------------------------------------------------------

    def _area_subjects(
        self, figures: pl.DataFrame, changes: pl.DataFrame, own: str
    ) -> tuple[Subject, ...]:
        """Groups whose figures were published as such, each against its references."""
        files = self.files
        shown = figures.filter(pl.col("value").is_not_null()).sort("period")
        subjects = []
        for (code, reference), part in shown.group_by(["area", "reference"], maintain_order=True):
            if code == reference:
                continue
            change = changes.filter(
                (pl.col("area") == code)
                & pl.col("reference").eq_missing(pl.lit(reference, pl.String))
            )
            subjects.append(
                Subject(
                    place=files.place(str(code)),
                    reference=files.place(str(reference)) if reference else None,
                    moments=tuple(self._moment(row) for row in part.iter_rows(named=True)),
                    evidence=change["evidence"][0] if change.height else None,
                )
            )
        subjects = self._with_publications(own, subjects)
        return tuple(sorted(subjects, key=lambda subject: files.order.get(subject.place.code, 0)))

    def _with_publications(self, own: str, subjects: Sequence[Subject]) -> list[Subject]:
        """``subjects``, each with what a publication says of it against the same reference; and after
        them subjects without figures, for whatever else is published of a group as a whole."""
        published = list(
            self.files.classes.filter(
                (pl.col("indicator") == own) & (pl.col("origin") == "published_total")
            )
            .sort("group", maintain_order=True)
            .iter_rows(named=True)
        )
        stated_rows = []
        for subject in subjects:
            same = [None, "", subject.reference.code if subject.reference else None]
            row = next(
                (
                    row
                    for row in published
                    if row["group"] == subject.place.code and row["reference"] in same
                ),
                None,
            )
            if row is not None:
                published.remove(row)
                subject = replace(subject, stated=_stated(row))
            stated_rows.append(subject)
        indicator = next(indicator for indicator in self.files.indicators if indicator["id"] == own)
        common = self.files.common_reference(indicator)
        return stated_rows + [
            Subject(
                self.files.place(row["group"]),
                self.files.place(row["reference"]) if row["reference"] else common,
                (),
                stated=_stated(row),
            )
            for row in published
        ]

    @staticmethod
    def _moment(row: dict[str, Any]) -> Moment:
        return Moment(
            row["period"],
            row["value"],
            row["lower"],
            row["upper"],
            row["reference_value"],
            row["distance"],
        )

    def _group_subjects(self, own: str) -> tuple[Subject, ...]:
        """The groups that the source wants told, by their pooled or else unweighted value."""
        files = self.files
        subjects = []
        for group in files.told:
            own_rows = files.groups.filter(
                (pl.col("indicator") == own)
                & (pl.col("group") == group)
                & pl.col("value").is_not_null()
            ).sort("period")
            method, rows = _best(own_rows)
            if rows.is_empty():
                continue
            change = files.group_changes.filter(
                (pl.col("indicator") == own)
                & (pl.col("group") == group)
                & (pl.col("method") == method)
            )
            same = rows.filter(pl.col("method") == f"{method}_same")
            several = rows.filter(pl.col("method") == method)
            # Without anybody who was there all the time there is a figure, and no change.
            is_same = same.height > 1
            rows = same if is_same else (several if several.height else same).tail(1)
            reference = rows["reference"][-1]
            subjects.append(
                Subject(
                    place=files.place(group, "group"),
                    reference=files.place(reference) if reference else None,
                    moments=tuple(self._moment(row) for row in rows.iter_rows(named=True)),
                    membership=_membership(change, several, is_same),
                    unweighted=method == "unweighted",
                )
            )
        return tuple(self._with_publications(own, subjects))

    def _spreads(self, own: str) -> tuple[Spread, ...]:
        """Every told group at its latest moment, by both methods."""
        files = self.files
        spreads = []
        for group in files.told:
            rows = files.groups.filter(
                (pl.col("indicator") == own)
                & (pl.col("group") == group)
                & pl.col("method").is_in(GROUP_METHODS)
            )
            if rows.is_empty():
                continue
            with_value = rows.filter(pl.col("value").is_not_null())
            latest = (with_value if with_value.height else rows)["period"].max()
            for row in rows.filter(pl.col("period") == latest).sort("method").iter_rows(named=True):
                worst = [code for code in (row["worst_areas"] or "").split(";") if code]
                spreads.append(
                    Spread(
                        group=files.place(group, "group"),
                        method=row["method"],
                        period=row["period"],
                        value=row["value"],
                        lower=row["lower"],
                        upper=row["upper"],
                        areas=row["areas"],
                        measured=row["measured"],
                        minimum=row["minimum"],
                        maximum=row["maximum"],
                        worst_five=row["worst_five"],
                        worst=tuple(files.name(code) for code in worst),
                        reference=files.place(row["reference"]) if row["reference"] else None,
                        reference_value=row["reference_value"],
                        distance=row["distance"],
                        withheld=row["conf_status"] != "F",
                    )
                )
        return tuple(spreads)

    def _counts(self, indicator: dict[str, Any]) -> tuple[Counts, ...]:
        files, own = self.files, indicator["id"]
        rows = files.classes.filter(
            (pl.col("indicator") == own)
            & (pl.col("origin") != "published_total")
            & (pl.col("origin").str.starts_with("published") | (pl.col("reference") == ""))
        ).with_columns(origin=pl.col("origin").str.replace("_rest", "", literal=True))
        counts_found = []
        keys = ["origin", "group", "reference", "period_from", "period_to"]
        for key, part in rows.group_by(keys, maintain_order=True):
            origin, group, reference = str(key[0]), str(key[1]), str(key[2])
            start, end = (
                None if end_of_span is None else str(end_of_span) for end_of_span in key[3:]
            )
            counts = dict.fromkeys(CLASSES, 0) | dict(part.select("class", "count").iter_rows())
            if sum(counts.values()) == 0:
                continue
            computed = origin == "computed"
            counts_found.append(
                Counts(
                    group=files.place(group, "group") if group else None,
                    reference=files.common_reference(indicator)
                    if computed
                    else files.place(reference)
                    if reference
                    else None,
                    own_municipality=computed and files.against_municipality(indicator),
                    level=files.level if computed else "area",
                    period_from=start,
                    period_to=end,
                    counts=counts,
                    firm=dict.fromkeys(CLASSES, 0) | dict(part.select("class", "firm").iter_rows())
                    if computed
                    else None,
                    names={
                        kind: tuple(files.name(name) for name in names_of(cell))
                        for kind, cell in part.select("class", "areas").iter_rows()
                        if cell
                    },
                )
            )
        # Without a focus of their own, a group's counts come first: they are what was asked.
        return tuple(sorted(counts_found, key=_group_first))

    # -- areas ------------------------------------------------------------------------------

    def _areas(
        self, figures: pl.DataFrame, changes: pl.DataFrame, own_reference: str | None
    ) -> tuple[pl.DataFrame, str | None, int]:
        """The areas with the largest lag at the latest moment; that moment; of how many."""
        if figures.is_empty():
            return pl.DataFrame(), None, 0
        with_value = figures.filter(pl.col("value").is_not_null())
        latest = str((with_value if with_value.height else figures)["period"].max())
        now = figures.filter(
            (pl.col("period") == latest) & (pl.col("area") != pl.col("reference").fill_null(""))
        )
        if self.files.level != "group":
            if self.files.focus is not None:
                now = now.filter(pl.col("area").is_in(self.files.focus))
            # Of more references the main one is told here; all are in the tables.
            now = self.files.against_main(now, own_reference)
        size = now["area"].n_unique()
        columns = [
            "area",
            "reference",
            "own_change",
            "reference_change",
            "class",
            "evidence",
            "broken",
        ]
        now = now.join(changes.select(columns), on=["area", "reference"], how="left")
        order = ["distance", "area"]
        rows = now.sort(*order, descending=[True, False], nulls_last=True).head(_ROWS[self.full])
        return rows, latest, size

    def _row(self, row: dict[str, Any]) -> AreaRow:
        files = self.files
        # A group's own row without two figures says nothing about a change, unless why.
        why = ("one_moment", "not_judged")
        silent = row["level"] == "group" and row["class"] in UNTOLD_CLASSES
        silent = silent and row["class"] not in why
        return AreaRow(
            name=files.name(row["area"]),
            value=row["value"],
            lower=row["lower"],
            upper=row["upper"],
            reference=files.name(row["reference"]) if row["reference"] else None,
            reference_value=row["reference_value"],
            distance=row["distance"],
            distance_lower=row["distance_lower"],
            distance_upper=row["distance_upper"],
            own_change=row["own_change"],
            reference_change=row["reference_change"],
            kind=None if silent else row["class"],
            evidence=None if silent else row["evidence"],
            broken=bool(row["broken"]),
            rank=row["rank"],
            rank_lower=row["rank_lower"],
            rank_upper=row["rank_upper"],
            withheld=row["conf_status"] != "F",
        )

    def _lines(
        self, figures: pl.DataFrame, rows: pl.DataFrame, subjects: tuple[Subject, ...]
    ) -> tuple[Line, ...]:
        """The groups, then the areas with the largest lag, as far as there is room."""
        lines = [
            Line(
                name=subject.place.name,
                reference=subject.reference.name if subject.reference else None,
                points=tuple((at.period, at.value, at.reference_value) for at in subject.moments),
            )
            for subject in subjects
            if subject.moments
        ]
        if rows.height and self.files.level != "group":
            for row in rows.iter_rows(named=True):
                part = figures.filter(
                    (pl.col("area") == row["area"])
                    & pl.col("reference").eq_missing(pl.lit(row["reference"], pl.String))
                ).sort("period")
                points = part.select("period", "value", "reference_value").rows()
                reference = self.files.name(row["reference"]) if row["reference"] else None
                lines.append(Line(self.files.name(row["area"]), reference, tuple(points)))
                if len(lines) >= _PANELS[self.full]:
                    break
        lines_told = [
            line for line in lines if sum(point[1] is not None for point in line.points) > 1
        ]
        return tuple(lines_told[: _PANELS[self.full]])


def _stated(row: dict[str, Any]) -> Stated:
    return Stated(
        row["class"], row["period_from"], row["period_to"], *(row[column] for column in STATED)
    )


def _best(rows: pl.DataFrame) -> tuple[str, pl.DataFrame]:
    """The method that a group is told by, pooled where that can be, and its ``rows``."""
    for method in GROUP_METHODS:
        by_method = rows.filter(pl.col("method").is_in([method, f"{method}_same"]))
        if by_method.height:
            return method, by_method
    return GROUP_METHODS[0], rows.clear()


def _membership(change: pl.DataFrame, moments: pl.DataFrame, is_told: bool) -> Membership | None:
    """What has to be said of who is in a group; None when it always had the same members, or when no
    change is ``is_told`` for another reason."""
    if change.is_empty():
        # With one moment there is no change to tell of; with more, nobody was there all the time.
        if moments.height < 2:
            return None
        start, end = str(moments["period"][0]), str(moments["period"][-1])
        return Membership(start, end, 0, 0, 0, None, None)
    row = change.row(0, named=True)
    if not is_told or row["period_from"] == row["period_to"] or not (row["joined"] or row["left"]):
        return None
    names = ("period_from", "period_to", "same", "joined", "left", "joined_effect", "left_effect")
    return Membership(**{name: row[name] for name in names})


def _group_first(counts: Counts) -> tuple[bool, str]:
    """A group's count before that of all areas: the group is what was asked for."""
    return counts.group is None, counts.group.code if counts.group else ""
