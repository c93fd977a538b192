"""How sure is this? Five pictures, each with what it shows and the same as a table."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.build import build
from wijkwerk.monitor.core import lessons as experiments
from wijkwerk.monitor.library import library
from wijkwerk.monitor.pictures import comparisons
from wijkwerk.monitor.pictures import lessons as pictures
from wijkwerk.served.api import FOR_EVER
from wijkwerk.shared.numbers import number
from wijkwerk.shared.text import Language
from wijkwerk.ui.pictures.draw import svg
from wijkwerk.ui.pictures.style import SIZES, Size
from wijkwerk.ui.reader import language as language_now

LESSONS = ("sizes", "jumps", "margins", "ranks", "back")


def _language() -> Language:
    return language_now()


@public
@require_safe
def how_sure(request: HttpRequest) -> HttpResponse:
    """The page with the five lessons; kept, since it only changes with the product and the menu."""
    key = f"how-sure {build()} {library().stamp} {request.get_full_path()}"
    response: HttpResponse | None = cache.get(key)
    if response is None:
        response = _how_sure(request)
        cache.set(key, response)
    return response


def _how_sure(request: HttpRequest) -> HttpResponse:
    texts = _texts()
    shown = [
        {
            "figure": {
                "id": name,
                "answer": text,
                "title": title,
                "url": _address(name, "large"),
                "width": 1088,
                "height": 330,
                "middle": {"url": _address(name, "medium"), "width": 548, "height": 330},
                "narrow": {"url": _address(name, "small"), "width": 338, "height": 330},
                "alt": alt,
                "heading": 2,
                "lazy": name != LESSONS[0],
                "table": _table(name, title),
            }
        }
        for name, (title, text, alt) in zip(LESSONS, texts, strict=True)
    ]
    context = {"lessons": shown, "nav_current": "how_sure"}
    return render(request, "monitor/how_sure.html", context)


@public
@require_safe
def picture(request: HttpRequest, name: str, size: str) -> HttpResponse:
    """One of the five as SVG. 404 for another name or size."""
    picture_size = next((known_size for known_size in SIZES if known_size == size), None)
    if name not in LESSONS or picture_size is None:
        raise Http404
    language = _language()
    key = f"lesson-{build()}-{language}-{name}-{size}"
    drawn = cache.get(key)
    if drawn is None:
        title, _text, alt = _texts()[LESSONS.index(name)]
        drawn = svg(_spec(name, picture_size), title, alt, language)
        cache.set(key, drawn)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = FOR_EVER
    return response


def _address(name: str, size: str) -> str:
    return reverse("monitor:lesson", args=[name, size]) + f"?v={build()}"


def _spec(name: str, size: Size) -> dict[str, Any]:
    axis, people = _("share in percent"), _("inhabitants")
    if name == "sizes":
        return pictures.sizes(experiments.sizes(), people, axis, size)
    if name == "jumps":
        return pictures.jumps(experiments.jumps(), people, axis, size)
    if name == "margins":
        holds, misses = _("holds the truth"), _("misses the truth")
        return pictures.margins(experiments.margins(), holds, misses, axis, size)
    if name == "ranks":
        bars = [
            comparisons.Bar(f"{_('area')} {row['area']}", row["rank"], row["lower"], row["upper"])
            for row in experiments.ranks().iter_rows(named=True)
        ]
        return comparisons.ranks(bars, _("rank (1 is best)"), size)
    rows = experiments.back_to_the_middle()
    return pictures.back(rows, _("the year they were chosen"), _("a year later"), axis, size)


def _texts() -> list[tuple[str, str, str]]:
    """Per lesson: title, what it shows, words for who can't see it."""
    ranks = experiments.ranks()
    widest = (
        ranks.with_columns(width=pl.col("upper") - pl.col("lower"))
        .sort("width")
        .row(-1, named=True)
    )
    back = experiments.back_to_the_middle()
    means = {
        year: number(float(part["share"].mean()), 1, _language())  # type: ignore[arg-type]
        for (year,), part in back.group_by(["year"], maintain_order=True)
    }
    times_held = int(experiments.margins()["holds"].sum())
    return [
        (
            _("Small areas lie far apart by chance"),
            _(
                "In all these areas the truth is the same: 10%. Each line is an area. In areas with "
                "50 inhabitants chance alone gives anything from almost nothing to twice as much."
            ),
            _(
                "Three rows of areas. Those with 50 inhabitants lie far from 10 percent, those with "
                "5,000 close to it."
            ),
        ),
        (
            _("Small areas jump from year to year"),
            _(
                "In these two areas nothing ever changes. The small one seems to have good and bad "
                "years all the same. So look at several years, and at the margin."
            ),
            _(
                "Two lines over ten years: the one of the small area goes up and down, the one of the "
                "large area is flat."
            ),
        ),
        (
            _("A margin is right 19 times out of 20"),
            _(
                "Twenty times 200 people were asked the same. The dashed line is the truth. %(held)s "
                "of the 20 margins hold it. Which ones do, nobody can see from one survey."
            )
            % {"held": times_held},
            _("Twenty margins under each other; nearly all of them cross the line of the truth."),
        ),
        (
            _("A rank is never exact"),
            _(
                "Twelve areas of 150 inhabitants in order. The dot is the rank we saw; the bar is where "
                "it may well lie. Area %(area)s has rank %(rank)s, but anything from %(low)s to %(high)s "
                "would fit as well."
            )
            % {
                "area": widest["area"],
                "rank": widest["rank"],
                "low": int(widest["lower"]),
                "high": int(widest["upper"]),
            },
            _("Twelve ranks with bars that overlap each other over half of the list."),
        ),
        (
            _("A very high or low figure becomes more ordinary by itself"),
            _(
                "The ten worst of 200 areas were chosen. A year later their mean went from %(before)s%% "
                "to %(after)s%%, and nothing was done. They were chosen partly because of bad luck. So "
                "compare with areas that were as bad and were not chosen."
            )
            % {"before": means["1"], "after": means["2"]},
            _("Ten lines from one year to the next; most of them go down."),
        ),
    ]


def _table(name: str, title: str) -> dict[str, Any]:
    language = _language()

    def shown(value: object) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, float):
            return number(value, 1, language)
        return str(value)

    frames = {
        "sizes": (experiments.sizes(), [_("Inhabitants"), _("Share, %")]),
        "jumps": (experiments.jumps(), [_("Year"), _("Inhabitants"), _("Share, %")]),
        "margins": (
            experiments.margins(),
            [_("Survey"), _("Share, %"), _("From"), _("To"), _("Holds the truth")],
        ),
        "ranks": (experiments.ranks(), [_("Area"), _("Rank"), _("From"), _("To")]),
        "back": (experiments.back_to_the_middle(), [_("Area"), _("Year"), _("Share, %")]),
    }
    frame, labels = frames[name]
    return {
        "id": f"table-{name}",
        "caption": title,
        "columns": [{"label": label} for label in labels],
        "rows": [[shown(cell) for cell in row] for row in frame.iter_rows()],
        "tall": True,
    }
