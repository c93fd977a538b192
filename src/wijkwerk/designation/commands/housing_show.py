"""What ``wijkwerk housing`` shows on a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, language, notation

if TYPE_CHECKING:
    from wijkwerk.designation.core.housing.obligation import Obligation
    from wijkwerk.designation.core.housing.plans import Plan
    from wijkwerk.designation.core.housing.recount import Recount
    from wijkwerk.designation.housing_input import HousingInput


def heading(console: Console, housing_input: HousingInput, variant: str | None) -> None:
    """What the plan is about, and whether it is real."""
    console.print(housing_input.title, style="bold")
    if housing_input.made_up:
        console.print(_("Made-up figures: nothing here is about a real place."))
    if housing_input.source:
        console.print(_("Share and deadline from: {source}", source=housing_input.source))
    if variant is not None:
        name = housing_input.names.get(f"variant:{variant}", variant)
        console.print(_("As if this exemption were granted: {name}", name=name))


def show_plan(console: Console, plan: Plan, obligation: Obligation) -> None:
    """A plan: what it does, what starts when, how the share goes."""
    from wijkwerk.designation.core.housing.labels import METHODS, euros, plan_sentence

    console.print(plan_sentence(plan, obligation, language()), soft_wrap=True)
    if not plan.actions or plan.recount is None:
        return
    table = Table(title=_("Started per year"), title_justify="left", box=None, pad_edge=False)
    table.add_column(_("estate"))
    table.add_column(_("method"))
    for year in obligation.years():
        table.add_column(str(year), justify="right")
    table.add_column(_("all"), justify="right", style="bold")
    keys = sorted({(action.estate, action.method, action.type) for action in plan.actions})
    for estate, method, kind in keys:
        mine = {
            action.year: action.number
            for action in plan.actions
            if (action.estate, action.method, action.type) == (estate, method, kind)
        }
        name = METHODS[method].en + (f", {kind}" if kind else "")
        cells = [str(mine.get(year, "")) for year in obligation.years()]
        table.add_row(estate, name, *cells, str(sum(mine.values())))
    console.print(table)
    show_path(console, plan.recount)
    if obligation.discount:
        console.print(
            _(
                "Costs discounted to {start}: {euros}.",
                start=obligation.start,
                euros=euros(plan.cost, language()),
            )
        )


def show_path(console: Console, counted: Recount) -> None:
    """The stock and the share at the end of each year."""
    from wijkwerk.designation.core.housing.labels import euros, households, percent

    path = Table(title=_("At the end of each year"), title_justify="left", box=None, pad_edge=False)
    for name in ("year", "family dwellings", "of all", "share", "cost", "households moved"):
        path.add_column(in_language(name), justify="left" if name == "year" else "right")
    for year in counted.years:
        path.add_row(
            str(year.year),
            notation(year.family, ","),
            households(year.total, language()),
            percent(year.share, language()),
            euros(year.cost, language()),
            households(year.displaced, language()),
        )
    console.print(path)


def compare(
    console: Console, plan: Plan, others: dict[str, Plan], housing_input: HousingInput
) -> None:
    """The plan beside the exemptions of the folder."""
    from wijkwerk.designation.core.housing.labels import euros, households

    table = Table(title=_("Beside the exemptions"), title_justify="left", box=None, pad_edge=False)
    for name in ("", "cost", "households moved", "proven"):
        table.add_column(in_language(name), justify="left" if name in ("", "proven") else "right")
    for name, other_plan in (("as it is", plan), *others.items()):
        label = housing_input.names.get(f"variant:{name}", in_language(name))
        if other_plan.recount is None:
            table.add_row(label, _("no plan"), "", ended(other_plan))
        else:
            table.add_row(
                label,
                euros(other_plan.recount.cost, language()),
                households(other_plan.displaced, language()),
                ended(other_plan),
            )
    console.print(table)


def ended(plan: Plan) -> str:
    """How the search for a plan ended, in a few words."""
    if plan.status == "feasible" and math.isfinite(plan.gap):
        return _("not proven; at most {gap:.3%} off", gap=plan.gap)
    return {
        "optimal": _("proven to be the best"),
        "feasible": _("not proven"),
        "infeasible": _("proven that there is no plan"),
        "unknown": _("time ran out"),
    }[plan.status]


def show_frontier(console: Console, document: dict[str, Any]) -> None:
    """The points of a frontier, from cheap to sparing."""
    table = Table(box=None, pad_edge=False)
    for name in ("", "cost", "households moved", "one household less costs", "share", "proven"):
        table.add_column(in_language(name), justify="left" if name == "proven" else "right")
    for row in document["points"]:
        each = row["euros_per_household"]
        table.add_row(
            str(row["point"]),
            f"€{notation(row['cost'], ',')}",
            notation(row["displaced"], ",.1f"),
            "" if each is None else f"€{notation(each, ',')}",
            notation(row["share"], ".1%"),
            _("yes")
            if row["status"] == "optimal"
            else _("no")
            if row["gap"] is None
            else _("within {gap:.3%}", gap=row["gap"]),
        )
    console.print(table)
