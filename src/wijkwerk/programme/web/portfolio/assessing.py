"""Assessments: who may score does so alone first; then everybody sees where they differ."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.core.agreement import Agreement, WhyNot
from wijkwerk.programme.frames import Criterion, Frame, frames
from wijkwerk.programme.models import Assessment, Programme
from wijkwerk.programme.selectors import assessments as selectors
from wijkwerk.programme.services import assessments as services
from wijkwerk.programme.web.resource import PUBLIC, ProgrammeResource
from wijkwerk.shared import numbers
from wijkwerk.ui.fields import ParagraphsFormField
from wijkwerk.ui.reader import language
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed
from wijkwerk.workflow.forms import StepModelForm, VersionForm, line_field
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Card, Link, Section
from wijkwerk.workflow.values import shown


class AssessmentForm(StepModelForm):
    """What is held against which criteria."""

    frame = forms.ChoiceField(label=_("Criteria"), widget=forms.RadioSelect)
    project = line_field(_("Code of the project, if it is one"), required=False, most=60)
    field_order = ("frame", "subject", "project", "version")

    class Meta(StepModelForm.Meta):
        """Beside the criteria and the project."""

        model = Assessment
        fields = ("subject",)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        tongue = language()
        self.fields["frame"].choices = [  # type: ignore[attr-defined]
            (frame.id, f"{frame.title.in_(tongue)}: {frame.about.in_(tongue)}")
            for frame in frames().values()
        ]


class ScoreForm(VersionForm):
    """A score for every criterion of a frame, with a reason: where it has sub-questions an answer to each."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        tongue, frame = language(), services.frame_of(self.subject)
        choices = [
            (str(at), f"{at}: {label.in_(tongue)}")
            for at, label in enumerate(frame.scale, frame.lowest)
        ]
        for criterion in frame.criteria:
            name = criterion.name.in_(tongue)
            self.fields[f"score-{criterion.id}"] = forms.ChoiceField(
                label=name,
                help_text=criterion.question.in_(tongue),
                choices=choices,
                widget=forms.RadioSelect,
            )
            for answer, part in _answers(criterion).items():
                label = f"{name}: {part}" if part else _("Reason: %(name)s") % {"name": name}
                self.fields[answer] = ParagraphsFormField(
                    label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
                )

    def arguments(self) -> dict[str, Any]:
        """Score and reason by criterion."""
        cleaned, criteria = self.cleaned_data, services.frame_of(self.subject).criteria
        return {
            "scores": {
                criterion.id: (
                    int(cleaned[f"score-{criterion.id}"]),
                    "\n".join(
                        f"{part} {cleaned[answer]}".strip()
                        for answer, part in _answers(criterion).items()
                    ),
                )
                for criterion in criteria
            }
        }


def _answers(criterion: Criterion) -> dict[str, str]:
    """The fields in which one says why, each with its sub-question; '' for a criterion without any."""
    if not criterion.parts:
        return {f"reason-{criterion.id}": ""}
    tongue = language()
    return {
        f"reason-{criterion.id}-{at}": part.in_(tongue)
        for at, part in enumerate(criterion.parts, 1)
    }


def _open(
    command: StepCommand, programme: Programme, frame: str, subject: str, project: str
) -> Any:
    about = programme.projects.filter(code=project).first()
    if project and about is None:
        raise TransitionNotAllowed("stranger_here")
    return services.start(command, programme, frame, subject, project=about)


def _not_scored(reader: Reader, subject: Assessment) -> bool:
    return not selectors.has_scored(subject, reader.user, services.round_of(subject))


def _asked_for(reader: Reader, _programme: Any) -> dict[str, str]:
    query = reader.request.GET
    return {name: query.get(name, "")[:200] for name in ("frame", "subject", "project")}


class AssessmentResource(ProgrammeResource):
    """Something held against a frame of criteria by several people."""

    model = Assessment
    machine = "assessment"
    name, plural, title = "assessment", "assessments", _("Assessments")
    missing = _("There is no such assessment.")
    empty = none = _("There is no assessment yet.")
    some = ngettext_lazy("One assessment was made.", "%(n)s assessments were made.", "n")
    intro = _(
        "Several people score by the same criteria, each alone. Then they talk about where they"
        " differ, and score again."
    )
    select_related = ("programme", "project")
    columns = ("subject", "criteria", "state", "begins_on")
    steps = {
        "open": Step(_open, AssessmentForm, initial=_asked_for),
        "score": Step(services.score, ScoreForm, offered=_not_scored),
        "discuss": Step(services.discuss),
        "conclude": Step(services.conclude, text=_("Conclusion")),
    }

    @admin.display(description=_("Criteria"))
    def criteria(self, subject: Assessment) -> str:
        """The title of its frame."""
        return services.frame_of(subject).title.in_(language())

    def list_sections(self, reader: Reader) -> list[Section]:
        """The frames that one can choose, with where they come from."""
        tongue = language()
        facts = [
            (frame.title.in_(tongue), " ".join([*_about(frame), frame.source.in_(tongue)]))
            for frame in frames().values()
        ]
        return [Section("frames", _("The criteria"), facts=facts)]

    def links(self, subject: Assessment, reader: Reader) -> list[Link]:
        """With where one begins the next by criteria that are meant for the whole course."""
        links = super().links(subject, reader)
        if not (services.frame_of(subject).throughout and self.begin_actions(reader)):
            return links
        facts = {"frame": subject.frame, "subject": subject.subject}
        if subject.project:
            facts["project"] = subject.project.code
        again = f"{self.address('begin', reader)}?{urlencode(facts)}"
        return [*links, (_("Assess this again by the same criteria"), again)]

    def _same(self, subject: Assessment, reader: Reader) -> Section:
        """How the same was judged before and since, by the same criteria."""
        about = Q(project=subject.project_id, plan=subject.plan_id)
        if not (subject.project_id or subject.plan_id):
            about &= Q(subject=subject.subject)
        rows = self.queryset(reader).filter(about, frame=subject.frame).exclude(pk=subject.pk)
        links = [
            (f"{shown(row.begins_on)}: {row}", self.url_of(row, reader), self.state(row))
            for row in rows
        ]
        return Section("same", _("Also assessed by these criteria"), links=links)

    def own_steps(self, subject: Assessment, reader: Reader) -> QuerySet[Any]:
        """Without the scoring: who scored when would tell who gave what."""
        return super().own_steps(subject, reader).exclude(action="score")

    def _sees(self, subject: Assessment, reader: Reader) -> bool:
        return reader.audience is PUBLIC or selectors.sees_scores(subject, reader.user)

    def answer(self, subject: Assessment, reader: Reader) -> str:
        """How it stands, and how many people scored."""
        if not self._sees(subject, reader):
            return super().answer(subject, reader)
        people = subject.scores.values("actor").distinct().count()
        people_sentence = ngettext("One person scored.", "%(n)s people scored.", people) % {
            "n": people
        }
        return f"{super().answer(subject, reader)} {people_sentence}"

    def sections(self, subject: Assessment, reader: Reader) -> list[Section]:
        """The conclusion, the scores for who may see them, and for who works here the reasons."""
        conclusion = Section("conclusion", _("Conclusion"), subject.conclusion)
        scores_shown = selectors.result(subject) if self._sees(subject, reader) else None
        return [
            *([conclusion] if subject.conclusion else []),
            self._scores(subject, scores_shown),
            *(
                [self._reasons(scores_shown)]
                if scores_shown and reader.audience is not PUBLIC
                else []
            ),
            self._same(subject, reader),
        ]

    def _scores(self, subject: Assessment, result: selectors.Result | None) -> Section:
        frame, tongue = services.frame_of(subject), language()
        title, source = frame.title.in_(tongue), frame.source.in_(tongue)
        if result is None:
            hidden = _("You see what others gave after you gave your own scores.")
            return Section("scores", title, lead=(*_about(frame), hidden), note=source)
        lead = [*_about(frame), agreement_label(result.last)]
        if result.first != result.last:
            lead.append(f"{_('In the first round')}: {agreement_label(result.first)}")
        names = {criterion.id: criterion.name.in_(tongue) for criterion in frame.criteria}
        if result.last.discuss and subject.state != "concluded":
            apart = ", ".join(names[criterion] for criterion in result.last.discuss)
            lead.append(f"{_('To talk about, since assessors disagree')}: {apart}")
        scale = ", ".join(
            f"{at} {label.in_(tongue)}" for at, label in enumerate(frame.scale, frame.lowest)
        )
        note = f"{_('The scores')}: {scale}. {source}"
        return Section("scores", title, lead=lead, table=_scores(frame, result), note=note)

    def _reasons(self, result: selectors.Result) -> Section:
        tongue = language()
        cards = []
        for criterion in result.frame.criteria:
            reasons = [
                f"{_('Person %(n)s') % {'n': score.person}}: {score.value}\n{score.reason}"
                for score in result.given
                if score.criterion == criterion.id
            ]
            text = "\n\n".join([criterion.question.in_(tongue), *reasons])
            cards.append(Card(criterion.name.in_(tongue), text))
        return Section("reasons", _("Reasons"), cards=cards)


def _about(frame: Frame) -> list[str]:
    again = gettext("Meant for the whole course: assess again while the work goes on.")
    return [frame.about.in_(language()), *([again] if frame.throughout else [])]


def _scores(kind: Frame, result: selectors.Result) -> dict[str, Any]:
    tongue = language()
    spreads = {spread.criterion: spread for spread in result.last.spreads}

    def shown(value: float | None) -> str | None:
        return None if value is None else numbers.number(value, int(value % 1 != 0), tongue)

    rows = []
    for criterion in kind.criteria:
        spread = spreads.get(criterion.id)
        name: dict[str, Any] = {"text": criterion.name.in_(tongue)}
        if criterion.group is not None:
            name["note"] = criterion.group.in_(tongue)
        if spread is None or spread.median is None:
            rows.append([name, None, "", ""])
            continue
        span = f"{shown(spread.lowest)}-{shown(spread.highest)}"
        differ = criterion.id in result.last.discuss
        rows.append(
            [
                name,
                shown(spread.median),
                span.replace("-", " – "),
                gettext("Assessors disagree") if differ else gettext("Assessors agree, or nearly"),
            ]
        )
    return {
        "id": "scores",
        "stacked": True,
        "rows": rows,
        "caption": gettext("Scores from %(low)s to %(high)s")
        % {"low": kind.lowest, "high": kind.highest},
        "columns": [
            {"label": gettext("Criterion")},
            {"label": gettext("Middle score"), "number": True},
            {"label": gettext("From – to")},
            {"label": gettext("Agreement")},
        ],
    }


def agreement_label(agreement: Agreement) -> str:
    """How far people agree, in a sentence with its figures."""
    if agreement.why_not is WhyNot.NO_VARIATION:
        return gettext("Everybody gave the same score everywhere.")
    if agreement.alpha is None:
        return gettext("Agreement can’t be determined: no criterion was scored by two people.")
    tongue = language()
    alpha = numbers.number(agreement.alpha, 2, tongue)
    if agreement.low is None or agreement.high is None:
        return gettext("Agreement: alpha %(alpha)s; too few criteria for a margin.") % {
            "alpha": alpha
        }
    low, high = (numbers.number(bound, 2, tongue) for bound in (agreement.low, agreement.high))
    return gettext(
        "Agreement: alpha %(alpha)s, with 95%% chance between %(low)s and %(high)s. "
        "1 is full agreement, 0 is what chance gives."
    ) % {"alpha": alpha, "low": low, "high": high}


assessments = register(AssessmentResource())
