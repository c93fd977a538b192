"""The tables of results: figures, changes, groups, counts, early warning, liveability."""

from __future__ import annotations

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


class GroupFigures(ListView):
    """Figures of groups of areas: pooled and unweighted values, the range, the five worst.

    `method` says how, and of which members: those of the moment, or (`_same`) the same areas all the
    time. Series over the years are to be made of the latter.
    """

    operation = "groupFigures"
    tag = "results"
    item = "GroupFigure"
    columns = tables.GROUP_FIGURES
    takes = ("group", "indicator", "period")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page of GROUP_FIGURES."""
        catalogue = self.serving.catalogue
        filters: Filter = {
            "group": choice_of(request, "group", catalogue.groups, UNKNOWN),
            "indicator": several(request, "indicator", catalogue.measures, UNKNOWN),
            "period": periods_of(request),
        }
        return small_page(self.serving, "groups", filters, limit, cursor)


class GroupChanges(ListView):
    """What became of each group between the first and the latest moment, over the areas that belong
    to it at both; and, apart from that, what joining and leaving did to the group as a whole.

    The change of the group as it was at each moment is `own_change` + `joined_effect` +
    `left_effect`. `class` is null for a group that is held against nothing but itself.
    """

    operation = "groupChanges"
    tag = "results"
    item = "GroupChange"
    columns = tables.GROUP_CHANGES
    takes = ("group", "indicator")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page of GROUP_CHANGES."""
        catalogue = self.serving.catalogue
        filters: Filter = {
            "group": choice_of(request, "group", catalogue.groups, UNKNOWN),
            "indicator": several(request, "indicator", catalogue.measures, UNKNOWN),
        }
        return small_page(self.serving, "group_changes", filters, limit, cursor)


class ClassCounts(ListView):
    """How many areas are in which class, each against its own reference, or as the publisher
    counted them. Rows with an empty group count every area of the report's level."""

    operation = "classCounts"
    tag = "results"
    item = "ClassCount"
    columns = tables.CLASS_COUNTS
    takes = ("group", "indicator")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page of CLASS_COUNTS."""
        catalogue = self.serving.catalogue
        filters: Filter = {
            "group": choice_of(request, "group", {**catalogue.groups, **catalogue.areas}, UNKNOWN),
            "indicator": several(request, "indicator", catalogue.measures, UNKNOWN),
        }
        return small_page(self.serving, "classes", filters, limit, cursor)


class Warnings(ListView):
    """Early warning: per area, indicator and period how far the figure moved for the worse against
    its reference, and whether that is a signal."""

    operation = "warnings"
    tag = "results"
    item = "EarlyWarning"
    columns = tables.WARNINGS
    takes = ("area", "indicator", "period", "signal")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page of WARNINGS."""
        filters: Filter = {
            "area": several(request, "area", self.serving.catalogue.areas),
            "indicator": several(request, "indicator", self.serving.catalogue.measures),
            "period": periods_of(request),
            "signal": yes_or_no(request, "signal"),
        }
        return small_page(self.serving, "warnings", filters, limit, cursor)


class LiveabilityParts(ListView):
    """Composites taken apart: score, weight and contribution of each dimension. `indicator` is the
    id of the composite."""

    operation = "liveability"
    tag = "results"
    item = "LiveabilityPart"
    columns = tables.LIVEABILITY
    takes = ("area", "indicator", "period")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page of LIVEABILITY."""
        filters: Filter = {
            "area": several(request, "area", self.serving.catalogue.areas),
            "composite": several(request, "indicator", self.serving.catalogue.measures),
            "period": periods_of(request),
        }
        return small_page(self.serving, "liveability", filters, limit, cursor)
