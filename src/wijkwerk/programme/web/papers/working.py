"""Where the bureau makes a letter and adds to it, and the chair issues it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from wijkwerk.access.api import may, needs
from wijkwerk.programme.core.letter import PARTS
from wijkwerk.programme.letters.labels import say
from wijkwerk.programme.letters.making import frozen, language_of
from wijkwerk.programme.models import Letter, Programme
from wijkwerk.programme.policies import PUBLIC_STATES, WORK
from wijkwerk.programme.services import letters as does
from wijkwerk.programme.web.acting import act, can_begin, offered, steps_with, told_steps
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.papers import show
from wijkwerk.shared import deadlines
from wijkwerk.ui.lists import paged, row_of
from wijkwerk.ui.reader import language
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import NO_NAMES, VersionForm, day_field, long_text
from wijkwerk.workflow.pages import GET_AND_POST, Make


class MakeForm(VersionForm):
    """To whom, in which language, about which days."""

    to = forms.ChoiceField(
        label=gettext_lazy("To whom"),
        widget=forms.RadioSelect,
        choices=[
            ("council", gettext_lazy("The municipal council")),
            ("parliament", gettext_lazy("Parliament")),
        ],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"),
        widget=forms.RadioSelect,
        choices=[("nl", gettext_lazy("Dutch")), ("en", gettext_lazy("English"))],
    )
    since = day_field(gettext_lazy("First day that it is about"))
    until = day_field(gettext_lazy("Last day that it is about"))
    field_order = ("to", "language", "since", "until", "version")

    def clean(self) -> dict[str, Any]:
        """The last day doesn't come before the first."""
        told = super().clean() or {}
        if told.get("since") and told.get("until") and told["until"] < told["since"]:
            self.add_error("until", _("This day comes before the first one."))
        return told


class AddForm(VersionForm):
    """What people add to a part."""

    text = long_text(gettext_lazy("Your addition"), NO_NAMES, required=False, rows=10)


@needs(WORK)
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Letters, and the whole programme as a file."""
    programme = worked_on(request, slug)
    rows, pager = paged(request, programme.letters.all())
    now = timezone.now()
    edits = bool(may(request.user, "programme.edit", programme, now))
    drafts = programme.letters.filter(state="draft").count()
    table = {
        "id": "letters",
        "caption": _("Progress letters"),
        "empty": _("There is no letter yet."),
        "columns": [{"label": _("Letter")}, {"label": _("Language")}, {"label": _("State")}],
        "rows": [
            [
                {"text": show.title_of(row), "url": _address(row)},
                show.language_label(row),
                show.state_label(row),
            ]
            for row in rows
        ],
    }
    is_public = programme.state in PUBLIC_STATES
    kinds = (("json", _("JSON")), ("xlsx", _("Spreadsheet")))
    return render(
        request,
        "programme/papers/work.html",
        {
            **frame(programme, "work-papers", work=True),
            "account": request.user,
            "table": table,
            "pager": pager,
            "drafts": drafts,
            "make": reverse("programme:letter-make", args=[slug])
            if can_begin(request.user, programme, "letter", "make", now)
            else "",
            "read_in": reverse("programme:import", args=[slug]) if edits else "",
            "full": _exports("export-full", slug, kinds) if edits else [],
            "public": _exports("export-public", slug, kinds) if is_public else [],
        },
    )


def _exports(name: str, slug: str, kinds: Any) -> list[dict[str, str]]:
    return [
        {"label": label, "url": reverse(f"programme:{name}", args=[slug, kind])}
        for kind, label in kinds
    ]


@needs(WORK)
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A letter as it would be issued now, with what can be done."""
    letter = _letter(request, slug, number)
    now, user = timezone.now(), request.user
    page = show.whole(request, letter, now)
    edits = letter.state == "draft" and bool(may(user, "programme.edit", letter, now))
    adds = {
        part: reverse("programme:letter-add", args=[slug, number, part]) for part in PARTS if edits
    }
    return render(
        request,
        "programme/papers/work_letter.html",
        {
            **frame(letter.programme, "work-papers", crumb=show.title_of(letter), work=True),
            "account": user,
            "letter": letter,
            "title": show.title_of(letter),
            "page": page,
            "state": show.state_label(letter),
            "language": show.language_label(letter),
            "parts": [{**part, "add": adds.get(part["code"], "")} for part in page.parts],
            "actions": offered(
                user,
                letter,
                ("issue",),
                lambda _issue: reverse("programme:letter-issue", args=[slug, number]),
                now,
            ),
            "files": [
                {
                    "label": label,
                    "url": reverse("programme:work-letter-file", args=[slug, number, kind]),
                }
                for kind, label in (("pdf", "PDF"), ("docx", "DOCX"))
            ],
            "public_url": reverse("programme:letter", args=[slug, number])
            if letter.state == "issued" and letter.programme.state in PUBLIC_STATES
            else "",
            "history": told_steps(steps_with(letter)),
        },
    )


@needs("programme.edit")
@GET_AND_POST
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a letter."""
    programme = worked_on(request, slug, "programme.edit")
    today = deadlines.today(timezone.now())
    begin = {
        "version": 0,
        "language": language(),
        "to": "council",
        "since": date(today.year - 1, 1, 1),
        "until": date(today.year - 1, 12, 31),
    }
    form = MakeForm(request.POST or None, initial=begin)

    def do(form: forms.Form, command: StepCommand) -> Letter:
        cleaned_data = form.cleaned_data
        return does.make(
            command,
            programme,
            cleaned_data["to"],
            cleaned_data["language"],
            cleaned_data["since"],
            cleaned_data["until"],
        )

    return _page(request, programme, "make", form, do)


@needs("programme.edit")
@GET_AND_POST
def add(request: HttpRequest, slug: str, number: int, part: str) -> HttpResponse:
    """Write something after a part of the letter."""
    letter = _letter(request, slug, number)
    if part not in PARTS:
        raise Http404
    there = letter.additions.filter(part=part).first()
    begin = {"version": letter.version, "text": there.text if there else ""}
    form = AddForm(request.POST or None, initial=begin)

    def do(form: forms.Form, command: StepCommand) -> Letter:
        return does.add(command, letter, part, form.cleaned_data["text"])

    return _page(
        request, letter.programme, "write", form, do, letter, about=say(part, language_of(letter))
    )


@needs("letter.issue")
@GET_AND_POST
def issue(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Issue the letter: from then on it doesn't change, and everybody can read it."""
    letter = _letter(request, slug, number)
    form = VersionForm(request.POST or None, initial={"version": letter.version})

    def do(form: forms.Form, command: StepCommand) -> Letter:
        return does.issue(
            command,
            letter,
            lambda one: frozen(one, command.now),
            lambda one: show.papers(request, one, command.now),
        )

    return _page(request, letter.programme, "issue", form, do, letter, about=show.title_of(letter))


@needs(WORK)
@require_safe
def file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """A letter as PDF or DOCX, also while it is a draft."""
    return show.as_file(request, _letter(request, slug, number), kind, timezone.now())


def _page(
    request: HttpRequest,
    programme: Programme,
    action: str,
    form: forms.Form,
    make: Make,
    letter: Letter | None = None,
    *,
    about: str = "",
) -> HttpResponse:
    back = (reverse("programme:work-papers", args=[programme.slug]), _("Letters and agreements"))
    if letter is not None:
        back = (_address(letter), show.title_of(letter))
    return act(
        request,
        programme,
        "letter",
        action,
        form,
        make,
        about=about,
        done=_address,
        back=back,
        thing=letter,
    )


def _letter(request: HttpRequest, slug: str, number: int) -> Letter:
    letters = worked_on(request, slug).letters.select_related("programme")
    missing = _("There is no such letter, or it isn’t issued yet.")
    return row_of(letters.prefetch_related("additions"), number, missing)


def _address(letter: Letter) -> str:
    return reverse("programme:work-letter", args=[letter.programme.slug, letter.pk])
