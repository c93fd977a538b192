"""One visit to a page of a list: what was asked, and how answers are kept and told apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.build import build
from wijkwerk.designation.core.scheme import Label, Rules
from wijkwerk.designation.serving.library import ListServing, UnknownListError, lists
from wijkwerk.designation.web.decided import list_notice
from wijkwerk.monitor.display import (
    Catalogue,
    Serving,
    in_use,
    library,
    menu,
    place_name,
)
from wijkwerk.served.api import (
    NotServedError,
    answered,
    tag_of,
)
from wijkwerk.shared.text import Language
from wijkwerk.ui.query import same
from wijkwerk.ui.reader import language

PAGE_SECONDS = 60  # then a browser asks again: a decision may have been published
View = Callable[..., HttpResponseBase]

# What browsers keep for a year and a newer program may draw otherwise.
_DRAWN = ("map", "geojson")


@dataclass
class ListContext:
    """A request with the list it is about; ``year`` is the year of the page."""

    request: HttpRequest
    serving: ListServing
    language: Language
    year: int

    @property
    def rules(self) -> Rules:
        """The version of the scheme that made the list of this year."""
        return self.serving.rules(self.year)

    @property
    def title(self) -> str:
        """What the scheme is called; marked when the list of this year is a draft."""
        title = self.text(self.serving.scheme.title)
        if self.year not in self.serving.decisions.drafts:
            return title
        return _("Draft: %(title)s") % {"title": title}

    @cached_property
    def edition(self) -> Serving | None:
        """The edition that the list was made of, None when this site doesn't serve it."""
        return edition_of(self.serving)

    @property
    def catalogue(self) -> Catalogue | None:
        """Names and boundaries of areas, when the site serves the edition. None when it doesn't."""
        return None if self.edition is None else self.edition.catalogue

    def text(self, label: Label) -> str:
        """``label`` in the visitor's language."""
        return label.in_(self.language)

    def status(self, code: str) -> str:
        """What a status is called in the list of this year."""
        return self.serving.scheme.label(code, self.year, self.language)

    def place(self, code: str | None, level: str = "") -> str:
        """The name of a municipality, or of another place of which the list knows the ``level``."""
        return place_name(self.catalogue, code or "", self.language, level)

    def url(self, page: str, /, *parts: str | int, **query: str | None) -> str:
        """The address of a page of this list."""
        if page in _DRAWN:
            query["v"] = drawn_as(self.serving)
        tail = urlencode({name: value for name, value in query.items() if value})
        address = reverse(f"designation:{page}", args=[self.serving.id, *parts])
        return f"{address}?{tail}" if tail else address

    def same(self, **query: str | None) -> str:
        """This page with other parameters; None takes one away."""
        return same(self.request, **query)

    def render(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """The page, with what the frame around it needs."""
        return render(self.request, template, {**list_frame(self), **context, "visit": self})


def edition_of(serving: ListServing) -> Serving | None:
    """The edition of a list, None when this site doesn't serve it (any more)."""
    try:
        return library().open(serving.edition)
    except NotServedError:
        return None


def list_frame(visit: ListContext) -> dict[str, Any]:
    """What stands around every page of a list: where one is, and what was switched on and why."""
    serving = visit.serving
    catalogue = visit.catalogue
    rules = visit.rules
    switched = [
        {"name": visit.text(criterion.name), "reason": criterion.switched_on}
        for criterion in rules.criteria
        if criterion.ground and criterion.switched_on
    ]
    return {
        "edition": {
            "id": serving.id,
            "title": visit.title,
            "simulated": bool(serving.found.manifest["simulated"]),
            "licence": catalogue.source["licence"] if catalogue else "",
            "publisher": catalogue.source["publisher"] if catalogue else "",
        },
        **_edition_in_use(visit),
        "nav_current": "lists",
        "crumbs": [
            {"label": _("Lists"), "url": reverse("designation:start")},
            {"label": f"{visit.title} {visit.year}", "url": visit.url("year", visit.year)},
        ],
        "tabs_label": _("Pages of this list"),
        "switched": switched,
        "standing": list_notice(serving, visit.year, visit.language),
        "year": visit.year,
        "list_title": visit.title,
        "tabs": [
            {"label": label, "url": visit.url(page, visit.year), "here": page}
            for page, label in (
                ("year", _("The list")),
                ("explore", _("What if?")),
                ("compare", _("Compare")),
                ("effects", _("Consequences and side effects")),
                ("rule", _("The rule")),
            )
        ],
    }


def _edition_in_use(visit: ListContext) -> dict[str, Any]:
    """The edition that the list was made of; without it the one that a reader took along."""
    if visit.catalogue is None:
        return {}
    edition = visit.serving.edition
    return {"nav_urls": menu(edition), "in_use": in_use(visit.request, edition, to_home=True)}


def list_view(cacheable: bool = True, for_ever: bool = False) -> Callable[[View], View]:
    """Make a view of (visit, …) into one of (request, name, …).

    What was computed never changes, and the tag of an answer changes with what was decided: so the
    answer of a ``cacheable`` view is remembered by this process. One ``for_ever`` may be kept by
    the visitor's browser for a year, where its address says by which program and decisions it was
    made. 404 for a list that the site doesn't serve.
    """

    def decorate(view: View) -> View:
        @public  # but for a list whose draft is kept for those who are asked: ``lists().open`` sees to it
        @require_safe
        @wraps(view)
        def handle(request: HttpRequest, name: str, *args: Any, **named: Any) -> HttpResponseBase:
            try:
                serving = lists().open(name, lambda: request.user)
            except UnknownListError as unknown:
                raise Http404(_("There is no list with this id.")) from unknown
            state = library().stamp, serving.decisions.stamp
            return answered(
                request,
                tag_of(request, *state),
                lambda: view(_visit(request, serving, named), *args, **named),
                cached=cacheable,
                for_ever=for_ever and _lasts(request, serving),
                seconds=PAGE_SECONDS,
                closed=bool(serving.decisions.closed),
            )

        return handle

    return decorate


def _visit(request: HttpRequest, serving: ListServing, named: dict[str, Any]) -> ListContext:
    year = named.pop("year", None)
    if year is None:
        year = latest_year(serving)
    elif year not in serving.years:
        raise Http404(_("This list has no such year."))
    return ListContext(request, serving, language(), year)


def latest_year(serving: ListServing) -> int:
    """The last year of a list."""
    return serving.years[-1]


def drawn_as(serving: ListServing) -> str:
    """By which program and decisions an answer is made: what its address needs to be kept for ever."""
    stamp = serving.decisions.stamp
    return f"{build()}.{stamp}" if stamp else build()


def _lasts(request: HttpRequest, serving: ListServing) -> bool:
    """Whether the same address will always have this answer. A file of the list's own folder does."""
    own = request.resolver_match is not None and request.resolver_match.url_name == "file"
    return own or request.GET.get("v") == drawn_as(serving)


def level_of(visit: ListContext) -> str:
    """The level that the address asks for, or the list's own.

    Raises BadRequest for a level that the list hasn't got.
    """
    levels = visit.serving.levels
    level = visit.request.GET.get("level") or levels[0]
    if level not in levels:
        raise BadRequest(_("A choice in the address doesn't exist."))
    return level


def status_of(visit: ListContext) -> str:
    """The status that the address asks for, '' for none.

    Raises BadRequest for a status that the rule hasn't got.
    """
    status = visit.request.GET.get("status") or ""
    if status and status not in {active_status.code for active_status in visit.rules.active()}:
        raise BadRequest(_("A choice in the address doesn't exist."))
    return status
