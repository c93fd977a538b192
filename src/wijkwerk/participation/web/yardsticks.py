"""Panels, and yardsticks with the views of the parties and the plans that were held against them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models import Panel, PlanCheck, Yardstick, YardstickPart
from wijkwerk.participation.services import yardsticks as services
from wijkwerk.participation.web.labels import euros, percent
from wijkwerk.participation.web.resource import ProcessPart
from wijkwerk.ui.reader import day
from wijkwerk.workflow.forms import VersionForm, line_field, step_form
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, table_of
from wijkwerk.workflow.values import Counted

_PANEL = ("title", "members", "begins_on", "ends_on", "vision", "budget", "expertise")
_PART = ("title", "meaning", "municipality", "landlord", "because")


class PanelResource(ProcessPart):
    """A neighbourhood panel that accounts to its neighbourhood."""

    model = Panel
    machine = "panel"
    name, plural, title = "panel", "panels", _("Neighbourhood panels")
    missing, empty = _("There is no such panel."), _("There is no panel yet.")
    some = ngettext_lazy("One panel.", "%(n)s panels.", "n")
    none = _("There is no panel yet.")
    columns = ("heading", "state", "members", "ends_on")
    facts = ("members", "begins_on", "ends_on", "money")
    steps = {
        "install": Step(services.install, step_form(Panel, *_PANEL)),
        "change": Step(services.change, step_form(Panel, *_PANEL)),
        "account": Step(
            services.account, text=_("What the panel did, and how it asked its neighbourhood")
        ),
        "end": Step(services.end),
    }

    @admin.display(description=_("Panel"))
    def heading(self, subject: Panel) -> str:
        """What it is called."""
        return subject.title

    @admin.display(description=_("Own budget a year"))
    def money(self, subject: Panel) -> str:
        """In euros."""
        return euros(subject.budget)

    def sections(self, subject: Panel, reader: Reader) -> list[Section]:
        """Its vision and the expertise that it hires."""
        texts = [(name, getattr(subject, name)) for name in ("vision", "expertise")]
        parts = [Section(name, self.label(name), text) for name, text in texts if text]
        return [*parts, Section("facts", _("Facts"), facts=self.facts_of(subject))]


class HoldForm(VersionForm):
    """An edition of a plan against every part of a yardstick."""

    plan = line_field(_("Plan"), most=200)
    plan_edition = line_field(_("Edition or date of the plan"), most=200)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for part in self.subject.parts.all():
            self.fields[f"verdict_{part.pk}"] = forms.ChoiceField(
                label=part.title, choices=PlanCheck.Verdict.choices, widget=forms.RadioSelect
            )
            self.fields[f"because_{part.pk}"] = line_field(
                gettext("Reasons: %(part)s") % {"part": part.title}, required=False, most=200
            )

    def arguments(self) -> dict[str, Any]:
        """As the service takes it."""
        given = self.cleaned_data
        verdicts = {
            part.pk: (given[f"verdict_{part.pk}"], given[f"because_{part.pk}"])
            for part in self.subject.parts.all()
        }
        return {"plan": given["plan"], "plan_edition": given["plan_edition"], "verdicts": verdicts}


def shared_by(yardstick: Yardstick, party: str) -> tuple[int, int]:
    """How many parts a party shares, of how many on which its view is known."""
    views = [getattr(part, party) for part in yardstick.parts.all()]
    known = [view for view in views if view != YardstickPart.View.UNKNOWN]
    return known.count(YardstickPart.View.SHARED), len(known)


class YardstickResource(ProcessPart):
    """What residents find that a plan must do, and which plans do it."""

    model = Yardstick
    machine = "yardstick"
    name, plural, title = "yardstick", "yardsticks", _("Yardstick of residents")
    missing, empty = _("There is no such yardstick."), _("There is no yardstick yet.")
    intro = _(
        "What residents find that a plan for their neighbourhood must do. Every plan is held against it."
    )
    some = ngettext_lazy("One yardstick was adopted.", "%(n)s yardsticks were adopted.", "n")
    none = _("No yardstick was adopted yet.")
    columns = ("heading", "edition", "state", "adopted_on")
    facts = ("edition", "adopted_on")
    steps = {
        "draft": Step(services.draft, step_form(Yardstick, "title", "communities", "profile")),
        "write": Step(services.write, step_form(Yardstick, "title", "communities", "profile")),
        "part": Step(services.add_part, step_form(YardstickPart, *_PART)),
        "adopt": Step(services.adopt),
        "hold": Step(services.hold, HoldForm),
        "renew": Step(services.renew),
    }

    def counted(self, reader: Reader) -> int:
        """Those that were adopted."""
        return self.queryset(reader).exclude(state="draft").count()

    @admin.display(description=_("Yardstick"))
    def heading(self, subject: Yardstick) -> str:
        """What it is called."""
        return subject.title

    def sections(self, subject: Yardstick, reader: Reader) -> list[Section]:
        """Who shares what, the parts, the plans, how it came about."""
        lead = []
        for party, said in (
            (
                "municipality",
                _(
                    "The municipality shares %(n)s of %(of)s parts on which its view is known (%(share)s)."
                ),
            ),
            (
                "landlord",
                _(
                    "The housing association shares %(n)s of %(of)s parts on which its view is known (%(share)s)."
                ),
            ),
        ):
            shares, known = shared_by(subject, party)
            if known:
                lead.append(
                    str(said)
                    % {"n": Counted(shares), "of": Counted(known), "share": percent(shares, known)}
                )
        columns: Columns = {
            _("Main part"): "title",
            _("What it means"): "meaning",
            _("Municipality"): "municipality",
            _("Housing association"): "landlord",
            _("Reasons"): "because",
        }
        empty = _("There are no parts yet.")
        table = table_of("parts", _("Main parts"), subject.parts.all(), columns, empty=empty)
        return [
            Section("parts", _("Main parts"), lead=lead, table=table),
            *self._plans(subject),
            Section("profile", self.label("profile"), subject.profile),
            Section("communities", self.label("communities"), subject.communities),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]

    def _plans(self, yardstick: Yardstick) -> list[Section]:
        """Each edition of a plan, part by part, newest first."""
        checks = PlanCheck.objects.filter(part__yardstick=yardstick).select_related("part")
        by_plan: dict[tuple[str, str], list[PlanCheck]] = {}
        for check in checks:
            by_plan.setdefault((check.plan, check.plan_edition), []).append(check)
        sections = []
        columns: Columns = {
            _("Main part"): lambda row: row.part.title,
            _("Verdict"): "verdict",
            _("Reasons"): "because",
        }
        for number, rows in enumerate(by_plan.values()):
            plan = str(rows[0])
            rows.sort(key=lambda check: check.part_id)
            meets = sum(row.verdict == PlanCheck.Verdict.MEETS for row in rows)
            said = gettext("Meets %(n)s of %(of)s parts. Held against it on %(day)s.") % {
                "n": Counted(meets),
                "of": Counted(len(rows)),
                "day": day(rows[0].on),
            }
            table = table_of(f"plan-{number}", plan, rows, columns)
            sections.append(Section(f"plan-{number}", plan, lead=[said], table=table))
        return sections


panels = register(PanelResource())
yardsticks = register(YardstickResource())
