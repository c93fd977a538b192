"""Papers to send: the report of a visit (PDF and DOCX), and the barriers that a body can lift as one document."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public, site_url
from wijkwerk.learning.models import Barrier, Visit
from wijkwerk.learning.services import barriers
from wijkwerk.learning.services import visits as services
from wijkwerk.publication.api import document_bytes, new_document, typeset_for_everybody
from wijkwerk.shared import deadlines
from wijkwerk.shared.extras import require_installed
from wijkwerk.shared.sentences import listing
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.labels import ReaderLabels

_TEMPLATE = resources.files(__package__) / "paper.typ"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = 100  # barriers in a document
_LABELS = ReaderLabels(barriers.STEPS)


def paper(title: str, lead: list[str], parts: Iterator[tuple[str, list[str]]]) -> dict[str, Any]:
    """What the template takes: each part a title and paragraphs, without empty ones."""
    return {
        "lang": language(),
        "title": title,
        "lead": [line for line in lead if line],
        "parts": [
            {
                "title": heading,
                "lines": [line for text in texts for line in text.splitlines() if line],
            }
            for heading, texts in parts
        ],
    }


def as_pdf(data: dict[str, Any], name: str) -> HttpResponse:
    """The paper as PDF, made once. Raises TooSlowError when too many ask at once, InputError without typst."""
    pdf = typeset_for_everybody(_TEMPLATE, data)
    response = attachment(pdf, f"{name}.pdf", "application/pdf")
    response["Cache-Control"] = "public, max-age=60"
    return response


def as_docx(data: dict[str, Any], name: str) -> HttpResponse:
    """The paper as DOCX. Raises InputError without python-docx."""
    require_installed("a report", "docx")
    document = new_document(
        title=data["title"], about=data["title"], language=data["lang"], page=_("page")
    )
    document.add_heading(data["title"], 0)
    for line in data["lead"]:
        document.add_paragraph(line)
    for part in data["parts"]:
        document.add_heading(part["title"], 1)
        for line in part["lines"]:
            document.add_paragraph(line)
    return attachment(document_bytes(document), f"{name}.docx", _DOCX)


@public
@require_safe
def visit_report(request: HttpRequest, round: int, number: int, kind: str) -> HttpResponse:
    """The report of a visit, once everybody may read it. Raises Http404."""
    visit = get_object_or_404(
        Visit.objects.select_related("round"),
        pk=number,
        round__in=services.public().filter(pk=round),
        state__in=services.REPORTED,
    )
    seats = visit.seats.select_related("expert")
    committee = listing([seat.expert.function for seat in seats], language())

    def parts() -> Iterator[tuple[str, list[str]]]:
        for name in services.TEXTS:
            if getattr(visit, name):
                yield str(Visit._meta.get_field(name).verbose_name), [getattr(visit, name)]  # type: ignore[union-attr]
        for place, row in enumerate(visit.findings.all(), 1):
            shows = f"{_('What shows it?')} {row.evidence}"
            yield _("Finding %(n)s") % {"n": place}, [row.text, shows]

    lead = [
        visit.round.title,
        _("Visited on %(day)s.") % {"day": day(visit.on)} if visit.on else "",
        _("Committee: %(who)s.") % {"who": committee},
    ]
    write = {"pdf": as_pdf, "docx": as_docx}[kind]
    return write(paper(visit.name, lead, parts()), f"visit-{number}")


@public
@require_safe
def bundle(request: HttpRequest) -> HttpResponse:
    """The barriers that a body can lift and that aren't solved, as one document to send: at most ``MOST``. Raises
    Http404 for a body of which there is none."""
    body = request.GET.get("body", "").strip()
    rows = list(barriers.waiting_for(body))
    if not rows:
        raise Http404(_("No barrier waits for this body."))
    title = _("Barriers that %(body)s can lift") % {"body": body}
    cities = {row.municipality for row in rows if row.municipality}
    count = ngettext("%(n)s barrier isn’t solved.", "%(n)s barriers aren’t solved.", len(rows))
    met_in = ngettext(
        "They were met in %(n)s municipality.",
        "They were met in %(n)s municipalities.",
        len(cities),
    )
    lead = [
        day(deadlines.today(timezone.now())),
        count % {"n": len(rows)} + (f" {met_in % {'n': len(cities)}}" if cities else ""),
    ]
    if len(rows) > MOST:
        more = _("The first %(n)s are in this document; all of them are at %(address)s.")
        lead.append(more % {"n": MOST, "address": site_url(reverse("learning:barriers"))})
    data = paper(title, lead, (_part(row) for row in rows[:MOST]))
    return as_pdf(data, "barriers")


def _part(row: Barrier) -> tuple[str, list[str]]:
    labelled = [
        (name, str(Barrier._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        for name in ("rule", "project", "cost", "workaround", "question", "answer")
    ]
    lines = [f"{label}: {getattr(row, name)}" for name, label in labelled if getattr(row, name)]
    state = _("%(state)s. Met on %(day)s.") % {
        "state": _LABELS.state("barrier", row.state),
        "day": day(row.met_on),
    }
    address = site_url(reverse("learning:barrier", args=[row.pk]))
    return row.title, [row.text, *lines, state, address]
