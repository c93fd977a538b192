"""Taking in a list of projects: first a check that writes nothing, then, with the same file, all of it
or nothing.

The file isn't kept in between. The check gives a signed digest of the file and of what it would do;
who agrees sends the file once more, and it is written when both are still the same (ADR 0015).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.access.api import needs, require
from wijkwerk.programme.exchange.project_columns import COLUMNS, NEEDED
from wijkwerk.programme.exchange.project_list import (
    AROUND,
    REMARKS,
    TOTALS,
    WRONG,
    Checked,
    check,
    import_projects,
)
from wijkwerk.programme.exchange.sheets import LARGEST
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.portfolio import labels
from wijkwerk.programme.web.upload_confirmation import (
    FILE_IS_ASKED,
    UploadConfirmationForm,
    agreed_to,
    asked_again,
    note,
    unsent,
)
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.ui.lists import SHOWN, more
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed
from wijkwerk.workflow.pages import GET_AND_POST
from wijkwerk.workflow.sections import Columns, Table, table_of

_SALT = "wijkwerk.programme.import"


class UploadForm(UploadConfirmationForm):
    """A list as a file; once it was checked, the same file again."""

    file = forms.FileField(
        label=gettext_lazy("The list, as XLSX or CSV"),
        help_text=gettext_lazy("At most 5 megabytes, 10,000 projects."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


@needs("programme.edit")
@GET_AND_POST
def take_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a list, show what it would do, and write it when one agrees."""
    programme, now = worked_on(request, slug), timezone.now()
    require(request.user, "programme.edit", programme, now)
    # Data and files together: an empty form is one that was sent, too.
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    checked: Checked | None = None
    problems: tuple[Problem, ...] = ()
    message: Any = ""
    again: UploadConfirmationForm | None = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        name, body = str(sent.name)[:100], sent.read(LARGEST + 1)
        agreed = "".join(agreed_to(_SALT, form.cleaned_data["agreed"], programme.pk, request.user))
        try:
            if agreed:
                import_projects(StepCommand(request.user, now), programme, name, body, agreed)
                return HttpResponseRedirect(reverse("programme:work-projects", args=[slug]))
            if form.cleaned_data["agreed"]:
                message = _("The check was too long ago. Look at this one.")
        except ChangedMeanwhileError:
            message = _(
                "The file or the projects aren’t the same as in the check. Nothing was "
                "written. Look at this one."
            )
        except TransitionNotAllowed as wrong:
            message = LABELS.refusal(wrong.why)
        except InputError:
            pass  # told of below, by the check
        try:
            checked = check(programme, name, body, now)
            problems = checked.problems
        except InputError as wrong:
            problems = wrong.problems
    if request.method == "POST" and not form.is_valid():
        again = unsent(form, _SALT, programme.pk, request.user)
        message = FILE_IS_ASKED if again else ""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if checked is not None and checked.ready:
        signed_note = note(_SALT, (checked.digest,), programme.pk, request.user)
        again = asked_again(UploadForm, signed_note)
    return render(
        request,
        "programme/portfolio/import.html",
        {
            **frame(programme, "work-projects", crumb=_("Take in a list"), work=True),
            "account": request.user,
            "told": message,
            "found": checked,
            "form": form if checked is None and not problems and again is None else UploadForm(),
            "again": again,
            "first": _first(checked, len(errors))
            if request.method == "POST" and (checked or problems)
            else "",
            "account_of_rows": _account(checked) if checked else "",
            "problems": _problems(problems) if problems else None,
            "new": _new(checked) if checked else None,
            "changed": _changed(checked) if checked else None,
            "understood": _understood(checked) if checked else None,
            "columns": [
                {
                    "name": column.title.in_(language()),
                    "needed": column.name in NEEDED,
                    "others": ", ".join(column.others[:3]),
                }
                for column in COLUMNS
            ],
            "example": reverse("programme:work-projects-file", args=[slug, "xlsx"]),
        },
        status=200 if not problems or checked else 422,
    )


def _first(checked: Checked | None, errors: int) -> str:
    if errors:
        return _("Nothing was written. Fix these problems (%(n)s), then try again.") % {"n": errors}
    if checked is None or not checked.ready:
        return _("This list changes nothing: everything in it stands here already.")
    comparison = checked.comparison
    return _("Nothing was written yet. New: %(new)s. Changed: %(changed)s. The same: %(same)s.") % {
        "new": labels.count(len(comparison.new)),
        "changed": labels.count(len(comparison.changes)),
        "same": labels.count(comparison.same),
    }


def _problems(problems: tuple[Problem, ...]) -> Table:
    def wrong(problem: Problem) -> str:
        if problem.severity is Severity.ERROR:
            return problem.code
        return _("Remark: %(text)s") % {"text": problem.code}

    # What is wrong stands in front: at the width of a telephone the rest is out of sight.
    columns: Columns = {
        _("Row"): lambda problem: str(problem.line or "–"),
        _("What is wrong"): wrong,
        _("Column"): "column",
        _("What stands there"): "value",
        _("What to do"): "suggestion",
        _("What is expected"): "expected",
    }
    caption, note = _("Problems and remarks"), more(len(problems))
    return table_of("problems", caption, problems[:SHOWN], columns, note=note)


def _new(checked: Checked) -> Table | None:
    rows = checked.comparison.new
    if not rows:
        return None

    def known_facts(row: Any) -> str:
        return ", ".join(_column(name) for name in row.facts if name not in NEEDED)

    columns: Columns = {
        _("Code"): "code",
        _("Name"): lambda row: row.facts.get("name", ""),
        _("State"): lambda row: LABELS.state("project", row.state),
        _("What else is known"): known_facts,
    }
    return table_of("new", _("New projects"), rows[:SHOWN], columns, note=more(len(rows)))


def _changed(checked: Checked) -> Table | None:
    rows = checked.comparison.changes
    if not rows:
        return None
    values = [
        (line.code, name, getattr(project, name), value)
        for line, project, changes in rows[:SHOWN]
        for name, value in changes.items()
    ]
    columns: Columns = {
        _("Code"): lambda change: change[0],
        _("Column"): lambda change: _column(change[1]),
        _("It is now"): lambda change: _shown(change[2]),
        _("It will be"): lambda change: _shown(change[3]),
    }
    note = more(len(rows))
    return table_of("changed", _("Projects that change"), values, columns, note=note)


def _understood(checked: Checked) -> Table:
    columns: Columns = {
        _("In the file"): lambda column: column[1],
        _("Here"): lambda column: _column(column[0]),
    }
    caption = _("How the columns were understood")
    return table_of("understood", caption, checked.columns.items(), columns)


def _account(checked: Checked) -> str:
    """Every row that was read, and what became of it."""
    account = checked.account
    return _(
        "Rows read: %(read)s. Projects: %(used)s. Headers and what stands above them: %(around)s. "
        "Totals: %(totals)s. Remarks: %(remarks)s. With an error: %(wrong)s."
    ) % {
        "read": labels.count(account.read),
        "used": labels.count(account.used),
        **{
            name: labels.count(account.left_out[why])
            for name, why in (
                ("around", AROUND),
                ("totals", TOTALS),
                ("remarks", REMARKS),
                ("wrong", WRONG),
            )
        },
    }


def _column(name: str) -> str:
    return next(column.title.in_(language()) for column in COLUMNS if column.name == name)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, list):
        return ", ".join(str(member) for member in value)
    if hasattr(value, "quantize"):
        return labels.euros(value)
    if hasattr(value, "isoformat"):
        return day(value)
    text = str(value)
    return text if len(text) <= 200 else text[:199] + "…"
