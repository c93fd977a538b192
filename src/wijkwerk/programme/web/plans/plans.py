"""Plans: written, offered, signed exactly as they stand, and locked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wijkwerk.programme.agreements import newest_text
from wijkwerk.programme.core.shares import Standing
from wijkwerk.programme.figures import name_of_place
from wijkwerk.programme.models import (
    Organisation,
    Plan,
    PlanResult,
    PlanText,
    Signature,
    Target,
)
from wijkwerk.programme.policies import public_rows
from wijkwerk.programme.selectors.plan_results import results_of
from wijkwerk.programme.services import plans as services
from wijkwerk.programme.services.people import seats_of, sits
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.commitments.labels import amount
from wijkwerk.programme.web.fields import OrganisationsField
from wijkwerk.programme.web.labels import with_entered
from wijkwerk.programme.web.resource import PUBLIC
from wijkwerk.programme.web.signing import SignedResource, signatures_section, signing
from wijkwerk.shared import deadlines
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand
from wijkwerk.workflow.forms import (
    EVERYBODY,
    StepModelForm,
    VersionForm,
    day_field,
    long_text,
    step_form,
)
from wijkwerk.workflow.resources import Audience, Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, table_of


class TextForm(VersionForm):
    """The text of a plan, and who has to sign it."""

    words = long_text(gettext_lazy("Text"), rows=20)
    signatories = OrganisationsField(gettext_lazy("Who has to sign"))

    def arguments(self) -> dict[str, Any]:
        """Both."""
        cleaned = self.cleaned_data
        return {"text": cleaned["words"], "signatories": cleaned["signatories"]}


class EnterForm(StepModelForm):
    """A plan of the past: its years, when it was agreed, and what it said."""

    locked_on = day_field(gettext_lazy("Agreed on"))
    content = long_text(gettext_lazy("Text"), EVERYBODY, rows=20)
    field_order = ("title", "first_year", "last_year", "locked_on", "content")

    class Meta(StepModelForm.Meta):
        """Its name and years."""

        model = Plan
        fields = ("title", "first_year", "last_year")

    def arguments(self) -> dict[str, Any]:
        """With its text."""
        facts = super().arguments()
        text = facts.pop("content")
        return {**facts, "text": text}


def _years(reader: Reader, _parent: Any) -> dict[str, int]:
    return {"first_year": reader.today.year, "last_year": reader.today.year + 3}


def _newest(_reader: Reader, plan: Plan) -> dict[str, Any]:
    text = newest_text(plan)
    signatories = Organisation.objects.filter(signatories__plan=plan)
    before = _before(plan)
    begun = text.text if text else before.conclusion if before else ""
    return {"words": begun, "signatories": list(signatories)}


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


def _sign(command: StepCommand, plan: Plan, organisation: Organisation, mark: str) -> Any:
    text = newest_text(plan)
    if text is None or text.digest != mark:
        raise ChangedMeanwhileError
    return services.sign(command, text, organisation)


def text_sections(plan: Plan, text: PlanText | None) -> list[Section]:
    """A version of a plan: who signed it when, its text, and the targets as they stood."""
    if text is None:
        return [Section("text", _("Text"), empty=_("There is no text yet."))]
    seats = seats_of(plan.programme)

    def sides(signature: Signature) -> str:
        on, organisation = deadlines.today(signature.at), signature.organisation_id
        return ", ".join(
            seat.domain.name
            for seat in seats
            if seat.organisation_id == organisation
            and not seat.substitute_for_id
            and sits(seat, on)
        )

    edition = str(plan.programme.edition)
    stood: Columns = {
        _("Target"): lambda target: target["title"],
        _("Pillar"): lambda target: target["pillar"],
        _("Promised"): lambda target: promised_label(target, edition),
    }
    promised: Columns = {
        _("Organisation"): lambda row: row["organisation"],
        _("What is promised"): lambda row: row["title"],
        _("How much"): lambda row: amount(row["quantity"], row["unit"]),
        _("By when"): lambda row: day(row["due_on"]),
    }
    if plan.entered_on is not None:
        note = _("No signatures, targets and commitments stand here: it was agreed before.")
        return [Section("text", _("Text"), text.text, note=note)]
    return [
        signatures_section(plan, {_("For which side of the board"): sides}),
        Section("text", _("Text"), text.text),
        Section(
            "targets",
            _("Targets"),
            table=table_of("targets", _("Targets as they stood"), text.targets, stood),
        ),
        Section(
            "promised",
            _("Commitments"),
            table=table_of(
                "promised",
                _("Commitments as they stood"),
                text.commitments,
                promised,
                empty=_("No commitment of these years stands in this version."),
            ),
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


class PlanResource(SignedResource):
    """A plan of some years. Everybody sees it once it is signed; who is asked signs on a page apart."""

    model = Plan
    machine = "plan"
    signing_path = "sign"
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
        "enter": Step(services.enter, EnterForm),
        "write": Step(services.write, TextForm, initial=_newest),
        "offer": Step(services.offer),
        "take_back": Step(services.take_back),
        "lock": Step(services.lock),
        "assess": Step(services.assess, AssessForm),
        "sign": signing(_sign, lambda _reader, plan: text_sections(plan, newest_text(plan))),
    }

    @admin.display(description=gettext_lazy("State"))
    def state(self, subject: Plan) -> str:
        """One that was entered later was signed by nobody here."""
        if subject.entered_on is None:
            return super().state(subject)
        return with_entered(_("Adopted before"), subject)

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

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With who has to sign, which the list counts."""
        return rows.prefetch_related("signatories")

    def list_answer(self, reader: Reader) -> str:
        """How many are signed and locked."""
        rows = self.queryset(reader).filter(entered_on=None)
        counts = {"locked": rows.filter(state="locked").count(), "all": rows.count()}
        template = ngettext(
            "%(locked)s of %(all)s plan is signed and locked.",
            "%(locked)s of %(all)s plans are signed and locked.",
            counts["all"],
        )
        return template % counts if counts["all"] else str(self.empty)

    def answer(self, subject: Plan, reader: Reader) -> str:
        """For everybody when it was signed; for who works on it who didn't sign yet."""
        if subject.entered_on is not None:
            days = {"day": day(subject.locked_on), "entered": day(subject.entered_on)}
            return _("Agreed on %(day)s, and entered here later, on %(entered)s.") % days
        if reader.audience is PUBLIC:
            template = _("Signed by everybody who was asked on %(day)s. In force from %(from)s.")
            return template % {"day": day(subject.locked_on), "from": day(subject.in_force_on)}
        return super().answer(subject, reader)

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


plans: PlanResource = register(PlanResource())
