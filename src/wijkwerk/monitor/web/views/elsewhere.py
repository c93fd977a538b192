"""What catalogues and search engines ask of the site: descriptions of its data, and lists of its pages.

A withdrawn or damaged edition is in none of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.monitor.library import UnknownEditionError, library
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.web.datasets import CONTEXT, Node, dcat_catalog, dcat_dataset
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.served.api import UnreadableError
from wijkwerk.shared.text import Language

JSON_LD = "application/ld+json"
MOST_ADDRESSES = 50_000  # what a sitemap may hold
_LANGUAGES: tuple[Language, ...] = ("nl", "en")


def _served() -> list[EditionRecord]:
    return [record for record in library().records() if record.state == EditionState.SERVED]


def _visit(request: HttpRequest, edition: str, language: Language) -> EditionContext:
    return EditionContext(request, library().open(edition), language, None, "")


def _answer(request: HttpRequest, body: str, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Cache-Control"] = "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public
@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """All served editions as a DCAT-AP-NL catalogue, newest first."""
    # Kept: describing every edition opens every edition, which pushes those that visitors read out.
    key = f"catalog:{library().stamp}:{request.scheme}:{request.get_host()}"
    response: HttpResponse | None = cache.get(key)
    if response is None:
        body = json.dumps(_catalog(request), ensure_ascii=False)
        response = _answer(request, body, JSON_LD)
        cache.set(key, response)
    return response


def _catalog(request: HttpRequest) -> Node:
    datasets = []
    with override("nl"):
        for record in _served():
            try:
                visit = _visit(request, record.edition, "nl")
            except UnreadableError:
                continue  # the list of the others is of use all the same
            datasets.append(dcat_dataset(visit, record.registered_at.date()))
    home = request.build_absolute_uri(reverse("root"))
    return dcat_catalog(home, request.build_absolute_uri(reverse("catalog")), datasets)


@public
@require_safe
def dataset(request: HttpRequest, edition: str) -> HttpResponse:
    """One edition as a DCAT-AP-NL dataset. 404 for an edition that the site doesn't serve."""
    record = next((record for record in library().records() if record.edition == edition), None)
    try:
        with override("nl"):
            visit = _visit(request, edition, "nl")
            node = dcat_dataset(visit, record.registered_at.date()) if record else {}
    except UnknownEditionError as unknown:
        raise Http404(_("There is no edition with this id.")) from unknown
    return _answer(request, json.dumps({"@context": CONTEXT, **node}, ensure_ascii=False), JSON_LD)


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemaps of the newest edition of each series."""
    build = request.build_absolute_uri
    newest: dict[str, EditionRecord] = {}
    for record in _served():
        newest.setdefault(record.series, record)
    rows = "".join(
        f"<sitemap><loc>{escape(build(reverse('sitemap_of_edition', args=[record.edition])))}</loc>"
        f"<lastmod>{record.registered_at.date().isoformat()}</lastmod></sitemap>"
        for record in newest.values()
    )
    body = (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'
    )
    return _answer(request, f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', "application/xml")


@public
@require_safe
def sitemap_of_edition(request: HttpRequest, edition: str) -> HttpResponse:
    """The pages of an edition in both languages, each with its other language.

    404 for an edition that the site doesn't serve.
    """
    key = f"sitemap:{library().stamp}:{request.scheme}:{request.get_host()}:{edition}"
    response: HttpResponse | None = cache.get(key)
    if response is None:
        try:
            pages = {name: list(_pages(request, edition, name)) for name in _LANGUAGES}
        except UnknownEditionError as unknown:
            raise Http404(_("There is no edition with this id.")) from unknown
        rows = []
        for both in list(zip(*pages.values(), strict=True))[: MOST_ADDRESSES // 2]:
            others = "".join(
                f'<xhtml:link rel="alternate" hreflang="{name}" href="{escape(address)}"/>'
                for name, address in zip(pages, both, strict=True)
            )
            rows += [f"<url><loc>{escape(address)}</loc>{others}</url>" for address in both]
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{"".join(rows)}</urlset>\n'
        )
        response = _answer(request, body, "application/xml")
        cache.set(key, response)  # compressed: that of the country is fourteen megabytes
    return response


def _pages(request: HttpRequest, edition: str, language: Language) -> Iterator[str]:
    """Addresses of the pages of an edition, areas last, the largest kinds first."""
    host = f"{request.scheme}://{request.get_host()}"
    with override(language):
        visit = _visit(request, edition, language)
        catalogue = visit.catalogue
        for page in ("home", "themes", "areas", "groups", "files"):
            yield host + visit.url(page)
        for theme in catalogue.themes:
            yield host + visit.url("theme", theme)
        for indicator, measure in catalogue.measures.items():
            if measure.periods:
                yield host + visit.url("indicator", indicator)
        for group in catalogue.groups:
            yield host + visit.url("group", group)
        for code in catalogue.areas:
            if not catalogue.is_made_of_areas(code):
                yield host + visit.url("area", code)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read every page, and are told where the list is; pictures and downloads are no
    pages."""
    where = request.build_absolute_uri(reverse("sitemap"))
    body = (
        "User-agent: *\nDisallow: /api/\nDisallow: /*/editions/*/selection\n"
        f"Disallow: /*/editions/*/search\nSitemap: {where}\n"
    )
    return _answer(request, body, "text/plain; charset=utf-8")
