"""What everybody sees: every commitment of a programme, one of them, and those of an organisation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.models import Commitment, Organisation, Report, Signatory
from wijkwerk.programme.policies import public_programmes, public_rows
from wijkwerk.programme.selectors import commitments as reading
from wijkwerk.programme.web.commitments import show
from wijkwerk.programme.web.frame import frame, kept, public_programme
from wijkwerk.shared import deadlines
from wijkwerk.ui.lists import paged, row_of


@public
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Who promised what by when, and whether it was kept."""
    programme = public_programme(slug)
    today = deadlines.today(timezone.now())
    wanted = show.wanted_of(request)
    rows = programme.commitments.all()
    here, pager = paged(request, reading.chosen(rows, wanted, today))
    found = reading.by_organisation(rows, today)
    return kept(
        render(
            request,
            "programme/commitments/overview.html",
            {
                **frame(programme, "commitments"),
                "first": show.first_line(reading.together(found)),
                "organisations": show.counts_table(
                    found, lambda one: reverse("programme:organisation", args=[slug, one.slug])
                ),
                "filters": show.filters(programme, wanted, request.path),
                "table": show.table(here, today, show.public_address, _("Commitments")),
                "pager": pager,
                "calendar": reverse("programme:calendar", args=[slug]),
            },
        )
    )


@public
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One commitment: what was promised, how it stands, the checked reports, what happened."""
    programme = public_programme(slug)
    rows = reading.with_names(public_rows(programme, Commitment))
    row = row_of(rows, number, _("There is no such commitment."))
    today = deadlines.today(timezone.now())
    reports = list(public_rows(programme, Report).filter(commitment=row))
    return kept(
        render(
            request,
            "programme/commitments/detail.html",
            {
                **frame(programme, "commitments", crumb=row.title),
                "one": row,
                "how": show.standing(row, today),
                "facts": show.facts(row),
                "ladder": show.ladder(row),
                "reports": show.report_cards(reports, row),
                "history": show.told(row, reports, internal=False),
                "organisation_url": reverse(
                    "programme:organisation", args=[slug, row.organisation.slug]
                ),
            },
        )
    )


@public
@require_safe
def organisation(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Everything that an organisation promised in a programme, and in others."""
    programme = public_programme(slug)
    found = Organisation.objects.filter(slug=organisation).select_related("merged_into").first()
    rows = programme.commitments.filter(organisation=found)
    if found is None or not (
        rows.exists() or public_rows(programme, Signatory).filter(organisation=found).exists()
    ):
        raise Http404(_("This organisation promised nothing here."))
    today = deadlines.today(timezone.now())
    counts = reading.counts(rows, today)
    here, pager = paged(request, reading.chosen(rows, reading.Wanted(), today))
    others = (
        public_programmes()
        .filter(commitments__organisation=found)
        .exclude(pk=programme.pk)
        .distinct()
    )
    return kept(
        render(
            request,
            "programme/commitments/organisation.html",
            {
                **frame(programme, "commitments", crumb=found.name),
                "organisation": found,
                "first": show.first_line(counts),
                "table": show.table(
                    here,
                    today,
                    show.public_address,
                    _("Commitments of this organisation"),
                    whose=False,
                ),
                "pager": pager,
                "others": [
                    {
                        "label": other.title,
                        "url": reverse("programme:organisation", args=[other.slug, found.slug]),
                    }
                    for other in others
                ],
            },
        )
    )
