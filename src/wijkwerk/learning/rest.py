"""The API of learning."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404
from django.urls import path
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.learning.core.loop import LinkStanding, Passage
from wijkwerk.learning.loop import kept_loop_of
from wijkwerk.learning.models import Practice, Recommendation, Visit
from wijkwerk.learning.services.advice import public
from wijkwerk.learning.services.practices import public_project_of, strength_of
from wijkwerk.learning.services.visits import REPORTED
from wijkwerk.learning.web.barriers import barriers
from wijkwerk.learning.web.practices import practices
from wijkwerk.learning.web.twins import question_of
from wijkwerk.learning.web.visits import rounds, visits
from wijkwerk.registry.loop import Link
from wijkwerk.rest import parameters
from wijkwerk.rest.cursors import MOST, BadCursorError, part_of
from wijkwerk.rest.describe import Description
from wijkwerk.rest.faults import BadParameterError
from wijkwerk.rest.openapi import ApiDescription
from wijkwerk.rest.schema import COMPONENTS, items_of
from wijkwerk.rest.views import ReadView, next_address
from wijkwerk.rest.views import link as next_link
from wijkwerk.shared import deadlines
from wijkwerk.workflow.rest import ResourceList


class LoopDescription(Description):
    """Describes a view with the words of learning."""

    path_words: ClassVar = {
        "link": ("A link of the loop, as the list gives it.", "target"),
        "area": ("Code of an area.", "WK051801"),
        "round": ("Number of a round of visits.", "1"),
    }


class Loop(ReadView):
    """Every link of the loop: what came in, what went out, what waits and since when."""

    operation = "loop"
    tag = "loop"
    item = "Loop"

    def get(self, request: Request) -> Response:
        """Their numbers today."""
        links = [_numbers(row) for row in kept_loop_of(deadlines.today(timezone.now()), "en")]
        self.etag = self.tag_of(request, links)
        return Response({"items": links})


class LinkDetail(ReadView):
    """One link: everything that was handed over, with what took it up, in pages; what waits first."""

    operation = "loop-link"
    tag = "loop"
    item = "LinkDetail"
    schema = LoopDescription()
    takes = ("limit", "cursor")
    most: ClassVar[int] = MOST
    usual: ClassVar[int] = parameters.USUAL

    def get(self, request: Request, link: str) -> Response:
        """Its numbers and passages. Raises Http404 for a link that isn't there, BadParameterError."""
        if link not in set(Link):
            raise Http404
        today = deadlines.today(timezone.now())
        standing = next(row for row in kept_loop_of(today, "en") if row.link == link)
        limit = parameters.limit_of(request, self.most, self.usual)
        passages = (*standing.waiting, *standing.through)
        try:
            part, cursor = part_of(link, passages, limit, request.query_params.get("cursor"))
        except BadCursorError:
            raise BadParameterError(
                "cursor", "Not one of this link: follow the address in next."
            ) from None
        following = next_address(request, cursor)
        detail = {
            **_numbers(standing),
            "passages": [_passage(row) for row in part],
            "next": following,
        }
        self.etag = self.tag_of(request, detail)
        return Response(detail, headers=next_link(following))


class Advices(ReadView):
    """Every advice that everybody may read, newest first, with how its recommendations stand."""

    operation = "advices"
    tag = "advice"
    item = "Advices"

    def get(self, request: Request) -> Response:
        """Those that were published."""
        rows = public().prefetch_related("recommendations")
        items = [
            {
                **{key: getattr(row, key) for key in ("title", "by", "municipality", "example")},
                "id": row.pk,
                "given_on": str(row.given_on),
                "recommendations": [_recommendation(each) for each in row.recommendations.all()],
            }
            for row in rows
        ]
        self.etag = self.tag_of(request, items)
        return Response({"items": items})


def _recommendation(row: Recommendation) -> dict[str, object]:
    keys = (
        "number",
        "title",
        "owner",
        "area",
        "priority",
        "plan",
        "proof",
        "document",
        "trace",
        "state",
    )
    due = str(row.due_on) if row.due_on else None
    return {**{key: getattr(row, key) for key in keys}, "due_on": due}


def _numbers(standing: LinkStanding) -> dict[str, object]:
    return {
        "link": standing.link.value,
        "given": standing.gives,
        "received": standing.takes,
        "came_in": standing.came_in,
        "went_out": standing.went_out,
        "waits": standing.waits,
        "since": str(standing.since) if standing.since else None,
    }


def _passage(passage: Passage) -> dict[str, object]:
    item, taken = passage.item, passage.taken
    return {
        "what": item.text,
        "number": item.number,
        "areas": list(item.areas),
        "since": str(item.since),
        "due": str(item.due) if item.due else None,
        "waits_for": None if taken else item.waits_for,
        "taken_up_on": str(taken.on) if taken else None,
        "by": taken.text if taken else None,
    }


_TEXT, _NUMBER, _YES = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_DECIMAL = {"type": "number"}
_DAY = {"type": ["string", "null"], "format": "date"}
_LINK = {
    "type": "object",
    "properties": {
        "link": _TEXT, "given": _YES, "received": _YES, "came_in": _NUMBER, "went_out": _NUMBER, "waits": _NUMBER,
        "since": _DAY,
    },
}  # fmt: skip
_PASSAGE = {
    "type": "object",
    "properties": {
        "what": _TEXT, "number": _NUMBER, "areas": {"type": "array", "items": _TEXT}, "since": _DAY, "due": _DAY,
        "waits_for": {"type": ["string", "null"]}, "taken_up_on": _DAY, "by": {"type": ["string", "null"]},
    },
}  # fmt: skip
_PART = {"indicator": _TEXT, "trend": _YES, "apart": _DECIMAL, "share": _DECIMAL}
_TWIN = {
    "type": "object",
    "properties": {
        "area": _TEXT,
        "distance": _DECIMAL,
        "parts": {"type": "array", "items": {"type": "object", "properties": _PART}},
    },
}
_ADVICE = {
    "type": "object",
    "properties": {
        "id": _NUMBER, "title": _TEXT, "by": _TEXT, "municipality": _TEXT, "example": _YES, "given_on": _TEXT,
        "recommendations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "number": _NUMBER, "title": _TEXT, "owner": _TEXT, "area": _TEXT, "priority": _YES, "plan": _TEXT,
                    "proof": _TEXT, "document": _TEXT, "trace": _TEXT, "state": _TEXT, "due_on": _DAY,
                },
            },
        },
    },
}  # fmt: skip


class Twins(ReadView):
    """The areas most like one, nearest first, with how far they are apart in each figure and its change, in the
    edition that the site shows first."""

    operation = "twins"
    tag = "twins"
    item = "Twins"
    schema = LoopDescription()

    def get(self, request: Request, area: str) -> Response:
        """At most ten. Raises Http404 for an area that isn't there or has no twins."""
        question = question_of(request._request, area)
        items = [
            {
                "area": row.area,
                "distance": round(row.distance, 4),
                "parts": [
                    {
                        "indicator": part.indicator,
                        "trend": part.trend,
                        "apart": round(part.apart, 4),
                        "share": round(part.share, 4),
                    }
                    for part in row.parts
                ],
            }
            for row in question.twins()
        ]
        answer = {"edition": question.serving.catalogue.id, "items": items}
        self.etag = self.tag_of(request, answer)
        return Response(answer)


class PublicList(ResourceList):
    """What everybody reads of a resource of learning, newest first."""

    newest_first = True
    not_told: ClassVar = {"version": "counts what was done in the database"}


class Barriers(PublicList, resource=barriers, item="Barrier", operation="barriers"):
    """Every barrier that was met, with what was asked, answered and what broke it; also who met none yet."""

    tag = "barriers"
    filters: ClassVar = {
        name: name for name in ("state", "kind", "relation", "level", "body", "municipality")
    }


class Practices(PublicList, resource=practices, item="Practice", operation="practices"):
    """Every practice card, also those that are stale (review_on is over) or superseded."""

    tag = "practices"
    filters: ClassVar = {
        name: name for name in ("state", "kind", "method", "municipality", "failed")
    }
    worked_out: ClassVar = {"evidence": "int64", "uses": "objects"}
    descriptions: ClassVar = {
        "evidence": "Level on the Maryland scale, 1 to 5; 0 when no evaluation could tell anything.",
        "uses": "Where it was used again, since when, and whether it helped: yes, no or unknown.",
    }

    def more(self, instance: Practice) -> dict[str, Any]:
        """How strong the evidence is, and where it was used again."""
        rows = list(instance.uses.all())
        return {
            "evidence": strength_of(instance, "en")[0].level,
            "uses": [
                {
                    "project": "" if hidden else row.project,
                    "municipality": "" if hidden else row.municipality,
                    "used_on": str(row.used_on),
                    "helped": row.helped,
                }
                for row in rows
                # Which municipality prepares something isn't told either.
                for hidden in [row.carried and public_project_of(row) is None]
            ],
        }


class Rounds(PublicList, resource=rounds, item="Round", operation="rounds"):
    """Every round of visits that is public."""

    tag = "visits"


class Visits(PublicList, resource=visits, item="Visit", operation="visits"):
    """The visits of a round with their committees; findings once the report is public."""

    tag = "visits"
    schema = LoopDescription()
    filters: ClassVar = {"state": "state", "municipality": "municipality"}
    not_told: ClassVar = {
        **PublicList.not_told,
        "advice": "its recommendations have a list of their own",
    }
    worked_out: ClassVar = {"committee": "objects", "findings": "objects"}
    descriptions: ClassVar = {
        "committee": "Functions, and who chairs.",
        "findings": "What was found and what shows it; none before the report.",
    }

    def more(self, instance: Visit) -> dict[str, Any]:
        """Who goes, and what was found."""
        seats = instance.seats.select_related("expert")
        findings = instance.findings.all() if instance.state in REPORTED else ()
        return {
            "committee": [{"function": row.expert.function, "chair": row.chair} for row in seats],
            "findings": [{"text": row.text, "evidence": row.evidence} for row in findings],
        }


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.learning.rest"
    below = "learning"
    title = "Wijkwerk: learning"
    words = (
        "Where the loop stands still, what became of advice, what stands in the way and what worked elsewhere."
        " Read-only, without a key."
    )
    tags: ClassVar = {
        "loop": "Where it stands still.",
        "advice": "What became of it.",
        "barriers": "What stands in the way.",
        "practices": "What worked elsewhere.",
        "twins": "Areas that are alike.",
        "visits": "Who visited whom, and what was found.",
    }
    components: ClassVar = {
        "Advice": _ADVICE,
        "Advices": items_of("Advice"),
        "Link": _LINK,
        "Loop": items_of("Link"),
        "LinkDetail": {
            "type": "object",
            "properties": {
                **_LINK["properties"],  # type: ignore[dict-item]
                "passages": {"type": "array", "items": _PASSAGE},
                "next": {"type": ["string", "null"], "format": "uri"},
            },
        },
        "Twins": {
            "type": "object",
            "properties": {"edition": _TEXT, "items": {"type": "array", "items": _TWIN}},
        },
        "Problem": COMPONENTS["Problem"],
    }


app_name = "learning-api"
urlpatterns = [
    path("/advices", Advices.as_view(), name="advices"),
    path("/loop", Loop.as_view(), name="all"),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
    path("/loop/<slug:link>", LinkDetail.as_view(), name="link"),
    path("/twins/<str:area>", Twins.as_view(), name="twins"),
    *Barriers.resource_urls(""),
    *Practices.resource_urls(""),
    path("/rounds", Rounds.as_view(), name="rounds"),
    *Visits.resource_urls("/rounds/<int:round>"),
]
