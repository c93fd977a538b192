"""What was evaluated, and with which answers, on the front page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.evaluation.models import EvaluationRecord
from wijkwerk.evaluation.report.telling import overall
from wijkwerk.evaluation.serving import shown
from wijkwerk.monitor.display import Catalogue, home_edition
from wijkwerk.registry.hooks import Stage, Station
from wijkwerk.shared.numbers import count
from wijkwerk.ui.reader import language


def stations(request: Any, home: Mapping[str, str]) -> list[Station]:
    """The evaluations about the figures or the areas of the front page, and their answers together."""
    edition = home_edition(request, home)
    evaluations = [
        record for record in shown() if edition is not None and _is_about(record, edition.catalogue)
    ]
    url = reverse("evaluation:all")
    if not evaluations:
        return [Station(Stage.EVALUATED, "", _("Nothing has been evaluated here yet."), url)]
    number = len(evaluations)
    answers: Counter[str] = Counter()
    for evaluation in evaluations:
        answers.update(evaluation.answers)
    text = ngettext("evaluation", "evaluations", number)
    answer_text = overall({"answers": answers}, language())
    return [Station(Stage.EVALUATED, count(number, language()), f"{text}. {answer_text}", url)]


def _is_about(record: EvaluationRecord, catalogue: Catalogue) -> bool:
    """Whether an evaluation was made of this edition, or of areas that all are in it; codes of a made-up
    place are no areas of a real one."""
    if record.edition == catalogue.id:
        return True
    same_world = record.simulated == catalogue.simulated
    return same_world and bool(record.areas) and set(record.areas) <= set(catalogue.areas)
