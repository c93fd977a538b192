"""From a specification to SVG or PNG."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import vl_convert as vlc

from wijkwerk.monitor.pictures.style import FORMATS
from wijkwerk.shared.text import Language

_ATTACHED = re.compile(r"(<svg[^>]*)>")


def svg(spec: dict[str, Any], title: str, description: str, language: Language) -> str:
    """The picture as SVG, with words in it for who can't see it."""
    drawn = vlc.vegalite_to_svg(json.dumps(spec), format_locale=FORMATS[language])
    head = f"<title>{html.escape(title)}</title><desc>{html.escape(description)}</desc>"
    return _ATTACHED.sub(lambda found: f'{found[1]} role="img">{head}', drawn, count=1)


def png(spec: dict[str, Any], language: Language, scale: float = 2.0) -> bytes:
    """The picture as PNG, at twice the size on screen for print."""
    return bytes(
        vlc.vegalite_to_png(json.dumps(spec), scale=scale, format_locale=FORMATS[language])
    )
