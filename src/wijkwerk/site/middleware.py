"""What every request passes: the access log, and clear answers to what went wrong."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wijkwerk.monitor.library import EditionGoneError, EditionUnavailableError
from wijkwerk.monitor.serving.store import TooSlowError

Handler = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger("wijkwerk.access")


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


class clear_errors:  # noqa: N801  (middleware is named as the function it stands for)
    """Turns what a view can't do into a page with the right status code."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the rest."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page for ``fault``, or None when it is a fault of ours."""
        pages: list[tuple[type[Exception], int]] = [
            (EditionGoneError, 410),
            (EditionUnavailableError, 503),
            (TooSlowError, 503),
            (BadRequest, 400),
        ]
        for kind, status in pages:
            if isinstance(fault, kind):
                detail = "" if kind is TooSlowError else str(fault)
                response = render(request, f"site/{status}.html", {"detail": detail}, status=status)
                if status == 503:
                    response["Retry-After"] = "60"
                return response
        logging.getLogger("wijkwerk.fault").error("fault", exc_info=fault)
        return None
