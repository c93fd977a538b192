"""Pictures of the portfolio: what projects lack, and where their loops stand. Each has its table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse

from wijkwerk.programme.web.frame import cached_briefly
from wijkwerk.ui.pictures.draw import svg
from wijkwerk.ui.pictures.style import SERIES, WIDTHS, Size, frame
from wijkwerk.ui.reader import language

Bars = Sequence[tuple[str, int]]


def bars(rows: Bars, size: Size, title: str, most: int) -> dict[str, Any]:
    """Lying bars with their numbers behind them, in the order of ``rows``; the axis runs to
    ``most``, so that a full bar is everything."""
    values = [{"what": what, "number": number} for what, number in rows]
    y = {
        "field": "what",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False},
    }
    x = {
        "field": "number",
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, max(most, 1)]},
        "axis": {"tickMinStep": 1, "tickCount": 4 if size == "small" else 6},
    }
    return frame(
        size,
        data={"values": values},
        width=WIDTHS[size],
        height={"step": 34},
        encoding={"y": y, "x": x},
        layer=[
            {"mark": {"type": "bar", "color": SERIES[0], "height": 18}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": "#222222"},
                "encoding": {"text": {"field": "number", "format": ",d"}},
            },
        ],
    )


def height_of(rows: Bars) -> int:
    """About how tall the picture is, for the page to keep the room."""
    return 34 * len(rows) + 46


def picture_answer(spec: dict[str, Any], title: str, description: str) -> HttpResponse:
    """A picture as SVG in the reader's language. Drawing takes longer than all the rest of a request: the
    same picture is drawn once an hour."""
    picture_json = json.dumps([spec, title, description, language()], sort_keys=True)
    key = f"picture-{hashlib.sha256(picture_json.encode()).hexdigest()}"
    text = cache.get(key)
    if not isinstance(text, str):
        text = svg(spec, title, description, language())
        cache.set(key, text, 3600)
    return cached_briefly(HttpResponse(text, content_type="image/svg+xml"))
