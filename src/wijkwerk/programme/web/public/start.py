"""All programmes, and the overview of one: how many targets are on course?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.policies import public_programmes
from wijkwerk.programme.web.frame import PUBLIC_SECONDS, frame, public_programme


@public
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Every programme that runs or ended."""
    table = {
        "id": "programmes", "caption": _("Programmes"),
        "empty": _("There is no programme yet."),
        "columns": [{"label": _("Programme")}, {"label": _("From")}, {"label": _("Until")}],
        "rows": [
            [{"text": one.title, "url": reverse("programme:overview", args=[one.slug])},
             one.begins_on.year, one.ends_on.year]
            for one in public_programmes()
        ],
    }  # fmt: skip
    return kept(render(request, "programme/public/all.html", {"table": table}))


@public
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: how its targets stand, and where to read on."""
    programme = public_programme(slug)
    return kept(render(request, "programme/public/overview.html", frame(programme, "overview")))


def kept(answer: HttpResponse) -> HttpResponse:
    """A public page, which may be kept a minute."""
    answer["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return answer
