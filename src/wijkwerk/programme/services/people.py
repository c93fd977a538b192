"""Who takes part: organisations, sides of the board, and who sits there for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q

from wijkwerk.programme.models import Domain, Meeting, Organisation, Programme, Seat
from wijkwerk.programme.services.common import STEPS, arranged
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def add_organisation(
    command: StepCommand, programme: Programme, slug: str, name: str, kind: str = ""
) -> Organisation:
    """An organisation, for this programme and every other. ``slug`` is its code in addresses and
    in the roles of its representatives."""

    def make(_whole: Programme) -> Organisation:
        return Organisation.objects.create(slug=slug, name=name, kind=kind)

    return arranged(command, "arrange", programme, name, make)


def add_domain(command: StepCommand, programme: Programme, name: str) -> Domain:
    """A side of the board, after those that are there."""

    def make(programme: Programme) -> Domain:
        return Domain.objects.create(
            programme=programme, name=name, place=programme.domains.count()
        )

    return arranged(command, "arrange", programme, name, make)


def take_seat(
    command: StepCommand,
    domain: Domain,
    organisation: Organisation,
    first_day: date,
    actor: str = "",
    last_day: date | None = None,
) -> Seat:
    """Somebody of ``organisation`` sits on the board for ``domain`` from ``first_day`` on, or sat there
    until ``last_day``.

    ``actor`` is the account ('' when they have none); ``command.version`` the programme's. Raises
    TransitionNotAllowed there_is_one while somebody else sits there, day before they left, seat_taken for an
    account that sits there for another side then, and organisation for one that is no more.
    """

    def make(programme: Programme) -> Seat:
        if organisation.ended_on is not None:
            raise TransitionNotAllowed("organisation")
        others = Q(last_day__gte=first_day)  # who sits there now is told by the database
        if last_day is not None:
            others = (others | Q(last_day=None)) & Q(first_day__lte=last_day)
        backward = last_day is not None and last_day < first_day
        if backward or domain.seats.filter(others, substitute_for=None).exists():
            raise TransitionNotAllowed("day")
        _check_account(programme, actor, first_day, last_day)
        return Seat.objects.create(
            programme=programme,
            domain=domain,
            organisation=organisation,
            actor=actor,
            first_day=first_day,
            last_day=last_day,
        )

    return arranged(command, "seat", domain, f"{domain.name}: {organisation.name}", make)


def appoint(
    command: StepCommand,
    seat: Seat,
    organisation: Organisation,
    first_day: date,
    last_day: date,
    actor: str = "",
) -> Seat:
    """Somebody of ``organisation`` stands in between two days for who sits on ``seat``.

    Raises TransitionNotAllowed there_is_one while somebody else stands in, day outside the days of the seat,
    seat_taken and organisation as ``take_seat``.
    """

    def make(programme: Programme) -> Seat:
        current = Seat.objects.select_for_update().get(pk=seat.pk)
        if organisation.ended_on is not None:
            raise TransitionNotAllowed("organisation")
        until = current.last_day or date.max
        if not current.first_day <= first_day <= last_day <= until:
            raise TransitionNotAllowed("day")
        if current.substitutes.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
            raise TransitionNotAllowed("there_is_one")
        _check_account(programme, actor, first_day, last_day)
        return Seat.objects.create(
            programme=programme,
            domain_id=current.domain_id,
            organisation=organisation,
            actor=actor,
            first_day=first_day,
            last_day=last_day,
            substitute_for=current,
        )

    seat_text = f"{seat.domain.name}: {organisation.name}"
    return arranged(command, "appoint", seat, seat_text, make)


def _check_account(
    programme: Programme, actor: str, first_day: date, last_day: date | None
) -> None:
    """One person for each side: no account sits, or stands in, for two at a time."""
    own = programme.seats.filter(Q(last_day=None) | Q(last_day__gte=first_day), actor=actor)
    if last_day is not None:
        own = own.filter(first_day__lte=last_day)
    if actor and own.exists():
        raise TransitionNotAllowed("seat_taken")


def leave_seat(command: StepCommand, seat: Seat, last_day: date) -> Seat:
    """Who sits there leaves after ``last_day``; what they decided stays decided.

    Raises TransitionNotAllowed: state, day.
    """
    step = STEPS.step("programme", "leave")
    role = STEPS.allowed(command, step, seat)
    with transaction.atomic():
        seat_text = f"{seat.domain.name}: {seat.organisation.name}"
        STEPS.move(seat.programme, step, replace(command, text=seat_text), role)
        current = Seat.objects.select_for_update().get(pk=seat.pk)
        if current.last_day is not None:
            raise TransitionNotAllowed("state")
        if last_day < current.first_day:
            raise TransitionNotAllowed("day")
        current.last_day = last_day
        current.save(update_fields=["last_day"])
        # Who would stand in later stands in for nobody any more.
        later = current.substitutes.filter(last_day__gt=last_day)
        later.filter(first_day__gt=last_day, meetings=None).delete()
        later.update(last_day=last_day)
    return current


def seated(programme: Programme, on: date) -> list[Seat]:
    """Who sits on the board on a day, in the order of the domains; not who stands in for them."""
    return [
        seat for seat in seats_of(programme) if seat.substitute_for_id is None and sits(seat, on)
    ]


def seats_of(programme: Programme) -> list[Seat]:
    """Every seat with who stands in, in the order of the domains, the newest first."""
    seats = programme.seats.select_related("domain", "organisation")
    return list(seats.order_by("domain__place", "domain", "-first_day", "-pk"))


def sits(seat: Seat, on: date) -> bool:
    """Whether a day is among those of a seat."""
    return seat.first_day <= on and (seat.last_day is None or seat.last_day >= on)


def check_substitutes(on: date, present: Iterable[Domain], substitutes: Iterable[Seat]) -> None:
    """Raises TransitionNotAllowed substitute for who didn't stand in that day, or stood in for a side that
    isn't among ``present``; both for two of one side."""
    domains = [seat.domain_id for seat in substitutes]
    if len(set(domains)) < len(domains):
        raise TransitionNotAllowed("two_substitutes")
    present_ids = {domain.pk for domain in present}
    for seat in substitutes:
        stands_in = seat.substitute_for_id is not None and sits(seat, on)
        if not stands_in or seat.domain_id not in present_ids:
            raise TransitionNotAllowed("substitute")


def attendance(meeting: Meeting, seats: Iterable[Seat]) -> list[Seat]:
    """Who was there for each side that was present, out of ``seats_of`` the programme: its substitute
    of that meeting, or who sat there that day."""
    present_ids = {domain.pk for domain in meeting.present.all()}
    stood_in = {seat.domain_id: seat for seat in meeting.substitutes.all()}
    own: dict[int, Seat] = {}
    for seat in seats:
        if (
            seat.substitute_for_id is None
            and seat.domain_id in present_ids
            and sits(seat, meeting.on)
        ):
            own.setdefault(seat.domain_id, stood_in.get(seat.domain_id, seat))
    return list(own.values())
