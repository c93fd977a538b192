"""``{% load styleguide %}``: the made-up rows of the style guide."""

from __future__ import annotations

from typing import Any

from django import template

from wijkwerk.site import styleguide

register = template.Library()


@register.simple_tag
def style_guide_example() -> dict[str, Any]:
    """The example rows, in the reader's language."""
    return styleguide.example()
