"""What all parts of the API share: who may read, and how faults are told (RFC 9457)."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from wijkwerk.monitor.library import (
    EditionGoneError,
    EditionUnavailableError,
    UnknownEditionError,
)
from wijkwerk.monitor.serving.store import TooSlowError

PROBLEM = "application/problem+json"


class ReadOnly(BasePermission):
    """Everybody may read what was published; nobody may write."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the method only reads."""
        return request.method in SAFE_METHODS


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
        detail = fault.detail if isinstance(fault.detail, str) else str(fault.detail)
        headers = {}
        if fault.status_code == status.HTTP_405_METHOD_NOT_ALLOWED:
            headers["Allow"] = "GET, HEAD, OPTIONS"
        return problem(
            fault.status_code, str(fault.default_code).replace("_", " "), detail, headers
        )
    return None
