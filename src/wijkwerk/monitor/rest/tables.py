"""The tables of results: figures, changes, groups, counts, early warning, liveability."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rest_framework.request import Request

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.rest.base import ListView
from wijkwerk.monitor.rest.parameters import UNKNOWN, ask_of, periods_of
from wijkwerk.monitor.rest.sdmx import SdmxCsv, require_every_column
from wijkwerk.monitor.serving.pages import Filter, changes_page, figures_page, small_page
from wijkwerk.rest.cursors import Page
from wijkwerk.rest.parameters import choice_of, several, yes_or_no


class Figures(ListView):
    """A row per area, indicator and period: the value with its interval, and against its reference
    the distance and the rank.

    A withheld cell has no value, and `conf_status` says so. By area when few areas are asked for,
    else by indicator; every page of a list has the same order. With `against` ranks are null: they
    belong to the references that the edition was built with.
    """

    operation = "figures"
    tag = "results"
    item = "Figure"
    renderer_classes = (*ListView.renderer_classes, SdmxCsv)
    columns = tables.FIGURES
    takes = ("area", "indicator", "period", "level", "group", "within", "against")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page of FIGURES."""
        if isinstance(request.accepted_renderer, SdmxCsv):
            require_every_column(self.shown)
        return figures_page(self.serving, ask_of(request, self.serving.catalogue), cursor)


class Changes(ListView):
    """A row per area and indicator: between the first and the latest moment the area's own change,
    that of its reference, the change of the distance, its class and how firm that is."""

    operation = "changes"
    tag = "results"
    item = "Change"
    columns = tables.CHANGES
    takes = ("area", "indicator", "level", "group", "within", "against")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page of CHANGES."""
        return changes_page(self.serving, ask_of(request, self.serving.catalogue), cursor)


class StoredTable(ListView):
    """A table as it lies in the store, filtered by what it ``takes``: ``table`` there, ``content`` its columns,
    ``item`` what openapi.json calls a row."""

    tag = "results"
    table: ClassVar[str]

    def __init_subclass__(cls, table: str, content: Mapping[str, str], item: str) -> None:
        super().__init_subclass__()
        cls.table, cls.columns, cls.item = table, content, item

    def filters(self, request: Request) -> Filter:
        """What the address asks for, by column. Raises BadParameterError for what isn't in the edition."""
        catalogue = self.serving.catalogue
        checks: Mapping[str, Callable[[], Any]] = {
            "area": lambda: several(request, "area", catalogue.areas, UNKNOWN),
            "group": lambda: choice_of(request, "group", catalogue.groups, UNKNOWN),
            "indicator": lambda: several(request, "indicator", catalogue.measures, UNKNOWN),
            "period": lambda: periods_of(request),
            "signal": lambda: yes_or_no(request, "signal"),
        }
        return {name: checks[name]() for name in self.takes}

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page of the table."""
        return small_page(self.serving, self.table, self.filters(request), limit, cursor)


class GroupFigures(StoredTable, table="groups", content=tables.GROUP_FIGURES, item="GroupFigure"):
    """Figures of groups of areas: pooled and unweighted values, the range, the five worst.

    `method` says how, and of which members: those of the moment, or (`_same`) the same areas all the
    time. Series over the years are to be made of the latter.
    """

    operation = "groupFigures"
    takes = ("group", "indicator", "period")


class GroupChanges(
    StoredTable, table="group_changes", content=tables.GROUP_CHANGES, item="GroupChange"
):
    """What became of each group between the first and the latest moment, over the areas that belong
    to it at both; and, apart from that, what joining and leaving did to the group as a whole.

    The change of the group as it was at each moment is `own_change` + `joined_effect` +
    `left_effect`. `class` is null for a group that is held against nothing but itself.
    """

    operation = "groupChanges"
    takes = ("group", "indicator")


class ClassCounts(StoredTable, table="classes", content=tables.CLASS_COUNTS, item="ClassCount"):
    """How many areas are in which class, each against its own reference, or as the publisher
    counted them. Rows with an empty group count every area of the report's level."""

    operation = "classCounts"
    takes = ("group", "indicator")

    def filters(self, request: Request) -> Filter:
        """A group may be an area as well: that whose parts are counted."""
        catalogue = self.serving.catalogue
        groups = {**catalogue.groups, **catalogue.areas}
        return {
            "group": choice_of(request, "group", groups, UNKNOWN),
            "indicator": several(request, "indicator", catalogue.measures, UNKNOWN),
        }


class Warnings(StoredTable, table="warnings", content=tables.WARNINGS, item="EarlyWarning"):
    """Early warning: per area, indicator and period how far the figure moved for the worse against
    its reference, and whether that is a signal."""

    operation = "warnings"
    takes = ("area", "indicator", "period", "signal")


class LiveabilityParts(
    StoredTable, table="liveability", content=tables.LIVEABILITY, item="LiveabilityPart"
):
    """Composites taken apart: score, weight and contribution of each dimension. `indicator` is the
    id of the composite."""

    operation = "liveability"
    takes = ("area", "indicator", "period")

    def filters(self, request: Request) -> Filter:
        """Its column is called by what it holds."""
        by_name = dict(super().filters(request))
        return {"composite": by_name.pop("indicator"), **by_name}
