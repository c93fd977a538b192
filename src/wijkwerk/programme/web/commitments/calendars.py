"""Calendars of deadlines: a public one of a programme, and one's own behind a key."""

from __future__ import annotations

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.models import NoticeChoice, Programme
from wijkwerk.programme.notices.calendars import own_days, public_days
from wijkwerk.programme.services.notices import digest_of
from wijkwerk.programme.web.commitments.reminders import own_parts
from wijkwerk.programme.web.frame import public_programme
from wijkwerk.shared import deadlines
from wijkwerk.workflow.calendars import calendar_of

KEPT_SECONDS = 3600


@public
@require_safe
def public_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The public deadlines of a programme."""
    programme = public_programme(slug)
    now = timezone.now()
    today = deadlines.today(now)
    # Whatever changes makes a step; so the file is the same until there is another.
    last = programme.steps.order_by("-pk").values_list("pk", flat=True).first()
    key = f"programme-calendar:{programme.pk}:{last}:{today}:{get_language()}"
    content = cache.get(key)
    if content is None:
        content = calendar_of(
            "programme", programme.slug, programme.title, public_days(programme, today), now
        )
        cache.set(key, content, KEPT_SECONDS)
    answer = _file(programme, content)
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer


@public  # an agenda can't log in: the key is what proves who it is
@require_safe
def own(request: HttpRequest, key: str) -> HttpResponse:
    """The deadlines of whoever has this key, as long as their role lasts. Tells no notes.

    404 for another key.
    """
    now = timezone.now()
    notice_choice = (
        NoticeChoice.objects.filter(feed=digest_of(key))
        .exclude(programme__state="ended")
        .select_related("programme")
        .first()
    )
    parts = own_parts(notice_choice.actor, notice_choice.programme, now) if notice_choice else set()
    if notice_choice is None or not parts:
        raise Http404(_("There is no such calendar, or it was ended."))
    days = own_days(notice_choice.programme, parts, deadlines.today(now))
    name = _("{programme}: my days").format(programme=notice_choice.programme.title)
    answer = _file(
        notice_choice.programme,
        calendar_of("programme", notice_choice.programme.slug, name, days, now),
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _file(programme: Programme, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{programme.slug}.ics"'
    return answer
