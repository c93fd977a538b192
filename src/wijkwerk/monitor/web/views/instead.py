"""The same page of another edition."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.monitor.library import UnknownEditionError, library
from wijkwerk.monitor.serving.catalogue import Catalogue
from wijkwerk.monitor.web.edition_choice import OF_PLACES
from wijkwerk.monitor.web.edition_context import place_url


@public
@require_safe
def instead(request: HttpRequest, edition: str) -> HttpResponse:
    """From the page at the address ``of`` to the same page of this edition; to its home when it has no
    such area, indicator, theme or group, or when there is no such page of an edition.

    404 for an edition that the site doesn't serve.
    """
    try:
        catalogue = library().open(edition).catalogue
    except UnknownEditionError as unknown:
        raise Http404(_("There is no edition with this id.")) from unknown
    response = HttpResponseRedirect(_address(catalogue, request.GET.get("of") or ""))
    response["Cache-Control"] = "no-cache"
    return response


def _address(catalogue: Catalogue, of: str) -> str:
    home = reverse("monitor:home", args=[catalogue.id])
    address_parts = urlsplit(of)
    try:
        match = resolve(address_parts.path)
    except Resolver404:
        return home
    of_place = match.url_name in OF_PLACES
    if match.namespace != "monitor" or not (of_place or "edition" in match.kwargs):
        return home
    names = {"code": "area", **{name: name for name in ("indicator", "theme", "group")}}
    parts = {name: value for name, value in match.kwargs.items() if name != "edition"}
    exists = _there(catalogue)
    if of_place:
        # One that is both a group and an area, or either, has a page here.
        names["code"] = "against"
    if not all(name in names and exists[names[name]](value) for name, value in parts.items()):
        return home
    parameters = [
        (name, value)
        for name, values in QueryDict(address_parts.query).lists()
        for value in values
        if name in exists and exists[name](value)
    ]
    if of_place:
        address = place_url(parts["code"], catalogue.id, parts.get("indicator", ""))
    else:
        address = reverse(match.view_name, kwargs={**parts, "edition": catalogue.id})
    if not parameters:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"


def _there(catalogue: Catalogue) -> dict[str, Callable[[str], bool]]:
    """By parameter of an address: whether this edition has what it names."""
    areas, groups = catalogue.areas, catalogue.groups
    return {
        "area": areas.__contains__,
        "against": lambda code: code in areas or code in groups,
        "group": groups.__contains__,
        "indicator": catalogue.measures.__contains__,
        "theme": catalogue.themes.__contains__,
    }
