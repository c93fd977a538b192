"""How many areas the list of the front page's figures designates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.library import ListServing, lists
from wijkwerk.designation.web.list_context import latest_year
from wijkwerk.monitor.display import home_edition
from wijkwerk.registry.hooks import Stage, Station
from wijkwerk.shared.numbers import count
from wijkwerk.ui.reader import language


def stations(request: Any, home: Mapping[str, str]) -> list[Station]:
    """One, of the list with the newest year; it says so when no list was made of these figures."""
    edition = home_edition(request, home)
    if edition is None:
        return []
    servings = [serving for serving in lists().all() if serving.edition == edition.catalogue.id]
    if not servings:
        nothing = _("There is no list of areas by these figures.")
        return [Station(Stage.DESIGNATED, "", nothing, reverse("designation:start"))]
    return [_station(max(servings, key=latest_year), len(servings))]


def _station(serving: ListServing, number: int) -> Station:
    year = latest_year(serving)
    row = questions.on_list(serving, year, serving.levels[0])
    values = {
        "all": count(row["areas"], language()),
        "list": serving.scheme.title.in_(language()),
        "year": year,
    }
    text = ngettext(
        "of the %(all)s areas is on the list ‘%(list)s’ of %(year)s",
        "of the %(all)s areas are on the list ‘%(list)s’ of %(year)s",
        row["listed"],
    )
    own = reverse("designation:year", args=[serving.id, year])
    address = reverse("designation:start") if number > 1 else own
    return Station(Stage.DESIGNATED, count(row["listed"], language()), text % values, address)
