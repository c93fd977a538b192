"""Advice and its recommendations: what became of each, what is late, and where one works on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.learning.models import Advice, Recommendation
from wijkwerk.learning.services import advice as services
from wijkwerk.learning.web.persons import WithholdForm
from wijkwerk.shared import deadlines
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import by_count
from wijkwerk.ui.lists import SHOWN
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Link, Section, table_of

PUBLIC = Audience("public", "learning", seconds=60)
WORK = Audience("work", "work/learning", services.READ, "work-", "workflow/_work.html", steps=True)
_IN_PUBLIC = Audience("public", "learning/advices/<int:advice>", seconds=60)
_IN_WORK = Audience(
    "work",
    "work/learning/advices/<int:advice>",
    services.READ,
    "work-",
    "workflow/_work.html",
    steps=True,
)


def _readable(request: HttpRequest, audience: Audience) -> QuerySet[Advice]:
    if audience in (PUBLIC, _IN_PUBLIC):
        return services.public()
    return services.worked_on(request.user, decisions_of(request).now)


class AdviceResource(Resource):
    """What somebody who visited or studied advised."""

    model, workflow, machine = Advice, services.STEPS, "advice"
    namespace, name, plural, title = "learning", "advice", "advices", _("What became of advice")
    missing, empty = _("There is no such advice."), _("Nothing was advised yet.")
    some = ngettext_lazy("There is %(n)s advice.", "There are %(n)s pieces of advice.", "n")
    none = _("Nothing was advised yet.")
    intro = _(
        "Who advises closes a recommendation when it was done, and never who has to act on it. What is late"
        " stands here until it is closed."
    )
    audiences = (PUBLIC, WORK)
    columns = ("heading", "by", "given_on", "number", "closed")
    numbers = ("number", "closed")
    facts = ("by", "municipality", "given_on", "source")
    steps = {
        "write": Step(
            services.write, step_form(Advice, "title", "by", "municipality", "given_on", "source")
        ),
        "add": Step(
            services.add,
            step_form(Recommendation, "title", "text", "owner", "area", "due_on", "priority"),
            begins=("recommendation", "add"),
        ),
        "publish": Step(services.publish),
    }

    @admin.display(description=_("Advice"))
    def heading(self, subject: Advice) -> str:
        """What it is called."""
        return subject.title

    @admin.display(description=_("Recommendations"))
    def number(self, subject: Any) -> int:
        """How many there are."""
        return int(subject.all_number)

    @admin.display(description=_("Closed"))
    def closed(self, subject: Any) -> int:
        """How many of them were closed."""
        return int(subject.closed_number)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With how many recommendations each has."""
        closed = Count("recommendations", filter=Q(recommendations__state="closed"))
        numbered: QuerySet[Any] = rows.annotate(
            all_number=Count("recommendations"), closed_number=closed
        )
        return numbered.order_by("-given_on", "-id")

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Everybody reads what was published."""
        return _readable(reader.request, reader.audience)

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "advice"}

    def list_sections(self, reader: Reader) -> list[Section]:
        """What is beyond its day, the longest first, for everybody."""
        today = deadlines.today(reader.now)
        rows = list(services.late(today)[:SHOWN])
        columns: dict[Any, Any] = {
            _("Recommendation"): lambda row: {"text": str(row), "url": _url(row, reader)},
            _("Who has to act"): "owner",
            _("State"): lambda row: self.labels.state("recommendation", row.state),
            _("To be done by"): lambda row: day(row.due_on),
            _("Days late"): lambda row: count((today - row.due_on).days, language()),
        }
        table = table_of("late", _("Beyond its day"), rows, columns, [_("Days late")])
        return [Section("late", _("Beyond its day"), table=table)] if rows else []

    def answer(self, subject: Advice, reader: Reader) -> str:
        """How many were closed, and how many are late."""
        rows = list(subject.recommendations.all())
        closed = sum(row.state == "closed" for row in rows)
        today = deadlines.today(reader.now)
        late = sum(
            row.state != "closed" and row.due_on is not None and row.due_on < today for row in rows
        )
        sentence = by_count(
            closed,
            len(rows),
            none=gettext("None of the %(n)s recommendations was closed.")
            if len(rows) > 1
            else gettext("The recommendation wasn’t closed yet."),
            one=gettext("1 of the %(n)s recommendations was closed."),
            some=gettext("%(closed)s of the %(n)s recommendations were closed."),
            every=gettext("All %(n)s recommendations were closed."),
            only=gettext("The recommendation was closed."),
        ) % {"closed": closed, "n": len(rows)}
        if late:
            sentence += " " + ngettext(
                "%(n)s is beyond its day.", "%(n)s are beyond their day.", late
            ) % {"n": late}
        return sentence

    def sections(self, subject: Advice, reader: Reader) -> list[Section]:
        """Every recommendation with how it stands, and the facts."""
        columns: dict[Any, Any] = {
            _("Recommendation"): lambda row: {"text": str(row), "url": _url(row, reader)},
            _("Who has to act"): "owner",
            _("To be done by"): lambda row: day(row.due_on) if row.due_on else gettext("no day"),
            _("State"): lambda row: self.labels.state("recommendation", row.state),
            _("What was seen of it later"): lambda row: row.trace or gettext("nothing"),
        }
        rows = subject.recommendations.all()
        table = table_of("recommendations", _("Recommendations"), rows, columns)
        return [
            Section("recommendations", _("Recommendations"), table=table),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]


def _url(row: Recommendation, reader: Reader) -> str:
    public = reader.audience in (PUBLIC, _IN_PUBLIC)
    name = "learning:recommendation" if public else "learning:work-recommendation"
    return reverse(name, args=[row.advice_id, row.pk])


class RecommendationResource(Resource):
    """One recommendation, from what was advised to what was seen of it."""

    model, workflow, machine = Recommendation, services.STEPS, "recommendation"
    namespace, name, plural = "learning", "recommendation", "recommendations"
    title = _("Recommendations")
    missing, empty = _("There is no such recommendation."), _("There is no recommendation yet.")
    audiences = (_IN_PUBLIC, _IN_WORK)
    select_related = ("advice",)
    columns = ("heading", "owner", "due_on", "state")
    facts = ("owner", "area", "due_on", "priority", "planned_for", "document", "asked_on")
    elsewhere = {
        "add": "the page of the advice does it",
        "ask": "a page of its own gives the letter, once",
    }
    steps = {
        "accept": Step(services.accept),
        "partly": Step(services.partly),
        "refuse": Step(services.refuse),
        "plan": Step(
            services.plan, step_form(Recommendation, "plan", "planned_for", required=True)
        ),
        "report": Step(services.report, step_form(Recommendation, "proof", "document")),
        "close": Step(services.close, text=_("What was seen")),
        "check": Step(services.check, text=_("What was seen")),
        "confirm": Step(services.confirm, text=_("What was seen")),
        "send_back": Step(services.send_back),
        "drop": Step(services.drop),
        "insist": Step(services.insist),
        "trace": Step(services.trace, step_form(Recommendation, "trace", required=True)),
        "withhold": Step(services.withhold, WithholdForm),
    }

    @admin.display(description=_("Recommendation"))
    def heading(self, subject: Recommendation) -> str:
        """Its number and title."""
        return str(subject)

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> Advice:
        """The advice. Raises Http404 for who may not read it."""
        advice = _readable(request, audience).filter(pk=named["advice"]).first()
        if advice is None:
            raise Http404(gettext("There is no such advice."))
        return advice

    def parent_address(self, parent: Advice) -> dict[str, Any]:
        """Its number."""
        return {"advice": parent.pk}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Those of the advice."""
        return Recommendation.objects.filter(advice=reader.parent)

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "advice"}

    def sections(self, subject: Recommendation, reader: Reader) -> list[Section]:
        """What is advised, planned, done and seen, and the facts; what isn't there is left out, but for
        what was seen of it."""
        texts = [(name, getattr(subject, name)) for name in ("text", "plan", "proof")]
        trace = subject.trace or gettext("Nothing was seen of it.")
        return [
            *(Section(name, self.label(name), text) for name, text in texts if text),
            Section("trace", self.label("trace"), trace),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]

    def history(
        self, steps: Iterable[Any], subject: Recommendation, reader: Reader
    ) -> list[dict[str, Any]]:
        """Without answers that were withheld since."""
        return super().history(services.told(steps), subject, reader)

    def links(self, subject: Recommendation, reader: Reader) -> list[Link]:
        """The page of the letter, for who may ask."""
        step = services.STEPS.step("recommendation", "ask")
        if reader.audience is not _IN_WORK or not reader.may(step.permission, subject.advice):
            return []
        if not services.STEPS.can(
            step, subject.state, subject.advice, subject, reader.user, reader.now
        ):
            return []
        address = reverse("learning:letter", args=[subject.advice_id, subject.pk])
        return [(gettext("A letter with a code for the owner"), address)]


advices: AdviceResource = register(AdviceResource())
recommendations: RecommendationResource = register(RecommendationResource())
