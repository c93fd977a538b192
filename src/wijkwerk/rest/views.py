"""What every view of the API does: check the question, keep the answer, page and shorten lists."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import parse_etags
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from wijkwerk.access.api import public
from wijkwerk.build import build
from wijkwerk.registry.hooks import API_METHODS
from wijkwerk.rest import parameters
from wijkwerk.rest.cursors import MOST, BadCursorError, Page
from wijkwerk.rest.describe import Description
from wijkwerk.rest.faults import BadParameterError
from wijkwerk.rest.formats import Columns, Csv, Json, Negotiation, Parquet
from wijkwerk.rest.schema import Schema
from wijkwerk.served.api import FOR_EVER as FOR_EVER

ASK_AGAIN = "no-cache"  # may be kept, but ask whether it still holds


@public
class ReadView(APIView):
    """A view anybody may read, also from another site's pages."""

    http_method_names = ("get", "head", "options")
    renderer_classes: Sequence[type[BaseRenderer]] = (Json,)
    content_negotiation_class = Negotiation
    schema = Description()
    # For the description of the API: operation id, tag, component of the answer (of its items
    # when it is a list), and the parameters; others are refused.
    operation: ClassVar[str] = ""
    tag: ClassVar[str] = ""
    item: ClassVar[str] = ""
    takes: ClassVar[tuple[str, ...]] = ()
    keep: ClassVar[str] = ASK_AGAIN
    many: ClassVar[Collection[str]] = parameters.MANY  # parameters with several values

    etag: str | None = None

    @classmethod
    def all_parameters(cls) -> tuple[str, ...]:
        """``takes``, and ``format`` where there is a choice."""
        return (*cls.takes, "format")

    @classmethod
    def own_parameters(cls) -> Mapping[str, tuple[str, Schema]]:
        """Parameters that this view describes itself: words and schema by name."""
        return {}

    @classmethod
    def own_components(cls) -> Mapping[str, Schema]:
        """Components of its answers that follow from the view itself."""
        return {}

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As the parent's; faults are told in English, whatever the reader's browser prefers."""
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Method, format, rate and names of parameters, in that order. Raises MethodNotAllowed, and
        BadParameterError for a parameter that isn't one."""
        if (request.method or "").lower() not in self.http_method_names:
            raise MethodNotAllowed(str(request.method))
        if request.method == "OPTIONS":
            return
        super().initial(request, *args, **kwargs)
        parameters.allow(request, self.all_parameters(), self.many)

    def tag_of(self, request: Request, *state: object) -> str:
        """The tag of the answer to this question by this program, in this ``state`` of things."""
        parts = (
            build(),
            request.build_absolute_uri(),
            str(request.accepted_media_type),
            *map(str, state),
        )
        return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'

    def has_it(self, request: Request) -> bool:
        """Whether the reader holds this answer already; compressed ones have weak tags."""
        tags = parse_etags(request.headers.get("If-None-Match", ""))
        return self.etag in [tag.removeprefix("W/") for tag in tags]

    def options(  # type: ignore[override]
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Leave for a page of another site to ask (CORS); nothing is looked up."""
        leave = HttpResponse(
            status=204,
            headers={
                "Access-Control-Allow-Methods": API_METHODS,
                "Access-Control-Allow-Headers": "Accept, If-None-Match",
                "Access-Control-Max-Age": "86400",
            },
        )
        del leave["Content-Type"]
        return leave

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """With how long it may be kept, and by which tag it is known."""
        answer: HttpResponseBase = super().finalize_response(
            request,
            response,  # type: ignore[arg-type]
            *args,
            **kwargs,
        )
        if answer.status_code == 200 and self.has_it(request):
            answer = HttpResponseNotModified()
        elif isinstance(answer, Response):
            answer.add_post_render_callback(_let_go)
        answer["Allow"] = API_METHODS
        answer["Vary"] = "Accept, Accept-Encoding"
        if answer.status_code in (200, 304):
            answer["Cache-Control"] = self.keep
            if self.etag is not None:
                answer["ETag"] = self.etag
        return answer


class AnswerView(ReadView):
    """A view of which the tag is known before its answer, so that who has it costs nothing."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer, or 304 when the reader has it: only who got it can know its tag."""
        if self.has_it(request):
            return HttpResponseNotModified()
        return self.answer(request, *args, **kwargs)

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What the address is about."""
        raise NotImplementedError


class ListView(AnswerView):
    """A list in pages, in three formats."""

    renderer_classes: Sequence[type[BaseRenderer]] = (Json, Csv, Parquet)
    columns: ClassVar[Columns] = {}
    most: ClassVar[int] = MOST
    usual: ClassVar[int] = parameters.USUAL

    shown: Columns  # the columns of this answer

    @classmethod
    def all_parameters(cls) -> tuple[str, ...]:
        """Lists also take columns, a limit and a cursor."""
        return (*cls.takes, "fields", "limit", "cursor", "format")

    def answer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the list with the address of the next one, also as Link header."""
        self.shown = parameters.columns_of(request, self.columns)
        rows_page, following = self.page(request)
        body = {"items": parameters.sparse(rows_page.rows, self.shown), "next": following}
        return Response(body, headers=link(following))

    def page(self, request: Request) -> tuple[Page, str | None]:
        """The rows that are asked for, and the address of the page after them, None on the last. Raises
        BadParameterError."""
        limit = parameters.limit_of(request, self.most, self.usual)
        try:
            rows_page = self.listed(request, limit, request.query_params.get("cursor"))
        except BadCursorError:
            raise BadParameterError(
                "cursor", "Not one of this list: follow the address in next."
            ) from None
        return rows_page, next_address(request, rows_page.next)

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """``limit`` rows with the columns of the list, after ``cursor``. Raises BadCursorError."""
        raise NotImplementedError


def _let_go(answer: HttpResponseBase) -> None:
    """Let go of the rows once they are written down. Answer, view and request hold each other, so
    five thousand rows would else stay until Python looks for such circles, which is seldom."""
    answer.renderer_context["view"].response = None  # type: ignore[attr-defined]
    answer.data = answer.renderer_context = None  # type: ignore[attr-defined]


def next_address(request: Request, cursor: str | None) -> str | None:
    """The address of the next page, None after the last."""
    if cursor is None:
        return None
    query = [(k, v) for k, values in request.query_params.lists() for v in values if k != "cursor"]
    tail = urlencode([*query, ("cursor", cursor)], safe=",")
    return request.build_absolute_uri(f"{request.path}?{tail}")


def link(following: str | None) -> dict[str, str]:
    """The Link header to the next page."""
    return {} if following is None else {"Link": f'<{following}>; rel="next"'}
