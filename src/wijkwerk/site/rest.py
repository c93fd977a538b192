"""What every answer under /api/ has: headers, and faults as problem+json (RFC 9457), never HTML."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions

from wijkwerk.registry.config import fault_answer
from wijkwerk.registry.hooks import API_METHODS, API_VERSION
from wijkwerk.rest.faults import BadParameterError
from wijkwerk.shared.problems import TooSlowError
from wijkwerk.site.errors import DATABASE_AWAY

PROBLEM = "application/problem+json"
_DETAILS = {
    400: "The address or a header can't be understood.",
    404: "There is nothing at this address. /api/v1/openapi.json says what there is.",
    500: "A fault of ours. The same question may work later.",
}


def problem(status: int, detail: str = "", **more: str) -> HttpResponse:
    """A fault as problem+json, not to be kept."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _DETAILS.get(status, HTTPStatus(status).description),
        **more,
    }
    text = json.dumps(body, ensure_ascii=False).encode()
    return HttpResponse(
        text, status=status, content_type=PROBLEM, headers={"Cache-Control": "no-store"}
    )


def problem_response(fault: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Every fault that isn't ours as problem+json; None lets the others surface."""
    own = fault_answer(fault)
    if own is not None:
        answer = problem(own.status, own.api(fault), **own.more(fault))
        return _later(answer, own.retry_after) if own.retry_after else answer
    if isinstance(fault, Http404):
        return problem(404, str(fault))
    if isinstance(fault, SuspiciousOperation):
        return problem(400)
    if isinstance(fault, TooSlowError):
        return _later(problem(503, "It took too long. Ask for less at a time."), 5)
    if isinstance(fault, DATABASE_AWAY):
        return _later(problem(503, "The database can't be reached for a moment."), 60)
    if isinstance(fault, exceptions.Throttled):
        wait = max(1, math.ceil(getattr(fault, "wait", None) or 1))
        return _later(problem(429, f"Too many questions in a short time. Wait {wait} s."), wait)
    if isinstance(fault, exceptions.MethodNotAllowed):
        return problem(405, f"This API only reads: {API_METHODS}.")
    if isinstance(fault, BadParameterError):
        detail = f"{fault.parameter}: {fault.told}"
        return problem(400, detail, parameter=fault.parameter)
    if isinstance(fault, exceptions.APIException):
        return problem(fault.status_code, str(fault.detail))
    return None


def _later(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer["Retry-After"] = str(seconds)
    return answer


def api_answers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware around everything: version, leave to read from any site, and no HTML."""

    def handle(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if not (request.path.startswith("/api/") or request.path in ("/api", "/openapi.json")):
            return answer
        if answer.status_code >= 400 and answer.get("Content-Type") != PROBLEM:
            allow = answer.get("Allow")
            answer = problem(answer.status_code)
            if allow:
                answer["Allow"] = allow
        answer["API-Version"] = API_VERSION
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = "API-Version, ETag, Link, Retry-After"
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        # Nothing here depends on the reader's language: a cache needs one copy only.
        varying = [part for part in answer.get("Vary", "").split(", ") if part != "Accept-Language"]
        answer["Vary"] = ", ".join(filter(None, varying))
        del answer["Content-Language"]
        return answer

    return handle
