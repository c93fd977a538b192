"""Plans: written, offered, signed exactly as they stand, and locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wijkwerk.access.api import held_for, needs
from wijkwerk.programme.core.shares import Standing
from wijkwerk.programme.figures import name_of_place
from wijkwerk.programme.models import Organisation, Plan, PlanResult, PlanText, Signatory, Target
from wijkwerk.programme.policies import public_rows
from wijkwerk.programme.selectors.plan_results import results_of
from wijkwerk.programme.services import plans as services
from wijkwerk.programme.services.common import newest_text
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.commitments.show import programme_label
from wijkwerk.programme.web.fields import OrganisationField, OrganisationsField
from wijkwerk.programme.web.resource import PUBLIC, WORKING, ProgrammeResource
from wijkwerk.shared.deadlines import HERE
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand
from wijkwerk.workflow.forms import EVERYBODY, VersionForm, long_text, step_form
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Step, register
from wijkwerk.workflow.sections import Columns, Link, Section, table_of
from wijkwerk.workflow.views import StepView

SIGNING = Audience("sign", permission="plan.sign", template="access/page.html")


class TextForm(VersionForm):
    """The text of a plan, and who has to sign it."""

    words = long_text(gettext_lazy("Text"), rows=20)
    signatories = OrganisationsField(gettext_lazy("Who has to sign"))

    def arguments(self) -> dict[str, Any]:
        """Both."""
        cleaned = self.cleaned_data
        return {"text": cleaned["words"], "signatories": cleaned["signatories"]}


class SignForm(VersionForm):
    """For which organisation one signs, and that one read it."""

    choice = OrganisationField(empty_label=None)
    text_number = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=gettext_lazy("I read this version and sign it for this organisation.")
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choice: Any = self.fields["choice"]
        choice.queryset = _own(self.reader).filter(signatories__plan=self.subject)

    def arguments(self) -> dict[str, Any]:
        """The organisation, and the version that was read."""
        cleaned = self.cleaned_data
        return {"organisation": cleaned["choice"], "number": cleaned["text_number"]}


def _years(reader: Reader, _parent: Any) -> dict[str, int]:
    return {"first_year": reader.today.year, "last_year": reader.today.year + 3}


def _newest(_reader: Reader, plan: Plan) -> dict[str, Any]:
    text = newest_text(plan)
    signatories = Organisation.objects.filter(signatories__plan=plan)
    before = _before(plan)
    begun = text.text if text else before.conclusion if before else ""
    return {"words": begun, "signatories": list(signatories)}


def _read(_reader: Reader, plan: Plan) -> dict[str, Any]:
    text = newest_text(plan)
    return {"text_number": text.number if text else 0}


class AssessForm(VersionForm):
    """What is done with each target of a plan, and what the board concludes."""

    text = long_text(gettext_lazy("What the board concludes"), EVERYBODY)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.results = results_of(self.subject, self.reader.today)
        for result in self.results:
            self.fields[f"target_{result.target_id}"] = forms.ChoiceField(
                label=result.target.title,
                help_text=_came_of(result),
                choices=PlanResult.Decision.choices,
                widget=forms.RadioSelect,
            )
        self.order_fields([*(f"target_{result.target_id}" for result in self.results), "text"])

    def arguments(self) -> dict[str, Any]:
        """The results with what was chosen."""
        for result in self.results:
            result.decision = self.cleaned_data[f"target_{result.target_id}"]
        return {"results": self.results}


def _came_of(result: PlanResult) -> str:
    """What was promised by the plan's end and what was measured, in a line."""
    values = [
        _("promised: %(value)s by %(day)s")
        % {"value": words.amount(result.promised, result.target), "day": day(result.promised_on)}
        if result.promised is not None
        else _("nothing promised by then"),
        _("measured: %(value)s on %(day)s")
        % {"value": words.amount(result.reached, result.target), "day": day(result.reached_on)}
        if result.reached is not None
        else _("not measured"),
        words.standing_label(Standing(result.standing)),
    ]
    return "; ".join(values)


def assessed_sections(plan: Plan) -> list[Section]:
    """What the board concluded about a plan, with what came of each target; nothing while it didn't."""
    if plan.assessed_on is None:
        return []
    columns: Columns = {
        _("Target"): lambda result: {
            "text": result.target.title,
            "url": result.target.get_absolute_url(),
        },
        _("What came of it"): _came_of,
        _("What is done with it"): "decision",
    }
    results = plan.results.select_related("target__programme")
    caption = _("What came of each target")
    table = table_of(f"results-{plan.pk}", caption, results, columns)
    title = _("%(plan)s, assessed on %(day)s") % {"plan": plan.title, "day": day(plan.assessed_on)}
    return [Section(f"assessed-{plan.pk}", title, plan.conclusion, table=table)]


def _before(plan: Plan) -> Plan | None:
    """The plan before it, once that was assessed."""
    earlier = Plan.objects.filter(programme=plan.programme_id, last_year__lt=plan.first_year)
    return earlier.exclude(assessed_on=None).order_by("-last_year").first()


def _own(reader: Reader) -> QuerySet[Organisation]:
    now = decisions_of(reader.request).now
    own = held_for(reader.user, "plan.sign", "organisation", now)
    return Organisation.objects.filter(slug__in=own)


def _sign(command: StepCommand, plan: Plan, organisation: Organisation, number: int) -> Any:
    text = newest_text(plan)
    if text is None or text.number != number:
        raise ChangedMeanwhileError
    return services.sign(command, text, organisation)


def text_sections(plan: Plan, text: PlanText | None) -> list[Section]:
    """A version of a plan: who signed it when, its text, and the targets as they stood."""
    if text is None:
        return [Section("text", _("Text"), empty=_("There is no text yet."))]
    signed: Columns = {
        _("Organisation"): "organisation",
        _("Signed on"): lambda signature: signature.at.astimezone(HERE).date(),
    }
    edition = str(plan.programme.edition)
    stood: Columns = {
        _("Target"): lambda target: target["title"],
        _("Pillar"): lambda target: target["pillar"],
        _("Promised"): lambda target: promised_label(target, edition),
    }
    mark = _("Version %(number)s, mark %(digest)s (SHA-256 of text and targets).")
    signatures = text.signatures.select_related("organisation")
    return [
        Section(
            "signatures",
            _("Signatures"),
            table=table_of(
                "signatures",
                _("Who signed this version"),
                signatures,
                signed,
                empty=_("Nobody signed this version yet."),
            ),
            note=mark % {"number": text.number, "digest": text.digest},
        ),
        Section("text", _("Text"), text.text),
        Section(
            "targets",
            _("Targets"),
            table=table_of("targets", _("Targets as they stood"), text.targets, stood),
        ),
    ]


def promised_label(target_text: dict[str, Any], edition: str) -> str:
    """What a target promised when a plan's text was made; ``edition`` names the places."""
    shape = Target(unit=target_text.get("unit", ""), scale="count")
    begin, value = target_text["baseline"], target_text["value"]
    values = {
        "start": words.amount(begin, shape, bare=True, beside=value),
        "day": day(target_text["due_on"]),
    }
    if target_text.get("reference"):
        return _("from %(start)s to the level of %(reference)s, by %(day)s") % {
            **values,
            "reference": name_of_place(edition, target_text["reference"], language()),
        }
    return _("from %(start)s to %(value)s, by %(day)s") % {
        **values,
        "value": words.amount(value, shape, beside=begin),
    }


class PlanResource(ProgrammeResource):
    """A plan of some years. Everybody sees it once it is signed; who is asked signs on a page apart."""

    model = Plan
    machine = "plan"
    name, plural, title = "plan", "plans", gettext_lazy("Plans")
    missing = gettext_lazy("There is no such plan, or it isn’t signed yet.")
    empty = gettext_lazy("There is no plan yet.")
    tabs = {"public": "overview", "work": "work-plans"}
    hides_impossible = True
    columns = ("title", "years", "state", "to_sign", "locked_on")
    numbers = ("to_sign",)
    steps = {
        "make": Step(
            services.make, step_form(Plan, "title", "first_year", "last_year"), initial=_years
        ),
        "write": Step(services.write, TextForm, initial=_newest),
        "offer": Step(services.offer),
        "take_back": Step(services.take_back),
        "lock": Step(services.lock),
        "assess": Step(services.assess, AssessForm),
        "sign": Step(
            _sign,
            SignForm,
            audience="sign",
            initial=_read,
            about=lambda plan: f"{programme_label(plan.programme)}: {plan.title}",
            sections=lambda _reader, plan: text_sections(plan, newest_text(plan)),
            place=lambda _plan: None,  # asked of an organisation, which the form chooses
        ),
    }

    @admin.display(description=gettext_lazy("Years"))
    def years(self, subject: Plan) -> str:
        """From which to which."""
        return f"{subject.first_year}-{subject.last_year}"

    @admin.display(description=gettext_lazy("Who has to sign"))
    def to_sign(self, subject: Plan) -> int:
        """How many organisations."""
        return len(subject.signatories.all())

    def has_page(self, page: str, audience: Audience) -> bool:
        """Everybody has the page alone; a plan is found from the overview."""
        return page == "page" if audience is PUBLIC else super().has_page(page, audience)

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> Any:
        """The programme; for who signs, that of a plan whose signature is asked of them.

        404 when there is none.
        """
        if audience is not SIGNING:
            return super().parent(request, audience, **named)
        decisions = decisions_of(request)
        own = held_for(decisions.user, "plan.sign", "organisation", decisions.now)
        signatories = Signatory.objects.filter(
            programme__slug=named["slug"], organisation__slug__in=own
        )
        signatory = signatories.select_related("programme").first()
        if signatory is None:
            raise Http404(self.missing)
        return signatory.programme

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """For who signs, the plans whose signature is asked of them."""
        if reader.audience is not SIGNING:
            return super().queryset(reader)
        plans_asked = Signatory.objects.filter(organisation__in=_own(reader)).values("plan")
        return Plan.objects.filter(programme=reader.parent, pk__in=plans_asked).exclude(
            state="draft"
        )

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Who signs has no tabs."""
        if reader.audience is SIGNING:
            return {"nav_current": "programmes", "programme": reader.parent}
        return super().frame(reader, crumb)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With who has to sign, which the list counts."""
        return rows.prefetch_related("signatories")

    def list_answer(self, reader: Reader) -> str:
        """How many are signed and locked."""
        rows = self.queryset(reader)
        counts = {"locked": rows.filter(state="locked").count(), "all": rows.count()}
        template = ngettext(
            "%(locked)s of %(all)s plan is signed and locked.",
            "%(locked)s of %(all)s plans are signed and locked.",
            counts["all"],
        )
        return template % counts if counts["all"] else str(self.empty)

    def answer(self, subject: Plan, reader: Reader) -> str:
        """For everybody when it was signed; for who works on it who didn't sign yet."""
        if reader.audience is PUBLIC:
            return _("Signed by everybody who was asked, and locked on %(day)s.") % {
                "day": day(subject.locked_on)
            }
        answer = super().answer(subject, reader)
        if subject.state != "offered":
            return answer
        text = newest_text(subject)
        waits = subject.signatories.exclude(organisation__signatures__text=text)
        names = ", ".join(waits.values_list("organisation__name", flat=True))
        return f"{answer} {_('Not signed yet by:')} {names}." if names else answer

    def links(self, subject: Plan, reader: Reader) -> list[Link]:
        """With where representatives sign, as long as they are asked to."""
        signs = (_("Representatives sign on this page"), self._signing(subject))
        own = [signs] if reader.audience is WORKING and subject.state == "offered" else []
        return [*own, *super().links(subject, reader)]

    def sections(self, subject: Plan, reader: Reader) -> list[Section]:
        """The newest version that this reader may see."""
        if reader.audience is PUBLIC:
            text = public_rows(reader.parent, PlanText).filter(plan=subject).first()
        else:
            text = newest_text(subject)
        before = _before(subject)
        return [
            *assessed_sections(subject),
            *text_sections(subject, text),
            *(assessed_sections(before) if before else []),
        ]

    def _signing(self, plan: Plan) -> str:
        return reverse("programme:plan-sign", args=[plan.programme.slug, plan.pk])

    def back(self, action: str, subject: Any, reader: Reader) -> tuple[str, Any]:
        """Who signs comes from their own programmes."""
        if reader.audience is SIGNING:
            return reverse("programme:work-all"), _("My programmes")
        return super().back(action, subject, reader)

    def after(self, action: str, subject: Any, reader: Reader) -> str:
        """Who signed stays there."""
        if reader.audience is SIGNING:
            return self._signing(subject)
        return super().after(action, subject, reader)

    def urls(self) -> list[URLPattern]:
        """With the page on which one signs."""
        sign = StepView.as_view(resource=self, audience=SIGNING, action="sign")
        route = f"{PUBLIC.path}/sign/<int:number>"
        return [*super().urls(), path(route, needs("plan.sign")(sign), name="plan-sign")]


plans: PlanResource = register(PlanResource())
