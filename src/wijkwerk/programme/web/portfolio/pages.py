"""The pages of the portfolio: each for everybody, and where one works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wijkwerk.programme.models import Programme
from wijkwerk.programme.web.frame import frame, kept


def public_page(
    request: HttpRequest, programme: Programme, name: str, told: Mapping[str, Any], crumb: str = ""
) -> HttpResponse:
    """A page for everybody; ``crumb`` is what it is called below the projects."""
    context = {**frame(programme, "projects", crumb=crumb), **told}
    return kept(render(request, f"programme/portfolio/{name}.html", context))


def work_page(
    request: HttpRequest, programme: Programme, name: str, told: Mapping[str, Any], crumb: str = ""
) -> HttpResponse:
    """A page to work on."""
    shown = frame(programme, "work-projects", crumb=crumb, work=True)
    context = {**shown, "account": request.user, **told}
    return render(request, f"programme/portfolio/work_{name}.html", context)
