"""The main menu and the foot of every page: what the capabilities add to them, by order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse

from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import MenuEntry

register = template.Library()


@register.simple_tag(takes_context=True)
def menu_entries(context: Context) -> list[dict[str, Any]]:
    """Key, label and address of each entry of the main menu; '' for one that leads nowhere now."""
    return _entries(
        context, (entry for capability in capabilities() for entry in capability.menu())
    )


@register.simple_tag(takes_context=True)
def footer_entries(context: Context) -> list[dict[str, Any]]:
    """The same of the foot."""
    return _entries(
        context, (entry for capability in capabilities() for entry in capability.footer())
    )


def _entries(context: Context, entries: Iterable[MenuEntry]) -> list[dict[str, Any]]:
    addresses = context.get("nav_urls") or {}
    return [
        {
            "key": entry.key,
            "label": entry.label,
            "url": _address(entry.view) if entry.view else addresses.get(entry.key, ""),
        }
        for entry in sorted(entries, key=lambda entry: entry.order)
    ]


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
