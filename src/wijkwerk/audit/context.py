"""Which request is being answered: its number stands in every row that it leaves behind."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_current: ContextVar[str] = ContextVar("request", default="")


def current_request() -> str:
    """The number of this request; '' outside of one."""
    return _current.get()


def numbered(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware: a number of its own for each request, of chance alone."""

    def handle(request: HttpRequest) -> HttpResponse:
        token = _current.set(uuid.uuid4().hex)
        try:
            return get_response(request)
        finally:
            _current.reset(token)

    return handle
