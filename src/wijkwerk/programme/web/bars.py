"""Bars and badges of how targets stand. Colour is never the only sign: words stand beside it."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from wijkwerk.programme.core.shares import Shares, Standing
from wijkwerk.programme.web.target_labels import standing_label

# The site's colours for better, in between, worse and unknown.
_COLOURS = {
    Standing.ON_COURSE: "smaller", Standing.AT_RISK: "equal", Standing.OFF_COURSE: "larger",
    Standing.CANT_TELL_YET: "too_few", Standing.WITHHELD: "too_few",
    Standing.NOT_MEASURED: "too_few",
    Standing.REACHED: "smaller", Standing.NOT_REACHED: "larger", Standing.NOT_KNOWN: "too_few",
}  # fmt: skip
# In a square of 16: a tick, an exclamation mark, a cross, a dotted ring.
_SHAPES = {
    "smaller": '<path d="M6.4 13.4 1 8l2-2 3.4 3.4L13 2.8l2 2z"/>',
    "equal": '<path d="M6.5 1h3v9h-3zM6.5 12h3v3h-3z"/>',
    "larger": '<path d="M3.4 1.3 8 5.9l4.6-4.6 2.1 2.1L10.1 8l4.6 4.6-2.1 2.1L8 10.1l-4.6 4.6'
              '-2.1-2.1L5.9 8 1.3 3.4z"/>',
    "too_few": '<circle cx="8" cy="8" r="6"/>',
}  # fmt: skip


def standing_badge(standing: Standing) -> SafeString:
    """How a target stands, with a sign."""
    colour = _COLOURS[standing]
    return format_html(
        '<span class="ww-badge ww-badge--{}"><svg viewBox="0 0 16 16" aria-hidden="true"'
        ' focusable="false">{}</svg>{}</span>',
        colour,
        mark_safe(_SHAPES[colour]),  # noqa: S308  (our drawing)
        standing_label(standing),
    )


def shares_bar(shares: Shares) -> SafeString:
    """A bar of the standings, and for everyone the same in words; nothing without targets."""
    numbers = [
        (Standing.ON_COURSE, shares.on_course),
        (Standing.AT_RISK, shares.at_risk),
        (Standing.OFF_COURSE, shares.off_course),
        (Standing.CANT_TELL_YET, shares.cant_tell_yet),
        (Standing.NOT_MEASURED, shares.not_measured),
        (Standing.WITHHELD, shares.withheld),
        (Standing.REACHED, shares.reached),
        (Standing.NOT_REACHED, shares.not_reached),
        (Standing.NOT_KNOWN, shares.not_known),
    ]
    present = [(standing, number) for standing, number in numbers if number]
    parts, start = [], 0.0
    for standing, number in present:
        width = 100 * number / shares.targets
        parts.append((_COLOURS[standing], f"{start:.3f}", f"{max(width - 0.4, 0.2):.3f}"))
        start += width
    if not parts:
        return SafeString("")
    return format_html(
        '<svg class="ww-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false">{}</svg><ul class="ww-counts">{}</ul>',
        format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="4"/>', parts),
        format_html_join(
            "",
            "<li><strong>{}</strong> {}</li>",
            ((number, standing_badge(standing)) for standing, number in present),
        ),
    )
