"""Examples for ``make run``: what the sources tell, in our own words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from importlib import resources
from typing import Any

from django.db import transaction

from wijkwerk.learning.models import Advice, Barrier, Practice, Recommendation

_MET_ON = date(2007, 7, 1)  # when the study of the projects was made


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
