"""Words of programme in the reader's language: states, steps, refusals, answers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wijkwerk.workflow import labels
from wijkwerk.workflow.labels import day as day
from wijkwerk.workflow.labels import language as language
from wijkwerk.workflow.pages import usual_refusals


def who_label(role: str, place: str) -> str:
    """Who made a step: a role, and of which organisation. Never a person."""
    return labels.who_label(role, place, ("organisation",))


def why_not_label(why: str) -> str:
    """Why a step can't be made, and what one may do."""
    return {
        **usual_refusals(),
        "programme_going": _("The programme has ended."),
        "has_targets": _("First add a target."),
        "has_text": _("First write the text of the plan."),
        "has_signatories": _("First choose who has to sign."),
        "nobody_signed": _("Somebody signed this already."),
        "is_signatory": _("Your organisation isn’t asked to sign this."),
        "not_signed_yet": _("Your organisation signed this already."),
        "all_signed": _("Not everybody signed yet."),
        "not_locked": _("The plan is signed. Changing it asks for a decision of the board."),
        "own_count": _("This figure comes from the monitor."),
        "not_own_organisation": _("Somebody of another organisation has to check this."),
        "overdue": _("The last day isn’t over yet."),
        "commitment_open": _("This commitment was kept or released."),
        "has_parties": _("First choose at least two parties."),
        "several_scored": _("First at least two people have to score."),
        "has_goal": _("First choose the goal that this is for."),
        "has_owner": _("First choose the organisation whose project this is."),
        "has_measurement": _("First choose the target by which this is measured."),
        "has_stop_criteria": _("First write down when to stop."),
        "has_decision_day": _("First choose the day of the next decision."),
        "has_obligations": _("First write down who is bound by what."),
        "has_steps": _("First write down the steps."),
        "stop_criteria": _("It runs: when to stop doesn’t change any more."),
        "no_new_money": _("A decision is overdue. Until it is taken there is no new money."),
        "later_decision": _("Only a decision of the board puts off the next one."),
        "evidence": _("Write down on what the decision rests."),
        "stranger_here": _("Something that you chose isn’t part of this programme."),
        "code": _("There is a project with this code already."),
        "criteria": _("Give every criterion a score and a reason."),
        "papers": _(
            "The letter’s papers can’t be made, so it isn’t issued. Tell who runs the site."
        ),
        "scored": _("You scored this round already."),
        "next_step": _("Choose the day of the next step: after today, within half a year."),
        "organisation": _(
            "This organisation has ended, or is part of another now. Choose another."
        ),
        "same_organisation": _("It is this organisation’s already. Choose another."),
        "quantity": _("Fill in an amount of 0 or more, and of what."),
        "promised": _("Write down what is promised, and what will show that it was done."),
        "not_all": _(
            "This is less than was promised, so it isn’t all of it. Report how far it is, or put the "
            "amount right."
        ),
        "reported": _("Write down what was done, and what shows it."),
        "party": _("Only a party can be bound."),
        "done": _("This step was done already."),
        "name": _("Write down a name."),
        "milestone": _("Each milestone has a day of its own, between the start and the last day."),
        "reference": _(
            "Only a figure of the monitor can be compared with another area; say also "
            "on which side of it one has to end."
        ),
        "scale": _(
            "This number isn’t possible here: a share lies between 0 and 100, a count is 0 or more."
        ),
        "source": _("Choose an indicator and an area, or an own count without them."),
        "offered": _("The plan with this target is offered for signing. Take it back first."),
        "measured": _("This day has a count already. Put that one right instead."),
        "corrected": _("This count was put right already, or belongs to another target."),
        "meeting": _("Choose a meeting that was held after the proposal was made."),
        "same": _("That is what is promised already."),
        "same_name": _("That is its name already."),
        "same_meeting": _("That is how it stands here already."),
        "decided_there": _("Something was decided at this meeting: its day doesn’t change."),
        "nobody": _("Choose who was present."),
        "stranger": _("Somebody who was present has no seat on the board."),
        "absent": _("Only who was present can be for or against."),
        "both": _("Nobody can be for and against."),
        "quorum": _("Too few domains were present to decide."),
        "day": _("This day is too early or too late."),
        "value": _("Fill in a value, or a reference, and not both."),
        "baseline": _("Fill in the value at the start."),
        "baseline_differs": _(
            "The monitor has another figure of that day. Leave the value at the start empty: then it "
            "is taken from the monitor."
        ),
        "baseline_unmeasured": _(
            "The monitor has no figure of around that day. Choose a day of which it has one."
        ),
        **{
            f"monitor_{problem}": problem_label(problem)
            for problem in ("no_edition", "edition", "indicator", "area", "reference")
        },
    }.get(why, why)


def problem_label(problem: str) -> str:
    """Why figures of an edition aren't there; '' when nothing is wrong."""
    return {
        "": "",
        "no_edition": _("No edition of the monitor was chosen for this target."),
        "edition": _("The edition of the monitor can’t be read now."),
        "indicator": _("The edition of the monitor doesn’t have this indicator."),
        "area": _("The edition of the monitor doesn’t have this area."),
        "reference": _("The edition of the monitor doesn’t have the area to compare with."),
    }[problem]
