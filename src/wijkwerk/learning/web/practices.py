"""Practice cards: what worked where, how strong the evidence is, and where it was used again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.learning.core.practices import Reason
from wijkwerk.learning.models import Barrier, Practice, PracticeUse
from wijkwerk.learning.services import barriers
from wijkwerk.learning.services import practices as services
from wijkwerk.learning.web.persons import WithholdForm, WithoutPersons
from wijkwerk.programme.models import Programme
from wijkwerk.programme.policies import programmes_for
from wijkwerk.ui.fields import LineFormField
from wijkwerk.ui.filters import filter_form, select, text
from wijkwerk.ui.query import choice_in
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.forms import EVERYBODY, VersionForm, long_text, step_form
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Link, Section, Table, table_of

PUBLIC = Audience("public", "learning", seconds=60)
WORK = Audience("work", "work/learning", services.WRITE, "work-", "workflow/_work.html", steps=True)
LONGEST = 200  # signs of words that are looked for
_CURRENT, _ALL, _STALE, _OLD, _FAILED = "current", "all", "stale", "superseded", "failed"


class FactsForm(WithoutPersons, step_form(Practice, *services.FACTS)):  # type: ignore[misc]
    """Every fact of a card."""


class CorrectForm(FactsForm):
    """Every fact anew, and why."""

    why = long_text(_("Reasons"), EVERYBODY)


class ReviewForm(step_form(Practice, "review_on", required=True)):  # type: ignore[misc]
    """Until when it may stand without somebody looking at it."""


class RenewForm(ReviewForm):
    """The same, and why it still holds."""

    text = long_text(_("Why does it still hold?"), EVERYBODY)


class WeighForm(step_form(Practice, "evaluation", "failed")):  # type: ignore[misc]
    """What it rests on, and why."""

    text = long_text(_("Reasons"), EVERYBODY)


class SupersedeForm(step_form(Practice, "replaced_by", required=True)):  # type: ignore[misc]
    """What takes its place, and why."""

    text = long_text(_("Reasons"), EVERYBODY)


class UseForm(
    WithoutPersons,
    step_form(PracticeUse, "project", "municipality", "used_on"),  # type: ignore[misc]
):
    """Where it was used again."""


class TellForm(WithoutPersons, step_form(PracticeUse, "helped", "note")):  # type: ignore[misc]
    """What came of it there."""


class CarryForm(VersionForm):
    """In which programme, under which code."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("In which programme?"))
    code = LineFormField(
        label=_("Code of the project"), max_length=60, help_text=_("Short and of its own.")
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        own = programmes_for(self.reader.user, "programme.edit", self.reader.now)
        self.fields["programme"].queryset = own  # type: ignore[attr-defined]


def _anywhere(_subject: Any) -> None:
    """Who may write cards somewhere may write all of them."""


def reason_label(reason: Reason) -> str:
    """What raised or lowered the level, in words."""
    return {
        Reason.HELPED_ELSEWHERE: gettext("it helped in other places too"),
        Reason.FAILED_ELSEWHERE: gettext("it didn’t help in other places"),
        Reason.CARRIER: gettext("it depends on a person"),
    }[reason]


def level_label(practice: Practice) -> str:
    """How strong the evidence is, in a few words."""
    level = services.strength_of(practice, language())[0].level
    return gettext("%(n)s of 5") % {"n": level} if level else gettext("none")


def practices_table(id: str, caption: Any, rows: Iterable[Practice]) -> Table:
    """Cards as they stand on other pages."""
    columns: dict[Any, Any] = {
        _("Practice"): lambda row: {"text": row.title, "url": row.get_absolute_url()},
        _("What did it yield?"): result_of,
        _("Strength of evidence"): level_label,
    }
    return table_of(id, caption, rows, columns)


def result_of(practice: Practice) -> str:
    """What it yielded, that nobody reported it, or that it didn't work."""
    failed = gettext("It didn’t work.") if practice.failed else ""
    result = practice.result or gettext("Result not reported.")
    return f"{failed} {result}".strip()


class PracticeResource(Resource):
    """A way of working that somebody can repeat."""

    model, workflow, machine = Practice, services.STEPS, "practice"
    namespace, name, plural, title = "learning", "practice", "practices", _("What worked elsewhere")
    missing, empty = _("There is no such practice card."), _("There is no practice card here.")
    some = ngettext_lazy(
        "There is %(n)s practice card that holds now.",
        "There are %(n)s practice cards that hold now.",
        "n",
    )
    none = _("There is no practice card that holds now.")
    intro = _(
        "What was done, what it yielded and how strong the evidence is. The level of evidence follows from an"
        " evaluation, never from an opinion. What is stale or was replaced is hidden until you ask for it."
    )
    audiences = (PUBLIC, WORK)
    columns = ("heading", "kind", "outcome", "level")
    facts = (
        "kind", "method", "municipality", "area", "partners", "roles", "lead_time", "cost", "source", "carrier",
        "failed", "review_on",
    )  # fmt: skip
    shown_reasons = frozenset(
        {"correct", "withhold", "supersede", "restore", "renew", "weigh", "drop_use"}
    )
    steps = {
        "write": Step(services.write, FactsForm),
        "edit": Step(services.edit, FactsForm, place=_anywhere),
        "publish": Step(services.publish, ReviewForm),
        "weigh": Step(services.weigh, WeighForm),
        "renew": Step(services.renew, RenewForm),
        "use": Step(services.use, UseForm, today="used_on", place=_anywhere),
        "tell": Step(services.tell, TellForm, rows="uses", path="tell", place=_anywhere),
        "drop_use": Step(services.drop_use, WithholdForm, rows="uses", path="drop-use", about=str),
        "carry": Step(services.carry, CarryForm, place=_anywhere),
        "supersede": Step(
            services.supersede,
            SupersedeForm,
            choices={
                "replaced_by": lambda row: Practice.objects.filter(state="published").exclude(
                    pk=row.pk
                )
            },
        ),
        "restore": Step(services.restore),
        "correct": Step(services.correct, CorrectForm),
        "withhold": Step(services.withhold, WithholdForm),
    }

    @admin.display(description=_("Practice"))
    def heading(self, subject: Practice) -> dict[str, str]:
        """What it is called, where it is from, and how it stands when that isn't public."""
        state = "" if subject.state == "published" else self.state(subject)
        note = " · ".join(filter(None, [state, subject.source]))
        return {"text": subject.title, "note": note}

    @admin.display(description=_("What did it yield?"))
    def outcome(self, subject: Practice) -> str:
        """What it yielded, or that nobody reported it."""
        return result_of(subject)

    @admin.display(description=_("Strength of evidence"))
    def level(self, subject: Practice) -> str:
        """How strong it is."""
        return level_label(subject)

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Everybody reads what was published, also what was replaced since; drafts who works on cards."""
        rows = services.public() if reader.audience is PUBLIC else Practice.objects.all()
        return rows.prefetch_related("uses")

    def counted(self, reader: Reader) -> int:
        """Those that hold now."""
        return services.current(reader.today).count()

    def chosen(self, rows: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """Those that the address asks for: without a choice what holds now (and drafts, for who works on them);
        with words the most alike, best first. Raises BadRequest for a choice that isn't there."""
        request = reader.request
        which = choice_in(request, "which", (_CURRENT, _ALL, _STALE, _OLD, _FAILED), _CURRENT)
        kind = choice_in(request, "kind", ("", *Barrier.Kind.values), "")
        method = choice_in(request, "method", ("", *Practice.Method.values), "")
        if which == _CURRENT:
            hidden = services.stale(reader.today).values("pk")
            rows = rows.exclude(state="superseded").exclude(pk__in=hidden)
        elif which == _STALE:
            rows = rows.filter(pk__in=services.stale(reader.today).values("pk"))
        elif which == _OLD:
            rows = rows.filter(state="superseded")
        elif which == _FAILED:
            rows = rows.filter(failed=True)
        exactly = {"kind": kind, "method": method}
        rows = rows.filter(**{name: value for name, value in exactly.items() if value})
        query = self._query(reader)
        if not query:
            return rows
        numbers = services.index().search(query)
        order = (When(pk=number, then=place) for place, number in enumerate(numbers))
        return rows.filter(pk__in=numbers).order_by(Case(*order, default=len(numbers)))

    def _query(self, reader: Reader) -> str:
        return reader.request.GET.get("q", "").strip()[:LONGEST]

    def filters(self, reader: Reader) -> Mapping[str, Any]:
        """Words, kind, way of working, and which of them."""
        asked_for = reader.request.GET
        which = [
            (_CURRENT, _("What holds now")),
            (_ALL, _("All of them")),
            (_STALE, _("Stale")),
            (_OLD, _("Replaced")),
            (_FAILED, _("What didn’t work")),
        ]
        return filter_form(
            reader.request,
            _("What worked elsewhere?"),
            text("q", _("Which problem, or which practice?"), asked_for.get("q", "")),
            select("kind", _("Helps against"), Barrier.Kind.choices, asked_for.get("kind")),
            select("method", _("Way of working"), Practice.Method.choices, asked_for.get("method")),
            select("which", _("Which cards?"), which, asked_for.get("which"), ""),
        )

    def list_links(self, reader: Reader) -> list[Link]:
        """To the questions that lead to a way of working."""
        label = gettext("Which way of working suits this neighbourhood?")
        return [(label, reverse("learning:choices"))]

    def list_sections(self, reader: Reader) -> list[Section]:
        """Barriers that the same words lead to."""
        query = self._query(reader)
        numbers = barriers.index().search(query, rule=query, most=5) if query else []
        columns: dict[Any, Any] = {
            _("Barrier"): lambda row: {"text": row.title, "url": row.get_absolute_url()},
            _("Met in"): "project",
        }
        title = _("Barriers about this")
        table = table_of("barriers", title, barriers.in_order(numbers), columns)
        return [Section("barriers", title, table=table)] if numbers else []

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "practices"}

    def answer(self, subject: Practice, reader: Reader) -> str:
        """How it stands, and how strong the evidence is."""
        sentences = [f"{self.state(subject)}."]
        if subject.failed:
            sentences.append(gettext("It didn’t work."))
        level = services.strength_of(subject, language())[0].level
        sentences.append(
            gettext("The evidence is %(n)s of 5.") % {"n": level}
            if level
            else gettext("Nothing shows yet that it works.")
        )
        stale = subject.review_on is not None and subject.review_on <= reader.today
        if subject.state == "published" and stale:
            sentences.append(gettext("It is stale: nobody looked at it in time."))
        return " ".join(sentences)

    def sections(self, subject: Practice, reader: Reader) -> list[Section]:
        """Every text, the evidence with its reasons, where it was used again, and the facts."""
        texts = [(name, getattr(subject, name)) for name in services.PROSE]
        replaced = subject.replaced_by
        return [
            *(
                [
                    Section(
                        "replaced",
                        _("Replaced by"),
                        links=[(replaced.title, self.url_of(replaced, reader), "")],
                    )
                ]
                if replaced
                else []
            ),
            *(
                Section(name, self.label(name), value or gettext("Result not reported."))
                for name, value in texts
                if value or name == "result"
            ),
            self._evidence(subject),
            self._uses(subject, reader),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]

    def _evidence(self, practice: Practice) -> Section:
        graded, judged = services.strength_of(practice, language())
        up = [*(judged.up if judged else ()), *map(reason_label, graded.up)]
        down = [*(judged.down if judged else ()), *map(reason_label, graded.down)]
        if judged is None and practice.evaluation:
            down.append(gettext("its evaluation can’t be read on this site any more"))
        facts = [
            (_("Level"), level_label(practice)),
            *([(_("Raised because"), "; ".join(up))] if up else []),
            *([(_("Lowered because"), "; ".join(down))] if down else []),
        ]
        links = [(judged.title, judged.url, judged.answer)] if judged else []
        lead = [] if judged else [gettext("No evaluation judged it yet.")]
        return Section(
            "evidence", _("How strong is the evidence?"), lead=lead, facts=facts, links=links
        )

    def _uses(self, practice: Practice, reader: Reader) -> Section:
        def place(row: PracticeUse) -> dict[str, str]:
            if not row.carried:
                return {"text": row.project or row.municipality or gettext("not said"), "url": ""}
            project = services.public_project_of(row)
            if project is None:
                return {"text": gettext("a project that isn’t public yet"), "url": ""}
            return {"text": project.name, "url": project.get_absolute_url()}

        def helped(row: PracticeUse) -> dict[str, str]:
            url = self.row_address("tell", reader, practice, row)
            label = self.labels.action("practice", "tell") if url else row.get_helped_display()
            note = [row.get_helped_display()] if url else []
            return {"text": label, "note": " ".join([*note, row.note]).strip(), "url": url}

        columns: dict[Any, Any] = {
            _("Where"): place,
            _("Since"): lambda row: day(row.used_on),
            _("Did it help there?"): helped,
        }
        rows, title = list(practice.uses.all()), _("Used again in")

        def drop(row: PracticeUse) -> dict[str, str]:
            url = self.row_address("drop_use", reader, practice, row)
            return {"text": self.labels.action("practice", "drop_use") if url else "", "url": url}

        if reader.audience is WORK:
            columns[_("To do")] = drop
        number = ngettext("%(n)s place.", "%(n)s places.", len(rows)) % {"n": len(rows)}
        if not rows:
            return Section("uses", title, gettext("Nowhere that we know of."))
        return Section(
            "uses", title, lead=[number], table=table_of("uses-table", title, rows, columns)
        )


practices: PracticeResource = register(PracticeResource())
