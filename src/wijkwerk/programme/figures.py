"""What was measured of targets: figures of an edition, or the programme's own counts.

Method and limits: docs/method/programme-figures.md.
"""

from __future__ import annotations

import calendar
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wijkwerk.monitor.display import (
    FigureQuery,
    Serving,
    UnknownEditionError,
    figures,
    indicator_name,
    library,
    place_name,
)
from wijkwerk.programme.core.measurement import HALF_WIDTH_95, Measurement
from wijkwerk.programme.models import Measurement as Count
from wijkwerk.programme.models import Programme, Target
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.problems import TooSlowError
from wijkwerk.shared.text import Language
from wijkwerk.workflow.api import TransitionNotAllowed

_COLUMNS = ("area", "indicator", "period", "value", "lower", "upper", "conf_status")
_MOST = 200_000  # rows of an edition at once: 2,000 targets over a hundred moments
_WITHHELD = ("N", "C", "D")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cells:
    """One indicator of one area over time: what is known, and how many figures aren't there."""

    points: tuple[Measurement, ...] = ()
    withheld: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Measured:
    """What is known of a target. ``reference`` is the series of a moving target's reference.

    ``problem``: '' or no_edition (none was chosen), edition (it can't be read now), indicator or
    area (the edition doesn't know it), reference (it doesn't know that area).
    """

    own: Cells = Cells()
    reference: Cells | None = None
    problem: str = ""


def measured(targets: Sequence[Target], references: dict[int, str]) -> dict[int, Measured]:
    """Of each target (by number) what was measured; ``references`` gives the area of a moving one.

    One query for own counts and one per edition, however many targets. Counts that were put right
    are left out.
    """
    measured_by_target = _counts([target for target in targets if target.source == "count"])
    by_edition: dict[str, list[Target]] = {}
    for target in targets:
        if target.source != "count":
            by_edition.setdefault(edition_of(target), []).append(target)
    for edition, those in sorted(by_edition.items()):
        measured_by_target |= _of_edition(edition, those, references)
    return measured_by_target


@dataclass(frozen=True)
class Areas:
    """The codes of areas that a programme can name: those of its edition of the monitor and its own;
    None when no edition was chosen or it can't be read, so that nobody can tell."""

    codes: frozenset[str] | None

    def unknown(self, codes: Iterable[str]) -> list[str]:
        """Those of ``codes`` that don't exist; none when nobody can tell."""
        return [] if self.codes is None else [code for code in codes if code not in self.codes]

    def beside(self, codes: Iterable[str]) -> Areas:
        """The same with ``codes`` that stand somewhere already: what is there is no new mistake."""
        return self if self.codes is None else Areas(self.codes.union(codes))


def areas_of(programme: Programme) -> Areas:
    """The areas that things of a programme can be in."""
    serving = _opened(str(programme.edition)) if programme.edition else None
    if serving is None:
        return Areas(None)
    return Areas(frozenset(serving.catalogue.areas) | frozenset(programme.areas))


def unread_editions(programme: Programme) -> dict[str, str]:
    """The editions by which targets of a programme are measured that can't be read, each with why."""
    targets = programme.targets.filter(source="indicator").select_related("programme")
    result = {}
    for edition in sorted({edition_of(target) for target in targets} - {""}):
        try:
            library().open(edition)
        except NotServedError as why:
            problem = "not known" if isinstance(why, UnknownEditionError) else str(why)
            result[edition] = problem
    return result


def _opened(edition: str) -> Serving | None:
    """An edition; None when it can't be read."""
    try:
        return library().open(edition)
    except NotServedError:
        return None


def name_of_place(edition: str, code: str, language: Language) -> str:
    """What a place is called in an edition ('' is none); also where the edition can't be read."""
    serving = _opened(edition) if edition and code else None
    return place_name(None if serving is None else serving.catalogue, code, language)


def name_of_indicator(edition: str, code: str, language: Language) -> str:
    """The same of an indicator."""
    serving = _opened(edition) if edition and code else None
    return indicator_name(None if serving is None else serving.catalogue, code, language)


def refuse_unknown(target_figures: Measured) -> None:
    """TransitionNotAllowed when an edition can't be read, or doesn't know what is asked of it."""
    if target_figures.problem:
        raise TransitionNotAllowed(f"monitor_{target_figures.problem}")


def edition_of(target: Target) -> str:
    """The edition that a target is measured by: its own, else the programme's; '' is none."""
    return target.edition or str(target.programme.edition)


def day_of(period: str) -> str:
    """The last day of a year, quarter, month or day: what a figure of a period stands for."""
    year = int(period[:4])
    if len(period) == 4:
        return f"{year:04}-12-31"
    if period[5] == "Q":
        month = 3 * int(period[6])
    elif len(period) == 7:
        month = int(period[5:7])
    else:
        return period
    return f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


def _counts(targets: Iterable[Target]) -> dict[int, Measured]:
    points: dict[int, list[Measurement]] = {target.pk: [] for target in targets}
    if points:
        rows = Count.objects.filter(target__in=points, corrections=None).order_by("on", "id")
        for target, on, value, error in rows.values_list("target", "on", "value", "error"):
            # What is counted in full has no error; the rules take None for one that isn't known.
            points[target].append(Measurement(on.isoformat(), value, error or 0.0))
    return {number: Measured(Cells(tuple(measurements))) for number, measurements in points.items()}


def _of_edition(
    edition: str, targets: Sequence[Target], references: dict[int, str]
) -> dict[int, Measured]:
    if not edition:
        return {target.pk: Measured(problem="no_edition") for target in targets}
    wanted = {target.area for target in targets}
    wanted |= {references[target.pk] for target in targets if references.get(target.pk)}
    try:
        serving = library().open(edition)
        rows = figures(
            serving,
            FigureQuery(
                areas=sorted(wanted),
                indicators=sorted({target.indicator for target in targets}),
                limit=_MOST,
                columns=_COLUMNS,
            ),
        )
    except (NotServedError, TooSlowError) as why:
        # A page of promises doesn't fall over because a figure can't be read: it tells so.
        _log.warning("edition %s: %s", edition, type(why).__name__)
        return {target.pk: Measured(problem="edition") for target in targets}
    cells = _cells(rows)
    measures, areas = serving.catalogue.measures, serving.catalogue.areas
    result = {}
    for target in targets:
        reference = references.get(target.pk, "")
        problem = ""
        if target.indicator not in measures:
            problem = "indicator"
        elif target.area not in areas:
            problem = "area"
        elif reference and reference not in areas:
            problem = "reference"
        own = cells.get((target.indicator, target.area), Cells())
        beside = cells.get((target.indicator, reference), Cells()) if reference else None
        result[target.pk] = Measured(own, beside, problem)
    return result


def _cells(rows: Iterable[dict[str, object]]) -> dict[tuple[str, str], Cells]:
    points: dict[tuple[str, str], list[Measurement]] = {}
    gaps: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        key = (str(row["indicator"]), str(row["area"]))
        lacking = gaps.setdefault(key, [0, 0])
        value = row["value"]
        if not isinstance(value, float | int):
            lacking[0 if row["conf_status"] in _WITHHELD else 1] += 1
            continue
        lower, upper = row["lower"], row["upper"]
        has_interval = isinstance(lower, float | int) and isinstance(upper, float | int)
        error = (upper - lower) / (2 * HALF_WIDTH_95) if has_interval else None  # type: ignore[operator]
        points.setdefault(key, []).append(Measurement(day_of(str(row["period"])), value, error))
    return {
        key: Cells(tuple(sorted(points.get(key, ()))), withheld, missing)
        for key, (withheld, missing) in gaps.items()
    }
