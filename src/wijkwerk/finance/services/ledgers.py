"""Open budgets: taken in out of a file, made public by somebody else, withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.forms import model_to_dict

from wijkwerk.access.api import Place, held_for
from wijkwerk.finance.core import flows
from wijkwerk.finance.ledger_file import LedgerFile, flow_of
from wijkwerk.finance.ledger_summary import summary_of
from wijkwerk.finance.models import Flow, Ledger, LedgerStep
from wijkwerk.finance.rules import machines
from wijkwerk.finance.services.own import not_own_of
from wijkwerk.workflow.api import StepCommand, Workflow

SOON = 120  # days in which money that lapses is warned of
TAKING_IN = ("take_in", "replace")  # whoever did one of these doesn't make it public
_BATCH = 1_000


STEPS = Workflow(
    machines=machines,
    root=Ledger,
    link="ledger",
    steps=LedgerStep,
    conditions=not_own_of(LedgerStep, TAKING_IN),
    place=lambda ledger: str(ledger.municipality),
    private=frozenset({"summary"}),
    shown_places=frozenset({"municipality"}),
)


def take_in(
    command: StepCommand, parent: Any, *, municipality: str, file: LedgerFile, **about: Any
) -> Ledger:
    """A draft with the flows of a file, all of them; ``about`` are further fields of the ledger."""
    step = STEPS.step("ledger", "take_in")
    role = STEPS.allowed(command, step, Place(municipality=municipality))

    fields = {"municipality": municipality, **about}
    return STEPS.begin(
        step, command, role, None, lambda _root: write_ledger(file, state=step.target, **fields)
    )


def write_ledger(file: LedgerFile, **fields: Any) -> Ledger:
    """A ledger with its flows; in a transaction of who calls it, who asks access and keeps the step."""
    ledger = Ledger.objects.create(summary=summary_of(file), **fields)
    _write(ledger, file)
    return ledger


def replace(command: StepCommand, ledger: Ledger, *, file: LedgerFile) -> Ledger:
    """Other flows in place of those of a draft."""
    step = STEPS.step("ledger", "replace")
    role = STEPS.allowed(command, step, ledger)

    with transaction.atomic():
        moved = STEPS.move(ledger, step, command, role, summary=summary_of(file))
        Flow.objects.filter(ledger=moved).delete()
        _write(moved, file)
    return moved


def _write(ledger: Ledger, file: LedgerFile) -> None:
    Flow.objects.bulk_create((Flow(ledger=ledger, **row) for row in file.rows), batch_size=_BATCH)


publish = partial(STEPS.make_step, "ledger", "publish")
withdraw = partial(STEPS.make_step, "ledger", "withdraw")


def worked_on(user: Any, now: datetime) -> QuerySet[Ledger]:
    """The ledgers of the municipalities whose money an account may read."""
    return Ledger.objects.filter(
        municipality__in=held_for(user, "finance.read", "municipality", now)
    )


def lapsing(ledgers: QuerySet[Ledger], today: date) -> list[Flow]:
    """Flows of these ledgers with money on its way that lapses within SOON days, or has lapsed: the earliest first."""
    rows = Flow.objects.filter(
        ledger__in=ledgers,
        lapses_on__isnull=False,
        lapses_on__lte=date.fromordinal(today.toordinal() + SOON),
    )
    return [row for row in rows.order_by("lapses_on", "pk") if flow_in(row).on_its_way > 0]


def ending_posts(ledgers: QuerySet[Ledger], today: date) -> list[Flow]:
    """The last flow of each function of a municipality that is paid out of these ledgers, when it ends within SOON
    days: the earliest first. One of which money goes on without a last day isn't in it."""
    last: dict[tuple[str, str], Flow] = {}
    rows = Flow.objects.filter(ledger__in=ledgers).exclude(post="").select_related("ledger")
    for row in rows.order_by(F("ends_on").asc(nulls_last=True), "pk"):
        last[row.ledger.municipality, row.post] = row
    soon = date.fromordinal(today.toordinal() + SOON)
    ending = [row for row in last.values() if row.ends_on and today <= row.ends_on <= soon]
    return sorted(ending, key=lambda row: (row.ends_on, row.pk))


def flow_in(row: Flow) -> flows.Flow:
    """A row as rules count with it."""
    return flow_of(model_to_dict(row))
