"""``wijkwerk source check``."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from wijkwerk.shared.problems import Problem, Severity


def check_command(
    folder: Annotated[Path, typer.Argument(help="The source folder.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Problems as JSON, for a program.")
    ] = False,
) -> None:
    """Tell every problem of FOLDER in one run: where it is, what is expected, what to do.

    Ends with exit code 2 when there are errors and 0 when there are only warnings.

    Example: `wijkwerk source check examples/format`
    """
    from wijkwerk.monitor.sources.check import check_source

    problems = check_source(folder)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in problems], indent=1, ensure_ascii=False))
    else:
        _show(problems)
    if any(one.severity is Severity.ERROR for one in problems):
        raise typer.Exit(2)


def _show(problems: list[Problem]) -> None:
    console = Console(highlight=False)
    counts = Counter(one.severity for one in problems)
    for file in sorted({one.file for one in problems}):
        table = Table(title=file, title_justify="left", expand=True, show_lines=False)
        for header in ("", "line", "column", "problem", "found", "expected, and what to do"):
            table.add_column(header, overflow="fold")
        for one in problems:
            if one.file == file:
                mark = (
                    "[red]error[/red]"
                    if one.severity is Severity.ERROR
                    else "[yellow]warn[/yellow]"
                )
                advice = one.expected + (f". {one.suggestion}" if one.suggestion else "")
                cells = (str(one.line or ""), one.column or "", one.code, one.value or "", advice)
                table.add_row(mark, *(cell.replace("[", "\\[") for cell in cells))
        console.print(table)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if errors:
        console.print(f"{errors} errors, {warnings} warnings. Mend the errors and check again.")
    else:
        console.print(f"No errors, {warnings} warnings. The folder can be built.")
