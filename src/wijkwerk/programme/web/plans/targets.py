"""Targets: for everybody how they stand, and for the bureau where they are added, counted, put right
and proposed about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.forms.models import fields_for_model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.programme.core.shares import TALK_ABOUT, Standing
from wijkwerk.programme.models import Goal, Measurement, Programme, Proposal, Target, TargetPath
from wijkwerk.programme.selectors.targets import TargetTotals, target_statuses, target_totals
from wijkwerk.programme.services import board, escalation
from wijkwerk.programme.services import targets as services
from wijkwerk.programme.services.paths import Promise, newest_of
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.bars import shares_bar
from wijkwerk.programme.web.commitments.forms import RungForm
from wijkwerk.programme.web.fields import OrganisationField
from wijkwerk.programme.web.public.drawing import Drawing
from wijkwerk.programme.web.public.target_events import counts_of, events_of, wish_label
from wijkwerk.programme.web.public.targets import figure, target_context, targets_table
from wijkwerk.programme.web.resource import PUBLIC, ProgrammeResource
from wijkwerk.ui.fields import ParagraphsFormField
from wijkwerk.ui.filters import filter_form, select
from wijkwerk.ui.lists import SHOWN, more
from wijkwerk.ui.query import choice_in, number_in
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import NO_NAMES, StepModelForm, long_text, step_formfield
from wijkwerk.workflow.resources import Audience, Reader, Step, register
from wijkwerk.workflow.sections import Section, Table

_PATH = (
    "baseline",
    "baseline_on",
    "baseline_error",
    "value",
    "reference",
    "reference_goal",
    "due_on",
)


class TargetForm(StepModelForm):
    """A target: what it is about, from where to where, and by when."""

    goal: Any = forms.ModelChoiceField(None, label=gettext_lazy("Goal"), empty_label=None)
    milestones = ParagraphsFormField(
        label=gettext_lazy("Milestones"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One on a line: a day and a value, such as 2026-12-31 20."),
    )
    owner = OrganisationField(
        gettext_lazy("Organisation that looks after it"),
        required=False,
        empty_label=gettext_lazy("nobody yet"),
    )
    field_order = (
        "goal",
        "title",
        "source",
        "scale",
        "unit",
        "indicator",
        "area",
        "edition",
        *_PATH,
        "milestones",
        "owner",
        "note",
    )

    class Meta(StepModelForm.Meta):
        """What it is about; where it goes stands in its path."""

        model = Target
        fields = ("title", "source", "scale", "unit", "indicator", "area", "edition", "note")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        path = fields_for_model(TargetPath, _PATH, formfield_callback=step_formfield)
        self.fields.update(path)
        self.order_fields(self.field_order)
        goal: Any = self.fields["goal"]
        goals = self.parent.goals.select_related("pillar", "programme")
        goal.queryset = goals if self.subject is None else goals.filter(pk=self.subject.goal_id)
        goal.label_from_instance = lambda row: f"{row.pillar.name}: {row.name}"
        # Empty when it comes from the monitor.
        self.fields["baseline"].required = False

    def clean_milestones(self) -> tuple[tuple[date, float], ...]:
        """Days with what has to be reached on them.

        Raises ValidationError with a line that is no day and value.
        """
        milestones = []
        for row in filter(str.strip, self.cleaned_data["milestones"].splitlines()):
            on, _space, value = row.strip().partition(" ")
            try:
                milestones.append((date.fromisoformat(on), float(value.strip().replace(",", "."))))
            except ValueError:
                raise forms.ValidationError(
                    _("This line isn’t a day and a value: %(row)s"), params={"row": row}
                ) from None
        return tuple(milestones)

    def arguments(self) -> dict[str, Any]:
        """What it is about, and its path; with the goal of a new one."""
        cleaned = self.cleaned_data
        arguments = {
            "figure": services.Figure(
                **{field.name: cleaned[field.name] for field in fields(services.Figure)}
            ),
            "promise": Promise(**{field.name: cleaned[field.name] for field in fields(Promise)}),
        }
        return arguments if self.subject is not None else {"goal": cleaned["goal"], **arguments}


class CountForm(StepModelForm):
    """A count of the programme itself."""

    class Meta(StepModelForm.Meta):
        """What was counted when, and what shows it."""

        model = Measurement
        fields = ("on", "value", "out_of", "error", "evidence", "corrects")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        corrects: Any = self.fields["corrects"]
        corrects.queryset = self.subject.measurements.filter(corrections=None).order_by("-on")
        corrects.empty_label = _("none: it is a new count")
        corrects.label_from_instance = lambda count: (
            f"{words.amount(count.value, self.subject)}, {day(count.on)}"
        )


class WishForm(StepModelForm):
    """What is proposed about a target, and why."""

    text = long_text(gettext_lazy("Reasons"), NO_NAMES)
    field_order = ("kind", "value", "reference", "reference_goal", "due_on", "text", "version")

    class Meta(StepModelForm.Meta):
        """What is proposed."""

        model = Proposal
        fields = ("kind", "value", "reference", "reference_goal", "due_on")
        widgets = {"kind": forms.RadioSelect}

    def arguments(self) -> dict[str, Any]:
        """The wish."""
        return {"wish": board.Wish(**super().arguments())}


def _add(command: StepCommand, _programme: Programme, goal: Goal, **facts: Any) -> Target:
    return services.add(command, goal, **facts)


def _no_goal(reader: Reader, _parent: Any) -> tuple[str, str] | None:
    if reader.parent.goals.exists():
        return None
    return _("There is no goal yet."), _("First add a goal.")


def _as_it_stands(_reader: Reader, target: Target) -> dict[str, Any]:
    """A target as it stands, to put it right."""
    path = newest_of(target.paths.prefetch_related("milestones"))
    facts: dict[str, Any] = {"goal": target.goal_id, "owner": target.owner}
    if path is not None:
        facts |= {name: getattr(path, name) for name in _PATH}
        facts["milestones"] = "\n".join(
            f"{milestone.on.isoformat()} {milestone.value:g}" for milestone in path.milestones.all()
        )
    return facts


def _waiting(target: Target) -> Proposal | None:
    return target.proposals.filter(state="made").first()


class PartnerForm(RungForm):
    """Who looks after it from now on."""

    organisation = OrganisationField(gettext_lazy("Organisation that looks after it"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field: Any = self.fields["organisation"]
        field.queryset = field.queryset.exclude(pk=self.subject.owner_id)


def _climb(action: str) -> Callable[..., Target]:
    def climb(command: StepCommand, target: Target, next_step_on: date) -> Target:
        return escalation.climb(command, target, action, next_step_on)

    return climb


def _off_course(reader: Reader, target: Target) -> bool:
    """Whether a talk is due: it isn't on course, or its day has passed and it wasn't reached."""
    statuses = target_statuses([target], reader.today)
    return bool(statuses) and statuses[0].standing in TALK_ABOUT


class TargetResource(ProgrammeResource):
    """A promise in a figure."""

    model = Target
    machine = "target"
    name, plural, title = "target", "targets", gettext_lazy("Targets")
    missing = gettext_lazy("There is no such target.")
    tabs = {"public": "targets", "work": "work-targets"}
    select_related = ("programme", "goal__pillar", "owner")
    hides_impossible = True
    columns = ("title", "goal", "state")
    list_template = "programme/public/targets.html"
    page_template = "programme/public/target.html"
    steps = {
        "add": Step(_add, TargetForm, empty=_no_goal),
        "measure": Step(services.measure, CountForm, today="on"),
        "correct": Step(services.correct, TargetForm, initial=_as_it_stands),
        "talk": Step(_climb("talk"), RungForm, offered=_off_course),
        **{
            action: Step(_climb(action), RungForm)
            for action in ("agree", "seek", "board", "minister")
        },
        "other_partner": Step(escalation.other_partner, PartnerForm),
        "settle": Step(escalation.settle),
        "propose": Step(
            board.propose,
            WishForm,
            begins=("proposal", "make"),
            offered=lambda _reader, target: target.state == "active" and not _waiting(target),
        ),
    }
    elsewhere = {
        "change": "a decision of the board does it",
        "drop": "a decision of the board does it",
        "pass_on": "merging two organisations does it",
    }

    def has_page(self, page: str, audience: Audience) -> bool:
        """Everybody reads what happened in words of its own, beside the picture."""
        return super().has_page(page, audience) and not (audience is PUBLIC and page == "history")

    def chosen(self, rows: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """Active ones, of a pillar or with one standing."""
        rows = rows.filter(state="active").select_related(*self.select_related)
        pillar, standing = self._choice(reader)
        if pillar:
            rows = rows.filter(goal__pillar=pillar)
        if standing:
            standings = self._whole(reader).standings
            rows = rows.filter(
                pk__in=[pk for pk, own_standing in standings.items() if own_standing == standing]
            )
        return rows

    def _choice(self, reader: Reader) -> tuple[int, str]:
        pillar = number_in(reader.request, "pillar", 1, 10**9, 0)
        if pillar and pillar not in [number for number, *_rest in self._whole(reader).pillars]:
            raise BadRequest(_("A choice in the address doesn't exist."))
        return pillar, choice_in(reader.request, "standing", ("", *Standing), "")

    def _whole(self, reader: Reader) -> TargetTotals:
        return target_totals(reader.parent, reader.today)

    def filters(self, reader: Reader) -> Mapping[str, Any]:
        """By pillar, and how they stand."""
        pillar, standing = self._choice(reader)
        pillars = [(number, name) for number, name, _shares in self._whole(reader).pillars]
        standings = [(standing.value, words.standing_label(standing)) for standing in Standing]
        return filter_form(
            reader.request,
            _("Choose targets"),
            select("pillar", _("Pillar"), pillars, pillar, _("All pillars")),
            select("standing", _("How it stands"), standings, standing, _("All")),
        )

    def list_answer(self, reader: Reader) -> str:
        """How all of them stand."""
        return words.whole_sentence(self._whole(reader))

    def table(self, rows: Iterable[Any], reader: Reader) -> Table:
        """With how each stands."""
        page = f"programme:{self.url_name('page', reader.audience)}"
        return targets_table(reader.parent, target_statuses(list(rows), reader.today), page)

    def list_sections(self, reader: Reader) -> list[Section]:
        """Those that the board dropped."""
        dropped = self.queryset(reader).filter(state="dropped")
        links = [(row.title, self.url_of(row, reader), "") for row in dropped[:SHOWN]]
        if not links:
            return []
        title, note = _("Targets that the board dropped"), more(dropped.count())
        return [Section("dropped", title, links=links, note=note)]

    def answer(self, subject: Target, reader: Reader) -> str:
        """Stands in the template, with its badge."""
        return ""

    def context(self, subject: Target | None, reader: Reader) -> Mapping[str, Any]:
        """The bar of a list; of a page the figures, what happened, and what waits for the board."""
        everybody = reader.audience is PUBLIC
        if subject is None:
            return {"bar": shares_bar(self._whole(reader).all) if everybody else ""}
        status = target_statuses([subject], reader.today)[0]
        is_public = reader.parent.state != "draft"
        waiting = None if everybody else _waiting(subject)
        slug = reader.parent.slug
        return {
            **target_context(status),
            "figure": figure(reader.parent, status) if is_public else None,
            "table": Drawing(status, reader.today.isoformat()).table(),
            "events": events_of(subject),
            "counts": counts_of(subject),
            "csv": reverse("programme:target-csv", args=[slug, subject.pk]) if everybody else "",
            "waiting": wish_label(subject, waiting) if waiting else "",
            "waiting_reasons": waiting.reasons if waiting else "",
            "board_url": reverse("programme:work-board", args=[slug]),
        }

    def sections(self, subject: Target, reader: Reader) -> list[Section]:
        """How far the ladder was climbed while it is off course; for the bureau the next step and its note."""
        names = ("rung",) if reader.audience is PUBLIC else ("rung", "next_step_on")
        facts = self.facts_of(subject, names)
        ladder = (
            [Section("ladder", _("While it is off course"), facts=facts)] if subject.rung else []
        )
        if reader.audience is PUBLIC:
            return ladder
        none = _("There is none.")
        return [
            *ladder,
            Section("note", _("Note of the bureau (never public)"), subject.note, empty=none),
        ]


targets: TargetResource = register(TargetResource())
