"""The board: proposals that wait, meetings, and writing down what was decided."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from wijkwerk.programme.models import Meeting, Proposal
from wijkwerk.programme.models import Step as ProgrammeStep
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services import board as services
from wijkwerk.programme.services.people import seats_of
from wijkwerk.programme.web.labels import entered_label, with_entered
from wijkwerk.programme.web.plans.programmes import programmes
from wijkwerk.programme.web.public.target_events import attendance_label, wish_label
from wijkwerk.programme.web.resource import WORKING, ProgrammeResource
from wijkwerk.shared.numbers import percent
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.api import Transition, actor_of, possible
from wijkwerk.workflow.forms import NO_NAMES, StepModelForm, long_text
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Card, Columns, Link, Section, table_of

_MEETINGS = 30


class DecisionForm(StepModelForm):
    """What the board decided: in which meeting, who was for and against, and why."""

    text = long_text(gettext_lazy("Reasons of the board"), NO_NAMES)

    class Meta(StepModelForm.Meta):
        """Sides of the board, no persons."""

        model = Proposal
        fields = ("meeting", "votes_for", "votes_against")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choices: dict[str, Any] = dict(self.fields)
        choices["meeting"].queryset = _meetings_since(self.subject)
        choices["meeting"].label_from_instance = lambda meeting: with_entered(
            f"{meeting.title}, {day(meeting.on)}", meeting
        )
        choices["meeting"].empty_label, choices["meeting"].required = None, True
        for votes in ("votes_for", "votes_against"):
            choices[votes].queryset = self.parent.domains.all()


def _meetings_since(proposal: Proposal) -> QuerySet[Meeting]:
    meetings: QuerySet[Meeting] = proposal.programme.meetings.filter(on__gte=proposal.made_on)
    return meetings


def _no_meeting(_reader: Reader, proposal: Proposal) -> tuple[str, str] | None:
    if _meetings_since(proposal).exists():
        return None
    return _("There was no meeting since this was proposed."), _("Record the meeting first.")


def _proposed(proposal: Proposal) -> str:
    return f"{proposal.target.title}. {wish_label(proposal.target, proposal)}."


def _reasons(proposal: Proposal) -> list[tuple[str, str]]:
    return [(_("Why it was proposed"), proposal.reasons)]


class ProposalResource(ProgrammeResource):
    """To change or drop a target. Everybody reads of it once the board decided."""

    model = Proposal
    machine = "proposal"
    name, plural, title = "proposal", "board", gettext_lazy("Board")
    audiences = (WORKING,)
    pages = frozenset({"list", "step"})
    tabs = {"work": "work-board"}
    select_related = ("target", "programme")
    list_of_cards = hides_impossible = True
    paginate_by = 20
    columns = ("target", "kind", "made_on", "state")
    some = ngettext_lazy(
        "%(n)s proposal waits for a decision.", "%(n)s proposals wait for a decision.", "n"
    )
    none = gettext_lazy("No proposal waits for a decision.")
    steps = {
        "decide": Step(
            services.decide, DecisionForm, empty=_no_meeting, about=_proposed, said=_reasons
        ),
        "withdraw": Step(services.withdraw, about=_proposed, said=_reasons),
    }
    elsewhere = {"make": "the page of its target does it"}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """With whose they are: who made a proposal doesn't decide about it."""
        steps_made = ProgrammeStep.objects.filter(
            programme=reader.parent, machine="proposal", action="make", object_id=OuterRef("pk")
        )
        own = Exists(steps_made.filter(actor=actor_of(reader.user)))
        rows: QuerySet[Any] = super().queryset(reader).annotate(is_own=own)
        return rows

    def chosen(self, rows: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """Those that wait, the oldest first."""
        waiting = rows.filter(state="made").select_related(*self.select_related)
        return waiting.order_by("made_on", "pk")

    def counted(self, reader: Reader) -> int:
        """Those that wait."""
        return int(reader.parent.proposals.filter(state="made").count())

    def possible(self, transition: Transition, reader: Reader, subject: Any) -> bool:
        """By what the rows tell already, so that queries don't grow with them."""
        return bool(possible(transition, subject.state, () if subject.is_own else {"not_own"}))

    def url_of(self, subject: Any, reader: Reader) -> str:
        """A proposal has no page: the board has."""
        return self.list_url(reader)

    def back(self, action: str, subject: Any, reader: Reader) -> tuple[str, Any]:
        """To the board."""
        return self.list_url(reader), self.title

    def card(self, subject: Proposal, reader: Reader) -> Card:
        """What is proposed, why, and what this account can do."""
        title = subject.target.title
        steps = self.actions(reader, subject)
        return Card(
            title,
            subject.reasons,
            _("Proposed on %(day)s") % {"day": day(subject.made_on)},
            tuple((step["label"], title, step["url"]) for step in steps),
            lead=wish_label(subject.target, subject),
            url=reverse("programme:work-target", args=[reader.parent.slug, subject.target_id]),
        )

    def list_actions(self, reader: Reader) -> list[dict[str, str]]:
        """Write down a meeting."""
        return programmes.actions(reader, reader.parent, {"meet"})

    def list_links(self, reader: Reader) -> list[Link]:
        """What was decided, as everybody reads it."""
        if reader.parent.state == "draft":
            return []
        url = reverse("programme:decisions", args=[reader.parent.slug])
        return [(_("Every decision of the board"), url)]

    def list_sections(self, reader: Reader) -> list[Section]:
        """When the board decides, and its meetings with the way to put one right."""
        template = _(
            "The board decides when at least %(share)s of its sides are present. A proposal "
            "is accepted by more sides for than against."
        )
        quorum = template % {"share": percent(programme_rules().quorum, language())}
        corrects = programmes.is_open("correct_meet", reader, reader.parent)

        def named(meeting: Meeting) -> Any:
            cell = {"text": meeting.title, "note": entered_label(meeting)}
            if not corrects:
                return cell
            url = reverse("programme:meeting-correct", args=[reader.parent.slug, meeting.pk])
            return {**cell, "url": url}

        seats = seats_of(reader.parent)

        def present(meeting: Meeting) -> str:
            return attendance_label(meeting, seats)

        columns: Columns = {_("Meeting"): named, _("Day"): "on", _("Present"): present}
        rows = reader.parent.meetings.prefetch_related("present", "substitutes")[:_MEETINGS]
        empty = _("No meeting was held yet.")
        table = table_of("meetings", _("Meetings"), rows, columns, empty=empty)
        return [Section("meetings", _("Meetings"), lead=(quorum,), table=table)]


proposals: ProposalResource = register(ProposalResource())
