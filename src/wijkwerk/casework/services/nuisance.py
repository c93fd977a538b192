"""Nuisance, the measures against it, each with a clock, and the protection of who suffers it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.core import nuisance as ladder
from wijkwerk.casework.policies import Looking, directs, rows_of, sees
from wijkwerk.casework.services.common import ActionNotAllowed, audited, in_household, worker_in
from wijkwerk.casework.services.plans import needs_domain

TOP = 10


@in_household()
def report_nuisance(looking: Looking, household: m.Household, /, **facts: Any) -> m.Nuisance:
    """Write down nuisance that a household causes. Raises as ``acting``, ActionNotAllowed for a life domain that isn't
    open, or a day to come."""
    needs_domain(looking, household, facts["domain"])
    if facts["began_on"] > looking.day:
        raise ActionNotAllowed(_("This day is yet to come."))
    worker = worker_in(looking, household)
    row = m.Nuisance.objects.create(
        household=household, worker=worker, written_at=looking.now, **facts
    )
    audited(looking, "nuisance", household, nuisance=row.pk)
    return row


def tried(nuisance: m.Nuisance) -> list[ladder.Tried]:
    """The measures against a nuisance as the ladder sees them, oldest first."""
    return [
        ladder.Tried(
            ladder.Step(row.step), row.review_by, ladder.Effect(row.effect) if row.effect else None
        )
        for row in nuisance.measures.all()
    ]


def running(looking: Looking, household: m.Household) -> QuerySet[m.Nuisance]:
    """The nuisance of a household that didn't stop, as far as somebody sees it."""
    return rows_of(looking, m.Nuisance, household).filter(ended_on=None)


@in_household(director=True)
def take_measure(
    looking: Looking,
    household: m.Household,
    /,
    *,
    nuisance: m.Nuisance,
    step: str,
    **facts: Any,
) -> m.Measure:
    """The next step against a nuisance; passing one over asks why. Raises as ``acting``, ActionNotAllowed while the
    step before it may still work, for a step back, without reasons, or for an order or a move without a ground in law
    and a last day."""
    row = running(looking, household).filter(pk=nuisance.pk).first()
    if row is None:
        raise ActionNotAllowed(_("Choose nuisance that didn’t stop."))
    chosen, due = ladder.Step(step), ladder.next_step(tried(row), looking.day)
    if due is None:
        raise ActionNotAllowed(_("First say what the last step did, or wait until its day."))
    is_skipping = ladder.is_skipping(tried(row), chosen, looking.day)
    if not is_skipping and chosen is not due:
        raise ActionNotAllowed(_("This step was tried already: choose the next one."))
    if is_skipping and not facts.get("skipped_because"):
        raise ActionNotAllowed(_("Say why a step is passed over."))
    if facts["review_by"] < max(facts["started_on"], looking.day):
        raise ActionNotAllowed(_("Choose a day to come to look whether it worked."))
    if chosen in ladder.INTERFERING and not (facts.get("legal_ground") and facts.get("ends_on")):
        raise ActionNotAllowed(
            _("This step interferes with rights: give its ground in law and its last day.")
        )
    if facts.get("ends_on") and facts["ends_on"] < facts["started_on"]:
        raise ActionNotAllowed(_("The last day comes before the first."))
    created = m.Measure.objects.create(
        household=household,
        nuisance=row,
        domain=row.domain,
        person=row.person,
        written_at=looking.now,
        worker=worker_in(looking, household),
        step=chosen.value,
        **facts,
    )
    audited(looking, "measure", household, measure=created.pk, step=chosen.value)
    return created


@in_household(director=True)
def say_effect(
    looking: Looking, household: m.Household, *, nuisance: m.Nuisance, effect: str
) -> m.Measure:
    """What the last step against a nuisance did; when it stopped, that is over. Raises as ``acting``, ActionNotAllowed
    when no step waits for that."""
    row = running(looking, household).filter(pk=nuisance.pk).first()
    last = None if row is None else row.measures.filter(effect="").last()
    if row is None or last is None:
        raise ActionNotAllowed(_("No step waits to hear what it did."))
    last.effect, last.ended_on = effect, looking.day
    last.save()
    if effect == ladder.Effect.STOPPED:
        row.ended_on = looking.day
        row.save()
    audited(looking, "measure_effect", household, measure=last.pk, effect=effect)
    return last


@in_household()
def end_nuisance(
    looking: Looking,
    household: m.Household,
    *,
    nuisance: m.Nuisance,
    ended_because: str,
    is_mistaken: bool,
) -> m.Nuisance:
    """Nuisance that stopped by itself, or (``is_mistaken``) never was; a step that still waited ends with it. Raises as
    ``acting``, ActionNotAllowed when it ended already, without reasons, or by another than who reported it or directs
    the household."""
    row = running(looking, household).filter(pk=nuisance.pk).first()
    if row is None:
        raise ActionNotAllowed(_("Choose nuisance that didn’t stop."))
    if not ended_because.strip():
        raise ActionNotAllowed(_("Say what happened, or what was wrong."))
    if row.worker not in looking.workers and not directs(looking, household):
        raise ActionNotAllowed(_("Who reported it ends it, or who directs the household."))
    row.ended_on, row.ended_because, row.is_mistaken = looking.day, ended_because, is_mistaken
    row.save()
    row.measures.filter(ended_on=None).update(ended_on=looking.day)
    audited(looking, "nuisance_ended", household, nuisance=row.pk)
    return row


@in_household()
def protect(looking: Looking, household: m.Household, /, **facts: Any) -> m.Protection:
    """How a household that suffers nuisance is protected; replaces what was agreed before. Raises as ``acting``,
    ActionNotAllowed for a life domain that isn't open, or a day that passed."""
    needs_domain(looking, household, facts["domain"])
    if facts["review_on"] <= looking.day:
        raise ActionNotAllowed(_("Choose a day to come to look at it together."))
    rows_of(looking, m.Protection, household).filter(ended_on=None).update(ended_on=looking.day)
    row = m.Protection.objects.create(
        household=household,
        worker=worker_in(looking, household),
        written_at=looking.now,
        **facts,
    )
    audited(looking, "protection", household, protection=row.pk)
    return row


@in_household()
def end_protection(looking: Looking, household: m.Household, *, has_moved: bool) -> None:
    """A household isn't in need of protection any more; ``has_moved``: because it moved away from the nuisance. Raises
    as ``acting``, ActionNotAllowed when nothing protects it."""
    rows = rows_of(looking, m.Protection, household).filter(ended_on=None)
    if not rows.update(ended_on=looking.day, has_moved=has_moved):
        raise ActionNotAllowed(_("There is no protection that holds now."))
    audited(looking, "protection_ended", household)


def worst(looking: Looking, most: int = TOP) -> list[m.Nuisance]:
    """The nuisance of open households that somebody sees, the worst first: at most so many."""
    rows = {
        row.pk: row
        for row in m.Nuisance.objects.filter(
            sees(looking), ended_on=None, household__closed_at=None
        )
        .select_related("household")
        .prefetch_related("measures__organisation")
    }
    cases = [
        ladder.Case(row.pk, row.violent, row.victims, _highest(tried(row)), row.began_on)
        for row in rows.values()
    ]
    return [rows[case.key] for case in ladder.in_order(cases)[:most]]


def _highest(steps: Sequence[ladder.Tried]) -> ladder.Step | None:
    order = list(ladder.Step)
    return max((row.step for row in steps), key=order.index, default=None)


def deadlines(looking: Looking, households: Collection[int]) -> list[tuple[int, str, date]]:
    """Household, life domain and day by which one looks whether a measure worked or a protection is still right."""
    measures = m.Measure.objects.filter(
        sees(looking), household__in=households, effect="", nuisance__ended_on=None
    ).values_list("household", "domain", "review_by")
    protections = m.Protection.objects.filter(
        sees(looking), household__in=households, ended_on=None
    ).values_list("household", "domain", "review_on")
    return [*measures.order_by(), *protections.order_by()]


def nuisance_counts(organisations: Collection[str], year: int) -> dict[str, int]:
    """Of organisations with these codes: nuisance that didn't stop and that stopped in a year, and how many victims
    moved because of it in that year (which should be none)."""
    rows = m.Nuisance.objects.filter(household__organisation__code__in=organisations)
    moved = m.Protection.objects.filter(
        household__organisation__code__in=organisations, has_moved=True, ended_on__year=year
    )
    return {
        "running": rows.filter(ended_on=None, household__closed_at=None).count(),
        "stopped": rows.filter(ended_on__year=year, is_mistaken=False).count(),
        "moved": moved.aggregate(n=Count("household", distinct=True))["n"],
    }
