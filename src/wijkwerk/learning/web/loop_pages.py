"""Where does the loop stand still? Of the whole site, of an area, and everything of one link."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.areas.api import level_of
from wijkwerk.learning.core.loop import LinkStanding, Passage
from wijkwerk.learning.loop import SECONDS, kept_loop_of
from wijkwerk.learning.web.loop_words import link_label
from wijkwerk.monitor.display import editions_with, place_url
from wijkwerk.registry.config import place_name
from wijkwerk.registry.loop import Link
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import count
from wijkwerk.ui.lists import paged
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.sections import table_of

_FIRST = 3  # of what waits at a link on the page of all links


@public
@require_safe
def loop(request: HttpRequest, area: str = "") -> HttpResponse:
    """Every link: what came in, what went out, what waits for whom since when. Raises Http404 for what is no
    code of an area."""
    name = _name_of(area)
    today = deadlines.today(timezone.now())
    links = kept_loop_of(today, language(), area)
    context = {
        "nav_current": "loop",
        "area": name,
        "area_url": place_url(area) if area else "",
        "answer": _answer(links, today),
        "overview": _overview(links, area),
        "standing_still": [
            {
                "label": link_label(link.link),
                "id": link.link.value,
                "passages": [_waits(passage, today) for passage in link.waiting[:_FIRST]],
                "all_url": _link_url(link.link, area),
                "all_text": _("Everything at this link (%(n)s)")
                % {"n": count(link.came_in, language())},
            }
            for link in links
            if link.waiting
        ],
    }
    return _kept(render(request, "learning/loop.html", context))


@public
@require_safe
def link_page(request: HttpRequest, link: str, area: str = "") -> HttpResponse:
    """Everything of a link: what waits, the longest first, then what was taken up. Raises Http404 for a link
    that isn't there."""
    if link not in set(Link):
        raise Http404(_("There is no such link."))
    name = _name_of(area)
    today = deadlines.today(timezone.now())
    standing = next(row for row in kept_loop_of(today, language(), area) if row.link == link)
    rows, pager = paged(request, [*standing.waiting, *standing.through])
    columns: dict[Any, Any] = {
        _("What"): lambda row: {"text": row.item.text, "url": row.item.url},
        _("Since"): lambda row: day(row.item.since),
        _("Waits for"): lambda row: "" if row.taken else row.item.waits_for,
        _("Days"): lambda row: count(row.days(today), language()),
        _("Taken up"): lambda row: _taken(row),
    }
    table = table_of("passages", link_label(standing.link), rows, columns, [_("Days")])
    context = {
        "nav_current": "loop",
        "area": name,
        "title": link_label(standing.link),
        "answer": _standing_sentence(standing, today),
        "loop_url": _loop_url(area),
        "table": table,
        "pager": pager,
    }
    return _kept(render(request, "learning/link.html", context))


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def _name_of(area: str) -> str:
    if not area:
        return ""
    if level_of(area) is None and not editions_with(area):
        raise Http404(_("There is no such area."))
    return place_name(area, language())


def _loop_url(area: str) -> str:
    return reverse("learning:area-loop", args=[area]) if area else reverse("learning:loop")


def _link_url(link: Link, area: str) -> str:
    if area:
        return reverse("learning:area-link", args=[area, link.value])
    return reverse("learning:link", args=[link.value])


def _answer(links: list[LinkStanding], today: date) -> str:
    """Where it stands still, in two sentences."""
    still = [link for link in links if link.waiting]
    if not still:
        return _("Nothing waits: what came in anywhere was taken up.")
    waits = sum(link.waits for link in still)
    longest = min((link.waiting[0] for link in still), key=lambda passage: passage.item.since)
    sentence = ngettext(
        "%(n)s thing waits, at %(links)s of the %(all)s links.",
        "%(n)s things wait, at %(links)s of the %(all)s links.",
        waits,
    ) % {"n": count(waits, language()), "links": len(still), "all": len(links)}
    late = sum(link.late(today) for link in still)
    if late:
        sentence += " " + ngettext(
            "%(n)s of them is beyond its day.", "%(n)s of them are beyond their day.", late
        ) % {"n": count(late, language())}
    return f"{sentence} " + _("The longest waits since %(day)s, for %(who)s: %(what)s.") % {
        "day": day(longest.item.since),
        "who": longest.item.waits_for,
        "what": longest.item.text.rstrip("."),
    }


def _standing_sentence(link: LinkStanding, today: date) -> str:
    if not link.gives:
        return _("No part of this site hands anything over here yet.")
    values = {
        "came": count(link.came_in, language()),
        "went": count(link.went_out, language()),
        "waits": count(link.waits, language()),
    }
    sentence = _("%(came)s came in, %(went)s went out, %(waits)s wait.") % values
    if not link.takes:
        sentence += " " + _("Nobody takes up anything here yet.")
    elif link.came_in and not link.went_out:
        sentence += " " + _("Nothing has gone out yet.")
    return sentence


def _overview(links: list[LinkStanding], area: str) -> dict[str, Any]:
    columns: dict[Any, Any] = {
        _("Link"): lambda row: {
            "text": link_label(row.link),
            "url": _link_url(row.link, area) if row.came_in else "",
            "note": _note(row),
        },
        _("Came in"): lambda row: count(row.came_in, language()) if row.gives else "",
        _("Went out"): lambda row: count(row.went_out, language()) if row.takes else "",
        _("Waits"): lambda row: count(row.waits, language()) if row.gives else "",
        _("Since"): lambda row: day(row.since),
        _("For whom"): _for_whom,
    }
    figures = [_("Came in"), _("Went out"), _("Waits")]
    return table_of("links", _("The links of the loop"), links, columns, figures)


def _note(link: LinkStanding) -> str:
    if not link.gives:
        return _("No part of this site hands anything over here yet.")
    if not link.takes:
        return _("Nobody takes up anything here yet.")
    return _("Nothing has gone out yet.") if link.came_in and not link.went_out else ""


def _for_whom(link: LinkStanding) -> str:
    """For whom most of it waits, and how many others."""
    waiting: Counter[str] = Counter()
    for passage in link.waiting:
        waiting[passage.item.waits_for] += passage.item.number
    if not waiting:
        return ""
    most = waiting.most_common(1)[0][0]
    others = len(waiting) - 1
    return (
        ngettext("%(who)s and %(n)s other", "%(who)s and %(n)s others", others)
        % {"who": most, "n": others}
        if others
        else most
    )


def _waits(passage: Passage, today: date) -> dict[str, Any]:
    item = passage.item
    days = passage.days(today)
    since = ngettext(
        "waits for %(who)s since %(day)s, %(n)s day",
        "waits for %(who)s since %(day)s, %(n)s days",
        days,
    ) % {"who": item.waits_for, "day": day(item.since), "n": count(days, language())}
    due = (
        _("beyond its day, %(day)s") % {"day": day(item.due)}
        if passage.late(today)
        else _("due on %(day)s") % {"day": day(item.due)}
        if item.due
        else ""
    )
    number = f"{count(item.number, language())} × " if item.number > 1 else ""
    return {
        "text": f"{number}{item.text}",
        "url": item.url,
        "since": since,
        "due": due,
        "late": passage.late(today),
    }


def _taken(passage: Passage) -> dict[str, str] | str:
    taken = passage.taken
    if taken is None:
        return _("not yet")
    return {"text": taken.text or day(taken.on), "url": taken.url, "note": day(taken.on)}
