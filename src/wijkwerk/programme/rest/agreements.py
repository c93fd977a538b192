"""What parties agreed in a programme: covenants, and plans under pressure with their steps and contacts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone

from wijkwerk.programme.agreements import signatures_of
from wijkwerk.programme.models import ActionPlan, Covenant
from wijkwerk.programme.policies import PUBLIC_ACTION_PLANS, PUBLIC_COVENANTS
from wijkwerk.programme.rest.base import ProgrammeDescription, last_step, public_programme
from wijkwerk.programme.rest.schema import NEVER_TOLD, WORDS
from wijkwerk.programme.web.portfolio.action_plans import action_plans
from wijkwerk.programme.web.portfolio.covenants import covenants
from wijkwerk.programme.web.resource import PUBLIC
from wijkwerk.shared import deadlines
from wijkwerk.workflow.resources import Reader
from wijkwerk.workflow.rest import ResourceList


class AgreedList(ResourceList):
    """What everybody sees of something that its parties signed."""

    tag = "programme"
    schema = ProgrammeDescription()
    not_told: ClassVar = NEVER_TOLD
    row_alone: ClassVar[tuple[str, ...]] = ("signatures",)
    descriptions: ClassVar = {
        **WORDS,
        "number": "Version of its text; 1 is the first.",
        "parties": "Organisations that agreed.",
        "signatures": "Who signed it as it stands: organisation, signed_on, and mark (SHA-256 of exactly "
        "what was signed).",
    }

    @cached_property
    def reader(self) -> Reader:
        """Everybody, in the programme of the address. Raises Http404 for one that isn't public."""
        programme = public_programme(str(self.kwargs["programme"]))
        return Reader(self.request._request, PUBLIC, programme)

    def rests_on(self) -> Sequence[object]:
        """Everything that changes in a programme is a step."""
        programme = self.reader.parent
        return (programme.pk, programme.version, last_step(programme))

    def signatures(self, instance: Any) -> dict[str, Any]:
        """Asked of one row alone, at its own address."""
        if "signatures" not in self.columns:
            return {}
        signed = [
            {
                "organisation": signature.organisation.name,
                "signed_on": deadlines.today(signature.at).isoformat(),
                "mark": signature.digest,
            }
            for signature in signatures_of(instance)
        ]
        return {"signatures": signed}


class Covenants(AgreedList, resource=covenants, item="Covenant", operation="covenants"):
    """The covenants that are or were in force: the parties, and who is bound by which sentence until
    when."""

    filters: ClassVar = {"state": "state", "organisation": "parties__slug"}
    row_alone: ClassVar[tuple[str, ...]] = ("text", "signatures")
    worked_out: ClassVar = {
        "parties": "strings", "holds": "boolean", "obligations": "objects", "signatures": "objects",
    }  # fmt: skip
    descriptions: ClassVar = {
        **AgreedList.descriptions,
        "text": "Its text.",
        "replaces": "Number of the covenant of which it is the next version; null for a first.",
        "holds": "Whether it is in force and its last day hasn't passed.",
        "obligations": "Who is bound: organisation, sentence, until (null: as long as the covenant), "
        "evidence, and commitment (its number) by which it is followed.",
    }

    def rows(self) -> QuerySet[Any]:
        """With their parties and sentences."""
        return super().rows().prefetch_related("parties", "obligations__organisation")

    @classmethod
    def states(cls) -> Sequence[str]:
        """Those that are public."""
        return PUBLIC_COVENANTS

    def more(self, instance: Covenant) -> dict[str, Any]:
        """Parties by name, and the sentences."""
        today = deadlines.today(timezone.now())
        obligations = [
            {
                "organisation": bound.organisation.name,
                "sentence": bound.sentence,
                "until": bound.until and bound.until.isoformat(),
                "evidence": bound.evidence,
                "commitment": bound.commitment_id,
            }
            for bound in instance.obligations.all()
        ]
        return {
            "parties": sorted(party.name for party in instance.parties.all()),
            "holds": instance.state == "in_force" and not instance.is_past(today),
            "obligations": obligations,
            **self.signatures(instance),
        }


class ActionPlans(AgreedList, resource=action_plans, item="ActionPlan", operation="actionPlans"):
    """The plans under pressure that everybody agreed to: steps by week, one contact for each government and
    partner, and what came out."""

    worked_out: ClassVar = {
        "carried_out_by": "string", "steps": "objects", "contacts": "objects", "signatures": "objects",
    }  # fmt: skip
    descriptions: ClassVar = {
        **AgreedList.descriptions,
        "problem": "What can't wait.",
        "begins_on": "First day of week 1.",
        "result": "What came out; '' while it is carried out.",
        "beyond": "What that means beyond this project.",
        "carried_out_by": "Half a year after its last week; null without steps.",
        "steps": "title, week, by (last day of that week), organisation (null: nobody in particular) and "
        "done_on (null: not yet).",
        "contacts": "organisation, function of its one contact (never a name) and visited_on.",
    }

    def rows(self) -> QuerySet[Any]:
        """With their steps and contacts."""
        rows = super().rows()
        return rows.prefetch_related("steps__organisation", "contacts__organisation")

    @classmethod
    def states(cls) -> Sequence[str]:
        """Those that are public."""
        return PUBLIC_ACTION_PLANS

    def more(self, instance: ActionPlan) -> dict[str, Any]:
        """Steps in order of time, contacts by organisation."""
        steps = [
            {
                "title": step.title,
                "week": step.week,
                "by": instance.end_of_week(step.week).isoformat(),
                "organisation": step.organisation and step.organisation.name,
                "done_on": step.done_on and step.done_on.isoformat(),
            }
            for step in instance.steps.all()
        ]
        contacts = [
            {
                "organisation": contact.organisation.name,
                "function": contact.function,
                "visited_on": contact.visited_on and contact.visited_on.isoformat(),
            }
            for contact in instance.contacts.all()
        ]
        return {
            "carried_out_by": instance.carried_out_by,
            "steps": steps,
            "contacts": contacts,
            **self.signatures(instance),
        }
