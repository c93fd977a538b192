"""The facts of a letter out of the database: in a number of queries that doesn't grow.

Only what everybody may see: no note, no draft, no proposal that wasn't decided, no person.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, Sum

from wijkwerk.programme.core.answers import Why
from wijkwerk.programme.letters.facts import (
    CommitmentFact,
    DecisionFact,
    Facts,
    PlanFact,
    ProjectFact,
    TargetFact,
)
from wijkwerk.programme.models import Plan, Programme, Project
from wijkwerk.programme.policies import public_rows
from wijkwerk.programme.reading.commitments import grouped
from wijkwerk.programme.reading.targets import Stand, active_targets, stands
from wijkwerk.programme.services.common import newest_text
from wijkwerk.shared import deadlines

_RUNGS = {"miss": "missed", "talk": "talked", "agree": "agreed", "other_partner": "other_partner",
          "board": "board", "minister": "minister"}  # fmt: skip
_DECIDED = ("continue", "embed", "pause", "stop")
_GOING = ("running", "paused")
_SHOWN = 5  # projects with the most money


def gather(programme: Programme, since: date, until: date, now: datetime) -> Facts:
    """What a letter about ``since`` to ``until`` tells, as things stand at ``now``."""
    today = deadlines.today(now)
    going = programme.projects.filter(state__in=_GOING)
    told = going.aggregate(
        n=Count("pk"), total=Sum("money"), without=Count("pk", filter=Q(money=None)),
        ended=Count("pk", filter=Q(money_until__lt=today)),
        late=Count("pk", filter=Q(decision_due__lt=today)),
        ahead=Count("pk", filter=Q(decision_due__gte=today)),
    )  # fmt: skip
    return Facts(
        programme=programme.pk, title=programme.title, begins_on=_iso(programme.begins_on),
        ends_on=_iso(programme.ends_on), since=_iso(since), until=_iso(until), day=_iso(today),
        simulated=programme.simulated, plan=_plan(programme),
        targets=tuple(_target(one, today) for one in stands(active_targets(programme), today)),
        commitments=tuple(_commitments(programme, today)),
        decisions=tuple(_decisions(programme, since, until)),
        projects=tuple(
            _project(one) for one in going.filter(money__gt=0).order_by("-money", "pk")[:_SHOWN]
        ),
        going=told["n"], money=float(told["total"] or 0), without_money=told["without"],
        money_ended=told["ended"], late_decisions=told["late"], to_decide=told["ahead"],
        open_decisions=tuple(
            _project(one)
            for one in going.filter(decision_due__gte=today).order_by("decision_due", "pk")[:40]
        ),
    )  # fmt: skip


def _plan(programme: Programme) -> PlanFact | None:
    """The newest plan that was fixed; one that isn't is no more public in a letter than on a page."""
    found: Plan | None = public_rows(programme, Plan).order_by("-first_year").first()
    if found is None:
        return None
    text = newest_text(found)
    signed = 0 if text is None else text.signatures.count()
    return PlanFact(found.title, found.first_year, found.last_year, _iso(found.locked_on),
                    found.signatories.count(), signed)  # fmt: skip


def _target(one: Stand, today: date) -> TargetFact:
    path, target = one.path, one.target
    # What was measured before the promise says nothing about it.
    start = _iso(path.baseline_on)
    points = [each for each in one.measured.own.points if start <= each.day <= _iso(today)]
    latest = points[-1] if points else None
    ahead = None if one.course is None else one.course.next_milestone
    return TargetFact(
        id=target.pk, title=target.title, pillar=target.goal.pillar.name, unit=target.unit,
        baseline=path.baseline, baseline_on=_iso(path.baseline_on), value=path.value,
        reference=path.reference, due_on=_iso(path.due_on),
        latest=None if latest is None else latest.value,
        latest_on="" if latest is None else latest.day,
        share=None if one.progress is None else one.progress.share,
        answer=one.course.answer.value if one.course is not None else "cant_tell_yet",
        chance=None if one.course is None else one.course.probability,
        ended_unmeasured=one.course is not None and one.course.why is Why.ENDED_NOT_MEASURED,
        changed_on=_iso(path.since) if one.changed else "",
        first_value=one.original.value, first_due=_iso(one.original.due_on),
        # With a moving target a milestone is a distance, which no sentence here tells.
        milestone_on=ahead.milestone.day if ahead is not None and not path.reference else "",
        milestone=ahead.milestone.value if ahead is not None and not path.reference else None,
    )  # fmt: skip


def _commitments(programme: Programme, today: date) -> list[CommitmentFact]:
    rungs: dict[tuple[int, str], date] = {}
    steps = programme.steps.filter(machine="commitment", action__in=_RUNGS).order_by("id")
    for number, action, at in steps.values_list("object_id", "action", "at"):
        rungs[number, _RUNGS[action]] = deadlines.today(at)
    rows = programme.commitments.select_related("organisation").order_by("due_on", "pk")
    return [
        CommitmentFact(
            id=one.pk, title=one.title, organisation=one.organisation.name, quantity=one.quantity,
            unit=one.unit, promised_for=_iso(one.promised_for), due_on=_iso(one.due_on),
            # Agreed and its day still to come: that is a next day, not a miss; a letter tells both.
            group=one.state if one.state == "agreed" else one.group, kept_on=_iso(one.kept_on),
            rung_on=_iso(rungs.get((one.pk, one.state))),
        )
        for one in grouped(rows, today)
    ]  # fmt: skip


def _decisions(programme: Programme, since: date, until: date) -> list[DecisionFact]:
    found = []
    rows = (
        programme.proposals.filter(state="decided", decided_on__range=(since, until))
        .select_related("target", "meeting")
        .prefetch_related("votes_for", "votes_against", "meeting__present")
    )
    for one in rows:
        found.append(
            DecisionFact(
                kind=one.kind, id=one.pk, title=one.target.title, on=_iso(one.decided_on),
                accepted=one.outcome == "accepted", votes_for=len(one.votes_for.all()),
                votes_against=len(one.votes_against.all()),
                present=None if one.meeting is None else len(one.meeting.present.all()),
                value=one.value, unit=one.target.unit, due_on=_iso(one.due_on),
            )
        )  # fmt: skip
    steps = [
        (deadlines.today(at), number, action)
        for number, action, at in programme.steps.filter(machine="project", action__in=_DECIDED)
        .order_by("id")
        .values_list("object_id", "action", "at")
    ]
    steps = [one for one in steps if since <= one[0] <= until]
    names = dict(Project.objects.filter(pk__in={one[1] for one in steps}).values_list("pk", "name"))
    found += [DecisionFact(action, number, names[number], _iso(on)) for on, number, action in steps]
    return sorted(found, key=lambda one: (one.on, one.kind, one.id))


def _project(one: Project) -> ProjectFact:
    return ProjectFact(
        one.pk, one.name, None if one.money is None else float(one.money), _iso(one.money_until),
        _iso(one.decision_due),
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
