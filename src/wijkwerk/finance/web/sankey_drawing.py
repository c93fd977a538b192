"""The picture of flows in the page itself. The table beside it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from wijkwerk.finance.core.sankey import Band, Bar, layout
from wijkwerk.ui.money import euros

MOST = 60  # bands in a picture: more can't be told apart
_WIDTH, _TALL, _BAR, _SIDE, _LETTERS = 560, 360, 12.0, 4, 26
_LABEL = 180  # beside the last bars, for their names


def sankey(links: Sequence[Sequence[Any]], title: str) -> SafeString:
    """The largest MOST of ``links`` (source, target, cents) as bars and bands; '' without any."""
    chosen = {(source, target): cents for source, target, cents in links[:MOST]}
    placed = layout(chosen, _WIDTH, _TALL, _BAR)
    if not placed.bars:
        return SafeString("")
    parts = [_band(band) for band in sorted(placed.bands, key=lambda band: -band.cents)]
    parts += [_bar(bar) for bar in placed.bars]
    width = _WIDTH + _LABEL + 2 * _SIDE
    return mark_safe(  # noqa: S308  (numbers, and texts that were escaped)
        f'<svg class="ww-sankey" viewBox="{-_SIDE} -14 {width} {placed.height + 28:.0f}" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _band(band: Band) -> str:
    middle = (band.x1 + band.x2) / 2
    return (
        f'<path class="ww-band" stroke-width="{band.width:.1f}" d="M{band.x1:.1f} {band.y1:.1f}C{middle:.1f}'
        f' {band.y1:.1f} {middle:.1f} {band.y2:.1f} {band.x2:.1f} {band.y2:.1f}"><title>{escape(band.source)} →'
        f" {escape(band.target)}: {escape(euros(band.cents))}</title></path>"
    )


def _bar(bar: Bar) -> str:
    name = bar.name if len(bar.name) <= _LETTERS else f"{bar.name[: _LETTERS - 1]}…"
    return (
        f'<rect class="ww-pot" x="{bar.x:.1f}" y="{bar.y:.1f}" width="{_BAR:.0f}" height="{bar.height:.1f}"/>'
        f'<text x="{bar.x + _BAR + 5:.1f}" y="{bar.y + bar.height / 2 + 4:.1f}">{escape(name)}</text>'
    )
