"""Ideas of residents: unanswered ones first, for everybody and for who answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.core.clock import Clock, answer_clock
from wijkwerk.participation.models import Idea, Photo
from wijkwerk.participation.policies import PRIVATE_ACTIONS
from wijkwerk.participation.services import ideas as services
from wijkwerk.participation.services import photos
from wijkwerk.participation.services.common import STEPS
from wijkwerk.participation.services.support import may_be_asked
from wijkwerk.participation.web.labels import euros
from wijkwerk.participation.web.resource import NAMESPACE, PUBLIC, ProcessPart
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.forms import OutcomeForm, long_text, step_form
from wijkwerk.workflow.pages import this_day
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Section
from wijkwerk.workflow.values import Counted


def clock_label(idea: Idea) -> str:
    """How the answer stands: waiting and how long still, too late, or given."""
    decision = STEPS.labels.outcome("idea", idea.decision, language()) if idea.decision else ""
    return clock_sentence(idea.answer_by, idea.answered_on, decision.lower())


def clock_sentence(answer_by: date, answered_on: date | None, decision: str) -> str:
    """How an answer stands that is due on ``answer_by``; ``decision`` is what it says once it was given."""
    clock = answer_clock(answer_by, answered_on, this_day())
    days = Counted(clock.days)
    if clock.state is Clock.WAITING:
        if not days:
            return gettext("Waiting for an answer; today is the last day.")
        return ngettext(
            "Waiting for an answer; %(n)s working day left.",
            "Waiting for an answer; %(n)s working days left.",
            days,
        ) % {"n": days}
    if clock.state is Clock.TOO_LATE:
        return gettext("Too late: the answer was due on %(day)s.") % {"day": day(answer_by)}
    when = gettext("Answered on %(day)s") % {"day": day(answered_on)}
    late = gettext("later than promised") if clock.state is Clock.ANSWERED_LATE else ""
    return ", ".join(filter(None, [when, late])) + (f": {decision}." if decision else ".")


def _others(idea: Idea) -> QuerySet[Any]:
    rows: QuerySet[Any] = Idea.objects.filter(process=idea.process_id, joined_to=None)
    return rows.exclude(pk=idea.pk)


_NOTE = (
    "kind",
    "title",
    "text",
    "street",
    "topic",
    "area",
    "asks",
    "joins",
    "channel",
    "origin",
    "received_on",
)

_ROLES = ("resident_role", "organisation_role", "municipality_role")


class AnswerForm(OutcomeForm):
    """What is taken over, why, and what it changed."""

    changed = long_text(
        Idea._meta.get_field("changed").verbose_name,
        Idea._meta.get_field("changed").help_text,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """What isn't taken over changed nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == "not_taken" and cleaned.get("changed"):
            self.add_error("changed", STEPS.labels.refusal("changed_nothing", language()))
        return cleaned


class IdeaResource(ProcessPart):
    """An idea, question or signal: answered within its term, carried out, confirmed."""

    model = Idea
    machine = "idea"
    name, plural, title = "idea", "ideas", _("Ideas and questions")
    missing, empty = _("There is no such idea."), _("There is no idea yet.")
    columns = ("heading", "of_kind", "clock", "state", "backing")
    facts = (
        "kind", "street", "topic", "handler", "asks", "joins", "channel", "origin", "supporters", "signatures",
        "money", "costing", "resident_role", "organisation_role", "municipality_role", "received_on", "answer_by",
        "answered_on", "due_on",
    )  # fmt: skip
    steps = {
        "submit": Step(services.note, step_form(Idea, *_NOTE), today="received_on"),
        "publish": Step(services.publish),
        "withhold": Step(services.withhold),
        "unpicture": Step(photos.remove, offered=lambda _reader, idea: photos.has_photo(idea)),
        "appeal": Step(services.appeal),
        "review": Step(services.review),
        "join": Step(
            services.join,
            step_form(Idea, "joined_to", required=True),
            choices={"joined_to": _others},
        ),
        "forward": Step(services.forward, step_form(Idea, "handler", required=True)),
        "support": Step(services.support, step_form(Idea, "supporters")),
        "draft": Step(services.draft, step_form(Idea, "draft", required=True)),
        "refuse": Step(services.refuse),
        "advise": Step(services.advise),
        "take_part": Step(services.take_part),
        "lapse": Step(services.lapse),
        "cost": Step(services.cost, step_form(Idea, "cost", "costing", required=True)),
        "choose": Step(services.choose),
        "answer": Step(services.answer, AnswerForm),
        "appoint": Step(services.appoint, step_form(Idea, *_ROLES, required=True)),
        "plan": Step(services.plan, step_form(Idea, "due_on", required=True)),
        "meet": Step(services.meet, text=_("What was said, and what follows from it")),
        "delay": Step(services.delay, step_form(Idea, "due_on", required=True)),
        "finish": Step(services.finish, step_form(Idea, "result", required=True)),
        "confirm": Step(services.confirm),
        "reject": Step(services.reject),
        "celebrate": Step(services.celebrate, text=_("How it was celebrated")),
    }
    left_out = {
        "receipt": "it is a secret of its author",
        "public": "what isn't public isn't there",
        "appealed_on": "it is between its author and who decides",
        "appeal_decision": "it is between its author and who decides",
    }
    begin_path = "note"
    page_template = "participation/idea.html"

    def context(self, subject: Idea | None, reader: Reader) -> Mapping[str, Any]:
        """Where its photo is, and how large; nothing without one."""
        size = Photo.objects.filter(idea=subject).values("width", "height").first()
        if subject is None or size is None:
            return {}
        view = "photo" if reader.audience is PUBLIC else "work-photo"
        url = reverse(f"{NAMESPACE}:{view}", args=[subject.process_id, subject.pk])
        return {"photo": {"url": url, **size}}

    @admin.display(description=_("Idea or question"))
    def heading(self, subject: Idea) -> str:
        """What it is about."""
        return subject.title

    @admin.display(description=_("Kind"))
    def of_kind(self, subject: Idea) -> str:
        """Idea, question or signal."""
        return str(subject.get_kind_display())

    @admin.display(description=_("Answer"))
    def clock(self, subject: Idea) -> str:
        """How the answer stands."""
        return clock_label(subject)

    @admin.display(description=_("Support"))
    def backing(self, subject: Idea) -> int:
        """How many residents, on paper and here."""
        return subject.supporters + subject.signatures

    @admin.display(description=_("Cost"))
    def money(self, subject: Idea) -> str:
        """In euros."""
        return euros(subject.cost)

    def links(self, subject: Idea, reader: Reader) -> list[tuple[Any, str]]:
        """Where residents support it."""
        if (
            reader.audience is not PUBLIC
            or not settings.MAIL_WORKS
            or not may_be_asked(subject, decisions_of(reader.request).now)
        ):
            return []
        url = reverse(f"{NAMESPACE}:support", args=[subject.process_id, subject.pk])
        return [(gettext("Support this idea"), url)]

    def answer(self, subject: Idea, reader: Reader) -> str:
        """The clock, then the state."""
        return f"{clock_label(subject)} {self.state(subject)}."

    def chosen(self, rows: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """Without what was joined with another: that stands on the page of the other."""
        return rows.filter(joined_to=None)

    def list_answer(self, reader: Reader) -> str:
        """How many wait, and how many of those too long; also those that nobody may read yet."""
        waiting = Idea.objects.filter(
            process=reader.parent, answered_on=None, joined_to=None
        ).exclude(state="refused")
        number = Counted(waiting.count())
        late = Counted(waiting.filter(answer_by__lt=reader.today).count())
        if not number:
            return gettext("Everything that came in was answered.")
        sentence = ngettext("%(n)s waits for an answer.", "%(n)s wait for an answer.", number) % {
            "n": number
        }
        if not late:
            return sentence
        return (
            sentence
            + " "
            + ngettext("%(n)s is too late.", "%(n)s are too late.", late) % {"n": late}
        )

    def sections(self, subject: Idea, reader: Reader) -> list[Section]:
        """The text, what residents made of it, what was done, and what was joined with it."""
        # Of what was joined the title may be unread; its author is told all the same.
        around = Q(joined_to=subject) | Q(pk=subject.joined_to_id)
        rows = () if reader.audience is PUBLIC else self.queryset(reader).filter(around)
        joined = [(str(idea), self.url_of(idea, reader), "") for idea in rows]
        number = subject.joined.count()
        note = ngettext(
            "%(n)s other was joined with it.", "%(n)s others were joined with it.", number
        ) % {"n": Counted(number)}
        return [
            Section("text", self.label("text"), subject.text, note=note if number else ""),
            *([Section("draft", self.label("draft"), subject.draft)] if subject.draft else []),
            *(
                [Section("changed", self.label("changed"), subject.changed)]
                if subject.changed
                else []
            ),
            *([Section("result", self.label("result"), subject.result)] if subject.result else []),
            *([Section("joined", _("Joined"), links=joined)] if joined else []),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]

    def history(self, steps: Iterable[Any], subject: Idea, reader: Reader) -> list[dict[str, Any]]:
        """Without the words about making it public (policies.py)."""
        shown = list(steps)
        if reader.audience is PUBLIC or not any(
            reader.may(action, subject) for action in ("participation.work", "participation.decide")
        ):
            for step in shown:
                step.text = "" if step.action in PRIVATE_ACTIONS else step.text
        return super().history(shown, subject, reader)

    def list_links(self, reader: Reader) -> list[tuple[Any, str]]:
        """Ideas of an evening, for who writes them down."""
        if reader.audience is PUBLIC or not reader.may("participation.work", reader.parent):
            return []
        url = reverse(f"{NAMESPACE}:take-in", args=[reader.parent.pk])
        return [(gettext("Take in ideas out of a spreadsheet"), url)]

    def list_sections(self, reader: Reader) -> list[Section]:
        """Where residents bring something in."""
        if reader.audience is not PUBLIC or reader.parent.state != "open":
            return []
        url = reverse(f"{NAMESPACE}:submit", args=[reader.parent.pk])
        return [Section("bring-in", _("Bring something in"), links=[(gettext("Tell us"), url, "")])]


ideas = register(IdeaResource())
