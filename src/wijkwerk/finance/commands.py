"""``wijkwerk finance``: what something costs and what it is worth."""

from __future__ import annotations

import json
from math import inf, isfinite
from pathlib import Path
from typing import Annotated, Any

import typer

from wijkwerk.registry.commands import Command
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import language
from wijkwerk.shared.numbers import chance, number
from wijkwerk.shared.problems import InputError

finance_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
COMMANDS = (
    Command(
        "finance",
        finance_commands,
        "Costs and benefits: check, analyse, hold what a text states against itself.\n\n"
        "Example:\n\n    wijkwerk finance analyse analysis.toml",
        order=120,
    ),
)
FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="The analysis: TOML, or a workbook (XLSX, ODS).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Tell it as JSON.")]


@finance_commands.command("check")
def check_command(file: FileArgument) -> None:
    """Check an analysis: every fault with its row and column.

    Exit codes: 0 it is right, 2 something is wrong.

    Example:

        wijkwerk finance check analysis.xlsx
    """
    from wijkwerk.finance.reading import read_analysis

    document = read_analysis(file)
    typer.echo(
        _(
            "{title}: {lines} effects and costs, {assumptions} assumptions, {parties} parties. All is right.",
            title=document["title"][language()],
            lines=len(document["line"]),
            assumptions=len(document.get("assumption", ())),
            parties=len(document["party"]),
        )
    )


@finance_commands.command("toml")
def toml_command(file: FileArgument) -> None:
    """Show a workbook as TOML, which the site takes as text.

    Exit codes: 0 shown, 2 something is wrong.

    Example:

        wijkwerk finance toml analysis.xlsx
    """
    from wijkwerk.finance.reading import text_of_file

    typer.echo(text_of_file(file), nl=False)


@finance_commands.command("analyse")
def analyse_command(file: FileArgument, as_json: JsonOption = False) -> None:
    """Work out an analysis: what is left for everybody together and for each party, how sure that is, and which
    assumption decides. The same file gives the same figures.

    Exit codes: 0 told, 2 something is wrong.

    Examples:

        wijkwerk finance analyse analysis.toml
        wijkwerk finance analyse analysis.xlsx --json
    """
    from wijkwerk.finance.reading import read_analysis
    from wijkwerk.finance.results import results_of

    document = read_analysis(file)
    results = results_of(document)
    if as_json:
        typer.echo(json.dumps(results, indent=1, ensure_ascii=False))
        return
    _tell(document, results)


def _tell(document: dict[str, Any], results: dict[str, Any]) -> None:
    from wijkwerk.finance.document import names
    from wijkwerk.finance.results import ALL

    parties = {**names(document, "party", language()), ALL: _("all together")}
    assumptions = names(document, "assumption", language())
    alternatives = names(document, "alternative", language())
    typer.echo(document["title"][language()])
    for row in results["alternatives"]:
        if row["code"]:
            typer.echo(f"\n{alternatives[row['code']]}")
        typer.echo(
            _(
                "Benefits {benefits}, costs {costs}, left {net}; ratio {ratio}.",
                benefits=_amount(row["benefits"]),
                costs=_amount(row["costs"]),
                net=_amount(row["net"]),
                ratio="-" if row["ratio"] is None else number(row["ratio"], 2, language()),
            )
        )
        for rate in row["internal_rates"]:
            typer.echo(
                _("Internal rate of return: {rate}%.", rate=number(100 * rate, 2, language()))
            )
        chances = {}
        if row["simulated"] is not None:
            chances = {each["party"]: each["chance"] for each in row["simulated"]["by"]}
        for account in row["accounts"]:
            line = _(
                "  {party}: gains {gains}, pays {pays}, gets from others {transfers}, left {net}",
                party=parties[account["party"]],
                **{key: _amount(account[key]) for key in ("gains", "pays", "transfers", "net")},
            )
            if chances:
                line += _(
                    "; chance of a gain {chance}",
                    chance=chance(chances[account["party"]], language()),
                )
            typer.echo(line)
        for swing in row["swings"]:
            low, high = (_amount(swing[end][-1]) for end in ("at_low", "at_high"))
            turns = ", ".join(parties[party] for party in swing["turns"])
            line = _(
                "  {assumption}: left {low} to {high}",
                assumption=assumptions[swing["code"]],
                low=low,
                high=high,
            )
            typer.echo(line + (_("; turns the sign for {parties}", parties=turns) if turns else ""))
        for first, second in row["perhaps_twice"]:
            typer.echo(
                _(
                    "Note: {first} and {second} may count the same twice.",
                    first=first,
                    second=second,
                )
            )
    stated = results["stated"]
    if stated is not None:
        _tell_agreement(stated["agrees"], stated["implied"])


def _amount(value: float) -> str:
    return number(value, 0, language())


def _tell_agreement(agrees: bool, implied: dict[str, Any]) -> None:
    typer.echo(
        _("The figures that were stated agree with each other.")
        if agrees
        else _("The figures that were stated can't all be true.")
    )
    for what, bounds in implied.items():
        least, most = (
            "-" if bounds[end] is None else number(bounds[end], 2, language())
            for end in ("least", "most")
        )
        typer.echo(_("  {what}: from {least} to {most}", what=what, least=least, most=most))


BoundsOption = Annotated[
    str, typer.Option(help="A figure, or bounds as 2000000.. or ..500000 or 2..2.5.")
]


@finance_commands.command("stated")
def stated_command(
    costs: BoundsOption = "",
    benefits: BoundsOption = "",
    net: BoundsOption = "",
    ratio: BoundsOption = "",
    returned: Annotated[str, typer.Option("--return", help="Net for each euro of costs.")] = "",
) -> None:
    """Can what a text states of costs, benefits, net and ratio all be true? And what follows for the others?

    Exit codes: 0 they agree, 1 they can't all be true, 2 something is wrong.

    Examples:

        wijkwerk finance stated --net 2000000.. --ratio 2..2.5
        wijkwerk finance stated --net 2000000.. --ratio 2.. --costs ..500000 --benefits ..2000000
    """
    from wijkwerk.finance.core.stated import agreement

    options = {"costs": costs, "benefits": benefits, "net": net, "ratio": ratio, "return": returned}
    stated = {what: _bounds(f"--{what}", text) for what, text in options.items() if text}
    if not stated:
        raise InputError.of("stated", "nothing was stated", "at least one figure")
    answer = agreement(stated)
    implied = {
        what: {
            "least": bounds.least if isfinite(bounds.least) else None,
            "most": bounds.most if isfinite(bounds.most) else None,
        }
        for what, bounds in answer.implied.items()
    }
    _tell_agreement(answer.agrees, implied)
    if not answer.agrees:
        raise typer.Exit(1)


def _bounds(option: str, text: str) -> Any:
    from wijkwerk.finance.core.stated import Bounds

    least, dots, most = text.partition("..")
    try:
        if not dots:
            return Bounds(float(least), float(least))
        return Bounds(float(least) if least else -inf, float(most) if most else inf)
    except ValueError:
        raise InputError.of(
            option,
            "no figure or bounds",
            "such as 2000000, 2000000.., ..500000 or 2..2.5",
            value=text,
        ) from None


@finance_commands.command("values")
def values_command() -> None:
    """Show the unit values that are shipped, with their sources: facts of those sources, nothing more.

    Example:

        wijkwerk finance values
    """
    from numpy import asarray

    from wijkwerk.finance.register import unit_values

    for value in unit_values().values():
        low, high = value.distribution.quantile(asarray((0.0, 1.0)))
        amount = number(low, 2, language())
        if high != low:
            amount += f" - {number(high, 2, language())}"
        year = _("price level unknown") if value.price_year is None else str(value.price_year)
        typer.echo(f"{value.id}: {value.name.in_(language())}: {amount} ({year}; {value.source})")


FlowsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Flows, as XLSX, ODS or CSV; Iv3 as JSON; a Fiscal Data Package as ZIP.",
    ),
]


@finance_commands.command("flows")
def flows_command(
    file: FlowsArgument,
    as_json: JsonOption = False,
) -> None:
    """Check a file of flows, and tell its sums. Nothing is written: the site takes the same file in.

    Exit codes: 0 it is right, 2 something is wrong.

    Example:

        wijkwerk finance flows budget.xlsx
    """
    from wijkwerk.finance.ledger_file import read_ledger
    from wijkwerk.finance.ledger_summary import summary_of

    ledger = read_ledger(file)
    summary = summary_of(ledger)
    if as_json:
        typer.echo(json.dumps(summary, indent=1, ensure_ascii=False))
        return
    total = summary["total"]

    def amount_of(sums: dict[str, Any], key: str) -> str:
        return _("not given") if sums[key] is None else number(sums[key] / 100, 2, language())

    typer.echo(
        _(
            "{flows} flows: budgeted {budgeted}, spent {spent}, difference {difference}.",
            flows=summary["flows"],
            **{key: amount_of(total, key) for key in ("budgeted", "spent", "difference")},
        )
    )
    if ledger.left_out:
        typer.echo(
            _("{records} records are of a balance sheet and no flows.", records=ledger.left_out)
        )
    for row in summary["areas"]:
        spent = amount_of(row, "spent")
        typer.echo(_("  {area}: spent {spent}", area=row["name"] or "-", spent=spent))
    open_sums = [(row["kind"], row["where"], row["cents"]) for row in summary["findings"]]
    open_sums += [("stated", row["what"], row["cents"] - row["sum"]) for row in summary["stated"]]
    for what, where, cents in open_sums:
        if cents:
            amount = number(cents / 100, 2, language())
            typer.echo(
                _(
                    "Doesn't close: {what} ({where}): {amount}",
                    what=what,
                    where=where,
                    amount=amount,
                )
            )


@finance_commands.command("combine")
def combine_command(
    money: Annotated[list[str], typer.Argument(help="Kinds of money, by id.")],
    year: Annotated[int, typer.Option(help="In which year.")],
    purpose: Annotated[str, typer.Option(help="For what, by id.")] = "",
) -> None:
    """May these kinds of money be combined? Yes, on a condition, no because of a rule, or not known.

    Exit codes: 0 yes, 1 no or not known, 2 something is wrong.

    Example:

        wijkwerk finance combine bdu_physical gsb_social --year 2006
    """
    from wijkwerk.finance.core.combining import Verdict, may_combine
    from wijkwerk.finance.register import combining_rules, kinds_of_money, purposes

    for option, values, valid in (
        ("MONEY", money, list(kinds_of_money())),
        ("--purpose", [purpose] if purpose else [], list(purposes())),
    ):
        for value in values:
            if value not in valid:
                raise InputError.of(
                    option, "unknown value", "one of " + ", ".join(valid), value=value
                )
    outcome = may_combine(money, purpose, year, [each.rule for each in combining_rules().values()])
    answers = {
        Verdict.YES: _("yes"), Verdict.CONDITION: _("yes, on a condition"), Verdict.NO: _("no"),
        Verdict.UNKNOWN: _("not known"),
    }  # fmt: skip
    typer.echo(answers[outcome.verdict])
    for part in outcome.parts:
        because = combining_rules()[part.rule].because.in_(language()) if part.rule else ""
        typer.echo(f"  {' + '.join(part.money)}: {answers[part.verdict]} {because}".rstrip())
    if outcome.verdict in (Verdict.NO, Verdict.UNKNOWN):
        raise typer.Exit(1)
