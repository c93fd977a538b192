"""How letters are shown: their names, their states, and as files."""

from __future__ import annotations

import logging
import subprocess
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.programme.letters.files import docx, kept_pdf
from wijkwerk.programme.letters.making import Page, page_of
from wijkwerk.programme.models import Letter
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import TransitionNotAllowed

_log = logging.getLogger(__name__)

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def title_of(letter: Letter) -> str:
    """To whom, about which days."""
    days = {"since": day(letter.since), "until": day(letter.until)}
    if letter.to == "parliament":
        return _("Letter to parliament about %(since)s to %(until)s") % days
    return _("Letter to the council about %(since)s to %(until)s") % days


def state_label(letter: Letter) -> str:
    """Draft, or since when it is issued."""
    if letter.state == "issued":
        return _("issued on %(day)s") % {"day": day(letter.issued_on)}
    return _("draft")


def number_label(number: int) -> str:
    """How many letters were issued."""
    if not number:
        return _("No progress letter was issued yet.")
    return ngettext(
        "One progress letter was issued.", "%(number)s progress letters were issued.", number
    ) % {"number": number}


def letter_page(request: HttpRequest, letter: Letter, now: datetime) -> Page:
    """The letter with the addresses of its figures on this site."""
    return page_of(letter, now, request.build_absolute_uri("/")[:-1])


def papers(request: HttpRequest, letter: Letter, now: datetime) -> dict[str, bytes]:
    """Both papers of a letter. Raises TransitionNotAllowed when one of them can't be made, TooSlowError when
    the machine is too busy."""
    page = letter_page(request, letter, now)
    try:
        return {"docx": docx(page), "pdf": kept_pdf(page, settings.SERVING / "letters")}
    except (subprocess.SubprocessError, OSError, ValueError) as fault:
        _log.exception("the papers of a letter can't be made")
        raise TransitionNotAllowed("papers") from fault


def as_file(request: HttpRequest, letter: Letter, kind: str, now: datetime) -> HttpResponse:
    """The letter as PDF or DOCX. Raises Http404, or TooSlowError when the machine is too busy."""
    if kind not in KINDS:
        raise Http404(_("There is no such file."))
    page = letter_page(request, letter, now)
    content = docx(page) if kind == "docx" else kept_pdf(page, settings.SERVING / "letters")
    answer = HttpResponse(content, content_type=KINDS[kind])
    name = f"{letter.programme.slug}-{letter.since}-{letter.until}-{letter.language}.{kind}"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
