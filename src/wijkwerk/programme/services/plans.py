"""Plans of some years: written in versions, signed exactly as they stood, then locked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from wijkwerk.programme.agreements import digest, newest_text, signatures_of
from wijkwerk.programme.models import (
    Organisation,
    Plan,
    PlanResult,
    PlanText,
    Programme,
    Signatory,
    Signature,
    TargetPath,
)
from wijkwerk.programme.services import agreements
from wijkwerk.programme.services.common import STEPS
from wijkwerk.programme.services.paths import told_of
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def make(
    command: StepCommand, programme: Programme, title: str, first_year: int, last_year: int
) -> Plan:
    """A plan without a text yet. Plans follow each other: no two are about the same year.

    Raises TransitionNotAllowed: day, there_is_one, overlap.
    """
    return _begun(command, programme, "make", title, first_year, last_year)


def enter(
    command: StepCommand,
    programme: Programme,
    title: str,
    first_year: int,
    last_year: int,
    locked_on: date,
    text: str,
) -> Plan:
    """A plan that was agreed before it was followed here, on ``locked_on``: nobody signs it, and its
    ``text`` fixes no targets and commitments.

    Raises TransitionNotAllowed: has_text, and as ``make``.
    """
    today = deadlines.today(command.now)
    if not text.strip():
        raise TransitionNotAllowed("has_text")
    if not locked_on <= today or first_year > today.year or locked_on.year > last_year:
        raise TransitionNotAllowed("day")
    with transaction.atomic():
        plan = _begun(
            command,
            programme,
            "enter",
            title,
            first_year,
            last_year,
            locked_on=locked_on,
            entered_on=today,
        )
        PlanText.objects.create(
            programme=plan.programme,
            plan=plan,
            number=1,
            text=text,
            digest=digest_of(text, []),
            made_at=command.now,
        )
    return plan


def _begun(
    command: StepCommand,
    programme: Programme,
    action: str,
    title: str,
    first_year: int,
    last_year: int,
    **facts: Any,
) -> Plan:
    step = STEPS.step("plan", action)
    role = STEPS.allowed(command, step, programme)
    if not programme.begins_on.year <= first_year <= last_year <= programme.ends_on.year:
        raise TransitionNotAllowed("day")

    def create(programme: Programme) -> Plan:
        same_years = programme.plans.filter(first_year__lte=last_year, last_year__gte=first_year)
        if same_years.exclude(first_year=first_year).exists():
            raise TransitionNotAllowed("overlap")
        return Plan.objects.create(
            programme=programme,
            title=title,
            first_year=first_year,
            last_year=last_year,
            state=step.target,
            **facts,
        )

    return STEPS.begin(step, command, role, programme, create, {"first_year": first_year})


def write(
    command: StepCommand, plan: Plan, text: str, signatories: Iterable[Organisation]
) -> PlanText:
    """A new version of the text, with the targets and commitments as they stand, and who has to sign it.

    Raises TransitionNotAllowed: has_text, organisation.
    """
    step = STEPS.step("plan", "write")
    role = STEPS.allowed(command, step, plan)
    if not text.strip():
        raise TransitionNotAllowed("has_text")
    with transaction.atomic():
        moved = STEPS.move(plan, step, command, role)
        wanted = {signatory.pk: signatory for signatory in signatories}
        if any(organisation.ended_on is not None for organisation in wanted.values()):
            raise TransitionNotAllowed("organisation")
        moved.signatories.exclude(organisation__in=wanted).delete()
        already_asked = set(moved.signatories.values_list("organisation_id", flat=True))
        Signatory.objects.bulk_create(
            Signatory(programme=moved.programme, plan=moved, organisation=organisation)
            for number, organisation in wanted.items()
            if number not in already_asked
        )
        return _version(command, moved, text)


def offer(command: StepCommand, plan: Plan) -> Plan:
    """Ask for signatures. When targets or commitments changed since the text was written, a new version
    with them as they stand now is what is offered."""
    step = STEPS.step("plan", "offer")
    role = STEPS.allowed(command, step, plan)
    with transaction.atomic():
        moved = STEPS.move(plan, step, command, role)
        newest = newest_text(moved)
        if newest is not None and (newest.targets, newest.commitments) != (
            targets_now(moved.programme),
            commitments_now(moved),
        ):
            _version(command, moved, newest.text)
    return moved


def take_back(command: StepCommand, plan: Plan) -> Plan:
    """Make it a draft again: a new version of the text is signed anew by everybody."""
    return STEPS.make_step("plan", "take_back", command, plan)


def sign(command: StepCommand, text: PlanText, organisation: Organisation) -> Signature:
    """Sign exactly this version for ``organisation``. The last signature locks the plan. Raises as
    ``agreements.sign``."""
    signed: Signature = agreements.sign(command, text.plan, organisation, text.digest, _locked)
    return signed


def _locked(command: StepCommand, plan: Plan, role: str) -> Plan:
    today = deadlines.today(command.now)
    return STEPS.move(plan, STEPS.step("plan", "lock"), command, role, locked_on=today)


def lock(command: StepCommand, plan: Plan) -> Plan:
    """Everybody who is still asked signed, because two that merged were asked once: it holds since the
    last signature, as it does when that comes last."""
    moments = signatures_of(plan).order_by("-at").values_list("at", flat=True)[:1]
    day = deadlines.today(moments[0] if moments else command.now)
    return STEPS.make_step("plan", "lock", command, plan, locked_on=day)


def assess(command: StepCommand, plan: Plan, results: Sequence[PlanResult]) -> Plan:
    """The board assesses a plan in its last year or later: ``results`` (not saved yet) say of each target of
    the signed text what came of it and what is done next; ``command.text`` is the conclusion.

    Raises TransitionNotAllowed: last_year, not_assessed, results.
    """
    step = STEPS.step("plan", "assess")
    role = STEPS.allowed(command, step, plan)
    with transaction.atomic():
        moved = STEPS.move(
            plan,
            step,
            command,
            role,
            assessed_on=deadlines.today(command.now),
            conclusion=command.text,
        )
        text = newest_text(moved)
        signed = {target.get("id") for target in text.targets} if text else set()
        if sorted(result.target_id for result in results) != sorted(signed):
            raise TransitionNotAllowed("results")
        PlanResult.objects.bulk_create(results)
    return moved


def targets_now(programme: Programme) -> list[dict[str, Any]]:
    """The active targets as they stand, in the programme's order, as a plan's text keeps them."""
    newest: dict[int, TargetPath] = {}
    paths = programme.paths.filter(target__state="active").prefetch_related("milestones")
    for path in paths.order_by("target", "number"):
        newest[path.target_id] = path
    targets = programme.targets.filter(state="active").select_related("goal__pillar")
    return [told_of(target, newest[target.pk]) for target in targets if target.pk in newest]


def commitments_now(plan: Plan) -> list[dict[str, Any]]:
    """The open commitments of which the last day lies in the plan's years, as its text keeps them."""
    years = (plan.first_year, plan.last_year)
    rows = plan.programme.commitments.filter(due_on__year__range=years, entered_on=None)
    return [
        {
            "of": "commitments",
            "id": commitment.pk,
            "organisation": commitment.organisation.name,
            "title": commitment.title,
            "quantity": commitment.quantity,
            "unit": commitment.unit,
            "evidence": commitment.evidence,
            "due_on": commitment.due_on.isoformat(),
        }
        for commitment in rows.exclude(state__in=("kept", "released"))
        .select_related("organisation")
        .order_by("organisation__name", "due_on", "pk")
    ]


def digest_of(
    text: str, targets: list[dict[str, Any]], commitments: list[dict[str, Any]] | None = None
) -> str:
    """SHA-256 of a text with its targets and, when there are any, commitments, written in one way
    only."""
    more = {"commitments": commitments} if commitments else {}
    return digest({"text": text, "targets": targets, **more})


def _version(command: StepCommand, plan: Plan, text: str) -> PlanText:
    targets, commitments = targets_now(plan.programme), commitments_now(plan)
    newest = newest_text(plan)
    return PlanText.objects.create(
        programme=plan.programme,
        plan=plan,
        number=newest.number + 1 if newest else 1,
        text=text,
        targets=targets,
        commitments=commitments,
        digest=digest_of(text, targets, commitments),
        made_at=command.now,
    )
