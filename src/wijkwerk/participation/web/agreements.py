"""The register of agreements that anybody can read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models import Agreement
from wijkwerk.participation.models.agreements import overdue
from wijkwerk.participation.services import agreements as services
from wijkwerk.participation.web.resource import ProcessPart
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.pages import this_day
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Section
from wijkwerk.workflow.values import Counted

_FACTS = (
    "kind", "title", "text", "parties", "doer", "place", "due_on", "deviates_from", "allowed_by",
    "limits", "acts", "review_on", "ends_on",
)  # fmt: skip


class AgreementResource(ProcessPart):
    """An agreement: a draft, then kept or not; a norm until it ends."""

    model = Agreement
    machine = "agreement"
    name, plural, title = "agreement", "agreements", _("Agreements")
    missing, empty = _("There is no such agreement."), _("There is no agreement yet.")
    intro = _(
        "What municipality, panels, corporations and streets agreed, and whether it was kept."
    )
    columns = ("heading", "doer", "state", "due_on", "place")
    facts = (
        "kind", "parties", "doer", "place", "due_on", "deviates_from", "allowed_by", "acts",
        "review_on", "ends_on",
    )  # fmt: skip
    steps = {
        "record": Step(services.record, step_form(Agreement, *_FACTS)),
        "write": Step(services.write, step_form(Agreement, *_FACTS)),
        "agree": Step(services.agree),
        "keep": Step(services.keep, step_form(Agreement, "evidence", required=True)),
        "miss": Step(services.miss),
        "move": Step(services.move_date, step_form(Agreement, "due_on", required=True)),
        "review": Step(
            services.review, step_form(Agreement, "review_on", "ends_on", required=True),
            text=_("What came of it"),
        ),
        "release": Step(services.release),
    }  # fmt: skip

    @admin.display(description=_("What was agreed"))
    def heading(self, subject: Agreement) -> str:
        """What was agreed, in a few words."""
        return subject.title

    @admin.display(description=_("State"))
    def state(self, subject: Agreement) -> str:
        """A norm whose day has passed has ended; a promise whose day has passed waits for word."""
        last = subject.last_day
        if subject.state != "agreed" or last is None or last >= this_day():
            return super().state(subject)
        if subject.kind == Agreement.Kind.NORM:
            return gettext("Ended by itself")
        return gettext("Too late; not known whether it was kept")

    def list_answer(self, reader: Reader) -> str:
        """How many stand, and how many somebody must look at."""
        rows = self.queryset(reader)
        number = Counted(rows.filter(state__in=("agreed", "kept", "missed")).count())
        counted = Counted(rows.filter(state="kept").count())
        if not number:
            return gettext("There is no agreement yet.")
        sentence = ngettext(
            "%(n)s agreement, of which %(kept)s was kept.",
            "%(n)s agreements, of which %(kept)s were kept.",
            number,
        ) % {"n": number, "kept": counted}
        late = Counted(len(overdue(reader.parent, reader.today)))
        if not late:
            return sentence
        due = ngettext(
            "%(n)s is too late or due for review.", "%(n)s are too late or due for review.", late
        )
        return f"{sentence} {due % {'n': late}}"

    def sections(self, subject: Agreement, reader: Reader) -> list[Section]:
        """The agreement, its limits, where one can see that it was kept."""
        texts = [(name, getattr(subject, name)) for name in ("text", "limits", "evidence")]
        parts: list[Any] = [Section(name, self.label(name), text) for name, text in texts if text]
        return [*parts, Section("facts", _("Facts"), facts=self.facts_of(subject))]


agreements = register(AgreementResource())
