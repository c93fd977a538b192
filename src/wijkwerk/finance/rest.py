"""The API of finance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet, Sum
from django.urls import path

from wijkwerk.finance.document import plain_document
from wijkwerk.finance.models import Analysis, Ledger, PaymentAgreement, ResultGoal, Tranche
from wijkwerk.finance.web.agreements import agreements
from wijkwerk.finance.web.analyses import analyses
from wijkwerk.finance.web.ledgers import ledgers
from wijkwerk.rest.columns import model_fields, record_of
from wijkwerk.rest.openapi import ApiDescription
from wijkwerk.workflow.rest import ResourceList

_COUNTS = "counts what was done in the database"


class PublicList(ResourceList):
    """What everybody reads of a resource of finance, newest first."""

    newest_first = True


class PublishedList(PublicList):
    """Of what can be withdrawn: a page tells why, the API only what holds."""

    not_told: ClassVar = {"state": "the list has published ones alone", "version": _COUNTS}

    def rows(self) -> QuerySet[Any]:
        """The published ones."""
        return super().rows().filter(state="published")


class Analyses(PublishedList, resource=analyses, item="Analysis", operation="analyses"):
    """Every cost-benefit analysis that everybody may read, newest first; figures are those of its first
    alternative, discounted, on average."""

    tag = "analyses"
    filters: ClassVar = {}
    not_told: ClassVar = {
        **PublishedList.not_told, "title_nl": "stands in title", "title_en": "stands in title"
    }  # fmt: skip
    row_alone = ("document", "result")
    worked_out: ClassVar = {
        "title": "text", "areas": "strings", "currency": "string", "benefits": "float64", "costs": "float64",
        "net": "float64", "ratio": "float64", "chance": "float64", "example": "boolean",
        "document": "object", "result": "object",
    }  # fmt: skip
    descriptions: ClassVar = {
        "areas": "Codes of areas.",
        "currency": "EUR, USD or GBP.",
        "benefits": "What it is worth.",
        "costs": "What it costs.",
        "net": "Benefits less costs.",
        "ratio": "Benefits for each euro of costs; null without costs.",
        "chance": "That benefits exceed costs; null when nothing is uncertain.",
        "example": "Whether the figures are those of a source elsewhere.",
        "document": "What it counted with; docs/analysis-format.md says what is in it.",
        "result": "What it comes to; docs/analysis-format.md says what is in it.",
    }

    def more(self, instance: Analysis) -> dict[str, Any]:
        """What its document and result say."""
        first = instance.result["alternatives"][0]
        simulated = first["simulated"]
        return {
            "title": {"nl": instance.title_nl, "en": instance.title_en},
            "currency": instance.document.get("currency", "EUR"),
            **{key: first[key] for key in ("benefits", "costs", "net", "ratio")},
            "chance": None if simulated is None else simulated["by"][-1]["chance"],
            "example": bool(instance.document.get("example")),
            "document": plain_document(instance.document),
        }


class Ledgers(PublishedList, resource=ledgers, item="Ledger", operation="ledgers"):
    """Every open budget, newest first. Amounts in cents."""

    tag = "ledgers"
    filters: ClassVar = {"municipality": "municipality"}
    row_alone = ("summary",)
    worked_out: ClassVar = {"total": "object", "summary": "object"}
    descriptions: ClassVar = {
        "total": "Cents: budgeted, spent, returned, lapsed, on_its_way, difference.",
        "summary": "Sums by area, kind and pot, and what doesn't close; docs/method/flows.md says what is in it.",
    }

    def more(self, instance: Ledger) -> dict[str, Any]:
        """What it comes to."""
        return {"total": instance.summary["total"]}


class Agreements(PublicList, resource=agreements, item="Agreement", operation="agreements"):
    """Every agreement that is paid by result and began, with its goals and tranches, newest first. Amounts
    in cents."""

    tag = "agreements"
    filters: ClassVar = {"municipality": "municipality", "state": "state"}
    not_told: ClassVar = {"version": _COUNTS}
    worked_out: ClassVar = {"goals": "objects", "tranches": "objects"}
    descriptions: ClassVar = {
        "state": "running or ended.",
        "goals": "What is to be reached, and the value at the start.",
        "tranches": "state: open, claimed, refused, verified, payable, paid or lapsed.",
    }

    def rows(self) -> QuerySet[Any]:
        """With their goals and tranches."""
        return super().rows().prefetch_related("goals", "tranches")

    def rests_on(self) -> Sequence[object]:
        """The agreements and their tranches; goals stand fast."""
        tranches = Tranche.objects.filter(agreement__in=super().rows())
        return (*super().rests_on(), tranches.aggregate(Sum("version")))

    def more(self, instance: PaymentAgreement) -> dict[str, Any]:
        """Its goals and tranches."""
        return {
            "goals": [_part(row, ResultGoal) for row in instance.goals.all()],
            "tranches": [_part(row, Tranche) for row in instance.tranches.all()],
        }


def _part(row: Model, model: type[Model]) -> dict[str, Any]:
    return record_of(row, [n for n in model_fields(model) if n not in ("agreement", "version")], {})


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


app_name = "finance-api"
urlpatterns = [
    *Analyses.resource_urls(""),
    *Agreements.resource_urls(""),
    *Ledgers.resource_urls(""),
    path("/openapi.json", OpenApi.as_view(), name="openapi"),
]
