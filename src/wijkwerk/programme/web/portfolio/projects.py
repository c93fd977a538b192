"""Projects: the list, each of them, and its steps: a change, a turn of the loop, a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.agreements import WAITS, waits_for
from wijkwerk.programme.checks import checks_of
from wijkwerk.programme.core.pdca import PdcaCycle
from wijkwerk.programme.core.portfolio import GOING, RUNS, WANTED
from wijkwerk.programme.evidence import evidence_for
from wijkwerk.programme.figures import name_of_place
from wijkwerk.programme.models import Mark, Project, ReasonKind
from wijkwerk.programme.policies import PUBLIC_PROJECTS
from wijkwerk.programme.selectors import portfolio as selectors
from wijkwerk.programme.services import projects as services
from wijkwerk.programme.services.projects import is_overdue
from wijkwerk.programme.web.fields import AreasField
from wijkwerk.programme.web.portfolio import labels, show
from wijkwerk.programme.web.public import outputs
from wijkwerk.programme.web.resource import PUBLIC
from wijkwerk.programme.web.signing import SignedResource, signing
from wijkwerk.ui.filters import filter_form, select, text
from wijkwerk.ui.money import EurosFormField
from wijkwerk.ui.query import choice_in, number_in
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import EVERYBODY, StepModelForm, VersionForm, day_field, long_text
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Card, Columns, Link, Section, Table, table_of

_LONGEST_WORDS = 100


class ProjectForm(StepModelForm):
    """A project, as far as it is known. What stays empty is shown as missing."""

    areas = AreasField(label=_("Areas"), required=False, help_text=_("Codes, with commas."))
    money = EurosFormField(
        label=_("Money (euros)"), required=False, help_text=_("0 for a project without money.")
    )

    class Meta(StepModelForm.Meta):
        """What can be known of it."""

        model = Project
        fields = services.FIELDS

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choices: dict[str, Any] = dict(self.fields)
        choices["goal"].queryset = self.parent.goals.all()
        choices["target"].queryset = self.parent.targets.filter(state="active")
        project = self.subject
        if project is not None and project.state in RUNS and project.stop_criteria:
            choices["stop_criteria"].disabled = True

    def arguments(self) -> dict[str, Any]:
        """The facts."""
        facts = {name: self.cleaned_data[name] for name in services.FIELDS}
        return {"facts": facts}


class AddForm(ProjectForm):
    """A project that isn't there yet, whether or not it runs."""

    runs = forms.BooleanField(
        label=_("It runs already"),
        required=False,
        help_text=_("Then it needs no beginning here. What isn’t known is shown as missing."),
    )

    def arguments(self) -> dict[str, Any]:
        """The facts, and whether it runs."""
        return {**super().arguments(), "runs": self.cleaned_data["runs"]}


class MarkForm(VersionForm):
    """A turn of the loop."""

    kind = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    on = day_field(_("On which day"))
    text = long_text(_("What, and what shows it"), EVERYBODY, rows=4)
    rests_on = forms.ChoiceField(
        label=_("By what it was checked"),
        required=False,
        help_text=_(
            "Only of what was checked: figures of after it was done, assessments, evaluations."
        ),
    )
    field_order = ("kind", "on", "text", "rests_on", "version")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        checks = [(code, labels.check_label(code)) for code in checks_of(self.subject)]
        self.fields["rests_on"].choices = [("", gettext("none")), *checks]  # type: ignore[attr-defined]
        self.fields["kind"].choices = labels.mark_help()  # type: ignore[attr-defined]


class DecisionForm(VersionForm):
    """A decision of the board: on what it rests, and why."""

    evidence = long_text(
        _("On what the decision rests"),
        _("Which figures, reports or talks, and where to find them."),
        rows=4,
    )
    text = long_text(_("Reasons"), EVERYBODY, rows=4)
    evaluation = forms.ChoiceField(
        label=_("Evaluation that the decision rests on"),
        required=False,
        help_text=_("That no effect was found, or that it can’t be known, is evidence too."),
    )
    field_order: tuple[str, ...] = ("due", "evaluation", "evidence", "text", "version")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        published = evidence_for(self.subject, language()) if self.subject is not None else []
        if not published:
            del self.fields["evaluation"]
            return
        choices = [(item.id, f"{item.title} {item.answer}") for item in published]
        self.fields["evaluation"].choices = [("", gettext("none")), *choices]  # type: ignore[attr-defined]


class EndForm(DecisionForm):
    """A decision by which it ends as a project, and which functions end with it."""

    bridging_ended = long_text(
        _("Functions between parties that end with it"),
        _(
            "Such as a liaison or the one contact of a household: functions, never names. Or write ‘none’."
        ),
        rows=2,
    )
    field_order: tuple[str, ...] = ("bridging_ended", *DecisionForm.field_order)


class StopForm(EndForm):
    """A decision by which it stops, and which kind of reason that has."""

    reason_kind = forms.ChoiceField(
        label=_("Kind of reason"), choices=ReasonKind.choices, widget=forms.RadioSelect
    )
    field_order = ("reason_kind", *EndForm.field_order)


class GoOnForm(DecisionForm):
    """A decision by which it goes on, until the next one."""

    due = day_field(_("Next decision, at the latest on"), _("Until then this one holds."))


def _decide(action: str) -> Callable[..., Project]:
    def decide(command: StepCommand, project: Project, evidence: str, **named: Any) -> Project:
        return services.decide(command, project, action, evidence, **named)

    return decide


def _agreed(project: Project) -> list[tuple[str, str]]:
    shown = (
        (_("When we agreed to stop"), project.stop_criteria),
        (_("What happens after the money"), project.after_plan),
        (_("What it adds to the goal"), project.contribution),
    )
    nothing = gettext("Nothing was recorded.")
    return [(str(heading), text or nothing) for heading, text in shown]


def _choice_of(request: HttpRequest, states: tuple[str, ...]) -> selectors.Choice:
    """What the address asks for; BadRequest when there is no such thing."""
    organisation, area = request.GET.get("organisation", ""), request.GET.get("area", "").strip()
    search_text = request.GET.get("words", "").strip()
    if (
        max(len(organisation), len(area), len(search_text)) > _LONGEST_WORDS
        or "\0" in search_text + area
    ):
        raise BadRequest(gettext("A choice in the address doesn't exist."))
    return selectors.Choice(
        state=choice_in(request, "state", ("", *states), ""),
        goal=number_in(request, "goal", 0, 999_999_999, 0),
        organisation=organisation.replace("\0", ""),
        area=area,
        lacks=choice_in(request, "lacks", ("", *WANTED), ""),
        overdue=choice_in(request, "overdue", ("", "1"), "") == "1",
        words=search_text,
    )


def _loop_label(loop: PdcaCycle) -> str:
    """Where a project stands in its loop, in some words."""
    if loop.at is None:
        return labels.mark_label("nothing")
    label = labels.mark_label(loop.at)
    if loop.closed:
        closed = ngettext("%(n)s time round", "%(n)s times round", loop.closed)
        label = f"{label} ({closed % {'n': loop.closed}})"
    return label


def _checked_by(mark: Mark) -> str:
    if not mark.rests_on:
        return ""
    template = gettext("Checked by %(what)s.")
    return template % {"what": labels.check_label(mark.rests_on)}


def _decision_cell(project: Project, now: datetime) -> dict[str, Any] | str:
    """The cell about the next decision: the day, and how far away it is."""
    if project.state not in GOING or project.decision_due is None:
        return ""
    note = labels.overdue_label(selectors.days_overdue(project.decision_due, now))
    if is_overdue(project, now):
        note = f"{note}: {gettext('no new money')}"
    return {"text": day(project.decision_due), "note": note}


class ProjectResource(SignedResource):
    """A project: what it is for, what isn't known, its loop, its decisions."""

    model = Project
    machine = "project"
    signing_path = "projects/sign"
    name, plural, title = "project", "projects", _("Projects")
    missing = _("There is no such project.")
    empty = _("There is no such project.")
    intro = _(
        "Of every project everybody should know its goal, its owner, how it is measured, its money "
        "and when that ends, what happens then, and when we stop."
    )
    select_related = ("programme", "goal", "target__programme", "target__goal", "organisation")
    page_template = "programme/portfolio/project.html"
    columns = ("name", "code", "state", "decision_due")
    facts = ("goal", "organisation", "begins_on", "ends_on", "money_from", "money_until")
    steps = {
        "add": Step(services.add, AddForm),
        "begin": Step(services.begin),
        "edit": Step(services.edit, ProjectForm),
        "mark": Step(services.mark, MarkForm, today="on"),
        "continue": Step(_decide("continue"), GoOnForm, said=_agreed),
        "ask_owner": Step(services.ask_owner, said=_agreed),
        "sign": signing(
            services.sign, lambda reader, project: projects.taken_over(project, reader)
        ),
        "embed": Step(_decide("embed"), EndForm, said=_agreed),
        "pause": Step(_decide("pause"), GoOnForm, said=_agreed),
        "stop": Step(_decide("stop"), StopForm, said=_agreed),
        "not_known": Step(_decide("not_known"), DecisionForm),
    }
    elsewhere = {
        "take_in": "adding one that runs already does it, and importing a list",
        "pass_on": "merging two organisations does it",
    }

    # Lists.

    def list_intro(self, reader: Reader) -> Any:
        """For everybody what should be known."""
        return self.intro if reader.audience is PUBLIC else ""

    def list_answer(self, reader: Reader) -> str:
        """How it stands with all of them."""
        public = reader.audience is PUBLIC
        return show.first_line(selectors.picture(reader.parent, reader.now, public=public))

    def list_actions(self, reader: Reader) -> list[dict[str, str]]:
        """Who can add one can take in a list of them."""
        begins = self.begin_actions(reader)
        if not begins:
            return []
        url = reverse("programme:project-import", args=[reader.parent.slug])
        return [*begins, {"label": gettext("Take in a list"), "url": url}]

    def list_links(self, reader: Reader) -> list[Link]:
        """The whole picture, and for who works on them their lists."""
        links = [(gettext("The whole picture"), "portfolio")]
        if reader.audience is not PUBLIC:
            links = [
                (gettext("Open decisions"), "work-decisions"),
                (gettext("The whole picture"), "work-portfolio"),
                (gettext("Assessments"), "work-assessments"),
                (gettext("Action plans"), "work-action-plans"),
                (gettext("Covenants"), "work-covenants"),
            ]
        slug, name = reader.parent.slug, self.url_name("list", reader.audience)
        files = (("xlsx", "Excel"), ("csv", "CSV"))
        return [
            *((label, reverse(f"programme:{page}", args=[slug])) for label, page in links),
            *(
                (
                    gettext("All projects as %(kind)s") % {"kind": label},
                    reverse(f"programme:{name}-file", args=[slug, kind]),
                )
                for kind, label in files
            ),
        ]

    def list_sections(self, reader: Reader) -> list[Section]:
        """For everybody what belongs with them."""
        if reader.audience is not PUBLIC:
            return []
        links = [
            (label, reverse(f"programme:{name}", args=[reader.parent.slug]), "")
            for label, name in (
                (gettext("Covenants: who is bound by what"), "covenants"),
                (gettext("Action plans for what can’t wait"), "action-plans"),
                (gettext("Assessments by several people"), "assessments"),
            )
        ]
        return [Section("more", gettext("What belongs with it"), links=links)]

    def _choice(self, reader: Reader) -> selectors.Choice:
        return _choice_of(reader.request, self._states(reader))

    def _states(self, reader: Reader) -> tuple[str, ...]:
        return PUBLIC_PROJECTS if reader.audience is PUBLIC else selectors.STATES

    def chosen(self, rows: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """By state, goal, area, owner and what isn't known."""
        return selectors.chosen(rows, self._choice(reader), reader.now).select_related(
            "goal", "organisation", "programme"
        )

    def filters(self, reader: Reader) -> Mapping[str, Any]:
        """The form of that choice."""
        choice, public = self._choice(reader), reader.audience is PUBLIC
        goals, owners = selectors.goals_and_organisations(reader.parent, public=public)
        states = [(state, self.labels.state(self.machine, state)) for state in self._states(reader)]
        lacks = [(lacking, labels.lacking_label(lacking)) for lacking in WANTED]
        overdue = [("1", gettext("Overdue"))]
        return filter_form(
            reader.request,
            gettext("Choose which projects to show"),
            text("words", gettext("Name or code"), choice.words),
            select("state", gettext("State"), states, choice.state),
            select("goal", gettext("Goal"), goals, choice.goal),
            select("organisation", gettext("Owner"), owners, choice.organisation),
            select("lacks", gettext("What isn’t known"), lacks, choice.lacks),
            select("overdue", gettext("Decision"), overdue, "1" if choice.overdue else ""),
            text("area", gettext("Code of an area"), choice.area),
        )

    def table(self, rows: Iterable[Any], reader: Reader) -> Table:
        """With what isn't known, their loop and their next decision. A row per project."""
        projects = list(rows)
        loops = selectors.loops_of(projects, reader.now)

        def lacking(project: Project) -> str:
            if project.state not in GOING:
                return ""
            return ", ".join(labels.lacking_label(part) for part in selectors.lacking(project))

        columns: Columns = {
            gettext("Project"): lambda project: {
                "text": project.name,
                "url": self.url_of(project, reader),
                "note": project.code,
            },
            gettext("State"): self.state,
            gettext("Goal"): "goal__name",
            gettext("Owner"): "organisation__name",
            gettext("What isn’t known"): lacking,
            gettext("Loop"): lambda project: _loop_label(loops[project.pk]),
            gettext("Next decision"): lambda project: _decision_cell(project, reader.now),
        }
        state = gettext("State")
        return table_of("projects", self.title, projects, columns, verdict=state, empty=self.empty)

    # The page of a project.

    def answer(self, subject: Project, reader: Reader) -> str:
        """What its state means, and whether a decision about it is overdue."""
        meaning = labels.state_meaning(subject.state)
        if reader.audience is not PUBLIC and self.is_asked(subject) and waits_for(subject):
            meaning = f"{meaning} {gettext('Its owner was asked to go on with it.')}"
        if not (subject.decision_due and is_overdue(subject, reader.now)):
            return meaning
        template = gettext(
            "The decision about it is %(overdue)s: until it is taken there is no new money."
        )
        days = selectors.days_overdue(subject.decision_due, reader.now)
        return f"{meaning} {template % {'overdue': labels.overdue_label(days)}}"

    def sections(self, subject: Project, reader: Reader) -> list[Section]:
        """The bureau's note, what is known, texts, and the turns of the loop."""
        texts = (
            (gettext("What it adds to the goal"), subject.contribution),
            (gettext("What happens after the money"), subject.after_plan),
            (gettext("When we stop"), subject.stop_criteria),
        )
        note = subject.note if reader.audience is not PUBLIC else ""
        return [
            *([Section("note", gettext("Note of the bureau"), note)] if note else []),
            self._known(subject, with_decision=subject.state in GOING),
            *(
                Section(f"t{place}", heading, paragraph)
                for place, (heading, paragraph) in enumerate(texts)
                if paragraph
            ),
            *self._decided(subject),
            self._loop(subject, reader),
        ]

    def taken_over(self, project: Project, reader: Reader) -> list[Section]:
        """What its owner agrees to go on with."""
        after = Section("after", gettext("What happens after the money"), project.after_plan)
        return [after, self._known(project)]

    def is_asked(self, subject: Project) -> bool:
        """Its owner is, from when the bureau asks until the board embeds it."""
        return subject.embedding_asked_on is not None and subject.state in WAITS

    def _decided(self, project: Project) -> list[Section]:
        """On what the last decision rests, with the evaluation when everybody can still read it."""
        if not project.evidence and not project.evaluation:
            return []
        published = evidence_for(project, language()) if project.evaluation else []
        links = [
            (item.title, item.url, item.answer)
            for item in published
            if item.id == project.evaluation
        ]
        gone = gettext("The evaluation that it rests on isn’t on this site any more.")
        note = gone if project.evaluation and not links else ""
        title = gettext("On what the last decision rests")
        facts = self.facts_of(project, ("reason_kind", "owner_agreed_on", "bridging_ended"))
        return [Section("decided", title, project.evidence, facts=facts, links=links, note=note)]

    def context(self, subject: Project | None, reader: Reader) -> Mapping[str, Any]:
        """Of a page what was done beside what changed."""
        if subject is None:
            return {}
        return {"outputs": outputs.of_project(subject, is_public=reader.parent.state != "draft")}

    def _known(self, project: Project, *, with_decision: bool = False) -> Section:
        """What lasts, which its owner signs (agreements.py), and about the next decision."""
        edition = str(project.programme.edition)
        areas = (name_of_place(edition, str(code), language()) for code in project.areas)
        target: Any = None
        if project.target is not None:
            where = [project.programme.slug, project.target_id]
            target = {
                "text": project.target.title,
                "url": reverse("programme:target", args=where),
            }
        facts = (
            (gettext("Goal"), project.goal),
            (gettext("Measured by"), target),
            (gettext("Owner"), project.organisation),
            (gettext("Areas"), ", ".join(areas)),
            (gettext("From"), project.begins_on),
            (gettext("Until"), project.ends_on),
            (gettext("Money"), labels.project_euros(project)),
            (gettext("Money from"), project.money_from),
            (gettext("Money until"), project.money_until),
            (gettext("Next decision"), project.decision_due if with_decision else None),
            (gettext("Who decides"), project.decider if with_decision else ""),
            (gettext("Code"), project.code),
        )
        parts = selectors.lacking(project) if with_decision else []
        lacking = [labels.lacking_label(part) for part in parts]
        lead = [f"{gettext('Not known')}: {', '.join(lacking)}"] if lacking else []
        facts_known = [fact for fact in facts if fact[1] not in (None, "")]
        return Section("facts", gettext("What is known"), lead=lead, facts=facts_known)

    def _loop(self, project: Project, reader: Reader) -> Section:
        loop = selectors.loops_of([project], reader.now)[project.pk]
        lead = f"{gettext('Where it stands')}: {_loop_label(loop)}."
        if loop.waits_for:
            lead += f" {gettext('What comes next')}: {labels.mark_label(loop.waits_for)}."
        marks = [
            Card(labels.mark_label(mark.kind), mark.text, day(mark.on), lead=_checked_by(mark))
            for mark in project.marks.all()
        ]
        title = gettext("Planned, done, checked, acted upon")
        return Section("loop", title, lead=(lead,), cards=marks)

    def own_steps(self, subject: Any, reader: Reader) -> QuerySet[Any]:
        """What was written at a turn of the loop stands there already."""
        return super().own_steps(subject, reader).exclude(action="mark")


projects: ProjectResource = register(ProjectResource())
