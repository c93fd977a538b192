"""The API of learning."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from django.urls import path
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.learning.core.loop import LinkStanding, Passage
from wijkwerk.learning.loop import loop_of
from wijkwerk.registry.loop import Link
from wijkwerk.rest.describe import Description
from wijkwerk.rest.openapi import ApiDescription
from wijkwerk.rest.schema import COMPONENTS, items_of
from wijkwerk.rest.views import ReadView
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
        links = [_numbers(row) for row in loop_of(deadlines.today(timezone.now()), "en")]
        self.etag = self.tag_of(request, links)
        return Response({"items": links})


class LinkDetail(ReadView):
    """One link: everything that was handed over, with what took it up; what waits first."""

    operation = "loop-link"
    tag = "loop"
    item = "LinkDetail"
    schema = LoopDescription()

    def get(self, request: Request, link: str) -> Response:
        """Its numbers and passages. Raises Http404 for a link that isn't there."""
        if link not in set(Link):
            raise Http404
        today = deadlines.today(timezone.now())
        standing = next(row for row in loop_of(today, "en") if row.link == link)
        passages = [_passage(row) for row in (*standing.waiting, *standing.through)]
        detail = {**_numbers(standing), "passages": passages}
        self.etag = self.tag_of(request, detail)
        return Response(detail)


def _numbers(standing: LinkStanding) -> dict[str, object]:
    return {
        "link": standing.link.value,
        "given": standing.given,
        "received": standing.received,
        "came_in": standing.came_in,
        "went_out": standing.went_out,
        "waits": standing.waits,
        "since": str(standing.since) if standing.since else None,
    }


def _passage(passage: Passage) -> dict[str, object]:
    given, taken = passage.given, passage.taken
    return {
        "what": given.text,
        "number": given.number,
        "areas": list(given.areas),
        "since": str(given.since),
        "due": str(given.due) if given.due else None,
        "waits_for": None if taken else given.waits_for,
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


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.learning.rest"
    below = "loop"
    title = "Wijkwerk: the loop"
    words = "What each stage handed to the next, and what waits for whom since when. Read-only, without a key."
    tags: ClassVar = {"loop": "Where it stands still."}
    components: ClassVar = {
        "Link": _LINK,
        "Loop": items_of("Link"),
        "LinkDetail": {
            "type": "object",
            "properties": {
                **_LINK["properties"],  # type: ignore[dict-item]
                "passages": {"type": "array", "items": _PASSAGE},
            },
        },
        "Problem": COMPONENTS["Problem"],
    }


app_name = "loop-api"
urlpatterns = [
    path("", Loop.as_view(), name="all"),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
    path("/<slug:link>", LinkDetail.as_view(), name="link"),
]
