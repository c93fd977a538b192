"""Vega-Lite specifications drawn to SVG on this machine, once each, small and for every language.

Numbers on axes are drawn with two signs of the private use area in place of comma and point, and
get those of the language afterwards: a picture without words is drawn once for all languages.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

from wijkwerk.shared.text import Language

FONTS = "Fira Sans, system-ui, sans-serif"
_DECIMAL, _THOUSANDS = "\ue000", "\ue001"
_LOCALE = {"decimal": _DECIMAL, "thousands": _THOUSANDS, "grouping": [3], "currency": ["", ""]}
_SIGNS: dict[Language, tuple[str, str]] = {"nl": (",", "."), "en": (".", ",")}
_CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "background": None,
    "aria": False,  # the picture gets one name as a whole; its figures are in the table beside it
    "axis": {
        "labelFontSize": 12, "titleFontSize": 12, "gridColor": "#e4e4e4", "labelColor": "#1b1b1b",
        "titleColor": "#1b1b1b", "titleFontWeight": "normal", "domainColor": "#6b6b6b",
        "tickColor": "#6b6b6b",
    },
    "header": {"labelFontSize": 12, "title": None, "labelFontWeight": "bold"},
    "view": {"stroke": None},
}  # fmt: skip
# What Vega writes and no reader needs: names of parts, defaults, empty parts.
_NEEDLESS = re.compile(
    r" (?:class|role|aria-[a-z]+|pointer-events|font-family|stroke-miterlimit|xmlns:xlink|version)"
    r'="[^"]*"| (?:opacity|stroke-width|fill-opacity)="1"'
)
_NOTHING = re.compile(
    r'<path(?: [a-z-]+="[^"]*")* d="(?:M0,0h0v0h0Z)?"(?: [a-z-]+="[^"]*")*/>|<g(?: [^>]*)?></g>'
)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")


class Studio:
    """Draws, and remembers what was drawn: the same specification is drawn once."""

    def __init__(self) -> None:
        self._drawn: dict[str, str] = {}

    def draw(self, spec: dict[str, Any], title: str, description: str, language: Language) -> str:
        """An SVG with a title and a description for who can't see it.

        It has no size of its own but a viewBox, so that a page decides how wide it is.
        """
        text = json.dumps({**spec, "config": _CONFIG}, ensure_ascii=False)
        svg = self._drawn.get(text)
        if svg is None:
            import vl_convert as vlc  # with the extra 'papers', which a build asks for first

            svg = _lean(str(vlc.vegalite_to_svg(text, format_locale=_LOCALE)))
            self._drawn[text] = svg
        decimal, thousands = _SIGNS[language]
        svg = svg.replace(_DECIMAL, decimal).replace(_THOUSANDS, thousands)
        head = f"<title>{html.escape(title)}</title><desc>{html.escape(description)}</desc>"
        return svg.replace(">", f' role="img" font-family="{FONTS}">{head}', 1)


def _lean(svg: str) -> str:
    """``svg`` without what needn't be there; looks the same at a third of the size."""

    def tag(match: re.Match[str]) -> str:
        text = _NEEDLESS.sub("", match[0])
        return _LONG_NUMBER.sub(lambda digits: f"{float(digits[0]):.1f}".removesuffix(".0"), text)

    svg = re.sub(r"<[^>]*>", tag, svg)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', r"\1", svg, count=1)
    before = ""
    while svg != before:
        before = svg
        svg = _NOTHING.sub("", svg)
    return svg
