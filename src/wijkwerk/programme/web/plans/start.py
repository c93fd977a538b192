"""My programmes, and of one what needs attention now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, signed_in
from wijkwerk.programme.policies import WORK, programmes_for
from wijkwerk.programme.web.frame import frame, worked_on


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The programmes that this account works on."""
    found = programmes_for(request.user, WORK, timezone.now())
    table = {
        "id": "programmes", "caption": _("My programmes"),
        "empty": _("You have no role in a programme."),
        "columns": [{"label": _("Programme")}],
        "rows": [[{"text": one.title, "url": reverse("programme:work", args=[one.slug])}]
                 for one in found],
    }  # fmt: skip
    return render(request, "programme/plans/all.html", {"account": request.user, "table": table})


@needs(WORK)
@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """What needs attention in a programme now."""
    programme = worked_on(request, slug)
    return render(
        request, "programme/plans/work.html",
        {**frame(programme, "work", work=True), "account": request.user},
    )  # fmt: skip
