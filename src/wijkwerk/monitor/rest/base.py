"""What every view of the API about an edition does: open it, and say how long it may be kept."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseNotModified
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from wijkwerk import __version__
from wijkwerk.monitor.library import library
from wijkwerk.monitor.rest.formats import Csv, Json, Parquet
from wijkwerk.monitor.serving.edition import Serving

VERSION = "1.0.0"
FOR_EVER = "public, max-age=31536000, immutable"


class ReadView(APIView):
    """A view anybody may read, also from another site's pages."""

    renderer_classes = (Json, Csv, Parquet)
    http_method_names = ("get", "head", "options")

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """With the version of the API (NL API Design Rules) and leave to read from anywhere."""
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        answer["API-Version"] = VERSION
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = "API-Version, ETag, Link"
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer


class EditionView(ReadView):
    """A view of one edition: the same address gives the same answer for ever."""

    serving: Serving
    tag: str

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Open the edition of the address."""
        super().initial(request, *args, **kwargs)
        self.serving = library().open(kwargs["edition"])
        accepted = getattr(request.accepted_renderer, "format", "")
        parts = (__version__, kwargs["edition"], request.get_full_path(), accepted)
        self.tag = f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As the parent's; 304 when the reader has this answer already."""
        answer = super().dispatch(request, *args, **kwargs)
        if answer.status_code == 200 and hasattr(self, "tag"):
            if request.headers.get("If-None-Match") == self.tag:
                short = HttpResponseNotModified()
                for name in ("API-Version", "Access-Control-Allow-Origin"):
                    short[name] = answer[name]
                answer = short
            answer["ETag"] = self.tag
            answer["Cache-Control"] = FOR_EVER
        return answer


def page(request: Request, items: list[Any], following: str | None) -> Response:
    """A list with the address of its next page, also as Link header."""
    if following is None:
        return Response({"items": items, "next": None})
    query = [(k, v) for k, values in request.query_params.lists() for v in values if k != "cursor"]
    address = request.build_absolute_uri(
        f"{request.path}?{urlencode([*query, ('cursor', following)])}"
    )
    return Response({"items": items, "next": address}, headers={"Link": f'<{address}>; rel="next"'})
