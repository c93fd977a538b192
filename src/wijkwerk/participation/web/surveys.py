"""What residents find of their influence, by year, and whether it changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.core.surveys import Verdict, change
from wijkwerk.participation.models import SurveyMark
from wijkwerk.participation.services import surveys as services
from wijkwerk.participation.web.resource import ProcessPart
from wijkwerk.shared.numbers import number
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Section

_FACTS = ("subject", "year", "mean", "top", "respondents", "deviation", "source")


class SurveyResource(ProcessPart):
    """The mean that residents gave in a year."""

    model = SurveyMark
    machine = "surveymark"
    name, plural, title = "survey", "surveys", _("Influence, say residents")
    missing, empty = _("There is no such survey."), _("There is no survey yet.")
    intro = _(
        "What residents find of their influence and of being consulted, by survey over the years."
    )
    some = ngettext_lazy("One year was measured.", "%(n)s years were measured.", "n")
    none = _("There is no survey yet.")
    columns = ("heading", "year", "state", "shown_mark", "respondents")
    facts = ("subject", "year", "shown_mark", "respondents", "deviation", "source")
    steps = {
        "record": Step(services.record, step_form(SurveyMark, *_FACTS)),
        "withdraw": Step(services.withdraw),
    }

    @admin.display(description=_("What was asked"))
    def heading(self, subject: SurveyMark) -> str:
        """Influence or consultation."""
        return subject.get_subject_display()

    @admin.display(description=_("Mean mark"))
    def shown_mark(self, subject: SurveyMark) -> str:
        """With the scale, as 3.7 of 10."""
        return gettext("%(mark)s of %(top)s") % {
            "mark": _one_decimal(subject.mean),
            "top": subject.top,
        }

    def first_sections(self, reader: Reader) -> list[Section]:
        """For each subject whether it changed between the first and the last year."""
        rows = list(self.queryset(reader).filter(state="recorded").order_by("subject", "year"))
        lead = []
        for subject in SurveyMark.Subject:
            own = [row for row in rows if row.subject == subject]
            if len(own) > 1:
                lead.append(f"{subject.label}: {_changed(own[0], own[-1])}")
        return [Section("changed", _("Did it change?"), lead=lead)] if lead else []


def _changed(first: SurveyMark, last: SurveyMark) -> str:
    """What can be said of the two, in words."""
    years: dict[str, Any] = {"first": first.year, "last": last.year}
    result = change(first.mark, last.mark)
    if result is None:
        return (
            gettext("%(first)s and %(last)s can’t be compared: another scale, or too few answers.")
            % years
        )
    years |= {
        "before": _one_decimal(first.mean),
        "after": _one_decimal(last.mean),
        "low": _one_decimal(result.low),
        "high": _one_decimal(result.high),
    }
    sentence = {
        Verdict.UP: gettext("from %(before)s in %(first)s up to %(after)s in %(last)s."),
        Verdict.DOWN: gettext("from %(before)s in %(first)s down to %(after)s in %(last)s."),
        Verdict.UNKNOWN: gettext(
            "%(before)s in %(first)s and %(after)s in %(last)s; whether it changed can’t be told."
        ),
    }[result.verdict]
    margin = gettext("The difference lies between %(low)s and %(high)s (95%% certain).")
    return f"{sentence % years} {margin % years}"


def _one_decimal(value: float) -> str:
    return number(value, 1, language())


surveys = register(SurveyResource())
