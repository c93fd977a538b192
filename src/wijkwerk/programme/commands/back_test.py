"""``wijkwerk programme back-test``: how often is 'on course' right, years later?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from wijkwerk.publication.api import write_whole
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, notation

if TYPE_CHECKING:
    from wijkwerk.programme.back_testing import BackTest
    from wijkwerk.programme.core.back_test import Score

_SAID = {
    "on_course": "on course",
    "at_risk": "at risk",
    "off_course": "off course",
    "cant_tell_yet": "can't tell yet",
}


def back_test(
    areas: Annotated[int, typer.Option(min=25, max=2000, help="Neighbourhoods.")] = 100,
    indicators: Annotated[int, typer.Option(min=1, max=60, help="Registered rates.")] = 12,
    years: Annotated[int, typer.Option(min=12, max=40, help="Years of figures.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same answers.")] = 1,
    thresholds: Annotated[
        Path | None,
        typer.Option(help="A TOML file like the shipped course.toml.", show_default=False),
    ] = None,
    as_json: Annotated[
        Path | None,
        typer.Option("--json", help="Write all figures into this file.", show_default=False),
    ] = None,
) -> None:
    """Judge targets in a simulated country with what was known then, and look five years later.

    It tells how often 'on course' and 'off course' were right, how many targets got which answer,
    and whether a chance of 70% came true in 70 of 100 cases.

    Exit codes: 0 done, 2 a file can't be read or written.

    Examples:

        wijkwerk programme back-test
        wijkwerk programme back-test --seed 7 --json back-test.json
    """
    from wijkwerk.monitor.api import progress_bar
    from wijkwerk.programme import back_testing
    from wijkwerk.programme.thresholds import SHIPPED, load_thresholds

    limits = load_thresholds(thresholds or SHIPPED)
    with progress_bar() as tell:
        test = back_testing.back_test(areas, indicators, years, seed, limits, tell)
    if as_json is not None:
        document_json = json.dumps(document(test, limits, areas, indicators, years, seed), indent=1)
        write_whole(as_json, f"{document_json}\n".encode())
    console = Console(highlight=False, emoji=False, markup=False)
    console.print(
        _(
            "{number:,} judgements in a simulated country, seed {seed}; targets {ahead} "
            "years ahead, {percent} of them reached.",
            number=test.all.number,
            seed=seed,
            ahead=back_testing.AHEAD,
            percent=_percent(test.all.reached),
        )
    )
    console.print()
    _answers(console, test.all)
    console.print()
    _years(console, test)
    console.print()
    _calibration(console, test.all)
    if as_json is not None:
        console.print(_("Written: {out}", out=as_json), soft_wrap=True)


def document(test: BackTest, limits: Any, *size: int) -> dict[str, Any]:
    """Everything that was found, for a program to read; ``size`` is areas to seed, as asked."""
    from dataclasses import asdict

    arguments = dict(zip(("areas", "indicators", "years", "seed"), size, strict=True))
    return {"simulated": True, **arguments, "thresholds": asdict(limits), **asdict(test)}


def _answers(console: Console, of: Score) -> None:
    table = _table("answer", "targets", "share", "reached", "right", "truly right")
    for answer in of.answers:
        table.add_row(
            in_language(_SAID[answer.answer]),
            notation(answer.number, ","),
            _percent(answer.share),
            _percent(answer.reached),
            _percent(answer.right),
            _percent(answer.truly_right),
        )
    console.print(table)


def _years(console: Console, test: BackTest) -> None:
    table = _table(
        "figures", "on", "right", "off", "right", "risk", "can't", "Brier", "mean", "80%", "95%"
    )
    named = {str(number): score for number, score in test.measured.items()}
    named["steady"] = test.steady
    if test.bending is not None:
        named["bending"] = test.bending
    for name, score in named.items():
        of = {each.answer.value: each for each in score.answers}
        table.add_row(
            in_language(name),
            _percent(of["on_course"].share),
            _percent(of["on_course"].right),
            _percent(of["off_course"].share),
            _percent(of["off_course"].right),
            _percent(of["at_risk"].share),
            _percent(of["cant_tell_yet"].share),
            _decimals(score.brier),
            _decimals(score.brier_without),
            _percent(score.in_80),
            _percent(score.in_95),
        )
    console.print(table)
    console.print(
        _(
            "figures: how many a judgement rests on; steady and bending: without and with "
            "a programme that makes trends bend. Mean: the Brier score of always saying "
            "the mean. 80%, 95%: how often the interval held the figure."
        )
    )


def _calibration(console: Console, of: Score) -> None:
    table = _table("chance said", "targets", "on average", "reached")
    for calibration_bin in of.bins:
        table.add_row(
            f"{100 * calibration_bin.low:.0f}-{100 * calibration_bin.high:.0f}%",
            notation(calibration_bin.number, ","),
            _percent(calibration_bin.probability),
            _percent(calibration_bin.reached),
        )
    console.print(table)
    console.print(
        _(
            "Brier score {score} (always saying the mean: {without}); chance and "
            "outcome lie {percent} apart on average.",
            score=_decimals(of.brier),
            without=_decimals(of.brier_without),
            percent=_percent(of.off_by),
        )
    )


def _table(*columns: str) -> Table:
    plain_table = Table(box=None, header_style="bold", pad_edge=False)
    for number, column in enumerate(columns):
        plain_table.add_column(in_language(column), justify="right" if number else "left")
    return plain_table


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}%"


def _decimals(value: float | None) -> str:
    return "–" if value is None else notation(value, ".3f")
