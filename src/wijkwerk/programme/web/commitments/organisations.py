"""Pages of organisations: everything that one promised, and those that an account represents."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, public
from wijkwerk.programme.models import Organisation, Signatory
from wijkwerk.programme.policies import OWN, organisations_for, public_programmes, public_rows
from wijkwerk.programme.selectors import commitments as selectors
from wijkwerk.programme.web.commitments import show
from wijkwerk.programme.web.commitments.commitments import commitments
from wijkwerk.programme.web.frame import cached_briefly, frame, public_programme
from wijkwerk.shared import deadlines
from wijkwerk.ui.lists import paged
from wijkwerk.workflow.sections import Columns, table_of


@needs(OWN)
@require_safe
def represented(request: HttpRequest) -> HttpResponse:
    """The organisations that the account represents."""
    links = [
        {
            "label": represented_organisation.name,
            "url": reverse("programme:work-organisation", args=[represented_organisation.slug]),
        }
        for represented_organisation in organisations_for(request.user, timezone.now())
    ]
    context = {"account": request.user, "links": links}
    return render(request, "programme/commitments/organisations.html", context)


@public
@require_safe
def organisation(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Everything that an organisation promised in a programme, and in others.

    404 for one that promised nothing here.
    """
    programme = public_programme(slug)
    promiser = Organisation.objects.filter(slug=organisation).select_related("merged_into").first()
    rows = programme.commitments.filter(organisation=promiser)
    if promiser is None or not (
        rows.exists() or public_rows(programme, Signatory).filter(organisation=promiser).exists()
    ):
        raise Http404(_("This organisation promised nothing here."))
    today = deadlines.today(timezone.now())
    counts = selectors.counts(rows, today)
    page_rows, pager = paged(request, selectors.chosen(rows, selectors.Wanted(), today))
    columns: Columns = {
        _("Commitment"): lambda row: {"url": row.get_absolute_url(), **commitments.promise(row)},
        _("How much"): commitments.amount,
        _("By when"): commitments.by_when,
        _("How it stands"): commitments.standing,
    }
    caption = _("Commitments of this organisation")
    others = (
        public_programmes()
        .filter(commitments__organisation=promiser)
        .exclude(pk=programme.pk)
        .distinct()
    )
    return cached_briefly(
        render(
            request,
            "programme/commitments/organisation.html",
            {
                **frame(programme, "commitments", crumb=promiser.name),
                "organisation": promiser,
                "first": show.first_line(counts),
                "table": table_of(
                    "commitments", caption, page_rows, columns, empty=commitments.empty
                ),
                "pager": pager,
                "others": [
                    {
                        "label": other.title,
                        "url": reverse("programme:organisation", args=[other.slug, promiser.slug]),
                    }
                    for other in others
                ],
            },
        )
    )
