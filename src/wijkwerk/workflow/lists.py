"""Rows out of the database: one of them, or a page of many with the ways to the others."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from wijkwerk.shared import numbers
from wijkwerk.workflow.labels import language

PAGE = 50
SHOWN = 200  # rows of a table that has no pages
_LONGEST = 7  # digits of the number of a page
Row = TypeVar("Row", bound=Model)


def row_of(rows: QuerySet[Row], number: int, missing: str = "") -> Row:
    """The row of this number; Http404, which says what is ``missing``, when it isn't among them."""
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404(missing)
    return row


def page_number(request: HttpRequest, parameter: str = "page") -> int:
    """Which page the address asks for, from 1; BadRequest when that is no number."""
    text = request.GET.get(parameter) or "1"
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST or not int(text):
        raise BadRequest(_("A number in the address can't be understood."))
    return int(text)


def pager_of(request: HttpRequest, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """``pager`` for ``ui/components/pager.html``."""

    def to(number: int) -> str:
        return same(request, **{parameter: str(number)})

    return {
        "number": page.number,
        "pages": [],
        "previous_url": to(page.number - 1) if page.has_previous() else "",
        "next_url": to(page.number + 1) if page.has_next() else "",
        "count_text": _("Page %(page)s of %(pages)s; %(total)s rows")
        % {"page": page.number, "pages": page.paginator.num_pages, "total": page.paginator.count},
    }


def paged(
    request: HttpRequest, rows: Any, size: int = PAGE, parameter: str = "page"
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of a queryset that ``parameter`` in the address asks for (the last page when there
    are fewer), and their pager; one query to count and one to fetch."""
    page = Paginator(rows, size).get_page(page_number(request, parameter))
    return list(page.object_list), pager_of(request, page, parameter)


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
        "shown": SHOWN,
        "n": numbers.count(number, language()),
    }
