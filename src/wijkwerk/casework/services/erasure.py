"""Erasing what no law keeps any more, piece by piece, and saying what was erased.

Splitting, merging and a next version of a plan keep the moment at which something was written, so they prolong nothing.
What is older than its term stays while newer data hang from it (a conflict with a bridging line of last year) or while
the agreed plan of an open household needs it; the report counts that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from wijkwerk.audit.api import COMMAND, erasing, record
from wijkwerk.casework import models as m
from wijkwerk.casework.core.retention import Term, What
from wijkwerk.casework.retention import terms_on
from wijkwerk.casework.services.drafts import KEPT
from wijkwerk.shared.deadlines import HERE, today

# What hangs from something else goes before it.
_PIECES: tuple[type[m.Piece], ...] = (
    m.TimeOut, m.Deviation, m.Bridging, m.Escalation, m.Submission, m.Conflict, m.Task, m.Goal, m.Note, m.DebtRequest,
    m.Measure, m.Nuisance, m.Protection,
)  # fmt: skip
_OF_HOUSEHOLD: tuple[Any, ...] = (
    m.Plan, m.OpenDomain, m.Address, m.Consent, m.Handover, m.Direction, m.Membership, m.Emergency, m.Draft, m.Extent,
    m.FollowUp, m.Episode, m.Residence,
)  # fmt: skip
BATCH = 500  # households at a time
ROWS = 10_000  # of one statement: fewer than the numbers that SQLite takes in one


@dataclass
class Report:
    """What was erased, by table, and how much is older than its term and stays for what hangs from it."""

    erased: Counter[str] = field(default_factory=Counter)
    needed: int = 0


def erase(now: datetime, *, dry_run: bool = False) -> Report:
    """Erase what is past its term on the day of ``now``, in one transaction; ``dry_run``: only say what that would be.

    Raises InputError when the table of terms doesn't say how long something is kept.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten in the file
    with transaction.atomic():
        report = _Eraser(now).run()
        if dry_run:
            transaction.set_rollback(True)
        else:
            after = {"rows": sum(report.erased.values())}
            record(COMMAND, "casework.erase", "households", 0, now, after=after)
    return report


class _Eraser:
    """One run."""

    def __init__(self, now: datetime) -> None:
        self._now, self._day = now, today(now)
        self._terms = terms_on(self._day)
        self._report = Report()

    def run(self) -> Report:
        """From the outside in: whole households, pieces, what is left of a household."""
        self._whole_households(self._withdrawn())
        self._whole_households(self._without_provision())
        self._drop(m.Draft.objects.filter(kept_at__lte=self._now - KEPT))
        self._pieces()
        self._circles()
        self._whole_households(self._emptied())
        self._persons()
        return self._report

    def _past(self, term: Term, name: str) -> Q:
        """Rows of which ``name``, a moment, is so long ago that ``term`` has ended."""
        return Q(**{f"{name}__lt": _after(term.latest(self._day))})

    def _drop(self, rows: QuerySet[Any]) -> None:
        """Erase rows from which nothing hangs; the database refuses when something does."""
        self._drop_numbers(rows.model, list(rows.order_by().values_list("pk", flat=True)))

    def _drop_numbers(self, model: type[Any], numbers: list[int]) -> None:
        """The same of rows with these numbers, so many in a statement as a database takes."""
        for part in _parts(numbers):
            if model is m.TimeOut:
                paused = m.TimeOut.tasks.through._default_manager.filter(timeout__in=part)
                paused._raw_delete(paused.db)
            gone = model._default_manager.filter(pk__in=part).order_by()
            self._report.erased[model._meta.model_name] += gone._raw_delete(gone.db)

    def _closed(self) -> QuerySet[m.Household]:
        """Households that were closed, and into which no other went on that is still here."""
        goes_on = m.Household.objects.filter(merged_into=OuterRef("pk"))
        return m.Household.objects.filter(~Exists(goes_on), closed_at__isnull=False)

    def _withdrawn(self) -> QuerySet[m.Household]:
        """Requests that a household took back before there was a plan."""
        agreed = m.Plan.objects.filter(household=OuterRef("pk"), agreed_at__isnull=False)
        other = m.Episode.objects.filter(household=OuterRef("pk")).exclude(
            exit=m.Episode.Exit.REFUSED
        )
        past = self._past(self._terms[What.WITHDRAWN, ""], "closed_at")
        return self._closed().filter(past, ~Exists(agreed), ~Exists(other))

    def _without_provision(self) -> QuerySet[m.Household]:
        """Plans for which nobody ever paid anything."""
        agreed = m.Plan.objects.filter(household=OuterRef("pk"), agreed_at__isnull=False)
        paid = m.Task.objects.filter(household=OuterRef("pk"), payer__isnull=False)
        bridged = m.Bridging.objects.filter(household=OuterRef("pk"))
        past = self._past(self._terms[What.NO_PROVISION, ""], "closed_at")
        return self._closed().filter(past, Exists(agreed), ~Exists(paid), ~Exists(bridged))

    def _emptied(self) -> QuerySet[m.Household]:
        """Households of which no piece is left and that were closed long ago."""
        pieces = [
            Exists(kind._default_manager.filter(household=OuterRef("pk"))) for kind in _PIECES
        ]
        empty = Q()
        for piece in pieces:
            empty &= ~Q(piece)
        term = self._terms[What.PIECE, m.Domain.IDENTITY.value]
        return self._closed().filter(empty, self._past(term, "closed_at"))

    def _whole_households(self, households: QuerySet[m.Household]) -> None:
        """All of these households, but persons who belong elsewhere."""
        while numbers := list(households.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            for kind in (m.Task, m.Goal):
                rows = kind._default_manager.filter(household__in=numbers)
                rows.update(taken_from=None)
            for kind in (*_PIECES, *_OF_HOUSEHOLD):
                self._drop(kind._default_manager.filter(household__in=numbers))
            self._drop(m.CodeUse.objects.filter(code__household__in=numbers))
            self._drop(m.HouseholdCode.objects.filter(household__in=numbers))
            self._looks(Q(household__in=numbers))
            self._drop(m.Household.objects.filter(pk__in=numbers))

    def _pieces(self) -> None:
        """Each piece by its own moment and life domain."""
        old = Q(pk__in=[])
        for domain in m.Domain.values:
            old |= Q(domain=domain) & self._past(self._terms[What.PIECE, domain], "written_at")
        over = Q(household__closed_at__isnull=False)
        free: dict[type[m.Piece], Q] = {
            m.Conflict: Q(solved_at__isnull=False) | over,
            m.Nuisance: Q(ended_on__isnull=False) | over,
            m.Protection: Q(ended_on__isnull=False) | over,
            m.Task: Q(plan__replaced_at__isnull=False) | over,
            m.Goal: Q(plan__replaced_at__isnull=False) | over,
        }
        hanging: dict[type[m.Piece], tuple[str, ...]] = {
            m.Conflict: ("timeouts", "deviations", "bridgings", "escalations", "submissions"),
            m.Nuisance: ("measures",),
            m.Task: ("timeouts",),
            m.Goal: ("tasks",),
        }
        for kind in _PIECES:
            past = kind._default_manager.filter(old)
            rows = past.filter(free.get(kind, Q()))
            for name in hanging.get(kind, ()):
                rows = rows.filter(**{f"{name}__isnull": True})
            numbers = list(rows.values_list("pk", flat=True))
            if kind in (m.Task, m.Goal):
                # The same in a next version is as old, and goes or stays by itself.
                for part in _parts(numbers):
                    kind._default_manager.filter(taken_from__in=part).update(taken_from=None)
            self._drop_numbers(kind, numbers)
            self._report.needed += past.count()
        plans = m.Plan.objects.filter(
            Q(replaced_at__isnull=False) | Q(household__closed_at__isnull=False),
            self._past(self._terms[What.PIECE, m.Domain.IDENTITY.value], "drafted_at"),
            goals__isnull=True,
            tasks__isnull=True,
        )
        self._drop(plans)

    def _circles(self) -> None:
        """Who belonged, looked and agreed: each by the moment at which it ended."""
        term = self._terms[What.CIRCLE, ""]
        ended = self._past(term, "ends_at")
        for dated in (
            m.Extent,
            m.OpenDomain,
            m.Address,
            m.Consent,
            m.Direction,
            m.Membership,
            m.Emergency,
        ):
            self._drop(dated._default_manager.filter(ended))
        self._drop(m.Consent.objects.filter(self._past(term, "withdrawn_at")))
        self._drop(m.Handover.objects.filter(self._past(term, "answered_at")))
        self._drop(m.CodeUse.objects.filter(self._past(term, "at")))
        codes = m.HouseholdCode.objects.filter(uses__isnull=True)
        self._drop(codes.filter(self._past(term, "ended_at")))
        self._looks(self._past(term, "at"))
        # Who left is asked about what was written while they belonged: they stay as long as that does.
        rows = m.Residence.objects.filter(ended)
        for kind in _PIECES:
            written = kind._default_manager.filter(
                household=OuterRef("household"), written_at__lt=OuterRef("ends_at")
            )
            rows = rows.filter(~Exists(written))
        self._drop(rows)

    def _looks(self, which: Q) -> None:
        """Lines of the read log, for which its guard is lifted a moment."""
        rows = m.Look.objects.filter(which).order_by()
        if not rows.exists():
            return
        with erasing(m.Look._meta.db_table):
            self._report.erased["look"] += rows._raw_delete(rows.db)

    def _persons(self) -> None:
        """Persons who belong to nothing any more."""
        rows = m.Person.objects.filter(
            residences__isnull=True, consents__isnull=True, codes__isnull=True
        )
        for kind in _PIECES:
            rows = rows.filter(~Exists(kind._default_manager.filter(person=OuterRef("pk"))))
        self._drop(rows)


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[begin : begin + ROWS] for begin in range(0, len(numbers), ROWS))


def _after(day: date) -> datetime:
    """The moment at which a day is over in the Netherlands."""
    return datetime.combine(day + timedelta(days=1), time.min, HERE)
