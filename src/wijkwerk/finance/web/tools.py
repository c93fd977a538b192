"""Checks for everybody: may kinds of money be combined, does an activity earn its own keep, what do many helpers at a
household cost? What is asked stands in the address and is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.finance.core.combining import Part, Verdict, may_combine
from wijkwerk.finance.core.earning import Activity
from wijkwerk.finance.register import (
    combining_rules,
    costs_of_fragmentation,
    kinds_of_money,
    purposes,
)
from wijkwerk.registry.config import capabilities
from wijkwerk.shared import deadlines, numbers
from wijkwerk.ui.money import EurosFormField, euros
from wijkwerk.ui.reader import language
from wijkwerk.workflow.sections import table_of
from wijkwerk.workflow.values import Counted


class CombiningForm(forms.Form):
    """Which money, for what, in which year."""

    money = forms.MultipleChoiceField(label=_("Which money"), widget=forms.CheckboxSelectMultiple)
    purpose = forms.ChoiceField(label=_("For what"), required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        money: Any = self.fields["money"]
        purpose: Any = self.fields["purpose"]
        money.choices = [(key, name.in_(language())) for key, name in kinds_of_money().items()]
        purpose.choices = [
            ("", gettext("Something else")),
            *((key, name.in_(language())) for key, name in purposes().items()),
        ]


@public
@require_safe
def combining(request: HttpRequest) -> HttpResponse:
    """May these be combined? Yes, no because of a rule, or not known."""
    this_year = deadlines.today(timezone.now()).year
    form = CombiningForm(request.GET) if request.GET else CombiningForm(initial={"year": this_year})
    answer, table, links = "", None, []
    if request.GET and form.is_valid():
        asked_rules = [each.rule for each in combining_rules().values()]
        outcome = may_combine(
            form.cleaned_data["money"],
            form.cleaned_data["purpose"],
            form.cleaned_data["year"],
            asked_rules,
        )
        answer = str(_ANSWERS[outcome.verdict])
        columns: dict[Any, Any] = {
            gettext("Money"): lambda part: " + ".join(
                kinds_of_money()[kind].in_(language()) for kind in part.money
            ),
            gettext("May it?"): _verdict,
            gettext("Because"): _because,
        }
        table = table_of("parts", gettext("Why"), outcome.parts, columns) if outcome.parts else None
        links = _barrier_links(request, outcome.parts)
    context = {
        "nav_current": "ledgers",
        "title": _("May these be combined?"),
        "form": form,
        "answer": answer,
        "table": table,
        "links": links,
        "intro": _(
            "Money often comes with rules that keep it apart. These are the rules that the sources name. Of a pair that"
            " no rule names, and of a rule of an earlier year, it isn’t known whether it may: ask who gives the money."
        ),
        "submit": _("Look it up"),
    }
    return render(request, "finance/tool.html", context)


def _barrier_links(request: HttpRequest, parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Of each rule that says no: where it is written down as what stands in the way, for who may."""
    links = []
    for part in parts:
        if part.verdict is not Verdict.NO:
            continue
        rule = combining_rules()[part.rule]
        money = " + ".join(kinds_of_money()[kind].in_(language()) for kind in part.money)
        title = gettext("May not be combined: %(money)s") % {"money": money}
        for capability in capabilities():
            address = capability.barrier_form(
                request.user,
                timezone.now(),
                title=title,
                text=rule.effect.in_(language()),
                rule=rule.because.in_(language()),
            )
            if address:
                label = gettext("Report this as a barrier: %(money)s") % {"money": money}
                links.append((label, address))
    return links


_ANSWERS = {
    Verdict.YES: _("Yes, by the rules that are known here."),
    Verdict.CONDITION: _("Yes, on a condition."),
    Verdict.NO: _("No."),
    Verdict.UNKNOWN: _("That isn’t known."),
}


def _verdict(part: Part) -> Any:
    shown = {"text": str(_ANSWERS[part.verdict])}
    if part.was is not None:
        rule = combining_rules()[part.rule].rule
        shown["note"] = gettext("In %(year)s: %(answer)s") % {
            "year": rule.seen_in,
            "answer": _ANSWERS[part.was],
        }
    return shown


def _because(part: Part) -> Any:
    if not part.rule:
        return gettext("No rule names this pair.")
    rule = combining_rules()[part.rule]
    note = f"{rule.effect.in_(language())} {rule.source}."
    return {"text": rule.because.in_(language()), "note": note}


class EarningForm(forms.Form):
    """What an activity earns and costs in a month."""

    turnover = EurosFormField(label=_("Turnover a month, in euros"))
    fixed = EurosFormField(label=_("Rent and other fixed costs a month, in euros"))
    variable = forms.DecimalField(
        label=_("Of each euro sold, what it costs to make it (percent)"),
        required=False,
        min_value=0,
        max_value=99,
        max_digits=4,
        decimal_places=2,
        localize=True,
    )
    subsidy = EurosFormField(label=_("Subsidy a month, in euros"), required=False)
    reserve = EurosFormField(label=_("Put aside for afterwards, in euros"), required=False)


@public
@require_safe
def earning(request: HttpRequest) -> HttpResponse:
    """Does an activity earn its own keep, and what remains when the subsidy ends?"""
    form = EarningForm(request.GET) if request.GET else EarningForm()
    answer, facts = "", []
    if request.GET and form.is_valid():
        filled = form.cleaned_data
        cents = {
            name: int((filled[name] or 0) * 100)
            for name in ("turnover", "fixed", "subsidy", "reserve")
        }
        try:
            activity = Activity(**cents, variable=Fraction(filled["variable"] or 0) / 100)
        except ValueError:
            form.add_error(None, gettext("Amounts aren’t below 0."))
        else:
            answer, facts = _earning_sentence(activity), _earning_facts(activity)
    context = {
        "nav_current": "ledgers",
        "title": _("Does it earn its own keep?"),
        "form": form,
        "answer": answer,
        "facts": facts,
        "intro": _(
            "Ask this at the start of an activity that gets a subsidy: what it earns, when it stands by itself, and who"
            " puts money aside for the time after."
        ),
        "submit": _("Work it out"),
    }
    return render(request, "finance/tool.html", context)


def _cents(amount: Fraction) -> str:
    return euros(round(amount))


def _earning_sentence(activity: Activity) -> str:
    if activity.coverage is None:
        return gettext("It costs nothing.")
    share = numbers.figure(float(100 * activity.coverage), "%", 0, language())
    if activity.left_without >= 0:
        return gettext("It earns its own keep: %(share)s of its costs.") % {"share": share}
    return gettext(
        "It earns %(share)s of its costs. Without a subsidy it lacks %(lack)s a month."
    ) % {
        "share": share,
        "lack": _cents(-activity.left_without),
    }


def _earning_facts(activity: Activity) -> list[tuple[Any, Any]]:
    facts: list[tuple[Any, Any]] = [
        (_("Costs a month"), _cents(activity.costs)),
        (_("Turnover at which it earns its costs"), _cents(activity.break_even)),
        (_("Left a month with the subsidy"), _cents(activity.left_with_subsidy)),
        (_("Left a month without it"), _cents(activity.left_without)),
    ]
    months = activity.months_of_reserve
    if months is not None:
        duration = ngettext("%(n)s month", "%(n)s months", months) % {"n": Counted(months)}
        facts.append((_("How long the reserve lasts then"), duration))
    return facts


class FragmentationForm(forms.Form):
    """How many households, by each definition, and what one costs a year."""

    low = EurosFormField(label=_("What a household costs a year, at least, in euros"))
    high = EurosFormField(label=_("What a household costs a year, at most, in euros"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for definition in costs_of_fragmentation().definitions:
            self.fields[definition.id] = forms.IntegerField(
                label=definition.name.in_(language()),
                help_text=definition.note.in_(language()),
                required=False,
                min_value=0,
                max_value=20_000_000,
            )

    def clean(self) -> dict[str, Any]:
        """At least isn't above at most."""
        filled: dict[str, Any] = super().clean() or {}
        low, high = filled.get("low"), filled.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", gettext("At most lies below at least."))
        return filled


@public
@require_safe
def fragmentation(request: HttpRequest) -> HttpResponse:
    """What households with many problems cost, by each definition by itself: they are never added up."""
    register = costs_of_fragmentation()
    shipped = {row.id: row.households for row in register.definitions} | {
        "low": register.costs[0][1],
        "high": register.costs[-1][1],
    }
    form = FragmentationForm(request.GET) if request.GET else FragmentationForm(initial=shipped)
    filled: dict[str, Any] = shipped
    if request.GET:
        filled = form.cleaned_data if form.is_valid() else {}
    table = None
    if filled:
        rows = [row for row in register.definitions if filled[row.id] is not None]
        columns: dict[Any, Any] = {
            gettext("Definition"): lambda row: row.name.in_(language()),
            gettext("Households"): lambda row: numbers.number(filled[row.id], 0, language()),
            gettext("Costs a year"): lambda row: _between(
                filled[row.id] * filled["low"], filled[row.id] * filled["high"]
            ),
            gettext("A household a month"): lambda _row: _between(
                filled["low"] / 12, filled["high"] / 12
            ),
        }
        table = table_of(
            "fragmentation", gettext("Each definition by itself"), rows, columns, list(columns)[1:]
        )
    context = {
        "nav_current": "ledgers",
        "title": _("What do many helpers at a household cost?"),
        "form": form,
        "table": table,
        "facts": [
            (name.in_(language()), f"{euros(amount * 100)}. {note.in_(language())}")
            for name, amount, note in register.stated
        ],
        "intro": _(
            "Two definitions go around, and they count other households. Fill in the figures of your own city: each"
            " definition gets its own line, and the lines are never added up. The figures that stand there at first are"
            " those of the source, for the whole country."
        ),
        "submit": _("Work it out"),
    }
    return render(request, "finance/tool.html", context)


def _between(low: Any, high: Any) -> str:
    """Amounts in euros, in whole cents."""
    least, most = (euros(round(amount * 100)) for amount in (low, high))
    if least == most:
        return least
    return gettext("%(low)s to %(high)s") % {"low": least, "high": most}
