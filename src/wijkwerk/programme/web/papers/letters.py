"""Letters: made of the programme's figures, added to by the bureau, issued by the chair, read by
everybody, and given as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, public
from wijkwerk.programme.core.letter import PARTS
from wijkwerk.programme.letters.labels import say
from wijkwerk.programme.letters.making import frozen, language_of
from wijkwerk.programme.models import Letter
from wijkwerk.programme.policies import PUBLIC_STATES, WORK
from wijkwerk.programme.services import letters as services
from wijkwerk.programme.web.frame import cached_briefly
from wijkwerk.programme.web.papers import show
from wijkwerk.programme.web.resource import PUBLIC, WORKING, ProgrammeResource
from wijkwerk.ui.lists import row_of
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import NO_NAMES, StepModelForm, VersionForm, long_text
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Step, register
from wijkwerk.workflow.sections import Link, Section
from wijkwerk.workflow.views import StepView

_EXPORTS = (("json", gettext_lazy("JSON")), ("xlsx", gettext_lazy("Spreadsheet")))
_FILES = (("pdf", "PDF"), ("docx", "DOCX"))


class MakeForm(StepModelForm):
    """To whom, in which language, about which days."""

    class Meta(StepModelForm.Meta):
        """In that order."""

        model = Letter
        fields = ("to", "language", "since", "until")
        widgets = {"to": forms.RadioSelect, "language": forms.RadioSelect}

    def clean(self) -> dict[str, Any]:
        """The last day doesn't come before the first."""
        cleaned_data: dict[str, Any] = super().clean() or {}
        if (
            cleaned_data.get("since")
            and cleaned_data.get("until")
            and cleaned_data["until"] < cleaned_data["since"]
        ):
            self.add_error("until", _("This day comes before the first one."))
        return cleaned_data


class AddForm(VersionForm):
    """What people add to a part."""

    text = long_text(gettext_lazy("Your addition"), NO_NAMES, required=False, rows=10)


class IssueForm(VersionForm):
    """Nothing is asked. Its papers bear the address at which it is read."""

    def arguments(self) -> dict[str, Any]:
        """How the letter and its papers are made."""
        request = self.reader.request
        now = decisions_of(request).now
        return {
            "compose": lambda letter: frozen(letter, now),
            "papers": lambda letter: show.papers(request, letter, now),
        }


def _last_year(reader: Reader, _programme: Any) -> dict[str, Any]:
    year = reader.today.year - 1
    return {
        "language": language(),
        "to": Letter.To.COUNCIL,
        "since": date(year, 1, 1),
        "until": date(year, 12, 31),
    }


def _write(command: StepCommand, addition: tuple[Letter, str]) -> Letter:
    return services.add(command, *addition, command.text)


class AddView(StepView):
    """What people write after a part of the letter, which the address names."""

    def setup(self, request: HttpRequest, *args: Any, **named: Any) -> None:
        """Raise Http404 when a letter has no such part."""
        super().setup(request, *args, **named)
        self.part = str(named["part"])
        if self.part not in PARTS:
            raise Http404

    @property
    def target(self) -> Any:
        """The letter, with the part."""
        return self.object, self.part

    @property
    def about(self) -> str:
        """What the part is called."""
        return say(self.part, language_of(self.object))

    def get_initial(self) -> dict[str, Any]:
        """What was added before."""
        addition = self.object.additions.filter(part=self.part).first()
        return {**super().get_initial(), "text": addition.text if addition else ""}


class LetterResource(ProgrammeResource):
    """A progress letter. Everybody reads it once it is issued."""

    model = Letter
    machine = "letter"
    name, plural, title = "letter", "letters", gettext_lazy("Progress letters")
    missing = gettext_lazy("There is no such letter, or it isn’t issued yet.")
    empty = gettext_lazy("There is no letter yet.")
    intro = gettext_lazy(
        "A letter is made of the programme’s own figures. Each sentence leads to the figures that it rests on."
    )
    tabs = {"public": "letters", "work": "work-papers"}
    columns = ("letter", "language", "stands")
    page_template = "programme/papers/letter.html"
    steps = {
        "make": Step(services.make, MakeForm, initial=_last_year),
        "write": Step(_write, AddForm, offered=lambda _reader, _letter: False),
        "issue": Step(services.issue, IssueForm),
    }

    @admin.display(description=gettext_lazy("Letter"))
    def letter(self, subject: Letter) -> str:
        """To whom, about which days."""
        return show.title_of(subject)

    @admin.display(description=gettext_lazy("State"))
    def stands(self, subject: Letter) -> str:
        """Draft, or since when it is issued."""
        return show.state_label(subject)

    def subject_title(self, subject: Letter) -> str:
        """To whom, about which days."""
        return show.title_of(subject)

    # Where it stands: for who works on it among the other papers.

    def has_page(self, page: str, audience: Audience) -> bool:
        """Everybody reads letters without their history."""
        return super().has_page(page, audience) and not (audience is PUBLIC and page == "history")

    def route(self, view: str, audience: Audience) -> str:
        """The list is that of all papers."""
        if audience is PUBLIC:
            return super().route(view, audience)
        papers = f"{audience.path}/papers"
        return papers if view == "list" else f"{papers}/letters/<int:number>"

    def url_name(self, view: str, audience: Audience) -> str:
        """The list is that of all papers."""
        if audience is WORKING and view == "list":
            return "work-papers"
        return super().url_name(view, audience)

    def urls(self) -> list[URLPattern]:
        """With the page on which one adds to a part, and files."""
        add = AddView.as_view(resource=self, audience=WORKING, action="write")
        work, everybody = (self.route("page", audience) for audience in (WORKING, PUBLIC))
        writes, works = needs("programme.edit"), needs(WORK)
        return [
            path(f"{work}/add/<slug:part>", writes(add), name="letter-add"),
            path(f"{work}/file/<slug:kind>", works(working_file), name="work-letter-file"),
            *super().urls(),
            path(f"{everybody}/<slug:kind>", public(public_file), name="letter-file"),
        ]

    # Lists.

    def list_title(self, reader: Reader) -> Any:
        """For who works on it, with the other papers."""
        return self.title if reader.audience is PUBLIC else _("Letters and agreements")

    def list_intro(self, reader: Reader) -> Any:
        """For everybody what a letter is."""
        return self.intro if reader.audience is PUBLIC else ""

    def list_answer(self, reader: Reader) -> str:
        """How many were issued, or how many are a draft."""
        if reader.audience is PUBLIC:
            return show.number_label(self.queryset(reader).count())
        drafts = self.queryset(reader).filter(state="draft").count()
        if not drafts:
            return _("No letter is a draft.")
        return ngettext("One letter is a draft.", "%(n)s letters are drafts.", drafts) % {
            "n": drafts
        }

    def list_sections(self, reader: Reader) -> list[Section]:
        """The other papers, and the whole programme as a file."""
        if reader.audience is PUBLIC:
            return []
        programme = reader.parent

        def url(name: str, *more: str) -> str:
            return reverse(f"programme:{name}", args=[programme.slug, *more])

        agreements = [
            (_("Covenants"), url("work-covenants"), ""),
            (_("Action plans"), url("work-action-plans"), ""),
            (_("Assessments"), url("work-assessments"), ""),
        ]
        full_note, public_note = _("With everything, for the bureau"), _("What everybody may see")
        lead: list[str] = []
        files: list[tuple[Any, str, str]] = []
        if reader.may("programme.edit", programme):
            lead.append(
                _(
                    "Notes, drafts and what is internal stand in it. It says of nobody what they did. Don’t pass it on."
                )
            )
            files += [(label, url("export-full", kind), full_note) for kind, label in _EXPORTS]
            files.append((_("Read in a file"), url("import"), ""))
        if programme.state in PUBLIC_STATES:
            files += [(label, url("export-public", kind), public_note) for kind, label in _EXPORTS]
        return [
            Section("agreements", _("Agreements, and what was looked at"), links=agreements),
            Section("export", _("The whole programme as a file"), lead=lead, links=files),
        ]

    # The page of a letter.

    def answer(self, subject: Letter, reader: Reader) -> str:
        """When it was issued; for who works on it, how it stands and in which language."""
        if reader.audience is PUBLIC:
            issued = {"issued": day(subject.issued_on)}
            return _("This letter was issued on %(issued)s and hasn’t changed since.") % issued
        return f"{capfirst(show.state_label(subject))} · {subject.get_language_display()}"

    def links(self, subject: Letter, reader: Reader) -> list[Link]:
        """The letter as a file."""
        name = "letter-file" if reader.audience is PUBLIC else "work-letter-file"
        where = [reader.parent.slug, subject.pk]
        files = [
            (label, reverse(f"programme:{name}", args=[*where, kind])) for kind, label in _FILES
        ]
        return [*files, *super().links(subject, reader)]

    def context(self, subject: Letter | None, reader: Reader) -> Mapping[str, Any]:
        """Its sentences with their figures, and where one can add to them."""
        if subject is None:
            return {}
        page, is_draft = (
            show.letter_page(reader.request, subject, timezone.now()),
            subject.state == "draft",
        )
        writes = is_draft and reader.audience is WORKING and reader.may("programme.edit", subject)

        def add(part: str) -> str:
            return reverse("programme:letter-add", args=[reader.parent.slug, subject.pk, part])

        return {
            "page": page,
            "is_draft": is_draft,
            "parts": [{**part, "add": add(part["code"]) if writes else ""} for part in page.parts],
        }


letters: LetterResource = register(LetterResource())


def _file(
    request: HttpRequest, audience: Audience, slug: str, number: int, kind: str
) -> HttpResponse:
    parent = letters.parent(request, audience, slug=slug)
    rows = letters.queryset(Reader(request, audience, parent)).select_related("programme")
    letter = row_of(rows.prefetch_related("additions"), number, str(letters.missing))
    return show.as_file(request, letter, kind, timezone.now())


@require_safe
def working_file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """A letter as PDF or DOCX, also while it is a draft."""
    return _file(request, WORKING, slug, number, kind)


@require_safe
def public_file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """An issued letter as PDF or DOCX."""
    return cached_briefly(_file(request, PUBLIC, slug, number, kind))
