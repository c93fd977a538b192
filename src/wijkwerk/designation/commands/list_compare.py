"""``wijkwerk list compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wijkwerk.designation.commands.options import BY_RULE, SIGNS, plain_console, table
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, language
from wijkwerk.shared.problems import InputError

_SHOWN = 40
_WORDS = {
    "figures": "its own figures changed",
    "reference": "what it is held against changed",
    "threshold": "the threshold is another",
    "rule": "the rule is another",
    "years": "only the years in a row changed",
    "known": "a figure became known or unknown",
    "areas": "it is in one of the lists only",
}


def compare_command(
    first: Annotated[Path, typer.Argument(help="The list to compare with.")],
    second: Annotated[
        Path | None, typer.Argument(help="The other list (default: two years of the first).")
    ] = None,
    year: Annotated[
        list[int] | None, typer.Option(help="Year of both, or give it twice: of each.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(help="Status of both, or give it twice: of each.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every change as a JSON line.")] = False,
) -> None:
    """Who enters, who leaves, and why: between two lists, or between two years of one.

    Exit codes: 0 both were read (also when nothing changed), 2 there is nothing to compare.

    Examples:

        wijkwerk list compare lists/denmark-0123456789
        wijkwerk list compare lists/denmark-0123456789 --year 2012 --year 2015
        wijkwerk list compare lists/denmark-0123456789 lists/denmark-9876543210 --year 2015
    """
    from wijkwerk.designation.lists.compare import compare_lists
    from wijkwerk.designation.lists.reading import DesignationList

    years, codes = [*(year or ())], [*(status or ())]
    if len(years) > 2 or len(codes) > 2:
        raise InputError.of("--year, --status", "given too often", "once or twice each")
    designation_list = DesignationList.open(first)
    other = DesignationList.open(second) if second is not None else designation_list
    if second is None and len(years) == 1:
        raise InputError.of(
            "--year",
            "one year is missing",
            "two years of one list: --year 2014 --year 2015",
            value=str(years[0]),
        )
    rows = compare_lists(
        designation_list,
        other,
        (years[0] if years else None, years[-1] if years else None),
        (codes[0] if codes else None, codes[-1] if codes else None),
    )
    if as_json:
        typer.echo(rows.write_ndjson(), nl=False)
        return
    console = plain_console()
    if rows.is_empty():
        console.print(_("No area enters and no area leaves.") + f"\n\n{in_language(BY_RULE)}")
        return
    console.print(
        _(
            "From {year_before} ({before}) to {year_after} ({after}):",
            year_before=rows["year_before"][0],
            before=designation_list.id,
            year_after=rows["year_after"][0],
            after=other.id,
        )
    )
    for code in rows["status"].unique(maintain_order=True):
        with_status = rows.filter(rows["status"] == code)
        counts = {
            kind: (with_status["change"] == kind).sum() for kind in ("entered", "left", "unclear")
        }
        label = other.scheme.label(code, int(rows["year_after"][0]), language())
        console.print(
            _(
                "\n{label} ({code}): {entered} enter, {left} leave, {unclear} can't be told.",
                label=label,
                code=code,
                entered=counts["entered"],
                left=counts["left"],
                unclear=counts["unclear"],
            )
        )
        clear = with_status.filter(with_status["change"] != "unclear")
        shown = table("", "name", "area", "criteria", "why")
        for row in clear.head(_SHOWN).iter_rows(named=True):
            why = "; ".join(in_language(_WORDS[part]) for part in row["cause"].split(";"))
            shown.add_row(
                SIGNS[row["change"]],
                str(row["name"]),
                row["area"],
                row["criteria"].replace(";", ", ") or "–",
                why,
            )
        if clear.height:
            console.print(shown)
        if clear.height > _SHOWN:
            console.print(_("and {number} more; --json gives all.", number=clear.height - _SHOWN))
    console.print(f"\n{in_language(BY_RULE)}")
