"""Names and meetings are put right in the programme that they are of, while it goes on."""

from datetime import date
from typing import Any

import pytest

from wijkwerk.programme.models import Programme

pytestmark = pytest.mark.django_db
BUREAU, CHAIR = "programme-bureau", "programme-chair"
WORK = "/en/programmes/zuid/work"


def test_what_is_of_another_programme_is_not_found(
    a_programme: Any, enter: Any, somebody: Any
) -> None:
    other = Programme.objects.create(
        slug="west",
        title="West",
        state="running",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    pillar = other.pillars.create(name="Werk")
    goal = other.goals.create(pillar=pillar, name="Banen")
    meeting = other.meetings.create(on=date(2026, 2, 2), title="Februari")
    for role, page, told in (
        (BUREAU, f"pillars/{pillar.pk}/rename", {"name": "Anders"}),
        (BUREAU, f"goals/{goal.pk}/rename", {"name": "Anders"}),
        (
            CHAIR,
            f"board/meetings/{meeting.pk}/correct",
            {
                "title": "Anders",
                "on": "2026-02-02",
                "present": [str(domain.pk) for domain in a_programme.domains],
            },
        ),
    ):
        inside = enter(somebody(role))
        assert inside.get(f"{WORK}/{page}").status_code == 404, page
        said = {**told, "text": "Daarom.", "version": a_programme.programme.version}
        assert inside.post(f"{WORK}/{page}", said).status_code == 404, page
    for thing in (pillar, goal, meeting):
        thing.refresh_from_db()
    assert (pillar.name, goal.name, meeting.title) == ("Werk", "Banen", "Februari")


def test_in_an_ended_programme_nothing_leads_to_another_name(
    a_programme: Any, enter: Any, somebody: Any
) -> None:
    inside = enter(somebody(BUREAU))
    assert "/rename" in inside.get(WORK).content.decode()
    Programme.objects.update(state="ended")
    assert "/rename" not in inside.get(WORK).content.decode()
    page = f"{WORK}/goals/{a_programme.goals[0].pk}/rename"
    told = {"name": "Anders", "text": "Daarom.", "version": a_programme.programme.version}
    assert inside.post(page, told).status_code == 409
    a_programme.goals[0].refresh_from_db()
    assert a_programme.goals[0].name != "Anders"
