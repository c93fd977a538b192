"""The stock of dwellings of an area of a list, as its edition has it: what the calculator begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.designation.core.scheme import Rules
from wijkwerk.designation.serving.library import ListServing
from wijkwerk.designation.web.list_context import edition_of
from wijkwerk.monitor.display import FigureQuery, figures
from wijkwerk.shared.numbers import number
from wijkwerk.ui.reader import language

# Of the catalogue that ships: the Danish measure, else all social rent, of which families are a part.
_FAMILY, _SOCIAL = "family_social_housing", "social_rent"
MOST_YEARS = 15


@dataclass(frozen=True)
class AreaStock:
    """All dwellings of an area, and how many are social family ones by the newest figure, of ``period``;
    ``only_social``: it counts all social rent, since the edition doesn't tell which are for families."""

    name: str
    all: int
    family: int | None = None
    period: str = ""
    only_social: bool = False

    def sentence(self) -> str:
        """What the edition says of it, and what it doesn't."""
        values: dict[str, Any] = {
            "name": self.name,
            "all": number(self.all, 0, language()),
            "family": number(self.family or 0, 0, language()),
            "period": self.period,
        }
        if self.family is None:
            text = _(
                "%(name)s has %(all)s dwellings. The edition doesn’t tell how many are social."
            )
        elif self.only_social:
            text = _(
                "%(name)s has %(all)s dwellings; %(family)s are social (%(period)s). The edition "
                "doesn’t tell which of these are for families: fill in fewer if you know."
            )
        else:
            text = _(
                "%(name)s has %(all)s dwellings; %(family)s are social family dwellings (%(period)s)."
            )
        return text % values


def stock_of(serving: ListServing, code: str) -> AreaStock | None:
    """The stock of an area; None when the site lacks the edition or that the number of dwellings."""
    edition = edition_of(serving)
    area = None if edition is None else edition.catalogue.areas.get(code)
    if edition is None or area is None or not area.dwellings:
        return None
    measured = [code for code in (_FAMILY, _SOCIAL) if code in edition.catalogue.measures]
    ask = FigureQuery(areas=[code], indicators=measured, columns=("indicator", "period", "value"))
    newest = {
        row["indicator"]: row
        for row in (figures(edition, ask) if measured else ())
        if row["value"] is not None
    }
    row = newest.get(_FAMILY) or newest.get(_SOCIAL)
    dwellings = round(area.dwellings)
    if row is None:
        return AreaStock(area.name, dwellings)
    family = round(dwellings * row["value"] / 100)
    return AreaStock(area.name, dwellings, family, row["period"], _FAMILY not in newest)


def has_obligation(rules: Rules) -> bool:
    """Whether a rule lays a share of housing with a last day on a status."""
    return any(each.limit is not None and each.unit == "%" for each in rules.consequences)


def calculator_url(list_id: str, code: str) -> str:
    """The calculator, filled in for an area of a list."""
    return f"{reverse('designation:calculate')}?list={list_id}&area={code}"


def beginning(
    stock: AreaStock | None, limit: float | None, limit_year: int | None, this_year: int
) -> dict[str, int]:
    """What the calculator begins with for an area: its stock, and the share and years of its obligation."""
    numbers = {"first": this_year}
    if stock is not None:
        numbers["all"] = stock.all
        if stock.family is not None:
            numbers["family"] = stock.family
    if limit is not None:
        numbers["share"] = int(limit)
    if limit_year is not None:
        numbers["years"] = max(1, min(MOST_YEARS, limit_year - this_year + 1))
    return numbers
