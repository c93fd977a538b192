"""The main menu and the foot of every page: what the capabilities add to them, by order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import MenuEntry, Question

register = template.Library()
_PLACES: dict[Question | None, int] = {question: place for place, question in enumerate(Question)}


def question_label(question: Question) -> str:
    """The question as it stands in the menu, in the reader's language."""
    return {
        Question.STANDING: _("How is it going"),
        Question.LISTS: _("Lists"),
        Question.PROGRAMME: _("Programme"),
        Question.PARTICIPATION: _("Take part"),
        Question.MONEY: _("Money"),
        Question.EVIDENCE: _("Does it work?"),
        Question.LEARNING: _("Learning"),
    }[question]


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[dict[str, Any]]:
    """The questions that have a page now: ``label``, ``url`` (of its first page), ``pages`` (label, url
    and ``current``; none when the question has one page alone) and ``current``, which is what
    aria-current says of it: 'page', 'true' (a page of it is open) or ''."""
    current_key = context.get("nav_current") or ""
    registered = [entry for capability in capabilities() for entry in capability.menu()]
    registered.sort(key=lambda entry: (_PLACES.get(entry.question, len(_PLACES)), entry.order))
    questions = []
    for place, members in groupby(registered, key=lambda entry: entry.question or entry.key):
        pages = [entry for entry in _links(context, members) if entry["url"]]
        if not pages:
            continue
        for page in pages:
            page["current"] = "page" if page["key"] == current_key else ""
        alone = len(pages) == 1
        current = any(page["current"] for page in pages)
        questions.append(
            {
                "label": question_label(place)
                if isinstance(place, Question)
                else pages[0]["label"],
                "url": pages[0]["url"],
                "pages": [] if alone else pages,
                "current": ("page" if alone else "true") if current else "",
            }
        )
    return questions


@register.simple_tag(takes_context=True)
def footer_entries(context: Context) -> list[dict[str, Any]]:
    """Key, label and address of each link in the foot; '' for one that leads nowhere now."""
    return _links(
        context, (entry for capability in capabilities() for entry in capability.footer())
    )


def _links(context: Context, entries: Iterable[MenuEntry]) -> list[dict[str, Any]]:
    addresses = context.get("nav_urls") or {}
    in_use = context.get("in_use")
    keep = f"?{in_use.keep}" if in_use and in_use.keep else ""
    return [
        {
            "key": entry.key,
            "label": entry.label,
            "url": _address(entry.view, keep) if entry.view else addresses.get(entry.key, ""),
        }
        for entry in sorted(entries, key=lambda entry: entry.order)
    ]


def _address(view: str, keep: str) -> str:
    try:
        return reverse(view) + keep
    except NoReverseMatch:
        return ""
