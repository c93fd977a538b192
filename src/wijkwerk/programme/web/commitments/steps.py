"""Steps with commitments and reports: to promise, to follow what was missed, to check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.models import Commitment, Report
from wijkwerk.programme.services import commitments as services
from wijkwerk.programme.web.commitments import labels
from wijkwerk.programme.web.commitments.forms import (
    AgreeForm,
    MissForm,
    OtherPartnerForm,
    PromiseForm,
    RungForm,
)
from wijkwerk.programme.web.resource import WORKING, ProgrammeResource
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.resources import Reader, Step, register


def _whose(_reader: Reader, commitment: Commitment) -> dict[str, Any]:
    return {"organisation": commitment.organisation}


class CommitmentResource(ProgrammeResource):
    """What an organisation promised. Its lists and pages have views of their own."""

    model = Commitment
    machine = "commitment"
    name, plural, title = "commitment", "commitments", _("Commitments")
    select_related = ("programme", "organisation", "goal__pillar", "target")
    tabs: ClassVar[Mapping[str, str]] = {"public": "commitments", "work": "work-commitments"}
    columns = ("title", "organisation", "state", "due_on")
    pages = frozenset({"begin", "step"})
    begin_path = "new"
    hides_impossible = True
    steps = {
        "promise": Step(services.promise, PromiseForm),
        "miss": Step(services.miss, MissForm),
        "not_known": Step(services.not_known),
        "talk": Step(services.talk, RungForm),
        "agree": Step(services.agree, AgreeForm),
        "other_partner": Step(services.other_partner, OtherPartnerForm),
        "board": Step(services.board, RungForm),
        "minister": Step(services.minister, RungForm),
        "release": Step(services.release),
        "edit": Step(services.edit, PromiseForm, initial=_whose),
        "annotate": Step(services.annotate, step_form(Commitment, "note")),
    }
    elsewhere = {
        "keep": "a report that was confirmed does it",
        "pass_on": "merging two organisations does it",
    }


def _promised(report: Report) -> list[tuple[str, str]]:
    promised = report.commitment
    asked = labels.amount(promised.quantity, promised.unit)
    done = labels.amount(report.quantity, promised.unit)
    told = (
        (_("What was promised"), promised.title, asked),
        (_("What was done"), report.text, done),
        (_("What shows it"), report.evidence, ""),
    )
    return [
        (str(heading), f"{text} ({amount})" if amount else text) for heading, text, amount in told
    ]


class ReportResource(ProgrammeResource):
    """What an organisation says it did; it stands on the page of its commitment."""

    model = Report
    machine = "report"
    name, plural, title = "report", "reports", _("Commitments")
    audiences = (WORKING,)
    select_related = ("commitment", "organisation", "programme")
    tabs: ClassVar[Mapping[str, str]] = {"work": "work-commitments"}
    columns = ("commitment", "organisation", "state", "made_on")
    steps = {"check": Step(services.check, said=_promised)}
    elsewhere = {"make": "the organisation does it on its own pages"}

    def subject_title(self, subject: Report) -> str:
        """Of whom, and what it says."""
        return f"{subject.organisation.name}. {labels.report_label('checked', subject.final)}"

    def address(self, view: str, reader: Reader, *path: Any) -> str:
        """Its list is that of the commitments."""
        if view == "list":
            return commitments.address("list", reader)
        return reverse("programme:report-check", args=[reader.parent.slug, path[0]])

    def url_of(self, subject: Report, reader: Reader) -> str:
        """The page of its commitment."""
        return commitments.url_of(subject.commitment, reader)


commitments: CommitmentResource = register(CommitmentResource())
reports: ReportResource = register(ReportResource())
