"""Signing for an organisation: exactly what was read, once, and what follows from the last signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from wijkwerk.programme.agreements import Signed, add_signature, mark_of, parties_of
from wijkwerk.programme.models import Organisation
from wijkwerk.programme.services.common import STEPS, machine_of
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed, actor_of


def sign(
    command: StepCommand,
    subject: Signed,
    organisation: Organisation,
    mark: str,
    finish: Callable[[StepCommand, Any, str], Any],
) -> Any:
    """Sign what was read, of which ``mark`` is the digest, for ``organisation``; ``finish`` gets a command,
    the subject and the role when that was the last signature.

    Raises ChangedMeanwhileError when something of it changed since it was read, TransitionNotAllowed
    is_signatory or not_signed_yet when it isn't asked of ``organisation`` (any more).
    """
    step = STEPS.step(machine_of(subject), "sign")
    role = STEPS.allowed(command, step, organisation)
    with transaction.atomic():
        # No version of the subject: others who sign meanwhile take nothing away from this signature.
        programme = STEPS.locked(subject.programme_id)
        current: Any = type(subject).objects.select_for_update().get(pk=subject.pk)
        STEPS.check(step, current.state, programme, current, command)
        if mark != mark_of(current):
            raise ChangedMeanwhileError
        if not parties_of(current).filter(pk=organisation.pk).exists():
            raise TransitionNotAllowed("is_signatory")
        try:
            with transaction.atomic():
                signed = add_signature(
                    current,
                    programme=programme,
                    organisation=organisation,
                    actor=actor_of(command.user),
                    at=command.now,
                )
        except IntegrityError:
            raise TransitionNotAllowed("not_signed_yet") from None
        after = {"organisation": organisation.slug, "digest": mark}
        STEPS.record_step(programme, current, step, current.state, command, role, after)
        if "all_signed" in STEPS.conditions(programme, current, command.user, command.now):
            finish(replace(command, version=current.version, text=""), current, role)
    return signed
