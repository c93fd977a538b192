"""``wijkwerk designate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from wijkwerk.designation.commands.options import pairs, plain_console, table
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import language
from wijkwerk.shared import numbers
from wijkwerk.shared.problems import InputError

if TYPE_CHECKING:
    from wijkwerk.designation.lists.reading import DesignationList

_SHOWN = 30


def designate_command(
    scheme: Annotated[str, typer.Argument(help="Id of a shipped scheme, or its file or folder.")],
    edition: Annotated[Path, typer.Argument(help="Folder of the edition with the figures.")],
    out: Annotated[Path, typer.Option(help="Folder in which the list appears.")],
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="MEASURE=INDICATOR: where the edition has it under another "
            "code. MEASURE=-: it has none, what rests on it is unknown.",
        ),
    ] = None,
    switch_on: Annotated[
        list[str] | None,
        typer.Option(
            "--switch-on",
            help="CRITERION=REASON: put on a criterion on a protected "
            "ground. The reason is shown wherever the list is.",
        ),
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="TOML with own words for the statuses.")
    ] = None,
    nominations: Annotated[
        Path | None, typer.Option(help="CSV with plans and their scores by peers.")
    ] = None,
    correspondence: Annotated[
        Path | None,
        typer.Option(help="CSV (or a folder) that says how areas changed: years in a row go on."),
    ] = None,
    level: Annotated[
        list[str] | None, typer.Option(help="Level of the areas (default: the edition's own).")
    ] = None,
    region: Annotated[
        list[str] | None, typer.Option(help="Group that is a region (default: groups REGION…).")
    ] = None,
    version: Annotated[
        str, typer.Option(help="Apply the version from this date to every year.")
    ] = "",
    draws: Annotated[
        int, typer.Option(min=0, max=100_000, help="Draws for the chances; 0: none.")
    ] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 1,
    year: Annotated[
        int | None, typer.Option(help="Year to show (default: the last); all are made.")
    ] = None,
    engine: Annotated[str, typer.Option(help="duckdb or spark.")] = "duckdb",
    as_json: Annotated[bool, typer.Option("--json", help="Tell it as JSON.")] = False,
) -> None:
    """Make the list of SCHEME on EDITION: every area, every year, with how firm it is.

    The list appears in OUT under its own name, whole or not at all. The same input gives the same
    bytes. A figure that the edition withholds is unknown, and unknown is not the same as not met.
    Criteria on a protected ground (such as origin) are off unless you put them on with a reason.

    Exit codes: 0 the list is there, 2 the scheme, the edition or an option is wrong.

    Examples:

        wijkwerk designate denmark editions/simulated-country-… --out lists
        wijkwerk designate dutch-forty editions/kwb-… --out lists --map violence=- --year 2019
        wijkwerk designate denmark editions/simulated-country-… --out lists --version 2021-12-01 --switch-on "migration_half=the law prescribes this gate"
    """  # noqa: E501
    from wijkwerk.designation.lists.build import Options, build_list
    from wijkwerk.designation.lists.reading import DesignationList
    from wijkwerk.monitor.api import progress_bar

    if engine not in ("duckdb", "spark"):
        raise InputError.of("--engine", "unknown engine", "duckdb or spark", value=engine)
    options = Options(
        switch_on=pairs("--switch-on", switch_on or (), "CRITERION=REASON, in quotation marks"),
        mapping=pairs("--map", map_ or (), "MEASURE=INDICATOR"),
        labels=labels,
        nominations=nominations,
        changes=correspondence,
        levels=tuple(level or ()),
        regions=tuple(region or ()),
        version=version,
        draws=draws,
        seed=seed,
    )
    before = {path.name for path in out.iterdir()} if out.is_dir() else set()
    with progress_bar() as tell:
        path = build_list(scheme, edition, out, options, engine, tell, year)  # type: ignore[arg-type]
    designation_list = DesignationList.open(path)
    document = _told(designation_list, designation_list.years[-1] if year is None else year)
    if as_json:
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
        return
    _show(plain_console(), designation_list, document, path.name in before)


def _told(designation_list: DesignationList, year: int) -> dict[str, Any]:
    """What the command says: statuses with their areas, and what nobody may overlook."""
    import polars as pl

    rules = designation_list.scheme.at(year)
    statuses = designation_list.table("statuses").filter(pl.col("year") == year)
    firm = designation_list.table("firmness").filter(pl.col("year") == year)
    rows = (
        statuses.join(
            firm.select("area", "status", "probability"), on=["area", "status"], how="left"
        )
        .join(designation_list.table("areas").select("name", area="code"), on="area", how="left")
        .sort("area")
        .collect()
    )
    status_rows = []
    for status in sorted(rules.active(), key=lambda status: -status.rank):
        with_status = rows.filter(pl.col("status") == status.code)
        met = with_status.filter(pl.col("result") == "met")
        status_rows.append(
            {
                "status": status.code,
                "label": designation_list.scheme.label(status.code, year, "en"),
                "met": met.height,
                "unknown": with_status.filter(pl.col("result") == "unknown").height,
                "near_miss": with_status.filter(pl.col("near_miss") != "").height,
                "areas": met.select(
                    "area", "name", "years_in_a_row", "entered", "probability"
                ).to_dicts(),
            }
        )
    return {
        "list": designation_list.id,
        "folder": str(designation_list.path),
        "year": year,
        "version": rules.since,
        "in_force": designation_list.scheme.in_force(year),
        "simulated": designation_list.manifest["simulated"],
        "switched_on": designation_list.scheme.switched_on(),
        "off": sorted(rules.off()),
        "statuses_off": sorted(rules.statuses_off()),
        "statuses": status_rows,
    }


def _show(
    console: Console, designation_list: DesignationList, document: dict[str, Any], existed: bool
) -> None:
    console.print(
        _("List {name} was there already, and is whole: it stays.", name=document["list"])
        if existed
        else _("List {name} is ready.", name=document["list"])
    )
    if document["simulated"]:
        console.print(_("SIMULATED: nothing in it is about a real place."), style="yellow")
    console.print(
        _(
            "{title}: list of {year}, by the version from {version}.",
            title=designation_list.scheme.at(document["year"]).title.in_(language()),
            year=document["year"],
            version=document["version"],
        ),
        soft_wrap=True,
    )
    if not document["in_force"]:
        console.print(
            _(
                "No version was in force in {year}: this is as if it had been.",
                year=document["year"],
            ),
            style="yellow",
        )
    for code, reason in document["switched_on"].items():
        console.print(
            _("Protected ground switched on: {code}: {reason}", code=code, reason=reason),
            style="yellow",
        )
    if document["off"]:
        console.print(
            _(
                "Off, since they rest on a protected ground: {off}; so {statuses} can't be given.",
                off=", ".join(document["off"]),
                statuses=", ".join(document["statuses_off"]) or _("no status"),
            ),
            style="yellow",
        )
    counts = table(
        "status", "areas", "unknown", "near misses", numbers=("areas", "unknown", "near misses")
    )
    for status in document["statuses"]:
        counts.add_row(
            f"{status['label']} ({status['status']})",
            str(status["met"]),
            str(status["unknown"]),
            str(status["near_miss"]),
        )
    console.print(counts)
    for status in document["statuses"]:
        if not status["areas"]:
            continue
        console.print()
        rows = table(
            status["label"],
            "area",
            "years in a row",
            "new",
            "chance",
            numbers=("years in a row", "chance"),
        )
        for area in status["areas"][:_SHOWN]:
            chance = area["probability"]
            rows.add_row(
                str(area["name"]),
                area["area"],
                str(area["years_in_a_row"]),
                {True: _("yes"), False: "", None: "?"}[area["entered"]],
                "–" if chance is None else numbers.chance(chance, language()),
            )
        console.print(rows)
        if len(status["areas"]) > _SHOWN:
            console.print(
                _("and {number} more; all are in list.xlsx.", number=len(status["areas"]) - _SHOWN)
            )
    console.print(
        _("\nSpreadsheet: {path}", path=designation_list.path / "list.xlsx"), soft_wrap=True
    )
    console.print(
        _("What if?     wijkwerk list what-if {path} --help", path=designation_list.path),
        soft_wrap=True,
    )
