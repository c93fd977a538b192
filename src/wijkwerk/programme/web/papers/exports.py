"""A whole programme as a file: what everybody may see, and everything for the bureau."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, public
from wijkwerk.programme.exchange.export import as_json, document
from wijkwerk.programme.exchange.spreadsheet import TYPE, as_workbook
from wijkwerk.programme.models import Programme
from wijkwerk.programme.web.frame import cached_briefly, public_programme, worked_on
from wijkwerk.ui.downloads import attachment

KINDS = {"json": "application/json", "xlsx": TYPE}
KEPT_SECONDS = 3600


@public
@require_safe
def public_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The programme without notes, drafts and what is internal."""
    _known(kind)
    programme = public_programme(slug)
    # Everything that changes is a step: until the next one the file is the same.
    last = programme.steps.order_by("-id").values_list("pk", flat=True).first()
    key = f"programme-{programme.pk}-export-{kind}-{last}-{programme.version}"
    content = cache.get(key)
    if content is None:
        content = _made(programme, kind, full=False)
        cache.set(key, content, KEPT_SECONDS)
    answer = attachment(content, f"{slug}.{kind}", KINDS[kind])
    return cached_briefly(answer)


@needs("programme.edit")
@require_safe
def full_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The programme with everything in it that this account may see, but for who did what."""
    _known(kind)
    programme = worked_on(request, slug, "programme.edit")
    return attachment(
        _made(programme, kind, full=True, reader=request.user), f"{slug}-intern.{kind}", KINDS[kind]
    )


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise Http404(_("There is no such file."))


def _made(programme: Programme, kind: str, *, full: bool, reader: Any = None) -> bytes:
    exported = document(programme, full=full, reader=reader)
    return as_json(exported) if kind == "json" else as_workbook(exported)
