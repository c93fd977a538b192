"""What evaluations answer, and what they hand to decisions, practice cards and schemes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wijkwerk.evaluation.models import EvaluationRecord
from wijkwerk.evaluation.report.telling import overall
from wijkwerk.evaluation.serving import shown
from wijkwerk.registry.loop import HandedOver, Link, LoopPart, TakenUp
from wijkwerk.shared import deadlines
from wijkwerk.shared.text import Language


def loop(language: Language) -> LoopPart:
    """Every evaluation that everybody may read, since the day that this site shows it."""
    handed_over: list[HandedOver] = []
    taken_up: list[TakenUp] = []
    for record in shown():
        handed_over.append(_handed_over(record, language, Link.CARD))
        if record.kind == "list":
            handed_over.append(_handed_over(record, language, Link.SCHEME))
        if record.kind == "project":
            taken_up.append(
                TakenUp(
                    Link.PROJECT,
                    record.reference,
                    deadlines.today(record.registered_at),
                    _title(record, language),
                    record.get_absolute_url(),
                )
            )
            if did_not_help(record):
                handed_over.append(_handed_over(record, language, Link.VERDICT))
    gives = (Link.VERDICT, Link.CARD, Link.SCHEME)
    return LoopPart(gives, (Link.PROJECT,), tuple(handed_over), tuple(taken_up))


def did_not_help(record: EvaluationRecord) -> bool:
    """Whether something could be known, and none of it helped."""
    answers = record.answers
    return not answers.get("helped") and bool(answers.get("no_effect") or answers.get("harm"))


def _title(record: EvaluationRecord, language: Language) -> str:
    return record.title_nl if language == "nl" else record.title_en


def _handed_over(record: EvaluationRecord, language: Language, link: Link) -> HandedOver:
    waits_for = {
        Link.VERDICT: _("the board of the programme"),
        Link.CARD: _("who keeps the practice cards"),
        Link.SCHEME: _("who keeps the scheme"),
    }[link]
    answer = overall({"answers": record.answers}, language)
    return HandedOver(
        link,
        (record.reference if link is Link.VERDICT else record.evaluation,),
        f"{_title(record, language)} {answer}",
        deadlines.today(record.registered_at),
        waits_for,
        record.get_absolute_url(),
        tuple(record.areas),
        anew=link is Link.VERDICT,
    )
