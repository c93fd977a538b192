"""What views of designation's API share: the description, a list of the address, a table's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404
from rest_framework.request import Request

from wijkwerk.designation.core.tables import LIST_TABLES
from wijkwerk.designation.decisions import why_url
from wijkwerk.designation.rest.parameters import (
    EXAMPLES,
    MANY,
    PARAMETERS,
    RESULTS,
    choice,
    year_of,
)
from wijkwerk.designation.rest.schema import COMPONENTS, DECIDED
from wijkwerk.designation.serving.after import HELD, STATUSES
from wijkwerk.designation.serving.after import table as after_decisions
from wijkwerk.designation.serving.library import ListServing, UnknownListError, lists
from wijkwerk.rest.cursors import MOST, Page, cursor_at, place_of
from wijkwerk.rest.describe import Description
from wijkwerk.rest.faults import shortened
from wijkwerk.rest.parameters import several
from wijkwerk.rest.views import FOR_EVER, ListView, ReadView

FILTERS = ("year", "level", "area", "status", "criterion", "result")  # by what a table is filtered


class DesignationDescription(Description):
    """Describes a view with the words of designation."""

    path_words: ClassVar = {
        "list": ("Id of the list, as `/designation/lists` gives it.", "denmark-0a1b2c3d4e"),
        "scheme": ("Id of the scheme, as `/designation/schemes` gives it.", "denmark"),
    }
    parameters: ClassVar = PARAMETERS
    components: ClassVar = COMPONENTS
    examples: ClassVar = EXAMPLES
    many: ClassVar = MANY


def served_list(name: str) -> ListServing:
    """The list with this id. Raises Http404 for one that the site doesn't serve."""
    try:
        return lists().open(name)
    except UnknownListError as unknown:
        raise Http404(
            f"No list {shortened(name)}; /api/v1/designation/lists has them all."
        ) from unknown


class OfList(ListView):
    """A view of one list. What was computed never changes: such an answer may be kept for ever. One
    that shows what was ``decided`` too has another tag once a decision is published."""

    decided: ClassVar[bool] = False
    keep = FOR_EVER
    schema = DesignationDescription()
    many = MANY
    found: ListServing

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.keep = ReadView.keep if cls.decided else FOR_EVER

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Open the list of the address. 404 for a list that the site doesn't serve."""
        ReadView.initial(self, request, *args, **kwargs)
        if request.method == "OPTIONS":
            return
        self.found = served_list(kwargs["list"])
        self.etag = self.tag_of(request, self.found.decisions.stamp if self.decided else "")

    def codes(self, part: str) -> list[str]:
        """Codes of the ``statuses`` or ``criteria`` of any version of the scheme."""
        versions = self.found.scheme.versions
        return list(
            dict.fromkeys(entry.code for rules in versions for entry in getattr(rules, part))
        )


class TableView(OfList):
    """A table of a list, in pages: ``table`` of LIST_TABLES, whose rows openapi.json calls ``item``.

    It can be filtered by each of FILTERS that it has as a column.
    """

    tag = "results"
    table: ClassVar[str]

    def __init_subclass__(cls, table: str, item: str) -> None:
        cls.decided = table in (HELD, STATUSES)
        super().__init_subclass__()
        columns = LIST_TABLES[table] | (DECIDED if cls.decided else {})
        cls.operation = cls.table = table
        cls.item, cls.columns = item, columns
        cls.takes = tuple(name for name in FILTERS if name in columns)

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """Rows in the order of the list's own file."""
        name = self.table
        where, values = self._filters(request)
        source, parameters = (
            after_decisions(self.found, name)
            if self.decided
            else (f"(SELECT rowid AS place, * FROM {name})", [])
        )
        rows = self.found.store.rows(
            f"SELECT * FROM {source} WHERE place >= ?{where} "
            f"ORDER BY place LIMIT {min(limit, MOST) + 1}",
            [*parameters, place_of(cursor, name), *values],
        )
        following = cursor_at(rows[limit]["place"], name) if len(rows) > limit else None
        for row in rows:
            del row["place"]
            if self.decided:
                row["draft"] = row["year"] in self.found.decisions.drafts
                row["decision"] = self.why(request, row["year"], row["area"])
        return Page(rows[:limit], following)

    def why(self, request: Request, year: int, area: str) -> str | None:
        """The address of why it was decided so about an area, None where the rule alone counts."""
        ruling = self.found.decisions.ruling(year, area)
        if ruling is None:
            return None
        return request.build_absolute_uri(why_url(self.found.decisions.of_year[year], ruling))

    def _filters(self, request: Request) -> tuple[str, list[object]]:
        where, values = "", list[object]()
        columns = LIST_TABLES[self.table]
        if "area" in columns and (areas := several(request, "area")) is not None:
            where += f" AND area IN ({', '.join('?' * len(areas))})"
            values += areas
        checked: Sequence[tuple[str, object]] = [
            ("year", year_of(request, "year", self.found.years)),
            ("level", choice(request, "level", self.found.levels)),
            ("status", choice(request, "status", self._statuses())),
            ("criterion", choice(request, "criterion", self.codes("criteria"))),
            ("result", choice(request, "result", RESULTS)),
        ]
        for column, value in checked:
            if column in columns and value is not None:
                where += f" AND {column} = ?"
                values.append(value)
        return where, values

    def _statuses(self) -> list[str]:
        return [*self.codes("statuses"), *(["unknown"] if self.table == "held" else [])]
