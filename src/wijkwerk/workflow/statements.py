"""The page of a bank statement that somebody takes in: first what would happen, then it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.registry.language import problem_sentence
from wijkwerk.shared.problems import InputError
from wijkwerk.tables.api import Payment, Statement, read_statements
from wijkwerk.ui.money import euros
from wijkwerk.ui.reader import day
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.sections import Columns, Table, table_of
from wijkwerk.workflow.writing import ChangedMeanwhileError, StepCommand, TransitionNotAllowed

LARGEST = 5_000_000  # bytes, as sent
_MOST_SHOWN = 200
Became = Iterable[tuple[Payment, Any]]


class StatementForm(forms.Form):
    """A statement, and whether anything is written."""

    file = forms.FileField(
        label=gettext_lazy("Bank statement (CAMT.053, XML)"),
        help_text=gettext_lazy("At most 5 megabytes. Names of who paid aren’t kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml"}),
    )
    act = forms.ChoiceField(
        label=gettext_lazy("What do you want?"), initial="look", widget=forms.RadioSelect
    )

    def __init__(self, write: Any, *args: Any) -> None:
        super().__init__(*args)
        self.fields["act"].choices = [  # type: ignore[attr-defined]
            ("look", gettext_lazy("Only see what would happen")),
            ("write", write),
        ]

    def clean_file(self) -> Any:
        """Not larger than is read. Raises ValidationError."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise ValidationError(_("This file is too large."), code="large")
        return sent


@dataclass(frozen=True)
class StatementPage:
    """What a capability tells of it. ``look`` and ``write`` give what becomes of each payment, out of ``outcomes``
    (with their words); a person has to look at those of ``asked``. ``intro``, ``write_label`` and ``done`` are its
    sentences; ``why_not(code)`` gives the words of a refusal; ``frame`` is the template around it."""

    title: str
    look: Callable[[StepCommand, tuple[Statement, ...]], Became]
    write: Callable[[StepCommand, tuple[Statement, ...]], Became]
    outcomes: Mapping[Any, Any]
    asked: Collection[Any]
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
    form = StatementForm(page.write_label, request.POST or None, request.FILES or None)
    context: dict[str, Any] = {**page.context, "page": page, "title": page.title, "form": form}
    context["account"] = request.user
    status = 200
    if request.method == "POST" and form.is_valid():
        written = form.cleaned_data["act"] == "write"
        decisions = decisions_of(request)
        command = StepCommand(request.user, decisions.now, decisions=decisions)
        try:
            statements = read_statements(form.cleaned_data["file"].read(), _("the statement"))
            rows = list((page.write if written else page.look)(command, statements))
        except InputError as fault:
            status = 422
            problems = fault.problems[:_MOST_SHOWN]
            context["problems"] = [problem_sentence(problem) for problem in problems]
        except (ChangedMeanwhileError, TransitionNotAllowed) as refusal:
            status = 409
            form.add_error(None, page.why_not(getattr(refusal, "why", "state")))
        else:
            context |= {"written": written, "sums": _sums(page, rows), "asked": _asked(page, rows)}
    elif form.errors:
        status = 400
    return render(request, "workflow/statement.html", context, status=status)


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
    asked = [row for row in rows if row[1] in page.asked]
    columns: Columns = {
        _("Booked on"): lambda row: day(row[0].booked_on),
        _("Payment reference"): lambda row: row[0].reference,
        _("Amount"): lambda row: euros(row[0].cents),
        _("What becomes of it"): lambda row: str(page.outcomes[row[1]]),
    }
    title = _("Look at these yourself")
    return table_of("asked", title, asked[:_MOST_SHOWN], columns) if asked else None
