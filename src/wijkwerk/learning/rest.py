"""The API of learning."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from django.urls import path
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.learning.core.loop import LinkStanding, Passage
from wijkwerk.learning.loop import kept_loop_of
from wijkwerk.learning.models import Recommendation
from wijkwerk.learning.services.advice import public
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


class LoopDescription(Description):
    """Describes a view with the words of learning."""

    path_words: ClassVar = {"link": ("A link of the loop, as the list gives it.", "target")}


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


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.learning.rest"
    below = "learning"
    title = "Wijkwerk: learning"
    words = "Where the loop stands still, and what became of advice. Read-only, without a key."
    tags: ClassVar = {"loop": "Where it stands still.", "advice": "What became of it."}
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
        "Problem": COMPONENTS["Problem"],
    }


app_name = "learning-api"
urlpatterns = [
    path("/advices", Advices.as_view(), name="advices"),
    path("/loop", Loop.as_view(), name="all"),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
    path("/loop/<slug:link>", LinkDetail.as_view(), name="link"),
]
