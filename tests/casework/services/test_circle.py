"""Who joins, directs and hands over; who opens what; what a broken glass costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from casework_town import worker_of
from visitors import NOW, account_of
from wijkwerk.access.api import RefusedError, give_role
from wijkwerk.audit.api import Entry
from wijkwerk.casework import models as m
from wijkwerk.casework import policies
from wijkwerk.casework.policies import (
    Looking,
    directs,
    households,
    open_domains,
    rows_of,
    without_director,
)
from wijkwerk.casework.services import circle, consents, emergencies, episodes, plans
from wijkwerk.casework.services import households as homes
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.services.dossier import export
from wijkwerk.casework.services.own_page import own_page

pytestmark = pytest.mark.django_db
Looks = Callable[..., Looking]
LATER = NOW + timedelta(days=3)


def join(
    town: SimpleNamespace, looks: Looks, worker: m.Worker, purpose: str = "plan", **more: Any
) -> m.Membership:
    return circle.join(
        looks(town.director), town.first, worker=worker, purpose=purpose, because="Nodig.", **more
    )


def test_who_is_in_no_circle_sees_nothing_and_can_do_nothing(
    town: SimpleNamespace, looks: Looks
) -> None:
    for worker in (town.other, town.nurse):
        looking = looks(worker)
        assert town.first not in households(looking)
        with pytest.raises(m.Household.DoesNotExist):
            homes.move(looking, town.first, text="Elders 1")


def test_joining_is_for_a_purpose_and_ends_with_its_last_day(
    town: SimpleNamespace, looks: Looks
) -> None:
    join(town, looks, town.nurse, "support", last_day=date(2026, 3, 4))
    assert households(looks(town.nurse, "support")).get() == town.first
    assert not households(looks(town.nurse, "plan")).exists()
    assert households(looks(town.nurse, "support", NOW.replace(day=4, hour=22))).exists()
    assert not households(looks(town.nurse, "support", NOW.replace(day=4, hour=23))).exists()
    # The trail has numbers alone: for which purpose is sealed by nobody there.
    place = m.Membership.objects.get(worker=town.nurse)
    assert Entry.objects.filter(action="casework.join").get().after == {
        "worker": town.nurse.pk,
        "membership": place.pk,
    }


def test_only_the_director_lets_somebody_join(town: SimpleNamespace, looks: Looks) -> None:
    join(town, looks, town.other)
    with pytest.raises(ActionNotAllowed, match="directs the plan"):
        circle.join(
            looks(town.other), town.first, worker=town.nurse, purpose="support", because="x"
        )
    with pytest.raises(ActionNotAllowed, match="already"):
        join(town, looks, town.other)
    with pytest.raises(ActionNotAllowed, match="no role"):
        join(town, looks, town.other, "emergency")


def test_a_deputy_directs_from_the_first_day_up_to_and_including_the_last(
    town: SimpleNamespace, looks: Looks
) -> None:
    with pytest.raises(ActionNotAllowed, match="join the circle"):
        circle.appoint_deputy(
            looks(town.director),
            town.first,
            worker=town.other,
            first_day=date(2026, 3, 3),
            last_day=date(2026, 3, 4),
        )
    join(town, looks, town.other)
    circle.appoint_deputy(
        looks(town.director),
        town.first,
        worker=town.other,
        first_day=date(2026, 3, 3),
        last_day=date(2026, 3, 4),
    )
    days = {
        day: directs(looks(town.other, now=NOW.replace(day=day)), town.first)
        for day in (2, 3, 4, 5)
    }
    assert days == {2: False, 3: True, 4: True, 5: False}


def test_a_handover_is_answered_to_who_asked(town: SimpleNamespace, looks: Looks) -> None:
    join(town, looks, town.other)
    circle.ask_handover(looks(town.director), town.first, worker=town.other, because="Verlof.")
    with pytest.raises(ActionNotAllowed, match="already"):
        circle.ask_handover(
            looks(town.director), town.first, worker=town.other, because="Nog eens."
        )
    join(town, looks, town.nurse)
    with pytest.raises(ActionNotAllowed, match="may not see"):
        circle.ask_handover(looks(town.director), town.first, worker=town.nurse, because="x")
    third = worker_of("derde@example.org", town.team)
    join(town, looks, third)
    circle.ask_handover(looks(town.director), town.first, worker=third, because="Verlof.")
    with pytest.raises(ActionNotAllowed, match="Nobody asks"):
        circle.answer_handover(looks(town.other), town.first, accepted=True, answer="Ja.")
    circle.ask_handover(looks(town.director), town.first, worker=town.other, because="Toch u.")
    refused = circle.answer_handover(
        looks(town.other), town.first, accepted=False, answer="Te vol."
    )
    assert (refused.asked_by, refused.answer) == (town.director, "Te vol.")
    assert directs(looks(town.director), town.first)
    circle.ask_handover(looks(town.director), town.first, worker=town.other, because="Toch.")
    with pytest.raises(ActionNotAllowed, match="Nobody asks"):
        circle.answer_handover(looks(town.director), town.first, accepted=True, answer="Ik.")
    circle.answer_handover(looks(town.other, now=LATER), town.first, accepted=True, answer="Goed.")
    assert directs(looks(town.other, now=LATER), town.first)
    assert not directs(looks(town.director, now=LATER), town.first)
    circle.end_membership(
        looks(town.director, now=LATER),
        town.first,
        membership=town.first.memberships.get(worker=town.director),
    )
    assert not households(looks(town.director, now=LATER)).exists()


def test_who_directs_hands_over_before_leaving(town: SimpleNamespace, looks: Looks) -> None:
    own = town.first.memberships.get(worker=town.director)
    with pytest.raises(ActionNotAllowed, match="Hand over first"):
        circle.end_membership(looks(town.director), town.first, membership=own)


def test_the_circle_is_confirmed_every_year(town: SimpleNamespace, looks: Looks) -> None:
    year_later = NOW + timedelta(days=365)
    assert circle.unconfirmed(town.first, year_later - timedelta(seconds=1)) == 0
    assert circle.unconfirmed(town.first, year_later) == 1
    assert circle.confirm(looks(town.director, now=year_later), town.first) == 1
    assert circle.unconfirmed(town.first, year_later) == 0


def test_a_household_without_a_director_is_on_a_list_without_names(
    town: SimpleNamespace, looks: Looks
) -> None:
    town.first.directions.update(ends_at=NOW)
    boss = account_of("baas@example.org", "case-coordinator", place="wijkteam")
    elsewhere = account_of("elders@example.org", "case-coordinator", place="zorg")
    assert without_director(NOW, frozenset({"wijkteam"})).get() == town.first
    assert not without_director(NOW, frozenset({"zorg"})).exists()
    with pytest.raises(RefusedError):
        circle.assign(elsewhere, town.first.token, town.other, "x", NOW)
    with pytest.raises(m.Household.DoesNotExist):
        circle.assign(boss, town.second.token, town.other, "x", NOW)
    assert not households(looks(town.other)).filter(pk=town.first.pk).exists()
    circle.assign(boss, town.first.token, town.other, "Kent de buurt.", NOW)
    assert directs(looks(town.other), town.first)


def test_whose_account_or_role_ended_does_not_direct(town: SimpleNamespace, looks: Looks) -> None:
    team = frozenset({"wijkteam"})
    assert not without_director(NOW, team).exists()
    user, role = town.director.user, town.director.user.roles_held.get()
    for row, name, gone, back in (
        (user, "is_active", False, True),
        (role, "last_day", date(2026, 3, 1), None),
        (role, "place", "zorg", "wijkteam"),
    ):
        setattr(row, name, gone)
        row.save()
        assert without_director(NOW, team).get() == town.first, name
        setattr(row, name, back)
        row.save()
    assert not without_director(NOW, team).exists()


def test_a_deputy_of_who_directed_before_does_not_direct_later(
    town: SimpleNamespace, looks: Looks
) -> None:
    third = worker_of("derde@example.org", town.team)
    for worker in (town.other, third):
        join(town, looks, worker)
    circle.appoint_deputy(
        looks(town.director),
        town.first,
        worker=third,
        first_day=date(2026, 4, 1),
        last_day=date(2026, 4, 9),
    )
    circle.ask_handover(looks(town.director), town.first, worker=town.other, because="Verlof.")
    circle.answer_handover(looks(town.other, now=LATER), town.first, accepted=True, answer="Goed.")
    assert not directs(looks(third, now=NOW.replace(month=4, day=2)), town.first)


def consent(town: SimpleNamespace, looks: Looks, **more: Any) -> m.Consent:
    facts = {
        "person": town.person, "domain": "debts", "organisation": town.team, "purpose": "plan",
        "signed_by": "zelf", "wording": "Mag het wijkteam uw schulden zien?", **more,
    }  # fmt: skip
    return consents.give_consent(looks(town.director), town.first, **facts)


def test_a_consent_opens_a_domain_and_taking_it_back_closes_it_at_once(
    town: SimpleNamespace, looks: Looks
) -> None:
    consents.open_domain(looks(town.director), town.first, domain="debts", because="Deurwaarder.")
    looking = looks(town.director)
    assert not open_domains(looking, town.first).exists()
    given_consent = consent(town, looks)
    assert open_domains(looking, town.first).get().domain == "debts"
    assert rows_of(looking, m.Consent, town.first).get() == given_consent
    consents.withdraw_consent(looking, town.first, consent=given_consent)
    assert not open_domains(looking, town.first).exists()
    with pytest.raises(ActionNotAllowed, match="already"):
        consents.withdraw_consent(looking, town.first, consent=given_consent)
    assert m.Consent.objects.get().wording == "Mag het wijkteam uw schulden zien?"


def test_a_second_person_who_says_nothing_keeps_the_domain_shut(
    town: SimpleNamespace, looks: Looks
) -> None:
    consents.open_domain(looks(town.director), town.first, domain="debts", because="Deurwaarder.")
    consent(town, looks)
    homes.add_person(
        looks(town.director),
        town.first,
        name="Quibus Partner",
        born_on="",
        contact="",
        relation="partner",
    )
    assert not open_domains(looks(town.director), town.first).exists()


def test_a_code_opens_one_household_and_a_new_one_ends_it(
    town: SimpleNamespace, looks: Looks
) -> None:
    code = consents.make_code(looks(town.director), town.first, person=town.person)
    row = consents.by_code(code.lower().replace("-", " "), NOW)
    assert row is not None and row.household == town.first
    other = consents.make_code(looks(town.director), town.first, person=town.person)
    assert consents.by_code(code, NOW) is None
    assert consents.by_code("", NOW) is None
    given_consent = consent(town, looks)
    own = consents.by_code(other, NOW)
    assert own is not None
    stranger = homes.add_person(
        looks(town.director),
        town.first,
        name="Quibus Partner",
        born_on="",
        contact="",
        relation="partner",
    )
    theirs = consents.by_code(
        consents.make_code(looks(town.director), town.first, person=stranger), NOW
    )
    assert theirs is not None
    with pytest.raises(ActionNotAllowed):
        consents.withdraw_own(theirs, given_consent.pk, NOW)
    consents.withdraw_own(own, given_consent.pk, NOW)
    assert m.Consent.objects.get().withdrawn_at == NOW
    assert Entry.objects.filter(action="casework.withdraw").get().actor == "household"


def break_glass(town: SimpleNamespace, looks: Looks, now: Any = NOW) -> m.Emergency:
    return emergencies.break_glass(
        looks(town.other, "emergency", now),
        town.other,
        name="quibus eerste",
        born_on="1980-02-03",
        because="Gas.",
    )


def test_a_broken_glass_opens_one_household_for_four_hours_to_read(
    town: SimpleNamespace, looks: Looks
) -> None:
    break_glass(town, looks)
    looking = looks(town.other, "emergency")
    assert households(looking).get() == town.first
    with pytest.raises(ActionNotAllowed, match="read, not write"):
        homes.move(looking, town.first, text="Elders 1")
    assert not households(looks(town.other, "emergency", NOW + timedelta(hours=4))).exists()
    assert town.first not in households(looks(town.other, "plan"))


def test_the_next_time_waits_for_a_review_by_somebody_else(
    town: SimpleNamespace, looks: Looks
) -> None:
    emergency = break_glass(town, looks)
    with pytest.raises(ActionNotAllowed, match="nobody reviewed"):
        break_glass(town, looks, LATER)
    own = account_of("ander@example.org")
    give_role(own, "privacy-officer", ["wijkteam"], date(2020, 1, 1), None, "command", NOW)
    own = account_of("ander@example.org")
    assert not emergencies.to_review(own, NOW).exists()
    with pytest.raises(m.Emergency.DoesNotExist):
        emergencies.review(own, emergency.pk, verdict="justified", review="Zelf.", now=NOW)
    far = account_of("ver@example.org", "privacy-officer", place="zorg")
    with pytest.raises(m.Emergency.DoesNotExist):
        emergencies.review(far, emergency.pk, verdict="justified", review="Ver.", now=NOW)
    officer = account_of("fg@example.org", "privacy-officer", place="wijkteam")
    emergencies.review(officer, emergency.pk, verdict="unjustified", review="Geen gevaar.", now=NOW)
    assert not households(looks(town.other, "emergency")).exists()
    with pytest.raises(ActionNotAllowed, match="already"):
        emergencies.review(officer, emergency.pk, verdict="justified", review="Toch.", now=NOW)
    assert break_glass(town, looks, LATER).household == town.first


def test_a_split_takes_persons_along_and_no_sight(town: SimpleNamespace, looks: Looks) -> None:
    child = homes.add_person(
        looks(town.director),
        town.first,
        name="Quibus Kind",
        born_on="",
        contact="",
        relation="child",
    )
    join(town, looks, town.other)
    other = homes.split(looks(town.director), town.first, persons=[child], address="Straat 3")
    assert [row.person for row in other.residences.all()] == [child]
    assert town.first.residences.filter(ends_at=None).get().person == town.person
    assert households(looks(town.director)).filter(pk=other.pk).exists()
    assert not households(looks(town.other)).filter(pk=other.pk).exists()


def test_a_merge_moves_persons_keeps_what_was_and_widens_no_sight(
    town: SimpleNamespace, looks: Looks
) -> None:
    child = homes.add_person(
        looks(town.director),
        town.first,
        name="Quibus Kind",
        born_on="",
        contact="",
        relation="child",
    )
    other = homes.split(looks(town.director), town.first, persons=[child], address="Straat 3")
    join(town, looks, town.other)
    with pytest.raises(m.Household.DoesNotExist):
        homes.merge(looks(town.director), town.first, other=town.second)
    homes.merge(looks(town.director, now=LATER), town.first, other=other)
    other.refresh_from_db()
    assert (other.merged_into, other.closed_at) == (town.first, LATER)
    assert town.first.residences.filter(ends_at=None).count() == 2
    assert not households(looks(town.other, now=LATER)).filter(pk=other.pk).exists()
    assert other.residences.get().starts_at == NOW
    with pytest.raises(ActionNotAllowed, match="closed"):
        homes.move(looks(town.director, now=LATER), other, text="Elders 1")


def test_a_consent_is_for_the_household_in_which_it_was_given(
    town: SimpleNamespace, looks: Looks
) -> None:
    looking = looks(town.director)
    child = homes.add_person(
        looking, town.first, name="Quibus Kind", born_on="", contact="", relation="child"
    )
    given_consent = consent(town, looks, person=child)
    other = homes.split(looking, town.first, persons=[child], address="Straat 3")
    consents.open_domain(looking, other, domain="debts", because="Deurwaarder.")
    assert not open_domains(looking, other).exists()
    assert list(policies.consents(looking, town.first)) == [given_consent]
    code = consents.by_code(consents.make_code(looking, other, person=child), NOW)
    assert code is not None
    assert own_page(code, NOW)["consents"] == [given_consent]
    consents.withdraw_own(code, given_consent.pk, NOW)
    assert not policies.consents(looking, town.first).exists()


def test_who_refuses_and_leaves_opens_nothing_by_it(town: SimpleNamespace, looks: Looks) -> None:
    looking = looks(town.director)
    refuser = homes.add_person(
        looking, town.first, name="Quibus Ex", born_on="", contact="", relation="partner"
    )
    consent(town, looks)
    consents.open_domain(looking, town.first, domain="debts", because="Deurwaarder.")
    homes.leave(looks(town.director, now=LATER), town.first, person=refuser)
    much_later = looks(town.director, now=LATER + timedelta(days=9))
    assert not open_domains(much_later, town.first).exists()


def test_a_consent_is_taken_back_with_whatever_says_the_same(
    town: SimpleNamespace, looks: Looks
) -> None:
    first = consent(town, looks)
    with pytest.raises(ActionNotAllowed, match="already"):
        consent(town, looks)
    first.pk, first._state.adding = None, True
    first.save()  # as two forms that were sent at once did before
    consents.withdraw_consent(looks(town.director), town.first, consent=first)
    assert not m.Consent.objects.filter(withdrawn_at=None).exists()


def test_a_code_opens_no_more_than_who_made_it_sees_and_ends_with_its_ground(
    town: SimpleNamespace, looks: Looks
) -> None:
    join(town, looks, town.nurse, "support")
    join(town, looks, town.other)
    with pytest.raises(ActionNotAllowed, match="directs the plan"):
        consents.make_code(looks(town.nurse, "support"), town.first, person=town.person)
    with pytest.raises(ActionNotAllowed, match="directs the plan"):
        consents.give_consent(
            looks(town.nurse, "support"),
            town.first,
            person=town.person,
            domain="debts",
            organisation=town.care,
            purpose="support",
            signed_by="x",
            wording="x",
        )
    looking = looks(town.director)
    consents.open_domain(looking, town.first, domain="debts", because="Deurwaarder.")
    given_consent = consent(town, looks)
    plans.add_note(
        looking,
        town.first,
        kind="call",
        domain="debts",
        person=None,
        text="Schuld.",
        personal=False,
    )
    typed = consents.make_code(looking, town.first, person=town.person)

    def code(now: Any = NOW) -> m.HouseholdCode | None:
        return consents.by_code(typed, now)

    assert [note["text"] for note in export(code(), NOW)["notes"]] == ["Schuld."]  # type: ignore[arg-type]
    consents.withdraw_consent(looking, town.first, consent=given_consent)
    kept = export(code(), NOW)  # type: ignore[arg-type]
    assert (kept["notes"], kept["domains"]) == ([], [])
    consents.use_code(code(), NOW, download=True)  # type: ignore[arg-type]
    shown: Any = own_page(code(), NOW)  # type: ignore[arg-type]
    assert [(row.made_by, row.person) for row in shown["codes"]] == [(town.director, town.person)]
    assert [row.download for row in shown["uses"]] == [True]
    assert code(NOW + timedelta(days=365)) is not None
    assert code(NOW + timedelta(days=366)) is None
    place = town.first.memberships.filter(worker=town.director)
    place.update(ends_at=LATER)
    assert code(NOW) is not None and code(LATER) is None
    place.update(ends_at=None)
    homes.leave(looks(town.director, now=LATER), town.first, person=town.person)
    assert code(LATER) is None


def test_a_household_that_was_closed_keeps_its_rights(town: SimpleNamespace, looks: Looks) -> None:
    looking = looks(town.director)
    nurse = join(town, looks, town.nurse, "support")
    given_consent = consent(town, looks)
    episodes.close(looking, town.first, exit="regular", closing="Klaar.")
    consents.withdraw_consent(looking, town.first, consent=given_consent)
    code = consents.make_code(looking, town.first, person=town.person)
    assert consents.by_code(code, NOW) is not None
    circle.end_membership(looks(town.nurse, "support"), town.first, membership=nurse)
    assert not households(looks(town.nurse, "support")).exists()
    with pytest.raises(ActionNotAllowed, match="was closed"):
        join(town, looks, town.other)
