"""Examples for ``make run``: what the sources tell, in our own words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from importlib import resources
from typing import Any

from django.db import transaction

from wijkwerk.learning.models import (
    Advice,
    Barrier,
    Expert,
    Practice,
    Recommendation,
    Visit,
    VisitRound,
)
from wijkwerk.learning.services.visits import fill_seats

_MET_ON = date(2006, 7, 1)  # the report is of 2006; the day is ours


def _rows(file: str, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(
        (resources.files("wijkwerk.learning.data") / file).read_text("utf-8")
    )[name]
    return rows


def make_examples(tell: Callable[[str], None]) -> None:
    """Each once."""
    for row in _rows("advice.toml", "advice"):
        recommendations = row.pop("recommendation")
        if Advice.objects.filter(title=row["title"]).exists():
            continue
        with transaction.atomic():
            advice = Advice.objects.create(state="published", example=True, **row)
            Recommendation.objects.bulk_create(
                Recommendation(advice=advice, number=number, state="open", **facts)
                for number, facts in enumerate(recommendations, 1)
            )
        tell(f"Made the advice {advice}.")


def make_barriers(tell: Callable[[str], None]) -> None:
    """Those that seven projects met, of which one met none yet; all of them once."""
    if Barrier.objects.filter(example=True).exists():
        return
    rows = [
        Barrier(**{"state": "met", **row}, example=True, met_on=_MET_ON)
        for row in _rows("barriers.toml", "barrier")
    ]
    Barrier.objects.bulk_create(rows)
    number = len(rows)
    tell(f"Made {number} barriers of the sources.")


def make_practices(tell: Callable[[str], None]) -> None:
    """Those of the sources, all of them once. Nobody evaluated them with a comparison, and they say so."""
    if Practice.objects.filter(example=True).exists():
        return
    rows = [
        Practice(**row, state="published", example=True)
        for row in _rows("practices.toml", "practice")
    ]
    Practice.objects.bulk_create(rows)
    number = len(rows)
    tell(f"Made {number} practice cards of the sources.")


def make_visitation(tell: Callable[[str], None]) -> None:
    """The visitation of 2010 and 2011: 26 members of a pool, 24 days in 18 municipalities; once."""
    if VisitRound.objects.filter(example=True).exists():
        return
    source = tomllib.loads(
        (resources.files("wijkwerk.learning.data") / "visitation.toml").read_text("utf-8")
    )
    themes, guests = source["themes"], source["guests_wanted"]
    with transaction.atomic():
        round = VisitRound.objects.create(
            title=source["title"],
            mandate=source["mandate"],
            aims=source["aims"],
            themes="\n".join(themes),
            again_on=source["again_on"],
            state="open",
            example=True,
        )
        chairs = [
            Expert(round=round, function=function, themes="\n".join(themes), chairs=True)
            for function in source["chairs"]
        ]
        members = [
            Expert(
                round=round,
                function=f"Lid {number + 1}",
                themes="\n".join(themes[number % len(themes) :][:2]),
                guest=number < guests,
            )
            for number in range(source["members"])
        ]
        Expert.objects.bulk_create([*chairs, *members])
        days = [
            (code, city["name"], areas, number, len(city["areas"]))
            for code, city in source["cities"].items()
            for number, areas in enumerate(city["areas"], 1)
        ]
        visits = [
            Visit(
                round=round,
                state="planned",
                municipality=code,
                name=name if several == 1 else f"{name}, dag {number}",
                themes="\n".join((themes * 2)[place % len(themes) :][:3]),
                areas=areas,
                # On request of the city, in six of the days.
                wants_guest=place % (len(days) // guests) == 0,
            )
            for place, (code, name, areas, number, several) in enumerate(days)
        ]
        Visit.objects.bulk_create(visits)
        fill_seats(round, list(round.visits.all()))
    tell(f"Made the round {round}.")
