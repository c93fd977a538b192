"""Evaluation as a Django app: what was tried, and did it help?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import (
    AreaCard,
    Evidence,
    Examples,
    FaultAnswer,
    Feasibility,
    LevelTarget,
    MenuEntry,
    Question,
    Station,
    WorkItem,
)
from wijkwerk.registry.loop import LoopPart
from wijkwerk.shared.text import Language


class EvaluationConfig(CapabilityConfig):
    """Evaluations: in the menu, on the page of an area, and as work for researchers."""

    name = "wijkwerk.evaluation"
    label = "evaluation"
    requires = ("designation",)
    after = ("programme",)

    def menu(self) -> Sequence[MenuEntry]:
        """The page of all evaluations."""
        return (
            MenuEntry(
                "evaluations",
                _("Evaluations"),
                "evaluation:all",
                order=100,
                question=Question.EVIDENCE,
            ),
        )

    def stations(self, request: Any, home: Mapping[str, str]) -> Sequence[Station]:
        """What was evaluated by the figures of the front page, and what came of it."""
        from wijkwerk.evaluation.web.stations import stations

        return stations(request, home)

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """The questions, for who may ask any."""
        from django.urls import reverse
        from django.utils.translation import gettext

        from wijkwerk.access.api import may

        if may(user, "evaluation.ask", None, now):
            yield WorkItem(
                gettext("Questions of evaluations"), reverse("evaluation:work-questions")
            )

    def loop(self, today: date, language: Language) -> LoopPart:
        """What was answered, for decisions, cards and schemes."""
        from wijkwerk.evaluation.web.loop import loop

        return loop(language)

    def area_cards(self, area: str, edition: str, language: Language) -> Sequence[AreaCard]:
        """What was tried in the area, and whether it helped."""
        from wijkwerk.evaluation.web.area_cards import area_cards

        return area_cards(area, language)

    def area_stamp(self, edition: str) -> str:
        """The evaluations that are shown."""
        from wijkwerk.evaluation.web.area_cards import stamp

        return stamp()

    def feasibility(
        self, targets: Iterable[LevelTarget], language: Language
    ) -> Mapping[LevelTarget, Feasibility]:
        """How many areas as far behind ever got there."""
        from wijkwerk.evaluation.web.feasibility_notes import feasibility_notes

        return feasibility_notes(targets, language)

    def evidence(self, kind: str, reference: str, language: Language) -> Sequence[Evidence]:
        """The evaluations that everybody may read."""
        from wijkwerk.evaluation.web.evidence import evidence

        return evidence(kind, reference, language)

    def fault_answers(self) -> Sequence[FaultAnswer]:
        """An evaluation that is unknown; for others those of the monitor do."""
        from wijkwerk.evaluation.serving import UnknownEvaluationError
        from wijkwerk.rest.faults import shortened

        return (
            FaultAnswer(
                UnknownEvaluationError,
                404,
                lambda fault: (
                    f"No evaluation {shortened(str(fault))}; /api/v1/evaluations lists them."
                ),
                page=str,
            ),
        )

    def health(self) -> Mapping[str, Any]:
        """``evaluations`` that can't be shown: damaged on the disk, or gone."""
        from wijkwerk.evaluation.serving import damaged

        names = damaged()
        return {"evaluations": names} if names else {}

    def withdraw(self, publication: str, reason: str, now: datetime) -> bool:
        """Take an evaluation off the site for good."""
        from wijkwerk.evaluation import publishing

        return publishing.withdraw(publication, reason, now)

    def make_examples(self, examples: Examples) -> None:
        """Answer the example questions of the editions that were built."""
        from wijkwerk.evaluation.examples import build_examples

        examples.made["evaluations"] = build_examples(
            examples.made.get("editions", []), examples.lists.parent / "evaluations", examples.tell
        )
