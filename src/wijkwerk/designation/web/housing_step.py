"""The step by which a municipality keeps a housing plan of the calculator with its plan of measures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.designation.calculating import Way
from wijkwerk.designation.core.follow_up import limit_after
from wijkwerk.designation.models import AreaPlan
from wijkwerk.designation.plans_of_areas import granted_to
from wijkwerk.designation.serving.library import lists
from wijkwerk.designation.web.stock import AreaStock, beginning, stock_of
from wijkwerk.designation.web.views.calculate import (
    MOST_A_YEAR,
    MOST_COST,
    NUMBERS,
    WAYS,
    aims,
    labels,
    question_of,
)
from wijkwerk.designation.web.views.housing import actions_table, path_table
from wijkwerk.served.api import NotServedError
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import VersionForm
from wijkwerk.workflow.resources import Reader
from wijkwerk.workflow.sections import Section


def way_labels() -> dict[str, str]:
    """The ways of the calculator."""
    return {
        "conversion_youth": _("conversion to youth housing"),
        "conversion_senior": _("conversion to housing for old people"),
        "sale": _("sale"),
        "new_dwellings": _("new dwellings"),
        "demolition": _("demolition"),
    }


class HousingForm(VersionForm):
    """The numbers of the calculator, and which plan is chosen."""

    aim = forms.ChoiceField(label=gettext_lazy("Which plan"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, label in labels().items():
            begin, least, most = NUMBERS[name]
            self.fields[name] = forms.IntegerField(
                label=label, min_value=least, max_value=most, initial=begin
            )
        for code, label in way_labels().items():
            a_year, cost = WAYS[code]
            self.fields[f"n_{code}"] = forms.IntegerField(
                label=_("%(method)s: how many a year") % {"method": label},
                min_value=0,
                max_value=MOST_A_YEAR,
                initial=a_year,
            )
            self.fields[f"c_{code}"] = forms.IntegerField(
                label=_("%(method)s: euros each") % {"method": label},
                min_value=-MOST_COST,
                max_value=MOST_COST,
                initial=cost,
            )
        choices: Any = self.fields["aim"]
        choices.choices, choices.initial = list(aims().items()), "cost"
        self.order_fields([*labels(), *(f"{sign}_{code}" for code in WAYS for sign in "nc")])

    def arguments(self) -> dict[str, Any]:
        """The question that they make."""
        data = self.cleaned_data
        ways = [
            Way(code, data[f"n_{code}"], data[f"c_{code}"]) for code in WAYS if data[f"n_{code}"]
        ]
        return {"question": question_of(data, ways, data["aim"])}


def housing_initial(reader: Reader, plan: AreaPlan) -> dict[str, int | str]:
    """What was kept before, else the stock of the area by the edition and its obligation."""
    question = plan.housing.get("question")
    if question:
        ways = {way["method"]: way for way in question["ways"]}
        return {
            **{name: question[name] for name in ("all", "family", "share", "years", "aim")},
            "first": question["start"],
            **{f"n_{code}": ways[code]["a_year"] if code in ways else 0 for code in WAYS},
            **{f"c_{code}": way["cost"] for code, way in ways.items()},
        }
    limit = limit_after(plan.limit_percent, granted_to(plan.area))
    return dict(beginning(_stock(plan), limit, plan.limit_year, reader.today.year))


def stock_section(reader: Reader, plan: AreaPlan) -> list[Section]:
    """What the edition says of the stock."""
    stock = _stock(plan)
    sentence = (
        stock.sentence()
        if stock
        else _("This site has no numbers of dwellings of the area: fill them in yourself.")
    )
    return [Section("stock", _("The dwellings of the area"), lead=[sentence])]


def housing_sections(plan: AreaPlan) -> list[Section]:
    """The housing plan that was kept, year by year; [] without one."""
    housing, tongue = plan.housing, language()
    if not housing:
        return []
    return [
        Section(
            "housing-plan",
            _("The housing plan"),
            lead=[housing["sentence"][tongue]],
            table=path_table(housing, tongue),
        ),
        Section(
            "housing-actions",
            _("What is started each year"),
            table=actions_table(housing, tongue, False),
        ),
    ]


def _stock(plan: AreaPlan) -> AreaStock | None:
    procedure = plan.procedure
    try:
        return stock_of(lists().without_decisions(procedure.list_id), plan.area.code)
    except NotServedError:
        return None
