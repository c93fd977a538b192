"""What one can do with a household: each with its form and its service. One view serves all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, open_domains, rows_of
from wijkwerk.casework.services import (
    circle,
    conflicts,
    consents,
    debts,
    dossier,
    emergencies,
    episodes,
    extents,
    follow_ups,
    groups,
    households,
    nuisance,
    plans,
)
from wijkwerk.casework.services.common import rule_of
from wijkwerk.casework.web import conflict_forms, forms, nuisance_forms, plan_forms


@dataclass(frozen=True)
class CaseAction:
    """``do(looking, household, **what the form gives)``, by the rule of the service; what a ``shows`` action
    returns is shown once, as a code is, and what a ``sends`` action returns is sent as a sealed file. ``settles``: it
    says something about what is there now, so that it is refused when that changed after who acts saw it. ``when``: it
    is there then alone."""

    label: Any
    do: Callable[..., Any]
    form: type[Any] = forms.NothingForm
    intro: Any = ""
    shows: bool = False
    sends: bool = False
    settles: bool = False
    when: Callable[[Looking, m.Household], bool] | None = None

    def is_offered(self, looking: Looking, household: m.Household, is_director: bool) -> bool:
        """Whether somebody can do it now; who can't, gets neither a button nor a form."""
        rule = rule_of(self.do)
        return (
            looking.purpose != m.Purpose.EMERGENCY
            and (is_director or not rule.director)
            and (household.closed_at is None or rule.also_closed)
            and (self.when is None or self.when(looking, household))
        )


def _can_reopen(looking: Looking, household: m.Household) -> bool:
    return household.closed_at is not None and household.merged_into_id is None


def _is_asked(looking: Looking, household: m.Household) -> bool:
    return circle.asked_handovers(looking, household).exists()


def _has_unread(_looking: Looking, household: m.Household) -> bool:
    return emergencies.unread(household).exists()


def _sees_debts(looking: Looking, household: m.Household) -> bool:
    return open_domains(looking, household).filter(domain=m.Domain.DEBTS).exists()


def _waits_for_talk(looking: Looking, household: m.Household) -> bool:
    return rows_of(looking, m.DebtRequest, household).filter(talked_on=None).exists()


def _is_to_be_asked(looking: Looking, household: m.Household) -> bool:
    return follow_ups.waiting([household.pk], looking.day).exists()


def _waits_for_group(looking: Looking, household: m.Household) -> bool:
    return rows_of(looking, m.Submission, household).filter(outcome="").exists()


def _is_asked_to_decide(looking: Looking, household: m.Household) -> bool:
    return groups.undecided(looking).filter(household=household).exists()


def _has_nuisance(looking: Looking, household: m.Household) -> bool:
    return nuisance.running(looking, household).exists()


def _is_protected(looking: Looking, household: m.Household) -> bool:
    return rows_of(looking, m.Protection, household).filter(ended_on=None).exists()


ACTIONS: Mapping[str, CaseAction] = {
    "note": CaseAction(_("Write a note"), plans.add_note, plan_forms.NoteForm),
    "goal": CaseAction(
        _("Add a goal"),
        plans.add_goal,
        plan_forms.GoalForm,
        _(
            "It comes into the draft of the plan. What was agreed stays until the household agrees with the draft."
        ),
    ),
    "task": CaseAction(_("Add a task"), plans.add_task, plan_forms.TaskForm),
    "agree": CaseAction(
        _("The household agrees with the plan"), plans.agree, plan_forms.AgreeForm, settles=True
    ),
    "change": CaseAction(
        _("Change the plan"),
        plans.change,
        intro=_("A new draft takes along every goal, and the tasks that aren’t done."),
    ),
    "done": CaseAction(_("A task is done"), plans.finish, plan_forms.DoneForm),
    "wait": CaseAction(_("A task waits"), plans.wait, plan_forms.WaitForm),
    "debt-request": CaseAction(
        _("Write down a request for help with debts"),
        debts.request_help,
        plan_forms.DebtRequestForm,
        when=_sees_debts,
    ),
    "debt-talk": CaseAction(
        _("The first talk about debts"),
        debts.first_talk,
        plan_forms.FirstTalkForm,
        when=_waits_for_talk,
    ),
    "conflict": CaseAction(
        _("Report a conflict"),
        conflicts.report,
        conflict_forms.ConflictForm,
        _(
            "Somebody’s rule stands in the way. A minute is enough: which rule, whose, and what the household notices."
        ),
    ),
    "time-out": CaseAction(
        _("Suspend an intervention for a while"),
        conflicts.time_out,
        conflict_forms.TimeOutForm,
        _("The clocks that you choose stand still for exactly these days."),
    ),
    "deviation": CaseAction(
        _("Depart from a rule"), conflicts.deviate, conflict_forms.DeviationForm
    ),
    "bridging": CaseAction(
        _("Write in the bridging budget"),
        conflicts.bridge,
        conflict_forms.BridgingForm,
        _("Help begins now; who pays is settled later. No cent may be left over."),
    ),
    "escalate": CaseAction(_("Ask the next rung"), conflicts.escalate, conflict_forms.EscalateForm),
    "escalation-answer": CaseAction(
        _("Write down the answer of a rung"),
        conflicts.answer_escalation,
        conflict_forms.EscalationAnswerForm,
    ),
    "submit": CaseAction(
        _("Bring it to a steering group"),
        groups.submit,
        conflict_forms.SubmissionForm,
        _(
            "When the first way failed. Who sits there sees nothing of the household by that:"
            " let who needs it join the circle."
        ),
    ),
    "take-back": CaseAction(
        _("Take back what waits for a group"),
        groups.withdraw_submission,
        conflict_forms.WaitingForm,
        when=_waits_for_group,
    ),
    "decide": CaseAction(
        _("Write down what the group decided"),
        groups.decide,
        conflict_forms.DecisionForm,
        when=_is_asked_to_decide,
    ),
    "solve": CaseAction(_("A conflict is solved"), conflicts.solve, conflict_forms.SolveForm),
    "nuisance": CaseAction(
        _("Write down nuisance that it causes"),
        nuisance.report_nuisance,
        nuisance_forms.NuisanceForm,
        _("The household reads this. Write nothing by which it knows who complained."),
    ),
    "measure": CaseAction(
        _("Take a step against nuisance"),
        nuisance.take_measure,
        nuisance_forms.MeasureForm,
        _(
            "The lightest first. An order and a move interfere with rights: they have a ground in law and an end."
        ),
        when=_has_nuisance,
    ),
    "effect": CaseAction(
        _("Say what a step did"),
        nuisance.say_effect,
        nuisance_forms.EffectForm,
        when=_has_nuisance,
    ),
    "nuisance-over": CaseAction(
        _("Nuisance is over, or was reported wrongly"),
        nuisance.end_nuisance,
        nuisance_forms.EndNuisanceForm,
        _("When a step made it stop, say so with that step. The household reads this."),
        when=_has_nuisance,
    ),
    "protect": CaseAction(
        _("Protect it against nuisance of others"),
        nuisance.protect,
        nuisance_forms.ProtectionForm,
        _(
            "For who suffers it. Write nothing of the household that causes it: they have a file of their own."
        ),
    ),
    "safe": CaseAction(
        _("It needs no protection any more"),
        nuisance.end_protection,
        nuisance_forms.EndProtectionForm,
        when=_is_protected,
    ),
    "extent": CaseAction(
        _("Say how many problems there are"),
        extents.describe_extent,
        plan_forms.ExtentForm,
        _("Only what you know. What you leave open counts as unknown, never as no."),
    ),
    "outcome": CaseAction(_("Say how a goal ended"), episodes.set_outcome, plan_forms.OutcomeForm),
    "close": CaseAction(
        _("Close the household"),
        episodes.close,
        plan_forms.CloseForm,
        _(
            "It stays readable for its circle. When it comes back it gets another episode, and this closure stays."
        ),
        settles=True,
    ),
    "reopen": CaseAction(
        _("Open the household again"),
        episodes.reopen,
        intro=_("It came back. What was closed stays as it was."),
        settles=True,
        when=_can_reopen,
    ),
    "follow-up": CaseAction(
        _("Write down how it goes now"),
        follow_ups.answer_follow_up,
        plan_forms.FollowUpForm,
        _("When help is needed again, open the household again: the closure stays as it was."),
        when=_is_to_be_asked,
    ),
    "person": CaseAction(_("Add a person"), households.add_person, forms.PersonForm),
    "move": CaseAction(_("Write down a new address"), households.move, forms.MoveForm),
    "leave": CaseAction(_("Somebody left the household"), households.leave, forms.OnePersonForm),
    "split": CaseAction(
        _("Split the household"),
        households.split,
        forms.SplitForm,
        _(
            "What was written so far stays with this household. Only you are in the circle of the new one."
        ),
        settles=True,
    ),
    "merge": CaseAction(
        _("Merge with another household"),
        households.merge,
        forms.MergeForm,
        _(
            "Its persons move to this household. What was written stays where it is, and nobody sees more by this."
        ),
        settles=True,
    ),
    "domain": CaseAction(
        _("Open a life domain"),
        consents.open_domain,
        forms.DomainForm,
        _("Only what the plan needs is written down. So say what it needs."),
    ),
    "consent": CaseAction(
        _("Write down a consent"),
        consents.give_consent,
        forms.ConsentForm,
        _("Only where no law covers it. The person can take it back at any time, without you."),
    ),
    "withdraw": CaseAction(
        _("Somebody takes a consent back"), consents.withdraw_consent, forms.WithdrawForm
    ),
    "code": CaseAction(
        _("Give a code to see who looked"),
        consents.make_code,
        forms.OnePersonForm,
        _(
            "With it this person sees on the site who looked, takes consents back and downloads the file."
            " Everybody in the household sees that you made it, and when it was used."
        ),
        shows=True,
    ),
    "send": CaseAction(
        _("Make a sealed file for somebody of the circle"),
        dossier.seal_for,
        forms.ReceiverForm,
        _(
            "What they see for their purpose, in a file that only their organisation can open."
            " The household reads that you made it."
        ),
        sends=True,
    ),
    "join": CaseAction(_("Let somebody join the circle"), circle.join, forms.JoinForm),
    "out": CaseAction(_("Somebody leaves the circle"), circle.end_membership, forms.MembershipForm),
    "confirm": CaseAction(
        _("Confirm the circle"),
        circle.confirm,
        intro=_(
            "You say that everybody in the circle is still needed. Let who isn’t needed leave first."
        ),
        settles=True,
    ),
    "deputy": CaseAction(
        _("Appoint somebody who stands in"), circle.appoint_deputy, forms.DeputyForm
    ),
    "handover": CaseAction(_("Ask somebody to take over"), circle.ask_handover, forms.HandoverForm),
    "answer": CaseAction(
        _("Answer whether you take over"),
        circle.answer_handover,
        forms.AnswerForm,
        settles=True,
        when=_is_asked,
    ),
    "read-emergency": CaseAction(
        _("I have read that somebody broke the glass"),
        emergencies.read_by_director,
        settles=True,
        when=_has_unread,
    ),
}
