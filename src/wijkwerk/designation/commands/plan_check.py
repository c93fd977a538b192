"""``wijkwerk plan``: a plan of measures held against the status of its area."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text as Styled

from wijkwerk.designation.commands.options import plain_console

if TYPE_CHECKING:
    from wijkwerk.designation.core.effects import Voice
    from wijkwerk.designation.core.measures import Catalogue, Finding

plan_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
Language = Annotated[str, typer.Option(help="nl or en.")]
CatalogueOption = Annotated[
    Path | None,
    typer.Option(
        help="A file with measures of your own (default: the 22 that ship).", show_default=False
    ),
]
_STYLES = {"not allowed": "bold red", "missing": "yellow", "remark": "cyan"}


@plan_commands.command("check")
def check_command(
    plan: Annotated[Path, typer.Argument(help="The plan, TOML or CSV.", show_default=False)],
    status: Annotated[
        str | None,
        typer.Option(help="Status of the area (default: what the plan says).", show_default=False),
    ] = None,
    catalogue: CatalogueOption = None,
    language: Language = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Tell what a plan lacks and what isn't allowed, given the status of its area.

    Looks at each measure (owner, date, money, evidence, whether the status allows it, protected
    grounds), at the housing obligation, and at whether the plan shows that it is structural.

    Exit codes: 0 nothing lacks, 2 something does, or the file can't be read.

    Examples:

        wijkwerk plan check examples/housing-obligation/measures.toml
        wijkwerk plan check my-measures.csv --status extended --language nl
    """
    from wijkwerk.designation.core.measures import Grade, check_plan
    from wijkwerk.designation.plan_files import read_catalogue, read_plan
    from wijkwerk.shared.problems import InputError

    _known_language(language)
    known_measures = read_catalogue(catalogue)
    action_plan, named = read_plan(plan)
    status_code = status or named
    codes = [status.code for status in known_measures.statuses]
    if status_code not in codes:
        raise InputError.of(
            "--status",
            "unknown status" if status_code else "status is missing",
            "one of " + ", ".join(codes),
            value=status_code or None,
            suggestion="Write status = … under [plan], or use --status.",
        )
    share, deadline = _obligation(known_measures, status_code)
    findings = check_plan(action_plan, status_code, known_measures, share, deadline)
    wrong = [finding for finding in findings if finding.grade is not Grade.REMARK]
    if as_json:
        typer.echo(
            json.dumps(
                _document(action_plan.title, status_code, findings), indent=1, ensure_ascii=False
            )
        )
    else:
        _show(action_plan.title, status_code, findings, language)
    if wrong:
        raise typer.Exit(2)


@plan_commands.command("measures")
def measures_command(catalogue: CatalogueOption = None, language: Language = "en") -> None:
    """Show the measures that a plan may be made of, with their codes.

    Example:

        wijkwerk plan measures --language nl
    """
    from wijkwerk.designation.plan_files import read_catalogue

    _known_language(language)
    nl = language == "nl"
    known_measures = read_catalogue(catalogue)
    unnamed = known_measures.unnamed()
    console = plain_console()
    console.print(known_measures.title.nl if nl else known_measures.title.en, style="bold")
    for cluster in known_measures.clusters:
        console.print(cluster.name.nl if nl else cluster.name.en, style="bold")
        for measure in known_measures.measures:
            if measure.cluster != cluster.code:
                continue
            marks = []
            if measure.named_for:
                marks.append(("vanaf status " if nl else "from status ") + measure.named_for)
            if measure.decided_by:
                marks.append("het rijk beslist" if nl else "the state decides")
            if measure.ground:
                marks.append("raakt een beschermde grond" if nl else "touches a protected ground")
            line = Styled.assemble(
                (f"  {measure.code:<24}", "cyan"), measure.name.nl if nl else measure.name.en
            )
            if marks:
                line.append(f" ({'; '.join(marks)})", "dim")
            console.print(line)
        if unnamed[cluster.code]:
            counted_label = "geteld, niet genoemd" if nl else "counted, not named"
            console.print(f"  {unnamed[cluster.code]} {counted_label}")


@plan_commands.command("effects")
def effects_command(
    edition: Annotated[
        Path | None, typer.Argument(help="An edition to look in.", show_default=False)
    ] = None,
    measured_by: Annotated[
        list[str] | None, typer.Option("--map", help="ROLE=INDICATOR; may be given more than once.")
    ] = None,
    voices: Annotated[
        Path | None,
        typer.Option(help="What residents said (TOML), kept beside the list.", show_default=False),
    ] = None,
    language: Language = "en",
) -> None:
    """Show the known harms of a list: what to watch, where it is measured, what to ask residents.

    Without an edition, or without an indicator for a role, it says 'not measured here'.

    Example:

        wijkwerk plan effects editions/city-2013-0a1b2c3d4e --map moves_out=moved_away
    """
    from wijkwerk.designation.core.effects import NOT_MEASURED, unanswered, watched
    from wijkwerk.designation.plan_files import read_effects, read_voices
    from wijkwerk.monitor.api import Edition
    from wijkwerk.shared.text import Text

    nl = _known_language(language) == "nl"
    effects = read_effects()
    roles = {watch.role for effect in effects for watch in effect.watch}
    mapping = _mapping(measured_by or [], roles)
    indicators: set[str] = set()
    if edition is not None:
        path = Edition.open(edition).path / "indicators.json"
        document = json.loads(path.read_text("utf-8"))
        indicators = {indicator["id"] for indicator in document["indicators"]}
    heard: tuple[Voice, ...] = ()
    if voices is not None:
        heard = read_voices(voices, [code for effect in effects for code, _ in effect.questions])
    console = plain_console()

    def in_language(text: Text) -> str:
        return text.nl if nl else text.en

    indicators_watched = watched(effects, mapping, indicators)
    for effect in effects:
        console.print(in_language(effect.name), style="bold")
        console.print(Padding(in_language(effect.what), (0, 0, 0, 2)))
        for each in (each for each in indicators_watched if each.effect == effect.code):
            where = each.indicator or in_language(NOT_MEASURED)
            if each.reason == "not in this edition" and edition is not None:
                absent = mapping[each.watch.role]
                where += f" ({absent}: {'niet in deze editie' if nl else 'not in this edition'})"
            console.print(Padding(f"- {in_language(each.watch.text)}: {where}", (0, 0, 0, 2)))
    console.print("Wat bewoners zeggen" if nl else "What residents say", style="bold")
    for voice in heard:
        console.print(
            Padding(
                f"{voice.date} {voice.area} {voice.question}: {voice.answer} "
                f"({voice.answered}/{voice.asked})",
                (0, 0, 0, 2),
            )
        )
    still = unanswered(effects, heard, "")
    if still:
        console.print("  " + ("Nog te vragen:" if nl else "Still to ask:"))
        for code, text in still:
            console.print(Padding(f"{code}: {in_language(text)}", (0, 0, 0, 4)))


def _known_language(language: str) -> str:
    from wijkwerk.shared.problems import InputError

    if language not in ("nl", "en"):
        raise InputError.of("--language", "unknown language", "nl or en", value=language)
    return language


def _mapping(pairs: list[str], roles: set[str]) -> dict[str, str]:
    from wijkwerk.shared.problems import InputError, Problem

    indicator_by_role, problems = {}, []
    for pair in pairs:
        role, sign, indicator = pair.partition("=")
        if not sign or not indicator or role not in roles:
            problems.append(
                Problem(
                    "--map",
                    None,
                    None,
                    "unknown role" if sign else "not a pair",
                    pair,
                    "ROLE=INDICATOR with a role of " + ", ".join(sorted(roles)),
                )
            )
        indicator_by_role[role] = indicator
    if problems:
        raise InputError(problems)
    return indicator_by_role


def _obligation(catalogue: Catalogue, status: str) -> tuple[float | None, int | None]:
    """The share and year of the obligation that the scheme lays on ``status``."""
    from wijkwerk.designation.reading import find_scheme, read_scheme

    if not catalogue.scheme:
        return None, None
    newest = read_scheme(find_scheme(catalogue.scheme)).versions[-1]
    for consequence in newest.consequences:
        if (
            consequence.status == status
            and consequence.limit is not None
            and consequence.unit == "%"
            and consequence.deadline
        ):
            year = int(consequence.deadline[:4])
            # What is counted at a year's end must be counted by then.
            return consequence.limit, year if consequence.deadline.endswith("-12-31") else year - 1
    return None, None


def _document(title: str, status: str, findings: tuple[Finding, ...]) -> dict[str, object]:
    return {
        "plan": title,
        "status": status,
        "complete": not any(finding.grade != "remark" for finding in findings),
        "findings": [
            {
                "grade": str(finding.grade),
                "code": finding.code,
                "about": finding.about,
                "line": finding.line,
                "what": {"nl": finding.what.nl, "en": finding.what.en},
                "do": {"nl": finding.do.nl, "en": finding.do.en},
            }
            for finding in findings
        ],
    }


def _show(title: str, status: str, findings: tuple[Finding, ...], language: str) -> None:
    nl = language == "nl"
    grade_labels = {"not allowed": "mag niet", "missing": "ontbreekt", "remark": "opmerking"}
    console = plain_console()
    console.print(f"{title} ({status})", style="bold")
    for finding in findings:
        head = Styled.assemble(
            (grade_labels[finding.grade] if nl else str(finding.grade), _STYLES[finding.grade])
        )
        if finding.line is not None:
            head.append(f"  {'regel' if nl else 'line'} {finding.line}")
        if finding.about:
            head.append(f"  {finding.about}", "bold")
        head.append(f"  {finding.what.nl if nl else finding.what.en}")
        console.print(Padding(head, (0, 0, 0, 2)))
        console.print(
            Padding(Styled(finding.do.nl if nl else finding.do.en), (0, 0, 0, 6)), style="dim"
        )
    wrong = sum(finding.grade != "remark" for finding in findings)
    if nl:
        console.print("Er ontbreekt niets." if not wrong else f"Aantal dat niet klopt: {wrong}.")
    else:
        console.print("Nothing lacks." if not wrong else f"To be mended: {wrong}.")
