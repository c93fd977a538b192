"""The columns of a document, as the models have them: a field that a model gets is exchanged from
then on, unless a table names it as left out, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models

from wijkwerk.programme import models as m
from wijkwerk.programme.policies import INTERNAL
from wijkwerk.rest.columns import model_fields
from wijkwerk.ui.fields import LINE, PARAGRAPH

NUMBER = 32_767  # the largest small whole number of every database
LONGEST_LINE, LONGEST_TEXT = LINE, PARAGRAPH

# Of every table.
LEFT_OUT: Mapping[str, str] = {
    "id": "Keys hold within one document; another database numbers otherwise.",
    "programme": "A document is about one programme.",
    "version": "Counts what was done in that database.",
    "actor": "No account stands in a document.",
}


# Tables that a document hasn't got.
LEFT_OUT_TABLES: Mapping[type[models.Model], str] = {
    m.NoticeChoice: "How an account wants to be reminded, with the key of its calendar.",
    m.NoticeSent: "What was mailed to an account by that site.",
}


@dataclass(frozen=True)
class Column:
    """A column. ``kind``: text, day, moment, number, whole, money, flag, codes, choice, json, ref,
    refs, object (the thing of a step), state. ``internal``: in the full document alone. ``written``:
    whether an export gives it; a document that has it is read all the same."""

    name: str
    kind: str = "text"
    most: int = 300  # signs of a text, or the largest whole number
    needed: bool = False
    internal: bool = False
    to: str = ""  # the table that a ref refers to
    choices: tuple[str, ...] = ()
    written: bool = True
    line: bool = True  # a text of one line, not of paragraphs


# What a model calls its table in a document, for references.
TABLE_OF: Mapping[type[models.Model], str] = {
    m.Programme: "programme", m.Organisation: "organisations", m.Domain: "domains", m.Seat: "seats",
    m.Pillar: "pillars", m.Goal: "goals", m.Target: "targets", m.Plan: "plans", m.PlanResult: "plan_results",
    m.PlanText: "plan_texts", m.Signatory: "signatories", m.Signature: "signatures",
    m.Meeting: "meetings", m.Proposal: "proposals", m.TargetPath: "paths",
    m.Milestone: "milestones", m.Measurement: "measurements", m.Commitment: "commitments",
    m.Report: "reports", m.Project: "projects", m.Mark: "marks", m.Covenant: "covenants",
    m.Obligation: "obligations", m.ActionPlan: "action_plans", m.ActionStep: "action_steps",
    m.Contact: "contacts", m.PartySignature: "party_signatures", m.Letter: "letters", m.Addition: "additions",
    m.Assessment: "assessments", m.PublishedFact: "published_facts", m.Score: "scores", m.Step: "steps",
}  # fmt: skip


def columns_of(
    model: type[models.Model],
    *,
    first: str = "",
    state_after: str = "",
    needed: Collection[str] = (),
    instead: Mapping[str, Column] | None = None,
    left_out: Mapping[str, str] | None = None,
) -> tuple[Column, ...]:
    """The columns of a model, in the order of its fields, ``first`` before them and a state after
    ``state_after``.

    ``needed`` are those that may not stay empty although the database has a value of its own for
    them; ``instead`` columns that aren't as their field; ``left_out``
    fields that aren't exchanged, each with the reason. Raises KeyError for a name that isn't a field.
    """
    instead, out = instead or {}, {**LEFT_OUT, **(left_out or {})}
    fields = model_fields(model)
    for name in (
        *needed,
        *instead,
        *(left_out or ()),
        *filter(None, [first, state_after]),
    ):
        fields[name]
    names = [field for field in fields if field not in out and field != "state"]
    names.sort(key=lambda name: name != first)
    if "state" in fields:
        names.insert(names.index(state_after) + 1, "state")
    internal = INTERNAL.get(model, frozenset())
    columns = []
    for name in names:
        column = instead.get(name) or _column(fields[name])
        columns.append(
            replace(column, needed=column.needed or name in needed, internal=name in internal)
        )
    return tuple(columns)


def _column(field: Any) -> Column:
    """The column of a field, by what kind of field it is."""
    needed = not field.blank and not field.null and not field.has_default()
    name = str(field.name)
    if isinstance(field, models.ManyToManyField):
        return Column(name, "refs", to=TABLE_OF[field.related_model])
    if isinstance(field, models.ForeignKey):
        return Column(name, "ref", needed=not field.null, to=TABLE_OF[field.related_model])
    if name == "state":
        return Column(name, "state", most=field.max_length, needed=True)
    if isinstance(field, models.SlugField):
        return Column(name, "code", most=field.max_length or LONGEST_LINE, needed=needed)
    if isinstance(field, models.TextField):
        return Column(name, most=field.max_length or LONGEST_TEXT, needed=needed, line=False)
    if isinstance(field, models.CharField):
        if field.choices:
            choices = tuple(str(value) for value, _label in field.flatchoices if value)
            return Column(name, "choice", needed=needed, choices=choices)
        return Column(name, most=field.max_length or 0, needed=needed)
    for kind, column in _KINDS:
        if isinstance(field, kind):
            return Column(name, column, most=NUMBER, needed=needed)
    raise TypeError(f"{field}: this kind of field isn't exchanged yet; say how, or leave it out")


_KINDS: tuple[tuple[type[Any], str], ...] = (
    (models.DateTimeField, "moment"), (models.DateField, "day"), (models.FloatField, "number"),
    (models.DecimalField, "money"), (models.PositiveSmallIntegerField, "whole"),
    (models.BooleanField, "flag"), (models.JSONField, "json"),
)  # fmt: skip
