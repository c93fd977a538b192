"""``wijkwerk participation count``: anybody can count an election again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language

if TYPE_CHECKING:
    from wijkwerk.participation.core.counting import Count, ProjectAccount
    from wijkwerk.participation.core.elections import Election

_WORDS = {
    "won": "won",
    "too_dear": "too dear for its supporters",
    "no_support": "too little support",
    "excluded": "excluded",
}


def count_command(
    file: Annotated[Path, typer.Argument(help="An election as Pabulib writes it (.pb).")],
    stop: Annotated[
        str,
        typer.Option(
            help="When raising the shares stops: *budget* (before the winners cost more than there"
            " is) or *exhaustive* (already when nothing more fits in what is left)."
        ),
    ] = "budget",
    utility: Annotated[
        str,
        typer.Option(
            help="What a project is worth to its voters: its *cost*, or *equal* to others."
        ),
    ] = "cost",
    least_support: Annotated[
        int, typer.Option(min=0, help="Ballots that a project needs to take part.")
    ] = 0,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="Count as if this project weren't on the ballot; may be repeated."),
    ] = None,
    lots: Annotated[
        str, typer.Option(help="Codes in the order drawn by lot, for what stays equal: 12,7,3.")
    ] = "",
    ballots: Annotated[
        bool, typer.Option(help="Also where the share of each ballot went.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Count an election: the Method of Equal Shares with completion by add1, and most votes beside it.

    Exact: no amount is rounded before it is printed. Exit codes: 0 counted, 2 the file or a choice is
    wrong (every fault is told with its line).

    Examples:

        wijkwerk participation count ballots.pb
        wijkwerk participation count ballots.pb --stop exhaustive --exclude 12
        wijkwerk participation count ballots.pb --ballots --json > count.json
    """
    from wijkwerk.participation.core.counting import ballot_accounts, count
    from wijkwerk.participation.core.elections import Completion, Rule, Utility
    from wijkwerk.participation.core.records import record_of, share_record

    election = _read(file)
    out = tuple(exclude or ())
    order = tuple(code.strip() for code in lots.split(",") if code.strip())
    for option, named in (("--exclude", out), ("--lots", order)):
        _known(option, named, election)
    rule = Rule(
        utility=Utility(
            _choice("--utility", utility, [utility_choice.value for utility_choice in Utility])
        ),
        completion=Completion(
            _choice("--stop", stop, [completion_choice.value for completion_choice in Completion])
        ),
        least_support=least_support,
        lots=order,
    )
    counted = count(election, rule, out)
    accounts = ballot_accounts(election, rule, out) if ballots else []
    shares = {
        ballot.code: share_record(account, election.unit)
        for ballot, account in zip(election.ballots, accounts, strict=False)
    }
    if as_json:
        document = {**record_of(counted), **({"ballots_paid": shares} if ballots else {})}
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    _print(counted, election)
    for code, share in shares.items():
        paid = ", ".join(f"{project} {amount}" for project, amount in share["paid"].items())
        typer.echo(
            _(
                "ballot {code}: {paid}; left {left}",
                code=code,
                paid=paid or _("nothing paid"),
                left=share["left"],
            )
        )


def _read(file: Path) -> Election:
    from wijkwerk.participation.core.pabulib import read_pabulib
    from wijkwerk.shared.problems import InputError

    try:
        text = file.read_text("utf-8")
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise InputError.of(str(file), "can't be read", "a .pb file", value=why) from None
    except UnicodeDecodeError as fault:
        raise InputError.of(str(file), "no text", "a .pb file in UTF-8", value=str(fault)) from None
    return read_pabulib(text, file.name).election


def _choice(option: str, value: str, choices: list[str]) -> str:
    from wijkwerk.shared.problems import InputError

    if value not in choices:
        raise InputError.of(option, "no such choice", " or ".join(choices), value=value)
    return value


def _known(option: str, codes: tuple[str, ...], election: Election) -> None:
    from wijkwerk.shared.problems import InputError

    for code in codes:
        if code not in election.costs:
            raise InputError.of(option, "no such project", "a code of the file", value=code)


def _print(counted: Count, election: Election) -> None:
    from wijkwerk.participation.core.records import money

    unit = election.unit
    share = money(counted.share, unit)
    typer.echo(
        _(
            "{title}: {ballots} ballots, {projects} projects, budget {budget}",
            title=election.title or _("Election"),
            ballots=counted.ballots,
            projects=len(counted.accounts),
            budget=money(counted.budget, unit),
        )
    )
    typer.echo(
        _(
            "Equal shares, add1, stop rule {stop}, utility {utility}: share {first} raised "
            "{steps} times to {share}",
            stop=in_language(counted.rule.completion.value),
            utility=in_language(counted.rule.utility.value),
            first=money(counted.first_share, unit),
            steps=counted.steps,
            share=share,
        )
    )
    spent = counted.spent * 1000 // counted.budget
    typer.echo(
        _(
            "{number} winners cost {money} ({spent:.1f}%); {covered} voters have one on their ballot.",
            number=len(counted.winners),
            money=money(counted.spent, unit),
            spent=spent / 10,
            covered=counted.covered,
        )
    )
    typer.echo(
        _(
            "Most votes would choose {number} ({money}; {voters} voters).\n",
            number=len(counted.most_votes.winners),
            money=money(counted.most_votes.spent, unit),
            voters=counted.most_votes_covered,
        )
    )
    rank = {code: number for number, code in enumerate(counted.winners)}
    for account in sorted(
        counted.accounts, key=lambda a: (rank.get(a.code, 10**6), -a.votes, a.code)
    ):
        title = f"{account.code} {account.title}"[:44]
        beside = "" if account.by_most_votes == (account.code in rank) else _beside(account)
        typer.echo(
            f"{title:45}{money(account.cost, unit):>12}{account.supporters:>7}  "
            f"{in_language(_WORDS[account.outcome.value])}{_why(account, unit)}{beside}"
        )


def _beside(account: ProjectAccount) -> str:
    return (
        _("; most votes would choose it") if account.by_most_votes else _("; most votes wouldn't")
    )


def _why(account: ProjectAccount, unit: int) -> str:
    from wijkwerk.participation.core.records import money

    if account.rate is not None:
        lot = _("; by lot before {codes}", codes=", ".join(account.tied)) if account.tied else ""
        return (
            _(
                ": {full} paid {amount}, {rest} what they had",
                full=account.full,
                amount=money(account.rate, unit),
                rest=account.rest,
            )
            + lot
        )
    if account.missing:
        return f": they had {money(account.left, unit)} left, {money(account.missing, unit)} short"
    return ""
