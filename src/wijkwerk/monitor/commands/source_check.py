"""``wijkwerk source check``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, ngettext, problem_value
from wijkwerk.shared.problems import Problem, Severity

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def check_command(
    folder: Annotated[Path, typer.Argument(help="The source folder.", show_default=False)],
    as_json: Annotated[
        bool, typer.Option("--json", help="Write JSON, for a program to read.")
    ] = False,
    notes: Annotated[
        bool,
        typer.Option(help="Also tell how the files were understood (separators, missing signs)."),
    ] = True,
) -> None:
    """Tell everything that is wrong with a source folder, in one run.

    Each problem comes with its file, line and column, what stands there, what is expected and what
    to do. An **error** has to be mended before a build. A **warning** is for you to judge. A
    **note** says how a file was understood.

    Ends with 0 when there are no errors, 2 when there are.

    Examples:

    `wijkwerk source check examples/format`

    `wijkwerk source check my-source --no-notes`

    `wijkwerk source check my-source --json > problems.json`
    """
    from wijkwerk.monitor.sources.check import check_source

    problems = check_source(folder)
    if not notes:
        problems = [problem for problem in problems if problem.severity is not Severity.NOTE]
    if as_json:
        typer.echo(_as_json(folder, problems))
    else:
        _show(folder, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(2)


def _as_json(folder: Path, problems: list[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    return json.dumps(
        {
            "folder": str(folder),
            **{f"{severity}s": counts[severity] for severity in Severity},
            "problems": [asdict(problem) for problem in problems],
        },
        indent=1,
        ensure_ascii=False,
    )


def _show(folder: Path, problems: list[Problem]) -> None:
    console = Console(highlight=False, emoji=False)
    for file, group in groupby(problems, key=lambda problem: problem.file):
        problems_of_file = list(group)
        console.print(Text.assemble((file, "bold"), f"  {_counted(problems_of_file)}"))
        for problem in problems_of_file:
            _tell(console, problem)
        console.print()
    counts = Counter(problem.severity for problem in problems)
    if counts[Severity.ERROR]:
        console.print(
            _(
                "{folder}: {counted}. Mend the errors and check again.",
                folder=folder,
                counted=_counted(problems),
            )
        )
    else:
        console.print(
            _(
                "{folder}: {counted}. The folder can be built.",
                folder=folder,
                counted=_counted(problems),
            )
        )


def _tell(console: Console, problem: Problem) -> None:
    """A problem in two or three lines: where and what, what is expected, what to do."""
    place = " ".join(
        part
        for part in (
            _("line {number}", number=problem.line) if problem.line else "",
            problem.column or "",
        )
        if part
    )
    head = Text.assemble((in_language(problem.severity.value), _STYLES[problem.severity]))
    if place:
        head.append(f"  {place}", "bold")
    head.append(f"  {in_language(problem.code)}")
    if problem.value is not None:
        head.append(": ")
        head.append(problem_value(problem), "italic")
    console.print(Padding(head, (0, 0, 0, 2)))
    if problem.severity is not Severity.NOTE:
        console.print(
            Padding(Text(_("Expected: {what}.", what=in_language(problem.expected))), (0, 0, 0, 6)),
            style="dim",
        )
    if problem.suggestion is not None:
        console.print(Padding(Text(in_language(problem.suggestion)), (0, 0, 0, 6)))


def _counted(problems: Iterable[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    shown = [severity for severity in Severity if counts[severity] or severity is Severity.ERROR]
    return ", ".join(_count(severity, counts[severity]) for severity in shown)


def _count(severity: Severity, number: int) -> str:
    if severity is Severity.ERROR:
        return ngettext("{number} error", "{number} errors", number) if number else _("no errors")
    if severity is Severity.WARNING:
        return ngettext("{number} warning", "{number} warnings", number)
    return ngettext("{number} note", "{number} notes", number)
