"""That a mail about a moment goes out, and that it went: written once, whoever else is sending."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from wijkwerk.designation.models import Reminder

About = tuple[int, str]  # number of the procedure, key of the moment


def claim(actor: str, about: Iterable[About], on: date) -> bool:
    """Write that these moments are mailed to an account; False when another run was first.

    A claim of an earlier day that was never settled is taken over: of that mail nobody knows whether
    it went, and nobody is forgotten.
    """
    wanted = sorted(about)
    try:
        with transaction.atomic():
            for procedure, moment in wanted:
                Reminder.objects.filter(
                    procedure=procedure, moment=moment, actor=actor, sent=False, on__lt=on
                ).delete()
            Reminder.objects.bulk_create(
                Reminder(
                    procedure_id=procedure, moment=moment, actor=actor, on=on, number=len(wanted)
                )
                for procedure, moment in wanted
            )
    except IntegrityError:
        return False
    return True


def settle(actor: str, about: Iterable[About], on: date) -> None:
    """Write that the server took the mail."""
    for procedure, moment in about:
        _claimed(actor, procedure, moment, on).update(sent=True)


def drop(actor: str, about: Iterable[About], on: date) -> None:
    """Take back what was claimed: the server didn't take it."""
    for procedure, moment in about:
        _claimed(actor, procedure, moment, on).delete()


def _claimed(actor: str, procedure: int, moment: str, on: date) -> QuerySet[Reminder]:
    return Reminder.objects.filter(
        procedure=procedure, moment=moment, actor=actor, on=on, sent=False
    )
