"""The days of a process as a calendar: its phases, voting, campaigns, and promises of the register."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public, site_url
from wijkwerk.participation.models import Agreement, Budget, Campaign, Phase, Process
from wijkwerk.participation.policies import public_rows
from wijkwerk.participation.web.resource import NAMESPACE, public_process
from wijkwerk.workflow.calendars import Day, calendar_of


def days_of(process: Process) -> list[Day]:
    """What everybody may know, in order of time."""
    home = site_url(reverse(f"{NAMESPACE}:process", args=[process.pk]))
    days = [
        Day(f"phase-{phase.pk}", phase.begins_on, phase.title, home, process.version, phase.ends_on)
        for phase in public_rows(process, Phase)
    ]
    for budget in public_rows(process, Budget):
        url = site_url(reverse(f"{NAMESPACE}:budget", args=[process.pk, budget.pk]))
        title = _("Vote: %(title)s") % {"title": budget.title}
        days.append(
            Day(
                f"budget-{budget.pk}", budget.opens_on, title, url, budget.version, budget.closes_on
            )
        )
    for campaign in public_rows(process, Campaign).filter(state="open"):
        url = site_url(reverse(f"{NAMESPACE}:campaign", args=[process.pk, campaign.pk]))
        title = _("Last day: %(title)s") % {"title": campaign.title}
        days.append(Day(f"campaign-{campaign.pk}", campaign.ends_on, title, url, campaign.version))
    for agreement in public_rows(process, Agreement).filter(state="agreed"):
        if agreement.last_day is not None:
            url = site_url(reverse(f"{NAMESPACE}:agreement", args=[process.pk, agreement.pk]))
            days.append(
                Day(
                    f"agreement-{agreement.pk}",
                    agreement.last_day,
                    agreement.title,
                    url,
                    agreement.version,
                )
            )
    return sorted(days, key=lambda day: (day.on, day.key))


@public
@require_safe
def calendar(request: HttpRequest, process: int) -> HttpResponse:
    """The file that an agenda follows."""
    shown_process = public_process(process)
    content = calendar_of(
        "participation",
        f"process-{shown_process.pk}",
        shown_process.title,
        days_of(shown_process),
        timezone.now(),
    )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="participation-{shown_process.pk}.ics"'
    answer["Cache-Control"] = "public, max-age=300"
    return answer
