"""Words for states, steps and refusals of the procedure, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.workflow import labels
from wijkwerk.workflow.labels import day as day
from wijkwerk.workflow.labels import language as language
from wijkwerk.workflow.pages import usual_refusals


def title_of(procedure: Any) -> str:
    """The title of its list with the year."""
    title = procedure.title_en if language() == "en" else procedure.title_nl
    return f"{title}, {procedure.year}"


def label_of(area: Any) -> str:
    """The name of an area's status."""
    return str(area.label_en if language() == "en" else area.label_nl)


def state_label(machine: str, state: str) -> str:
    """What a state is called."""
    return {
        ("procedure", "draft"): _("Draft"),
        ("procedure", "open"): _("Open for objections"),
        ("procedure", "decided"): _("Decided, not yet published"),
        ("procedure", "published"): _("Published"),
        ("procedure", "withdrawn"): _("Withdrawn"),
        ("objection", "made"): _("Waits for an answer"),
        ("objection", "withdrawn"): _("Taken back"),
        ("objection", "answered"): _("Answered"),
        ("delisting", "proposed"): _("Waits for a decision"),
        ("delisting", "withdrawn"): _("Taken back"),
        ("delisting", "decided"): _("Decided"),
    }.get((machine, state), state)


def action_label(machine: str, action: str) -> str:
    """What a step is called, as something to do."""
    return {
        ("procedure", "start"): _("Start a procedure"),
        ("procedure", "open"): _("Open for objections"),
        ("procedure", "withdraw"): _("Withdraw the procedure"),
        ("procedure", "decide"): _("Decide about the list"),
        ("procedure", "publish"): _("Publish the decision"),
        ("objection", "make"): _("Make an objection"),
        ("objection", "withdraw"): _("Take the objection back"),
        ("objection", "answer"): _("Answer the objection"),
        ("delisting", "propose"): _("Propose that an area leaves the list"),
        ("delisting", "withdraw"): _("Take the proposal back"),
        ("delisting", "decide"): _("Decide about the proposal"),
    }.get((machine, action), action)


def step_labels(machine: str, action: str) -> str:
    """What a step is called once it was made."""
    return {
        ("procedure", "start"): _("Procedure started"),
        ("procedure", "open"): _("Opened for objections"),
        ("procedure", "withdraw"): _("Procedure withdrawn"),
        ("procedure", "decide"): _("List decided"),
        ("procedure", "publish"): _("Decision published"),
        ("objection", "make"): _("Objection made"),
        ("objection", "withdraw"): _("Objection taken back"),
        ("objection", "answer"): _("Objection answered"),
        ("delisting", "propose"): _("Leaving the list proposed"),
        ("delisting", "withdraw"): _("Proposal taken back"),
        ("delisting", "decide"): _("Proposal decided"),
    }.get((machine, action), action)


def outcome_label(outcome: str) -> str:
    """What an outcome is called; '' for none."""
    return {
        "upheld": _("Upheld"),
        "rejected": _("Rejected"),
        "accepted": _("The area leaves the list"),
    }.get(outcome, outcome)


def wish_label(wish: str) -> str:
    """What an objection wants."""
    return {
        "off": _("This area should not be on the list"),
        "on": _("This area should be on the list"),
    }.get(wish, wish)


def why_not_label(why: str) -> str:
    """Why a step can't be made, and what one may do."""
    return {
        **usual_refusals(),
        "term_open": _("The last day for objections is over."),
        "term_over": _("This can be done once the last day for objections is over."),
        "all_answered": _("First every objection needs an answer."),
        "procedure_open": _("The list isn’t open for objections."),
        "procedure_published": _("The decision about the list isn’t published yet."),
        "term": _("This day is too early or too late."),
        "audience": _(
            "A decision about another year of this list is published, so everybody can"
            " read it. Choose everybody, or make a list of its own."
        ),
        "area": _("This area can’t be chosen here."),
        "wish": _("This area can’t be chosen here."),
    }.get(why, why)


def who_label(role: str, place: str) -> str:
    """Who made a step: a role, and of which municipality. Never a person."""
    return labels.who_label(role, place, ("municipality",))


def explanation(machine: str, action: str) -> str:
    """What a step does, told before one makes it."""
    return {
        ("procedure", "start"): _(
            "The list itself is not changed: it stays as it was computed. The procedure "
            "says what was decided about it."
        ),
        ("procedure", "open"): _(
            "Municipalities have at least six weeks. In a term of at most 90 days, a last day in"
            " a weekend or on a holiday moves to the next working day. This can’t be undone."
        ),
        ("procedure", "decide"): _(
            "The list is decided as the rule says, but for the objections that were upheld."
            " This can’t be undone."
        ),
        ("procedure", "publish"): _(
            "From now on everybody can read the decision, the objections and the answers, "
            "on the site. This can’t be undone."
        ),
        ("procedure", "withdraw"): _("The procedure stops. It stays in the history."),
        ("objection", "make"): _(
            "You can object to an area of your municipality that is on the list, or ask for"
            " one that isn’t."
        ),
        ("objection", "answer"): _(
            "The municipality sees the answer at once; everybody when the decision is published."
        ),
        ("delisting", "propose"): _(
            "You can propose that an area of your municipality leaves the list. It stays in"
            " the monitor."
        ),
        ("delisting", "decide"): _("Everybody can read this decision at once."),
    }.get((machine, action), "")
