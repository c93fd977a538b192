"""The API of finance."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.finance.models import Analysis
from wijkwerk.finance.web.views import plain_document
from wijkwerk.rest.describe import Description
from wijkwerk.rest.openapi import ApiDescription
from wijkwerk.rest.schema import COMPONENTS
from wijkwerk.rest.views import ReadView


class FinanceDescription(Description):
    """Describes a view with the words of finance."""

    path_words: ClassVar = {
        "number": ("Number of the analysis, as `/finance/analyses` gives it.", "1")
    }


class Analyses(ReadView):
    """Every cost-benefit analysis that everybody may read, newest first."""

    operation = "analyses"
    tag = "analyses"
    item = "Analyses"

    def get(self, request: Request) -> Response:
        """Their titles, areas and what they come to."""
        rows = [_summary(analysis) for analysis in Analysis.objects.filter(state="published")]
        self.etag = self.tag_of(request, rows)
        return Response({"items": rows})


def _summary(analysis: Analysis) -> dict[str, object]:
    first = analysis.result["alternatives"][0]
    simulated = first["simulated"]
    return {
        "id": analysis.pk,
        "title": {"nl": analysis.title_nl, "en": analysis.title_en},
        "areas": analysis.areas,
        "currency": analysis.document.get("currency", "EUR"),
        **{key: first[key] for key in ("benefits", "costs", "net", "ratio")},
        "chance": None if simulated is None else simulated["by"][-1]["chance"],
        "example": bool(analysis.document.get("example")),
    }


class AnalysisDetail(ReadView):
    """One analysis: what it counted with, and its whole result."""

    operation = "analysis"
    tag = "analyses"
    item = "AnalysisDetail"
    schema = FinanceDescription()

    def get(self, request: Request, number: int) -> Response:
        """Document and result."""
        analysis = Analysis.objects.filter(pk=number, state="published").first()
        if analysis is None:
            raise Http404
        detail = {
            **_summary(analysis),
            "document": plain_document(analysis),
            "result": analysis.result,
        }
        self.etag = self.tag_of(request, [analysis.pk, analysis.version])
        return Response(detail)


_TEXT = {"type": "string"}
_NUMBER = {"type": ["number", "null"]}
_WORDS = {"type": "object", "properties": {"nl": _TEXT, "en": _TEXT}, "required": ["nl", "en"]}
_SUMMARY = {
    "id": {"type": "integer"},
    "title": _WORDS,
    "areas": {"type": "array", "items": _TEXT, "description": "Codes of areas."},
    "currency": {"type": "string", "enum": ["EUR", "USD", "GBP"]},
    "benefits": {
        "type": "number",
        "description": "Discounted, on average, of the first alternative.",
    },
    "costs": {"type": "number"},
    "net": {"type": "number"},
    "ratio": {**_NUMBER, "description": "Benefits for each euro of costs; null without costs."},
    "chance": {
        **_NUMBER,
        "description": "That benefits exceed costs; null when nothing is uncertain.",
    },
    "example": {
        "type": "boolean",
        "description": "Whether the figures are those of a source elsewhere.",
    },
}


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.finance.rest"
    below = "finance"
    title = "Wijkwerk: finance"
    words = "What was done costs, what it is worth, and to whom. Read-only, without a key."
    tags: ClassVar = {"analyses": "Social cost-benefit analyses."}
    components: ClassVar = {
        "Analysis": {"type": "object", "properties": _SUMMARY, "required": list(_SUMMARY)},
        "Analyses": {
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/Analysis"}}
            },
        },
        "AnalysisDetail": {
            "type": "object",
            "properties": {
                **_SUMMARY,
                "document": {
                    "type": "object",
                    "description": "docs/analysis-format.md says what is in it.",
                },
                "result": {
                    "type": "object",
                    "description": "docs/analysis-format.md says what is in it.",
                },
            },
            "required": [*_SUMMARY, "document", "result"],
        },
        "Problem": COMPONENTS["Problem"],
    }


app_name = "finance-api"
urlpatterns = [
    path("/analyses", Analyses.as_view(), name="analyses"),
    path("/analyses/<int:number>", AnalysisDetail.as_view(), name="analysis"),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
]
