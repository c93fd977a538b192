"""Words for commitments in the reader's language: how one stands, and what can be done."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wijkwerk.programme.web.labels import language
from wijkwerk.shared.numbers import number


def amount(quantity: float | None, unit: str) -> str:
    """How much: '26 scholen'; '' when it can't be counted."""
    if quantity is None:
        return ""
    decimals = next((few for few in range(3) if abs(quantity - round(quantity, few)) < 1e-9), 3)
    return f"{number(quantity, decimals, language())} {unit}".strip()


def group_labels() -> dict[str, str]:
    """Where a commitment stands: the groups of a list."""
    return {
        "overdue": _("Overdue, nothing done yet"),
        "missed": _("Missed"),
        "talked": _("Talked about"),
        "agreed": _("Past the newly agreed day"),
        "other_partner": _("With another organisation"),
        "board": _("With the board"),
        "minister": _("With the minister"),
        "soon": _("Due within 30 days"),
        "due": _("Runs"),
        "not_known": _("Not known what became of it"),
        "kept": _("Kept"),
        "released": _("Released by the board"),
    }


def rung_labels() -> list[tuple[str, str]]:
    """The ladder, in its order: what follows when a commitment is missed."""
    return [
        ("missed", _("Missed: a talk is planned")),
        ("talked", _("Talk held")),
        ("agreed", _("New day agreed")),
        ("other_partner", _("Another organisation takes over")),
        ("board", _("Before the board")),
        ("minister", _("Before the minister")),
    ]


def step_labels(machine: str, action: str) -> str:
    """What was done, in a history."""
    return {
        ("commitment", "promise"): _("Promised"),
        ("commitment", "edit"): _("Put right before the plan was signed"),
        ("commitment", "annotate"): _("Note changed"),
        ("commitment", "miss"): _("Missed"),
        ("commitment", "talk"): _("Talk held"),
        ("commitment", "agree"): _("New day agreed"),
        ("commitment", "other_partner"): _("Another organisation took over"),
        ("commitment", "board"): _("Brought before the board"),
        ("commitment", "minister"): _("Brought before the minister"),
        ("commitment", "not_known"): _("Not known what became of it"),
        ("commitment", "release"): _("Released by the board"),
        ("commitment", "keep"): _("Kept"),
        ("commitment", "pass_on"): _("Went along when organisations merged"),
        ("report", "make"): _("Report made"),
        ("report", "check"): _("Report checked"),
    }.get((machine, action), action)


def action_label(machine: str, action: str) -> str:
    """What a step is called, as something to do."""
    return {
        ("commitment", "promise"): _("Write down a commitment"),
        ("commitment", "edit"): _("Put this right"),
        ("commitment", "annotate"): _("Change the note"),
        ("commitment", "miss"): _("Missed: plan a talk"),
        ("commitment", "talk"): _("Write down what came out of the talk"),
        ("commitment", "agree"): _("Agree on a new day"),
        ("commitment", "other_partner"): _("Let another organisation take over"),
        ("commitment", "board"): _("Bring it before the board"),
        ("commitment", "minister"): _("Bring it before the minister"),
        ("commitment", "not_known"): _("Write down that its outcome isn’t known"),
        ("commitment", "release"): _("Release it"),
        ("report", "make"): _("Report what was done"),
        ("report", "check"): _("Check the report"),
    }.get((machine, action), action)


def explanation(machine: str, action: str) -> str:
    """What a step leads to, before somebody makes it."""
    return {
        ("commitment", "promise"): _(
            "Once a plan is signed a commitment can’t be changed any more. Everybody can read it, "
            "but for the note."
        ),
        ("commitment", "miss"): _(
            "The last day is over. Choose the day of the talk with the organisation."
        ),
        ("commitment", "talk"): _(
            "Everybody can read what came out. Choose the day of the next step: then this stays in "
            "sight until something was done."
        ),
        ("commitment", "agree"): _(
            "The first day that was promised stays beside the new one, for everybody to see."
        ),
        ("commitment", "other_partner"): _(
            "The organisation that promised it stays in the history."
        ),
        ("commitment", "board"): _("Choose the day on which the board talks about it."),
        ("commitment", "minister"): _("Choose the day until which an answer is awaited."),
        ("commitment", "not_known"): _(
            "The last day is over, and it can’t be found out what became of this. Everybody can read "
            "why. It counts as neither kept nor missed; a report can still keep it."
        ),
        ("commitment", "release"): _(
            "Nobody has to do this any more. It stays on the list as released, with the reasons."
        ),
        ("report", "make"): _(
            "Somebody of another organisation looks at what shows it. If it is right and everything "
            "was done, the commitment counts as kept on the day of today."
        ),
        ("report", "check"): _(
            "Look for yourself at what shows it. Everybody can read the report and your answer."
        ),
    }.get((machine, action), "")


def outcome_label(outcome: str) -> str:
    """What was decided about a report."""
    return {"confirmed": _("Confirmed"), "refused": _("Not confirmed")}.get(outcome, outcome)


def report_label(state: str, final: bool) -> str:
    """How a report stands."""
    said = _("Says that all of it was done.") if final else _("Tells how far it is.")
    return f"{said} {_('Waits for somebody to check it.')}" if state == "made" else said
