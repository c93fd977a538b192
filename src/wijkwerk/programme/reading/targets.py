"""How targets stand on a day: by what was measured, along the path that counts and the original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, Sum

from wijkwerk.programme.core.answers import Course
from wijkwerk.programme.core.case import Case, series
from wijkwerk.programme.core.course import courses
from wijkwerk.programme.core.measurement import Direction, Measurement, Milestone, Scale
from wijkwerk.programme.core.progress import Progress, progress
from wijkwerk.programme.core.shares import Shares, Standing, Standings, shares, standing
from wijkwerk.programme.models import Measurement as OwnCount
from wijkwerk.programme.models import Pillar, Programme, Target, TargetPath
from wijkwerk.programme.reading.figures import Measured, measured
from wijkwerk.programme.services.paths import newest_of, original_of
from wijkwerk.programme.thresholds import load_thresholds


@dataclass(frozen=True)
class Stand:
    """A target on a day.

    ``course`` follows ``path``, the one that counts; ``first`` the original one, None when that is
    the same. ``course`` None: every figure since the baseline is withheld. ``progress`` is how much
    of the way is covered, None when nobody can tell.
    """

    target: Target
    path: TargetPath
    original: TargetPath
    measured: Measured
    course: Course | None
    first: Course | None
    progress: Progress | None

    @property
    def standing(self) -> Standing:
        """The answer, or why there is none."""
        return standing(self.course)

    @property
    def changed(self) -> bool:
        """Whether the board changed what was promised."""
        return self.original.pk != self.path.pk


def stands(targets: Sequence[Target], today: date) -> list[Stand]:
    """How ``targets`` stand, in their order; a target without a path is left out.

    Five queries at most, and one per edition, however many targets: hand over targets with their
    programme at hand (``select_related``).
    """
    paths: dict[int, list[TargetPath]] = {}
    rows = TargetPath.objects.filter(target__in=[one.pk for one in targets])
    for path in rows.order_by("target", "number").prefetch_related("milestones"):
        paths.setdefault(path.target_id, []).append(path)
    both = {}
    for one in targets:
        newest, original = newest_of(paths.get(one.pk, ())), original_of(paths.get(one.pk, ()))
        if newest is not None and original is not None:
            both[one.pk] = (newest, original)
    known = measured(
        [one for one in targets if one.pk in both],
        # A change may turn a value into a reference or back: whichever has one.
        {number: new.reference or old.reference for number, (new, old) in both.items()},
    )
    day, thresholds = today.isoformat(), load_thresholds()
    asked: dict[tuple[int, int], Case] = {}
    for one in targets:
        for path in set(both.get(one.pk, ())):
            case = case_of(one, path, known[one.pk])
            if case is not None:
                asked[one.pk, path.pk] = case
    answers = dict(zip(asked, courses(list(asked.values()), day, thresholds), strict=True))
    found = []
    for one in targets:
        if one.pk not in both:
            continue
        newest, original = both[one.pk]
        key = (one.pk, newest.pk)
        found.append(
            Stand(
                one, newest, original, known[one.pk], answers.get(key),
                answers.get((one.pk, original.pk)) if newest.pk != original.pk else None,
                _progress(asked.get(key), day, thresholds.near_days),
            )
        )  # fmt: skip
    return found


def case_of(target: Target, path: TargetPath, known: Measured) -> Case | None:
    """The target as the rules take it; None when all there is, is withheld."""
    start = path.baseline_on.isoformat()
    later = tuple(one for one in known.own.points if one.day > start)
    if not later and known.own.withheld:
        return None
    counted = target.source == "count" and path.baseline_error is None
    baseline = Measurement(start, path.baseline, 0.0 if counted else path.baseline_error)
    reference = known.reference.points if path.reference and known.reference else ()
    return Case(
        key=str(target.pk), measurements=(baseline, *later), by=path.due_on.isoformat(),
        value=path.value, reference=tuple(reference) if path.reference else None,
        milestones=tuple(
            Milestone(one.on.isoformat(), one.value) for one in path.milestones.all()
        ),
        scale=Scale(target.scale),
        direction=Direction(path.reference_goal) if path.reference_goal else None,
        baseline_day=start,
    )  # fmt: skip


def _progress(case: Case | None, today: str, near_days: int) -> Progress | None:
    if case is None:
        return None
    known = series(case, today, near_days)
    if len(known.points) < 2:
        return None
    # A moving target is measured as the distance to it, which holds the errors of both.
    return progress(
        known.points[0], known.points[-1], known.target, target_se=0.0, direction=case.direction
    )


def active_targets(programme: Programme) -> list[Target]:
    """The targets that count, in the programme's order, with what ``stands`` needs."""
    rows = programme.targets.filter(state="active")
    return list(rows.select_related("programme", "goal__pillar", "owner"))


@dataclass(frozen=True)
class Whole:
    """How a programme's targets stand together: each target's standing by number, the shares of
    all, and of each pillar with its name."""

    standings: dict[int, Standing]
    all: Shares
    pillars: tuple[tuple[int, str, Shares], ...]


def whole(programme: Programme, today: date) -> Whole:
    """All targets on a day. Worked out once for a state of the data and a day, which is cheap to
    recognise: paths and measurements are only added, everything else counts its version."""
    return _whole(programme.pk, today, _fingerprint(programme))


def forget() -> None:
    """Work everything out anew (for tests, whose numbers begin again)."""
    _whole.cache_clear()


@lru_cache(maxsize=16)
def _whole(number: int, today: date, fingerprint: tuple[object, ...]) -> Whole:
    programme = Programme.objects.get(pk=number)
    pillars = list(Pillar.objects.filter(programme=programme))
    found = stands(active_targets(programme), today)
    told = shares(
        [
            Standings(str(one.target.pk), str(one.target.goal.pillar_id), one.standing)
            for one in found
        ],
        [str(one.pk) for one in pillars],
    )
    names = {str(one.pk): one.name for one in pillars}
    return Whole(
        {one.target.pk: one.standing for one in found}, told[0],
        tuple((int(one.pillar or 0), names[one.pillar or ""], one) for one in told[1:]),
    )  # fmt: skip


def _fingerprint(programme: Programme) -> tuple[object, ...]:
    paths = programme.paths.aggregate(Max("pk"), Count("pk"))
    counts = OwnCount.objects.filter(programme=programme).aggregate(Max("pk"), Count("pk"))
    targets = programme.targets.aggregate(Max("pk"), Count("pk"), Sum("version"))
    pillars = programme.pillars.aggregate(Max("pk"), Count("pk"))
    found: Iterable[dict[str, object]] = (paths, counts, targets, pillars)
    return (programme.version, programme.edition, *(v for one in found for v in one.values()))
