"""Long lists: one row of them, a page of them with the ways to the others, and their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.generic import ListView

from wijkwerk.shared import numbers
from wijkwerk.ui.query import number_in, same
from wijkwerk.ui.reader import language

PAGE = 50  # rows of a page
SHOWN = 200  # rows of a table that has no pages
T = TypeVar("T")
Row = TypeVar("Row", bound=Model)


def row_of(rows: QuerySet[Row], number: int, missing: str = "") -> Row:
    """The row of this number; Http404, which says what is ``missing``, when it isn't among them."""
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404(missing)
    return row


def page_number(request: HttpRequest, parameter: str = "page") -> int:
    """Which page the address asks for, from 1; BadRequest when that is no number."""
    return number_in(request, parameter, 1, 1_000_000, 1)


def page_of(
    request: HttpRequest, rows: Any, size: int = PAGE, parameter: str = "page"
) -> Page[Any]:
    """The page of ``rows`` (a sequence or a queryset) that ``parameter`` in the address asks for:
    the last one when there are fewer. BadRequest when it is no number."""
    return Paginator(rows, size).get_page(page_number(request, parameter))


def pager(request: HttpRequest, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """The ways to the pages around this one, as ``ui/components/pager.html`` takes them."""

    def to(number: int) -> str:
        return same(request, **{parameter: str(number)})

    return {
        "number": page.number,
        "pages": [],
        "previous_url": to(page.number - 1) if page.has_previous() else "",
        "next_url": to(page.number + 1) if page.has_next() else "",
        "count_text": _("Page %(page)s of %(pages)s; %(total)s rows")
        % {
            "page": numbers.count(page.number, language()),
            "pages": numbers.count(page.paginator.num_pages, language()),
            "total": numbers.count(page.paginator.count, language()),
        },
    }


def paged(
    request: HttpRequest, rows: Any, size: int = PAGE, parameter: str = "page"
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of the page that is asked for, and its ``pager``."""
    page = page_of(request, rows, size, parameter)
    return list(page), pager(request, page, parameter)


class Paged(ListView):  # type: ignore[type-arg]
    """Pages of a list, with the ``pager`` of the context: a number that is none is refused, one
    beyond the end gives the last."""

    paginate_by = PAGE

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """As Django does, but for what the address may say."""
        paginator: Paginator[Any] = self.get_paginator(queryset, page_size)
        page: Page[Any] = paginator.get_page(page_number(self.request))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """With the ways to other pages."""
        context = super().get_context_data(**named)
        return {**context, "pager": pager(self.request, context["page_obj"])}


def sorted_by(
    request: HttpRequest, rows: list[T], keys: dict[str, Callable[[T], Any]], default: str
) -> tuple[list[T], str]:
    """``rows`` in the order that ``sort`` asks for ('-' before the name: downwards), and that name.

    What has no value comes last, whichever way. BadRequest for an order that isn't in ``keys``.
    """
    order = request.GET.get("sort") or default
    name, down = order.removeprefix("-"), order.startswith("-")
    if name not in keys:
        raise BadRequest(_("A choice in the address doesn't exist."))
    key = keys[name]
    sortable = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(sortable, key=key, reverse=down) + unknown, order


def headers(
    request: HttpRequest, columns: Sequence[tuple[str, str, bool, str]], order: str
) -> list[dict[str, Any]]:
    """Heads of a sortable table out of (name in ``sort`` or '', label, is a number, note)."""
    heads = []
    for name, label, numeric, note in columns:
        now = name != "" and order.removeprefix("-") == name
        down = order.startswith("-")
        upwards = (now and down) or (not now and not numeric)
        url = same(request, sort=name if upwards else f"-{name}", page=None) if name else ""
        heads.append(
            {
                "label": label,
                "number": numeric,
                "note": note,
                "sort_url": url,
                "sorted": ("descending" if down else "ascending") if now else "",
            }
        )
    return heads


def more(number: int) -> str:
    """How much of so many is shown; '' when all of it is."""
    if number <= SHOWN:
        return ""
    return _("These are the first %(shown)s of %(n)s.") % {
        "shown": SHOWN,
        "n": numbers.count(number, language()),
    }
