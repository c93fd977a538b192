"""Issued letters, as everybody reads them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.models import Letter
from wijkwerk.programme.policies import public_rows
from wijkwerk.programme.web.frame import frame, kept, public_programme
from wijkwerk.programme.web.papers import show
from wijkwerk.ui.lists import paged, row_of
from wijkwerk.ui.reader import day


@public
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Every issued letter, the newest first."""
    programme = public_programme(slug)
    rows, pager = paged(request, public_rows(programme, Letter))
    number = public_rows(programme, Letter).count()
    table = {
        "id": "letters",
        "caption": _("Progress letters"),
        "empty": _("No progress letter was issued yet."),
        "columns": [{"label": _("Letter")}, {"label": _("Language")}, {"label": _("Issued")}],
        "rows": [
            [
                {
                    "text": show.title_of(row),
                    "url": reverse("programme:letter", args=[slug, row.pk]),
                },
                show.language_label(row),
                day(row.issued_on),
            ]
            for row in rows
        ],
    }
    return kept(
        render(
            request,
            "programme/papers/letters.html",
            {
                **frame(programme, "letters"),
                "first": show.number_label(number),
                "table": table,
                "pager": pager,
            },
        )
    )


@public
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One issued letter, each sentence with its figures."""
    letter = _issued(slug, number)
    page = show.whole(request, letter, timezone.now())
    return kept(
        render(
            request,
            "programme/papers/letter.html",
            {
                **frame(letter.programme, "letters", crumb=show.title_of(letter)),
                "page": page,
                "letter": letter,
                "title": show.title_of(letter),
                "issued": day(letter.issued_on),
                "files": [
                    {
                        "label": label,
                        "url": reverse("programme:letter-file", args=[slug, number, kind]),
                    }
                    for kind, label in (("pdf", "PDF"), ("docx", "DOCX"))
                ],
            },
        )
    )


@public
@require_safe
def file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """One issued letter as PDF or DOCX."""
    return kept(show.as_file(request, _issued(slug, number), kind, timezone.now()))


def _issued(slug: str, number: int) -> Letter:
    letters = public_rows(public_programme(slug), Letter).select_related("programme")
    missing = _("There is no such letter, or it isn’t issued yet.")
    letter: Letter = row_of(letters.prefetch_related("additions"), number, missing)
    return letter
