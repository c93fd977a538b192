"""Words of the portfolio in the reader's language: amounts, what is missing, marks."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.programme.models import Mark, MoneyPeriod, Project
from wijkwerk.shared import numbers
from wijkwerk.ui.reader import day, language


def count(value: int) -> str:
    """A whole number in the reader's notation."""
    return numbers.count(value, language())


def euros(value: Decimal | None) -> str:
    """An amount, without cents when there are none; '' when nobody knows."""
    if value is None:
        return ""
    decimals = 0 if value == value.to_integral_value() else 2
    return numbers.figure(float(value), "eur", decimals, language())


def project_euros(project: Project) -> str:
    """What a project takes, with its period when that is a year."""
    amount = euros(project.money)
    yearly = amount and project.money_period == MoneyPeriod.A_YEAR
    return _("%(amount)s a year") % {"amount": amount} if yearly else amount


def state_meaning(state: str) -> str:
    """What the state of a project means, in a sentence."""
    return {
        "proposed": _("It hasn’t begun yet."),
        "running": _("It runs."),
        "paused": _("It is paused."),
        "not_known": _("It ran. Whether it still does isn’t known."),
        "embedded": _("It has become the ordinary work of an organisation."),
        "stopped": _("It was stopped."),
    }.get(state, state)


def lacking_label(what: str) -> str:
    """What a project doesn't state."""
    return {
        "goal": _("Goal"),
        "owner": _("Owner"),
        "measurement": _("Measurement"),
        "after_plan": _("Plan for after the money"),
        "stop_criteria": _("When to stop"),
        "money": _("Money"),
        "money_end": _("End of the money"),
    }[what]


def mark_label(kind: str) -> str:
    """A step of the loop."""
    return _("Nothing yet") if kind == "nothing" else str(Mark.Kind(kind).label)


def mark_help() -> list[tuple[str, str]]:
    """The steps of the loop with what each means."""
    return [
        ("planned", _("Planned: what will be done, and what should come of it")),
        ("done", _("Done: it was carried out")),
        ("checked", _("Checked: somebody looked at what came of it")),
        ("acted", _("Acted upon: something was changed because of that")),
    ]


def check_label(rests_on: str) -> str:
    """By what something was checked, as a mark keeps it."""
    kind, _space, what = rests_on.partition(" ")
    if kind == "figure":
        return _("the figure of %(day)s") % {"day": day(what)}
    if kind == "assessment":
        return _("the assessment of %(day)s") % {"day": day(what)}
    return _("the evaluation %(name)s") % {"name": what}


def overdue_label(days: int) -> str:
    """How far a decision is from its day; ``days`` overdue, negative while there is time."""
    if days > 0:
        template = ngettext("%(days)s day overdue", "%(days)s days overdue", days)
    elif days == 0:
        return _("due today")
    else:
        template = ngettext("in %(days)s day", "in %(days)s days", -days)
    return template % {"days": count(abs(days))}


def weeks_label(week: int) -> str:
    """A week of a plan."""
    return _("week %(week)s") % {"week": week}
