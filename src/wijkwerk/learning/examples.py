"""Examples for ``make run``: what the sources tell, in our own words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import resources

from django.db import transaction

from wijkwerk.learning.models import Advice, Recommendation


def make_examples(tell: Callable[[str], None]) -> None:
    """Each once."""
    text = (resources.files("wijkwerk.learning.data") / "advice.toml").read_text("utf-8")
    for row in tomllib.loads(text)["advice"]:
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
