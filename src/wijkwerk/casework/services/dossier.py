"""The file of a household to take along: for a person of it to read (JSON, PDF), or sealed for a receiver."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyrage
from django.db import transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import (
    Looking,
    addresses,
    households,
    looking_as,
    open_domains,
    residents,
    rows_of,
)
from wijkwerk.casework.read_log import look_of_receiver
from wijkwerk.casework.services.common import ActionNotAllowed, audit, audited, in_household
from wijkwerk.shared.deadlines import today
from wijkwerk.ui.reader import day, language

# The parts of the file that a law or a consent opens, and what of which model stands in them.
_PIECES: Sequence[tuple[Any, ...]] = (
    ("goals", m.Goal, "plan", "domain", "goal", "situation", "outcome"),
    ("tasks", m.Task, "plan", "domain", "task", "worker", "dossier", "payer", "cents", "due_on", "done_on",
     "waits_for"),
    ("notes", m.Note, "domain", "kind", "at", "worker", "text"),
    ("debt_requests", m.DebtRequest, "domain", "asked_on", "is_threatened", "talk_by", "talked_on"),
    ("nuisance", m.Nuisance, "domain", "what", "began_on", "violent", "victims", "ended_on", "is_mistaken",
     "ended_because"),
    ("measures", m.Measure, "domain", "step", "what", "organisation", "legal_ground", "skipped_because", "started_on",
     "review_by", "ends_on", "effect", "ended_on"),
    ("protection", m.Protection, "domain", "text", "review_on", "ended_on", "has_moved"),
    ("conflicts", m.Conflict, "domain", "kind", "law", "article", "organisation", "effect", "reported_at",
     "solved_at", "solution"),
    ("time_outs", m.TimeOut, "domain", "intervention", "organisation", "first_day", "last_day", "meeting", "meet_by"),
    ("deviations", m.Deviation, "domain", "aim", "reasons", "decided_by", "decided_on"),
    ("bridging", m.Bridging, "domain", "entry", "cents", "payer", "on"),
    ("submissions", m.Submission, "domain", "group", "question", "decide_by", "outcome", "decision", "in_meeting",
     "dossier", "fetches", "payer", "decided_on"),
    ("escalations", m.Escalation, "domain", "rung", "owner", "asked_on", "answer_by", "answered_on", "answer"),
)  # fmt: skip
_TITLES = {
    "person": gettext_lazy("You"),
    "belonged": gettext_lazy("When you belonged to the household"),
    "addresses": gettext_lazy("Addresses"),
    "circle": gettext_lazy("Who may look, and what for"),
    "consents": gettext_lazy("Your consents"),
    "domains": gettext_lazy("Life domains that are open"),
    "goals": gettext_lazy("Goals"),
    "tasks": gettext_lazy("Tasks"),
    "notes": gettext_lazy("What was written down"),
    "debt_requests": gettext_lazy("Requests for help with debts"),
    "nuisance": gettext_lazy("Nuisance that the household causes"),
    "measures": gettext_lazy("What was done about it"),
    "protection": gettext_lazy("What protects the household"),
    "conflicts": gettext_lazy("Conflicts between rules"),
    "time_outs": gettext_lazy("Suspended for a while"),
    "deviations": gettext_lazy("Departed from a rule"),
    "bridging": gettext_lazy("Bridging budget"),
    "submissions": gettext_lazy("What a steering group was asked"),
    "escalations": gettext_lazy("Who was asked for a solution"),
    "episodes": gettext_lazy("When you got help"),
    "extents": gettext_lazy("How many problems there are"),
    "follow_ups": gettext_lazy("How it went afterwards"),
    "emergencies": gettext_lazy("Opened in an emergency"),
    "codes": gettext_lazy("Codes of your household"),
    "looked": gettext_lazy("Who looked"),
}
# Fields of which the form's question is no label, or that stand on no form.
_LABELS = {
    "starts_at": pgettext_lazy("first day", "From"),
    "ends_at": gettext_lazy("Until and with"),
    "plan": gettext_lazy("Version"),
    "worker": gettext_lazy("Who"),
    "purpose": gettext_lazy("What for?"),
    "because": gettext_lazy("Why?"),
    "at": gettext_lazy("When"),
    "done_on": gettext_lazy("Done on"),
    "ended_on": gettext_lazy("Ended on"),
    "reported_at": gettext_lazy("Reported on"),
    "solved_at": gettext_lazy("Solved on"),
    "rung": gettext_lazy("Rung"),
    "asked_on": gettext_lazy("Asked on"),
    "talk_by": gettext_lazy("First talk at the latest on"),
    "answer_by": gettext_lazy("Answer by"),
    "group": gettext_lazy("Steering group"),
    "decide_by": gettext_lazy("Decision by"),
    "decided_on": gettext_lazy("Decided on"),
    "answered_on": gettext_lazy("Answered on"),
    "number": gettext_lazy("Number"),
    "opened_at": gettext_lazy("Opened on"),
    "closed_at": gettext_lazy("Closed on"),
    "verdict": gettext_lazy("What the reviewer thinks of it"),
    "review": gettext_lazy("Why?"),
    "person": gettext_lazy("Of whom?"),
    "made_at": gettext_lazy("Made on"),
    "made_by": gettext_lazy("Made by"),
    "ended_at": gettext_lazy("Ended on"),
    "role": gettext_lazy("As what"),
    "domains": gettext_lazy("About what?"),
    "withdrawn_at": gettext_lazy("Taken back on"),
    "cents": gettext_lazy("Euros"),
}
_ROLES = {
    "director": gettext_lazy("director"),
    "deputy": gettext_lazy("stands in"),
    "member": gettext_lazy("in the circle"),
    "emergency": gettext_lazy("an emergency"),
    "officer": gettext_lazy("privacy officer"),
    "receiver": gettext_lazy("received the file"),
}


@dataclass(frozen=True)
class _Form:
    """How rows are given: ``readable`` with the words of a reader, else with names that programs know."""

    readable: bool

    def rows(self, rows: Any, *names: str) -> list[dict[str, Any]]:
        """Rows with these fields; organisations, workers and plans as people call them."""
        linked = [name for name in names if rows.model._meta.get_field(name).is_relation]
        related = rows.select_related(*linked) if linked else rows.all()
        return [self._row(row, names) for row in related]

    def _row(self, row: Any, names: Sequence[str]) -> dict[str, Any]:
        if not self.readable:
            return {name: _plain(getattr(row, name)) for name in names}
        texts = ((name, _readable(row, name)) for name in names)
        return {_label(row, name): text for name, text in texts if text}


def export(code: m.HouseholdCode, now: datetime, *, readable: bool = False) -> dict[str, Any]:
    """What is kept of the person who holds a code, and of the household as a whole: for a file of their own.

    What is about another person of the household alone is that person's, and personal notes of workers are no part of
    the file. What who made the code may not see isn't in it either: whoever wrote that gives it.
    """
    household, person, form = code.household, code.person, _Form(readable)
    with transaction.atomic():
        audit(None, "export", household, now, person=person.pk)
        maker: Any = code.made_by  # there is no code without one: ``by_code``
        looking = looking_as(maker, code.purpose, now)
        consents = m.Consent.objects.filter(household=household, person=person)
        belonged = person.residences.filter(household=household)
        whose = Q(person=person) | Q(person=None)
        return {
            "note": _(
                "What the worker who gave you the code may not see isn’t in this file. Ask who wrote it for that."
            ),
            "person": form.rows(
                m.Person.objects.filter(pk=person.pk), "name", "born_on", "contact"
            ),
            "belonged": form.rows(belonged, "relation", "starts_at", "ends_at"),
            "addresses": form.rows(addresses(looking, household), "text", "starts_at", "ends_at"),
            "circle": form.rows(
                household.memberships, "worker", "purpose", "because", "starts_at", "ends_at"
            ),
            "consents": form.rows(
                consents,
                "domain",
                "organisation",
                "purpose",
                "signed_by",
                "wording",
                "starts_at",
                "ends_at",
                "withdrawn_at",
            ),
            **_seen(looking, household, form, whose),
            "episodes": form.rows(
                m.Episode.objects.filter(household=household),
                "number",
                "door",
                "opened_at",
                "closed_at",
                "exit",
                "closing",
            ),
            "extents": form.rows(
                household.extents,
                "helped_since",
                "schemes",
                "is_interwoven",
                "passes_on",
                "starts_at",
                "ends_at",
            ),
            "follow_ups": form.rows(
                household.follow_ups.filter(whose),
                "months",
                "ask_on",
                "asked_on",
                "answer",
                "remark",
            ),
            "emergencies": form.rows(
                household.emergencies,
                "worker",
                "because",
                "starts_at",
                "ends_at",
                "verdict",
                "review",
            ),
            "codes": form.rows(household.codes, "person", "made_at", "made_by", "ended_at"),
            "looked": form.rows(household.looks, "at", "worker", "role", "purpose", "domains"),
        }


def _seen(
    looking: Looking, household: m.Household, form: _Form, whose: Q
) -> dict[str, list[dict[str, Any]]]:
    """The parts that a law or a consent opens to who looks."""
    parts = {
        "domains": form.rows(
            open_domains(looking, household), "domain", "because", "starts_at", "ends_at"
        )
    }
    for part, kind, *names in _PIECES:
        rows: Any = rows_of(looking, kind, household).filter(whose)
        parts[part] = form.rows(rows.filter(personal=False) if kind is m.Note else rows, *names)
    return parts


def paper(code: m.HouseholdCode, now: datetime) -> Mapping[str, Any]:
    """The file of ``export`` in the reader's language, as its PDF is set from it: no empty parts."""
    parts = export(code, now, readable=True)
    return {
        "lang": language(),
        "title": _("Your file"),
        "day": day(today(now)),
        "note": parts.pop("note"),
        "parts": [
            {
                "title": str(_TITLES[name]),
                "rows": [[list(pair) for pair in row.items()] for row in rows],
            }
            for name, rows in parts.items()
            if rows
        ],
    }


@in_household(director=True)
def seal_for(looking: Looking, household: m.Household, *, membership: m.Membership) -> bytes:
    """What somebody of the circle sees for their purpose, as a file (age, with JSON in it) that only their organisation
    opens. The household reads that it was made. Raises as ``acting``, ActionNotAllowed without the organisation's key,
    or when they may see nothing."""
    worker = membership.worker
    receiver = looking_as(worker, membership.purpose, looking.now)
    if not worker.organisation.age_key:
        raise ActionNotAllowed(_("This organisation gave no key yet. Ask the administrator."))
    place = household.memberships.filter(in_force(looking.now), pk=membership.pk)
    if not place.exists() or not households(receiver).filter(pk=household.pk).exists():
        raise ActionNotAllowed(_("This worker may see nothing of this household."))
    form = _Form(readable=False)
    persons = m.Person.objects.filter(pk__in=residents(receiver, household).values("person"))
    file = {
        "persons": form.rows(persons, "name", "born_on", "contact"),
        "addresses": form.rows(addresses(receiver, household), "text", "starts_at", "ends_at"),
        **_seen(receiver, household, form, Q()),
    }
    domains = {row["domain"] for rows in file.values() for row in rows if "domain" in row}
    look_of_receiver(receiver, worker, household, domains)
    audited(looking, "send", household, worker=worker.pk)
    text = json.dumps(file, ensure_ascii=False, indent=1)
    key = pyrage.x25519.Recipient.from_str(worker.organisation.age_key)
    sealed: bytes = pyrage.encrypt(text.encode(), [key])
    return sealed


def is_age_key(text: str) -> bool:
    """Whether a text is the public half of a key of age."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, m.Plan):
        return value.number
    if isinstance(value, date):  # and moments
        return value.isoformat()
    return value if isinstance(value, str | int | bool | None) else str(value)


def _label(row: Any, name: str) -> str:
    label = _LABELS.get(name) or capfirst(row._meta.get_field(name).verbose_name)
    return str(label).rstrip("?")


def _readable(row: Any, name: str) -> str:
    """The value of a field as a reader of the paper understands it; '' for none."""
    value = getattr(row, name)
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "born_on":
        return day(value)
    if name == "role":
        return str(_ROLES[value])
    if name == "domains":
        return ", ".join(str(m.Domain(code).label) for code in value.split(",") if code)
    if name == "cents":
        return f"{value // 100},{value % 100:02}"
    if name == "person":
        return str(value.name)
    if hasattr(row, f"get_{name}_display"):
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, datetime):
        return day(today(value))
    return day(value) if isinstance(value, date) else str(_plain(value))
