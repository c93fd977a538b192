"""What was evaluated, and with which answers, on the front page."""

from __future__ import annotations

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.evaluation.report.telling import overall
from wijkwerk.evaluation.serving import shown
from wijkwerk.registry.hooks import Stage, Station
from wijkwerk.shared.numbers import count
from wijkwerk.ui.reader import language


def stations() -> list[Station]:
    """The evaluations that everybody may read, and their answers together."""
    evaluations = shown()
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
