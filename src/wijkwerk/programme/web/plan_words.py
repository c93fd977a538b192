"""Words for programmes, plans, targets and proposals: states, steps, what they lead to."""

from __future__ import annotations

from django.utils.translation import gettext as _


def state_label(machine: str, state: str) -> str:
    """How a programme, plan, target or proposal stands."""
    return {
        ("programme", "draft"): _("Draft: only who works on it sees it"),
        ("programme", "running"): _("Runs"),
        ("programme", "ended"): _("Ended"),
        ("plan", "draft"): _("Draft"),
        ("plan", "offered"): _("Offered for signing"),
        ("plan", "locked"): _("Signed and locked"),
        ("target", "active"): _("Counts"),
        ("target", "dropped"): _("Dropped by the board"),
        ("proposal", "made"): _("Waits for the board"),
        ("proposal", "withdrawn"): _("Taken back"),
        ("proposal", "decided"): _("Decided"),
    }.get((machine, state), state)


def outcome_label(outcome: str) -> str:
    """What the board decided."""
    return {"accepted": _("Accepted"), "rejected": _("Rejected")}.get(outcome, outcome)


def step_labels(machine: str, action: str) -> str:
    """What was done, in a history."""
    return {
        ("programme", "start"): _("Programme started"),
        ("programme", "edit"): _("Description changed"),
        ("programme", "run"): _("Made public"),
        ("programme", "end"): _("Programme ended"),
        ("programme", "arrange"): _("Added to the programme"),
        ("programme", "seat"): _("Took a seat on the board"),
        ("programme", "leave"): _("Left the board"),
        ("programme", "merge"): _("Organisations merged"),
        ("programme", "meet"): _("Meeting of the board"),
        ("programme", "correct_meet"): _("Meeting put right"),
        ("programme", "rename"): _("Name changed"),
        ("programme", "rename_signed"): _("Name changed by the board"),
        ("plan", "make"): _("Plan made"),
        ("plan", "write"): _("Text written"),
        ("plan", "offer"): _("Offered for signing"),
        ("plan", "take_back"): _("Taken back before anybody signed"),
        ("plan", "sign"): _("Signed"),
        ("plan", "lock"): _("Locked"),
        ("target", "add"): _("Target added"),
        ("target", "correct"): _("Put right before it was signed"),
        ("target", "measure"): _("Counted"),
        ("target", "change"): _("Changed by the board"),
        ("target", "drop"): _("Dropped by the board"),
        ("target", "pass_on"): _("Went along when organisations merged"),
        ("proposal", "make"): _("Proposal made"),
        ("proposal", "withdraw"): _("Proposal taken back"),
        ("proposal", "decide"): _("Decided"),
    }.get((machine, action), action)


def action_label(machine: str, action: str) -> str:
    """What a step is called, as something to do."""
    return {
        ("programme", "start"): _("Start a programme"),
        ("programme", "edit"): _("Change the description"),
        ("programme", "run"): _("Make the programme public"),
        ("programme", "end"): _("End the programme"),
        ("programme", "pillar"): _("Add a pillar"),
        ("programme", "goal"): _("Add a goal"),
        ("programme", "organisation"): _("Add an organisation"),
        ("programme", "domain"): _("Add a side of the board"),
        ("programme", "seat"): _("Fill a seat on the board"),
        ("programme", "leave"): _("Somebody leaves the board"),
        ("programme", "merge"): _("Two organisations merge"),
        ("programme", "meet"): _("Write down a meeting"),
        ("programme", "correct_meet"): _("Put the meeting right"),
        ("programme", "rename"): _("Change the name"),
        ("programme", "rename_signed"): _("Change the name"),
        ("plan", "make"): _("Make a plan"),
        ("plan", "write"): _("Write the text"),
        ("plan", "offer"): _("Offer it for signing"),
        ("plan", "take_back"): _("Take it back"),
        ("plan", "sign"): _("Sign this text"),
        ("plan", "lock"): _("Lock the plan"),
        ("target", "add"): _("Add a target"),
        ("target", "correct"): _("Put the target right"),
        ("target", "measure"): _("Write down a count"),
        ("proposal", "make"): _("Propose to change or drop the target"),
        ("proposal", "withdraw"): _("Take the proposal back"),
        ("proposal", "decide"): _("Write down the decision"),
    }.get((machine, action), action)


def explanation(machine: str, action: str) -> str:
    """What a step leads to, before somebody makes it."""
    return {
        ("programme", "run"): _("From now on everybody can see the programme, without notes."),
        ("programme", "end"): _("Nothing can be changed after that. Everything stays to be seen."),
        ("programme", "merge"): _(
            "Open commitments, targets, projects and seats go to the new organisation. What was "
            "done or signed keeps the old name. After this, give the accounts of the "
            "representatives their role for the new organisation."
        ),
        ("programme", "organisation"): _(
            "The code stands in addresses and in the roles of representatives. It doesn’t change."
        ),
        ("programme", "rename"): _(
            "The old name stays to be seen in the history, for everybody, with your reasons."
        ),
        ("programme", "rename_signed"): _(
            "A signed plan promised something under this name, so the board changes it. The plan "
            "keeps the old name; the change stays to be seen for everybody, with the reasons."
        ),
        ("programme", "correct_meet"): _(
            "What stood there first stays to be seen for everybody, with your reasons. What was "
            "decided at this meeting stays decided."
        ),
        ("plan", "write"): _("The targets go along as they stand now. Every version is kept."),
        ("plan", "offer"): _(
            "Each organisation signs exactly the newest version, with the targets as they stand."
        ),
        ("plan", "lock"): _("From now on only the board changes these targets."),
        ("plan", "sign"): _(
            "You sign exactly this version, with these targets. A signature can’t be undone."
        ),
        ("target", "add"): _(
            "A target can always be added. Once a plan with it is signed, only the board changes "
            "or drops it."
        ),
        ("target", "correct"): _("What stood there first stays to be seen in the history."),
        ("target", "measure"): _("A mistake is put right by a newer count; both stay to be seen."),
        ("proposal", "make"): _(
            "The board decides. Everybody sees the reasons and the decision from then on, for "
            "ever; the original path stays beside the new one."
        ),
        ("proposal", "decide"): _("The decision is public from now on, and stays."),
    }.get((machine, action), "")
