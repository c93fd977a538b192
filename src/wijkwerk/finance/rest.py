"""The API of finance."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.finance.document import plain_document
from wijkwerk.finance.models import Analysis, Ledger, PaymentAgreement
from wijkwerk.finance.services import agreements
from wijkwerk.rest.describe import Description
from wijkwerk.rest.openapi import ApiDescription
from wijkwerk.rest.schema import COMPONENTS, items_of
from wijkwerk.rest.views import ReadView


class FinanceDescription(Description):
    """Describes a view with the words of finance."""

    path_words: ClassVar = {"number": ("Its number, as the list gives it.", "1")}


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
        """Document and result. Raises Http404 for one that isn't public."""
        analysis = Analysis.objects.filter(pk=number, state="published").first()
        if analysis is None:
            raise Http404
        detail = {
            **_summary(analysis),
            "document": plain_document(analysis.document),
            "result": analysis.result,
        }
        self.etag = self.tag_of(request, [analysis.pk, analysis.version])
        return Response(detail)


class Ledgers(ReadView):
    """Every open budget, newest first."""

    operation = "ledgers"
    tag = "ledgers"
    item = "Ledgers"

    def get(self, request: Request) -> Response:
        """Their totals, in cents."""
        rows = [_ledger(ledger) for ledger in Ledger.objects.filter(state="published")]
        self.etag = self.tag_of(request, rows)
        return Response({"items": rows})


def _ledger(ledger: Ledger) -> dict[str, object]:
    keys = ("municipality", "title", "period", "document", "example")
    return {
        "id": ledger.pk,
        **{key: getattr(ledger, key) for key in keys},
        "total": ledger.summary["total"],
    }


class LedgerDetail(ReadView):
    """One open budget: its sums by area, kind and pot, and what doesn't close."""

    operation = "ledger"
    tag = "ledgers"
    item = "LedgerDetail"
    schema = FinanceDescription()

    def get(self, request: Request, number: int) -> Response:
        """Its summary; amounts are cents. Raises Http404 for one that isn't public."""
        ledger = Ledger.objects.filter(pk=number, state="published").first()
        if ledger is None:
            raise Http404
        self.etag = self.tag_of(request, [ledger.pk, ledger.version])
        return Response({**_ledger(ledger), "summary": ledger.summary})


class Agreements(ReadView):
    """Every agreement that is paid by result, with its goals and tranches; newest first."""

    operation = "agreements"
    tag = "agreements"
    item = "Agreements"

    def get(self, request: Request) -> Response:
        """Those that began; amounts are cents."""
        rows = agreements.public().prefetch_related("goals", "tranches")
        items = [_agreement(row) for row in rows]
        self.etag = self.tag_of(request, items)
        return Response({"items": items})


def _agreement(row: PaymentAgreement) -> dict[str, object]:
    keys = ("municipality", "title", "payer", "executor", "verifier", "amount", "state")
    goal_keys = ("title", "definition", "measure", "baseline", "target", "evaluation", "outcome")
    return {
        "id": row.pk,
        **{key: getattr(row, key) for key in keys},
        "frozen_on": str(row.frozen_on),
        "goals": [
            {
                **{key: getattr(goal, key) for key in goal_keys},
                "id": goal.pk,
                "baseline_on": str(goal.baseline_on),
            }
            for goal in row.goals.all()
        ],
        "tranches": [
            {
                "id": tranche.pk,
                "goal": tranche.goal_id,
                "title": tranche.title,
                "amount": tranche.amount,
                "due_on": str(tranche.due_on),
                "state": tranche.state,
                "value": tranche.value,
                "paid_on": None if tranche.paid_on is None else str(tranche.paid_on),
            }
            for tranche in row.tranches.all()
        ],
    }


_TEXT = {"type": "string"}
_AGREEMENT = {
    "id": {"type": "integer"},
    **dict.fromkeys(("municipality", "title", "payer", "executor", "verifier", "state"), _TEXT),
    "amount": {"type": "integer", "description": "Cents."},
    "frozen_on": {"type": "string", "format": "date"},
    "goals": {"type": "array", "items": {"type": "object"}},
    "tranches": {
        "type": "array",
        "items": {"type": "object"},
        "description": "state: open, claimed, refused, verified, payable, paid or lapsed.",
    },
}
_LEDGER = {
    "id": {"type": "integer"},
    **dict.fromkeys(("municipality", "title", "period", "document"), _TEXT),
    "example": {"type": "boolean"},
    "total": {
        "type": "object",
        "description": "Cents: budgeted, spent, returned, lapsed, on_its_way, difference.",
    },
}
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
    words = "Where money goes, what was done costs, what it is worth, and to whom. Read-only, without a key."
    tags: ClassVar = {
        "analyses": "Social cost-benefit analyses.",
        "agreements": "Agreements that are paid by result.",
        "ledgers": "Open budgets: where the money goes.",
    }
    components: ClassVar = {
        "Analysis": {"type": "object", "properties": _SUMMARY, "required": list(_SUMMARY)},
        "Analyses": items_of("Analysis"),
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
        "Agreement": {"type": "object", "properties": _AGREEMENT, "required": list(_AGREEMENT)},
        "Agreements": items_of("Agreement"),
        "Ledger": {"type": "object", "properties": _LEDGER, "required": list(_LEDGER)},
        "Ledgers": items_of("Ledger"),
        "LedgerDetail": {
            "type": "object",
            "properties": {
                **_LEDGER,
                "summary": {
                    "type": "object",
                    "description": "docs/method/flows.md says what is in it.",
                },
            },
            "required": [*_LEDGER, "summary"],
        },
        "Problem": COMPONENTS["Problem"],
    }


app_name = "finance-api"
urlpatterns = [
    path("/analyses", Analyses.as_view(), name="analyses"),
    path("/analyses/<int:number>", AnalysisDetail.as_view(), name="analysis"),
    path("/agreements", Agreements.as_view(), name="agreements"),
    path("/ledgers", Ledgers.as_view(), name="ledgers"),
    path("/ledgers/<int:number>", LedgerDetail.as_view(), name="ledger"),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
]
