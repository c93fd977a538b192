"""What all parts of the API share: who may read, and how faults are told (RFC 9457)."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response

from wijkwerk.monitor.library import (
    EditionGoneError,
    EditionUnavailableError,
    UnknownEditionError,
)
from wijkwerk.monitor.serving.store import TooSlowError

PROBLEM = "application/problem+json"


def problem(
    status_code: int, title: str, detail: str = "", headers: dict[str, str] | None = None
) -> Response:
    """A fault as problem+json."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status_code}
    if detail:
        body["detail"] = detail
    return Response(body, status=status_code, headers=headers, content_type=PROBLEM)


def problem_response(fault: Exception, context: dict[str, Any]) -> Response | None:
    """Every fault that isn't ours as problem+json; None lets the others surface."""
    if isinstance(fault, UnknownEditionError | Http404):
        return problem(404, "Not found", str(fault))
    if isinstance(fault, EditionGoneError):
        return problem(410, "Withdrawn", str(fault))
    if isinstance(fault, EditionUnavailableError):
        return problem(503, "Edition unavailable", str(fault), {"Retry-After": "60"})
    if isinstance(fault, TooSlowError):
        return problem(503, "Took too long", "Ask for less at a time.", {"Retry-After": "5"})
    if isinstance(fault, exceptions.APIException):
        detail = _words(fault.detail)
        headers = {}
        if fault.status_code == status.HTTP_405_METHOD_NOT_ALLOWED:
            headers["Allow"] = "GET, HEAD, OPTIONS"
        return problem(
            fault.status_code, str(fault.default_code).replace("_", " "), detail, headers
        )
    return None


def _words(detail: Any) -> str:
    """The texts in a fault of DRF, whatever they are packed in."""
    if isinstance(detail, dict):
        return " ".join(f"{name}: {_words(part)}" for name, part in detail.items())
    if isinstance(detail, list | tuple):
        return " ".join(_words(part) for part in detail)
    return str(detail)
