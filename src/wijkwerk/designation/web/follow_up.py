"""What follows from a decision about a list, for everybody and to work on: plans of measures, requests
for an exemption, sanctions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views.decorators.http import require_safe

from wijkwerk.access.api import Place, needs, public
from wijkwerk.designation import follow_up, services
from wijkwerk.designation.core.follow_up import GRANTED, PARTLY, REFUSED
from wijkwerk.designation.core.measures import Grade
from wijkwerk.designation.models import (
    AreaPlan,
    Consultation,
    Exemption,
    PlannedMeasure,
    Procedure,
    Sanction,
)
from wijkwerk.designation.plan_exchange import plan_text
from wijkwerk.designation.plans_of_areas import catalogue, findings_of
from wijkwerk.designation.policies import WORK, follow_up_for, public_follow_up
from wijkwerk.designation.web import procedure_parts as parts
from wijkwerk.designation.web.follow_up_forms import (
    DONE,
    GrantForm,
    MeasureForm,
    PlanFields,
    PlanFileForm,
    method_labels,
)
from wijkwerk.designation.web.housing_step import (
    HousingForm,
    housing_initial,
    housing_sections,
    stock_section,
)
from wijkwerk.shared.numbers import figure
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.pages import history
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Card, Columns, Section, table_of

PUBLIC = Audience("public", "designation", seconds=60)
WORKING = Audience("work", "designation/work", WORK, "work-", "workflow/_work.html", steps=True)


def percent(value: float | None) -> str:
    """A share as people read it; '' when there is none."""
    if value is None:
        return ""
    return figure(value, "%", 0 if value == int(value) else 1, language())


def _country(_subject: Any) -> Place:
    return Place()


def _measure_label(measure: PlannedMeasure) -> str:
    name = next((m.name for m in catalogue().measures if m.code == measure.measure), None)
    return name.in_(language()) if name else measure.measure


def _reasons(subject: Any) -> list[tuple[str, str]]:
    return [(_("Reasons"), subject.reasons)]


class FollowUpResource(Resource):
    """Something about an area of a published decision."""

    workflow = services.STEPS
    namespace = "designation"
    audiences = (PUBLIC, WORKING)
    select_related = ("procedure", "area")
    columns: tuple[str, ...] = ("area_name", "municipality_name", "state", "made_on")

    @admin.display(description=gettext_lazy("Area"))
    def area_name(self, subject: Any) -> str:
        """By name."""
        return str(subject.area.name)

    @admin.display(description=gettext_lazy("Municipality"))
    def municipality_name(self, subject: Any) -> str:
        """By name, where the list's edition has it."""
        return parts.places_of(subject.procedure)(subject.municipality)

    @admin.display(description=gettext_lazy("Decision"))
    def outcome(self, subject: Any) -> str:
        """What was decided."""
        return self.labels.outcome(self.machine, subject.outcome) if subject.outcome else ""

    @admin.display(description=gettext_lazy("List"))
    def of_list(self, subject: Any) -> dict[str, str]:
        """The decision that it follows from."""
        url = reverse("designation:procedure", args=[subject.procedure_id])
        return {"text": parts.title_of(subject.procedure, subject.procedure.year), "url": url}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """What policies.py lets this reader see."""
        if reader.audience is PUBLIC:
            return public_follow_up(self.model)
        return follow_up_for(self.model, reader.user, reader.now)

    def root(self, subject: Any, reader: Reader) -> Procedure:
        """Its procedure."""
        root: Procedure = subject.procedure
        return root

    def frame(self, reader: Reader, crumb: str) -> dict[str, Any]:
        """Below the lists."""
        return {"nav_current": "lists"}

    def history(self, steps: Iterable[Any], subject: Any, reader: Reader) -> list[dict[str, Any]]:
        """With names of municipalities."""
        return history(steps, self.labels, parts.places_of(subject.procedure))

    def links(self, subject: Any, reader: Reader) -> list[tuple[Any, str]]:
        """To the procedure that one comes from."""
        name = "procedure" if reader.audience is PUBLIC else "work-procedure"
        label = _("The decision about the list, with all that follows from it")
        return [(label, reverse(f"designation:{name}", args=[subject.procedure_id]))]


class AreaPlanResource(FollowUpResource):
    """A plan of measures for an area on a list."""

    model, machine = AreaPlan, "plan"
    name, plural, title = "area-plan", "area-plans", gettext_lazy("Plans of measures")
    missing = gettext_lazy("There is no such plan, or it isn’t approved yet.")
    empty = gettext_lazy("There is no plan yet.")
    some = ngettext_lazy("There is one plan for an area.", "There are %(n)s plans for areas.", "n")
    none = gettext_lazy("There is no plan yet.")
    columns = ("title", "area_name", "municipality_name", "state", "sent_on")
    facts = (
        "area_name", "municipality_name", "of_list", "ends_on", "obligation", "share", "sent_on",
        "answered", "money",
    )  # fmt: skip
    steps = {
        "add_measure": Step(follow_up.add_measure, MeasureForm),
        "write": Step(follow_up.write_plan, PlanFields),
        "keep_housing": Step(
            follow_up.keep_housing,
            HousingForm,
            initial=housing_initial,
            sections=stock_section,
            offered=lambda _reader, plan: plan.limit_percent is not None,
        ),
        "take_file": Step(follow_up.take_file, PlanFileForm),
        "send": Step(follow_up.send_plan),
        "approve": Step(follow_up.approve_plan, place=_country),
        "send_back": Step(follow_up.send_back_plan, place=_country),
        "master_plan": Step(
            follow_up.master_plan,
            text=gettext_lazy("How the problems are solved for good, and by which steps"),
        ),
        "fund": Step(follow_up.decide_fund, place=_country),
        "withdraw": Step(follow_up.withdraw_plan),
        "drop_measure": Step(follow_up.drop_measure, rows="measures", about=_measure_label),
        "done_measure": Step(
            follow_up.done_measure,
            DONE,
            today="done_on",
            rows="measures",
            path="done",
            about=_measure_label,
        ),
    }
    elsewhere = {"make": "it is made on the page of its procedure"}

    def links(self, subject: AreaPlan, reader: Reader) -> list[tuple[Any, str]]:
        """To the file of it too."""
        file = _("The plan as a file, for wijkwerk plan check (TOML)")
        address = self.url_of(subject, reader)
        return [*super().links(subject, reader), (file, f"{address}/plan.toml")]

    @admin.display(description=gettext_lazy("Social family housing: at most"))
    def obligation(self, subject: AreaPlan) -> str:
        """The limit and its year."""
        if subject.limit_percent is None:
            return ""
        values = {"share": percent(subject.limit_percent), "year": subject.limit_year}
        return _("%(share)s by the end of %(year)s") % values

    @admin.display(description=gettext_lazy("The plan reaches"))
    def share(self, subject: AreaPlan) -> str:
        """The share, when and how."""
        if subject.share_percent is None:
            return ""
        values = {"share": percent(subject.share_percent), "year": subject.share_year}
        methods = [method_labels().get(method, method) for method in subject.methods]
        reached = _("%(share)s by the end of %(year)s") % values
        return f"{reached}: {', '.join(methods)}" if methods else reached

    @admin.display(description=gettext_lazy("Answered"))
    def answered(self, subject: AreaPlan) -> str:
        """When it was approved or sent back."""
        return day(subject.answered_on) if subject.answer else ""

    @admin.display(description=gettext_lazy("Money from the national fund"))
    def money(self, subject: AreaPlan) -> str:
        """Whether it was asked, and what was decided."""
        if not subject.asks_fund:
            return _("not asked")
        if not subject.fund_outcome:
            return _("asked")
        outcome = self.labels.outcome("plan", subject.fund_outcome)
        return f"{outcome} ({day(subject.fund_on)})"

    def answer(self, subject: AreaPlan, reader: Reader) -> str:
        """How it stands, what lacks, and how much was carried out."""
        state = super().answer(subject, reader)
        if subject.state in ("draft", "sent_back"):
            lacks = sum(finding.grade is not Grade.REMARK for finding in findings_of(subject))
            text = ngettext("%(n)s thing lacks.", "%(n)s things lack.", lacks) % {"n": lacks}
            return f"{state} {text if lacks else _('It can be sent in.')}"
        if subject.state not in ("approved", "master_plan"):
            return state
        measures = list(subject.measures.all())
        done = sum(measure.done_on is not None for measure in measures)
        late = sum(
            measure.done_on is None and measure.deadline < reader.today for measure in measures
        )
        text = _("%(done)s of %(all)s measures were carried out, %(late)s are too late.")
        return f"{state} {text % {'done': done, 'all': len(measures), 'late': late}}"

    def sections(self, subject: AreaPlan, reader: Reader) -> list[Section]:
        """The facts, its measures, what there is to say of it, the fund's questions, what was said."""
        questions = [
            Card(question.in_(language()), subject.structural[code])
            for code, question in catalogue().structural
            if code in subject.structural
        ]
        texts = (
            ("answer", _("Why it was approved or sent back"), subject.answer),
            ("master_plan", _("Master plan"), subject.master_plan),
            ("fund", _("Decision of the fund"), subject.fund_answer),
        )
        return [
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
            Section("measures", _("Measures"), table=self._measures(subject, reader)),
            *housing_sections(subject),
            *([self._findings(subject)] if reader.audience is WORKING else []),
            *(
                [Section("structural", _("Is it structural?"), cards=questions)]
                if questions
                else []
            ),
            *(Section(id, title, text) for id, title, text in texts if text),
        ]

    def _measures(self, plan: AreaPlan, reader: Reader) -> dict[str, Any]:
        clusters = {cluster.code: cluster.name.in_(language()) for cluster in catalogue().clusters}
        cluster_of = {measure.code: clusters[measure.cluster] for measure in catalogue().measures}

        def action(measure: PlannedMeasure) -> Any:
            if measure.done_on:
                return day(measure.done_on)
            for step in ("drop_measure", "done_measure"):
                url = self.row_address(step, reader, plan, measure)
                if url:
                    return {"text": self.labels.action("plan", step), "url": url}
            return _("too late") if measure.deadline < reader.today else _("not yet")

        money = _("Money (euros)")
        columns: Columns = {
            _("Measure"): lambda measure: {
                "text": _measure_label(measure),
                "note": cluster_of.get(measure.measure, ""),
            },
            _("Who is responsible"): "owner",
            _("Last day"): "deadline",
            money: "money",
            _("Why this would work"): lambda measure: {
                "text": measure.evidence,
                "note": measure.reason,
            },
            _("Carried out"): action,
        }
        empty = _("The plan has no measures yet.")
        rows = plan.measures.all()
        return table_of("measures", _("Measures"), rows, columns, (money,), empty=empty)

    def _findings(self, plan: AreaPlan) -> Section:
        grades = {
            Grade.REFUSED: _("not allowed"),
            Grade.MISSING: _("lacks"),
            Grade.REMARK: _("remark"),
        }
        names = {measure.code: measure.name for measure in catalogue().measures}
        columns: Columns = {
            _("About"): lambda finding: (
                names[finding.about].in_(language())
                if finding.about in names
                else _("the whole plan")
            ),
            _("What"): lambda finding: finding.what.in_(language()),
            _("How grave"): lambda finding: grades[finding.grade],
            _("What to do"): lambda finding: finding.do.in_(language()),
        }
        findings = findings_of(plan)
        empty = _("Nothing lacks.")
        table = table_of(
            "findings", _("What there is to say of it"), findings, columns, empty=empty
        )
        return Section("findings", _("Held against the status of the area"), table=table)


class ExemptionResource(FollowUpResource):
    """A request to keep a higher share of social family housing."""

    model, machine = Exemption, "exemption"
    name, plural, title = "exemption", "exemptions", gettext_lazy("Requests for an exemption")
    missing = gettext_lazy("There is no such request, or nothing was decided about it yet.")
    empty = gettext_lazy("There is no request for an exemption.")
    none = gettext_lazy("There is no request for an exemption.")
    columns = ("area_name", "municipality_name", "state", "outcome", "made_on")
    facts = (
        "area_name", "municipality_name", "of_list", "made_on", "limit", "asked", "outcome", "granted",
        "answered_on",
    )  # fmt: skip
    steps = {
        "decide": Step(follow_up.decide_exemption, GrantForm, said=_reasons, place=_country),
        "withdraw": Step(follow_up.withdraw_exemption),
    }
    elsewhere = {"ask": "it is asked on the page of its procedure"}

    @admin.display(description=gettext_lazy("Social family housing: at most"))
    def limit(self, subject: Exemption) -> str:
        """What the area may keep without it."""
        return percent(subject.limit_percent)

    @admin.display(description=gettext_lazy("Share that is asked for (%)"))
    def asked(self, subject: Exemption) -> str:
        """What is asked."""
        return percent(subject.asked_percent)

    @admin.display(description=gettext_lazy("Share that was granted (%)"))
    def granted(self, subject: Exemption) -> str:
        """What was granted: all that was asked, or a part."""
        if subject.outcome == GRANTED:
            return percent(subject.asked_percent)
        return percent(subject.granted_percent)

    def list_answer(self, reader: Reader) -> str:
        """How many were decided about, and how: mostly refused is a figure here, no saying."""
        outcomes = self.queryset(reader).filter(state="decided").values_list("outcome", flat=True)
        counts = Counter(outcomes)
        if not counts:
            return str(self.none)
        text = _("Granted: %(granted)s. Granted in part: %(partly)s. Refused: %(refused)s.")
        return text % {outcome: counts[outcome] for outcome in (GRANTED, PARTLY, REFUSED)}

    def sections(self, subject: Exemption, reader: Reader) -> list[Section]:
        """The facts, the reasons, the decision."""
        answer = [Section("answer", _("Reasons of the decision"), subject.answer)]
        return [
            *super().sections(subject, reader),
            Section("reasons", _("Reasons of the municipality"), subject.reasons),
            *(answer if subject.answer else []),
        ]


class SanctionResource(FollowUpResource):
    """What a municipality is held to when it doesn't meet the obligation."""

    model, machine = Sanction, "sanction"
    name, plural, title = "sanction", "sanctions", gettext_lazy("Sanctions")
    missing = gettext_lazy("There is no such sanction.")
    empty = gettext_lazy("There is no sanction.")
    some = ngettext_lazy("There is one sanction.", "There are %(n)s sanctions.", "n")
    none = gettext_lazy("There is no sanction.")
    facts = (
        "area_name", "municipality_name", "of_list", "made_on", "respond_by", "imposed_on", "lifted_on",
    )  # fmt: skip
    steps = {
        "respond": Step(follow_up.respond, said=_reasons),
        "impose": Step(follow_up.impose, said=_reasons, place=_country),
        "drop": Step(follow_up.drop_sanction, said=_reasons, place=_country),
        "lift": Step(follow_up.lift, said=_reasons, place=_country),
    }
    elsewhere = {"announce": "it is announced on the page of its procedure"}

    def sections(self, subject: Sanction, reader: Reader) -> list[Section]:
        """The facts, what isn't met, what the municipality says."""
        response = [Section("answer", _("Response of the municipality"), subject.answer)]
        return [
            *super().sections(subject, reader),
            Section(
                "reasons",
                _("Which obligation isn’t met, and what the sanction is"),
                subject.reasons,
            ),
            *(response if subject.answer else []),
        ]


@public
@require_safe
def plan_file(request: HttpRequest, number: int) -> HttpResponse:
    """An approved plan as the file that ``wijkwerk plan check`` reads."""
    return _file_of(public_follow_up(AreaPlan), number)


@needs(WORK)
@require_safe
def working_plan_file(request: HttpRequest, number: int) -> HttpResponse:
    """The same of a plan that the account sees."""
    return _file_of(follow_up_for(AreaPlan, request.user, timezone.now()), number)


def _file_of(plans: QuerySet[Any], number: int) -> HttpResponse:
    plan = plans.filter(pk=number).first()
    if plan is None:
        raise Http404(str(area_plans.missing))
    return attachment(plan_text(plan), f"plan-{number}.toml", "application/toml; charset=utf-8")


area_plans: AreaPlanResource = register(AreaPlanResource())
exemptions: ExemptionResource = register(ExemptionResource())
sanctions: SanctionResource = register(SanctionResource())


def made_for(list_id: str, area: str) -> list[tuple[str, str]]:
    """What everybody sees that was made for an area of a list: plans, exemptions, sanctions and views, of
    each the newest first, with its state and page."""
    links = []
    for resource in (area_plans, exemptions, sanctions):
        rows = public_follow_up(resource.model).filter(procedure__list_id=list_id, area__code=area)
        for row in rows.order_by("-id"):
            state = resource.outcome(row) or resource.state(row)
            label = f"{resource.title} ({row.procedure.year}): {state}"
            links.append((label, reverse(f"designation:{resource.name}", args=[row.pk])))
    views = Consultation.objects.filter(
        procedure__list_id=list_id, procedure__state="published", area__code=area
    )
    for view in views.exclude(given_on=None).select_related("procedure").order_by("-id"):
        label = _("Asked for a view: %(who)s") % {"who": view.get_consulted_display()}
        address = reverse("designation:procedure", args=[view.procedure_id])
        links.append((f"{label} ({view.procedure.year})", f"{address}#c{view.pk}"))
    return links
