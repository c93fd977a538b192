"""Who takes part: organisations, sides of the board, and who sits there for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q

from wijkwerk.programme.models import Domain, Organisation, Programme, Seat
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
) -> Seat:
    """Somebody of ``organisation`` sits on the board for ``domain`` from ``first_day`` on.

    ``actor`` is the account ('' when they have none); ``command.version`` the programme's. Raises
    TransitionNotAllowed there_is_one while somebody else sits there, day before they left, seat_taken for an
    account that sits there for another side then, and organisation for one that is no more.
    """

    def make(programme: Programme) -> Seat:
        if organisation.ended_on is not None:
            raise TransitionNotAllowed("organisation")
        if domain.seats.filter(last_day__gte=first_day).exists():
            raise TransitionNotAllowed("day")
        # One person for each side: nobody sits on two seats.
        own = programme.seats.filter(Q(last_day=None) | Q(last_day__gte=first_day), actor=actor)
        if actor and own.exists():
            raise TransitionNotAllowed("seat_taken")
        return Seat.objects.create(
            programme=programme,
            domain=domain,
            organisation=organisation,
            actor=actor,
            first_day=first_day,
        )

    return arranged(command, "seat", domain, f"{domain.name}: {organisation.name}", make)


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
    return current


def seated(programme: Programme, on: date) -> list[Seat]:
    """Who sits on the board on a day, in the order of the domains."""
    seats = programme.seats.filter(Q(last_day=None) | Q(last_day__gte=on), first_day__lte=on)
    return list(seats.select_related("domain", "organisation").order_by("domain__place", "domain"))
