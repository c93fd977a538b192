"""What an account may work on, over all capabilities: the page that one comes to after logging in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import signed_in
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import WorkItem


@signed_in
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What each capability, the highest floor first, has for this account, with a link to each."""
    now = timezone.now()
    sections: dict[str, list[WorkItem]] = {}
    for capability in reversed(capabilities()):
        for item in capability.work_items(request.user, now):
            sections.setdefault(item.section, []).append(item)
    elsewhere = sections.pop("", [])
    parts = [*sections.items(), *([(_("Elsewhere"), elsewhere)] if elsewhere else [])]
    return render(request, "site/work.html", {"account": request.user, "parts": parts})
