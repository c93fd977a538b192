"""Recommendations: given, asked by letter, answered, carried out, and closed by who gave them alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from wijkwerk.access.api import Place, held_for, may
from wijkwerk.access.resident_codes import new_code, tidy
from wijkwerk.learning.core.reminding import may_ask, to_ask
from wijkwerk.learning.models import Advice, AdviceStep, Recommendation
from wijkwerk.learning.rules import machines
from wijkwerk.participation.services import secrets
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed, Workflow, actor_of

READ = "advice.read"
OWNER = "advice-owner"  # the role under which steps by letter stand in a history
CODE_LASTS = timedelta(days=366)
ANSWERS = ("accept", "partly", "refuse", "plan", "report")
OF_VISITOR = ("refused", "done", "checked")  # states that wait for who advised
_KIND = "advice-owner"  # of the HMAC of a code


@dataclass(frozen=True)
class OwnerByLetter:
    """Who acts with the code of a letter: a function, nobody by name."""

    actor: str = "by-letter"


def conditions(advice: Any, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of the table hold now; ``advice`` is None for one that isn't there yet."""
    if advice is None:
        return set()
    fulfilled = {f"advice_{advice.state}"}
    if not isinstance(subject, Recommendation):
        return fulfilled | ({"has_recommendations"} if advice.recommendations.exists() else set())
    actor = actor_of(user)
    steps = AdviceStep.objects.filter(machine="recommendation", object_id=subject.pk)
    answered = steps.filter(action__in=ANSWERS, actor=actor).exists()
    check = steps.filter(action="check").order_by("-pk").first()
    answers = {
        "not_over": may_ask(subject.due_on, deadlines.today(now)),
        # Whoever may act on it doesn't judge it, nor who ever did.
        "not_owner": not answered and not may(user, "advice.answer", advice, now),
        "priority": subject.priority,
        "ordinary": not subject.priority,
        "second_person": check is None or check.actor != actor,
        "others_letter": actor not in _answered_letters(steps),
        "has_answer": steps.filter(action__in=ANSWERS).exists(),
    }
    return fulfilled | {name for name, holds in answers.items() if holds}


def _answered_letters(steps: QuerySet[AdviceStep]) -> set[str]:
    """Who made the letters that were answered: they held its code, and could have said it themselves."""
    makers, maker = set(), ""
    rows = steps.filter(action__in=("ask", *ANSWERS)).order_by("pk")
    for action, actor in rows.values_list("action", "actor"):
        if action == "ask":
            maker = actor
        elif actor == OwnerByLetter.actor:
            makers.add(maker)
    return makers


STEPS = Workflow(
    machines=machines,
    root=Advice,
    link="advice",
    steps=AdviceStep,
    conditions=conditions,
    place=lambda subject: str(subject.places.get("municipality", "")),
    private=frozenset({"code", "plan", "proof"}),  # what names somebody has to be gone
    shown_places=frozenset({"municipality"}),
)


def write(command: StepCommand, parent: Any, **fields: Any) -> Advice:
    """A draft of an advice. Raises RefusedError."""
    return STEPS.create("advice", "write", command, Advice, Place(), **fields)


def add(command: StepCommand, advice: Advice, **fields: Any) -> Recommendation:
    """A recommendation, as long as the advice is a draft. Raises TransitionNotAllowed advice_draft."""
    step = STEPS.step("recommendation", "add")
    role = STEPS.allowed(command, step, advice)

    def create(current: Any) -> Recommendation:
        number = current.recommendations.count() + 1
        return Recommendation.objects.create(
            advice=current, state=step.target, number=number, **fields
        )

    return STEPS.begin(step, command, role, advice, create)


publish = partial(STEPS.make_step, "advice", "publish")
accept = partial(STEPS.make_step, "recommendation", "accept")
partly = partial(STEPS.make_step, "recommendation", "partly")
refuse = partial(STEPS.make_step, "recommendation", "refuse")
plan = partial(STEPS.make_step, "recommendation", "plan")
close = partial(STEPS.make_step, "recommendation", "close")
check = partial(STEPS.make_step, "recommendation", "check")
confirm = partial(STEPS.make_step, "recommendation", "confirm")
send_back = partial(STEPS.make_step, "recommendation", "send_back")
drop = partial(STEPS.make_step, "recommendation", "drop")
insist = partial(STEPS.make_step, "recommendation", "insist")
trace = partial(STEPS.make_step, "recommendation", "trace")


def withhold(command: StepCommand, recommendation: Recommendation) -> Recommendation:
    """What the owner said names somebody: the reasons take its place, and its document goes."""
    texts = {name: command.text for name in ("plan", "proof") if getattr(recommendation, name)}
    withheld: Recommendation = STEPS.make_step(
        "recommendation", "withhold", command, recommendation, document="", **texts
    )
    return withheld


def told(steps: Iterable[Any]) -> list[Any]:
    """Steps of a recommendation as a history tells them: without the words of answers that were withheld
    since."""
    shown = list(steps)
    if not shown:
        return []
    withheld = AdviceStep.objects.filter(
        machine="recommendation", object_id=shown[0].object_id, action="withhold"
    )
    last = withheld.order_by("-pk").first()
    for step in shown:
        if last is not None and step.action in ANSWERS and step.pk < last.pk:
            step.text = ""
    return shown


def report(
    command: StepCommand, recommendation: Recommendation, *, proof: str, document: str = ""
) -> Recommendation:
    """It was done, and this shows it. Raises TransitionNotAllowed document for a priority without one."""
    _needs_document(recommendation, document)
    done: Recommendation = STEPS.make_step(
        "recommendation", "report", command, recommendation, proof=proof, document=document
    )
    return done


def _needs_document(recommendation: Recommendation, document: str) -> None:
    if recommendation.priority and not document:
        raise TransitionNotAllowed("document")


def ask(command: StepCommand, recommendation: Recommendation) -> tuple[Recommendation, str]:
    """A new code for its owner, which is kept nowhere; the code before it ends. Raises TransitionNotAllowed
    not_over."""
    code = new_code()
    digest = secrets.digest(_KIND, "recommendation", code)
    recommendation = STEPS.make_step(
        "recommendation",
        "ask",
        command,
        recommendation,
        code=digest,
        asked_on=deadlines.today(command.now),
    )
    return recommendation, code


def by_code(code: str, now: datetime) -> Recommendation | None:
    """The recommendation whose owner holds this code; None for a code that is none, ended or is older than
    a year."""
    if not tidy(code):
        return None
    return (
        Recommendation.objects.select_related("advice")
        .filter(
            code__in=secrets.digests(_KIND, "recommendation", code),
            asked_on__gt=deadlines.today(now) - CODE_LASTS,
            advice__state="published",
        )
        .first()
    )


def open_to_owner(recommendation: Recommendation) -> list[str]:
    """The steps that its owner can make in this state, in the order of the work."""
    return [
        action
        for action in ANSWERS
        if recommendation.state in STEPS.step("recommendation", action).source
    ]


def answer_by_letter(
    code: str,
    version: int,
    action: str,
    now: datetime,
    *,
    text: str = "",
    on: date | None = None,
    document: str = "",
) -> Recommendation:
    """What the owner of a letter says: accepts, in part, refuses, plans (what, and ready ``on``), or reports
    what was done. Raises TransitionNotAllowed, also for a code that is none; ChangedMeanwhileError."""
    recommendation = by_code(code, now)
    if recommendation is None or action not in ANSWERS:
        raise TransitionNotAllowed("state")
    step = STEPS.step("recommendation", action)
    changes: dict[str, Any] = {}
    if action == "plan":
        if not text.strip() or on is None:
            raise TransitionNotAllowed("plan")
        changes = {"plan": text, "planned_for": on}
    elif action == "report":
        if not text.strip():
            raise TransitionNotAllowed("proof")
        _needs_document(recommendation, document)
        changes = {"proof": text, "document": document}
    elif step.reasons and not text.strip():
        raise TransitionNotAllowed("text")
    command = StepCommand(OwnerByLetter(), now, version, "" if changes else text)
    return STEPS.move(recommendation, step, command, OWNER, **changes)


def public() -> QuerySet[Advice]:
    """The advice that everybody may read."""
    return Advice.objects.filter(state="published")


def worked_on(user: Any, now: datetime) -> QuerySet[Advice]:
    """The advice whose working pages an account may read: who gives it all, an owner what is public and for
    its municipality."""
    if may(user, "advice.give", None, now):
        return Advice.objects.all()
    return public().filter(municipality__in=held_for(user, READ, "municipality", now))


def late(today: date) -> QuerySet[Recommendation]:
    """What everybody may read and is beyond its day, the longest first."""
    rows = Recommendation.objects.filter(advice__in=public(), due_on__lt=today)
    return rows.exclude(state="closed").select_related("advice").order_by("due_on", "pk")


def letters_due(today: date) -> list[Recommendation]:
    """The recommendations whose owner has to get a letter now, the one that ends first at the head."""
    rows = Recommendation.objects.filter(
        Q(due_on=None) | Q(due_on__gte=today),
        advice__in=public(),
        advice__example=False,
        state__in=STEPS.step("recommendation", "ask").source,
    )
    return [
        row
        for row in rows.select_related("advice").order_by("due_on", "pk")
        if to_ask(row.due_on, row.asked_on, today)
    ]


def to_check(user: Any, now: datetime) -> int:
    """How many recommendations wait for who advised, for an account that may check them; else 0."""
    if not may(user, "advice.check", None, now):
        return 0
    return Recommendation.objects.filter(advice__in=public(), state__in=OF_VISITOR).count()
