"""``wijkwerk housing``: plans that bring the share of social family housing to its limit in time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from wijkwerk.designation.commands.housing_show import (
    compare,
    ended,
    heading,
    show_frontier,
    show_path,
    show_plan,
)
from wijkwerk.designation.commands.options import plain_console
from wijkwerk.designation.quiet_solver import quiet_solver
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, language, ngettext, problem_sentence
from wijkwerk.shared.text import LANGUAGES

if TYPE_CHECKING:
    from wijkwerk.designation.core.housing.obligation import Obligation
    from wijkwerk.designation.core.housing.plans import Plan
    from wijkwerk.designation.housing_input import HousingInput

housing_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
Folder = Annotated[Path, typer.Argument(help="The housing folder.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Write JSON, for a program to read.")]
Seconds = Annotated[
    float,
    typer.Option(min=0.1, max=3600, help="The longest that each search may take, in seconds."),
]
Out = Annotated[
    Path | None,
    typer.Option(help="A new folder for plan.json, CSV and plan.xlsx.", show_default=False),
]


class AimChoice(StrEnum):
    """What a plan has as little of as can be."""

    cost = "cost"
    displaced = "displaced"


@housing_commands.command("init")
def init_command(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.", show_default=False)],
) -> None:
    """Make a folder to begin a housing plan with: three files with made-up figures.

    Put your own stock, methods and limits in them; every key says what it means.

    Example:

        wijkwerk housing init my-area
    """
    from wijkwerk.designation.housing_input import write_template

    write_template(folder)
    console = plain_console()
    console.print(
        _(
            "{folder}: obligation.toml, stock.csv and methods.csv, with made-up figures.",
            folder=folder,
        )
    )
    console.print(
        _("Put your own in them, then: wijkwerk housing check {folder}", folder=folder),
        soft_wrap=True,
    )


@housing_commands.command("check")
def check_command(folder: Folder, as_json: Json = False) -> None:
    """Tell everything that is wrong with a housing folder, in one run.

    Ends with 0 when there are no errors, 2 when there are.

    Example:

        wijkwerk housing check examples/housing-obligation
    """
    from dataclasses import asdict

    from wijkwerk.designation.housing_input import check_housing
    from wijkwerk.shared.problems import Severity

    problems = check_housing(folder)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if as_json:
        document = {
            "folder": str(folder),
            "errors": errors,
            "problems": [asdict(p) for p in problems],
        }
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
    else:
        console = plain_console()
        for problem in problems:
            colour = "red" if problem.severity is Severity.ERROR else "yellow"
            console.print(
                f"{in_language(problem.severity.value)}: {problem_sentence(problem)}",
                style=colour,
                soft_wrap=True,
            )
        said = ngettext("{number} error", "{number} errors", errors) if errors else _("no errors")
        if more := len(problems) - errors:
            said += ", " + ngettext("{number} remark", "{number} remarks", more)
        what = _("Mend the errors and check again.") if errors else _("A plan can be made.")
        console.print(f"{folder}: {said}. {what}")
    if errors:
        raise typer.Exit(2)


@housing_commands.command("plan")
def plan_command(
    folder: Folder,
    aim: Annotated[AimChoice, typer.Option(help="What there should be least of.")] = AimChoice.cost,
    variant: Annotated[
        str | None, typer.Option(help="Plan as if this exemption were granted.", show_default=False)
    ] = None,
    seconds: Seconds = 20,
    as_json: Json = False,
    out: Out = None,
) -> None:
    """Find the plan that reaches the share in time at least cost, or with least displacement.

    When there is none, it tells which limits clash and how far each would have to give. The
    exemptions of the folder are compared beside it.

    Exit codes: 0 answered (also when there is no plan), 2 the folder has errors.

    Examples:

        wijkwerk housing plan examples/housing-obligation
        wijkwerk housing plan examples/housing-obligation --aim displaced --out my-plan
        wijkwerk housing plan examples/housing-obligation --variant no-demolition
    """
    from wijkwerk.designation.core.housing.infeasible import explain
    from wijkwerk.designation.core.housing.plans import best_plan
    from wijkwerk.designation.core.housing.solve import Status
    from wijkwerk.designation.housing_input import read_housing
    from wijkwerk.designation.housing_output import (
        action_rows,
        path_rows,
        plan_document,
        write_folder,
    )

    housing = read_housing(folder)
    obligation = _asked(housing, variant)
    with quiet_solver():
        plan = best_plan(obligation, aim.value, seconds)
        why = explain(obligation, seconds) if plan.status is Status.INFEASIBLE else None
        others = {
            exemption.code: best_plan(exemption.of(housing.obligation), aim.value, seconds)
            for exemption in housing.variants
            if variant is None
        }
    document = {
        "title": housing.title,
        "made_up": housing.made_up,
        "target_from": housing.source,
        "variant": variant,
        **plan_document(plan, obligation, why, housing.names),
        "variants": [_in_short(code, other, housing) for code, other in others.items()],
    }
    if out is not None:
        actions = action_rows(plan, obligation) if plan.exists else []
        write_folder(out, document, {"plan": actions, "path": path_rows(plan)})
    if as_json:
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
        return
    console = plain_console()
    heading(console, housing, variant)
    if plan.exists:
        show_plan(console, plan, obligation)
    else:
        console.print(document["sentence"][language()])
        for sentence in document.get("why", {}).get("sentences", {}).get("en", ()):
            console.print(f"  {sentence}", soft_wrap=True)
    if others:
        compare(console, plan, others, housing)
    console.print(_("Solver: {solver}, {ended}.", solver=document["solver"], ended=ended(plan)))
    if out is not None:
        console.print(_("Written: {out}", out=out), soft_wrap=True)


@housing_commands.command("frontier")
def frontier_command(
    folder: Folder,
    points: Annotated[
        int, typer.Option(min=0, help="At most so many points, spread evenly; 0 for every one.")
    ] = 15,
    variant: Annotated[
        str | None, typer.Option(help="As if this exemption were granted.", show_default=False)
    ] = None,
    seconds: Seconds = 10,
    as_json: Json = False,
    out: Out = None,
) -> None:
    """Show what a household spared costs: plans from the cheapest to the most sparing.

    No plan on this frontier is beaten: what is cheaper displaces more. Each line says what one
    household less costs against the line before.

    Exit codes: 0 done, 2 the folder or an option is wrong.

    Examples:

        wijkwerk housing frontier examples/housing-obligation
        wijkwerk housing frontier examples/housing-obligation --points 0 --out all-points
    """
    from wijkwerk.designation.core.housing.frontier import frontier
    from wijkwerk.designation.housing_input import read_housing
    from wijkwerk.designation.housing_output import frontier_document, frontier_rows, write_folder
    from wijkwerk.shared.problems import InputError

    if points == 1:
        raise InputError.of(
            "--points",
            "too few points",
            "2 or more, or 0 for every one",
            value="1",
            suggestion="A frontier has two ends.",
        )
    housing = read_housing(folder)
    obligation = _asked(housing, variant)
    with _bar(points) as tell, quiet_solver():
        result = frontier(obligation, points or None, seconds, tell)
    document = {
        "title": housing.title,
        "made_up": housing.made_up,
        "variant": variant,
        **frontier_document(result),
    }
    if out is not None:
        write_folder(out, document, {"frontier": frontier_rows(result)})
    if as_json:
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
        return
    console = plain_console()
    heading(console, housing, variant)
    if not result.points:
        console.print(_("There is no plan; `wijkwerk housing plan` tells why."))
        return
    show_frontier(console, document)
    if result.complete:
        console.print(_("These are all the points there are, each proven."))
    elif all(point["status"] == "optimal" for point in document["points"]):
        console.print(_("There are more points between these; --points 0 looks for every one."))
    else:
        console.print(_("Not every point was proven in the time given; --seconds gives more."))
    console.print(_("Solver: {solver}.", solver=document["solver"]))
    if out is not None:
        console.print(_("Written: {out}", out=out), soft_wrap=True)


@housing_commands.command("recount")
def recount_command(
    folder: Folder,
    plan: Annotated[
        Path,
        typer.Argument(help="CSV with year, estate, type, method, number.", show_default=False),
    ],
    variant: Annotated[
        str | None, typer.Option(help="As if this exemption were granted.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Recount a plan of your own: the stock year by year, and every limit it doesn't keep to.

    Begin with the plan.csv that `housing plan --out` writes, and change it.

    Exit codes: 0 it keeps to everything, 2 it doesn't, or a file has errors.

    Example:

        wijkwerk housing recount examples/housing-obligation my-plan/plan.csv
    """
    from wijkwerk.designation.core.housing.labels import break_sentence
    from wijkwerk.designation.core.housing.recount import recount
    from wijkwerk.designation.housing_input import read_actions, read_housing
    from wijkwerk.designation.housing_output import recount_rows

    housing = read_housing(folder)
    obligation = _asked(housing, variant)
    counted = recount(obligation, read_actions(plan, obligation))
    break_sentences = {
        language: [break_sentence(each, housing.names, language) for each in counted.breaks]
        for language in LANGUAGES
    }
    if as_json:
        document = {
            "title": housing.title,
            "keeps": not counted.breaks,
            "breaks": break_sentences,
            "cost": counted.cost,
            "displaced": round(float(counted.displaced), 6),
            "path": recount_rows(counted),
        }
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
    else:
        console = plain_console()
        heading(console, housing, variant)
        show_path(console, counted)
        for sentence in break_sentences[language()]:
            console.print(f"- {sentence}", soft_wrap=True)
        keeps = (
            _("The plan keeps to everything.")
            if not counted.breaks
            else _("The plan can't go ahead so.")
        )
        console.print(keeps)
    if counted.breaks:
        raise typer.Exit(2)


def _asked(housing_input: HousingInput, variant: str | None) -> Obligation:
    from wijkwerk.shared.problems import InputError

    if variant is None:
        return housing_input.obligation
    variants = {variant.code: variant for variant in housing_input.variants}
    if variant not in variants:
        raise InputError.of(
            "--variant",
            "unknown variant",
            "one of " + (", ".join(variants) or "none: the folder has no variants"),
            value=variant,
        )
    return variants[variant].of(housing_input.obligation)


def _in_short(code: str, plan: Plan, housing_input: HousingInput) -> dict[str, Any]:
    amounts = (
        {}
        if plan.recount is None
        else {
            "cost": plan.recount.cost,
            "displaced": round(float(plan.displaced), 6),
            "share": round(float(plan.recount.share), 6),
        }
    )
    name = housing_input.names.get(f"variant:{code}", code)
    return {"code": code, "name": name, "status": str(plan.status), **amounts}


@contextmanager
def _bar(points: int) -> Iterator[Callable[[int], bool]]:
    """Tells on stderr how many plans were found; gives what the frontier asks to go on."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, emoji=False)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as shown:
        task = shown.add_task("Looking for plans")

        def tell(searches: int) -> bool:
            of = f" of at most {points}" if points else ""
            shown.update(task, description=f"{searches} plans found{of}")
            return True

        yield tell
