"""``wijkwerk evaluate``: from a question to a publication that anyone can recompute."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.registry.commands import Command
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language
from wijkwerk.registry.language import language as reader
from wijkwerk.shared.problems import InputError

if TYPE_CHECKING:
    from wijkwerk.evaluation.question import Leavers, Question
    from wijkwerk.monitor.api import Edition

evaluate_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
COMMANDS = (
    Command(
        "evaluate",
        evaluate_commands,
        "Did it work? A question that stands fast, the power, the comparison, the answer.\n\n"
        "Example:\n\n    wijkwerk evaluate power question.toml editions/denhaag-2009-2022-…",
        order=110,
    ),
)
QuestionArgument = Annotated[
    Path, typer.Argument(help="The question: TOML, or JSON that was frozen.")
]
ListsOption = Annotated[
    Path | None,
    typer.Option(help="Folder of lists, for a question about areas that left one (areas.left)."),
]
EditionArgument = Annotated[Path, typer.Argument(help="Folder of a published edition.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Tell it as JSON.")]


class ReportLanguage(StrEnum):
    """The language of what is told."""

    nl = "nl"
    en = "en"


LanguageOption = Annotated[ReportLanguage, typer.Option(help="Language.")]


@evaluate_commands.command("question")
def question_command(
    path: Annotated[Path, typer.Argument(help="The question, in TOML.")],
    freeze: Annotated[
        Path | None, typer.Option(help="Write it as it stands fast from today to this JSON file.")
    ] = None,
    follows: Annotated[
        Path | None, typer.Option(help="The frozen version that this one replaces.")
    ] = None,
    because: Annotated[str, typer.Option(help="Why the frozen question was changed.")] = "",
    lists: ListsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the question in PATH; with --freeze it stands fast, with its digest and the day.

    What stands fast isn't overwritten. A change is another version, which says why.

    Exit codes: 0 the question is right, 2 something is wrong; nothing was written.

    Examples:

        wijkwerk evaluate question question.toml
        wijkwerk evaluate question question.toml --freeze question.json
        wijkwerk evaluate question left-the-list.toml --lists build/lists --freeze question.json
        wijkwerk evaluate question second.toml --freeze second.json --follows question.json --because "an outcome was forgotten"
    """  # noqa: E501
    from wijkwerk.evaluation import question as questions
    from wijkwerk.evaluation.report.words import REMARKS
    from wijkwerk.shared.deadlines import today

    document, frozen = questions.read_question(path, _leavers(lists))
    question = questions.question_of(document)
    if freeze is not None:
        if frozen is not None:
            raise InputError.of(path.name, "stands fast already", "a question in TOML")
        before = None if follows is None else questions.read_frozen(follows)
        fresh = questions.freeze(document, today(datetime.now(UTC)), before, because)
        frozen = questions.write_frozen(fresh, freeze)
    if as_json:
        frozen_document = asdict(frozen) if frozen is not None else {"document": document}
        typer.echo(json.dumps(frozen_document, indent=1, ensure_ascii=False))
        return
    typer.echo(
        _(
            "{title}: {areas} areas, {outcomes} outcomes.",
            title=question.title.in_(reader()),
            areas=len(question.treated),
            outcomes=len(question.outcomes),
        )
    )
    for code in questions.remarks(question):
        typer.echo(_("Note: {remark}", remark=REMARKS[code].in_(reader())))
    if frozen is not None:
        typer.echo(
            _(
                "Stands fast since {frozen_on}, digest {digest}.",
                frozen_on=frozen.frozen_on,
                digest=frozen.digest,
            )
        )


@evaluate_commands.command("power")
def power_command(
    path: QuestionArgument,
    edition: EditionArgument,
    lists: ListsOption = None,
    language: LanguageOption = ReportLanguage.nl,
    as_json: JsonOption = False,
) -> None:
    """Can an effect of the expected size be seen at all, with these areas and years?

    Looks only at figures from before the start, so it may be asked before the question stands fast.

    Exit codes: 0 told, 2 the question or the edition is wrong.

    Example:

        wijkwerk evaluate power question.toml editions/denhaag-2009-2022-…
    """
    from wijkwerk.evaluation.evaluating import power_of
    from wijkwerk.evaluation.report.telling import power_sentence

    question, opened = _opened(path, edition, lists)
    power = power_of(question, opened)
    if as_json:
        typer.echo(json.dumps(power, indent=1, ensure_ascii=False))
        return
    for outcome in power:
        typer.echo(power_sentence(outcome, language.value))


@evaluate_commands.command("match")
def match_command(
    path: QuestionArgument,
    edition: EditionArgument,
    lists: ListsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which areas the question is compared with, and how much they are alike before the start.

    Exit codes: 0 told, 2 the question or the edition is wrong.

    Example:

        wijkwerk evaluate match question.toml editions/denhaag-2009-2022-…
    """
    from wijkwerk.evaluation.gathering import gather

    question, opened = _opened(path, edition, lists)
    data = gather(question, opened, before_only=True)
    chosen = ~data.treated if data.matched is None else data.matched.chosen
    codes = [code for code, is_chosen in zip(data.areas, chosen, strict=True) if is_chosen]
    balance = (
        [] if data.matched is None else [asdict(covariate) for covariate in data.matched.balance]
    )
    if as_json:
        typer.echo(json.dumps({"areas": codes, "balance": balance}, indent=1))
        return
    typer.echo(_("{number} areas to compare with:", number=len(codes)))
    for code in codes:
        typer.echo(f"  {code}  {data.names[code]}")
    for covariate in balance:
        typer.echo(
            _(
                "{name}: {all:+.2f} standard deviations from all, {chosen:+.2f} from those "
                "chosen; {overlap:.0%} within their range",
                name=covariate["name"],
                all=covariate["all"],
                chosen=covariate["chosen"],
                overlap=covariate["overlap"],
            )
        )


@evaluate_commands.command("estimate")
def estimate_command(
    path: Annotated[Path, typer.Argument(help="The question, frozen (JSON).")],
    edition: EditionArgument,
    out: Annotated[Path, typer.Option(help="Folder in which the evaluation appears.")],
    language: LanguageOption = ReportLanguage.nl,
    as_json: JsonOption = False,
) -> None:
    """Answer a question that stands fast, as a publication in OUT: whole or not at all.

    The same question and edition give the same bytes.

    Exit codes: 0 the evaluation is there, 2 the question doesn't stand fast or something is wrong.

    Example:

        wijkwerk evaluate estimate question.json editions/denhaag-2009-2022-… --out evaluations
    """
    from wijkwerk.evaluation.build import build_evaluation
    from wijkwerk.evaluation.question import read_question
    from wijkwerk.evaluation.reading import Evaluation

    _question, frozen = read_question(path)
    if frozen is None:
        raise InputError.of(
            path.name,
            "the question doesn't stand fast",
            "a frozen question",
            suggestion="First: wijkwerk evaluate question QUESTION.toml --freeze QUESTION.json",
        )
    evaluation = Evaluation.open(build_evaluation(frozen, edition, out))
    _tell(evaluation, language, as_json)


@evaluate_commands.command("report")
def report_command(
    folder: Annotated[Path, typer.Argument(help="The evaluation's folder.")],
    out: Annotated[
        Path | None, typer.Option(help="Write the PDF here; one there is replaced.")
    ] = None,
    language: LanguageOption = ReportLanguage.nl,
    as_json: JsonOption = False,
) -> None:
    """Tell what an evaluation says; with --out its PDF: a page for the council, then the rest.

    Exit codes: 0 told, 2 the evaluation is damaged or OUT can't be written.

    Example:

        wijkwerk evaluate report evaluations/focus-0123456789 --out evaluation.pdf
    """
    from wijkwerk.evaluation.manifest import PAPERS
    from wijkwerk.evaluation.reading import Evaluation
    from wijkwerk.publication.api import is_as_published, write_whole

    evaluation = Evaluation.open(folder)
    if out is not None:
        paper = PAPERS[language.value]
        if not is_as_published(evaluation, paper):
            raise InputError.of(
                paper, "not what the manifest says", "the evaluation as it was published"
            )
        write_whole(out, (folder / paper).read_bytes())
    _tell(evaluation, language, as_json)


@evaluate_commands.command("verify")
def verify_command(
    folder: Annotated[Path, typer.Argument(help="The evaluation's folder.")],
    edition: Annotated[
        Path | None, typer.Option(help="Make it anew from this edition; compare every byte.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Is the evaluation in FOLDER what it says it is? Every file is held against its manifest.

    With --edition it is made anew from the question in its folder, and every byte is compared.

    Exit codes: 0 all is as it should be, 2 something differs.

    Example:

        wijkwerk evaluate verify evaluations/focus-0123456789 --edition editions/denhaag-2009-2022-…
    """
    from wijkwerk.evaluation.verify import verify_evaluation

    differences = verify_evaluation(folder, edition)
    if as_json:
        typer.echo(
            json.dumps(
                [asdict(difference) for difference in differences], indent=1, ensure_ascii=False
            )
        )
    else:
        for difference in differences:
            typer.echo(
                f"{difference.file}: {in_language(difference.kind)}: {in_language(difference.detail)}."
            )
        if not differences:
            typer.echo(
                _("Every file is as the manifest says.")
                if edition is None
                else _("Making it anew from the edition gives the same bytes, file by file.")
            )
    if differences:
        raise typer.Exit(2)


@evaluate_commands.command("publish")
def publish_command(
    folder: Annotated[Path, typer.Argument(help="The evaluation's folder.")],
    data: DataOption = None,
) -> None:
    """Let the site show the evaluation in FOLDER, as whoever runs the site.

    Exit codes: 0 it is shown, 2 the evaluation isn't whole.

    Example:

        wijkwerk evaluate publish evaluations/focus-0123456789
    """
    open_database(data)
    from django.utils import timezone

    from wijkwerk.evaluation.publishing import register

    record = register(folder, timezone.now())
    typer.echo(_("{evaluation} is shown on the site.", evaluation=record.evaluation))


@evaluate_commands.command("feasible")
def feasible_command(
    edition: EditionArgument,
    indicator: Annotated[str, typer.Argument(help="Indicator of the edition.")],
    area: Annotated[str, typer.Argument(help="Area that is to reach it.")],
    reference: Annotated[str, typer.Argument(help="Area whose level is to be reached.")],
    language: LanguageOption = ReportLanguage.nl,
    as_json: JsonOption = False,
) -> None:
    """Is a target such as 'reach the city's average' feasible? How many areas that were as far behind did.

    Counts the areas of the same level that once lay about as far behind the reference (a quarter of the
    distance more or less) and, of those, the ones that ever reached it later.

    Exit codes: 0 told, 2 the edition has no such indicator or area.

    Example:

        wijkwerk evaluate feasible editions/denhaag-2009-2022-… low_income WK051829 GM0518
    """
    from wijkwerk.evaluation.feasibility import feasibility, feasibility_sentence
    from wijkwerk.monitor.api import Edition

    feasible = feasibility(Edition.open(edition), indicator, area, reference)
    if as_json:
        typer.echo(json.dumps(asdict(feasible), indent=1, ensure_ascii=False))
        return
    typer.echo(feasibility_sentence(feasible, language.value))


def _leavers(lists: Path | None) -> Leavers | None:
    if lists is None:
        return None
    from wijkwerk.designation.api import leavers_in

    return partial(leavers_in, lists)


def _opened(path: Path, edition: Path, lists: Path | None) -> tuple[Question, Edition]:
    from wijkwerk.evaluation.question import question_of, read_question
    from wijkwerk.monitor.api import Edition

    document, _ = read_question(path, _leavers(lists))
    return question_of(document), Edition.open(edition)


def _tell(evaluation: Any, language: ReportLanguage, as_json: bool) -> None:
    if as_json:
        typer.echo(
            json.dumps({"id": evaluation.id, **evaluation.result}, indent=1, ensure_ascii=False)
        )
        return
    texts = evaluation.told(language.value)
    typer.echo(f"{evaluation.path}")
    typer.echo(texts["title"])
    typer.echo(texts["answer"])
    for outcome in texts["outcomes"]:
        typer.echo(f"- {outcome['name']}: {outcome['answer']}. {outcome['sentence']}")
