"""What an account may work on, over all capabilities: the page that one comes to after logging in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import may, signed_in
from wijkwerk.designation.policies import WORK as PROCEDURES
from wijkwerk.programme.policies import COUNCIL, WORK, organisations_for, programmes_for


@signed_in
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Programmes, organisations and procedures of this account, with a link to each."""
    user, now = request.user, timezone.now()
    bureau = list(programmes_for(user, WORK, now))
    council = programmes_for(user, COUNCIL, now).exclude(pk__in=[one.pk for one in bureau])
    parts = [
        (_("Programmes"), [_to(one.title, "programme:work", one.slug) for one in bureau]),
        (_("Programmes, for the council"),
         [_to(one.title, "programme:council", one.slug) for one in council]),
        (_("Organisations that I represent"),
         [_to(one.name, "programme:work-organisation", one.slug)
          for one in organisations_for(user, now)]),
        (_("Elsewhere"), _elsewhere(user, now)),
    ]  # fmt: skip
    context = {"account": user, "parts": [one for one in parts if one[1]]}
    return render(request, "site/work.html", context)


def _elsewhere(user: Any, now: Any) -> list[dict[str, str]]:
    found = []
    if may(user, "programme.start", None, now):
        found.append(_to(_("All programmes that I may work on"), "programme:work-all"))
    if may(user, PROCEDURES, None, now):
        found.append(_to(_("Procedures about lists"), "procedure:work"))
    if may(user, "accounts.overview", None, now):
        found.append(_to(_("Roles and accounts"), "access:roles"))
    return found


def _to(label: str, name: str, *given: str) -> dict[str, str]:
    return {"label": label, "url": reverse(name, args=given)}
