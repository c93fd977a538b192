"""What the page of an area says of programmes: what covers it, what is late, and nothing internal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from visitors import Clock
from wijkwerk.monitor.display import library
from wijkwerk.programme.models import Commitment, Programme, Project
from wijkwerk.programme.web import area_cards as cards

pytestmark = pytest.mark.django_db
SECRET = "Zeer-intern-merkteken"
AREA, DISTRICT, CITY = "BU00010000", "WK000100", "GM0001"


@pytest.fixture
def here(a_programme: Any, served: str, clock: Clock) -> Any:
    """The small programme, for a district of the edition that is served."""
    row = a_programme.programme
    row.areas, row.simulated = [DISTRICT], True
    row.save()
    return a_programme


def page(code: str) -> str:
    response = Client().get(f"/nl/gebieden/{code}")
    assert response.status_code == 200
    return response.content.decode()


def test_an_area_has_what_the_programme_above_it_promised(here: Any) -> None:
    found = page(AREA)
    assert "Wat er is beloofd" in found or "Wat is beloofd" in found
    assert "‘Programma Zuid’ geldt voor dit gebied: 2 doelen" in found
    for target in here.targets:
        assert f'href="/nl/programmes/zuid/targets/{target.pk}"' in found
    assert SECRET not in found
    # The other district isn't covered, the city is more than what is covered.
    catalogue = library().open(served_edition()).catalogue
    other = next(one.code for one in catalogue.at_level("district") if one.code != DISTRICT)
    for code in (other, CITY):
        assert "Programma Zuid" not in page(code)
        assert "Er loopt hier geen programma." in page(code)


def served_edition() -> str:
    (record,) = library().served()
    return str(record.edition)


@pytest.mark.parametrize(
    ("areas", "municipality", "covered"),
    [
        ([AREA], "", True), ([CITY], "", True), ([], CITY, True), (["FOCUS"], "", None),
        (["WK999999"], CITY, False), ([], "", False),
    ],
)  # fmt: skip
def test_what_a_programme_covers(
    here: Any, areas: list[str], municipality: str, covered: bool | None
) -> None:
    row = here.programme
    row.areas, row.municipality = areas, municipality
    places = cards.places_of(AREA, served_edition())
    if covered is None:  # by whether the area is in the group
        covered = "FOCUS" in places
    assert cards.covers(row, places) is covered


def test_drafts_and_made_up_programmes_stay_off_real_pages(here: Any) -> None:
    Programme.objects.update(state="draft")
    assert "Programma Zuid" not in page(AREA)
    Programme.objects.update(state="running", simulated=False)
    assert "Programma Zuid" not in page(AREA)


def test_what_is_late_and_the_projects_here_are_named(here: Any, clock: Clock) -> None:
    Commitment.objects.create(
        programme=here.programme, goal=here.goals[0], organisation=here.organisations[1],
        title="Elke school een buddy", due_on=date(2025, 6, 30), promised_for=date(2025, 6, 30),
        state="promised", note=SECRET,
    )  # fmt: skip
    kept = {"programme": here.programme, "goal": here.goals[0], "note": SECRET}
    for code, name, areas, state in (
        ("P1", "Leertijd op zaterdag", [AREA], "running"),
        ("P2", "Overal", [], "running"),
        ("P3", "Elders", ["WK000199"], "running"),
        ("P4", "Voorstel", [AREA], "proposed"),
    ):
        Project.objects.create(code=code, name=name, areas=areas, state=state, **kept)
    found = page(AREA)
    assert "1 afspraak (waarvan 1 te laat) en 2 projecten in dit gebied." in found
    assert "Elke school een buddy" in found and "afspraak; uiterlijk op 30 juni 2025" in found
    assert found.index("Leertijd op zaterdag") < found.index("Overal")
    assert "Elders" not in found and "Voorstel" not in found and SECRET not in found


def test_a_page_that_was_kept_is_told_again_after_a_step_and_on_another_day(
    here: Any, clock: Clock
) -> None:
    edition = served_edition()
    before = cards.stamp(edition)
    assert cards.stamp(edition) == before
    clock.now = clock.now.replace(day=clock.now.day + 1)
    assert cards.stamp(edition) != before
    day = cards.stamp(edition)
    here.programme.version += 1
    here.programme.save()
    assert cards.stamp(edition) != day


@pytest.mark.parametrize(
    ("numbers", "nl", "en"),
    [
        ((0, 0, 0, 0, 0), "‘Zuid’ geldt voor dit gebied. Er zijn nog geen doelen, afspraken of projecten.",
         "‘Zuid’ is for this area. It has no targets, commitments or projects yet."),
        ((1, 1, 1, 0, 1), "‘Zuid’ geldt voor dit gebied: 1 doel (op koers of gehaald), 1 afspraak en 1 project "
         "in dit gebied.",
         "‘Zuid’ is for this area: 1 target (on course or reached), 1 commitment and 1 project here."),
        ((1, 0, 0, 0, 0), "‘Zuid’ geldt voor dit gebied: 1 doel (niet op koers of gehaald).",
         "‘Zuid’ is for this area: 1 target (not on course or reached)."),
        ((12, 0, 9, 9, 0), "‘Zuid’ geldt voor dit gebied: 12 doelen (geen ervan op koers of gehaald) en 9 "
         "afspraken (waarvan 9 te laat).",
         "‘Zuid’ is for this area: 12 targets (none of them on course or reached) and 9 commitments (9 late)."),
        ((12, 4, 9, 2, 7), "‘Zuid’ geldt voor dit gebied: 12 doelen (waarvan 4 op koers of gehaald), 9 "
         "afspraken (waarvan 2 te laat) en 7 projecten in dit gebied.",
         "‘Zuid’ is for this area: 12 targets (4 of them on course or reached), 9 commitments (2 late) and 7 "
         "projects here."),
        ((3, 3, 0, 0, 0), "‘Zuid’ geldt voor dit gebied: 3 doelen (alle op koers of gehaald).",
         "‘Zuid’ is for this area: 3 targets (all on course or reached)."),
    ],
)  # fmt: skip
def test_the_sentence_of_a_programme(
    numbers: tuple[int, int, int, int, int], nl: str, en: str
) -> None:
    names = ("targets", "good", "commitments", "late", "projects")
    told = dict(zip(names, numbers, strict=True))
    for language, wanted in (("nl", nl), ("en", en)):
        with override(language):
            assert cards.programme_sentence("Zuid", language=language, **told) == wanted  # type: ignore[arg-type]
