"""Words of the portfolio in the reader's language: states, steps, what is missing, marks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wijkwerk.programme.models import Covenant, MoneyPeriod, Project
from wijkwerk.programme.web.labels import language
from wijkwerk.shared import numbers


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
    told = euros(project.money)
    yearly = told and project.money_period == MoneyPeriod.A_YEAR
    return _("%(amount)s a year") % {"amount": told} if yearly else told


def state_label(machine: str, state: str) -> str:
    """What a state is called."""
    return {
        ("project", "proposed"): _("Proposed"),
        ("project", "running"): _("Running"),
        ("project", "paused"): _("Paused"),
        ("project", "not_known"): _("Not known whether it runs"),
        ("project", "embedded"): _("Embedded"),
        ("project", "stopped"): _("Stopped"),
        ("covenant", "draft"): _("Draft"),
        ("covenant", "in_force"): _("In force"),
        ("covenant", "replaced"): _("Replaced by a newer version"),
        ("covenant", "ended"): _("Ended"),
        ("action_plan", "going"): _("Going on"),
        ("action_plan", "reported"): _("Result reported"),
        ("assessment", "open"): _("Everybody scores alone"),
        ("assessment", "discussing"): _("Discussion"),
        ("assessment", "concluded"): _("Concluded"),
    }.get((machine, state), state)


def covenant_label(covenant: Covenant, today: date) -> str:
    """What the state of a covenant is called; one whose last day has passed isn't in force any more,
    whether or not somebody wrote that down."""
    if covenant.state == "in_force" and covenant.ends_on and covenant.ends_on < today:
        return _("Its last day has passed")
    return state_label("covenant", covenant.state)


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


def action_label(machine: str, action: str) -> str:
    """What a step is called, as something to do."""
    return {
        ("project", "add"): _("Write down a project"),
        ("project", "edit"): _("Change what is known"),
        ("project", "begin"): _("Let it begin"),
        ("project", "mark"): _("Write down a turn of the loop"),
        ("project", "continue"): _("Decide: continue"),
        ("project", "embed"): _("Decide: embed"),
        ("project", "pause"): _("Decide: pause"),
        ("project", "stop"): _("Decide: stop"),
        ("project", "not_known"): _("Write down that it isn’t known whether it runs"),
        ("covenant", "make"): _("Write a covenant"),
        ("covenant", "write"): _("Change the draft"),
        ("covenant", "bind"): _("Bind a party by a sentence"),
        ("covenant", "unbind"): _("Take this sentence out"),
        ("covenant", "close"): _("Put in force"),
        ("covenant", "next"): _("Write the next version"),
        ("covenant", "end"): _("End the covenant"),
        ("action_plan", "make"): _("Make an action plan"),
        ("action_plan", "add_step"): _("Add a step"),
        ("action_plan", "add_contact"): _("Add a contact"),
        ("action_plan", "done_step"): _("This step was done"),
        ("action_plan", "report"): _("Report the result"),
        ("assessment", "open"): _("Open an assessment"),
        ("assessment", "score"): _("Give my scores"),
        ("assessment", "discuss"): _("Open the discussion"),
        ("assessment", "conclude"): _("Write the conclusion"),
    }.get((machine, action), action)


def step_labels(machine: str, action: str) -> str:
    """What a step is called once it was made."""
    return {
        ("project", "add"): _("Project written down"),
        ("project", "take_in"): _("Taken in: it ran already"),
        ("project", "edit"): _("What is known was changed"),
        ("project", "begin"): _("Began"),
        ("project", "mark"): _("Turn of the loop written down"),
        ("project", "continue"): _("The board decided: continue"),
        ("project", "embed"): _("The board decided: embed"),
        ("project", "pause"): _("The board decided: pause"),
        ("project", "stop"): _("The board decided: stop"),
        ("project", "not_known"): _("Not known whether it runs"),
        ("covenant", "make"): _("Draft made"),
        ("covenant", "write"): _("Draft changed"),
        ("covenant", "bind"): _("Sentence added"),
        ("covenant", "unbind"): _("Sentence taken out"),
        ("covenant", "close"): _("Put in force"),
        ("covenant", "replace"): _("Replaced by a newer version"),
        ("covenant", "end"): _("Ended by the board"),
        ("action_plan", "make"): _("Plan made"),
        ("action_plan", "add_step"): _("Step added"),
        ("action_plan", "add_contact"): _("Contact added"),
        ("action_plan", "done_step"): _("Step done"),
        ("action_plan", "report"): _("Result reported"),
        ("assessment", "open"): _("Assessment opened"),
        ("assessment", "score"): _("Somebody scored"),
        ("assessment", "discuss"): _("Discussion opened"),
        ("assessment", "conclude"): _("Concluded"),
    }.get((machine, action), action)


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
    return {
        "planned": _("Planned"),
        "done": pgettext("step of the loop", "Done"),
        "checked": _("Checked"),
        "acted": _("Acted upon"),
        "nothing": _("Nothing yet"),
    }[kind]


def mark_help() -> list[tuple[str, str]]:
    """The steps of the loop with what each means."""
    return [
        ("planned", _("Planned: what will be done, and what should come of it")),
        ("done", _("Done: it was carried out")),
        ("checked", _("Checked: somebody looked at what came of it")),
        ("acted", _("Acted upon: something was changed because of that")),
    ]


def overdue_label(days: int) -> str:
    """How far a decision is from its day; ``days`` overdue, negative while there is time."""
    if days > 0:
        said = ngettext("%(days)s day overdue", "%(days)s days overdue", days)
    elif days == 0:
        return _("due today")
    else:
        said = ngettext("in %(days)s day", "in %(days)s days", -days)
    return said % {"days": count(abs(days))}


def weeks_label(week: int) -> str:
    """A week of a plan."""
    return _("week %(week)s") % {"week": week}
