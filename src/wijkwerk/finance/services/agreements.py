"""Payment by result: goals that stand fast, a claim, a check by somebody outside the team, four eyes on the payment."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from wijkwerk.access.api import Place, held_for, may
from wijkwerk.evaluation.api import measured_effect
from wijkwerk.finance.models import AgreementStep, PaymentAgreement, ResultGoal, Tranche
from wijkwerk.finance.rules import machines
from wijkwerk.shared import deadlines
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed, Workflow, actor_of

READ = "finance.agreements"
# The steps by which goals and tranches come to stand fast.
_TERMS = ("draft", "add_goal", "add", "begin")


def conditions(agreement: Any, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of the table hold now; agreement is None for one that isn't there yet."""
    if agreement is None:
        return set()
    fulfilled = {f"agreement_{agreement.state}"} & {"agreement_draft", "agreement_running"}
    if agreement.state != "draft":
        # Money that comes back after the end is released and paid anew; nothing else of an ended agreement moves.
        fulfilled.add("agreement_begun")
    if isinstance(subject, Tranche):
        return fulfilled | _of_tranche(subject, agreement, user, now)
    return fulfilled | _of_agreement(agreement)


def _of_agreement(agreement: PaymentAgreement) -> set[str]:
    total = agreement.tranches.aggregate(total=Sum("amount"))["total"] or 0
    executor, verifier = (
        name.strip().casefold() for name in (agreement.executor, agreement.verifier)
    )
    unsettled = agreement.tranches.exclude(state__in=("paid", "lapsed"))
    answers = {
        "has_goals": agreement.goals.exists(),
        "adds_up": total == agreement.amount,
        "verifier_outside": executor != verifier,
        "all_settled": not unsettled.exists(),
    }
    return {name for name, holds in answers.items() if holds}


def _of_tranche(
    tranche: Tranche, agreement: PaymentAgreement, user: Any, now: datetime
) -> set[str]:
    actor = actor_of(user)
    steps = AgreementStep.objects.filter(machine="tranche", object_id=tranche.pk)
    last = steps.order_by("-pk")
    claim, release = (last.filter(action=action).first() for action in ("claim", "release"))
    over = deadlines.is_over(tranche.due_on, now)
    answers = {
        "not_over": not over,
        "is_over": over,
        # Whoever may claim belongs to the team; and nobody checks a claim of their own.
        "outside_team": not may(user, "finance.claim", agreement, now)
        and (claim is None or claim.actor != actor),
        "effect_known": _effect_known(tranche.goal),
        # Who wrote the terms or let them begin gains by a judgement that fits them.
        "not_own_terms": not AgreementStep.objects.filter(
            agreement=agreement, action__in=_TERMS, actor=actor
        ).exists(),
        "other_than_released": release is None or release.actor != actor,
    }
    return {name for name, holds in answers.items() if holds}


def _effect_known(goal: ResultGoal) -> bool:
    """Whether the evaluation that a goal rests on can tell an effect; a goal without one is judged by its measure."""
    if not goal.evaluation:
        return True
    try:
        measured_effect(goal.evaluation, goal.outcome)
    except InputError:
        return False
    return True


STEPS = Workflow(
    machines=machines,
    root=PaymentAgreement,
    link="agreement",
    steps=AgreementStep,
    conditions=conditions,
    place=lambda subject: str(subject.places["municipality"]),
    private=frozenset({"evidence"}),
    shown_places=frozenset({"municipality"}),
)


def draft(
    command: StepCommand, parent: Any, *, municipality: str, **fields: Any
) -> PaymentAgreement:
    """A draft of an agreement."""
    place = Place(municipality=municipality)
    return STEPS.create(
        "agreement", "draft", command, PaymentAgreement, place, municipality=municipality, **fields
    )


def add_goal(command: StepCommand, agreement: PaymentAgreement, **fields: Any) -> PaymentAgreement:
    """A goal with its baseline, as long as the agreement is a draft."""
    step = STEPS.step("agreement", "add_goal")
    role = STEPS.allowed(command, step, agreement)
    with transaction.atomic():
        moved = STEPS.move(agreement, step, command, role)
        ResultGoal.objects.create(agreement=moved, **fields)
    return moved


def add_tranche(
    command: StepCommand, agreement: PaymentAgreement, *, goal: ResultGoal, **fields: Any
) -> Tranche:
    """A tranche for a goal of the agreement, as long as that is a draft. Raises TransitionNotAllowed agreement_draft,
    goal."""
    step = STEPS.step("tranche", "add")
    role = STEPS.allowed(command, step, agreement)
    if goal.agreement_id != agreement.pk:
        raise TransitionNotAllowed("goal")
    return STEPS.begin(
        step,
        command,
        role,
        agreement,
        lambda current: Tranche.objects.create(
            agreement=current, goal=goal, state=step.target, **fields
        ),
    )


def begin(command: StepCommand, agreement: PaymentAgreement) -> PaymentAgreement:
    """From here on goals, baselines and tranches stand fast. Raises TransitionNotAllowed has_goals, adds_up,
    verifier_outside."""
    day = deadlines.today(command.now)
    return STEPS.make_step("agreement", "begin", command, agreement, frozen_on=day)


end = partial(STEPS.make_step, "agreement", "end")
claim = partial(STEPS.make_step, "tranche", "claim")
accept = partial(STEPS.make_step, "tranche", "accept")
refuse = partial(STEPS.make_step, "tranche", "refuse")
release = partial(STEPS.make_step, "tranche", "release")
lapse = partial(STEPS.make_step, "tranche", "lapse")


def pay(
    command: StepCommand, tranche: Tranche, *, paid_on: date, reference: str, key: str = ""
) -> Tranche:
    """On which day it was paid, with the reference of the payment and its ``key`` in a bank statement. Raises
    TransitionNotAllowed paid_later for a day that is still to come."""
    if paid_on > deadlines.today(command.now):
        raise TransitionNotAllowed("paid_later")
    fields = {"paid_on": paid_on, "reference": reference}
    with transaction.atomic():
        paid: Tranche = STEPS.make_step("tranche", "pay", command, tranche, **fields)
        paid.payments.create(amount=paid.amount, key=key, **fields)
    return paid


def reverse(command: StepCommand, tranche: Tranche) -> Tranche:
    """The money came back: somebody else releases the tranche anew before it is paid again. What was paid stays
    known (``TranchePayment``)."""
    moved: Tranche = STEPS.make_step(
        "tranche", "reverse", command, tranche, paid_on=None, reference=""
    )
    return moved


def public() -> QuerySet[PaymentAgreement]:
    """The agreements that everybody may read: those that began."""
    return PaymentAgreement.objects.filter(state__in=("running", "ended"))


def worked_on(user: Any, now: datetime) -> QuerySet[PaymentAgreement]:
    """The agreements of the municipalities whose working pages an account may read."""
    return PaymentAgreement.objects.filter(
        municipality__in=held_for(user, READ, "municipality", now)
    )


def waiting(user: Any, now: datetime) -> int:
    """How many tranches wait for a step that this account may make."""
    own = worked_on(user, now).exclude(state="draft")
    chosen = Q(pk__in=[])
    for action, states in (
        ("finance.claim", ("open", "refused")), ("finance.verify", ("claimed",)), ("finance.release", ("verified",)),
        ("finance.pay", ("payable",)),
    ):  # fmt: skip
        places = held_for(user, action, "municipality", now)
        chosen |= Q(state__in=states, agreement__municipality__in=places)
    return Tranche.objects.filter(chosen, agreement__in=own).count()
