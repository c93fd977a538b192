"""Covenants: who is bound by which sentence until when, in versions that replace each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace as with_other
from datetime import date
from typing import Any

from django.db import transaction

from wijkwerk.programme.models import (
    Commitment,
    Covenant,
    Obligation,
    Organisation,
    PartySignature,
    Programme,
)
from wijkwerk.programme.services import agreements
from wijkwerk.programme.services.common import STEPS
from wijkwerk.programme.services.projects import EARLIEST, LATEST
from wijkwerk.ui.fields import LINE
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
                    evidence=obligation.evidence,
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
    evidence: str = "",
) -> Obligation:
    """A sentence of a draft that binds one of its parties, until a day, and what will show that it was
    done.

    Raises TransitionNotAllowed: reasons, day, party, term.
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
        return Obligation.objects.create(
            programme_id=moved.programme_id,
            covenant=moved,
            organisation=organisation,
            sentence=sentence,
            until=until,
            evidence=evidence,
        )


def unbind(command: StepCommand, obligation: Obligation) -> Covenant:
    """Take a sentence out of a draft."""
    step = STEPS.step("covenant", "unbind")
    role = STEPS.allowed(command, step, obligation.covenant)
    with transaction.atomic():
        moved: Covenant = STEPS.move(obligation.covenant, step, command, role)
        Obligation.objects.filter(pk=obligation.pk).delete()
    return moved


def offer(command: StepCommand, covenant: Covenant) -> Covenant:
    """Ask every party to sign it as it stands, with no sentence outside its term."""
    return STEPS.make_step("covenant", "offer", command, covenant)


def take_back(command: StepCommand, covenant: Covenant) -> Covenant:
    """Make it a draft again: once something changes, everybody is asked to sign anew."""
    return STEPS.make_step("covenant", "take_back", command, covenant)


def sign(
    command: StepCommand, covenant: Covenant, organisation: Organisation, mark: str
) -> PartySignature:
    """Sign it as it was read, for a party. The last signature puts it in force. Raises as
    ``agreements.sign``."""
    signed: PartySignature = agreements.sign(command, covenant, organisation, mark, _in_force)
    return signed


def close(command: StepCommand, covenant: Covenant) -> Covenant:
    """Every party that is left signed, because two that merged were asked once: it goes in force."""
    role = STEPS.allowed(command, STEPS.step("covenant", "close"), covenant)
    with transaction.atomic():
        return _in_force(command, covenant, role)


def _in_force(command: StepCommand, covenant: Covenant, role: str) -> Covenant:
    """It binds: each sentence is followed as a commitment. What it replaces binds no longer."""
    moved: Covenant = STEPS.move(covenant, STEPS.step("covenant", "close"), command, role)
    for obligation in moved.obligations.filter(commitment=None).select_related("organisation"):
        obligation.commitment = _promised(command, moved, obligation, role)
        obligation.save(update_fields=["commitment"])
    if moved.replaces is not None:
        old = Covenant.objects.get(pk=moved.replaces.pk)
        if old.state == "in_force":  # the board may have ended it meanwhile
            _replace(command, old, moved, role)
    return moved


def _replace(command: StepCommand, old: Covenant, new: Covenant, role: str) -> None:
    text = f"{new.title}, {new.number}"
    over = STEPS.step("covenant", "replace")
    STEPS.move(old, over, with_other(command, version=old.version, text=text), role)
    for obligation in new.obligations.select_related("commitment"):
        _carry_on(command, old, new, obligation, role)
    goes_on = new.obligations.exclude(commitment=None).values("commitment")
    _lapse(command, old.obligations.exclude(commitment__in=goes_on), text, role)


def _carry_on(
    command: StepCommand, old: Covenant, new: Covenant, obligation: Obligation, role: str
) -> None:
    """The commitment of a sentence that goes on is due by the last day of now, unless another day was
    agreed for it or it was missed: that stays."""
    commitment = obligation.commitment
    before = old.obligations.filter(commitment=commitment).first()
    step = STEPS.step("commitment", "carry_on")
    if commitment is None or before is None or commitment.state not in step.source:
        return
    due_on = _last_day(new, obligation)
    if commitment.due_on == _last_day(old, before) != due_on:
        own = with_other(command, version=commitment.version, text=f"{new.title}, {new.number}")
        STEPS.move(commitment, step, own, role, due_on=due_on)


def _last_day(covenant: Covenant, obligation: Obligation) -> date:
    day: date = obligation.until or covenant.ends_on or covenant.programme.ends_on
    return day


def _promised(
    command: StepCommand, covenant: Covenant, obligation: Obligation, role: str
) -> Commitment:
    """A sentence as a commitment of who is bound, by the last day on which it binds."""
    due_on = _last_day(covenant, obligation)
    first_line = obligation.sentence.strip().splitlines()[0][:LINE]
    step = STEPS.step("commitment", "promise")

    def create(programme: Programme) -> Commitment:
        return Commitment.objects.create(
            programme=programme,
            state=step.target,
            organisation=obligation.organisation,
            title=first_line,
            evidence=obligation.evidence or covenant.title,
            promised_for=due_on,
            due_on=due_on,
        )

    after = {"organisation": obligation.organisation.slug, "due_on": due_on}
    return STEPS.begin(step, command, role, covenant.programme, create, after)


def _lapse(command: StepCommand, obligations: Any, text: str, role: str) -> None:
    """The open commitments of sentences that bind nobody any more are released."""
    step = STEPS.step("commitment", "lapse")
    rows = Commitment.objects.filter(obligations__in=obligations, state__in=step.source)
    for commitment in rows.distinct():
        own = with_other(command, version=commitment.version, text=text)
        STEPS.move(commitment, step, own, role, next_step_on=None)


def end(command: StepCommand, covenant: Covenant) -> Covenant:
    """The board ends it, and says why; nobody is bound by it any more. What its next version binds to is
    promised anew once that goes in force."""
    step = STEPS.step("covenant", "end")
    role = STEPS.allowed(command, step, covenant)
    with transaction.atomic():
        moved: Covenant = STEPS.move(covenant, step, command, role)
        open_ones = STEPS.step("commitment", "lapse").source
        next_ones = Obligation.objects.filter(covenant__replaces=moved)
        next_ones.filter(commitment__state__in=open_ones).update(commitment=None)
        _lapse(command, moved.obligations.all(), command.text, role)
    return moved


def in_term(covenant: Covenant, until: date) -> bool:
    """Whether a sentence that binds until a day does so within the covenant's term."""
    return covenant.begins_on <= until and (covenant.ends_on is None or until <= covenant.ends_on)


def _check(facts: Mapping[str, Any]) -> None:
    first, last = facts["begins_on"], facts.get("ends_on")
    if not EARLIEST <= first <= LATEST or (last is not None and not first <= last <= LATEST):
        raise TransitionNotAllowed("day")
