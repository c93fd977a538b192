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
from wijkwerk.workflow.sections import Columns, Table, table_of

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
    message: Any = ""
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
                message = _(
                    "The file or the programme isn’t the same as in the check, or the check was "
                    "too long ago. Nothing was written. Look at this one."
                )
            outcome = import_by_account(checked, request.user, timezone.now(), dry_run=True)
            signed_note = note(_SALT, (digest, outcome.digest), about, request.user)
            again = asked_again(FileForm, signed_note) if outcome.changes else None
        except TransitionNotAllowed as wrong:
            message, status = LABELS.refusal(wrong.why), 409
        except InputError as wrong:
            problems, status = wrong.problems, 422
    elif request.method == "POST":
        again = unsent(form, _SALT, about, request.user)
        message = FILE_IS_ASKED if again else ""
    template = "programme/papers/import.html" if programme else "programme/papers/import_new.html"
    return render(
        request,
        template,
        {
            **shown,
            "account": request.user,
            "programme": programme,
            "told": message,
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


def _new(checked: Checked, outcome: Outcome) -> Table | None:
    if not outcome.rows:
        return None
    columns: Columns = {
        _("Kind"): lambda row: _table_label(row[0]),
        _("Which"): lambda row: _name(checked, *row),
    }
    rows, note = outcome.rows[:SHOWN], more(len(outcome.rows))
    return table_of("new", _("What would be new"), rows, columns, note=note)


def _filled(checked: Checked, outcome: Outcome) -> Table | None:
    if not outcome.values:
        return None

    def becomes(value: tuple[str, int | None, str]) -> str:
        table, at, column = value
        return _short(checked.tables[table][at or 0][column])

    columns: Columns = {
        _("Kind"): lambda value: _table_label(value[0]),
        _("Which"): lambda value: _name(checked, value[0], value[1] or 0),
        _("Column"): lambda value: value[2],
        _("It will be"): becomes,
    }
    caption, note = _("What is empty here and would be filled in"), more(len(outcome.values))
    return table_of("filled", caption, outcome.values[:SHOWN], columns, note=note)


def _table_label(table: str) -> str:
    """One row of a table, in words."""
    return {
        "programme": _("Programme"),
        "organisations": _("Organisation"),
        "domains": _("Side of the board"),
        "seats": _("Seat on the board"),
        "pillars": _("Pillar"),
        "goals": _("Goal"),
        "targets": _("Target"),
        "plans": _("Plan"),
        "published_facts": _("What others published"),
        "plan_results": _("Result of a plan"),
        "plan_texts": _("Text of a plan"),
        "signatories": _("Who signs"),
        "signatures": _("Signature"),
        "meetings": _("Meeting of the board"),
        "proposals": _("Proposal"),
        "paths": _("Path of a target"),
        "milestones": _("Milestone"),
        "measurements": _("Count"),
        "commitments": _("Commitment"),
        "reports": _("Report"),
        "projects": _("Project"),
        "marks": _("Step of a project"),
        "covenants": _("Covenant"),
        "obligations": _("Obligation"),
        "action_plans": _("Action plan"),
        "action_steps": _("Step of an action plan"),
        "contacts": _("Contact"),
        "party_signatures": _("Signature of a party"),
        "letters": _("Letter"),
        "additions": _("Addition to a letter"),
        "assessments": _("Assessment"),
        "scores": _("Score"),
        "steps": _("Step in the history"),
    }[table]


def _name(checked: Checked, table: str, at: int) -> str:
    """How a reader knows a row: by its name, or else by its number in the file."""
    row = checked.tables[table][at]
    name = next((row[name] for name in _NAMES if row.get(name)), None)
    return _short(name) if name else _("row %(n)s") % {"n": at + 1}


def _short(value: Any) -> str:
    text = ", ".join(str(member) for member in value) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _problems(problems: tuple[Problem, ...]) -> Table:
    columns: Columns = {
        _("Sheet or table"): lambda problem: _place(problem)[0],
        _("Row"): lambda problem: _place(problem)[1],
        _("Column"): lambda problem: _place(problem)[2],
        _("What stands there"): lambda problem: _short(problem.value or ""),
        _("What is wrong"): lambda problem: capfirst(problem.code),
        _("What is expected"): "expected",
        _("What to do"): lambda problem: problem.suggestion or "",
    }
    note = more(len(problems))
    return table_of("problems", _("Problems"), problems[:SHOWN], columns, note=note)


def _place(problem: Problem) -> tuple[str, str, str]:
    """Sheet, row and column; in JSON the table, which row of it (from 1) and the name."""
    line, column = problem.line, problem.column or ""
    if match := _IN_JSON.fullmatch(column):
        table, at, name = match.groups()
        return table or "", str(int(at) + 1) if at else "–", name or ""
    sheet = _IN_SHEET.fullmatch(problem.file)
    return sheet[1] if sheet else "", "–" if line is None else str(line), column


def _count(value: int) -> str:
    return numbers.count(value, language())
