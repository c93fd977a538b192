"""What every request passes: the access log, headers, compression, clear answers to faults."""

from __future__ import annotations

import gzip
import logging
import re
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from wijkwerk.registry.config import fault_answer
from wijkwerk.shared.problems import TooSlowError
from wijkwerk.site.errors import DATABASE_AWAY, database_away
from wijkwerk.site.response_cache import QUICK, PackedResponse, may_be_packed

Handler = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger("wijkwerk.access")
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
# "Where am I?" on the page of areas asks the browser for a place; nothing else is ever asked.
PERMISSIONS = (
    "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), display-capture=(), "
    "browsing-topics=()"
)


def access_log(get_response: Handler) -> Handler:
    """Log route, status and duration. Never the address itself, its parameters or the visitor."""

    def handle(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        _log.info(
            "request",
            extra={
                "route": match.route if match is not None else None,
                "method": request.method if request.method in {"GET", "HEAD"} else "other",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - start) * 1000, 1),
            },
        )
        return response

    return handle


def own_address(get_response: Handler) -> Handler:
    """Full addresses on pages, in files and for an identity provider begin with WIJKWERK_ADDRESS when
    that is given, whatever host the request names: pages are kept for everybody."""

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SITE_ADDRESS:
            # What build_absolute_uri puts before a path; Django computes it once from the request.
            request.__dict__["_current_scheme_host"] = settings.SITE_ADDRESS
        return get_response(request)

    return handle


def permissions(get_response: Handler) -> Handler:
    """Say which abilities of a browser the pages may use."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return handle


def compress(get_response: Handler) -> Handler:
    """Compress answers for who can unpack them; what is kept was compressed when it was made.

    An answer for everybody holds no secret, so its length tells nothing. One for somebody who logged
    in, or with a form's token, is marked no-store and is never compressed: from how well it packs,
    who can slip words into it could learn the secret beside them (BREACH).

    A compressed answer has a weak ETag, as RFC 9110 wants; the sign for weak is taken off again
    when a reader sends it back, so that views compare plain tags.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        etag = request.META.get("HTTP_IF_NONE_MATCH", "")
        if etag.startswith("W/"):
            request.META["HTTP_IF_NONE_MATCH"] = etag.removeprefix("W/")
        response = get_response(request)
        takes = _TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None
        if isinstance(response, PackedResponse):
            patch_vary_headers(response, ["Accept-Encoding"])
            if not takes:
                response.plain()
        elif may_be_packed(response) and "no-store" not in response.get("Cache-Control", ""):
            patch_vary_headers(response, ["Accept-Encoding"])
            if takes:
                packed = getattr(response, "packed_body", None)
                response.content = packed or gzip.compress(response.content, QUICK, mtime=0)
                response["Content-Encoding"] = "gzip"
        if response.has_header("Content-Encoding"):
            response["Content-Length"] = str(len(response.content))
            tag = response.get("ETag", "")
            if tag.startswith('"'):
                response["ETag"] = f"W/{tag}"
        return response

    return handle


class clear_errors:  # noqa: N801  (middleware is named as the function it stands for)
    """Turns what a view can't do into a page with the right status code."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the rest."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page for ``fault``, or None when it is a fault of ours."""
        if isinstance(fault, DATABASE_AWAY):
            logging.getLogger("wijkwerk.register").error("the database: %s", type(fault).__name__)
            return database_away(request)
        own = fault_answer(fault)
        if own is not None and own.page is not None:
            return _page(request, own.status, own.page(fault), own.retry_after)
        if isinstance(fault, TooSlowError):
            return _page(request, 503, "", 60)
        if isinstance(fault, BadRequest):
            return _page(request, 400, str(fault))
        if isinstance(fault, Http404 | PermissionDenied):
            return None  # an answer, not a fault
        logging.getLogger("wijkwerk.fault").error("fault", exc_info=fault)
        return None


def _page(request: HttpRequest, status: int, detail: str, retry_after: int = 0) -> HttpResponse:
    """The page of a status, or the one for any fault when it has none."""
    names = [f"site/{status}.html", "site/500.html"]
    response = HttpResponse(render_to_string(names, {"detail": detail}, request), status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response
