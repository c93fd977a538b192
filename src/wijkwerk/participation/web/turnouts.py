"""Who took part, against who lives there: for each activity, and one below another from many to few."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.core.representation import (
    LEAST,
    MOST,
    Comparison,
    Group,
    LineError,
    Standing,
    Verdict,
    compare,
    read_lines,
)
from wijkwerk.participation.models import Turnout
from wijkwerk.participation.services import turnouts as services
from wijkwerk.participation.services.population import PopulationError, population
from wijkwerk.participation.web.labels import percent
from wijkwerk.participation.web.resource import ProcessPart
from wijkwerk.shared import numbers
from wijkwerk.ui.fields import LineFormField, ParagraphsFormField
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import StepModelForm
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, table_of
from wijkwerk.workflow.values import Counted


def line_refusal(fault: LineError) -> str:
    """What is wrong in a line of groups, and what to do."""
    refusal = {
        "cells": gettext("A line is: group; how many took part; how many live there."),
        "number": gettext(
            "The second is a whole number; the third too, or an indicator of the edition."
        ),
        "large": gettext("No more than %(n)s people can live there together.")
        % {"n": Counted(MOST)},
        "twice": gettext("This group stands there twice."),
        "few": gettext("Write at least two groups, each on its own line."),
    }[fault.why]
    if not fault.line:
        return refusal
    return gettext("Line %(n)s: %(what)s") % {"n": Counted(fault.line), "what": refusal}


def population_refusal(fault: PopulationError) -> str:
    """Why an edition doesn't give how many live there."""
    return {
        "edition": gettext("The site has no edition. Type how many live there."),
        "area": gettext("The edition doesn’t know the area %(what)s."),
        "indicator": gettext("The edition doesn’t know the indicator %(what)s."),
        "not_a_share": gettext("The indicator %(what)s isn’t a share of the inhabitants."),
        "no_figure": gettext("The edition has no year with all figures of: %(what)s."),
    }[fault.why] % {"what": fault.what}


class TurnoutForm(StepModelForm):
    """What was counted. The service gets groups with the number of residents of each."""

    lines = ParagraphsFormField(
        label=_("Groups"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "On each line: group; how many took part; how many live there. Such as: 65 and older; 12; 1834. In "
            "the place of the third number you can write an indicator of the edition, such as aged_65."
        ),
    )
    area = LineFormField(
        label=_("Area in the edition"),
        required=False,
        max_length=20,
        help_text=_("Only for indicators. Empty: the last area of the process."),
    )

    class Meta(StepModelForm.Meta):
        """Fields of the model."""

        model = Turnout
        fields = (
            "title", "phase", "channel", "held_on", "characteristic", "unknown", "regulars", "source",
        )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["phase"].queryset = self.parent.phases.all()  # type: ignore[attr-defined]
        self.fields["source"].required = False
        self.order_fields(
            [
                "title",
                "phase",
                "channel",
                "held_on",
                "characteristic",
                "lines",
                "unknown",
                "regulars",
                "area",
                "source",
            ]
        )

    def clean(self) -> dict[str, Any]:
        """With ``groups``, and where their numbers of residents come from."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "lines" not in cleaned:
            return cleaned
        try:
            lines = read_lines(cleaned.pop("lines"))
        except LineError as fault:
            self.add_error("lines", line_refusal(fault))
            return cleaned
        indicators = [line.indicator for line in lines if line.indicator]
        area = cleaned.pop("area", "") or (self.parent.area_codes or [self.parent.municipality])[-1]
        residents: dict[str, int] = {}
        if indicators:
            try:
                residents_found = population(area, indicators)
            except PopulationError as fault:
                self.add_error("lines", population_refusal(fault))
                return cleaned
            residents = residents_found.residents
            cleaned["source"] = "; ".join(
                filter(None, [cleaned.get("source"), residents_found.source])
            )[:200]
        elif not cleaned.get("source"):
            self.add_error("source", gettext("Say where the number of residents comes from."))
        cleaned["groups"] = [
            Group(
                line.label,
                residents[line.indicator] if line.residents is None else line.residents,
                line.participants,
            )
            for line in lines
        ]
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """Facts of the model, and the groups."""
        arguments = super().arguments()
        arguments.pop("area", None)
        return arguments


def verdict_label(turnout: Turnout, comparison: Comparison) -> str:
    """What can be said of who took part, in a sentence or two."""
    by = str(turnout.get_characteristic_display()).lower()
    verdict_text = {
        Verdict.LIKE_SAMPLE: gettext(
            "By %(by)s those who took part look like those who live there, as a random sample would."
        ),
        Verdict.UNCLEAR: gettext(
            "By %(by)s it can’t be told whether those who took part look like those who live there."
        ),
        Verdict.DIFFERS: gettext(
            "By %(by)s those who took part differ from those who live there, more than by chance."
        ),
    }[comparison.verdict] % {"by": by}
    missing = [standing.group.label for standing in comparison.standings if standing.side < 0]
    if not missing:
        return verdict_text
    return f"{verdict_text} {gettext('Reached too little: %(groups)s.') % {'groups': ', '.join(missing)}}"


def comparison_of(turnout: Turnout) -> Comparison:
    """Those who took part against random samples of as many residents."""
    return compare(turnout.parts, turnout.unknown)


class TurnoutResource(ProcessPart):
    """Who took part in something."""

    model = Turnout
    machine = "turnout"
    name, plural, title = "turnout", "turnouts", _("Who took part")
    missing, empty = _("There is no such count."), _("It wasn’t counted yet who took part.")
    intro = _(
        "For each activity: how many took part, and whether they look like those who live there. Only counts "
        "are kept; nobody is written down."
    )
    columns = ("heading", "held_on", "phase", "channel", "participants", "verdict")
    concludes = "verdict"
    numbers = ("participants",)
    facts = ("phase", "channel", "held_on", "characteristic", "participants", "unknown", "source")
    steps = {
        "record": Step(services.record, TurnoutForm, today="held_on"),
        "withdraw": Step(services.withdraw),
    }

    @admin.display(description=_("Activity"))
    def heading(self, subject: Turnout) -> str:
        """In what people took part."""
        return subject.title

    @admin.display(description=_("Participants"))
    def participants(self, subject: Turnout) -> int:
        """How many."""
        return subject.participants

    @admin.display(description=_("Like who lives there?"))
    def verdict(self, subject: Turnout) -> str:
        """In two or three words."""
        if subject.state == "withdrawn":
            return self.state(subject)
        return {
            Verdict.LIKE_SAMPLE: gettext("As a random sample"),
            Verdict.UNCLEAR: gettext("Can’t be told"),
            Verdict.DIFFERS: gettext("They differ"),
        }[comparison_of(subject).verdict]

    def answer(self, subject: Turnout, reader: Reader) -> str:
        """What can be said."""
        if subject.state == "withdrawn":
            return super().answer(subject, reader)
        return verdict_label(subject, comparison_of(subject))

    def list_answer(self, reader: Reader) -> str:
        """How many times people took part."""
        rows = [row for row in self.queryset(reader) if row.state == "recorded"]
        number = Counted(sum(row.participants for row in rows))
        if not rows:
            return str(self.empty)
        return ngettext(
            "%(n)s time somebody took part, counted at %(of)s activities.",
            "%(n)s times people took part, counted at %(of)s activities.",
            number,
        ) % {"n": number, "of": Counted(len(rows))}

    def sections(self, subject: Turnout, reader: Reader) -> list[Section]:
        """The groups, what a random sample would give, and who came before."""
        comparison = comparison_of(subject)
        residents = sum(group.residents for group in subject.parts)
        known_participants = subject.participants - subject.unknown

        def verdict_of(standing: Standing) -> str:
            return {-1: gettext("Too few"), 1: gettext("Many"), 0: gettext("Within chance")}[
                standing.side
            ]

        columns: Columns = {
            _("Group"): lambda row: row.group.label,
            _("Of who lives there"): lambda row: percent(row.group.residents, residents),
            _("Of who took part"): lambda row: percent(row.group.participants, known_participants),
            _("Took part"): lambda row: row.group.participants,
            _("In a random sample"): lambda row: (
                gettext("%(low)s to %(high)s")
                % {"low": Counted(row.low), "high": Counted(row.high)}
            ),
            _("So"): verdict_of,
        }
        digits: Any = {"decimals": 2, "language": language()}
        lead = gettext(
            "Similarity %(own)s (1 is alike). Of random samples of as many residents the mean is %(mean)s; one in"
            " twenty stays below %(low)s."
        ) % {
            "own": numbers.number(float(comparison.similarity), **digits),
            "mean": numbers.number(comparison.expected, **digits),
            "low": numbers.number(comparison.low, **digits),
        }
        note = ngettext(
            "Groups of fewer than %(n)s participant are told together.",
            "Groups of fewer than %(n)s participants are told together.",
            LEAST,
        ) % {"n": LEAST}
        table = table_of(
            "groups",
            _("Groups"),
            comparison.standings,
            columns,
            {_("Of who lives there"), _("Of who took part"), _("Took part")},
            verdict=_("So"),
        )
        return [
            Section("groups", _("Groups"), lead=[lead], table=table, note=note),
            *self._regulars(subject),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]

    def _regulars(self, subject: Turnout) -> list[Section]:
        if subject.regulars is None:
            return []
        sentence = gettext("%(share)s took part before: %(n)s of %(of)s.") % {
            "share": percent(subject.regulars, subject.participants),
            "n": Counted(subject.regulars),
            "of": Counted(subject.participants),
        }
        return [Section("regulars", _("Regulars"), lead=[sentence])]


turnouts = register(TurnoutResource())
