"""Cost-benefit analyses as things with steps: what everybody reads, and where analysts work on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.finance.models import Analysis
from wijkwerk.finance.services import analyses as services
from wijkwerk.finance.web.analysis_telling import Telling
from wijkwerk.finance.web.drawings import pictures_of
from wijkwerk.finance.web.labels import money, ratio
from wijkwerk.shared import numbers
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Link, Section

PUBLIC = Audience("public", "finance", seconds=60)
WORK = Audience(
    "work", "work/finance", "finance.analyse", "work-", "workflow/_work.html", steps=True
)
SHOWN = ("published", "withdrawn")
AnalysisForm = step_form(Analysis, "text")


class AnalysisResource(Resource):
    """A social cost-benefit analysis."""

    model = Analysis
    workflow = services.STEPS
    machine = "analysis"
    namespace = "finance"
    name, plural, title = "analysis", "analyses", _("Costs and benefits")
    missing, empty = _("There is no such analysis."), _("There is no analysis yet.")
    some = ngettext_lazy("There is %(n)s analysis.", "There are %(n)s analyses.", "n")
    none = _("There is no analysis yet.")
    intro = _(
        "A social cost-benefit analysis adds up what something costs and what it is worth, for everybody together"
        " and for each party: who pays, who gains, how sure that is, and which assumption decides."
    )
    audiences = (PUBLIC, WORK)
    columns = ("subject", "state", "costs", "benefits", "net", "each", "chance")
    numbers = ("costs", "benefits", "net", "each", "chance")
    facts = ()
    steps = {
        "write": Step(services.write, AnalysisForm),
        "edit": Step(services.edit, AnalysisForm),
        "publish": Step(services.publish),
        "withdraw": Step(services.withdraw),
    }
    left_out = {"text": "the document says the same"}
    page_template = "finance/analysis.html"

    @admin.display(description=_("Analysis"))
    def subject(self, subject: Analysis) -> str:
        """What it is called."""
        return str(subject)

    def _money(self, subject: Analysis, what: str) -> str:
        if subject.state == "withdrawn":
            return ""
        first = subject.result["alternatives"][0]
        return money(first[what], subject.document.get("currency", "EUR"))

    @admin.display(description=_("Costs"))
    def costs(self, subject: Analysis) -> str:
        """Discounted."""
        return self._money(subject, "costs")

    @admin.display(description=_("Benefits"))
    def benefits(self, subject: Analysis) -> str:
        """Discounted."""
        return self._money(subject, "benefits")

    @admin.display(description=_("What is left"))
    def net(self, subject: Analysis) -> str:
        """Discounted."""
        return self._money(subject, "net")

    @admin.display(description=_("For each euro"))
    def each(self, subject: Analysis) -> str:
        """Benefits for each euro of costs."""
        if subject.state == "withdrawn":
            return ""
        return ratio(subject.result["alternatives"][0]["ratio"])

    @admin.display(description=_("Chance of more benefits than costs"))
    def chance(self, subject: Analysis) -> str:
        """Out of the draws; '' when nothing is uncertain."""
        simulated = subject.result["alternatives"][0]["simulated"]
        if simulated is None or subject.state == "withdrawn":
            return ""
        return numbers.chance(simulated["by"][-1]["chance"], language())

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Everybody sees those that were published; who withdrew one says why."""
        rows = Analysis.objects.all()
        return rows.filter(state__in=SHOWN) if reader.audience is PUBLIC else rows

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "analyses"}

    def list_links(self, reader: Reader) -> list[Link]:
        """A file, for who works on them."""
        if reader.audience is PUBLIC:
            return []
        return [(_("Take in a file (TOML or a workbook)"), reverse("finance:analysis-file"))]

    def links(self, subject: Analysis, reader: Reader) -> list[Link]:
        """What it counted with, to recompute it, once everybody may read it."""
        if subject.state != "published":
            return []
        address = reverse("finance:analysis-document", args=[subject.pk])
        links: list[Link] = [
            (_("A page with the answer, and an annex (PDF)"), _report(subject, reader)),
            (_("All of it as a file (TOML)"), address),
        ]
        if reader.audience is WORK:
            links.append((_("The page that everybody reads"), subject.get_absolute_url()))
        return links

    def _telling(self, subject: Analysis, reader: Reader) -> Telling:
        return Telling(subject.document, subject.result, reader.request.GET.get("alternative", ""))

    def answer(self, subject: Analysis, reader: Reader) -> str:
        """What it comes to; of one that was withdrawn, that."""
        if subject.state == "withdrawn":
            return gettext("This analysis was withdrawn. The history says why.")
        sentence = self._telling(subject, reader).answer()
        return sentence if subject.state == "published" else f"{self.state(subject)}. {sentence}"

    def sections(self, subject: Analysis, reader: Reader) -> list[Section]:
        """Everything that it says."""
        if subject.state == "withdrawn":
            return []
        parts = self._telling(subject, reader).sections()
        if reader.audience is WORK:
            parts.append(Section("text", _("As it was written"), text=subject.text))
        return parts

    def context(self, subject: Analysis | None, reader: Reader) -> Mapping[str, Any]:
        """Its pictures."""
        if subject is None or subject.state == "withdrawn":
            return {}
        return {
            "pictures": pictures_of(self._telling(subject, reader)),
            "is_example": bool(subject.document.get("example")),
        }


def _report(subject: Analysis, reader: Reader) -> str:
    """The paper of the alternative that is open."""
    address = reverse("finance:analysis-report", args=[subject.pk])
    alternative = reader.request.GET.get("alternative", "")
    return f"{address}?{urlencode({'alternative': alternative})}" if alternative else address


analyses: AnalysisResource = register(AnalysisResource())
