"""From a specification to SVG or PNG, with words in it for who can't see it."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from wijkwerk.shared.text import Language
from wijkwerk.ui.pictures import drawer
from wijkwerk.ui.pictures.style import FORMATS, WITHHELD

_HATCH = (
    '<defs><pattern id="withheld" width="5" height="5" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffffff"/>'
    '<rect width="2" height="5" fill="#b9c1c8"/></pattern></defs>'
)
_ATTACHED = re.compile(r"(<svg[^>]*)>")


def svg(spec: dict[str, Any], title: str, description: str, language: Language) -> str:
    """The picture as SVG. Raises TooSlowError when others keep the drawer busy."""
    order = drawer.Order("svg", json.dumps(spec), FORMATS[language])
    drawn = drawer.drawer().drawn(order).decode()
    head = f"<title>{html.escape(title)}</title><desc>{html.escape(description)}</desc>"
    plain = f'fill="{WITHHELD}"'
    if plain in drawn:  # hatched, as in the legend of the page and on the live map
        drawn, head = drawn.replace(plain, 'fill="url(#withheld)"'), head + _HATCH
    return _ATTACHED.sub(lambda tag: f'{tag[1]} role="img">{head}', drawn, count=1)


def png(spec: dict[str, Any], language: Language, scale: float = 2.0) -> bytes:
    """The picture as PNG, at twice the size on screen for print. Raises TooSlowError."""
    return drawer.drawer().drawn(drawer.Order("png", json.dumps(spec), FORMATS[language], scale))
