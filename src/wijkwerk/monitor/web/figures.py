"""Pictures on a page: their address in two sizes, words for who can't see them, downloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.monitor.web.references import legend
from wijkwerk.monitor.web.visit import Visit


def figure(
    visit: Visit, kind: str, title: str, alt: str, heights: tuple[int, int],
    query: Mapping[str, str | None], *, method: str = "", lazy: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """The picture ``kind`` of ``query`` as ``site/_parts/figure.html`` takes it.

    ``heights`` are the pixels that the large and the small drawing will take, so that the page
    doesn't jump when they arrive; the browser keeps to the drawing's own shape.
    """
    source = visit.catalogue.source

    def address(suffix: str, size: str) -> str:
        return visit.url(f"chart_{suffix}", kind, size=size, **query)

    return {
        "id": kind + "".join(one for one in (query.get("indicator") or "") if one.isalnum()),
        "title": title,
        "url": address("svg", "large"),
        "width": 720,
        "height": heights[0],
        "narrow": {"url": address("svg", "small"), "width": 340, "height": heights[1]},
        "alt": alt,
        "source": f"{source['publisher']}, {visit.catalogue.id}",
        "note": _("Compared with: %(reference)s.") % {"reference": legend(visit)},
        "method_url": method,
        "lazy": lazy,
        "downloads": [
            {"label": "SVG", "url": address("svg", "large")},
            {"label": "PNG", "url": address("png", "large")},
        ],
    }
