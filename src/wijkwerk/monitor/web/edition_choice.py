"""Which edition a page leads to, what it is called, and the others that a reader may choose.

A page of an edition carries it in its address. On every other page (lists, programmes, how sure, what
went wrong) it goes along as ``?edition=``, and only when it isn't the one that the site shows first, so
that addresses stay short. No cookie remembers it.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.registry.hooks import Choice, InUse
from wijkwerk.ui.query import same
from wijkwerk.ui.reader import day, language

CHOSEN = "edition"  # the parameter that takes an edition along
_CHOICES = 10  # in the menu; the page of all editions has every one
OF_PLACES = ("place", "place_series")  # pages whose address is apart from editions
_PAGES = ("home", "themes", "areas", "groups", "compare", "selection", "search")


def default_edition() -> str | None:
    """The id of the edition that the site shows first, None without one."""
    return next((record.edition for record in library().records() if record.is_default), None)


def edition_of_request(request: HttpRequest) -> str | None:
    """The id of the edition that a page is about or that its reader took along, else the default;
    None when the site has none. What isn't served is never given."""
    for edition_asked in (_in_address(request), request.GET.get(CHOSEN)):
        if edition_asked and any(record.edition == edition_asked for record in _served()):
            return edition_asked
    return default_edition()


def _in_address(request: HttpRequest) -> str | None:
    """The edition in the address, also of an address that leads to no page."""
    start = reverse("monitor:editions") + "/"
    if not request.path.startswith(start):
        return None
    return request.path.removeprefix(start).partition("/")[0]


def _served() -> list[EditionRecord]:
    return [record for record in library().records() if record.state == EditionState.SERVED]


def menu(edition: str | None) -> dict[str, str]:
    """Addresses of the menu of an edition; of None, which a site without any has, only the pages that
    need none."""
    return dict(_menu(get_language() or "", edition, _kept(edition)))


def _kept(edition: str | None) -> str:
    """What takes an edition along in a query; '' for the one that is shown first."""
    if edition is None or edition == default_edition():
        return ""
    return urlencode({CHOSEN: edition})


@lru_cache(maxsize=256)
def _menu(language: str, edition: str | None, query_string: str) -> dict[str, str]:
    tail = f"?{query_string}" if query_string else ""
    urls = {
        "editions": reverse("monitor:editions") + tail,
        "how_sure": reverse("monitor:how_sure") + tail,
        "api": reverse("monitor:api_docs") + tail,
        "accessibility": reverse("site:accessibility") + tail,
        "privacy": reverse("site:privacy") + tail,
    }
    if edition is None:
        return urls
    return urls | {page: reverse(f"monitor:{page}", args=[edition]) for page in _PAGES}


def in_use(request: HttpRequest, edition: str | None, *, to_home: bool = False) -> InUse | None:
    """The edition in words, and others to choose; None for no edition, or one that the register
    doesn't have.

    Choosing leads to the same page in another edition; ``to_home``: to the home of the other one, for
    a page that belongs to the edition it was made of.
    """
    served = _served()
    own = next((record for record in served if record.edition == edition), None)
    if own is None:
        return None
    listed = served[:_CHOICES]
    if own not in listed:
        listed = [own, *listed[:-1]]
    titles = [title_of(record) for record in listed]
    choices = [
        Choice(
            _told_apart(record, title, titles),
            _chosen_address(request, record, to_home=to_home),
            record is own,
        )
        for record, title in zip(listed, titles, strict=True)
    ]
    return InUse(title_of(own), tuple(choices), reverse("monitor:editions"), _kept(own.edition))


def is_of_place(request: HttpRequest) -> bool:
    """Whether a page is about an area or group: not every edition has each of them."""
    match = request.resolver_match
    return match is not None and match.namespace == "monitor" and match.url_name in OF_PLACES


def same_page_in(request: HttpRequest, edition: str) -> str:
    """What leads to this page in another edition, or to that edition's home when it hasn't got it."""
    tail = urlencode({"of": request.get_full_path()})
    return f"{reverse('monitor:instead', args=[edition])}?{tail}"


def title_of(record: EditionRecord) -> str:
    """What an edition is called, in the reader's language."""
    return record.title_en if language() == "en" else record.title_nl


def _told_apart(record: EditionRecord, title: str, titles: list[str]) -> str:
    """The title, with the day that it came to the site where another has the same."""
    if titles.count(title) == 1:
        return title
    return _("%(title)s (on this site since %(day)s)") % {
        "title": title,
        "day": day(record.registered_at.date()),
    }


def _chosen_address(request: HttpRequest, record: EditionRecord, *, to_home: bool) -> str:
    if to_home or request.method not in ("GET", "HEAD"):
        return reverse("monitor:home", args=[record.edition])
    if _in_address(request) is not None or is_of_place(request):
        return same_page_in(request, record.edition)
    # Without it the page would be that of the edition that is shown first, or of the newest one.
    usual = record.is_default and record == library().usual()
    return same(request, **{CHOSEN: None if usual else record.edition})
