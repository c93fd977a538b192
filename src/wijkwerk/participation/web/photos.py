"""The photo of what somebody brought in, for who may read that."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, public
from wijkwerk.participation.models import Idea, Photo
from wijkwerk.participation.policies import READ, public_rows, working_rows
from wijkwerk.participation.web.resource import SECONDS, public_process, working_process
from wijkwerk.workflow.permissions import decisions_of


@public
@require_safe
@cache_control(public=True, max_age=SECONDS)
def photo(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """The photo of what everybody may read. 404 for any other."""
    return _jpeg(public_rows(public_process(process), Idea), number)


@needs(READ)
@require_safe
@never_cache
def work_photo(request: HttpRequest, process: int, number: int) -> HttpResponse:
    """The photo for who handles it. 404 for anybody else."""
    within, decisions = working_process(request, process), decisions_of(request)
    rows = working_rows(within, Idea, lambda action: decisions.may(action, within))
    return _jpeg(rows, number)


def _jpeg(readable: QuerySet[Idea], number: int) -> HttpResponse:
    row = Photo.objects.filter(idea__in=readable.filter(pk=number).order_by()).first()
    if row is None:
        raise Http404(_("There is no such photo."))
    return HttpResponse(bytes(row.image), content_type="image/jpeg")
