"""Visitation: rounds with their pool and committees, and each visit from self-reflection to the answer of the city."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.learning.core.committees import Committee
from wijkwerk.learning.models import DayItem, Expert, Finding, Reflection, Seat, Visit, VisitRound
from wijkwerk.learning.models.visits import lines_of
from wijkwerk.learning.services import visits as services
from wijkwerk.learning.web.persons import WithholdForm, WithoutPersons
from wijkwerk.shared.sentences import listing
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.forms import EVERYBODY, VersionForm, long_text, step_form
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Card, Link, Section, table_of

PUBLIC = Audience("public", "learning", seconds=60)
WORK = Audience("work", "work/learning", services.READ, "work-", "workflow/_work.html", steps=True)
_IN_PUBLIC = Audience("public", "learning/rounds/<int:round>", seconds=60)
_IN_WORK = Audience(
    "work", "work/learning/rounds/<int:round>", services.READ, "work-", "workflow/_work.html", steps=True
)  # fmt: skip
_REASONED = frozenset(
    {
        "cancel",
        "reopen",
        "withhold",
        "withhold_reply",
        "retract",
        "drop_item",
        "drop_reflection",
    }
)
_FACTS = ("municipality", "name", "themes", "size", "wants_guest", "areas", "on")


def _form(model: type[Model], *names: str) -> Any:
    """A form of which no text may lead to a person."""
    base: Any = step_form(model, *names)
    return type(f"{model.__name__}Form", (WithoutPersons, base), {"__doc__": base.__doc__})


class DayItemForm(WithoutPersons, step_form(DayItem, "begins", "what", "party")):  # type: ignore[misc]
    """A part of the day, with the browser's own clock."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["begins"].widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CameForm(VersionForm):
    """Whether they came."""

    came = forms.TypedChoiceField(
        label=_("Did they come?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
    )


class SwapForm(VersionForm):
    """Who takes the seat."""

    expert = forms.ModelChoiceField(Expert.objects.none(), label=_("Who takes this seat?"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        pool = Expert.objects.filter(round=self.parent)
        self.fields["expert"].queryset = pool  # type: ignore[attr-defined]


class HoldForm(WithoutPersons, step_form(Visit, "on", "impressions", required=True)):  # type: ignore[misc]
    """When it was, and what was seen first."""


class FindingForm(WithoutPersons, VersionForm):
    """What was found, and what shows it."""

    finding = long_text(_("What was found?"), EVERYBODY)
    evidence = long_text(
        _("What shows it?"), _("Such as a document, a figure or what several parties said.")
    )


class RetractForm(WithoutPersons, VersionForm):
    """Why a finding is taken away."""

    text = long_text(_("Reasons"), EVERYBODY)


def party_label(value: str) -> str:
    """A sort of party, in words."""
    return str(DayItem.Party(value).label)


class RoundResource(Resource):
    """A round of visits."""

    model, workflow, machine = VisitRound, services.STEPS, "visitround"
    namespace, name, plural, title = "learning", "visitround", "rounds", _("Visitation")
    missing, empty = _("There is no such round of visits."), _("There was no visitation yet.")
    some = ngettext_lazy(
        "There is %(n)s round of visits.", "There are %(n)s rounds of visits.", "n"
    )
    none = _("There was no visitation yet.")
    intro = _(
        "Others come to look, ask and advise. What they recommend is followed until they saw that it was done."
        " Nobody visits the own city: that is a rule of ours."
    )
    audiences = (PUBLIC, WORK)
    columns = ("title", "number", "state")
    numbers = ("number",)
    facts = ("mandate", "follows", "again_on")
    shown_reasons = _REASONED
    steps = {
        "write": Step(
            services.write,
            step_form(VisitRound, "title", "mandate", "aims", "themes", "follows", "again_on"),
            choices={"follows": lambda _row: services.public()},
        ),
        "add_expert": Step(
            services.add_expert,
            _form(Expert, "function", "themes", "city", "conflicts", "chairs", "guest"),
        ),
        "drop_expert": Step(services.drop_expert, rows="experts", path="drop", about=str),
        "correct_expert": Step(
            services.correct_expert, _form(Expert, "function"), rows="experts", path="correct"
        ),
        "plan": Step(services.plan, _form(Visit, *_FACTS), begins=("visit", "plan")),
        "open": Step(services.open_round),
        "compose": Step(services.compose),
        "close": Step(services.close),
        "reopen": Step(services.reopen),
    }

    def url_name(self, view: str, audience: Audience) -> str:
        """A list of rounds is called after what lies in it."""
        return (
            f"{audience.prefix}visitrounds" if view == "list" else super().url_name(view, audience)
        )

    @admin.display(description=_("Visits"))
    def number(self, subject: Any) -> int:
        """How many there are."""
        return int(subject.visit_number)

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With how many visits each has."""
        numbered: QuerySet[Any] = rows.annotate(visit_number=Count("visits"))
        return numbered.order_by("-id")

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Everybody reads those that are public."""
        if reader.audience is PUBLIC:
            return services.public()
        return services.worked_on(reader.user, reader.now)

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "visits"}

    def answer(self, subject: VisitRound, reader: Reader) -> str:
        """How many visits were held, and whether a second round came in time."""
        rows = list(subject.visits.exclude(state="cancelled"))
        done = sum(row.state in ("held", *services.REPORTED) for row in rows)
        sentence = ngettext(
            "%(done)s of %(n)s visit was held.", "%(done)s of %(n)s visits were held.", len(rows)
        ) % {"done": done, "n": len(rows)}
        again = subject.again_on
        second = services.public().filter(follows=subject).first()
        if second is not None:
            sentence += " " + gettext("The second round is: %(title)s.") % {"title": second}
        elif again is not None and again < reader.today:
            sentence += " " + gettext("There was no second round by %(day)s.") % {"day": day(again)}
        return sentence

    def sections(self, subject: VisitRound, reader: Reader) -> list[Section]:
        """Aims, visits with their committees, the pool, the sums, and the facts."""
        rows = list(services.in_order(subject.visits.all()))
        return [
            Section("aims", self.label("aims"), subject.aims),
            Section("themes", self.label("themes"), listing(lines_of(subject.themes), language())),
            *self._visits(subject, rows, reader),
            self._pool(subject, rows, reader),
            *self._sums(subject, rows),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]

    def _visits(self, round: VisitRound, rows: Sequence[Visit], reader: Reader) -> list[Section]:
        composition = services.composition_of(round, rows)
        by_visit = {committee.visit: committee for committee in composition.committees}
        functions = {row.pk: row.function for row in round.experts.all()}
        name = "learning:visit" if reader.audience is PUBLIC else "learning:work-visit"
        columns: dict[Any, Any] = {
            _("Visit"): lambda row: {
                "text": row.name,
                "url": reverse(name, args=[round.pk, row.pk]),
                "note": day(row.on) if row.on else "",
            },
            _("Chair"): lambda row: functions.get(
                by_visit[row.pk].chair or 0, gettext("nobody yet")
            ),
            _("Members"): lambda row: len(by_visit[row.pk].members),
            _("What lacks"): lambda row: "; ".join(lack_labels(by_visit[row.pk])),
            _("State"): lambda row: self.labels.state("visit", row.state),
        }
        title = _("Visits and committees")
        table = table_of("visits", title, rows, columns, [_("Members")])
        return [Section("visits", title, table=table)] if rows else []

    def _pool(self, round: VisitRound, rows: Sequence[Visit], reader: Reader) -> Section:
        seats = Seat.objects.filter(visit__in=[row.pk for row in rows])
        goes: Counter[int] = Counter(seats.values_list("expert", flat=True))
        leads: Counter[int] = Counter(seats.filter(chair=True).values_list("expert", flat=True))

        def function(row: Expert) -> dict[str, str]:
            note = [gettext("guest")] if row.guest else []
            note += [row.city] if row.city else []
            return {"text": row.function, "note": ", ".join(note)}

        def link(row: Expert, action: str) -> dict[str, str]:
            url = self.row_address(action, reader, round, row)
            return {"text": self.labels.action("visitround", action) if url else "", "url": url}

        columns: dict[Any, Any] = {
            _("Function"): function,
            _("Knows of"): lambda row: listing(lines_of(row.themes), language()),
            _("Visits"): lambda row: goes[row.pk],
            _("As chair"): lambda row: leads[row.pk] if row.chairs else "",
            **(
                {
                    _("To correct"): lambda row: link(row, "correct_expert"),
                    _("To do"): lambda row: "" if goes[row.pk] else link(row, "drop_expert"),
                }
                if reader.audience is WORK
                else {}
            ),
        }
        pool = list(round.experts.all())
        table = table_of("pool", _("The pool"), pool, columns, [_("Visits"), _("As chair")])
        if not pool:
            return Section("pool-section", _("The pool"), gettext("Nobody yet."))
        return Section("pool-section", _("The pool"), table=table)

    def _sums(self, round: VisitRound, rows: Sequence[Visit]) -> list[Section]:
        """The numbers of a round beside each other, and which don't close."""
        pool = list(round.experts.all())
        cities = Counter(row.municipality for row in rows)
        several = sum(number > 1 for number in cities.values())
        crowded = services.crowded(rows)
        facts = [
            (_("In the pool"), len(pool)),
            (_("Of whom can chair"), sum(row.chairs for row in pool)),
            (_("Visits"), len(rows)),
            (_("Municipalities"), len(cities)),
            (_("Of which are visited on more days"), several),
            (_("Areas"), sum(row.areas for row in rows)),
        ]
        closes = (
            gettext("More areas than parts of a day: %(visits)s.")
            % {"visits": listing([row.name for row in crowded], language())}
            if crowded
            else gettext("Every area has a part of a day.")
        )
        return [Section("sums", _("Does it fit?"), facts=facts, lead=[closes])] if rows else []


def lack_labels(committee: Committee) -> list[str]:
    """What a committee lacks, in words; nothing when nothing does."""
    short = committee.seats_short
    lacks = []
    if short > 0:
        lacks.append(ngettext("%(n)s member", "%(n)s members", short) % {"n": short})
    if committee.chair is None:
        lacks.append(gettext("a chair"))
    if committee.guest_missing:
        lacks.append(gettext("a guest"))
    lacks += [
        gettext("somebody who knows of %(theme)s") % {"theme": theme}
        for theme in committee.themes_missing
    ]
    if committee.chaired_before:
        lacks.append(gettext("another chair than the visit before"))
    return lacks


class VisitResource(Resource):
    """A day in a city."""

    model, workflow, machine = Visit, services.STEPS, "visit"
    namespace, name, plural, title = "learning", "visit", "visits", _("Visits")
    missing, empty = _("There is no such visit."), _("No visit was planned yet.")
    audiences = (_IN_PUBLIC, _IN_WORK)
    pages = frozenset({"page", "history", "step"})
    columns = ("name", "on", "state")
    facts = ("municipality", "on", "areas", "size", "wants_guest")
    shown_reasons = _REASONED
    elsewhere = {"plan": "the page of the round does it"}
    steps = {
        "change": Step(services.change, _form(Visit, *_FACTS)),
        "swap": Step(services.swap, SwapForm, rows="seats", path="swap", about=str),
        "reflect": Step(services.reflect, _form(Reflection, "party", "light", *services.ASKED)),
        "invite": Step(services.invite, DayItemForm),
        "attend": Step(services.attend, CameForm, rows="items", path="attend", about=str),
        "drop_item": Step(
            services.drop_item, WithholdForm, rows="items", path="drop-item", about=str
        ),
        "drop_reflection": Step(
            services.drop_reflection,
            WithholdForm,
            rows="reflections",
            path="drop-reflection",
            about=str,
        ),
        "hold": Step(services.hold, HoldForm, today="on"),
        "find": Step(services.find, FindingForm),
        "retract": Step(services.retract, RetractForm, rows="findings", path="retract", about=str),
        "report": Step(services.report, _form(Visit, "report")),
        "answer": Step(services.answer, _form(Visit, "reply")),
        "withhold": Step(services.withhold, WithholdForm),
        "withhold_reply": Step(services.withhold_reply, WithholdForm),
        "cancel": Step(services.cancel),
        "revive": Step(services.revive),
    }

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> VisitRound:
        """The round. Raises Http404 for who may not read it."""
        if audience is _IN_PUBLIC:
            rows = services.public()
        else:
            rows = services.worked_on(request.user, decisions_of(request).now)
        return get_object_or_404(rows, pk=named["round"])

    def parent_address(self, parent: VisitRound) -> dict[str, Any]:
        """Its number."""
        return {"round": parent.pk}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Those of the round."""
        return Visit.objects.filter(round=reader.parent)

    def back(self, action: str, subject: Any, reader: Reader) -> tuple[str, Any]:
        """To the visit."""
        return self.url_of(subject, reader), str(subject)

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "visits"}

    def sections(self, subject: Visit, reader: Reader) -> list[Section]:
        """Impressions, findings, report and answer as far as they are public; committee, day, and for who visits
        or is visited the reflections."""
        working = reader.audience is _IN_WORK
        judged = subject.state in services.REPORTED
        inside = working and services.reads_reflections(reader.user, subject, reader.now)
        texts = [(name, getattr(subject, name)) for name in services.TEXTS]
        return [
            *(Section(name, self.label(name), text) for name, text in texts if text),
            *(self._findings(subject, reader) if judged or inside else []),
            self._committee(subject, reader),
            *self._day(subject, reader),
            *(self._reflections(subject, reader) if inside else []),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]

    def _committee(self, visit: Visit, reader: Reader) -> Section:
        composition = services.composition_of(visit.round, [visit])
        seats = list(visit.seats.select_related("expert"))
        title = _("Committee")
        if not seats:
            return Section("committee", title, gettext("There is no committee yet."))
        wanted = set(lines_of(visit.themes))

        def member(seat: Seat) -> dict[str, str]:
            note = gettext("chair") if seat.chair else gettext("guest") if seat.expert.guest else ""
            return {"text": seat.expert.function, "note": note}

        columns: dict[Any, Any] = {
            _("Member"): member,
            _("Why they go"): lambda seat: listing(
                [theme for theme in lines_of(seat.expert.themes) if theme in wanted], language()
            ),
            **(
                {_("To do"): lambda seat: self._row_link("swap", reader, visit, seat)}
                if reader.audience is _IN_WORK
                else {}
            ),
        }
        lacks = lack_labels(composition.committees[0])
        lead = [gettext("What lacks: %(what)s.") % {"what": "; ".join(lacks)}] if lacks else []
        barred = [
            row.function
            for row, member_row in zip(
                visit.round.experts.all(), services.pool_of(visit.round), strict=True
            )
            if member_row.bars(visit.municipality)
        ]
        if barred:
            who = {"who": listing(barred, language())}
            lead.append(gettext("Not here, for the own city or a conflict: %(who)s.") % who)
        table = table_of("committee-table", title, seats, columns)
        return Section("committee", title, table=table, lead=lead)

    def _day(self, visit: Visit, reader: Reader) -> list[Section]:
        items = list(visit.items.all())
        if not items:
            return []

        def came(item: DayItem) -> dict[str, str]:
            answers = {True: gettext("yes"), False: gettext("no"), None: gettext("not known yet")}
            url = self.row_address("attend", reader, visit, item)
            label = self.labels.action("visit", "attend") if url else answers[item.came]
            return {"text": label, "url": url, "note": answers[item.came] if url else ""}

        columns: dict[Any, Any] = {
            _("From"): lambda item: f"{item.begins:%H:%M}",
            _("What happens?"): "what",
            _("With whom?"): lambda item: item.get_party_display(),
            _("They came"): came,
            **(
                {_("To do"): lambda item: self._row_link("drop_item", reader, visit, item)}
                if reader.audience is _IN_WORK
                else {}
            ),
        }
        title = _("The day")
        absent = [party_label(value) for value in services.missing_parties(items)]
        missed = {"who": listing(absent, language())}
        lead = [gettext("Nobody speaks with: %(who)s.") % missed] if absent else []
        return [
            Section("day", title, table=table_of("day-table", title, items, columns), lead=lead)
        ]

    def _findings(self, visit: Visit, reader: Reader) -> list[Section]:
        rows = list(visit.findings.all())
        cards = [
            Card(
                gettext("Finding %(n)s") % {"n": number},
                row.text,
                parts=((_("What shows it?"), row.evidence),),
                links=self._row_links("retract", reader, visit, row),
            )
            for number, row in enumerate(rows, 1)
        ]
        return [Section("findings", _("Findings"), cards=cards)] if cards else []

    def _row_link(self, action: str, reader: Reader, visit: Visit, row: Any) -> dict[str, str]:
        url = self.row_address(action, reader, visit, row)
        return {"text": self.labels.action("visit", action) if url else "", "url": url}

    def _row_links(
        self, action: str, reader: Reader, visit: Visit, row: Finding | Reflection
    ) -> tuple[tuple[str, str, str], ...]:
        link = self._row_link(action, reader, visit, row)
        return ((link["text"], str(row), link["url"]),) if link["url"] else ()

    def _reflections(self, visit: Visit, reader: Reader) -> list[Section]:
        cards = []
        for row in visit.reflections.all():
            lacks = [self._question(name) for name in services.lacks(row)]
            missed = {"what": listing(lacks, language())}
            answers = tuple(
                (self._question(name), getattr(row, name))
                for name in services.ASKED
                if getattr(row, name)
            )
            lead = gettext("Not answered sharply yet: %(what)s") % missed if lacks else ""
            links = self._row_links("drop_reflection", reader, visit, row)
            cards.append(Card(row.party, lead=lead, parts=answers, links=links))
        title = _("What parties say of themselves")
        if not cards:
            return [Section("reflections", title, gettext("Nobody yet."))]
        return [Section("reflections", title, cards=cards)]

    def _question(self, name: str) -> str:
        return str(Reflection._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

    def links(self, subject: Visit, reader: Reader) -> list[Link]:
        """The report as a file, and the advice."""
        links: list[Link] = [(gettext("The round"), self._round_url(subject, reader))]
        if subject.state in services.REPORTED:
            args = [subject.round_id, subject.pk]
            links += [
                (gettext("The report as PDF"), reverse("learning:visit-report-pdf", args=args)),
                (gettext("The report as DOCX"), reverse("learning:visit-report-docx", args=args)),
            ]
        advice = subject.advice
        if advice is not None and advice.state == "published":
            links.append((gettext("The recommendations"), advice.get_absolute_url()))
        elif advice is not None and reader.audience is _IN_WORK and reader.may("advice.give", None):
            address = reverse("learning:work-advice", args=[advice.pk])
            links.append((gettext("Write the recommendations"), address))
        return links

    def _round_url(self, visit: Visit, reader: Reader) -> str:
        name = "visitround" if reader.audience is _IN_PUBLIC else "work-visitround"
        return reverse(f"learning:{name}", args=[visit.round_id])


rounds: RoundResource = register(RoundResource())
visits: VisitResource = register(VisitResource())
