"""Public pages of a programme in Dutch show names and words; codes are small print."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from shown import codes_in, walk
from visitors import NOW
from wijkwerk.monitor.display import library
from wijkwerk.programme.letters.compose import compose
from wijkwerk.programme.letters.gather import gather
from wijkwerk.programme.models import Project, Proposal, Target, TargetPath

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("readable", [True, False], ids=["edition", "no edition"])
def test_no_public_page_of_a_programme_shows_a_code(
    client: Client, a_programme: Any, served: str, readable: bool
) -> None:
    serving = library().open(served)
    country = next(code for code in serving.catalogue.areas if code.startswith("NL"))
    city = next(code for code in serving.catalogue.areas if code.startswith("GM"))
    indicator = next(iter(serving.catalogue.measures))
    programme = a_programme.programme
    programme.edition = served if readable else ""
    programme.save()
    target = Target.objects.create(
        programme=programme,
        goal=a_programme.goals[0],
        title="Zoals het land",
        source="indicator",
        scale="share",
        unit="%",
        indicator=indicator,
        area=city,
        state="active",
    )
    TargetPath.objects.create(
        programme=programme,
        target=target,
        number=1,
        baseline=20.0,
        reference=country,
        baseline_on=date(2012, 12, 31),
        due_on=date(2030, 12, 31),
        since=date(2013, 1, 1),
    )
    Proposal.objects.create(
        programme=programme,
        target=target,
        kind="change",
        reference=country,
        state="decided",
        due_on=date(2031, 12, 31),
        made_on=date(2014, 1, 1),
        decided_on=date(2014, 2, 1),
        outcome="carried",
        reasons="Later.",
    )
    for code in ("een", "twee"):
        Project.objects.create(
            programme=programme,
            code=code,
            name=f"Taalhuis {code}",
            state="running",
            goal=a_programme.goals[0],
            areas=[city],
        )
    found = dict(walk(client, "/nl/programmes/zuid", 4))
    wrong = [
        (address, text)
        for address, texts in found.items()
        for text in codes_in(texts)
        # Without the edition nobody knows the city's name: the kind of place goes before its code.
        if readable or f"gemeente {city}" not in text
    ]
    assert wrong == []
    named = serving.catalogue.name(country) if readable else "het land"
    listed = " ".join(found["/nl/programmes/zuid/targets"])
    assert f"naar het niveau van {named}, uiterlijk op 31 december 2030" in listed
    assert len(found) > 10
    letter = compose(gather(programme, date(2013, 1, 1), date(2013, 12, 31), NOW), "council", "nl")
    assert f"naar het niveau van {named}, uiterlijk op" in str(letter) and country not in str(
        letter
    )
