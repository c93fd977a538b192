"""The one door to steps for capabilities: machines, commands, writing, forms and pages."""

from wijkwerk.workflow.core.machines import Answer, Machines, Transition, Variant, possible
from wijkwerk.workflow.models import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow
from wijkwerk.workflow.tables import Table, read_table
from wijkwerk.workflow.writing import (
    LONGEST_TEXT,
    ChangedMeanwhileError,
    StepCommand,
    TransitionNotAllowed,
    Workflow,
    actor_of,
)

__all__ = [
    "LONGEST_TEXT",
    "STEP_PERSONAL",
    "STEP_PLAIN",
    "Answer",
    "ChangedMeanwhileError",
    "Machines",
    "StepCommand",
    "StepRow",
    "Stepping",
    "Table",
    "Transition",
    "TransitionNotAllowed",
    "Variant",
    "Workflow",
    "actor_of",
    "possible",
    "read_table",
]
