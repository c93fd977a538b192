"""Commitments: who promised what by when, for everybody, for who works on them, and for the
organisation whose they are, which reports what it did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wijkwerk.programme.agreements import signing_url, to_sign
from wijkwerk.programme.models import Commitment, Obligation, Organisation, Programme, Report
from wijkwerk.programme.models import Step as ProgrammeStep
from wijkwerk.programme.policies import OWN, organisations_for, public_rows
from wijkwerk.programme.selectors import commitments as selectors
from wijkwerk.programme.services import commitments as services
from wijkwerk.programme.web.commitments import labels, show
from wijkwerk.programme.web.commitments.forms import (
    AgreeForm,
    EnterForm,
    MissForm,
    OtherPartnerForm,
    PromiseForm,
    ReportForm,
    RungForm,
)
from wijkwerk.programme.web.commitments.own_targets import own_targets
from wijkwerk.programme.web.resource import PUBLIC, WORKING, ProgrammeResource
from wijkwerk.ui.reader import day
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.pages import history, this_day
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Step, register
from wijkwerk.workflow.sections import Card, Columns, Link, Section, Table, table_of

OWNING = Audience(
    "own",
    path="work/organisations/<slug:slug>",
    permission=OWN,
    prefix="own-",
    template="workflow/_work.html",
)
# Steps about what is internal; the others are for everybody.
INTERNAL = ("annotate",)
_REPORTS = 20  # that wait for a check, on the page of all commitments


def _whose(_reader: Reader, commitment: Commitment) -> dict[str, Any]:
    return {"organisation": commitment.organisation}


def _asked(commitment: Commitment) -> str:
    amount = labels.amount(commitment.quantity, commitment.unit)
    by = _("By {day}.").format(day=day(commitment.due_on))
    return f"{commitment.title}{f' ({amount})' if amount else ''}. {by}"


class CommitmentResource(ProgrammeResource):
    """What an organisation promised."""

    model = Commitment
    machine = "commitment"
    name, plural, title = "commitment", "commitments", gettext_lazy("Commitments")
    missing = gettext_lazy("There is no such commitment.")
    empty = gettext_lazy("There are no commitments for this choice.")
    intro = gettext_lazy(
        "An organisation promises something before a day. It reports what it did, and somebody of "
        "another organisation checks that. When a commitment is missed a talk follows, then a new "
        "day, another organisation, the board, and at last the minister."
    )
    audiences = (PUBLIC, WORKING, OWNING)
    select_related = ("programme", "organisation", "goal__pillar", "target__goal__pillar")
    tabs = {"public": "commitments", "work": "work-commitments"}
    columns = ("promise", "organisation", "amount", "by_when", "standing")
    begin_path = "new"
    hides_impossible = True
    steps = {
        "promise": Step(services.promise, PromiseForm),
        "enter": Step(services.enter, EnterForm),
        "miss": Step(services.miss, MissForm),
        "not_known": Step(services.not_known),
        "talk": Step(services.talk, RungForm),
        "agree": Step(services.agree, AgreeForm),
        "other_partner": Step(services.other_partner, OtherPartnerForm),
        "board": Step(services.board, RungForm),
        "minister": Step(services.minister, RungForm),
        "release": Step(services.release),
        "edit": Step(services.edit, PromiseForm, initial=_whose),
        "annotate": Step(services.annotate, step_form(Commitment, "note")),
        "report": Step(
            services.report, ReportForm, begins=("report", "make"), audience="own", about=_asked
        ),
    }
    elsewhere = {
        "enter_kept": "the page of entering one of the past does it",
        "enter_released": "the page of entering one of the past does it",
        "keep": "a report that was confirmed does it",
        "carry_on": "the next version of a covenant does it",
        "lapse": "a covenant that binds nobody any more does it",
        "pass_on": "merging two organisations does it",
    }

    @admin.display(description=gettext_lazy("Commitment"))
    def promise(self, subject: Commitment) -> dict[str, str]:
        """What was promised, and under which pillar."""
        return {"text": subject.title, "note": show.pillar_of(subject)}

    @admin.display(description=gettext_lazy("How much"))
    def amount(self, subject: Commitment) -> str:
        """With its unit."""
        return labels.amount(subject.quantity, subject.unit)

    @admin.display(description=gettext_lazy("By when"))
    def by_when(self, subject: Commitment) -> dict[str, str]:
        """The last day."""
        return show.by_when(subject)

    @admin.display(description=gettext_lazy("How it stands"))
    def standing(self, subject: Commitment) -> dict[str, str]:
        """Kept, running, late, or followed up."""
        return show.standing(subject, this_day())

    # Whose they are has a list at the address of the organisation.

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> Any:
        """The programme, or the organisation whose they are. Raises Http404 for who may not see it."""
        if audience is not OWNING:
            return super().parent(request, audience, **named)
        decisions = decisions_of(request)
        own = organisations_for(decisions.user, decisions.now).filter(slug=named["slug"]).first()
        if own is None:
            raise Http404(_("There is no such organisation."))
        return own

    def root(self, subject: Any, reader: Reader) -> Any:
        """The programme, also on the pages of an organisation."""
        return subject.programme if reader.audience is OWNING else super().root(subject, reader)

    def route(self, view: str, audience: Audience) -> str:
        """The list of an organisation is its page."""
        return (
            audience.path
            if audience is OWNING and view == "list"
            else super().route(view, audience)
        )

    def url_name(self, view: str, audience: Audience) -> str:
        """The list of an organisation is its page."""
        if audience is OWNING and view == "list":
            return "work-organisation"
        return super().url_name(view, audience)

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """An organisation's own pages have no tabs."""
        return {} if reader.audience is OWNING else super().frame(reader, crumb)

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """In a programme, or of an organisation in all of them."""
        if reader.audience is OWNING:
            return selectors.own([reader.parent])
        return super().queryset(reader)

    # Lists.

    def list_title(self, reader: Reader) -> Any:
        """For an organisation its name."""
        return reader.parent.name if reader.audience is OWNING else self.title

    def list_intro(self, reader: Reader) -> Any:
        """For everybody how promises are followed."""
        return self.intro if reader.audience is PUBLIC else ""

    def chosen(self, rows: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """As the address asks, the most urgent first."""
        wanted = selectors.Wanted()
        if reader.audience is not OWNING:
            wanted = show.wanted_of(reader.request)
        urgent: QuerySet[Any] = selectors.chosen(rows, wanted, reader.today)
        return urgent

    def filters(self, reader: Reader) -> Mapping[str, Any] | None:
        """In a programme: by organisation, pillar and how they stand.

        None for an organisation's own.
        """
        if reader.audience is OWNING:
            return None
        return show.filters(reader.parent, reader.request)

    def list_answer(self, reader: Reader) -> str:
        """How many were kept, and how many weren't in time."""
        rows = self.queryset(reader)
        counts = selectors.counts(rows, reader.today)
        if reader.audience is OWNING:
            return show.own_first_line(counts)
        late = selectors.chosen(rows, selectors.Wanted(group="past_due"), reader.today)
        titles = late.values_list("title", flat=True)[: show.MOST_NAMED + 1]
        return show.first_line(counts, list(titles) if counts.past_due else [])

    def table(self, rows: Iterable[Any], reader: Reader) -> Table:
        """For an organisation three columns, which a telephone shows side by side."""
        if reader.audience is not OWNING:
            return super().table(rows, reader)

        def promise(row: Commitment) -> dict[str, str]:
            where = (self.amount(row), show.programme_label(row.programme))
            note = " · ".join(filter(None, where))
            return {"text": row.title, "url": self.url_of(row, reader), "note": note}

        columns: Columns = {
            _("Commitment"): promise,
            _("By when"): self.by_when,
            _("How it stands"): self.standing,
        }
        nothing = _("There is no commitment of this organisation.")
        return table_of("commitments", _("What we promised"), rows, columns, empty=nothing)

    def list_links(self, reader: Reader) -> list[Link]:
        """The calendar, those that nobody takes up, and reminders."""
        if reader.audience is OWNING:
            return [(_("My reminders and my calendar"), reverse("programme:reminders"))]
        slug = reader.parent.slug
        if reader.audience is PUBLIC:
            calendar = _("All public days as a calendar (iCalendar)")
            return [(calendar, reverse("programme:calendar", args=[slug]))]
        mails = _("Mails that go out to remind people")
        return [
            (_("Only those without a next step"), "?show=loose"),
            (mails, reverse("programme:work-reminders", args=[slug])),
        ]

    def first_sections(self, reader: Reader) -> list[Section]:
        """For an organisation what waits for it."""
        if reader.audience in (PUBLIC, WORKING):
            return []
        signs = [
            (f"{subject}: {show.programme_label(subject.programme)}", signing_url(subject), "")
            for subject in to_sign([reader.parent])
        ]
        waiting = reader.parent.reports.filter(state="made").count()
        late = selectors.counts(self.queryset(reader), reader.today).past_due
        waiting_text = ngettext(
            "One report of ours waits for a check.",
            "%(n)s reports of ours wait for a check.",
            waiting,
        )
        lead = [
            *([waiting_text % {"n": waiting}] if waiting else []),
            *([_("What is overdue comes first.")] if late else []),
            _("Choose a commitment to report what was done."),
        ]
        sign = Section("sign", _("Waits for our signature"), links=signs)
        return [
            *([sign] if signs else []),
            *own_targets(reader.parent, reader.today),
            Section("bound", _("What we are bound by"), table=self._bound(reader)),
            Section("own", _("What we promised"), lead=lead),
        ]

    def _bound(self, reader: Reader) -> Table:
        """The sentences that bind an organisation now, each with how it stands. A row per sentence."""
        rows = Obligation.objects.binding(reader.today).filter(
            organisation=reader.parent, programme__state__in=("draft", "running")
        )
        columns: Columns = {
            _("By which sentence"): lambda row: {
                "text": row.sentence,
                "note": row.covenant.title,
                "url": self.url_of(row.commitment, reader) if row.commitment else "",
            },
            _("Until"): lambda row: row.until or row.covenant.ends_on,
            _("How it stands"): lambda row: self.standing(row.commitment) if row.commitment else "",
        }
        nothing = _("No covenant binds us now.")
        rows = rows.select_related("covenant", "commitment")
        return table_of("bound", _("What we are bound by"), rows, columns, empty=nothing)

    def list_sections(self, reader: Reader) -> list[Section]:
        """How each organisation does; for who works on them the reports to check as well."""
        if reader.audience is PUBLIC:  # who comes for one promise finds that above
            return [self._organisations(reader)]
        if reader.audience is not WORKING:
            return []
        waiting = reader.parent.reports.filter(state="made").select_related(
            "commitment__programme", "organisation"
        )
        columns: Columns = {
            _("Commitment"): lambda report: self.link(report.commitment, reader),
            _("Organisation"): "organisation",
            _("Reported"): "made_on",
            _("What it says"): lambda report: labels.report_label("checked", report.final),
        }
        title, empty = _("Reports to check"), _("No report waits for a check.")
        table = table_of("reports", title, waiting[:_REPORTS], columns, empty=empty)
        newest = _("These are the newest 20.") if waiting.count() > _REPORTS else ""
        return [Section("check", title, table=table, note=newest), self._organisations(reader)]

    def _organisations(self, reader: Reader) -> Section:
        programme: Programme = reader.parent

        def address(organisation: Organisation) -> str:
            if reader.audience is WORKING:
                return f"{reader.request.path}?organisation={organisation.slug}"
            return reverse("programme:organisation", args=[programme.slug, organisation.slug])

        counts = selectors.by_organisation(programme.commitments.all(), reader.today)
        return Section("each", _("Of each organisation"), table=show.counts_table(counts, address))

    # The page of a commitment.

    def answer(self, subject: Commitment, reader: Reader) -> str:
        """How it stands, and the day that matters."""
        stands = self.standing(subject)
        return f"{stands['text']}. {stands['note']}".strip()

    def links(self, subject: Commitment, reader: Reader) -> list[Link]:
        """For everybody to all that the organisation promised."""
        if reader.audience is not PUBLIC:
            return super().links(subject, reader)
        link_text = _("Everything that %(name)s promised") % {"name": subject.organisation.name}
        where = [reader.parent.slug, subject.organisation.slug]
        return [(link_text, reverse("programme:organisation", args=where))]

    def sections(self, subject: Commitment, reader: Reader) -> list[Section]:
        """The bureau's note, what was promised, the ladder, and the reports that this reader sees."""
        facts: list[tuple[Any, Any]] = list(show.facts(subject))
        if reader.audience is OWNING:
            facts.insert(0, (_("Programme"), show.programme_label(subject.programme)))
        rungs = show.ladder(subject)
        note = subject.note if reader.audience is WORKING else ""
        cards = [self._report(report, subject, reader) for report in self._told(subject, reader)]
        return [
            *([Section("note", _("Note of the bureau"), note)] if note else []),
            Section("facts", _("What was promised"), facts=facts),
            *(
                [Section("ladder", _("The steps after a missed commitment"), stages=rungs)]
                if rungs
                else []
            ),
            Section("reports", _("Reports"), cards=cards, empty=_("Nothing was reported yet.")),
        ]

    def _told(self, subject: Commitment, reader: Reader) -> QuerySet[Report]:
        rows = subject.reports.select_related("organisation", "programme")
        if reader.audience is WORKING:
            return rows
        if reader.audience is OWNING:
            return rows.filter(organisation=reader.parent)
        return public_rows(subject.programme, Report).filter(commitment=subject)

    def _report(self, report: Report, subject: Commitment, reader: Reader) -> Card:
        title = _("Report of %(day)s") % {"day": day(report.made_on)}
        label = labels.report_label(report.state, report.final)
        outcome = self.labels.outcome("report", report.outcome)
        if outcome:
            label = f"{label} {outcome}, {day(report.checked_on)}."
        amount = labels.amount(report.quantity, subject.unit)
        much = f"{_('How much, until now')}: {amount}" if amount else ""
        parts = ((_("What shows it"), report.evidence), (_("Answer"), report.answer))
        checks = reports.actions(reader, report) if reader.audience is WORKING else []
        return Card(
            title,
            "\n\n".join(filter(None, (report.text, much))),
            lead=label,
            parts=tuple(part for part in parts if part[1]),
            links=tuple((step["label"], title, step["url"]) for step in checks),
        )

    def own_steps(self, subject: Any, reader: Reader) -> QuerySet[Any]:
        """Steps with it and with its reports; of reports of others what everybody sees."""
        reports_seen = self._told(subject, reader).values("pk")
        about_reports = Q(machine="report", object_id__in=reports_seen)
        own = Q(machine="commitment", object_id=subject.pk)
        if reader.audience is OWNING:
            others = public_rows(subject.programme, Report).filter(commitment=subject)
            about_reports |= Q(machine="report", object_id__in=others.values("pk"))
        if reader.audience is not WORKING:
            own &= ~Q(action__in=INTERNAL)
        steps = ProgrammeStep.objects.filter(programme=subject.programme_id)
        return steps.filter(own | about_reports)

    def history(self, steps: Iterable[Any], subject: Any, reader: Reader) -> list[dict[str, Any]]:
        """With the names of organisations, and where it passed from one to another."""
        steps = list(steps)
        codes = {step.place for step in steps}
        names = dict(Organisation.objects.filter(slug__in=codes).values_list("slug", "name"))
        rows = history(steps, self.labels, lambda code: names.get(code, code))
        whose = ""
        for step, row in zip(steps, rows, strict=True):
            if step.machine == "commitment":
                if whose and whose != step.place:
                    old, new = names.get(whose, whose), names.get(step.place, step.place)
                    row["outcome"] = f"{old} → {new}"
                whose = step.place
        return rows


def _promised(report: Report) -> list[tuple[str, str]]:
    promised = report.commitment
    amount_promised = labels.amount(promised.quantity, promised.unit)
    done = labels.amount(report.quantity, promised.unit)
    facts = (
        (_("What was promised"), promised.title, amount_promised),
        (_("What was done"), report.text, done),
        (_("What shows it"), report.evidence, ""),
    )
    return [(heading, f"{text} ({amount})" if amount else text) for heading, text, amount in facts]


class ReportResource(ProgrammeResource):
    """What an organisation says it did; it stands on the page of its commitment."""

    model = Report
    machine = "report"
    name, plural, title = "report", "reports", gettext_lazy("Commitments")
    audiences = (WORKING,)
    pages = frozenset({"step"})
    select_related = ("commitment", "organisation", "programme")
    tabs = {"work": "work-commitments"}
    columns = ("commitment", "organisation", "state", "made_on")
    steps = {"check": Step(services.check, said=_promised)}
    elsewhere = {"make": "the page of its commitment does it"}

    def subject_title(self, subject: Report) -> str:
        """Of whom, and what it says."""
        return f"{subject.organisation.name}. {labels.report_label('checked', subject.final)}"

    def list_url(self, reader: Reader) -> str:
        """Its list is that of the commitments."""
        return commitments.list_url(reader)

    def url_of(self, subject: Report, reader: Reader) -> str:
        """The page of its commitment."""
        return commitments.url_of(subject.commitment, reader)


commitments: CommitmentResource = register(CommitmentResource())
reports: ReportResource = register(ReportResource())
