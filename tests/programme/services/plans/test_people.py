"""People leave and organisations merge; what they did keeps their name."""

from datetime import date
from typing import Any

import pytest
from django.db.models import F

from wijkwerk.access.api import RefusedError
from wijkwerk.programme.models import Commitment, Organisation, Programme, Project, Seat, Step
from wijkwerk.programme.services import board, merging, people, plans
from wijkwerk.programme.web.public.target_events import attendance_label
from wijkwerk.workflow.api import TransitionNotAllowed

pytestmark = pytest.mark.django_db
BUREAU, PARTNER = "programme-bureau", "partner"


def test_a_domain_has_one_representative_at_a_time(doing: Any) -> None:
    domain = doing.small.domains[0]
    city, schools = doing.small.organisations
    whole = doing.programme
    with pytest.raises(TransitionNotAllowed, match="there_is_one"):
        people.take_seat(doing.command(BUREAU, whole), domain, schools, date(2026, 3, 2))
    seat = domain.seats.get()
    with pytest.raises(TransitionNotAllowed, match="day"):
        people.leave_seat(doing.command(BUREAU, whole), seat, date(2019, 1, 1))
    people.leave_seat(doing.command(BUREAU, whole), seat, date(2026, 3, 1))
    whole = doing.fresh(whole)
    with pytest.raises(TransitionNotAllowed, match="state"):
        people.leave_seat(doing.command(BUREAU, whole), seat, date(2026, 3, 2))
    with pytest.raises(TransitionNotAllowed, match="day"):
        people.take_seat(doing.command(BUREAU, whole), domain, schools, date(2026, 3, 1))
    people.take_seat(
        doing.command(BUREAU, whole), domain, schools, date(2026, 3, 2), actor="account:7"
    )
    for day, sits in ((date(2026, 3, 1), city), (date(2026, 3, 2), schools)):
        assert people.seated(whole, day)[0].organisation == sits


def test_nobody_sits_on_two_seats(doing: Any) -> None:
    city, day = doing.small.organisations[0], date(2026, 3, 2)
    for domain in doing.small.domains[:2]:
        people.leave_seat(
            doing.command(BUREAU, doing.fresh(doing.programme)),
            domain.seats.get(),
            date(2026, 3, 1),
        )

    def sit(place: int, actor: str, first: date = day) -> None:
        whole, domain = doing.fresh(doing.programme), doing.small.domains[place]
        people.take_seat(doing.command(BUREAU, whole), domain, city, first, actor=actor)

    sit(0, "account:7")
    with pytest.raises(TransitionNotAllowed, match="seat_taken"):
        sit(1, "account:7")
    sit(1, "")  # who has no account may be anybody
    whole = doing.fresh(doing.programme)
    people.leave_seat(doing.command(BUREAU, whole), doing.small.domains[0].seats.first(), day)
    whole = doing.fresh(doing.programme)
    people.leave_seat(doing.command(BUREAU, whole), doing.small.domains[1].seats.first(), day)
    sit(1, "account:7", date(2026, 3, 3))


def test_a_substitute_stands_in_between_two_days_and_the_minutes_say_so(doing: Any) -> None:
    city, schools = doing.small.organisations
    seat, other = (domain.seats.get() for domain in doing.small.domains[:2])
    days = (date(2026, 2, 1), date(2026, 3, 1))

    def appoint(first: date, last: date, actor: str = "", of: Any = seat) -> Any:
        whole = doing.fresh(doing.programme)
        return people.appoint(doing.command(BUREAU, whole), of, schools, first, last, actor)

    stands_in = appoint(*days, "account:7")
    for wrong, first, last, actor, of in (
        ("there_is_one", days[1], date(2026, 4, 1), "", seat),
        ("day", days[1], days[0], "", other),
        ("day", date(2019, 1, 1), days[1], "", other),
        ("seat_taken", days[1], date(2026, 4, 1), "account:7", other),
    ):
        with pytest.raises(TransitionNotAllowed, match=wrong):
            appoint(first, last, actor, of)
    appoint(date(2026, 3, 2), date(2026, 4, 1), "account:7", other)
    # Who stands in has no seat: it is still that of the city.
    assert people.seated(doing.programme, days[0])[0].organisation == city

    def meet(on: date, present: Any, substitutes: Any = (stands_in,)) -> Any:
        whole = doing.fresh(doing.programme)
        command = doing.command("programme-chair", whole)
        return board.meet(command, whole, on, "Bestuur", present, substitutes)

    for on, present in (
        (date(2026, 3, 2), doing.small.domains),
        (days[0], doing.small.domains[1:]),
    ):
        with pytest.raises(TransitionNotAllowed, match="substitute"):
            meet(on, present)
    with pytest.raises(TransitionNotAllowed, match="substitute"):
        meet(days[0], doing.small.domains, (seat,))  # who sits there stands in for nobody
    meeting = meet(days[1], doing.small.domains[:2])
    there = people.attendance(meeting, people.seats_of(doing.programme))
    assert [(one.domain.name, one.organisation) for one in there] == [
        ("Gemeente", schools), ("Scholen", schools)
    ]  # fmt: skip
    assert attendance_label(meeting, people.seats_of(doing.programme)) == (
        "Gemeente (Scholen op Zuid, vervanger), Scholen (Scholen op Zuid)"
    )
    whole = doing.fresh(doing.programme)
    people.leave_seat(doing.command(BUREAU, whole), seat, date(2026, 2, 10))
    assert doing.fresh(stands_in).last_day == date(2026, 2, 10)


def test_who_stands_in_goes_along_when_organisations_merge(doing: Any) -> None:
    schools = doing.small.organisations[1]
    seat = doing.small.domains[1].seats.get()
    whole = doing.programme
    days = (date(2026, 2, 1), date(2026, 4, 1))
    people.appoint(doing.command(BUREAU, whole), seat, schools, *days, "account:7")
    new = people.add_organisation(
        doing.command(BUREAU, doing.fresh(whole)), whole, "onderwijs", "Onderwijs"
    )
    merging.merge(doing.command(BUREAU, doing.fresh(whole)), doing.fresh(whole), schools, new)
    rows = Seat.objects.filter(domain=seat.domain).order_by(
        F("substitute_for_id").asc(nulls_first=True), "pk"
    )
    today = date(2026, 3, 2)
    assert [
        (one.organisation.slug, one.actor, one.first_day, one.last_day, one.substitute_for_id)
        for one in rows
    ] == [
        ("scholen", "", date(2020, 1, 1), today, None),
        ("onderwijs", "", today, None, None),
        ("scholen", "account:7", days[0], today, rows[1].pk),
        ("onderwijs", "account:7", today, days[1], rows[1].pk),
    ]


def test_what_is_open_goes_to_the_new_organisation_and_what_is_done_stays(doing: Any) -> None:
    city, schools = doing.small.organisations
    day = date(2026, 6, 1)
    shared = {"programme": doing.programme, "organisation": schools}
    going, kept = (
        Commitment.objects.create(**shared, title=state, promised_for=day, due_on=day, state=state)
        for state in ("promised", "kept")
    )
    runs, stopped = (
        Project.objects.create(**shared, code=state, name=state, state=state)
        for state in ("running", "stopped")
    )
    plan, text = doing.offered()
    plans.sign(doing.command(PARTNER), text, schools)
    target = doing.small.targets[0]
    new = people.add_organisation(
        doing.command(BUREAU, doing.programme), doing.programme, "onderwijs", "Onderwijs"
    )
    whole = doing.fresh(doing.programme)
    merging.merge(doing.command(BUREAU, whole), whole, schools, new)
    owners = [doing.fresh(one).organisation for one in (going, kept, runs, stopped)]
    assert owners == [new, schools, new, schools]
    assert doing.fresh(target).owner == new
    assert doing.fresh(going).version == going.version + 1
    seats = [(seat.organisation.slug, seat.last_day) for seat in doing.small.domains[1].seats.all()]
    assert seats == [("onderwijs", None), ("scholen", date(2026, 3, 2))]
    # What was signed stays signed, and binds who goes on.
    assert {signatory.organisation for signatory in plan.signatories.all()} == {city, schools}
    old = Organisation.objects.get(slug="scholen")
    assert (old.merged_into, old.ended_on) == (new, date(2026, 3, 2))
    values = Step.objects.filter(action="pass_on").values_list("machine", "text")
    assert sorted(values) == [
        (one, "Scholen op Zuid → Onderwijs") for one in ("commitment", "project", "target")
    ]
    whole = doing.fresh(whole)
    with pytest.raises(TransitionNotAllowed, match="organisation"):
        merging.merge(doing.command(BUREAU, whole), whole, new, old)
    with pytest.raises(TransitionNotAllowed, match="organisation"):
        people.take_seat(
            doing.command(BUREAU, whole), doing.small.domains[0], old, date(2026, 4, 1)
        )


def test_who_has_not_signed_yet_is_asked_under_the_new_name_once(doing: Any) -> None:
    city, schools = doing.small.organisations
    plan, _text = doing.offered()
    whole = doing.fresh(doing.programme)
    merging.merge(doing.command(BUREAU, whole), whole, schools, city)
    assert [signatory.organisation for signatory in plan.signatories.all()] == [city]


def test_a_bureau_can_t_merge_what_takes_part_in_another_programme(doing: Any) -> None:
    city, schools = doing.small.organisations
    other = Programme.objects.create(
        slug="noord",
        title="Noord",
        state="running",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    Commitment.objects.create(
        programme=other,
        organisation=schools,
        title="x",
        promised_for=date(2026, 1, 1),
        due_on=date(2026, 1, 1),
        state="promised",
    )
    with pytest.raises(RefusedError):
        merging.merge(doing.command(BUREAU, doing.programme), doing.programme, schools, city)
    assert Organisation.objects.get(slug="scholen").ended_on is None
    assert doing.fresh(doing.programme).version == 1
    assert not Step.objects.exists()
    other.state = "ended"
    other.save()
    merging.merge(doing.command(BUREAU, doing.programme), doing.programme, schools, city)
