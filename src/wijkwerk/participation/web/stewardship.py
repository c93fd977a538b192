"""What residents do themselves: challenges with their term, dossiers of objects, enterprises by pillar."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.core.clock import Clock, answer_clock
from wijkwerk.participation.models import Asset, Challenge, Enterprise, PillarResult
from wijkwerk.participation.services import stewardship as services
from wijkwerk.participation.web.labels import euros
from wijkwerk.participation.web.resource import ProcessPart
from wijkwerk.shared import numbers
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.pages import this_day
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, table_of
from wijkwerk.workflow.values import Counted


def _tenths(value: Any) -> str:
    return numbers.number(float(value), 1, language())


class ChallengeResource(ProcessPart):
    """Residents offer to do a task of the municipality; it decides in time, with reasons."""

    model = Challenge
    machine = "challenge"
    name, plural, title = "challenge", "challenges", _("Right to challenge")
    missing, empty = _("There is no such challenge."), _("There is no challenge yet.")
    intro = _(
        "Residents who think that they can do a task of the municipality better may offer to do it."
    )
    columns = ("heading", "offer_by", "clock", "state")
    facts = (
        "offer_by", "today_by", "today", "offered", "difference", "received_on", "decide_by",
        "decided_on", "begins_on", "review_on", "ends_on",
    )  # fmt: skip
    steps = {
        "submit": Step(
            services.submit,
            step_form(Challenge, "title", "task", "offer_by", "received_on"),
            today="received_on",
        ),
        "describe": Step(
            services.describe,
            step_form(Challenge, "today_by", "today_cost", "today_result", required=True),
        ),
        "talk": Step(services.talk),
        "offer": Step(
            services.offer,
            step_form(Challenge, "offer", "offer_cost", "same_result", required=True),
        ),
        "advise": Step(services.advise),
        "decide": Step(services.decide),
        "begin": Step(
            services.begin, step_form(Challenge, "begins_on", "review_on", "ends_on", required=True)
        ),
        "review": Step(
            services.review,
            step_form(Challenge, "review_on", "ends_on", required=True),
            text=_("What came of it"),
        ),
        "finish": Step(services.finish, text=_("What came of it")),
        "stop": Step(services.stop),
    }

    @admin.display(description=_("Task"))
    def heading(self, subject: Challenge) -> str:
        """Which task."""
        return subject.title

    @admin.display(description=_("Decision"))
    def clock(self, subject: Challenge) -> str:
        """How the decision stands; '' when it ended without one."""
        if subject.decided_on is None and subject.state == "ended":
            return ""
        clock = answer_clock(subject.decide_by, subject.decided_on, this_day())
        if clock.state is Clock.WAITING:
            return gettext("Before or on %(day)s") % {"day": day(subject.decide_by)}
        if clock.state is Clock.TOO_LATE:
            return gettext("Too late: due on %(day)s") % {"day": day(subject.decide_by)}
        return self.labels.outcome(self.machine, subject.decision)

    @admin.display(description=_("Costs a year today"))
    def today(self, subject: Challenge) -> str:
        """In euros."""
        return euros(subject.today_cost)

    @admin.display(description=_("Costs a year by the offer"))
    def offered(self, subject: Challenge) -> str:
        """In euros."""
        return euros(subject.offer_cost)

    @admin.display(description=_("Difference a year"))
    def difference(self, subject: Challenge) -> str:
        """Of the offer with today."""
        if subject.today_cost is None or subject.offer_cost is None:
            return ""
        less = subject.today_cost - subject.offer_cost
        template = gettext("%(amount)s less") if less >= 0 else gettext("%(amount)s more")
        return template % {"amount": euros(abs(less))}

    def answer(self, subject: Challenge, reader: Reader) -> str:
        """The decision, then the state."""
        parts = (self.clock(subject), self.state(subject))
        return " ".join(f"{part}." for part in parts if part)

    def list_answer(self, reader: Reader) -> str:
        """How many wait for a decision, and how many of those too long; also unread ones."""
        waiting = Challenge.objects.filter(process=reader.parent, decided_on=None)
        waiting = waiting.exclude(state="ended")
        number = Counted(waiting.count())
        late = Counted(waiting.filter(decide_by__lt=reader.today).count())
        if not number:
            return gettext("No challenge waits for a decision.")
        template = ngettext("%(n)s waits for a decision.", "%(n)s wait for a decision.", number)
        if not late:
            return template % {"n": number}
        return f"{template % {'n': number}} " + ngettext(
            "%(n)s is too late.", "%(n)s are too late.", late
        ) % {"n": late}

    def sections(self, subject: Challenge, reader: Reader) -> list[Section]:
        """The task today and the offer beside it."""
        texts = [
            (name, getattr(subject, name))
            for name in ("task", "today_result", "offer", "same_result")
        ]
        parts = [Section(name, self.label(name), text) for name, text in texts if text]
        return [*parts, Section("facts", _("Facts"), facts=self.facts_of(subject))]


_DOSSIER = ("title", "kind", "place", "owner", "operator", "running_cost", "income", "risks")


class AssetResource(ProcessPart):
    """The dossier of an object that residents run or may run."""

    model = Asset
    machine = "asset"
    name, plural, title = "asset", "assets", _("Run by residents")
    missing, empty = _("There is no such dossier."), _("There is no dossier yet.")
    intro = _("Buildings, playgrounds and gardens that residents run, or talk about running.")
    some = ngettext_lazy("One object.", "%(n)s objects.", "n")
    none = _("There is no dossier yet.")
    columns = ("heading", "kind", "owner", "operator", "state")
    facts = (
        "kind", "place", "owner", "operator", "cost", "own_income", "lacking", "handed_on", "review_on",
    )  # fmt: skip
    steps = {
        "record": Step(services.record_asset, step_form(Asset, *_DOSSIER)),
        "write": Step(services.write_asset, step_form(Asset, *_DOSSIER)),
        "agree": Step(services.agree, step_form(Asset, "terms", required=True)),
        "hand_over": Step(
            services.hand_over, step_form(Asset, "handed_on", "review_on", required=True)
        ),
        "account": Step(
            services.account,
            step_form(Asset, "running_cost", "income", "review_on", required=True),
            text=_("How the year went"),
        ),
        "give_back": Step(services.give_back),
    }

    @admin.display(description=_("Object"))
    def heading(self, subject: Asset) -> str:
        """What it is called."""
        return subject.title

    @admin.display(description=_("Running costs a year"))
    def cost(self, subject: Asset) -> str:
        """In euros."""
        return euros(subject.running_cost)

    @admin.display(description=_("Own income a year"))
    def own_income(self, subject: Asset) -> str:
        """In euros."""
        return euros(subject.income)

    @admin.display(description=_("Lacks a year"))
    def lacking(self, subject: Asset) -> str:
        """Costs less income; '' when nothing lacks."""
        return euros(subject.gap) if subject.gap > 0 else ""

    def sections(self, subject: Asset, reader: Reader) -> list[Section]:
        """The stages of a transfer, risks, what was agreed."""
        states = ("explored", "agreed", "transferred")
        stages = [
            (self.labels.state(self.machine, state), subject.state == state) for state in states
        ]
        texts = [(name, getattr(subject, name)) for name in ("risks", "terms")]
        return [
            Section("stages", _("How far the transfer is"), stages=stages),
            *(Section(name, self.label(name), text) for name, text in texts if text),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]


class EnterpriseResource(ProcessPart):
    """A residents' enterprise, with what each pillar gave by year."""

    model = Enterprise
    machine = "enterprise"
    name, plural, title = "enterprise", "enterprises", _("Enterprises of residents")
    missing, empty = (
        _("There is no such enterprise."),
        _("There is no enterprise of residents yet."),
    )
    some = ngettext_lazy("One enterprise of residents.", "%(n)s enterprises of residents.", "n")
    none = _("There is no enterprise of residents yet.")
    columns = ("heading", "state", "jobs", "volunteers")
    numbers = ("jobs", "volunteers")
    steps = {
        "start": Step(services.start, step_form(Enterprise, "title", "text", "goals")),
        "report": Step(
            services.report,
            step_form(PillarResult, "year", "pillar", "jobs", "volunteers", "trained", "result"),
        ),
        "end": Step(services.end),
    }

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With what was reported."""
        return rows.prefetch_related("results")

    @admin.display(description=_("Enterprise"))
    def heading(self, subject: Enterprise) -> str:
        """What it is called."""
        return subject.title

    def _of_last_year(self, subject: Enterprise, field: str) -> Any:
        results = list(subject.results.all())  # the newest year first
        if not results:
            return None
        return sum(getattr(row, field) for row in results if row.year == results[0].year)

    @admin.display(description=_("Full-time jobs"))
    def jobs(self, subject: Enterprise) -> Any:
        """In the last year that was reported."""
        jobs = self._of_last_year(subject, "jobs")
        return None if jobs is None else _tenths(jobs)

    @admin.display(description=_("Volunteers"))
    def volunteers(self, subject: Enterprise) -> Any:
        """In the last year that was reported."""
        return self._of_last_year(subject, "volunteers")

    def sections(self, subject: Enterprise, reader: Reader) -> list[Section]:
        """What it does, its goals, and results by pillar and year."""
        columns: Columns = {
            _("Year"): lambda row: str(row.year),
            _("Pillar"): "pillar",
            _("Full-time jobs"): lambda row: _tenths(row.jobs),
            _("Volunteers"): "volunteers",
            _("People in training"): "trained",
            _("Result"): lambda row: (
                f"{'−' if row.result < 0 else ''}{euros(abs(row.result) * 100)}"
            ),
        }
        digits = (_("Full-time jobs"), _("Volunteers"), _("People in training"), _("Result"))
        empty = _("No result was reported yet.")
        table = table_of(
            "results", _("Results by pillar"), subject.results.all(), columns, digits, empty=empty
        )
        return [
            Section("text", self.label("text"), subject.text),
            *([Section("goals", self.label("goals"), subject.goals)] if subject.goals else []),
            Section("results", _("Results by pillar"), table=table),
        ]


challenges = register(ChallengeResource())
assets = register(AssetResource())
enterprises = register(EnterpriseResource())
