"""Campaigns of visits: streets, rounds in counts of doors, and how far one came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from wijkwerk.access.api import may, require
from wijkwerk.audit.api import record
from wijkwerk.casework import models as m
from wijkwerk.casework.core.campaigns import Reach, Tally, misfit, reach, together
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services.common import WRITE, ActionNotAllowed
from wijkwerk.casework.services.structural import coarse

ASSIGN = "casework.assign"  # what a coordinator may


def campaigns(looking: Looking) -> QuerySet[m.Campaign]:
    """Those of the organisations for which somebody works."""
    places = [worker.organisation_id for worker in looking.workers]
    return m.Campaign.objects.filter(organisation__in=places).select_related("organisation")


@contextmanager
def _writing(looking: Looking, organisation: m.Organisation, action: str) -> Iterator[m.Worker]:
    """As whom somebody writes for an organisation, in a transaction with its entry in the trail. Raises RefusedError,
    Worker.DoesNotExist for who doesn't work for it."""
    own = [row for row in looking.workers if row.organisation_id == organisation.pk]
    if not own:
        raise m.Worker.DoesNotExist
    require(looking.user, WRITE, own[0], looking.now)
    with transaction.atomic():
        yield own[0]
        record(
            looking.user.actor, f"casework.{action}", "organisation", organisation.pk, looking.now
        )


def begin(looking: Looking, worker: m.Worker, **facts: Any) -> m.Campaign:
    """A new campaign of the organisation of ``worker``. Raises as ``_writing``, ActionNotAllowed for days in the wrong
    order."""
    if facts["last_day"] < facts["first_day"]:
        raise ActionNotAllowed(_("The last day comes before the first."))
    with _writing(looking, worker.organisation, "campaign"):
        return m.Campaign.objects.create(organisation=worker.organisation, **facts)


def add_street(looking: Looking, campaign: m.Campaign, *, name: str, doors: int) -> m.Street:
    """A street of a campaign. Raises as ``_writing``, ActionNotAllowed for one that is there already."""
    try:
        with _writing(looking, campaign.organisation, "street"):
            return m.Street.objects.create(campaign=campaign, name=name, doors=doors)
    except IntegrityError:
        raise ActionNotAllowed(_("This street is there already.")) from None


def add_round(
    looking: Looking, street: m.Street, *, needs: Mapping[str, int], **facts: Any
) -> m.Round:
    """A round through a street, and how often what was asked for. Raises as ``_writing``, ActionNotAllowed for a day to
    come or outside the campaign, and for counts that can't be so."""
    campaign = street.campaign
    if not campaign.first_day <= facts["on"] <= min(campaign.last_day, looking.day):
        raise ActionNotAllowed(_("Choose a day of the campaign, up to and including today."))
    counts = {name: facts[name] for name in ("spoken", "visited", "refused", "nobody")}
    with _writing(looking, campaign.organisation, "round") as worker:
        m.Street.objects.select_for_update().get(pk=street.pk)
        before = [row.tally for row in street.rounds.all()]
        if fault := misfit(street.doors, before, Tally(**counts)):
            raise ActionNotAllowed(_refusal(fault))
        if any(number > counts["spoken"] + counts["visited"] for number in needs.values()):
            raise ActionNotAllowed(
                _("Something was asked for more often than there were talks and visits.")
            )
        row = m.Round.objects.create(street=street, worker=worker, **facts)
        m.Need.objects.bulk_create(
            m.Need(round=row, topic=topic, number=number)
            for topic, number in needs.items()
            if number
        )
    return row


def _refusal(fault: str) -> str:
    return {
        "nothing": _("Fill in at least one number."),
        "doors": _("This street hasn’t so many doors left at which nobody was spoken."),
        "spoken": _("More let you in or refused than were ever spoken in this street."),
    }[fault]


def last_round(looking: Looking, street: m.Street) -> m.Round | None:
    """The round of a street that was written down last, when this account may take it back: it wrote that down, or
    coordinates the organisation as well. Without it the others still fit the doors."""
    row = street.rounds.select_related("worker").order_by("-pk").first()
    own = [
        worker
        for worker in looking.workers
        if worker.organisation_id == street.campaign.organisation_id
    ]
    if row is None or not own:
        return None
    return row if row.worker in own or may(looking.user, ASSIGN, own[0], looking.now) else None


def drop_round(looking: Looking, round_: m.Round) -> None:
    """A round that was written down wrongly goes; the trail keeps that it did. Raises as ``_writing``, ActionNotAllowed
    for one that isn't the last of its street, or that another wrote down."""
    street = round_.street
    with _writing(looking, street.campaign.organisation, "round_dropped"):
        m.Street.objects.select_for_update().get(pk=street.pk)
        if (
            not street.rounds.filter(pk=round_.pk).exists()
            or street.rounds.filter(pk__gt=round_.pk).exists()
        ):
            raise ActionNotAllowed(_("Only the last round of a street can be taken back."))
        if last_round(looking, street) is None:
            raise ActionNotAllowed(_("Who wrote a round down takes it back, or a coordinator."))
        round_.needs.all().delete()
        round_.delete()


@dataclass(frozen=True)
class Standing:
    """How far a campaign came. Households are rounded, None where there are fewer than may be told; needs are rounded,
    and None until the campaign is over, so that nobody reads off one round what was asked for at its doors."""

    streets: list[tuple[m.Street, Reach, list[m.Round]]]
    total: Reach | None
    opened: int | None
    planned: int | None
    needs: list[tuple[str, int]] | None


def standing(campaign: m.Campaign, day: date) -> Standing:
    """How far a campaign came up to a day, street by street; then how many households were opened and made a plan."""
    streets = [
        (
            street,
            reach(street.doors, [row.tally for row in street.rounds.all()]),
            list(street.rounds.all()),
        )
        for street in campaign.streets.prefetch_related("rounds")
    ]
    opened = m.Episode.objects.filter(campaign=campaign)
    planned = opened.filter(household__plans__agreed_at__isnull=False).distinct()
    return Standing(
        streets,
        together(row for _street, row, _rounds in streets),
        coarse(opened.count()),
        coarse(planned.count()),
        _needs(campaign) if campaign.last_day < day else None,
    )


def _needs(campaign: m.Campaign) -> list[tuple[str, int]]:
    """What was asked for, the most first, rounded."""
    rows = (
        m.Need.objects.filter(round__street__campaign=campaign)
        .order_by()
        .values_list("topic")
        .annotate(number=Sum("number"))
    )
    needs = [(str(m.Need.Topic(topic).label), coarse(number)) for topic, number in rows]
    return sorted(
        ((label, number) for label, number in needs if number is not None),
        key=lambda row: (-row[1], row[0]),
    )
