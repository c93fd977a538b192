"""``wijkwerk list what-if``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from wijkwerk.designation.commands.options import (
    BY_RULE,
    SIGNS,
    number,
    pairs,
    plain_console,
    shown,
    table,
)
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, language
from wijkwerk.shared.problems import InputError

if TYPE_CHECKING:
    from wijkwerk.designation.core.whatif import Changes
    from wijkwerk.designation.lists.reading import DesignationList

_SHOWN = 40


def what_if_command(
    folder: Annotated[Path, typer.Argument(help="The list's folder.")],
    threshold: Annotated[
        list[str] | None, typer.Option(help="CRITERION=NUMBER: another threshold.")
    ] = None,
    top: Annotated[
        list[str] | None, typer.Option(help="CRITERION=NUMBER: another number of highest.")
    ] = None,
    at_least: Annotated[
        list[str] | None, typer.Option(help="STATUS=NUMBER: how many criteria must be met.")
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option(help="CRITERION: leave a criterion or gate out.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Year (default: the last).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Tell it as JSON.")] = False,
) -> None:
    """What if the rule were another? Who would enter the list in FOLDER, who would leave it.

    Nothing is written. Without a change it shows how sensitive the list is: each threshold up and
    down, each criterion left out.

    Exit codes: 0 it was worked out, 2 a name or number is wrong.

    Examples:

        wijkwerk list what-if lists/denmark-0123456789
        wijkwerk list what-if lists/denmark-0123456789 --threshold work=35 --year 2015
        wijkwerk list what-if lists/denmark-0123456789 --drop crime --at-least vulnerable=1
    """
    from wijkwerk.designation.lists.reading import DesignationList

    designation_list = DesignationList.open(folder)
    chosen = designation_list.years[-1] if year is None else year
    if chosen not in designation_list.years:
        raise InputError.of(
            "--year",
            "no such year",
            f"{designation_list.years[0]} to {designation_list.years[-1]}",
            value=str(year),
        )
    console = plain_console()
    if not (threshold or top or at_least or drop):
        _sensitivity(console, designation_list, chosen, as_json)
        if not as_json:
            console.print(f"\n{in_language(BY_RULE)}")
        return
    changes = _changes(
        designation_list, chosen, threshold or [], top or [], at_least or [], drop or []
    )
    outcomes = _asked(designation_list, changes, chosen)
    if as_json:
        typer.echo(json.dumps(outcomes, indent=1, ensure_ascii=False))
        return
    for outcome in outcomes:
        console.print(
            _(
                "{label} ({status}), {year}: {now} areas, was {was}; {entered} enter, "
                "{left} leave.",
                label=outcome["label"],
                status=outcome["status"],
                year=chosen,
                now=outcome["now"],
                was=outcome["was"],
                entered=len(outcome["enter"]),
                left=len(outcome["leave"]),
            )
        )
        rows = table("", "name", "area")
        for sign, kind in ((SIGNS["entered"], "enter"), (SIGNS["left"], "leave")):
            for area in outcome[kind][:_SHOWN]:
                rows.add_row(sign, str(area["name"]), area["area"])
        if rows.row_count:
            console.print(rows)
        hidden = sum(max(len(outcome[kind]) - _SHOWN, 0) for kind in ("enter", "leave"))
        if hidden:
            console.print(_("and {number} more; --json gives all.", number=hidden))
    console.print(f"\n{in_language(BY_RULE)}")


def _changes(
    designation_list: DesignationList,
    year: int,
    threshold: list[str],
    top: list[str],
    at_least: list[str],
    drop: list[str],
) -> Changes:
    from wijkwerk.config.api import hint
    from wijkwerk.designation.core.whatif import Changes

    rules = designation_list.scheme.at(year)
    used = sorted(rules.needed())
    with_threshold = [code for code in used if rules.criterion(code).threshold is not None]
    with_top = [code for code in used if rules.criterion(code).top is not None]
    counted = [status.code for status in rules.active() if status.of]

    def must_be_options(option: str, names: list[str], options: list[str]) -> None:
        for name in names:
            if name not in options:
                raise InputError.of(
                    option,
                    "unknown name",
                    "one of " + (", ".join(options) or "none: there is none"),
                    value=name,
                    suggestion=hint(name, options, listed=True),
                )

    thresholds = pairs("--threshold", threshold, "CRITERION=NUMBER")
    tops = pairs("--top", top, "CRITERION=NUMBER")
    least = pairs("--at-least", at_least, "STATUS=NUMBER")
    must_be_options("--threshold", [*thresholds], with_threshold)
    must_be_options("--top", [*tops], with_top)
    must_be_options("--at-least", [*least], counted)
    must_be_options("--drop", drop, used)
    return Changes(
        thresholds={
            name: number("--threshold", name, threshold) for name, threshold in thresholds.items()
        },
        tops={name: _whole("--top", name, top) for name, top in tops.items()},
        at_least={
            name: _whole("--at-least", name, least_text) for name, least_text in least.items()
        },
        dropped=frozenset(drop),
    )


def _whole(option: str, name: str, text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 1_000_000:
        raise InputError.of(option, "malformed value", f"{name}= a whole number from 1", value=text)
    return int(text)


def _asked(designation_list: DesignationList, changes: Changes, year: int) -> list[dict[str, Any]]:
    from wijkwerk.designation.core.whatif import what_if
    from wijkwerk.designation.lists.sensitive import load_figures

    figures = load_figures(designation_list)
    from wijkwerk.designation.core.whatif import Changes as Unchanged

    before, after = what_if(figures, Unchanged()), what_if(figures, changes)
    names = dict(designation_list.table("areas").select("code", "name").collect().iter_rows())
    at = figures.years.index(year)
    outcomes = []
    for status in designation_list.scheme.at(year).active():
        was = before[status.code][:, at] == 1
        now = after[status.code][:, at] == 1 if status.code in after else was & False
        outcomes.append(
            {
                "status": status.code,
                "label": designation_list.scheme.label(status.code, year, "en"),
                "was": int(was.sum()),
                "now": int(now.sum()),
                "enter": _named(figures.codes, names, now & ~was),
                "leave": _named(figures.codes, names, was & ~now),
            }
        )
    return outcomes


def _named(codes: list[str], names: dict[str, str], chosen: Any) -> list[dict[str, str]]:
    return [
        {"area": codes[index], "name": names.get(codes[index], "")} for index in chosen.nonzero()[0]
    ]


def _sensitivity(
    console: Console, designation_list: DesignationList, year: int, as_json: bool
) -> None:
    import polars as pl

    rows = designation_list.table("sensitivity").filter(pl.col("year") == year).collect()
    if as_json:
        typer.echo(rows.write_ndjson(), nl=False)
        return
    for status in rows["status"].unique(maintain_order=True):
        console.print(
            f"\n{designation_list.scheme.label(status, year, language())} ({status}), {year}:"
        )
        shown_table = table(
            "criterion",
            "change",
            "setting",
            "areas",
            "enter",
            "leave",
            numbers=("setting", "areas", "enter", "leave"),
        )
        for row in (
            rows.filter(rows["status"] == status)
            .sort("criterion", "step", nulls_last=True)
            .iter_rows(named=True)
        ):
            step = _("left out") if row["step"] is None else f"{100 * row['step']:+.0f}%"
            shown_table.add_row(
                row["criterion"],
                step,
                shown(row["setting"]),
                str(row["have_it"]),
                str(row["enter"]),
                str(row["leave"]),
            )
        console.print(shown_table)
