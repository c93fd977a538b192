"""Which edition an address of an area means, and what to say where none has it.

``/nl/gebieden/CODE`` means the same area for ever. Without ``edition`` in the query it is about the newest
edition that has the area: of the series of the home page first, then of the others. One that is made up
comes after every real one, whatever the home page shows: it has the codes of real areas.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.areas.api import level_of, parent_of
from wijkwerk.monitor.library import UnknownEditionError, codes_of, library
from wijkwerk.monitor.models import EditionRecord
from wijkwerk.monitor.serving.naming import place_name
from wijkwerk.monitor.web.edition_choice import edition_of_request, menu
from wijkwerk.monitor.web.edition_context import EditionContext, View, answer_of
from wijkwerk.monitor.web.labels import level_word
from wijkwerk.served.api import UnreadableError, WithdrawnError
from wijkwerk.shared.text import Language, Text
from wijkwerk.ui.reader import language

_MOST_SHOWN = 40  # letters of a code that nobody knows


def edition_of(request: HttpRequest, code: str) -> str | None:
    """The id of the edition that ``request`` reads an area in: the one that its query names, or the
    newest that has the area. None when no such edition has it. Raises Http404 for an id that isn't known."""
    chosen = request.GET.get("edition")
    if chosen:
        record = next((record for record in library().records() if record.edition == chosen), None)
        if record is None:
            raise Http404(_("There is no edition with this id."))
        # What was withdrawn is opened all the same: that says why.
        if record not in library().served() or code in codes_of(record.folder, record.digest):
            return record.edition
        return None
    return next((record.edition for record in editions_with(code)), None)


def editions_with(code: str) -> list[EditionRecord]:
    """The served editions that have an area or group with this code, in the order of reading: real ones
    before those that are made up."""
    having = [
        record for record in library().served() if code in codes_of(record.folder, record.digest)
    ]
    return sorted(having, key=lambda record: record.simulated)


def name_in_any_edition(code: str, language: Language) -> str:
    """What an area or group is called in the first of ``editions_with`` it that opens; without one what kind of
    place it is, with its code."""
    for record in editions_with(code):
        try:
            return place_name(library().open(record.edition).catalogue, code, language)
        except (UnknownEditionError, WithdrawnError, UnreadableError):
            continue
    return place_name(None, code, language)


def place_view(stamp: Callable[[str, str], str]) -> Callable[[View], View]:
    """Make a view of (visit, code, …) into one of (request, code, …), in the edition that the address
    means. ``stamp`` of edition and code changes with what the page shows beside the edition.

    404 for an edition that the site doesn't serve.
    """

    def decorate(view: View) -> View:
        @public  # what was published is for everybody
        @require_safe
        @wraps(view)
        def handle(request: HttpRequest, code: str, *args: Any, **named: Any) -> HttpResponseBase:
            edition = edition_of(request, code)
            if edition is None:
                return unknown(request, code)
            try:
                serving = library().open(edition)
            except UnknownEditionError as gone:
                raise Http404(_("There is no edition with this id.")) from gone
            return answer_of(
                request,
                serving,
                stamp(edition, code),
                lambda visit: view(visit, code, *args, **named),
            )

        return handle

    return decorate


@public
@require_safe
def moved(
    request: HttpRequest, code: str, edition: str = "", indicator: str = ""
) -> HttpResponseBase:
    """From an address with the edition in it, or in the other language's words, to the lasting one."""
    query = request.GET.copy()
    if edition:
        query["edition"] = edition
    parts = [code, indicator] if indicator else [code]
    address = reverse("monitor:place_series" if indicator else "monitor:place", args=parts)
    tail = query.urlencode()
    return HttpResponsePermanentRedirect(f"{address}?{tail}" if tail else address)


def unknown(request: HttpRequest, code: str) -> HttpResponseBase:
    """404 for a code that the edition, or no edition, has: where it can be found, what lies nearest."""
    chosen = request.GET.get("edition") or ""
    records = editions_with(code)
    above = parent_of(code)
    near: list[dict[str, str]] = []
    while above is not None and not near:
        named = editions_with(above)
        if named:
            name = library().open(named[0].edition).catalogue.name(above)
            near = [{"label": name, "url": reverse("monitor:place", args=[above])}]
        above = parent_of(above)
    level = level_of(code)
    context = {
        "code": code[:_MOST_SHOWN],
        "level": level_word(level) if level else "",
        "asked": next(
            (title(record) for record in library().records() if record.edition == chosen), ""
        ),
        "editions": [
            {
                "label": title(record),
                "url": f"{reverse('monitor:place', args=[code])}?edition={record.edition}",
            }
            for record in records
        ],
        "near": near,
        "areas_url": menu(edition_of_request(request)).get("areas", ""),
    }
    return render(request, "monitor/areas/unknown.html", context, status=404)


def title(record: EditionRecord) -> str:
    """What an edition is called in the reader's language."""
    return Text(record.title_nl, record.title_en).in_(language())


def permanent_url(visit: EditionContext, code: str) -> str:
    """The whole address of an area in this very edition, to cite: what is usual now changes later."""
    return visit.request.build_absolute_uri(visit.url("area", code, edition=visit.catalogue.id))
