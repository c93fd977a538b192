"""Rounds of nominations: for everybody once they are closed, and where municipalities send plans in and
assessors score them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_safe

from wijkwerk.access.api import Place, municipalities, needs, require
from wijkwerk.designation import nominating
from wijkwerk.designation.core.nominating import HIGHEST, LOWEST, mean_score
from wijkwerk.designation.core.scheme import Label, Measure
from wijkwerk.designation.models import Nomination, NominationRound
from wijkwerk.designation.policies import nominations_for, scores_for, sees_all
from wijkwerk.designation.serving.library import lists
from wijkwerk.designation.web.follow_up import PUBLIC, WORKING
from wijkwerk.monitor.display import library, place_name
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.numbers import number
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.reader import language
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import NO_NAMES, StepModelForm, VersionForm, long_text
from wijkwerk.workflow.pages import history
from wijkwerk.workflow.resources import Reader, Resource, Step, register
from wijkwerk.workflow.sections import Card, Columns, Section, Table, table_of

_PREFIX, _SENT = "nominations.", "nominations.nominated"


def criteria_of(scheme: str) -> dict[str, Label]:
    """What peers score by a scheme that ships: name by code, in its order; {} for one that scores no plans."""
    return {code: measure.name for code, measure in _scored(scheme).items()}


def _scored(scheme: str) -> dict[str, Measure]:
    rules = lists().shipped().get(scheme)
    return {
        measure.indicator.removeprefix(_PREFIX): measure
        for measure in (rules.versions[-1].measures if rules else ())
        if measure.indicator.startswith(_PREFIX) and measure.indicator != _SENT
    }


class StartRoundForm(StepModelForm):
    """By which scheme, with areas of which edition, and until when."""

    version = None  # type: ignore[assignment]  # nothing is there yet that could have changed
    scheme = forms.ChoiceField(label=gettext_lazy("Scheme"))
    edition = forms.ChoiceField(
        label=gettext_lazy("Edition"), help_text=gettext_lazy("The areas that can be nominated.")
    )
    field_order = ("scheme", "edition", "title", "year", "plans_until", "scores_until")

    class Meta(StepModelForm.Meta):
        """What can't be changed later."""

        model = NominationRound
        fields = ("title", "year", "plans_until", "scores_until")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        schemes: Any = self.fields["scheme"]
        schemes.choices = [
            (code, scheme.title.in_(language()))
            for code, scheme in lists().shipped().items()
            if criteria_of(code)
        ]
        editions: Any = self.fields["edition"]
        editions.choices = [(record.edition, record.edition) for record in library().records()]


class NominateForm(StepModelForm):
    """Which area of the own municipality, and the plan."""

    area = forms.ChoiceField(label=gettext_lazy("Area"))
    field_order = ("area", "title", "plan")

    class Meta(StepModelForm.Meta):
        """The plan itself."""

        model = Nomination
        fields = ("title", "plan")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.named = _own_areas(self.reader, self.subject)
        areas: Any = self.fields["area"]
        areas.choices = [(code, name) for code, (name, _city) in self.named.items()]

    def arguments(self) -> dict[str, Any]:
        """The area with its name and municipality."""
        filled = super().arguments()
        code = filled["area"]
        name, city = self.named[code]
        return {**filled, "area": (code, name, city)}


def _own_areas(reader: Reader, round: NominationRound) -> dict[str, tuple[str, str]]:
    """Name and municipality of the areas that somebody can nominate and that aren't nominated yet."""
    own = municipalities(reader.user, "nomination.make", reader.now)
    try:
        catalogue = library().open(round.edition).catalogue
    except NotServedError:
        return {}
    taken = set(round.nominations.exclude(state="withdrawn").values_list("area", flat=True))
    return {
        area.code: (area.name, above.code)
        for area in catalogue.areas.values()
        if area.level == catalogue.report_level and area.code not in taken
        for above in catalogue.lineage(area.code)
        if above.code in own
    }


class ScoreForm(VersionForm):
    """A score for each criterion, and why."""

    text = long_text(gettext_lazy("Reasons"), NO_NAMES)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choices = [(value, str(value)) for value in range(LOWEST, HIGHEST + 1)]
        self.criteria = criteria_of(self.subject.round.scheme)
        scored = _scored(self.subject.round.scheme)
        for code, label in self.criteria.items():
            about = scored[code].description.in_(language()) if code in scored else ""
            self.fields[f"score_{code}"] = forms.TypedChoiceField(
                label=label.in_(language()),
                choices=choices,
                coerce=int,
                widget=forms.RadioSelect,
                help_text=f"{about} {_('1 is not at all, 5 is fully.')}".strip(),
            )
        self.order_fields([*(f"score_{code}" for code in self.criteria), "text"])

    def arguments(self) -> dict[str, Any]:
        """The scores together."""
        return {"scores": {code: self.cleaned_data[f"score_{code}"] for code in self.criteria}}


def _start(command: StepCommand, _parent: None, **facts: Any) -> NominationRound:
    return nominating.start(command, criteria_of(facts["scheme"]), **facts)


def _score(command: StepCommand, nomination: Nomination, scores: Mapping[str, int]) -> Any:
    return nominating.score(command, nomination, criteria_of(nomination.round.scheme), scores)


def _anywhere(_subject: Any) -> None:
    """Of which municipality shows when the area is chosen, or by who scores."""


def _means(nomination: Nomination) -> dict[str, float | None]:
    """The mean of each criterion by those who scored; None by too few."""
    by_assessor = [row.scores for row in nomination.scores.all()]
    return {
        code: mean_score(scores[code] for scores in by_assessor if code in scores)
        for code in criteria_of(nomination.round.scheme)
    }


def _place(round: NominationRound, code: str) -> str:
    try:
        catalogue = library().open(round.edition).catalogue
    except NotServedError:
        catalogue = None
    return place_name(catalogue, code, language())


class RoundResource(Resource):
    """A round of nominations."""

    model, workflow, machine = NominationRound, nominating.STEPS, "round"
    namespace, name, plural = "designation", "round", "rounds"
    title = gettext_lazy("Rounds of nominations")
    missing = gettext_lazy("There is no such round, or it isn’t closed yet.")
    empty = gettext_lazy("There is no round yet.")
    some = ngettext_lazy("There is one closed round.", "There are %(n)s closed rounds.", "n")
    none = gettext_lazy("No round was closed yet.")
    audiences = (PUBLIC, WORKING)
    columns = ("title", "year", "state", "plans_until", "scores_until")
    facts = ("scheme", "edition", "year", "plans_until", "scores_until")
    steps = {
        "start": Step(_start, StartRoundForm),
        "nominate": Step(
            lambda command, round, **named: nominating.nominate(command, round, **named),
            NominateForm,
            begins=("nomination", "make"),
            place=_anywhere,
        ),
        "score": Step(nominating.have_scored),
        "close": Step(nominating.close),
        "withdraw": Step(nominating.withdraw_round),
    }

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """For everybody those that are closed; for who works here all but those that were withdrawn."""
        if reader.audience is PUBLIC:
            return NominationRound.objects.filter(state="closed")
        if sees_all(reader.user, reader.now):
            return NominationRound.objects.all()
        return NominationRound.objects.exclude(state="withdrawn")

    def list_answer(self, reader: Reader) -> str:
        """How many were closed, for everybody."""
        return super().list_answer(reader) if reader.audience is PUBLIC else ""

    def frame(self, reader: Reader, crumb: str) -> dict[str, Any]:
        """Below the lists."""
        return {"nav_current": "lists"}

    def links(self, subject: NominationRound, reader: Reader) -> list[tuple[Any, str]]:
        """To the file of which the list is made, for who makes it."""
        if reader.audience is PUBLIC or subject.state != "closed":
            return []
        if not reader.may("procedure.draft", Place()):
            return []
        label = _("The file with all scores, of which the list is made (CSV)")
        return [(label, reverse("designation:round-file", args=[subject.pk]))]

    def sections(self, subject: NominationRound, reader: Reader) -> list[Section]:
        """The facts, and every plan with what may be seen of its scores."""
        return [
            *super().sections(subject, reader),
            Section("plans", _("The plans"), table=self._plans(subject, reader)),
        ]

    def _plans(self, round: NominationRound, reader: Reader) -> Table:
        rows = round.nominations.filter(state="sent").prefetch_related("scores")
        if reader.audience is not PUBLIC:
            visible = nominations_for(reader.user, reader.now)
            rows = rows.filter(pk__in=visible.values("pk"))
        columns: Columns = {
            _("Area"): "area_name",
            _("Municipality"): lambda row: _place(round, row.municipality),
            _("Plan"): lambda row: {"text": row.title, "url": nominations.url_of(row, reader)},
        }
        numbers: list[str] = []
        may_score = nominating.plans_to_score(reader.user, round, reader.now).exists()
        sees_how_many = sees_all(reader.user, reader.now) and not may_score
        if round.state == "closed" or sees_how_many:
            numbers.append(_("Assessors"))
            columns = {**columns, numbers[0]: lambda row: row.scores.count()}
        if round.state == "closed":
            for code, label in criteria_of(round.scheme).items():
                numbers.append(label.in_(language()))
                columns = {**columns, numbers[-1]: _mean_of(code)}
        empty = _("No plan was sent in yet.")
        return table_of("plans", _("The plans"), rows, columns, numbers, empty=empty)


def _mean_of(code: str) -> Callable[[Nomination], str]:
    return lambda row: shown_mean(_means(row)[code])


def shown_mean(mean: float | None) -> str:
    """A mean as people read it."""
    return _("too few scores") if mean is None else number(mean, 1, language())


class NominationResource(Resource):
    """A municipality's plan for an area."""

    model, workflow, machine = Nomination, nominating.STEPS, "nomination"
    namespace, name, plural = "designation", "nomination", "nominations"
    title = gettext_lazy("Nominations")
    missing = gettext_lazy("There is no such plan, or its round isn’t closed yet.")
    audiences = (PUBLIC, WORKING)
    pages = frozenset({"page", "step"})
    select_related = ("round",)
    columns = ("area_name", "title", "state", "made_on")
    facts = ("area_name", "made_on")
    steps = {
        "score": Step(_score, ScoreForm, begins=("score", "give"), place=_anywhere),
        "withdraw": Step(nominating.withdraw_nomination),
    }
    elsewhere = {"make": "it is made on the page of its round"}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """What policies.py lets this reader see."""
        if reader.audience is PUBLIC:
            return Nomination.objects.filter(round__state="closed", state="sent")
        return nominations_for(reader.user, reader.now)

    def root(self, subject: Nomination, reader: Reader) -> NominationRound:
        """Its round."""
        return subject.round

    def frame(self, reader: Reader, crumb: str) -> dict[str, Any]:
        """Below the lists."""
        return {"nav_current": "lists"}

    def back(self, action: str, subject: Any, reader: Reader) -> tuple[str, Any]:
        """The plan itself."""
        return self.url_of(subject, reader), subject.title

    def links(self, subject: Nomination, reader: Reader) -> list[tuple[Any, str]]:
        """To its round."""
        return [(subject.round.title, rounds.url_of(subject.round, reader))]

    def history(self, steps: Iterable[Any], subject: Any, reader: Reader) -> list[dict[str, Any]]:
        """With names of municipalities."""
        return history(steps, self.labels, lambda code: _place(subject.round, code))

    def sections(self, subject: Nomination, reader: Reader) -> list[Section]:
        """The plan, the means of a closed round, and what peers gave as far as one may see it."""
        criteria = criteria_of(subject.round.scheme)
        parts = [*super().sections(subject, reader), Section("plan", _("The plan"), subject.plan)]
        if subject.round.state == "closed":
            means = _means(subject)
            facts = [
                (label.in_(language()), shown_mean(means[code])) for code, label in criteria.items()
            ]
            parts.append(Section("means", _("The mean scores"), facts=facts))
        if reader.audience is PUBLIC:
            return parts
        cards = [
            Card(
                _("Assessor %(n)s") % {"n": at},
                score.reasons,
                lead="; ".join(
                    f"{label.in_(language())}: {score.scores.get(code, '–')}"
                    for code, label in criteria.items()
                ),
            )
            for at, score in enumerate(scores_for(reader.user, subject, reader.now), 1)
        ]
        empty = _(
            "You see what others gave once you scored this plan yourself, or the round is closed."
        )
        return [*parts, Section("scores", _("The scores"), cards=cards, empty=empty)]


rounds: RoundResource = register(RoundResource())
nominations: NominationResource = register(NominationResource())


@needs("procedure.draft")
@require_safe
def round_file(request: HttpRequest, number: int) -> HttpResponse:
    """The plans of a closed round with every score, for ``wijkwerk designate --nominations``."""
    require(request.user, "procedure.draft", Place(), timezone.now())
    round = NominationRound.objects.filter(pk=number, state="closed").first()
    if round is None:
        raise Http404(str(rounds.missing))
    text = nominating.nominations_csv(round, criteria_of(round.scheme))
    return attachment(text, f"nominations-{round.year}.csv", "text/csv; charset=utf-8")
