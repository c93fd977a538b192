"""Where boundaries aren't known: a tile per area in the page itself, links without a script, as large as the
map would be."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from wijkwerk.monitor.web.areas.place_map import WIDTH
from wijkwerk.shared.text import shortened

FEWEST, MOST = 4, 200  # tiles: fewer tell nothing, more can't be told apart
_TALL = 0.62  # height of a tile by its width
_GAP = 3
_LETTER = 0.56  # width of a letter, in sizes of the type
_TYPE, _SMALLEST = 13, 9  # pixels
_FEWEST_LETTERS = 4


def tile_grid(
    codes: Sequence[str],
    names: Mapping[str, str],
    kinds: Mapping[str, str],
    url: Callable[[str], str],
) -> SafeString:
    """The drawing of the areas in this order, ``kinds`` as of ``place_map``; '' with fewer than FEWEST or more
    than MOST."""
    if not FEWEST <= len(codes) <= MOST:
        return SafeString("")
    per_row = max(3, math.ceil(math.sqrt(len(codes) * _TALL)))
    side = WIDTH / per_row
    tall = side * _TALL
    size = max(_SMALLEST, min(_TYPE, side / 7))
    letters = int((side - 2 * _GAP) / (size * _LETTER))
    drawn = []
    for place, code in enumerate(codes):
        x, y = place % per_row * side, place // per_row * tall
        kind = f' class="{kinds[code]}"' if kinds.get(code) else ""
        label = shortened(names.get(code, code), letters, _FEWEST_LETTERS)
        text = (
            f'<text class="is-tile" x="{x + side / 2:.0f}" y="{y + tall / 2:.0f}"'
            f' font-size="{size:.0f}">{escape(label)}</text>'
            if label
            else ""
        )
        drawn.append(
            f'<a href="{escape(url(code))}" tabindex="-1"><rect{kind} x="{x + _GAP / 2:.0f}"'
            f' y="{y + _GAP / 2:.0f}" width="{side - _GAP:.0f}" height="{tall - _GAP:.0f}">'
            f"<title>{escape(names.get(code, code))}</title></rect>{text}</a>"
        )
    height = math.ceil(len(codes) / per_row) * tall
    return mark_safe(  # noqa: S308  (numbers, and names that were escaped)
        f'<svg class="ww-place" viewBox="0 0 {WIDTH} {height:.0f}" aria-hidden="true">{"".join(drawn)}</svg>'
    )
