"""What the tables of a programme's document are called in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def table_label(table: str) -> str:
    """One row of a table, in words."""
    return {
        "programme": _("Programme"),
        "organisations": _("Organisation"),
        "domains": _("Side of the board"),
        "seats": _("Seat on the board"),
        "pillars": _("Pillar"),
        "goals": _("Goal"),
        "targets": _("Target"),
        "plans": _("Plan"),
        "plan_texts": _("Text of a plan"),
        "signatories": _("Who signs"),
        "signatures": _("Signature"),
        "meetings": _("Meeting of the board"),
        "proposals": _("Proposal"),
        "paths": _("Path of a target"),
        "milestones": _("Milestone"),
        "measurements": _("Count"),
        "commitments": _("Commitment"),
        "reports": _("Report"),
        "projects": _("Project"),
        "marks": _("Step of a project"),
        "covenants": _("Covenant"),
        "obligations": _("Obligation"),
        "action_plans": _("Action plan"),
        "action_steps": _("Step of an action plan"),
        "contacts": _("Contact"),
        "letters": _("Letter"),
        "additions": _("Addition to a letter"),
        "assessments": _("Assessment"),
        "scores": _("Score"),
        "steps": _("Step in the history"),
    }[table]
