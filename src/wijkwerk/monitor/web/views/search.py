"""The search box: names, codes, postcodes and everyday words, kinds of results apart."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.serving.postcodes import areas_of_postcode, has_postcodes, postcode_in
from wijkwerk.monitor.serving.search import LONGEST, WHOLE, Hit
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.finding import area_note, area_options, areas_listed
from wijkwerk.monitor.web.picks import MOST_PICKED
from wijkwerk.monitor.web.views.compare import MOST as MOST_COMPARED
from wijkwerk.shared.sentences import upper_first

_LIVE_HITS = 8
_HITS = 50


class Result(TypedDict):
    """A line of what was found."""

    name: str
    note: str
    url: str


class Section(TypedDict):
    """Results of one kind, under a heading."""

    label: str
    results: list[Result]


@edition_view()
def search(visit: EditionContext) -> HttpResponse:
    """What has this name, once had it, lies in this postcode or is about this; a part of a page when htmx
    asks, and the choices of a box for an area with ``as=options``."""
    live = visit.request.headers.get("HX-Request") == "true"
    if visit.request.GET.get("as") == "options":
        options = area_options(visit, _asked(visit, "add"), _LIVE_HITS)
        return visit.render("monitor/_area_options.html", {"options": options})
    query = _asked(visit, "q")
    if listed := areas_listed(visit, visit.request.GET.get("q") or ""):
        return _several(visit, listed, query, live)
    hits = visit.serving.search.find(query, _LIVE_HITS if live else _HITS)
    postcode = postcode_in(query)
    sections = [*_in_postcode(visit, postcode), *_by_kind(visit, hits, postcode is not None)]
    context = {
        "sections": sections,
        "query": query,
        "message": _about_postcode(visit, postcode) if postcode and not sections else "",
    }
    if live:
        context["all_url"] = visit.url("search", q=query) if len(hits) == _LIVE_HITS else ""
        return visit.render("ui/components/search_results.html", context)
    return visit.render("monitor/search.html", context, "search")


def _several(visit: EditionContext, codes: list[str], query: str, live: bool) -> HttpResponse:
    """The areas of a list that was pasted, after what one can do with all of them at once."""
    picked = codes[:MOST_PICKED]
    note = ngettext("%(n)s area", "%(n)s areas", len(picked)) % {"n": len(picked)}
    together: list[Result] = [
        {"name": label, "note": note, "url": visit.url(page, area=",".join(picked))}
        for page, label, most in (
            ("compare", _("Compare"), MOST_COMPARED),
            ("selection", _("Own selection"), MOST_PICKED),
        )
        if len(picked) <= most
    ]
    visible = codes[: _LIVE_HITS if live else MOST_PICKED]
    sections: list[Section] = [
        {"label": _("All together"), "results": together},
        {"label": _("Areas"), "results": [_area(visit, code) for code in visible]},
    ]
    context = {"sections": sections, "query": query, "message": ""}
    if live:
        return visit.render("ui/components/search_results.html", context)
    return visit.render("monitor/search.html", context, "search")


def _asked(visit: EditionContext, name: str) -> str:
    return " ".join((visit.request.GET.get(name) or "").split())[:LONGEST]


def _in_postcode(visit: EditionContext, postcode: str | None) -> list[Section]:
    if postcode is None:
        return []
    postcode_areas = areas_of_postcode(visit.serving.store, postcode)
    results = [_area(visit, code) for code in postcode_areas.areas if code in visit.catalogue.areas]
    label = _("Areas in postcode %(postcode)s") % {"postcode": postcode_areas.written}
    return [{"label": label, "results": results}] if results else []


def _about_postcode(visit: EditionContext, postcode: str) -> str:
    """Why a postcode finds nothing."""
    if not has_postcodes(visit.serving.store):
        return _("This edition doesn't tell where postcodes lie. Search by the name of the area.")
    return _("Postcode %(postcode)s lies in none of the areas of this edition.") % {
        "postcode": f"{postcode[:4]} {postcode[4:]}".strip()
    }


def _by_kind(visit: EditionContext, hits: list[Hit], exact: bool) -> list[Section]:
    """Areas, groups, themes and indicators apart; what only looks like the question stands below them
    all, and not at all when something is called exactly so or lies in that postcode (``exact``)."""
    labels = {
        "area": _("Areas"),
        "group": _("Groups of areas"),
        "indicator": _("Indicators"),
        "theme": _("Themes"),
    }
    sections: list[Section] = [
        {"label": label, "results": results}
        for kind, label in labels.items()
        if (
            results := [
                _result(visit, hit) for hit in hits if hit.entry.kind == kind and not hit.resembles
            ]
        )
    ]
    similar = [_result(visit, hit) for hit in hits if hit.resembles]
    exact = exact or any(hit.score >= WHOLE for hit in hits)
    if similar and not exact:
        sections.append({"label": _("Looks like what you typed"), "results": similar})
    return sections


def _result(visit: EditionContext, hit: Hit) -> Result:
    entry = hit.entry
    if entry.kind == "area":
        return _area(visit, entry.code, entry.text if entry.former else "")
    if entry.kind == "indicator":
        measure = visit.catalogue.measures[entry.code]
        name, note = visit.text(measure.name), visit.text(visit.catalogue.themes[measure.theme])
    elif entry.kind == "theme":
        name, note = visit.text(visit.catalogue.themes[entry.code]), _("theme")
    else:
        name, note = upper_first(visit.name(entry.code)), _("group of areas")
    return {"name": name, "note": note, "url": visit.url(entry.kind, entry.code)}


def _area(visit: EditionContext, code: str, former: str = "") -> Result:
    note = area_note(visit, code)
    if former:
        note = f"{note}; {_('called %(name)s before') % {'name': former}}"
    return {"name": visit.name(code), "note": note, "url": visit.url("area", code)}
