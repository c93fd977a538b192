"""Programmes, and the lists in them. Only what everybody may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.programme.core.letter import read
from wijkwerk.programme.models import (
    Commitment,
    Letter,
    Measurement,
    Programme,
    Project,
    Proposal,
    PublishedFact,
    Target,
    TargetPath,
)
from wijkwerk.programme.policies import PUBLIC_PROJECTS, public_programmes, public_rows
from wijkwerk.programme.rest import schema
from wijkwerk.programme.rest.base import (
    OfProgramme,
    ProgrammeDescription,
    last_step,
    public_programme,
)
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.selectors.feasibility import feasibility_of
from wijkwerk.programme.selectors.targets import (
    TargetStatus,
    TargetTotals,
    target_statuses,
    target_totals,
)
from wijkwerk.registry.hooks import Feasibility
from wijkwerk.rest.columns import record_of
from wijkwerk.rest.formats import Json
from wijkwerk.rest.model_lists import A_MINUTE, ModelList
from wijkwerk.rest.views import ReadView
from wijkwerk.shared import deadlines


class Programmes(ModelList):
    """Every programme that runs or ended."""

    operation = "programmes"
    tag = "programmes"
    item = "Programme"
    model = Programme
    columns = schema.PROGRAMME
    descriptions = schema.WORDS
    schema = ProgrammeDescription()

    def rows(self) -> QuerySet[Any]:
        """The public ones."""
        return public_programmes()


class ProgrammeDetail(ReadView):
    """One programme, and how its targets stand today."""

    operation = "programme"
    tag = "programmes"
    item = "ProgrammeDetail"
    keep = A_MINUTE
    schema = ProgrammeDescription()
    renderer_classes = (Json,)

    def get(self, request: Request, programme: str) -> Response:
        """What it is and wants. 404 for one that isn't public."""
        found_programme = public_programme(programme)
        today = deadlines.today(timezone.now())
        # How targets stand follows from the day as well.
        self.etag = (
            f'"{found_programme.pk}-{found_programme.version}-{last_step(found_programme)}-{today}"'
        )
        return Response(
            {
                **record_of(found_programme, schema.PROGRAMME, {}),
                **_counts(target_totals(found_programme, today)),
            }
        )


def _counts(totals: TargetTotals) -> dict[str, int]:
    """How the targets stand together, and all that were promised at first."""
    counts = {
        name: getattr(totals.all, name) for name in schema.COUNTS if hasattr(totals.all, name)
    }
    first = totals.first
    return counts | {
        "promised_at_first": first.promised,
        "good_at_first": first.good,
        "changed_since": first.changed,
        "dropped_since": first.dropped,
    }


class Targets(OfProgramme, name="targets", item="Target"):
    """The targets that count, each with how it stands today: the last figure, the part of the way
    that is covered, whether it is on course and how likely it is to be reached."""

    def rows(self) -> QuerySet[Any]:
        """The active ones."""
        rows = public_rows(self.programme, Target).filter(state="active", paths__number=1)
        return rows.select_related("programme", "goal__pillar", "owner")

    def records(self, instances: Sequence[Target]) -> list[dict[str, Any]]:
        """Judged together, in a few queries."""
        today = deadlines.today(timezone.now())
        statuses = target_statuses(instances, today)
        feasible = feasibility_of(statuses, "en")
        return [self._one(status, feasible.get(status.target.pk)) for status in statuses]

    def _one(self, status: TargetStatus, feasible: Feasibility | None) -> dict[str, Any]:
        target, path, course = status.target, status.path, status.course
        latest, measured = status.latest, status.start.measured
        more = {
            "pillar": target.goal.pillar.name,
            "goal": target.goal.name,
            "owner": target.owner.name if target.owner else None,
            "baseline": path.baseline,
            "baseline_on": path.baseline_on,
            "value": path.value,
            "reference": path.reference,
            "due_on": path.due_on,
            "original_value": status.original.value,
            "original_due_on": status.original.due_on,
            "changed": status.changed,
            "baseline_measured": measured.value if measured else None,
            "latest": latest.value if latest else None,
            "latest_on": latest.day if latest else None,
            "latest_is_old": status.old,
            "progress": status.progress.share if status.progress else None,
            "standing": status.standing.value,
            "standing_at_first": status.first_standing.value,
            "why": status.reason,
            "probability": course.probability if course else None,
            "comparable_areas": feasible.areas if feasible else None,
            "comparable_reached": feasible.reached if feasible else None,
        }
        return record_of(target, schema.TARGET, more)


class Paths(OfProgramme, name="paths", item="Path"):
    """Every path that was ever promised: number 1 is the original, the highest counts."""

    filters: ClassVar = {"target": "target"}

    def rows(self) -> QuerySet[Any]:
        """Of all targets, also those that were dropped."""
        return public_rows(self.programme, TargetPath)


class Measurements(OfProgramme, name="measurements", item="Measurement"):
    """The programme's own counts; figures of an edition are in the API of editions."""

    filters: ClassVar = {"target": "target"}

    def rows(self) -> QuerySet[Any]:
        """Those that were put right among them."""
        newer = Measurement.objects.filter(corrects=OuterRef("pk"))
        rows: Any = public_rows(self.programme, Measurement)
        measurements: QuerySet[Any] = rows.annotate(corrected=Exists(newer))
        return measurements


class Commitments(OfProgramme, name="commitments", item="Commitment"):
    """What organisations promised, and what became of it."""

    filters: ClassVar = {"organisation": "organisation__slug", "state": "state"}

    def rows(self) -> QuerySet[Any]:
        """All of them: who promises, promises in public."""
        return public_rows(self.programme, Commitment).select_related("organisation")

    @classmethod
    def states(cls) -> Sequence[str]:
        """Those of the steps of a commitment."""
        return [state for state in programme_rules().machines.states("commitment") if state]

    def more(self, instance: Any) -> dict[str, Any]:
        """The organisation by its name."""
        return {"organisation": instance.organisation.name}


class Projects(OfProgramme, name="projects", item="Project"):
    """The projects that run, rest, became regular work or stopped."""

    filters: ClassVar = {"organisation": "organisation__slug", "state": "state"}

    def rows(self) -> QuerySet[Any]:
        """What is only proposed isn't public."""
        rows = public_rows(self.programme, Project)
        return rows.select_related("organisation", "goal")

    @classmethod
    def states(cls) -> Sequence[str]:
        """Those that are public."""
        return PUBLIC_PROJECTS

    def more(self, instance: Any) -> dict[str, Any]:
        """Goal and organisation by name."""
        return {
            "goal": instance.goal.name if instance.goal else None,
            "organisation": instance.organisation.name if instance.organisation else None,
            "money_period": None if instance.money is None else instance.money_period or "in_all",
        }


class Decisions(OfProgramme, name="decisions", item="Decision"):
    """What the board decided about targets: who was there, who was for and against, and why."""

    filters: ClassVar = {"target": "target"}

    def rows(self) -> QuerySet[Any]:
        """A proposal is public once it is decided."""
        rows = public_rows(self.programme, Proposal).select_related("meeting")
        return rows.prefetch_related(
            "votes_for", "votes_against", "meeting__present", "meeting__substitutes__domain"
        )

    def more(self, instance: Any) -> dict[str, Any]:
        """The names of domains, not of people."""
        return {
            "meeting": instance.meeting.title if instance.meeting else None,
            "present": _names(instance.meeting.present) if instance.meeting else [],
            "substitutes": sorted(
                seat.domain.name
                for seat in (instance.meeting.substitutes.all() if instance.meeting else ())
            ),
            "votes_for": _names(instance.votes_for),
            "votes_against": _names(instance.votes_against),
        }


def _names(domains: Any) -> list[str]:
    return sorted(domain.name for domain in domains.all())


class PublishedFacts(OfProgramme, name="publishedFacts", item="PublishedFact"):
    """What others published about the programme, with the source: nothing that is measured here, so no target
    is judged by it."""

    def rows(self) -> QuerySet[Any]:
        """All of them."""
        return public_rows(self.programme, PublishedFact)


class Letters(OfProgramme, name="letters", item="Letter"):
    """Progress letters that were issued, with the sentences that were made of the figures."""

    def rows(self) -> QuerySet[Any]:
        """No drafts."""
        return public_rows(self.programme, Letter)

    def more(self, instance: Any) -> dict[str, Any]:
        """What the letter says, as it was issued."""
        content = read(instance.content)
        sentences = [each.text for part in content.parts for each in part.sentences]
        return {"title": content.title, "sentences": sentences}
