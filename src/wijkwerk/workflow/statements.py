"""The page of a bank statement that somebody takes in: first what would happen, then it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wijkwerk.tables.api import Payment, Statement, read_statements
from wijkwerk.ui.money import euros
from wijkwerk.ui.reader import day
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.sections import Columns, Table, table_of
from wijkwerk.workflow.uploads import MOST_SHOWN, UploadForm, answer_upload
from wijkwerk.workflow.writing import StepCommand

LARGEST = 5_000_000  # bytes, as sent
Became = Iterable[tuple[Payment, Any]]


@dataclass(frozen=True)
class StatementPage:
    """What a capability tells of it. ``look`` and ``write`` give what becomes of each payment, out of ``outcomes``
    (with their words); a person has to look at those of ``to_look_at``. ``intro``, ``write_label`` and ``done`` are its
    sentences; ``why_not(code)`` gives the words of a refusal; ``frame`` is the template around it."""

    title: str
    look: Callable[[StepCommand, tuple[Statement, ...]], Became]
    write: Callable[[StepCommand, tuple[Statement, ...]], Became]
    outcomes: Mapping[Any, Any]
    to_look_at: Collection[Any]
    intro: Any
    write_label: Any
    done: Any
    why_not: Callable[[str], str]
    back: str
    back_label: Any
    frame: str
    context: Mapping[str, Any] = field(default_factory=dict)


def statement_page(request: HttpRequest, page: StatementPage) -> HttpResponse:
    """What becomes of each payment of a statement; nothing is written when one thing is wrong."""
    form = UploadForm(
        request,
        label=_("Bank statement (CAMT.053, XML)"),
        about=_("At most 5 megabytes. Names of who paid aren’t kept."),
        accept=".xml",
        most=LARGEST,
        write=page.write_label,
    )
    decisions = decisions_of(request)
    command = StepCommand(request.user, decisions.now, decisions=decisions)

    def take(body: bytes, _name: str) -> dict[str, Any]:
        statements = read_statements(body, _("the statement"))
        rows = list((page.write if form.writes else page.look)(command, statements))
        return {"sums": _sums(page, rows), "asked": _asked(page, rows)}

    context = {
        **page.context,
        "title": page.title,
        "frame": page.frame,
        "explanation": page.intro,
        "back": page.back,
        "back_label": page.back_label,
        "done": page.done,
        "asked_title": _("Look at these yourself"),
    }
    return answer_upload(request, form, context, take, page.why_not)


def _sums(page: StatementPage, rows: list[tuple[Payment, Any]]) -> Table:
    """How many payments of each kind, and how much; together what the statement says."""
    sums = []
    for outcome, label in page.outcomes.items():
        cents = [payment.cents for payment, became in rows if became == outcome]
        sums.append((str(label), len(cents), sum(cents)))
    sums.append((_("Together"), len(rows), sum(payment.cents for payment, _became in rows)))
    columns: Columns = {
        _("What becomes of it"): lambda row: row[0],
        _("Payments"): lambda row: row[1],
        _("Amount"): lambda row: euros(row[2]),
    }
    numeric = (_("Payments"), _("Amount"))
    return table_of("sums", _("Payments on the statement"), sums, columns, numeric)


def _asked(page: StatementPage, rows: list[tuple[Payment, Any]]) -> Table | None:
    """The payments that a person has to look at; None without any."""
    unclear = [row for row in rows if row[1] in page.to_look_at]
    columns: Columns = {
        _("Booked on"): lambda row: day(row[0].booked_on),
        _("Payment reference"): lambda row: row[0].reference,
        _("Amount"): lambda row: euros(row[0].cents),
        _("What becomes of it"): lambda row: str(page.outcomes[row[1]]),
    }
    title = _("Look at these yourself")
    return table_of("asked", title, unclear[:MOST_SHOWN], columns) if unclear else None
