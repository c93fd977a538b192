"""Marks of surveys on the pages: a year once, on its scale, and whether it changed in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from participants import OFFICIAL, Wants
from visitors import NOW, Clock, login
from wijkwerk.participation.models import Process, SurveyMark
from wijkwerk.participation.services import surveys
from wijkwerk.workflow.api import TransitionNotAllowed

FACTS = {
    "subject": "influence",
    "top": 10,
    "respondents": 1500,
    "deviation": 1.8,
    "source": "Enquête",
}


def test_a_year_is_recorded_once_on_its_scale_and_again_when_it_was_withdrawn(
    process: Process, command: Wants
) -> None:
    first = surveys.record(command(OFFICIAL), process, year=1999, mean=3.7, **FACTS)
    for mean, why in ((3.8, "there_is_one"), (10.5, "mark_on_scale"), (0.9, "mark_on_scale")):
        with pytest.raises(TransitionNotAllowed) as refusal:
            surveys.record(command(OFFICIAL), process, year=1999, mean=mean, **FACTS)
        assert refusal.value.why == why
    surveys.withdraw(command(OFFICIAL, first, "Typefout."), first)
    surveys.record(command(OFFICIAL), process, year=1999, mean=3.8, **FACTS)
    assert SurveyMark.objects.filter(state="recorded").get().mean == 3.8


def test_everybody_reads_whether_it_changed(
    process: Process, command: Wants, client: Client, somebody: Any, clock: Clock
) -> None:
    work = f"/nl/work/participation/{process.pk}/surveys/record"
    browser = login(somebody(OFFICIAL), NOW)
    for year, mean in ((1999, "3,7"), (2003, "4,0")):
        sent = {**FACTS, "year": year, "mean": mean, "deviation": "1,8", "version": 0}
        assert browser.post(work, sent).status_code == 302
    page = client.get(f"/nl/participation/{process.pk}/surveys").content.decode()
    assert "van 3,7 in 1999 omhoog naar 4,0 in 2003" in page and "tussen 0,2 en 0,4" in page
    last = SurveyMark.objects.get(year=2003)
    surveys.withdraw(command(OFFICIAL, last, "Dubbel geteld."), last)
    assert client.get(f"/nl/participation/{process.pk}/surveys/{last.pk}").status_code == 404
    listed = client.get(f"/api/v1/participation/{process.pk}/surveys").json()["items"]
    assert [row["year"] for row in listed] == [1999]
