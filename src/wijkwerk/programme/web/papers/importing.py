"""A whole programme out of a file: first a check that writes nothing, then, with the same file, all of
it or nothing. A founder begins a programme this way; the bureau adds to its own.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.access.api import Place, needs, require
from wijkwerk.programme.exchange.adding import Outcome
from wijkwerk.programme.exchange.checking import Checked, check
from wijkwerk.programme.exchange.importing import import_by_account
from wijkwerk.programme.exchange.reading import LARGEST_UPLOAD, read_upload
from wijkwerk.programme.models import Programme
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.papers.table_labels import table_label
from wijkwerk.programme.web.upload_confirmation import (
    FILE_IS_ASKED,
    UploadConfirmationForm,
    agreed_to,
    asked_again,
    note,
    unsent,
)
from wijkwerk.shared import numbers
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.ui.lists import SHOWN, more
from wijkwerk.ui.reader import language
from wijkwerk.workflow.api import ChangedMeanwhileError, TransitionNotAllowed
from wijkwerk.workflow.pages import GET_AND_POST

_SALT = "wijkwerk.programme.import-whole"
_NAMES = ("title", "name", "subject", "task", "sentence", "text", "reasons", "code", "slug", "on")
_LONGEST = 120
_IN_JSON = re.compile(r"\$\.?(\w*)(?:\[(\d+)\])?(?:\.(.+))?")
_IN_SHEET = re.compile(r".*\((\w+)\)")


class FileForm(UploadConfirmationForm):
    """A programme as a file."""

    file = forms.FileField(
        label=gettext_lazy("The programme, as JSON or XLSX"),
        help_text=gettext_lazy("At most 5 megabytes. The command line reads larger ones."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.xlsx"}),
    )


@needs("programme.start")
@GET_AND_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A new programme out of a file."""
    require(request.user, "programme.start", Place(), timezone.now())
    back = reverse("programme:work-all")
    return _page(request, None, {}, back)


@needs("programme.edit")
@GET_AND_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """What a programme hasn't got yet, out of a file."""
    programme = worked_on(request, slug)
    require(request.user, "programme.edit", programme, timezone.now())
    shown = frame(programme, "work-papers", crumb=_("Read in a file"), work=True)
    return _page(request, programme, shown, reverse("programme:work-papers", args=[slug]))


def _page(
    request: HttpRequest, programme: Programme | None, shown: dict[str, Any], done: str
) -> HttpResponse:
    """The check, or what it agreed to. 422 when nothing can be made of the file, 409 when the programme
    has ended."""
    about = programme.slug if programme else ""
    # Data and files together: an empty form is one that was sent, too.
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    told: Any = ""
    status = 200
    again: UploadConfirmationForm | None = None
    problems: tuple[Problem, ...] = ()
    checked: Checked | None = None
    outcome: Outcome | None = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        name, body = str(sent.name)[:100], sent.read(LARGEST_UPLOAD + 1)
        digest = hashlib.sha256(body).hexdigest()
        agreed = agreed_to(_SALT, form.cleaned_data["agreed"], about, request.user)
        try:
            checked = _checked(body, name, programme)
            if form.cleaned_data["agreed"]:
                if _written(request, checked, digest, agreed):
                    return HttpResponseRedirect(done)
                told = _(
                    "The file or the programme isn’t the same as in the check, or the check was "
                    "too long ago. Nothing was written. Look at this one."
                )
            outcome = import_by_account(checked, request.user, timezone.now(), dry_run=True)
            seen = note(_SALT, (digest, outcome.digest), about, request.user)
            again = asked_again(FileForm, seen) if outcome.changes else None
        except TransitionNotAllowed as wrong:
            told, status = LABELS.refusal(wrong.why), 409
        except InputError as wrong:
            problems, status = wrong.problems, 422
    elif request.method == "POST":
        again = unsent(form, _SALT, about, request.user)
        told = FILE_IS_ASKED if again else ""
    template = "programme/papers/import.html" if programme else "programme/papers/import_new.html"
    return render(
        request,
        template,
        {
            **shown,
            "account": request.user,
            "programme": programme,
            "told": told,
            "again": again,
            "form": form if outcome is None and not problems and again is None else FileForm(),
            "first": _first(outcome, problems),
            "back": done,
            "problems": _problems(problems) if problems else None,
            "new": _new(checked, outcome) if checked and outcome else None,
            "filled": _filled(checked, outcome) if checked and outcome else None,
        },
        status=status,
    )


def _checked(body: bytes, name: str, programme: Programme | None) -> Checked:
    """The file, when it is about this programme, or, without one, about one that isn't there yet."""
    checked = check(read_upload(body, name))
    slug = checked.tables["programme"][0]["slug"]
    file, line, column = checked.sent.place("programme", None, "slug")
    if programme is not None and slug != programme.slug:
        raise InputError(
            [Problem(file, line, column, _("another programme"), slug, programme.slug)]
        )
    if programme is None and Programme.objects.filter(slug=slug).exists():
        raise InputError(
            [
                Problem(
                    file,
                    line,
                    column,
                    _("there is a programme with this code already"),
                    slug,
                    _("another code"),
                    _(
                        "To add to a programme, read the file in on its page ‘Letters and agreements’."
                    ),
                )
            ]
        )
    return checked


def _written(request: HttpRequest, checked: Checked, digest: str, agreed: tuple[str, ...]) -> bool:
    """Write what was agreed to; False when the file or what it would do isn't that."""
    if len(agreed) != 2 or agreed[0] != digest:
        return False
    try:
        import_by_account(checked, request.user, timezone.now(), dry_run=False, agreed=agreed[1])
    except ChangedMeanwhileError:
        return False
    return True


def _first(outcome: Outcome | None, problems: tuple[Problem, ...]) -> str:
    if problems:
        return _("Nothing was written. Fix these problems (%(n)s), then try again.") % {
            "n": _count(len(problems))
        }
    if outcome is None:
        return ""
    if not outcome.changes:
        return _("This file changes nothing: everything in it is here already.")
    new = _("This would be a new programme: %(title)s.") % {"title": outcome.title}
    rest = _(
        "Nothing was written yet. New: %(new)s. Filled in: %(filled)s. Here already: %(same)s."
    )
    return f"{new + ' ' if outcome.new else ''}" + rest % {
        "new": _count(len(outcome.rows)),
        "filled": _count(len(outcome.values)),
        "same": _count(outcome.same),
    }


def _new(checked: Checked, outcome: Outcome) -> dict[str, Any] | None:
    if not outcome.rows:
        return None
    return {
        "id": "new",
        "caption": _("What would be new"),
        "note": more(len(outcome.rows)),
        "columns": [{"label": _("Kind")}, {"label": _("Which")}],
        "rows": [
            [table_label(table), _name(checked, table, at)] for table, at in outcome.rows[:SHOWN]
        ],
    }


def _filled(checked: Checked, outcome: Outcome) -> dict[str, Any] | None:
    if not outcome.values:
        return None
    return {
        "id": "filled",
        "caption": _("What is empty here and would be filled in"),
        "note": more(len(outcome.values)),
        "columns": [
            {"label": _("Kind")},
            {"label": _("Which")},
            {"label": _("Column")},
            {"label": _("It will be")},
        ],
        "rows": [
            [
                table_label(table),
                _name(checked, table, at or 0),
                column,
                _short(checked.tables[table][at or 0][column]),
            ]
            for table, at, column in outcome.values[:SHOWN]
        ],
    }


def _name(checked: Checked, table: str, at: int) -> str:
    """How a reader knows a row: by its name, or else by its number in the file."""
    row = checked.tables[table][at]
    told = next((row[name] for name in _NAMES if row.get(name)), None)
    return _short(told) if told else _("row %(n)s") % {"n": at + 1}


def _short(value: Any) -> str:
    text = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _problems(problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        "id": "problems",
        "caption": _("Problems"),
        "note": more(len(problems)),
        "columns": [
            {"label": _("Sheet or table")},
            {"label": _("Row")},
            {"label": _("Column")},
            {"label": _("What stands there")},
            {"label": _("What is wrong")},
            {"label": _("What is expected")},
            {"label": _("What to do")},
        ],
        "rows": [
            [
                *_place(problem),
                _short(problem.value or ""),
                capfirst(problem.code),
                problem.expected,
                problem.suggestion or "",
            ]
            for problem in problems[:SHOWN]
        ],
    }


def _place(problem: Problem) -> tuple[str, str, str]:
    """Sheet, row and column; in JSON the table, which row of it (from 1) and the name."""
    line, column = problem.line, problem.column or ""
    if found := _IN_JSON.fullmatch(column):
        table, at, name = found.groups()
        return table or "", str(int(at) + 1) if at else "–", name or ""
    sheet = _IN_SHEET.fullmatch(problem.file)
    return sheet[1] if sheet else "", "–" if line is None else str(line), column


def _count(value: int) -> str:
    return numbers.count(value, language())
