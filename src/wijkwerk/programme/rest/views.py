"""Programmes, and the lists in them. Only what everybody may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.monitor.display import Page, cursor_at, place_of
from wijkwerk.monitor.display_api import Json, ReadView, shortened
from wijkwerk.programme.core.letter import read
from wijkwerk.programme.models import Measurement, Programme, Step, Target
from wijkwerk.programme.policies import PUBLIC_PROJECTS, public_programmes
from wijkwerk.programme.reading.targets import Stand, stands
from wijkwerk.programme.rest import schema
from wijkwerk.programme.rest.base import (
    KEPT,
    MANY,
    OfProgramme,
    OfProgrammes,
    ProgrammeDescription,
    fields,
    filtered,
    iso,
    target_in,
)
from wijkwerk.programme.rules import programme_rules
from wijkwerk.shared import deadlines


class Programmes(OfProgrammes):
    """Every programme that runs or ended."""

    operation = "programmes"
    tag = "programmes"
    item = "Programme"
    columns = schema.PROGRAMME

    def rests_on(self, request: Request) -> Sequence[object]:
        """Which there are, in which version."""
        told = public_programmes().aggregate(Count("pk"), Max("pk"), Sum("version"))
        return tuple(told.values())

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """In the order of making."""
        rows = public_programmes().filter(pk__gte=place_of(cursor, "programmes")).order_by("pk")
        found = list(rows[: limit + 1])
        following = cursor_at(found[limit].pk, "programmes") if len(found) > limit else None
        return Page([fields(one, schema.PROGRAMME) for one in found[:limit]], following)


class ProgrammeDetail(ReadView):
    """One programme."""

    operation = "programme"
    tag = "programmes"
    item = "ProgrammeDetail"
    keep = KEPT
    many = MANY
    schema = ProgrammeDescription()
    renderer_classes = (Json,)

    def get(self, request: Request, programme: str) -> Response:
        """What it is and wants."""
        found = public_programmes().filter(slug=programme).first()
        if found is None:
            raise Http404(f"No programme {shortened(programme)}; /api/v1/programmes has them all.")
        self.etag = f'"{found.pk}-{found.version}-{_last_step(found)}"'
        return Response(fields(found, schema.PROGRAMME))


def _last_step(found: Programme) -> int:
    last = Step.objects.filter(programme=found).order_by("-id").values_list("pk", flat=True).first()
    return int(last or 0)


class Targets(OfProgramme):
    """The targets that count, each with how it stands today: the last figure, the part of the way
    that is covered, whether it is on course and how likely it is to be reached."""

    operation = "targets"
    item = "Target"
    name = "targets"
    columns = schema.TARGET

    def rows(self, request: Request) -> QuerySet[Any]:
        """The active ones."""
        rows = self.programme.targets.filter(state="active", paths__number=1)
        return rows.select_related("programme", "goal__pillar", "owner")

    def told(self, things: Sequence[Target]) -> list[dict[str, Any]]:
        """Judged together, in a few queries."""
        today = deadlines.today(timezone.now())
        return [self._one(one) for one in stands(things, today)]

    def _one(self, stand: Stand) -> dict[str, Any]:
        target, path, course = stand.target, stand.path, stand.course
        points = stand.measured.own.points
        return fields(
            target, schema.TARGET, pillar=target.goal.pillar.name, goal=target.goal.name,
            owner=target.owner.name if target.owner else None, baseline=path.baseline,
            baseline_on=iso(path.baseline_on), value=path.value, reference=path.reference,
            due_on=iso(path.due_on), original_value=stand.original.value,
            original_due_on=iso(stand.original.due_on), changed=stand.changed,
            latest=points[-1].value if points else None,
            latest_on=points[-1].day if points else None,
            progress=stand.progress.share if stand.progress else None,
            standing=course.answer.value if course else "withheld",
            why=course.why.value if course else None,
            probability=course.probability if course else None,
        )  # fmt: skip


class Paths(OfProgramme):
    """Every path that was ever promised: number 1 is the original, the highest counts."""

    operation = "paths"
    item = "Path"
    name = "paths"
    columns = schema.PATH
    takes = ("target",)

    def rows(self, request: Request) -> QuerySet[Any]:
        """Of all targets, also those that were dropped."""
        target = target_in(request)
        rows = self.programme.paths.all()
        return rows if target is None else rows.filter(target=target)

    def told(self, things: Sequence[Any]) -> list[dict[str, Any]]:
        """As they stand."""
        return [fields(one, schema.PATH, target=one.target_id) for one in things]


class Measurements(OfProgramme):
    """The programme's own counts; figures of an edition are in the API of editions."""

    operation = "measurements"
    item = "Measurement"
    name = "measurements"
    columns = schema.MEASUREMENT
    takes = ("target",)

    def rows(self, request: Request) -> QuerySet[Any]:
        """Those that were put right among them."""
        target = target_in(request)
        newer = Measurement.objects.filter(corrects=OuterRef("pk"))
        rows = self.programme.measurements.annotate(corrected=Exists(newer))
        return rows if target is None else rows.filter(target=target)

    def told(self, things: Sequence[Any]) -> list[dict[str, Any]]:
        """As they stand."""
        return [fields(one, schema.MEASUREMENT, target=one.target_id) for one in things]


class Commitments(OfProgramme):
    """What organisations promised, and what became of it."""

    operation = "commitments"
    item = "Commitment"
    name = "commitments"
    columns = schema.COMMITMENT
    takes = ("organisation", "state")

    def rows(self, request: Request) -> QuerySet[Any]:
        """All of them: who promises, promises in public."""
        rows = self.programme.commitments.select_related("organisation")
        known = [one for one in programme_rules().machines.states("commitment") if one]
        return filtered(request, rows, known)

    def told(self, things: Sequence[Any]) -> list[dict[str, Any]]:
        """Without the bureau's notes."""
        return [
            fields(one, schema.COMMITMENT, organisation=one.organisation.name, target=one.target_id)
            for one in things
        ]


class Projects(OfProgramme):
    """The projects that run, rest, became regular work or stopped."""

    operation = "projects"
    item = "Project"
    name = "projects"
    columns = schema.PROJECT
    takes = ("organisation", "state")

    def rows(self, request: Request) -> QuerySet[Any]:
        """What is only proposed isn't public."""
        rows = self.programme.projects.filter(state__in=PUBLIC_PROJECTS)
        return filtered(request, rows.select_related("organisation", "goal"), PUBLIC_PROJECTS)

    def told(self, things: Sequence[Any]) -> list[dict[str, Any]]:
        """Without the bureau's notes."""
        return [
            fields(
                one, schema.PROJECT, goal=one.goal.name if one.goal else None,
                target=one.target_id, organisation=one.organisation.name if one.organisation else None,
                money=None if one.money is None else float(one.money),
            )
            for one in things
        ]  # fmt: skip


class Decisions(OfProgramme):
    """What the board decided about targets: who was there, who was for and against, and why."""

    operation = "decisions"
    item = "Decision"
    name = "decisions"
    columns = schema.DECISION
    takes = ("target",)

    def rows(self, request: Request) -> QuerySet[Any]:
        """A proposal is public once it is decided."""
        target = target_in(request)
        rows = (
            self.programme.proposals.filter(state="decided")
            .select_related("meeting")
            .prefetch_related("votes_for", "votes_against", "meeting__present")
        )
        return rows if target is None else rows.filter(target=target)

    def told(self, things: Sequence[Any]) -> list[dict[str, Any]]:
        """With the names of domains, not of people."""
        return [
            fields(
                one, schema.DECISION, target=one.target_id,
                meeting=one.meeting.title if one.meeting else None,
                present=_names(one.meeting.present) if one.meeting else [],
                votes_for=_names(one.votes_for), votes_against=_names(one.votes_against),
            )
            for one in things
        ]  # fmt: skip


def _names(domains: Any) -> list[str]:
    return sorted(one.name for one in domains.all())


class Letters(OfProgramme):
    """Progress letters that were issued, with the sentences that were made of the figures."""

    operation = "letters"
    item = "Letter"
    name = "letters"
    columns = schema.LETTER

    def rows(self, request: Request) -> QuerySet[Any]:
        """No drafts."""
        return self.programme.letters.filter(state="issued")

    def told(self, things: Sequence[Any]) -> list[dict[str, Any]]:
        """As they were issued."""
        found = []
        for one in things:
            content = read(one.content)
            said = [each.text for part in content.parts for each in part.sentences]
            found.append(fields(one, schema.LETTER, title=content.title, sentences=said))
        return found
