"""One visit to a page of an edition: what was asked, and how answers are kept and told apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
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
from wijkwerk.monitor.library import UnknownEditionError, library
from wijkwerk.monitor.serving.catalogue import Catalogue
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.naming import place_name
from wijkwerk.monitor.web.edition_choice import in_use, is_of_place, menu, same_page_in
from wijkwerk.served.api import answered, tag_of
from wijkwerk.shared.text import Language, Text
from wijkwerk.ui.query import same
from wijkwerk.ui.reader import language

MOST_AREAS = 600  # areas on one page; above that a page shows a level higher or asks to choose
_KEPT = ("against", "group")
# What browsers keep for a year and a newer program may draw otherwise.
_DRAWN = ("chart_svg", "chart_png", "geojson")
# Pages of an area: their address is apart from editions, which one it is stands in the query.
_OF_PLACES = {"area": "place", "group": "place", "series": "place_series"}
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")  # a part of an address that stands in it as it is
_MARK = "a.part.of.an.address"
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class EditionContext:
    """A request with the edition it is about. ``against`` is the reference that the visitor chose,
    None for each area's own; ``group`` the set of areas that is counted, '' for all."""

    request: HttpRequest
    serving: Serving
    language: Language
    against: str | None
    group: str

    @property
    def catalogue(self) -> Catalogue:
        """What the edition is about."""
        return self.serving.catalogue

    def text(self, text: Text) -> str:
        """``text`` in the visitor's language."""
        return text.in_(self.language)

    def name(self, code: str | None) -> str:
        """The name of an area or group, '' for None: see ``place_name``."""
        return place_name(self.catalogue, code or "", self.language)

    def edition_of(self, code: str) -> str:
        """The id of this edition where an address of the area ``code`` has to name it, else ''."""
        return self.catalogue.id if library().must_name(self.catalogue.id, code) else ""

    def url(self, page: str, /, *parts: str, **query: str | None) -> str:
        """The address of a page of this edition; the chosen reference and group go along. Those of an
        area carry the edition in the query, when it isn't the usual one."""
        parameters = {"against": self.against, "group": self.request.GET.get("group"), **query}
        if page in _DRAWN:
            parameters["v"] = build()
        if page in _OF_PLACES:
            parameters = {"edition": self.edition_of(parts[0]), **parameters}
            address = _address(self.language, _OF_PLACES[page], *parts)
        else:
            address = _address(self.language, page, self.catalogue.id, *parts)
        tail = urlencode({name: value for name, value in parameters.items() if value})
        return f"{address}?{tail}" if tail else address

    def same(self, **query: str | None) -> str:
        """This page with other parameters; None takes one away."""
        return same(self.request, **query)

    def render(self, template: str, context: dict[str, Any], current: str = "") -> HttpResponse:
        """The page, with what the frame around it needs."""
        return render(self.request, template, {**frame(self, current), **context, "visit": self})


def frame(visit: EditionContext, current: str) -> dict[str, Any]:
    """What ``ui/base.html`` shows around a page of an edition."""
    catalogue = visit.catalogue
    newer = library().newer(catalogue.id)
    return {
        "edition": {
            "id": catalogue.id,
            "title": visit.text(catalogue.title),
            "simulated": catalogue.simulated,
            "superseded": newer is not None,
            "latest_url": _in_edition(visit, newer.edition) if newer else "",
            "licence": catalogue.source["licence"],
            "publisher": catalogue.source["publisher"],
        },
        "nav_urls": menu(catalogue.id),
        "in_use": in_use(visit.request, catalogue.id),
        "nav_current": current,
    }


def place_url(code: str, edition: str = "", indicator: str = "") -> str:
    """The lasting address of an area or group in the language of now, or of an indicator of it; with the
    edition in the query where it isn't the usual one, and in none without ``edition``."""
    parts = [code, indicator] if indicator else [code]
    address = reverse("monitor:place_series" if indicator else "monitor:place", args=parts)
    if not edition or not library().must_name(edition, code):
        return address
    return f"{address}?{urlencode({'edition': edition})}"


def _in_edition(visit: EditionContext, edition: str) -> str:
    """Another edition: this page in it when that is about an area, else its home page."""
    if is_of_place(visit.request):
        return same_page_in(visit.request, edition)
    return reverse("monitor:home", args=[edition])


def _address(language: Language, page: str, *parts: str) -> str:
    """The address of a page. Pages have hundreds of links, and finding an address takes Django long;
    so it is asked once what the addresses of a page look like."""
    if not all(_PLAIN.fullmatch(part) for part in parts):
        return reverse(f"monitor:{page}", args=parts)
    return _pattern(language, page, len(parts)) % parts


@lru_cache(maxsize=256)
def _pattern(language: Language, page: str, count: int) -> str:
    """The address of ``page`` in the language of now, with '%s' for each part."""
    pattern = reverse(f"monitor:{page}", args=[_MARK] * count)
    return pattern.replace("%", "%%").replace(_MARK, "%s")


def edition_view(
    cacheable: bool = True, for_ever: bool = False, stamp: Callable[..., str] | None = None
) -> Callable[[View], View]:
    """Make a view of (visit, …) into one of (request, edition, …).

    The answer of a ``cacheable`` view is remembered by this process: an edition never changes, so
    neither does a page of it. One ``for_ever`` may be kept by the visitor's browser for a year.
    ``stamp`` of an edition and the parts of the address changes with what a page shows beside the
    edition itself. 404 for an edition that the site doesn't serve.
    """

    def decorate(view: View) -> View:
        @public  # what was published is for everybody
        @require_safe
        @wraps(view)
        def handle(
            request: HttpRequest, edition: str, *args: Any, **named: Any
        ) -> HttpResponseBase:
            try:
                serving = library().open(edition)
            except UnknownEditionError as unknown:
                raise Http404(_("There is no edition with this id.")) from unknown
            stamped = stamp(edition, *args, **named) if stamp is not None else ""
            return answer_of(
                request,
                serving,
                stamped,
                lambda visit: view(visit, *args, **named),
                cached=cacheable,
                for_ever=for_ever,
            )

        return handle

    return decorate


def answer_of(
    request: HttpRequest,
    serving: Serving,
    stamp: str,
    view: Callable[[EditionContext], HttpResponseBase],
    *,
    cached: bool = True,
    for_ever: bool = False,
) -> HttpResponseBase:
    """The answer of ``view``, told apart by its edition, address, language and ``stamp``. See
    ``edition_view``."""
    newer = library().newer(serving.catalogue.id)
    tag = tag_of(
        request,
        serving.catalogue.id,
        newer.edition if newer else "",
        library().stamp,  # the editions that a reader may choose stand on every page
        stamp,
    )
    return answered(
        request, tag, lambda: view(visit_of(request, serving)), cached=cached, for_ever=for_ever
    )


def visit_of(request: HttpRequest, serving: Serving) -> EditionContext:
    """The visit behind ``request``; BadRequest when its choices don't exist in the edition."""
    catalogue = serving.catalogue
    against = request.GET.get("against") or None
    if against is not None and against not in catalogue.areas and against not in catalogue.groups:
        raise BadRequest(_("The reference that was asked for isn't in this edition."))
    group = request.GET.get("group")
    if group is None:
        group = catalogue.source["focus_group"] or ""
        group = group if group in catalogue.groups else ""
    elif group in ("", "all"):
        group = ""
    elif group not in catalogue.groups:
        raise BadRequest(_("The group that was asked for isn't in this edition."))
    return EditionContext(request, serving, language(), against, group)
