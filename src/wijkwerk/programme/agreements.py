"""Plans, covenants, plans under pressure, and what an owner takes over, as they are signed: by whom, exactly
what, and who did."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from wijkwerk.programme.models import (
    ActionPlan,
    Covenant,
    Organisation,
    PartySignature,
    Plan,
    PlanText,
    Programme,
    Project,
    Signature,
)

Signed = Plan | Covenant | ActionPlan | Project
DRAFTS = ("draft", "planned", "proposed")  # nobody is asked to sign yet
WAITS = (
    "offered",
    "running",
    "paused",
    "not_known",
)  # a project waits while it is embedded by nobody
# What was signed then stays signed, whatever its organisations are called since.
AGREED = ("in_force", "replaced", "ended", "going", "reported", "embedded")


def newest_text(plan: Plan) -> PlanText | None:
    """The version of the text that counts. None when none was written yet."""
    plan_text: PlanText | None = plan.texts.order_by("-number").first()
    return plan_text


def parties_of(subject: Signed) -> QuerySet[Organisation]:
    """Who has to sign: the signatories of a plan, the parties of a covenant, whoever has a contact in a
    plan under pressure, the owner of a project."""
    if isinstance(subject, Plan):
        return Organisation.objects.filter(signatories__plan=subject)
    if isinstance(subject, Covenant):
        return Organisation.objects.filter(covenants=subject)
    if isinstance(subject, Project):
        return Organisation.objects.filter(projects=subject)
    return Organisation.objects.filter(contacts__plan=subject)


def mark_of(subject: Signed) -> str:
    """SHA-256 of exactly what is signed, which is another once anything of it changes; '' when there is
    nothing yet. What was agreed keeps the mark under which its signatures stand, also when its
    organisations merge or get another name later."""
    mark = content_mark(subject)
    if isinstance(subject, Plan) or subject.state not in AGREED:
        return mark
    if subject.signatures.filter(digest=mark).exists():
        return mark
    last = subject.signatures.last()
    return last.digest if last else mark


def content_mark(subject: Signed) -> str:
    """SHA-256 of what would be signed as it stands now."""
    if isinstance(subject, Plan):
        text = newest_text(subject)
        return text.digest if text else ""
    if isinstance(subject, Project):
        return digest(_taken_over(subject))
    content: dict[str, Any] = {"title": subject.title, "begins_on": subject.begins_on.isoformat()}
    if isinstance(subject, Covenant):
        content |= {
            "number": subject.number,
            "text": subject.text,
            "ends_on": subject.ends_on and subject.ends_on.isoformat(),
            "parties": sorted(subject.parties.values_list("slug", flat=True)),
            "obligations": [
                [
                    row.organisation.slug,
                    row.sentence,
                    row.until and row.until.isoformat(),
                    row.evidence,
                ]
                for row in subject.obligations.select_related("organisation")
            ],
        }
    else:
        steps = subject.steps.values_list("title", "week", "organisation__slug")
        contacts = subject.contacts.values_list("organisation__slug", "function")
        content |= {
            "problem": subject.problem,
            "steps": sorted(map(list, steps), key=str),
            "contacts": sorted(map(list, contacts)),
        }
    return digest(content)


def _taken_over(project: Project) -> list[str]:
    """All that the page says on which an owner signs that it goes on with a project."""
    facts = (
        project.code,
        project.name,
        project.after_plan,
        project.goal,
        project.target,
        project.organisation and project.organisation.slug,
        ",".join(project.areas),
        project.money if project.money is None else f"{project.money:.2f}",
        project.money_period,
        project.money_from,
        *(
            day and day.isoformat()
            for day in (project.money_until, project.begins_on, project.ends_on)
        ),
    )
    return ["" if fact is None else str(fact) for fact in facts]


def digest(content: Any) -> str:
    """SHA-256 of ``content``, written as JSON in one way only."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def signatures_of(subject: Signed) -> QuerySet[Any]:
    """The signatures under what is signed now."""
    rows: QuerySet[Any]
    if isinstance(subject, Plan):
        rows = Signature.objects.filter(text=newest_text(subject))
    else:
        rows = PartySignature.objects.filter(**_own(subject), digest=mark_of(subject))
    return rows.select_related("organisation")


def _own(subject: Covenant | ActionPlan | Project) -> dict[str, Any]:
    return {{Covenant: "covenant", Project: "project"}.get(type(subject), "action_plan"): subject}


def add_signature(subject: Signed, **facts: Any) -> Signature | PartySignature:
    """Write down a signature under what is signed now. Raises IntegrityError for a second one."""
    if isinstance(subject, Plan):
        return Signature.objects.create(text=subject.texts.latest("number"), **facts)
    return PartySignature.objects.create(**_own(subject), digest=mark_of(subject), **facts)


def signing_url(subject: Signed) -> str:
    """The page on which representatives sign it."""
    name = str(subject._meta.model_name).replace("actionplan", "action-plan")
    return reverse(f"programme:{name}-sign", args=[subject.programme.slug, subject.pk])


def waits_for(subject: Signed) -> QuerySet[Organisation]:
    """Who didn't sign yet what is signed now."""
    return parties_of(subject).exclude(pk__in=signatures_of(subject).values("organisation"))


def asked_of(model: Any, organisations: Any) -> QuerySet[Any]:
    """What these organisations are or were asked to sign."""
    links = {Plan: "signatories__organisation", Covenant: "parties", Project: "organisation"}
    link = links.get(model, "contacts__organisation")
    rows: QuerySet[Any] = model.objects.filter(**{f"{link}__in": organisations})
    if model is Project:
        rows = rows.exclude(embedding_asked_on=None)
    return rows.exclude(state__in=DRAFTS).distinct()


def to_sign(
    organisations: Collection[Organisation], programme: Programme | None = None
) -> list[Signed]:
    """What waits for the signature of one of these, in a programme or in all."""
    inside = Q() if programme is None else Q(programme=programme)
    return [
        subject
        for model in (Plan, Covenant, ActionPlan, Project)
        for subject in asked_of(model, organisations)
        .filter(inside, state__in=WAITS)
        .select_related("programme")
        .order_by("programme", "pk")
        if waits_for(subject)
        .filter(pk__in=[organisation.pk for organisation in organisations])
        .exists()
    ]
