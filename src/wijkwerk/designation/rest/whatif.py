"""A changed rule on the figures of a list; two years or two lists held against each other."""

from __future__ import annotations

from rest_framework.request import Request

from wijkwerk.designation.core.moments import year_before
from wijkwerk.designation.core.whatif import Changes
from wijkwerk.designation.rest import schema
from wijkwerk.designation.rest.base import OfList
from wijkwerk.designation.rest.parameters import choice, settings, year_of
from wijkwerk.designation.serving.comparison import NothingToCompareError, compare
from wijkwerk.designation.serving.library import lists
from wijkwerk.designation.serving.whatif import outcomes
from wijkwerk.rest.cursors import Page, part_of
from wijkwerk.rest.faults import BadParameterError
from wijkwerk.rest.parameters import several


class WhatIf(OfList):
    """What if the rule were another: per status who would enter and who would leave in a year, by
    the rule alone: decisions have no say. Nothing is kept of it. Without `year` it is about the
    last one."""

    operation = "whatIf"
    tag = "results"
    item = "WhatIf"
    columns = schema.WHAT_IF
    takes = ("year", "level", "threshold", "least", "drop")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A row per status of the year.

        Raises BadParameterError for a criterion, number of areas or count that the rule
        can't have.
        """
        year = year_of(request, "year", self.found.years) or self.found.years[-1]
        level = choice(request, "level", self.found.levels) or self.found.levels[0]
        rules = self.found.rules(year)
        needed = [criterion for criterion in rules.criteria if criterion.code in rules.needed()]
        limits_asked = settings(request, "threshold", [criterion.code for criterion in needed])
        tops = {criterion.code for criterion in needed if criterion.top is not None}
        for code in tops & limits_asked.keys():
            if limits_asked[code] < 1 or limits_asked[code] != int(limits_asked[code]):
                raise BadParameterError("threshold", f"{code} takes a whole number of areas.")
        least = {status.code: len(status.of) for status in rules.active()}
        at_least = settings(request, "least", list(least))
        for code, value in at_least.items():
            if value != int(value) or not 0 <= value <= least[code]:
                raise BadParameterError("least", f"{code}: from 0 to {least[code]}.")
        changes = Changes(
            thresholds={code: value for code, value in limits_asked.items() if code not in tops},
            tops={code: int(limits_asked[code]) for code in tops & limits_asked.keys()},
            at_least={code: int(value) for code, value in at_least.items()},
            dropped=frozenset(several(request, "drop") or ()),
        )
        unknown = sorted(changes.dropped - {criterion.code for criterion in needed})
        if unknown:
            names = ", ".join(criterion.code for criterion in needed)
            raise BadParameterError("drop", f"{unknown[0][:60]!r} isn't one of: {names}.")
        rows = [
            {
                "status": outcome.status,
                "before_areas": outcome.before,
                "after_areas": outcome.after,
                "unknown": outcome.unknown,
                "entering": list(outcome.entering),
                "leaving": list(outcome.leaving),
            }
            for outcome in outcomes(self.found, year, level, changes)
        ]
        part, following = part_of("what-if", rows, limit, cursor)
        return Page(list(part), following)


class Comparison(OfList):
    """Who entered and who left between two years of a list, or between two lists, after decisions,
    and why. Without `year` it is about the last one."""

    decided = True
    operation = "comparison"
    tag = "results"
    item = "Comparison"
    columns = schema.COMPARED
    takes = ("year", "with", "against", "status")

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A row per area that changed. Raises BadParameterError when nothing can be compared."""
        year = year_of(request, "year", self.found.years) or self.found.years[-1]
        list_ids = [serving.id for serving in lists().all()]
        name = choice(request, "with", list_ids) or self.found.id
        other = lists().open(name)
        # The tag was made of this list's decisions alone: those of the other belong in it too.
        self.etag = f'{str(self.etag)[:-1]}{other.decisions.stamp}"'
        usual = year_before(other.years, year) if other.id == self.found.id else year
        against = year_of(request, "against", other.years)
        if against is None:
            against = usual if usual in other.years else other.years[0]
        status = choice(request, "status", self.codes("statuses"))
        try:
            differences = compare(other, against, self.found, year, status)
        except NothingToCompareError:
            raise BadParameterError(
                "against", "The same year of the same list, or no status in common."
            ) from None
        rows = [{name: row[name] for name in schema.COMPARED} for row in differences]
        part, following = part_of("comparison", rows, limit, cursor)
        return Page(list(part), following)
