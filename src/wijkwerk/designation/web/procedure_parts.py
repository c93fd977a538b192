"""What the page of a procedure shows: its areas, what municipalities ask, and how sure the list is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation import services
from wijkwerk.designation.core.tables import FIRM
from wijkwerk.designation.list_folders import AreaOnList
from wijkwerk.designation.models import Consultation, Delisting, Objection, Procedure
from wijkwerk.designation.serving.library import lists
from wijkwerk.designation.web import labels as list_words
from wijkwerk.designation.web.list_context import edition_of
from wijkwerk.monitor.display import place_name
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.problems import InputError
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.labels import ReaderLabels

LABELS = ReaderLabels(services.STEPS)
_NAMED = 20  # areas that are named in a line


def title_of(listed: Any, year: int) -> str:
    """The title of a list, or of that of a procedure, with the year."""
    return f"{listed.title_en if language() == 'en' else listed.title_nl}, {year}"


def label_of(area: Any) -> str:
    """The name of an area's status."""
    return str(area.label_en if language() == "en" else area.label_nl)


def computed_areas(procedure: Procedure) -> dict[str, AreaOnList] | None:
    """The areas of the list by code as its files have them; None when those can't be read now."""
    try:
        areas = services.areas_as_computed(settings.LISTS, procedure)
    except (InputError, OSError):
        return None
    return {area.code: area for area in areas}


def places_of(procedure: Procedure) -> Callable[[str], str]:
    """Names of municipalities by code, out of the edition that the list was made of. Who may see the
    procedure was asked before."""
    try:
        edition = edition_of(lists().without_decisions(procedure.list_id))
    except NotServedError:
        edition = None
    catalogue, tongue = None if edition is None else edition.catalogue, language()
    return lambda code: place_name(catalogue, code, tongue)


class ProcedurePage:
    """The parts of the page of a procedure. ``computed`` are the areas of the list as its files have
    them, for who decides; None where those aren't told."""

    def __init__(self, procedure: Procedure, computed: Mapping[str, AreaOnList] | None) -> None:
        self.procedure, self.computed = procedure, computed
        self.place = places_of(procedure)

    @cached_property
    def _made_by(self) -> dict[tuple[str, int, str], str]:
        """Who decided, answered or gave a view: a role, of a municipality where that matters. The account stays
        in the history."""
        return {
            (step.machine, step.object_id, step.action): LABELS.who(
                step.role, step.place, self.place
            )
            for step in self.procedure.steps.filter(action__in=("decide", "answer", "give"))
        }

    def context(self, objections: Iterable[Objection]) -> dict[str, Any]:
        """What its template needs, but for the objections and proposals themselves."""
        procedure = self.procedure
        # An area that stands here for an objection alone is shown to whoever sees that objection.
        with_objection = {objection.area for objection in objections}
        areas = [
            area
            for area in procedure.areas.all()
            if area.by_rule or area.decided or area.code in with_objection
        ]
        return {
            "list_address": reverse("designation:year", args=[procedure.list_id, procedure.year]),
            "decided_by": self._made_by.get(("procedure", procedure.pk, "decide"), ""),
            "areas": self._areas(areas),
            "unsure": unsure_label(self.computed),
        }

    def _areas(self, areas: list[Any]) -> dict[str, Any]:
        procedure, computed = self.procedure, self.computed
        is_decided = procedure.decided_on is not None
        columns: list[dict[str, Any]] = [
            {"label": _("Area")},
            {"label": _("Municipality")},
            {"label": _("By the rule"), "verdict": not is_decided},
        ]
        if computed:
            columns.append({"label": _("Chance of the status"), "number": True})
        if is_decided:
            columns.append({"label": _("By the decision"), "verdict": True})
        return {
            "id": "areas",
            "caption": _("What the rule says and what was decided"),
            "tall": len(areas) > 30,
            "columns": columns,
            "filter": len(areas) > 10,
            "empty": _("By the rule no area is on this list."),
            "rows": [
                [
                    {
                        "text": area.name,
                        "url": reverse("designation:area", args=[procedure.list_id, area.code]),
                    },
                    self.place(area.municipality),
                    label_of(area) or _("not on the list"),
                    *([chance_label(computed.get(area.code))] if computed else []),
                    *([self._decided(area)] if is_decided else []),
                ]
                for area in areas
            ],
        }

    @cached_property
    def _why_left(self) -> dict[int, int]:
        """The proposal by which each area left the list."""
        return dict(
            self.procedure.delistings.filter(outcome="accepted").values_list("area_id", "pk")
        )

    def _decided(self, area: Any) -> Any:
        """Whether it is on the list; one that left leads to why."""
        if area.delisted_on is not None:
            left = _("left the list on {day}").format(day=day(area.delisted_on))
            return {"text": left, "url": f"#d{self._why_left.get(area.pk, '')}"}
        return _("on the list") if area.decided else _("not on the list")

    def objection(self, objection: Objection) -> dict[str, Any]:
        """What a municipality has against the list."""
        wish_text = f"{objection.get_wish_display()}. {day(objection.made_on)}."
        return self._asked(objection, "objection", "answer", objection.area_name, wish_text)

    def delisting(self, delisting: Delisting) -> dict[str, Any]:
        """What a municipality proposes."""
        proposal_text = _("Proposed on %(day)s.") % {"day": day(delisting.made_on)}
        return self._asked(delisting, "delisting", "decide", delisting.area.name, proposal_text)

    def consultation(self, view: Consultation) -> dict[str, Any]:
        """What a council or residents think, by when it was asked, and who wrote it down."""
        title = f"{view.area.name}: {view.get_consulted_display()}"
        question = _("Asked on %(day)s, to be given by %(until)s.")
        lines = [question % {"day": day(view.made_on), "until": day(view.until)}]
        if view.given_on is not None:
            answer = _("Given on %(day)s: %(how)s.")
            lines.append(answer % {"day": day(view.given_on), "how": view.how.rstrip(".")})
            by = self._made_by.get(("consultation", view.pk, "give"), "")
            lines += [_("Written down by: %(who)s.") % {"who": by}] if by else []
            if view.participants is not None:
                people = ngettext("%(n)s took part.", "%(n)s took part.", view.participants)
                lines.append(people % {"n": view.participants})
        elif self.procedure.state in ("decided", "published"):
            lines.append(_("No view was given."))
        shown = self._asked(view, "consultation", "answer", title, " ".join(lines))
        return {**shown, "reasons_title": _("What they think")}

    def _asked(
        self, subject: Any, machine: str, answering: str, area: str, said: str
    ) -> dict[str, Any]:
        return {
            "id": f"{machine[0]}{subject.pk}",  # decisions.py leads to it
            "area": area,
            "place": self.place(subject.municipality),
            "said": said,
            "state": LABELS.state(machine, subject.state),
            "outcome": LABELS.outcome(machine, subject.outcome),
            "reasons_title": _("Reasons of the municipality"),
            "reasons": subject.reasons,
            "answer": subject.answer,
            "answered": day(subject.answered_on),
            "by": self._made_by.get((machine, subject.pk, answering), ""),
        }


def unsure_label(computed: Mapping[str, AreaOnList] | None) -> list[str]:
    """Which areas can't be told, and which are on or off the list by a narrow chance; [] when the
    files weren't looked at."""
    if computed is None:
        return []
    unknown = [area.name for area in computed.values() if area.unknown]
    close = [
        f"{area.name} ({list_words.chance(area.chance, language())})"
        for area in sorted(computed.values(), key=lambda area: abs((area.chance or 0.0) - 0.5))
        if area.chance is not None and 1 - FIRM < area.chance < FIRM and not area.unknown
    ]
    drawn = any(area.chance is not None for area in computed.values())
    clear = (
        _("No area is on or off the list by a narrow chance.")
        if drawn
        else _("No chances were computed for this list.")
    )
    return [
        _named(
            close,
            clear,
            _("The chance of the status is neither below 5% nor above 95% for: {areas}."),
        ),
        _named(
            unknown,
            _("Of every area it can be told whether it meets the rule."),
            _(
                "It can’t be determined whether these areas meet the rule, or a heavier one: {areas}."
            ),
        ),
    ]


def _named(names: list[str], none: str, some: str) -> str:
    if not names:
        return none
    listed = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        listed = _("%(areas)s and %(n)s more") % {"areas": listed, "n": len(names) - _NAMED}
    return some.format(areas=listed)


def chance_label(area_on_list: AreaOnList | None) -> str:
    """The chance of an area's status by the margins of its figures, or that it can't be told."""
    if area_on_list is None or (area_on_list.chance is None and not area_on_list.unknown):
        return "–"
    chance = list_words.chance(area_on_list.chance, language())
    if not area_on_list.unknown:
        return chance
    return (
        _("can’t be determined")
        if not chance
        else _("can’t be determined; chance %(chance)s") % {"chance": chance}
    )
