"""Two organisations become one: what was open goes along, what was done stays where it was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from wijkwerk.programme.agreements import signatures_of
from wijkwerk.programme.models import (
    ActionStep,
    Contact,
    Organisation,
    Programme,
    Seat,
    Signatory,
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
        programmes = [STEPS.locked(number) for number in sorted(concerned)]
        rows = {
            organisation.pk: organisation
            for organisation in Organisation.objects.select_for_update().filter(
                pk__in=(old.pk, new.pk)
            )
        }
        if len(rows) != 2 or any(row.ended_on is not None for row in rows.values()):
            raise TransitionNotAllowed("organisation")
        merge_text = f"{old.name} → {new.name}"
        for locked in programmes:
            if locked.pk == programme.pk and locked.version != command.version:
                raise ChangedMeanwhileError
            if locked.state not in GOING:
                continue
            role = STEPS.allowed(command, step, locked)
            STEPS.move(
                locked, step, replace(command, version=locked.version, text=merge_text), role
            )
            _pass_on(replace(command, text=merge_text), role, locked, old, new)
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
    for instances, field in (
        (programme.commitments.exclude(state__in=("kept", "released")), "organisation"),
        (programme.targets.filter(state="active"), "owner"),
        (programme.projects.exclude(state__in=("embedded", "stopped")), "organisation"),
    ):
        for instance in instances.filter(**{field: old}):
            _hand_over(command, role, programme, instance, field, old, new)
    programme.reports.filter(state="made", organisation=old).update(organisation=new)
    _seats(command, programme, old, new)
    _signatories(programme, old, new)
    _papers(programme, old, new)


def _hand_over(
    command: StepCommand,
    role: str,
    programme: Programme,
    instance: Any,
    field: str,
    old: Organisation,
    new: Organisation,
) -> None:
    setattr(instance, field, new)
    instance.version += 1  # who has the page open is told
    instance.save(update_fields=[field, "version"])
    step = STEPS.step(machine_of(instance), "pass_on")
    STEPS.record_step(
        programme,
        instance,
        step,
        instance.state,
        command,
        role,
        {field: new.slug},
        {field: old.slug},
    )


def _seats(
    command: StepCommand, programme: Programme, old: Organisation, new: Organisation
) -> None:
    today = deadlines.today(command.now)
    own = programme.seats.filter(Q(last_day=None) | Q(last_day__gt=today), organisation=old)
    for seat in own.filter(substitute_for=None):
        stand_ins = Seat.objects.filter(substitute_for=seat.pk, last_day__gt=today)
        numbers = list(stand_ins.values_list("pk", flat=True))
        goes_on = _continued(seat, new, today)
        Seat.objects.filter(pk__in=numbers).update(substitute_for=goes_on)
    for stands_in in own.exclude(substitute_for=None):
        _continued(stands_in, new, today)


def _continued(seat: Seat, new: Organisation, today: date) -> Seat:
    """The seat from today on; what it was until now stays, unless it hasn't begun."""
    if seat.first_day < today:
        Seat.objects.filter(pk=seat.pk).update(last_day=today)
        seat.pk, seat._state.adding, seat.first_day = None, True, today
    seat.organisation = new
    seat.save()
    return seat


def _signatories(programme: Programme, old: Organisation, new: Organisation) -> None:
    """Who signed already stays: that signature binds who goes on in its place."""
    signatories = Signatory.objects.filter(programme=programme, organisation=old)
    for signatory in signatories.exclude(plan__state="locked").select_related("plan"):
        if signatures_of(signatory.plan).filter(organisation=old).exists():
            continue
        if Signatory.objects.filter(plan=signatory.plan_id, organisation=new).exists():
            signatory.delete()
        else:
            signatory.organisation = new
            signatory.save(update_fields=["organisation"])


def _papers(programme: Programme, old: Organisation, new: Organisation) -> None:
    still = ("draft", "offered", "in_force")
    for covenant in programme.covenants.filter(state__in=still, parties=old):
        covenant.parties.add(new)
        if covenant.state != "in_force":  # who signed it stays its party
            covenant.parties.remove(old)
    programme.obligations.filter(covenant__state__in=still, organisation=old).update(
        organisation=new
    )
    going = Q(
        programme=programme, plan__state__in=("planned", "offered", "going"), organisation=old
    )
    ActionStep.objects.filter(going, done_on=None).update(organisation=new)
    for contact in Contact.objects.filter(going).select_related("plan"):
        if Contact.objects.filter(plan=contact.plan_id, organisation=new).exists():
            if contact.plan.state != "going":  # who is no more isn't asked
                contact.delete()
        else:
            contact.organisation = new
            contact.save(update_fields=["organisation"])
