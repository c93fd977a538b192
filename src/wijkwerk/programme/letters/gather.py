"""The facts of a letter out of the database: in a number of queries that doesn't grow.

Only what everybody may see: no note, no draft, no proposal that wasn't decided, no person.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from wijkwerk.programme.agreements import newest_text
from wijkwerk.programme.core.portfolio import RUNS
from wijkwerk.programme.core.shares import FirstPromises, Standing
from wijkwerk.programme.figures import edition_of, name_of_place
from wijkwerk.programme.letters.facts import (
    Before,
    CommitmentFact,
    DecisionFact,
    Facts,
    PlanFact,
    ProjectFact,
    TargetFact,
)
from wijkwerk.programme.letters.then import Then, promised_then, ran_then
from wijkwerk.programme.models import MoneyPeriod, Organisation, Programme, Project, Target
from wijkwerk.programme.selectors.commitments import group_of
from wijkwerk.programme.selectors.money import money_then
from wijkwerk.programme.selectors.targets import TargetStatus, first_promises_of, target_statuses
from wijkwerk.shared import deadlines
from wijkwerk.shared.text import Text

_RUNGS = {"miss": "missed", "talk": "talked", "agree": "agreed", "other_partner": "other_partner",
          "board": "board", "minister": "minister"}  # fmt: skip
_DECIDED = ("continue", "embed", "pause", "stop")

_SHOWN = 5  # projects with the most money


def gather(
    programme: Programme,
    since: date,
    until: date,
    now: datetime,
    previous: date | None = None,
) -> Facts:
    """What a letter about ``since`` to ``until`` tells: how things stood on the last day of that, or
    stand at ``now`` when that is still to come. Nothing that came later is in it. What changed is told since
    ``previous``, the last day of the letter before it, or since the period began."""
    today = deadlines.today(now)
    day = min(until, today)
    target_facts, first = _targets(programme, day)
    return Facts(
        programme=programme.pk,
        title=programme.title,
        begins_on=_iso(programme.begins_on),
        ends_on=_iso(programme.ends_on),
        since=_iso(since),
        until=_iso(until),
        day=_iso(day),
        simulated=programme.simulated,
        municipality=_municipality(programme),
        plan=_plan(programme, day),
        targets=target_facts,
        first=first,
        commitments=tuple(_commitments(programme, day)),
        decisions=tuple(_decisions(programme, since, day)),
        before=_before(programme, since, day, today, previous),
        **_projects(programme, day, today),
    )


def _before(
    programme: Programme, since: date, day: date, today: date, previous: date | None
) -> Before | None:
    """How it stood on the day with which a letter compares. None when the programme hadn't begun."""
    on = previous or since - timedelta(days=1)
    if not programme.begins_on <= on < day:
        return None
    target_facts, _first = _targets(programme, on)
    projects = _projects(programme, on, today)
    return Before(
        _iso(on),
        previous is not None,
        {target.id: target.answer for target in target_facts if target.baseline_on <= _iso(on)},
        {commitment.id: commitment.group for commitment in _commitments(programme, on)},
        projects["money"],
        projects["money_a_year"],
    )


def _projects(programme: Programme, day: date, today: date) -> dict[str, Any]:
    """The projects that ran on a day: what they take, and what had to be decided about them."""
    then = Then(programme, "project", day)
    ran = {project: _ran(project, then, today) for project in programme.projects.order_by("pk")}
    going = [project for project, answer in ran.items() if answer]
    for project in going:
        if then.done_since(project.pk, "continue", "pause"):
            project.decision_due = None  # the day that was set later is another one
    with_money = [project for project in going if project.money is not None]
    money = money_then(with_money, day)
    ahead = [
        project
        for project in going
        if project.decision_due is not None and project.decision_due >= day
    ]
    return {
        "going": len(going),
        "going_unknown": sum(answer is None for answer in ran.values()),
        "without_money": len(going) - len(with_money),
        "money": float(money.in_all),
        "money_a_year": float(money.a_year),
        "money_undated": len(money.undated),
        "money_ended": sum(
            project.money_until is not None and project.money_until < day for project in going
        ),
        "projects": tuple(
            _project(project)
            for project in sorted(with_money, key=lambda each: -(each.money or 0))[:_SHOWN]
            if project.money
        ),
        "late_decisions": sum(
            project.decision_due is not None and project.decision_due < day for project in going
        ),
        "to_decide": len(ahead),
        "open_decisions": tuple(
            _project(project)
            for project in sorted(ahead, key=lambda each: str(each.decision_due))[:40]
        ),
    }


def _ran(project: Project, then: Then, today: date) -> bool | None:
    """Whether a project ran at the end of the day of ``then``; None when nobody knows."""
    if not then.is_dated(project.pk):
        return ran_then(project, then.day, today)
    state = then.state(project.pk, project.state)
    if state == "not_known":
        return None
    return state in RUNS and (project.begins_on is None or project.begins_on <= then.day)


def _plan(programme: Programme, day: date) -> PlanFact | None:
    """The newest plan that was fixed by a day; one that wasn't is no more public in a letter than on
    a page."""
    then = Then(programme, "plan", day)
    plans = list(programme.plans.order_by("-first_year"))
    fixed = (
        plan
        for plan in plans
        if then.state(plan.pk, plan.state) == "locked"
        and (plan.locked_on is None or plan.locked_on <= day)
    )
    plan = next(fixed, None)
    if plan is None:
        return None
    text = newest_text(plan)
    signed = (
        0
        if text is None
        else sum(deadlines.today(signature.at) <= day for signature in text.signatures.all())
    )
    return PlanFact(
        plan.title,
        plan.first_year,
        plan.last_year,
        _iso(plan.locked_on),
        plan.signatories.count(),
        signed,
        plan.entered_on is not None,
    )


def _targets(programme: Programme, day: date) -> tuple[tuple[TargetFact, ...], FirstPromises]:
    """The targets that counted on a day, and how all that were ever promised by then stood."""
    rows = programme.targets.filter(state__in=("active", "dropped"))
    ended = dict(
        programme.proposals.filter(kind="drop", outcome="accepted").values_list(
            "target", "decided_on"
        )
    )
    statuses = target_statuses(list(rows.select_related("programme", "goal__pillar", "owner")), day)
    for status in statuses:
        on = ended.get(status.target.pk)
        if status.target.state == "dropped" and on is not None and on > day:
            status.target.state = "active"  # dropped since
    active = [target_status for target_status in statuses if target_status.target.state == "active"]
    return tuple(_target(target_status) for target_status in active), first_promises_of(statuses)


def _target(target_status: TargetStatus) -> TargetFact:
    path, target, latest = target_status.path, target_status.target, target_status.latest
    ahead = None if target_status.course is None else target_status.course.next_milestone
    standing = target_status.standing
    is_measured = standing not in (Standing.WITHHELD, Standing.NOT_MEASURED)
    return TargetFact(
        id=target.pk,
        title=target.title,
        pillar=target.goal.pillar.name,
        unit=target.unit,
        baseline=target_status.start.used.value,
        baseline_on=target_status.start.used.day,
        written=target_status.start.written if target_status.start.differs else None,
        value=path.value,
        reference=path.reference,
        reference_name=_named(target, path.reference),
        due_on=_iso(path.due_on),
        latest=None if latest is None else latest.value,
        latest_on="" if latest is None else latest.day,
        old=target_status.old,
        share=None if target_status.progress is None else target_status.progress.share,
        answer=standing.value if is_measured else Standing.CANT_TELL_YET.value,
        reason=target_status.reason
        if is_measured
        else standing.value
        if not target_status.measured.problem
        else target_status.reason,
        chance=None if target_status.course is None else target_status.course.probability,
        changed_on=_iso(path.since) if target_status.changed else "",
        first_value=target_status.original.value,
        first_due=_iso(target_status.original.due_on),
        # With a moving target a milestone is a distance, which no sentence here tells.
        milestone_on=ahead.milestone.day if ahead is not None and not path.reference else "",
        milestone=ahead.milestone.value if ahead is not None and not path.reference else None,
    )


def _municipality(programme: Programme) -> Text | None:
    """What the municipality of a programme is called; None when its edition doesn't say."""
    code = programme.municipality
    if not code:
        return None
    names = Text(
        name_of_place(programme.edition, code, "nl"), name_of_place(programme.edition, code, "en")
    )
    return None if code in names.nl else names


def _named(target: Target, code: str) -> Text:
    """What the place that a target is compared with is called."""
    edition = edition_of(target)
    return Text(name_of_place(edition, code, "nl"), name_of_place(edition, code, "en"))


def _commitments(programme: Programme, day: date) -> list[CommitmentFact]:
    then = Then(programme, "commitment", day)
    names = dict(
        Organisation.objects.filter(commitments__programme=programme).values_list("slug", "name")
    )
    names |= {
        organisation.slug: organisation.name
        for organisation in Organisation.objects.filter(
            slug__in=[
                step.place
                for step in programme.steps.filter(machine="commitment", action="promise")
            ]
        )
    }
    commitment_facts = []
    for commitment in programme.commitments.select_related("organisation").order_by("due_on", "pk"):
        state = then.state(commitment.pk, commitment.state)
        if commitment.state == "kept" and commitment.kept_on is not None:
            # On its day, whenever somebody checked it; without steps nobody knows what was before.
            state = (
                "kept" if commitment.kept_on <= day else state if state != "kept" else "promised"
            )
        if not state:
            continue
        # An agreement of later set another day.
        later = then.done_since(commitment.pk, "agree")
        if not then.is_dated(commitment.pk) and promised_then(commitment, day):
            state, later = "promised", True
        due = commitment.promised_for if later else commitment.due_on
        rung = next((action for action, at in _RUNGS.items() if at == state), "")
        whose = then.place(commitment.pk, commitment.organisation.slug)
        # Agreed and its day still to come: that is a next day, not a miss; a letter tells both.
        group = state if state == "agreed" else group_of(state, due, day)
        commitment_facts.append(
            CommitmentFact(
                id=commitment.pk,
                title=commitment.title,
                organisation=names.get(whose, commitment.organisation.name),
                quantity=commitment.quantity,
                unit=commitment.unit,
                promised_for=_iso(commitment.promised_for),
                due_on=_iso(due),
                group=group,
                kept_on=_iso(commitment.kept_on) if group == "kept" else "",
                rung_on=_iso(then.last_done(commitment.pk, rung)) if rung else "",
            )
        )
    return commitment_facts


def _decisions(programme: Programme, since: date, until: date) -> list[DecisionFact]:
    decision_facts = []
    rows = (
        programme.proposals.filter(state="decided", decided_on__range=(since, until))
        .select_related("target", "meeting")
        .prefetch_related("votes_for", "votes_against", "meeting__present")
    )
    for row in rows:
        decision_facts.append(
            DecisionFact(
                kind=row.kind,
                id=row.pk,
                title=row.target.title,
                on=_iso(row.decided_on),
                accepted=row.outcome == "accepted",
                votes_for=len(row.votes_for.all()),
                votes_against=len(row.votes_against.all()),
                present=None if row.meeting is None else len(row.meeting.present.all()),
                value=row.value,
                unit=row.target.unit,
                due_on=_iso(row.due_on),
            )
        )
    steps = [
        (deadlines.today(at), number, action)
        for number, action, at in programme.steps.filter(machine="project", action__in=_DECIDED)
        .order_by("id")
        .values_list("object_id", "action", "at")
    ]
    steps = [step for step in steps if since <= step[0] <= until]
    names = dict(
        Project.objects.filter(pk__in={step[1] for step in steps}).values_list("pk", "name")
    )
    decision_facts += [
        DecisionFact(action, number, names[number], _iso(on)) for on, number, action in steps
    ]
    return sorted(
        decision_facts,
        key=lambda decision_fact: (decision_fact.on, decision_fact.kind, decision_fact.id),
    )


def _project(project: Project) -> ProjectFact:
    return ProjectFact(
        project.pk,
        project.name,
        None if project.money is None else float(project.money),
        _iso(project.money_until),
        _iso(project.decision_due),
        project.money_period == MoneyPeriod.A_YEAR,
    )


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
