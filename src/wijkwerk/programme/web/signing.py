"""Signing for an organisation, on a page apart: a plan, a covenant, a plan under pressure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.access.api import held_for, needs
from wijkwerk.programme.agreements import (
    AGREED,
    Signed,
    asked_of,
    mark_of,
    parties_of,
    signatures_of,
    signing_url,
    waits_for,
)
from wijkwerk.programme.models import Organisation
from wijkwerk.programme.web.commitments.show import programme_label
from wijkwerk.programme.web.fields import OrganisationField
from wijkwerk.programme.web.resource import PUBLIC, WORKING, ProgrammeResource
from wijkwerk.shared import deadlines
from wijkwerk.workflow.forms import VersionForm
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Step
from wijkwerk.workflow.sections import Columns, Link, Section, table_of
from wijkwerk.workflow.views import StepView

SIGNING = Audience("sign", permission="plan.sign", template="access/page.html")


class SignForm(VersionForm):
    """For which organisation one signs, and that one read it."""

    choice = OrganisationField(empty_label=None)
    mark = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=gettext_lazy("I read this and sign exactly this for this organisation.")
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choice: Any = self.fields["choice"]
        choice.queryset = own(self.reader.request) & parties_of(self.subject)

    def arguments(self) -> dict[str, Any]:
        """The organisation, and the mark of what was read."""
        return {"organisation": self.cleaned_data["choice"], "mark": self.cleaned_data["mark"]}


def own(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations for which the account may sign."""
    decisions = decisions_of(request)
    slugs = held_for(decisions.user, "plan.sign", "organisation", decisions.now)
    return Organisation.objects.filter(slug__in=slugs)


def signing(service: Callable[..., Any], sections: Callable[[Reader, Any], list[Section]]) -> Step:
    """The step by which a representative signs, below ``sections`` that tell exactly what."""
    return Step(
        service,
        SignForm,
        audience="sign",
        initial=lambda _reader, subject: {"mark": mark_of(subject)},
        about=lambda subject: f"{programme_label(subject.programme)}: {subject}",
        sections=sections,
        place=lambda _subject: None,  # asked of an organisation, which the form chooses
    )


def signatures_section(subject: Signed, more: Columns | None = None) -> Section:
    """Who signed it as it stands, and its mark."""
    columns: Columns = {
        _("Organisation"): "organisation",
        **(more or {}),
        _("Signed on"): lambda signature: deadlines.today(signature.at),
    }
    agreed = subject.state in AGREED
    nobody = (
        _("Who signed it isn’t known here.") if agreed else _("Nobody signed this version yet.")
    )
    table = table_of(
        "signatures",
        _("Who signed this version"),
        signatures_of(subject),
        columns,
        empty=nobody,
    )
    if agreed:
        mark = _("Mark of exactly what was signed (SHA-256): %(digest)s.")
    else:
        mark = _("Mark of exactly this (SHA-256): %(digest)s.")
    mark %= {"digest": mark_of(subject)}
    return Section("signatures", _("Signatures"), table=table, note=mark)


class SignedResource(ProgrammeResource):
    """Something that its parties sign, on a page apart for who represents one of them."""

    signing_path: str

    def is_asked(self, subject: Any) -> bool:
        """Whether its parties are asked to sign it now."""
        return bool(subject.state == "offered")

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> Any:
        """The programme; for who signs, that of something of which their signature is asked.

        404 when there is none.
        """
        if audience is not SIGNING:
            return super().parent(request, audience, **named)
        rows = asked_of(self.model, own(request)).filter(programme__slug=named["slug"])
        subject = rows.select_related("programme").first()
        if subject is None:
            raise Http404(self.missing)
        return subject.programme

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """For who signs, what is asked of them."""
        if reader.audience is not SIGNING:
            return super().queryset(reader)
        rows = asked_of(self.model, own(reader.request)).filter(programme=reader.parent)
        return self.model._default_manager.filter(pk__in=rows.values("pk"))

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Who signs has no tabs."""
        if reader.audience is SIGNING:
            return {"nav_current": "programmes", "programme": reader.parent}
        return super().frame(reader, crumb)

    def answer(self, subject: Any, reader: Reader) -> str:
        """For who works on it, who didn't sign yet."""
        answer = super().answer(subject, reader)
        if reader.audience is PUBLIC or not self.is_asked(subject):
            return answer
        names = ", ".join(waits_for(subject).values_list("name", flat=True))
        return f"{answer} {_('Not signed yet by:')} {names}." if names else answer

    def links(self, subject: Any, reader: Reader) -> list[Link]:
        """With where representatives sign, as long as they are asked to."""
        signs = (_("Representatives sign on this page"), signing_url(subject))
        offered = reader.audience is WORKING and self.is_asked(subject)
        return [*([signs] if offered else []), *super().links(subject, reader)]

    def back(self, action: str, subject: Any, reader: Reader) -> tuple[str, Any]:
        """Who signs comes from their own programmes."""
        if reader.audience is SIGNING:
            return reverse("programme:work-all"), _("My programmes")
        return super().back(action, subject, reader)

    def after(self, action: str, subject: Any, reader: Reader) -> str:
        """Who signed stays there."""
        if reader.audience is SIGNING:
            return signing_url(subject)
        return super().after(action, subject, reader)

    def urls(self) -> list[URLPattern]:
        """With the page on which one signs."""
        sign = StepView.as_view(resource=self, audience=SIGNING, action="sign")
        route = f"{PUBLIC.path}/{self.signing_path}/<int:number>"
        return [*super().urls(), path(route, needs("plan.sign")(sign), name=f"{self.name}-sign")]
