"""Pictures on a page: their address in three sizes, words for who can't see them, downloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.references import legend_of
from wijkwerk.ui.pictures.style import WIDTHS

_EDGE = 8  # pixels around a drawing
_AROUND = 160  # pixels that title and source take on an embedded page


def figure(
    visit: EditionContext,
    kind: str,
    title: str,
    alt: str,
    heights: tuple[int, int, int],
    query: Mapping[str, str | None],
    *,
    method: str = "",
    lazy: bool = True,
    half: bool = False,
    brief: bool = False,
) -> dict[str, Any]:
    """The picture ``kind`` of ``query`` as ``ui/components/figure.html`` takes it.

    ``heights`` are the pixels that the large, medium and small drawing will take, so that the page
    doesn't jump when they arrive; the browser keeps to the drawing's own shape. ``half``: it
    stands beside another one. ``brief``: source, downloads and citation are on the page it links to.
    """

    def address(suffix: str, size: str) -> str:
        return visit.url(f"chart_{suffix}", kind, size=size, **query)

    def drawn(size: str, height: int) -> dict[str, Any]:
        width = WIDTHS["small" if size == "small" else "medium" if size == "medium" else "large"]
        return {"url": address("svg", size), "width": width + _EDGE, "height": height}

    own = "-".join(part for part in (query.get("area"), query.get("indicator")) if part)
    name = "".join(sign if sign.isalnum() else "-" for sign in own)
    context = {
        "id": f"{kind}-{name}",
        "title": title,
        "alt": alt,
        "lazy": lazy,
        "heading": 3 if half else 2,
        **drawn("medium" if half else "large", heights[1] if half else heights[0]),
        "narrow": drawn("small", heights[2]),
    }
    if not half:
        context["middle"] = drawn("medium", heights[1])
    if brief:
        return context
    return context | {
        "source": f"{visit.catalogue.source['publisher']}, {visit.text(visit.catalogue.title)}",
        "note": _("Compared with: %(reference)s.")
        % {"reference": legend_of(visit, query.get("indicator"))},
        "method_url": method,
        "downloads": [
            {"label": "SVG", "url": address("svg", "large")},
            {"label": "PNG", "url": address("png", "large")},
        ],
        "cite": cited(visit, title),
        "embed": _embed_code(visit, kind, title, heights[0], query),
    }


def cited(visit: EditionContext, what: str) -> str:
    """How to cite something of this page: an edition never changes, so the address says it all."""
    catalogue = visit.catalogue
    return (
        f"{catalogue.source['publisher']}, {visit.text(catalogue.title)}, {_('edition')} "
        f"{catalogue.id}: {what}. {visit.request.build_absolute_uri()}"
    )


def _embed_code(
    visit: EditionContext, kind: str, title: str, height: int, query: Mapping[str, str | None]
) -> str:
    """HTML that shows the picture on another site."""
    address = visit.request.build_absolute_uri(visit.url("embed", kind, **query))
    code = format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>',
        address,
        title,
        height + _AROUND,
    )
    return code + ""  # plain text again: the page shows the code, it doesn't run it
