"""Covenants: who is bound by which sentence until when, in versions that replace each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace as with_other
from datetime import date
from typing import Any

from django.db import transaction

from wijkwerk.programme.models import Commitment, Covenant, Obligation, Organisation, Programme
from wijkwerk.programme.services.common import STEPS
from wijkwerk.programme.services.projects import EARLIEST, LATEST
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def make(
    command: StepCommand,
    programme: Programme,
    facts: Mapping[str, Any],
    parties: Collection[Organisation],
    replaces: Covenant | None = None,
) -> Covenant:
    """A draft, of something new or of the next version of ``replaces`` (with its obligations).

    Raises TransitionNotAllowed: stranger_here, state, there_is_one.
    """
    step = STEPS.step("covenant", "make")
    role = STEPS.allowed(command, step, programme)
    _check(facts)
    if replaces is not None and replaces.programme_id != programme.pk:
        raise TransitionNotAllowed("stranger_here")

    def create(current: Programme) -> Covenant:
        if replaces is not None:
            old = Covenant.objects.get(pk=replaces.pk)
            if old.state != "in_force":
                raise TransitionNotAllowed("state")
            if old.replaced_by.exists():
                raise TransitionNotAllowed("there_is_one")
        covenant = Covenant.objects.create(
            programme=current,
            state=step.target,
            replaces=replaces,
            number=1 if replaces is None else replaces.number + 1,
            **facts,
        )
        covenant.parties.set(parties)
        if replaces is not None:
            Obligation.objects.bulk_create(
                Obligation(
                    programme=current,
                    covenant=covenant,
                    organisation=obligation.organisation,
                    sentence=obligation.sentence,
                    until=obligation.until,
                    commitment=obligation.commitment,
                )
                for obligation in replaces.obligations.filter(
                    organisation__in=[p.pk for p in parties]
                )
            )
        return covenant

    return STEPS.begin(step, command, role, programme, create, {"title": facts["title"]})


def write(
    command: StepCommand,
    covenant: Covenant,
    facts: Mapping[str, Any],
    parties: Collection[Organisation],
) -> Covenant:
    """Write a draft again. Who is bound stays a party, until a day within the term.

    Raises TransitionNotAllowed: party, term.
    """
    step = STEPS.step("covenant", "write")
    role = STEPS.allowed(command, step, covenant)
    _check(facts)
    with transaction.atomic():
        moved = STEPS.move(covenant, step, command, role, **facts)
        bound = set(moved.obligations.values_list("organisation_id", flat=True))
        if not bound <= {party.pk for party in parties}:
            raise TransitionNotAllowed("party")
        days = moved.obligations.exclude(until=None).values_list("until", flat=True)
        if not all(until is None or in_term(moved, until) for until in days):
            raise TransitionNotAllowed("term")
        moved.parties.set(parties)
    return moved


def bind(
    command: StepCommand,
    covenant: Covenant,
    organisation: Organisation,
    sentence: str,
    until: date | None = None,
    commitment: Commitment | None = None,
) -> Obligation:
    """A sentence of a draft that binds one of its parties, until a day.

    Raises TransitionNotAllowed: reasons, day, party, term, stranger_here.
    """
    step = STEPS.step("covenant", "bind")
    role = STEPS.allowed(command, step, covenant)
    if not sentence.strip():
        raise TransitionNotAllowed("reasons")
    if until is not None and not EARLIEST <= until <= LATEST:
        raise TransitionNotAllowed("day")
    with transaction.atomic():
        moved = STEPS.move(covenant, step, command, role)
        if not moved.parties.filter(pk=organisation.pk).exists():
            raise TransitionNotAllowed("party")
        if until is not None and not in_term(moved, until):
            raise TransitionNotAllowed("term")
        if commitment is not None and commitment.programme_id != moved.programme_id:
            raise TransitionNotAllowed("stranger_here")
        return Obligation.objects.create(
            programme_id=moved.programme_id,
            covenant=moved,
            organisation=organisation,
            sentence=sentence,
            until=until,
            commitment=commitment,
        )


def unbind(command: StepCommand, obligation: Obligation) -> Covenant:
    """Take a sentence out of a draft."""
    step = STEPS.step("covenant", "unbind")
    role = STEPS.allowed(command, step, obligation.covenant)
    with transaction.atomic():
        moved: Covenant = STEPS.move(obligation.covenant, step, command, role)
        Obligation.objects.filter(pk=obligation.pk).delete()
    return moved


def close(command: StepCommand, covenant: Covenant) -> Covenant:
    """The parties agreed: it is in force from now on, and what it replaces no longer is."""
    step = STEPS.step("covenant", "close")
    role = STEPS.allowed(command, step, covenant)
    with transaction.atomic():
        old = covenant.replaces
        if old is not None:
            over = STEPS.step("covenant", "replace")
            STEPS.locked(covenant.programme_id)
            old = Covenant.objects.get(pk=old.pk)
            before = with_other(command, version=old.version)
            STEPS.move(old, over, before, STEPS.allowed(before, over, old))
        moved: Covenant = STEPS.move(covenant, step, command, role)
    return moved


def end(command: StepCommand, covenant: Covenant) -> Covenant:
    """The board ends it, and says why."""
    return STEPS.make_step("covenant", "end", command, covenant)


def in_term(covenant: Covenant, until: date) -> bool:
    """Whether a sentence that binds until a day does so within the covenant's term."""
    return covenant.begins_on <= until and (covenant.ends_on is None or until <= covenant.ends_on)


def _check(facts: Mapping[str, Any]) -> None:
    first, last = facts["begins_on"], facts.get("ends_on")
    if not EARLIEST <= first <= LATEST or (last is not None and not first <= last <= LATEST):
        raise TransitionNotAllowed("day")
