"""Cost-benefit analyses: written, changed, published by somebody else, withdrawn."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet

from wijkwerk.evaluation.api import measured_effect
from wijkwerk.finance.document import DRAWS, Document, alternatives
from wijkwerk.finance.models import Analysis, AnalysisStep
from wijkwerk.finance.reading import analysis_in
from wijkwerk.finance.results import results_of
from wijkwerk.finance.rules import machines
from wijkwerk.finance.services.own import not_own_of, own_steps
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import StepCommand, Workflow

MOST_WORK = 10_000_000  # draws and assumptions by lines, in a request; the command line takes more
WRITING = ("write", "edit")  # whoever did one of these doesn't publish it
_OF_ASSUMPTION = 200  # draws that what decides costs for each


STEPS = Workflow(
    machines=machines,
    root=Analysis,
    link="analysis",
    steps=AnalysisStep,
    conditions=not_own_of(AnalysisStep, WRITING),
    place=lambda analysis: "",
    private=frozenset({"text", "document", "result"}),
)


def effects(evaluation: str, outcome: str) -> tuple[float, float]:
    """The effect that an evaluation of this site measured, with its standard deviation. Raises InputError."""
    measured = measured_effect(evaluation, outcome)
    return measured.estimate, measured.deviation


def _read(text: str) -> dict[str, Any]:
    document = analysis_in(text, effects)
    draws = document.get("draws", DRAWS) + _OF_ASSUMPTION * len(document.get("assumption", ()))
    work = draws * len(document["line"]) * len(alternatives(document))
    if work > MOST_WORK:
        raise InputError.of(
            "draws",
            "too much work for a page",
            f"draws times lines of at most {MOST_WORK}",
            value=str(work),
            suggestion="Take fewer draws, or let the command line do it.",
        )
    return {"text": text, **fields_of(document)}


def fields_of(document: Document) -> dict[str, Any]:
    """What the table keeps of a document that was checked."""
    return {
        "document": document,
        "result": results_of(document),
        "title_nl": document["title"]["nl"],
        "title_en": document["title"]["en"],
        "areas": document.get("areas", []),
    }


def write(command: StepCommand, parent: Any, *, text: str) -> Analysis:
    """A draft, computed at once. Raises InputError with all that is wrong in it."""
    step = STEPS.step("analysis", "write")
    role = STEPS.allowed(command, step, None)
    fields = _read(text)
    return STEPS.begin(
        step,
        command,
        role,
        None,
        lambda _root: Analysis.objects.create(state=step.target, **fields),
    )


def edit(command: StepCommand, analysis: Analysis, *, text: str) -> Analysis:
    """Change a draft. Raises InputError with all that is wrong in it."""
    step = STEPS.step("analysis", "edit")
    role = STEPS.allowed(command, step, analysis)
    return STEPS.move(analysis, step, command, role, **_read(text))


publish = partial(STEPS.make_step, "analysis", "publish")
withdraw = partial(STEPS.make_step, "analysis", "withdraw")


def drafts_of_others(user: Any) -> QuerySet[Analysis]:
    """The drafts that this account may publish: it had no hand in them."""
    own = own_steps(AnalysisStep, WRITING, user)
    return Analysis.objects.filter(state="draft").exclude(pk__in=own.values("object_id"))
