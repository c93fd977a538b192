"""``wijkwerk scheme list|show|check|init|schema``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from wijkwerk.designation.commands.options import plain_console, shown, table
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, problem_sentence
from wijkwerk.registry.language import language as reader
from wijkwerk.shared.problems import InputError, Severity

_SIGNS = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}


def list_command() -> None:
    """The schemes that ship with Wijkwerk.

    Example:

        wijkwerk scheme list
    """
    from wijkwerk.designation.reading import read_scheme, shipped

    rows = table("id", "title", "versions from", "statuses")
    for code, path in shipped().items():
        scheme = read_scheme(path)
        dates = ", ".join(version.since for version in scheme.versions)
        codes = sorted({status.code for version in scheme.versions for status in version.statuses})
        rows.add_row(code, scheme.title.in_(reader()), dates, ", ".join(codes))
    console = plain_console()
    console.print(rows)
    console.print(_("Next: wijkwerk scheme show denmark"))


def show_command(
    scheme: Annotated[str, typer.Argument(help="Id of a shipped scheme, or its file or folder.")],
    language: Annotated[str, typer.Option(help="Language of labels: nl, en or da.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="The scheme as JSON.")] = False,
) -> None:
    """What SCHEME asks, version by version, in plain words.

    Exit codes: 0 done, 2 the scheme or the language is wrong.

    Examples:

        wijkwerk scheme show denmark
        wijkwerk scheme show my-scheme.toml --language nl
    """
    from wijkwerk.designation.lists.manifest import scheme_document
    from wijkwerk.designation.reading import find_scheme, read_scheme

    if language not in ("nl", "en", "da"):
        raise InputError.of("--language", "unknown language", "nl, en or da", value=language)
    shown_scheme = read_scheme(find_scheme(scheme))
    if as_json:
        typer.echo(json.dumps(scheme_document(shown_scheme), indent=1, ensure_ascii=False))
        return
    console = plain_console()
    for rules in shown_scheme.versions:
        console.print(
            _(
                "\n{title} ({id}, from {since})",
                title=rules.title.in_(language),
                id=shown_scheme.id,
                since=rules.since,
            ),
            style="bold",
        )
        if note := rules.notes.in_(language):
            console.print(note)
        indicators = {measure.code: measure for measure in rules.measures}
        rows = table("criterion", "measure", "asks", "note")
        for criterion in rules.criteria:
            measure = indicators.get(criterion.measure)
            rule = (
                _("top {number}", number=criterion.top)
                if criterion.top is not None
                else (
                    f"{in_language(_SIGNS[criterion.op.value])} {shown(criterion.threshold)}"
                    + (
                        ""
                        if criterion.relative_to == "none"
                        else _(" times the {area}", area=in_language(criterion.relative_to.value))
                    )
                )
            )
            notes = [_("gate")] if criterion.gate else []
            if criterion.ground:
                notes.append(
                    _("protected ground: {ground}, off", ground=criterion.ground)
                    if criterion.off
                    else _("protected ground: {ground}, on", ground=criterion.ground)
                )
            if measure is not None and measure.period.mean > 1:
                notes.append(_("mean of {number} years", number=measure.period.mean))
            question_texts = (
                criterion.measure
                if measure is None
                else f"{criterion.measure} ({measure.indicator})"
            )
            rows.add_row(criterion.code, question_texts, rule, "; ".join(notes))
        console.print(rows)
        for status in sorted(rules.statuses, key=lambda status: status.rank):
            parts = [_("within {status}", status=status.within)] if status.within else []
            if status.of:
                parts.append(
                    _("{number} of {codes}", number=status.at_least, codes=", ".join(status.of))
                )
            parts += [_("gate {code}", code=gate) for gate in status.gates]
            if status.years_in_a_row > 1:
                parts.append(_("{number} years in a row", number=status.years_in_a_row))
            off = _(" (off: protected ground)") if status.code in rules.statuses_off() else ""
            console.print(
                f"{status.rank}. {status.label.in_(language)} ({status.code}): "
                f"{'; '.join(parts)}{off}"
            )


def check_command(
    scheme: Annotated[str, typer.Argument(help="File or folder of a scheme, or a shipped id.")],
    as_json: Annotated[bool, typer.Option("--json", help="Problems as JSON.")] = False,
) -> None:
    """Is SCHEME sound? Every problem in one run, with file, line and what to do.

    Unknown keys and codes, statuses that rest on themselves, versions that conflict, conditions
    that nobody can meet or that exclude each other.

    Exit codes: 0 it can be used (warnings may be told), 2 it has errors.

    Examples:

        wijkwerk scheme check my-scheme.toml
        wijkwerk scheme check my-scheme --json
    """
    from wijkwerk.designation.reading import examine, find_scheme

    _scheme, problems = examine(find_scheme(scheme))
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if as_json:
        typer.echo(
            json.dumps([asdict(problem) for problem in problems], indent=1, ensure_ascii=False)
        )
    else:
        console = plain_console()
        for problem in problems:
            colour = "red" if problem.severity is Severity.ERROR else "yellow"
            console.print(problem_sentence(problem), style=colour, soft_wrap=True)
        console.print(
            _(
                "{scheme}: {errors} errors, {warnings} warnings.",
                scheme=scheme,
                errors=len(errors),
                warnings=len(problems) - len(errors),
            )
            + ("" if errors else " " + _("The scheme can be used."))
        )
    if errors:
        raise typer.Exit(2)


def init_command(
    out: Annotated[Path, typer.Argument(help="File to write; it must not be there yet.")],
) -> None:
    """Write a small scheme to begin with: two measures, a gate, a status with two years in a row.

    Exit codes: 0 it is there, 2 the file is there already or can't be written.

    Example:

        wijkwerk scheme init my-scheme.toml
    """
    from wijkwerk.designation.reading import starter

    try:
        with out.open("x", encoding="utf-8") as stream:
            stream.write(starter())
    except FileExistsError:
        raise InputError.of(str(out), "file is there already", "a new file") from None
    console = plain_console()
    console.print(_("{out} is there. Put your own indicators in it, then:", out=out))
    console.print(_("  wijkwerk scheme check {out}", out=out), soft_wrap=True)


def schema_command() -> None:
    """The JSON Schema of a scheme's file, for an editor that checks while you type.

    Example:

        wijkwerk scheme schema > scheme.schema.json
    """
    from wijkwerk.designation.reading import schema

    typer.echo(json.dumps(schema(), indent=1, ensure_ascii=False))
