"""The API of evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.evaluation.models import EvaluationRecord
from wijkwerk.evaluation.report.words import ANSWERS
from wijkwerk.evaluation.serving import open_evaluation, registered_on, shown
from wijkwerk.rest.describe import Description
from wijkwerk.rest.model_lists import ModelList
from wijkwerk.rest.openapi import ApiDescription
from wijkwerk.rest.schema import TEXT
from wijkwerk.rest.views import ReadView


class EvaluationDescription(Description):
    """Describes a view with the words of evaluations."""

    path_words: ClassVar = {
        "evaluation": ("Id of the evaluation, as `/evaluations` gives it.", "focus-0a1b2c3d4e"),
    }


class Evaluations(ModelList):
    """Every evaluation, newest first: its title, areas and answers."""

    operation = "evaluations"
    tag = "evaluations"
    item = "Evaluation"
    model = EvaluationRecord
    newest_first = True
    columns: ClassVar = {
        "id": "string", "title": "text", "edition": "string", "areas": "strings", "answers": "object",
        "simulated": "boolean",
    }  # fmt: skip
    descriptions: ClassVar = {
        "id": "What it is called in addresses.",
        "edition": "Id of the edition that it rests on.",
        "areas": "Codes of the treated areas.",
        "answers": f"How many outcomes have which answer: {', '.join(ANSWERS)}.",
    }

    def rows(self) -> QuerySet[EvaluationRecord]:
        """Those that everybody may read."""
        return shown()

    def rests_on(self) -> Sequence[object]:
        """Which there are: one that was published doesn't change."""
        return list(self.rows().values_list("pk", flat=True))

    def more(self, instance: EvaluationRecord) -> dict[str, object]:
        """Its id is what it is called."""
        title = {"nl": instance.title_nl, "en": instance.title_en}
        return {"id": instance.evaluation, "title": title}


class EvaluationDetail(ReadView):
    """One evaluation: its question as it stood fast, and its whole result."""

    operation = "evaluation"
    tag = "evaluations"
    item = "EvaluationDetail"
    schema = EvaluationDescription()

    def get(self, request: Request, evaluation: str) -> Response:
        """The question, its digest, and the result."""
        evaluation_found = open_evaluation(evaluation)
        self.etag = self.tag_of(request, evaluation_found.id)
        return Response(
            {
                "id": evaluation_found.id,
                "title": evaluation_found.manifest["title"],
                "edition": evaluation_found.manifest["edition"],
                "simulated": evaluation_found.manifest["simulated"],
                "question": evaluation_found.frozen.document,
                "digest": evaluation_found.frozen.digest,
                "frozen_on": evaluation_found.frozen.frozen_on,
                "registered_on": registered_on(evaluation).isoformat(),
                "follows": evaluation_found.frozen.follows,
                "because": evaluation_found.frozen.because,
                "result": evaluation_found.result,
            }
        )


_TEXT = {"type": "string"}
_DETAIL = {
    "type": "object",
    "properties": {
        "id": _TEXT,
        "title": TEXT,
        "edition": {"type": "object"},
        "simulated": {"type": "boolean"},
        "question": {"type": "object", "description": "As it stood fast."},
        "digest": {"type": "string", "description": "SHA-256 of the question with its day."},
        "frozen_on": {
            "type": "string",
            "description": "The day on which it stood fast, as whoever asked it wrote down.",
        },
        "registered_on": {
            "type": "string",
            "description": "The day since which this site shows it: known for sure.",
        },
        "follows": {"type": "string", "description": "Digest of the version before it, or ''."},
        "because": {"type": "string", "description": "Why it was changed, or ''."},
        "result": {
            "type": "object",
            "description": "docs/evaluation-format.md says what is in it.",
        },
    },
    "required": [
        "id",
        "title",
        "edition",
        "simulated",
        "question",
        "digest",
        "frozen_on",
        "registered_on",
        "result",
    ],
}


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.evaluation.rest"
    below = "evaluations"
    title = "Wijkwerk: evaluations"
    words = (
        "Did it work, compared with what would have happened anyway? Read-only, without a key. The "
        "answers are helped, no_effect, cannot_be_known and harm."
    )
    tags: ClassVar = {"evaluations": "Evaluations, with their questions and answers."}
    components: ClassVar = {"EvaluationDetail": _DETAIL}


app_name = "evaluation-api"
urlpatterns = [
    path("", Evaluations.as_view(), name="all"),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
    path("/<str:evaluation>", EvaluationDetail.as_view(), name="evaluation"),
]
