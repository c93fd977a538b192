"""Two organisations become one: what was open goes along, what was done stays where it was done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from wijkwerk.programme.models import (
    ActionStep,
    Contact,
    Organisation,
    Programme,
    Seat,
    Signatory,
    Signature,
)
from wijkwerk.programme.services.common import STEPS, machine_of
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed

GOING = ("draft", "running")


def merge(
    command: StepCommand, programme: Programme, old: Organisation, new: Organisation
) -> Organisation:
    """``old`` goes on in ``new``, in every programme: open commitments, targets, projects, reports
    that wait, seats, and signatures that are still asked. What was kept, signed or decided keeps
    its name, and the history of all that moved tells it.

    ``command.version`` is that of ``programme``. Raises RefusedError unless the account may edit every
    programme in which ``old`` takes part, TransitionNotAllowed organisation when one of the two is no more.
    """
    step = STEPS.step("programme", "merge")
    with transaction.atomic():
        concerned = _programmes_of(old) | {programme.pk}
        # In the order of their numbers: who merges the other way round waits, and doesn't block.
        found = [STEPS.locked(number) for number in sorted(concerned)]
        rows = {
            organisation.pk: organisation
            for organisation in Organisation.objects.select_for_update().filter(
                pk__in=(old.pk, new.pk)
            )
        }
        if len(rows) != 2 or any(row.ended_on is not None for row in rows.values()):
            raise TransitionNotAllowed("organisation")
        told = f"{old.name} → {new.name}"
        for one in found:
            if one.pk == programme.pk and one.version != command.version:
                raise ChangedMeanwhileError
            if one.state not in GOING:
                continue
            role = STEPS.allowed(command, step, one)
            STEPS.move(one, step, replace(command, version=one.version, text=told), role)
            _pass_on(replace(command, text=told), role, one, old, new)
        Organisation.objects.filter(pk=old.pk).update(
            merged_into=new, ended_on=deadlines.today(command.now)
        )
    new.refresh_from_db()
    return new


def _programmes_of(old: Organisation) -> set[int]:
    """Numbers of the programmes in which an organisation has anything."""
    relations = (
        old.commitments,
        old.owned_targets,
        old.projects,
        old.signatories,
        old.seats,
        old.obligations,
        old.covenants,
        old.reports,
        old.action_steps,
        old.contacts,
    )
    return {
        number
        for relation in relations
        for number in relation.values_list("programme_id", flat=True)
    }


def _pass_on(
    command: StepCommand, role: str, programme: Programme, old: Organisation, new: Organisation
) -> None:
    for things, field in (
        (programme.commitments.exclude(state__in=("kept", "released")), "organisation"),
        (programme.targets.filter(state="active"), "owner"),
        (programme.projects.exclude(state__in=("embedded", "stopped")), "organisation"),
    ):
        for thing in things.filter(**{field: old}):
            _hand_over(command, role, programme, thing, field, old, new)
    programme.reports.filter(state="made", organisation=old).update(organisation=new)
    _seats(command, programme, old, new)
    _signatories(programme, old, new)
    _papers(programme, old, new)


def _hand_over(
    command: StepCommand,
    role: str,
    programme: Programme,
    thing: Any,
    field: str,
    old: Organisation,
    new: Organisation,
) -> None:
    setattr(thing, field, new)
    thing.version += 1  # who has the page open is told
    thing.save(update_fields=[field, "version"])
    step = STEPS.step(machine_of(thing), "pass_on")
    STEPS.record_step(
        programme, thing, step, thing.state, command, role, {field: new.slug}, {field: old.slug}
    )


def _seats(
    command: StepCommand, programme: Programme, old: Organisation, new: Organisation
) -> None:
    today = deadlines.today(command.now)
    for seat in programme.seats.filter(organisation=old, last_day=None):
        if seat.first_day >= today:  # it hasn't begun: nothing to remember
            seat.organisation = new
            seat.save(update_fields=["organisation"])
            continue
        seat.last_day = today
        seat.save(update_fields=["last_day"])
        Seat.objects.create(
            programme=programme,
            domain_id=seat.domain_id,
            organisation=new,
            actor=seat.actor,
            first_day=today,
        )


def _signatories(programme: Programme, old: Organisation, new: Organisation) -> None:
    """Who signed already stays: that signature binds who goes on in its place."""
    asked = Signatory.objects.filter(programme=programme, organisation=old)
    for one in asked.exclude(plan__state="locked"):
        if Signature.objects.filter(text__plan=one.plan_id, organisation=old).exists():
            continue
        if Signatory.objects.filter(plan=one.plan_id, organisation=new).exists():
            one.delete()
        else:
            one.organisation = new
            one.save(update_fields=["organisation"])


def _papers(programme: Programme, old: Organisation, new: Organisation) -> None:
    for covenant in programme.covenants.filter(state="in_force", parties=old):
        covenant.parties.add(new)
    programme.obligations.filter(covenant__state="in_force", organisation=old).update(
        organisation=new
    )
    going = Q(programme=programme, plan__state="going", organisation=old)
    ActionStep.objects.filter(going, done_on=None).update(organisation=new)
    for contact in Contact.objects.filter(going):
        if not Contact.objects.filter(plan=contact.plan_id, organisation=new).exists():
            contact.organisation = new
            contact.save(update_fields=["organisation"])
