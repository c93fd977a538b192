"""How targets stand on a day: by what was measured, along the path that counts and the original.

Only what was so on that day: paths that were promised by then, figures of then and before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Sum

from wijkwerk.programme.core.answers import Course
from wijkwerk.programme.core.baseline import Baseline, baseline, without_baseline
from wijkwerk.programme.core.case import Case, series
from wijkwerk.programme.core.course import courses
from wijkwerk.programme.core.measurement import (
    Direction,
    Measurement,
    Milestone,
    Scale,
    direction_of,
    is_old,
)
from wijkwerk.programme.core.progress import Progress, progress
from wijkwerk.programme.core.shares import (
    FirstPromise,
    FirstPromises,
    Shares,
    Standing,
    Standings,
    first_promises,
    shares,
    standing,
)
from wijkwerk.programme.figures import Measured, measured
from wijkwerk.programme.models import Measurement as OwnCount
from wijkwerk.programme.models import Pillar, Programme, Target, TargetPath
from wijkwerk.programme.services.paths import newest_of, original_of
from wijkwerk.programme.thresholds import load_thresholds


@dataclass(frozen=True)
class TargetStatus:
    """A target on a day.

    ``course`` follows ``path``, the one that counts; ``first`` the original one, None when that is
    the same. ``course`` None: every figure since the baseline is withheld. ``progress`` is how much
    of the way is covered, None when nobody can tell. ``start`` is where ``path`` begins.
    """

    today: date

    target: Target
    path: TargetPath
    original: TargetPath
    measured: Measured
    course: Course | None
    first: Course | None
    progress: Progress | None
    start: Baseline

    @property
    def standing(self) -> Standing:
        """The answer, or why there is none; after the target's day whether it was reached."""
        return self._standing(self.course, self.path)

    @property
    def first_standing(self) -> Standing:
        """The same by what was promised at first."""
        return self._standing(self.first if self.changed else self.course, self.original)

    def _standing(self, course: Course | None, path: TargetPath) -> Standing:
        # Where figures can't be read, nobody knows whether something was measured.
        was_measured = self.latest is not None or bool(self.measured.problem)
        return standing(course, measured=was_measured, over=self.today > path.due_on)

    @property
    def over(self) -> bool:
        """Whether its day has passed."""
        return self.today > self.path.due_on

    @property
    def latest(self) -> Measurement | None:
        """The last figure since the path began, that of its start among them.

        None when nothing was measured since.
        """
        first = min(self.start.used.day, self.path.baseline_on.isoformat())
        last = self.today.isoformat()
        points = [point for point in self.measured.own.points if first <= point.day <= last]
        return points[-1] if points else None

    @property
    def old(self) -> bool:
        """Whether its last figure is more than a year old."""
        return self.latest is not None and is_old(self.latest.day, self.today.isoformat())

    @property
    def reason(self) -> str:
        """What the standing rests on: a ``problem`` of the figures, 'withheld', or a ``Why``."""
        if self.measured.problem:
            return self.measured.problem
        return "withheld" if self.course is None else self.course.why.value

    @property
    def changed(self) -> bool:
        """Whether the board changed what was promised."""
        return self.original.pk != self.path.pk


def target_statuses(targets: Sequence[Target], today: date) -> list[TargetStatus]:
    """How ``targets`` stand, in their order; a target that was promised later is left out.

    Five queries at most, and one per edition, however many targets: hand over targets with their
    programme at hand (``select_related``).
    """
    paths: dict[int, list[TargetPath]] = {}
    rows = TargetPath.objects.filter(target__in=[target.pk for target in targets], since__lte=today)
    for path in rows.order_by("target", "number").prefetch_related("milestones"):
        paths.setdefault(path.target_id, []).append(path)
    both = {}
    for target in targets:
        newest, original = (
            newest_of(paths.get(target.pk, ())),
            original_of(paths.get(target.pk, ())),
        )
        if newest is not None and original is not None:
            both[target.pk] = (newest, original)
    measured_by_target = measured(
        [target for target in targets if target.pk in both],
        # A change may turn a value into a reference or back: whichever has one.
        {number: new.reference or old.reference for number, (new, old) in both.items()},
    )
    day, thresholds = today.isoformat(), load_thresholds()
    cases: dict[tuple[int, int], Case] = {}
    begins: dict[int, Baseline] = {}
    for target in targets:
        for path in set(both.get(target.pk, ())):
            begins[path.pk] = start_of(target, path, measured_by_target[target.pk])
            case = case_of(target, path, measured_by_target[target.pk])
            if case is not None:
                cases[target.pk, path.pk] = case
    judged = courses(list(cases.values()), day, thresholds)
    answers = {
        key: without_baseline(answer) if begins[key[1]].unsupported else answer
        for key, answer in zip(cases, judged, strict=True)
    }
    statuses = []
    for target in targets:
        if target.pk not in both:
            continue
        newest, original = both[target.pk]
        key = (target.pk, newest.pk)
        statuses.append(
            TargetStatus(
                today,
                target,
                newest,
                original,
                measured_by_target[target.pk],
                answers.get(key),
                answers.get((target.pk, original.pk)) if newest.pk != original.pk else None,
                None
                if begins[newest.pk].unsupported
                else _progress(cases.get(key), day, thresholds.near_days),
                begins[newest.pk],
            )
        )
    return statuses


def case_of(target: Target, path: TargetPath, figures: Measured) -> Case | None:
    """The target as the rules take it; None when all there is, is withheld."""
    first = start_of(target, path, figures).used
    start = first.day
    later = tuple(point for point in figures.own.points if point.day > start)
    if not later and figures.own.withheld:
        return None
    reference = figures.reference.points if path.reference and figures.reference else ()
    side = Direction(path.reference_goal) if path.reference_goal else None
    if path.value is not None:
        # What was promised says which way, also when something else was measured at the start.
        side = direction_of(path.baseline, path.value)
    return Case(
        key=str(target.pk),
        measurements=(first, *later),
        by=path.due_on.isoformat(),
        value=path.value,
        reference=tuple(reference) if path.reference else None,
        milestones=tuple(
            Milestone(milestone.on.isoformat(), milestone.value)
            for milestone in path.milestones.all()
        ),
        scale=Scale(target.scale),
        direction=side,
        baseline_day=start,
    )


def start_of(target: Target, path: TargetPath, figures: Measured) -> Baseline:
    """Where a path begins: for a figure of the monitor what the edition has, when it can be read."""
    counted = target.source == "count" and path.baseline_error is None
    written = Measurement(
        path.baseline_on.isoformat(), path.baseline, 0.0 if counted else path.baseline_error
    )
    if target.source == "count" or figures.problem:
        return Baseline(written, path.baseline)
    start = baseline(
        written, figures.own.points, path.due_on.isoformat(), load_thresholds().near_days
    )
    if start.measured is not None and start.used.se is None and not start.differs:
        return replace(start, used=replace(start.used, se=path.baseline_error))
    return start


def _progress(case: Case | None, today: str, near_days: int) -> Progress | None:
    if case is None:
        return None
    measured_series = series(case, today, near_days)
    if len(measured_series.points) < 2:
        return None
    # A moving target is measured as the distance to it, which holds the errors of both.
    return progress(
        measured_series.points[0],
        measured_series.points[-1],
        measured_series.target,
        target_se=0.0,
        direction=case.direction,
    )


def active_targets(programme: Programme) -> list[Target]:
    """The targets that count, in the programme's order, with what ``stands`` needs."""
    rows = programme.targets.filter(state="active")
    return list(rows.select_related("programme", "goal__pillar", "owner"))


@dataclass(frozen=True)
class TargetTotals:
    """How a programme's targets stand together: each target's standing by number, the shares of
    all, and of each pillar with its name; and all that was ever promised, by the first promises.

    ``active`` are those that count, in the programme's order; ``latest`` is the day of each target's last
    figure, '' without one; ``old`` are those whose last figure is more than a year old.
    """

    active: tuple[TargetStatus, ...]
    standings: dict[int, Standing]
    all: Shares
    pillars: tuple[tuple[int, str, Shares], ...]
    first: FirstPromises
    latest: dict[int, str]
    old: frozenset[int]

    @property
    def measured_until(self) -> str:
        """The day of the newest figure of all, '' when there is none."""
        return max(self.latest.values(), default="")


def target_totals(programme: Programme, today: date) -> TargetTotals:
    """All targets on a day. Worked out once for a state of the data and a day, which is cheap to
    recognise: paths and measurements are only added, everything else counts its version."""
    return _whole(programme.pk, today, _fingerprint(programme))


def forget() -> None:
    """Work everything out anew (for tests, whose numbers begin again)."""
    _whole.cache_clear()


@lru_cache(maxsize=16)
def _whole(number: int, today: date, fingerprint: tuple[object, ...]) -> TargetTotals:
    programme = Programme.objects.get(pk=number)
    pillars = list(Pillar.objects.filter(programme=programme))
    rows = programme.targets.filter(state__in=("active", "dropped"))
    everything = target_statuses(
        list(rows.select_related("programme", "goal__pillar", "owner")), today
    )
    active = [status for status in everything if status.target.state == "active"]
    all_shares = shares(
        [
            Standings(str(status.target.pk), str(status.target.goal.pillar_id), status.standing)
            for status in active
        ],
        [str(pillar.pk) for pillar in pillars],
    )
    names = {str(pillar.pk): pillar.name for pillar in pillars}
    return TargetTotals(
        tuple(active),
        {status.target.pk: status.standing for status in active},
        all_shares[0],
        tuple(
            (int(pillar_shares.pillar or 0), names[pillar_shares.pillar or ""], pillar_shares)
            for pillar_shares in all_shares[1:]
        ),
        first_promises_of(everything),
        {status.target.pk: status.latest.day if status.latest else "" for status in active},
        frozenset(status.target.pk for status in active if status.old),
    )


def first_promises_of(statuses: Iterable[TargetStatus]) -> FirstPromises:
    """All that was ever promised, dropped targets too, by what was promised at first."""
    return first_promises(
        [
            FirstPromise(status.first_standing, status.target.state == "dropped", status.changed)
            for status in statuses
        ]
    )


def _fingerprint(programme: Programme) -> tuple[object, ...]:
    paths = programme.paths.aggregate(Max("pk"), Count("pk"))
    counts = OwnCount.objects.filter(programme=programme).aggregate(Max("pk"), Count("pk"))
    targets = programme.targets.aggregate(Max("pk"), Count("pk"), Sum("version"))
    pillars = programme.pillars.aggregate(Max("pk"), Count("pk"))
    rows_read: Iterable[dict[str, object]] = (paths, counts, targets, pillars)
    return (programme.version, programme.edition, *(v for row in rows_read for v in row.values()))
