"""Rows out of the database: one of them, or a page of many with the ways to the others."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from wijkwerk.monitor.display import number_in
from wijkwerk.programme.web.labels import language
from wijkwerk.shared import numbers

PAGE = 50
SHOWN = 200  # rows of a table that has no pages
Row = TypeVar("Row", bound=Model)


def row_of(rows: QuerySet[Row], number: int, missing: str = "") -> Row:
    """The row of this number; Http404, which says what is ``missing``, when it isn't among them."""
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(missing)
    return found


def paged(request: HttpRequest, rows: Any, size: int = PAGE) -> tuple[list[Any], dict[str, Any]]:
    """The rows of a queryset that ``page`` in the address asks for, and ``pager`` for
    ``ui/components/pager.html``; one query to count and one to fetch."""
    total = rows.count()
    pages = max(1, -(-total // size))
    number = min(number_in(request, "page", 1, 1_000_000, 1), pages)
    return list(rows[(number - 1) * size : number * size]), {
        "number": number, "pages": [],
        "previous_url": same(request, page=str(number - 1)) if number > 1 else "",
        "next_url": same(request, page=str(number + 1)) if number < pages else "",
        "count_text": _("Page %(page)s of %(pages)s; %(total)s rows")
        % {"page": number, "pages": pages, "total": total},
    }  # fmt: skip


def same(request: HttpRequest, **query: str | None) -> str:
    """The address of this page with other parameters; None takes one away."""
    asked = request.GET.copy()
    for name, value in query.items():
        asked.pop(name, None)
        if value:
            asked[name] = value
    tail = asked.urlencode()
    return f"{request.path}?{tail}" if tail else request.path


def more(number: int) -> str:
    """How much of so many is shown; '' when all of it is."""
    if number <= SHOWN:
        return ""
    return _("These are the first %(shown)s of %(n)s.") % {
        "shown": SHOWN, "n": numbers.count(number, language()),
    }  # fmt: skip
