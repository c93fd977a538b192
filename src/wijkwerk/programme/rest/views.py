"""Programmes, and the lists in them. Only what everybody may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum
from django.http import Http404
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
    Step,
    Target,
    TargetPath,
)
from wijkwerk.programme.policies import PUBLIC_PROJECTS, public_programmes, public_rows
from wijkwerk.programme.rest import schema
from wijkwerk.programme.rest.base import (
    KEPT,
    MANY,
    OfProgramme,
    OfProgrammes,
    ProgrammeDescription,
    fields,
    iso,
    page_of,
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
from wijkwerk.rest.cursors import Page
from wijkwerk.rest.faults import shortened
from wijkwerk.rest.formats import Json
from wijkwerk.rest.views import ReadView
from wijkwerk.shared import deadlines


class Programmes(OfProgrammes):
    """Every programme that runs or ended."""

    operation = "programmes"
    tag = "programmes"
    item = "Programme"
    columns = schema.PROGRAMME

    def rests_on(self, request: Request) -> Sequence[object]:
        """Which there are, in which version."""
        counts = public_programmes().aggregate(Count("pk"), Max("pk"), Sum("version"))
        return tuple(counts.values())

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """In the order of making."""
        page_rows, following = page_of(public_programmes(), "programmes", limit, cursor)
        return Page([fields(programme, schema.PROGRAMME) for programme in page_rows], following)


class ProgrammeDetail(ReadView):
    """One programme, and how its targets stand today."""

    operation = "programme"
    tag = "programmes"
    item = "ProgrammeDetail"
    keep = KEPT
    many = MANY
    schema = ProgrammeDescription()
    renderer_classes = (Json,)

    def get(self, request: Request, programme: str) -> Response:
        """What it is and wants. 404 for one that isn't public."""
        found_programme = public_programmes().filter(slug=programme).first()
        if found_programme is None:
            raise Http404(f"No programme {shortened(programme)}; /api/v1/programmes has them all.")
        today = deadlines.today(timezone.now())
        # How targets stand follows from the day as well.
        self.etag = f'"{found_programme.pk}-{found_programme.version}-{_last_step(found_programme)}-{today}"'
        return Response(
            {
                **fields(found_programme, schema.PROGRAMME),
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


def _last_step(programme: Programme) -> int:
    last = (
        Step.objects.filter(programme=programme)
        .order_by("-id")
        .values_list("pk", flat=True)
        .first()
    )
    return int(last or 0)


class Targets(OfProgramme, name="targets", item="Target"):
    """The targets that count, each with how it stands today: the last figure, the part of the way
    that is covered, whether it is on course and how likely it is to be reached."""

    def rows(self, request: Request) -> QuerySet[Any]:
        """The active ones."""
        rows = public_rows(self.programme, Target).filter(state="active", paths__number=1)
        return rows.select_related("programme", "goal__pillar", "owner")

    def serialized(self, instances: Sequence[Target]) -> list[dict[str, Any]]:
        """Judged together, in a few queries."""
        today = deadlines.today(timezone.now())
        statuses = target_statuses(instances, today)
        feasible = feasibility_of(statuses, "en")
        return [self._one(status, feasible.get(status.target.pk)) for status in statuses]

    def _one(self, status: TargetStatus, feasible: Feasibility | None) -> dict[str, Any]:
        target, path, course = status.target, status.path, status.course
        latest, measured = status.latest, status.start.measured
        return fields(
            target,
            schema.TARGET,
            pillar=target.goal.pillar.name,
            goal=target.goal.name,
            owner=target.owner.name if target.owner else None,
            baseline=path.baseline,
            baseline_on=iso(path.baseline_on),
            value=path.value,
            reference=path.reference,
            due_on=iso(path.due_on),
            original_value=status.original.value,
            original_due_on=iso(status.original.due_on),
            changed=status.changed,
            baseline_measured=measured.value if measured else None,
            latest=latest.value if latest else None,
            latest_on=latest.day if latest else None,
            latest_is_old=status.old,
            progress=status.progress.share if status.progress else None,
            standing=status.standing.value,
            standing_at_first=status.first_standing.value,
            why=status.reason,
            probability=course.probability if course else None,
            comparable_areas=feasible.areas if feasible else None,
            comparable_reached=feasible.reached if feasible else None,
        )


class Paths(OfProgramme, name="paths", item="Path"):
    """Every path that was ever promised: number 1 is the original, the highest counts."""

    takes = ("target",)

    def rows(self, request: Request) -> QuerySet[Any]:
        """Of all targets, also those that were dropped."""
        return public_rows(self.programme, TargetPath)


class Measurements(OfProgramme, name="measurements", item="Measurement"):
    """The programme's own counts; figures of an edition are in the API of editions."""

    takes = ("target",)

    def rows(self, request: Request) -> QuerySet[Any]:
        """Those that were put right among them."""
        newer = Measurement.objects.filter(corrects=OuterRef("pk"))
        rows: Any = public_rows(self.programme, Measurement)
        measurements: QuerySet[Any] = rows.annotate(corrected=Exists(newer))
        return measurements


class Commitments(OfProgramme, name="commitments", item="Commitment"):
    """What organisations promised, and what became of it."""

    takes = ("organisation", "state")

    def rows(self, request: Request) -> QuerySet[Any]:
        """All of them: who promises, promises in public."""
        return public_rows(self.programme, Commitment).select_related("organisation")

    def states(self) -> Sequence[str]:
        """Those of the steps of a commitment."""
        return [state for state in programme_rules().machines.states("commitment") if state]

    def more(self, instance: Any) -> dict[str, Any]:
        """The organisation by its name."""
        return {"organisation": instance.organisation.name}


class Projects(OfProgramme, name="projects", item="Project"):
    """The projects that run, rest, became regular work or stopped."""

    takes = ("organisation", "state")

    def rows(self, request: Request) -> QuerySet[Any]:
        """What is only proposed isn't public."""
        rows = public_rows(self.programme, Project)
        return rows.select_related("organisation", "goal")

    def states(self) -> Sequence[str]:
        """Those that are public."""
        return PUBLIC_PROJECTS

    def more(self, instance: Any) -> dict[str, Any]:
        """Goal and organisation by name, money as a number."""
        return {
            "goal": instance.goal.name if instance.goal else None,
            "organisation": instance.organisation.name if instance.organisation else None,
            "money": None if instance.money is None else float(instance.money),
            "money_period": None if instance.money is None else instance.money_period or "in_all",
        }


class Decisions(OfProgramme, name="decisions", item="Decision"):
    """What the board decided about targets: who was there, who was for and against, and why."""

    takes = ("target",)

    def rows(self, request: Request) -> QuerySet[Any]:
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


class Letters(OfProgramme, name="letters", item="Letter"):
    """Progress letters that were issued, with the sentences that were made of the figures."""

    def rows(self, request: Request) -> QuerySet[Any]:
        """No drafts."""
        return public_rows(self.programme, Letter)

    def more(self, instance: Any) -> dict[str, Any]:
        """What the letter says, as it was issued."""
        content = read(instance.content)
        sentences = [each.text for part in content.parts for each in part.sentences]
        return {"title": content.title, "sentences": sentences}
