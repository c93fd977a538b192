"""The page of a place: of an area how it stands, of what has areas in it how these stand beside each other."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.areas.api import MOST_DWELLINGS, MOST_INHABITANTS
from wijkwerk.monitor.library import library
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area
from wijkwerk.monitor.serving.neighbours import neighbours, twins
from wijkwerk.monitor.web import area_cards, labels
from wijkwerk.monitor.web.answers import stated_of
from wijkwerk.monitor.web.areas import sentences
from wijkwerk.monitor.web.areas.addresses import permanent_url, place_view
from wijkwerk.monitor.web.areas.beside import Beside, beside
from wijkwerk.monitor.web.areas.indicators import (
    History,
    facts,
    histories,
    in_order,
    indicators_table,
    size,
    standing_of,
)
from wijkwerk.monitor.web.areas.matrix import matrix
from wijkwerk.monitor.web.areas.overview import (
    changes_since,
    downloads,
    overview,
    territory_of,
    unit_note,
    verdict_columns,
)
from wijkwerk.monitor.web.areas.place_map import outlines_of, place_map
from wijkwerk.monitor.web.areas.spine import spine_figure
from wijkwerk.monitor.web.areas.tile_grid import tile_grid
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.figures import cited
from wijkwerk.monitor.web.references import legend, reference_form
from wijkwerk.monitor.web.views.area import crumbs, liveability
from wijkwerk.shared.numbers import number
from wijkwerk.shared.sentences import noun
from wijkwerk.ui.query import choice_in

_MOST_DRAWN = 500  # areas on the map that shows where one lies
_COMPARED = 8  # indicators on which it stands beside its twins and neighbours
_MOST_PARTS = 60
_BESIDE, _OWN = "areas", "own"  # of a municipality: its areas, or how it stands itself


@place_view(stamp=area_cards.stamp)
def place(visit: EditionContext, code: str) -> HttpResponse:
    """The area or group with this code, in the edition that the address means."""
    view = choice_in(visit.request, "view", (_BESIDE, _OWN), _BESIDE)
    territory = territory_of(visit, code) if view == _BESIDE else None
    own = visit.catalogue.areas.get(code)
    if own is None and territory is None:
        territory = territory_of(visit, code)  # a group has nothing but its areas
    context = around(visit, code)
    if territory is not None:
        context |= {"facts": size(visit, own)} | overview(visit, territory)
        if own is not None and own.level != "group":
            context |= {
                "crumbs": crumbs(visit, own),
                "kind": kind_of(visit, own),
                "own_url": visit.same(view=_OWN, sort=None, page=None, theme=None, level=None),
            }
    # A group of areas that has no figures of its own has none as an area either.
    if own is not None and not (territory and visit.catalogue.is_made_of_areas(code)):
        if territory is None:
            context |= portrait(visit, own)
        elif not context["matrix"]:
            # Of its areas there is nothing to show: what it is itself stands here.
            context = portrait(visit, own, alone=False) | context
    context["tabs"] = tabs_of(context)
    page = "area" if territory is None else "overview"
    return visit.render(f"monitor/areas/{page}.html", context, "areas")


def tabs_of(context: dict[str, Any]) -> list[dict[str, str]]:
    """The places on the page that it has, in their order."""
    cards = [{"id": section.id, "label": section.heading} for section in context["sections"]]
    figures_tab = {"id": "figures", "label": _("Figures")}
    if "territory" in context:
        tabs = [
            {"id": "areas", "label": context["areas_word"]},
            *([{"id": "themes", "label": _("Themes")}] if context.get("answer_themes") else []),
            *([figures_tab] if context.get("table") else []),
            *cards,
        ]
    else:
        tabs = [
            *([figures_tab] if context["table"] else []),
            *cards,
            *([{"id": "parts", "label": _("Its parts")}] if context["parts"] else []),
            *(
                [{"id": "beside-it", "label": _("Beside it and like it")}]
                if context["neighbours"] or context["twins"]
                else []
            ),
        ]
    return [*tabs, {"id": "download", "label": _("Download")}]


def around(visit: EditionContext, code: str) -> dict[str, Any]:
    """What the page of any place has: cards of other capabilities, the choice of a reference, groups."""
    catalogue = visit.catalogue
    sections, empty = area_cards.card_sections(area_cards.cards(catalogue.id, code, visit.language))
    return {
        "code": code,
        "sure_url": reverse("monitor:how_sure"),
        "canonical": visit.request.build_absolute_uri(visit.request.path),
        "sections": sections,
        "empty_cards": empty,
        "form": reference_form(visit, groups=False),
        "reference": legend(visit),
        "cite": cited(visit, catalogue.name(code)).rsplit(" ", 1)[0]
        + " "
        + permanent_url(visit, code),
        "groups": [
            {"label": visit.name(group.code), "url": visit.url("group", group.code)}
            for group in catalogue.groups.values()
            if code in group.areas
        ],
        "earlier_groups": [
            {
                "label": visit.name(group.code),
                "url": visit.url("group", group.code),
                "note": _("until %(period)s") % {"period": membership.valid_to},
            }
            for group in catalogue.groups.values()
            for membership in group.memberships
            if membership.area == code and code not in group.areas and membership.valid_to
        ],
        "compare_url": visit.url("compare", area=code),
        "as_reference_url": visit.url("home", against=code),
    }


def portrait(visit: EditionContext, own: Area, *, alone: bool = True) -> dict[str, Any]:
    """How an area stands on its own; ``alone``: with what lies beside it and is like it."""
    several = histories(visit, own)
    standing = standing_of(several)
    published = stated_of(visit, own.code)
    references = {history.line.of("reference") for history in several} - {None, own.code}
    reference = visit.name(references.pop()) if len(references) == 1 else _("the reference")
    # What is its own reference is compared with nothing.
    compared = [history for history in several if history.line.of("reference") != own.code]
    return {
        "crumbs": crumbs(visit, own),
        "area": own,
        "name": own.name,
        "kind": kind_of(visit, own),
        "facts": facts(visit, own, several),
        "standing": standing,
        "answer": sentences.answer(standing, own.level, reference, visit.language)
        + said_by_publication(visit, several, own.code),
        "compared_with": reference,
        "table": indicators_table(
            visit, several, _("Indicators of %(area)s") % {"area": own.name}, published
        )
        if compared or (several and alone)
        else "",
        "published": [
            {
                "name": visit.text(measure.name),
                "url": visit.url("indicator", measure.id),
                "text": published[measure.id].text,
            }
            for measure in visit.catalogue.measures.values()
            if measure.id in published
        ],
        "spine": spine_figure(visit, [own]) if compared else None,
        "signals": signals(visit, own.code),
        "liveability": liveability(visit, own.code),
        "ended": ended(visit, own),
        "too_large": bool(own.flagged),
        "most": {
            "inhabitants": number(MOST_INHABITANTS, 0, visit.language),
            "dwellings": number(MOST_DWELLINGS, 0, visit.language),
        },
        "downloads": downloads(visit, [own.code], [history.measure.id for history in several]),
        "selection_url": visit.url("selection", area=own.code),
        **(beside_it(visit, own, several) if alone else {}),
    }


def kind_of(visit: EditionContext, own: Area) -> str:
    """'district in The Hague'."""
    word = labels.level_word(own.level)
    inside = next(
        (
            ancestor
            for ancestor in visit.catalogue.lineage(own.code)
            if ancestor.level == "municipality"
        ),
        None,
    )
    if inside is None:
        return word
    return _("%(level)s in %(municipality)s") % {"level": word, "municipality": inside.name}


def said_by_publication(visit: EditionContext, several: list[History], code: str) -> list[str]:
    """What a publication says of changes that no figures tell, in a sentence."""
    told_measures = {history.measure.id for history in several if history.line.changed("class") in
            ("smaller", "larger", "equal", "at_or_better")}  # fmt: skip
    kinds = [
        statement.kind
        for key, statement in stated_of(visit, code).items()
        if key not in told_measures
    ]
    return sentences.published_changes(
        kinds.count("smaller"), kinds.count("larger"), kinds.count("equal"), visit.language
    )


def ended(visit: EditionContext, own: Area) -> str:
    """That the area is no more, or not in the newest edition of this site."""
    if own.valid_to:
        return _("This area existed until %(day)s. Its figures stay here.") % {"day": own.valid_to}
    usual = library().usual()
    if usual is None or usual.edition == visit.catalogue.id or visit.request.GET.get("edition"):
        return ""
    return _("The edition of the home page doesn’t have this area. You are reading another one.")


def signals(visit: EditionContext, code: str) -> list[dict[str, str]]:
    """Early-warning signals of this area."""
    return [
        {
            "measure": visit.text(visit.catalogue.measures[row["indicator"]].name),
            "period": row["period"],
            "url": visit.url("series", code, row["indicator"]),
        }
        for row in figures.warnings(visit.serving, [code])
        if row["indicator"] in visit.catalogue.measures
    ]


def beside_it(visit: EditionContext, own: Area, several: list[History]) -> dict[str, Any]:
    """Where it lies, its parts, what lies beside it and what is like it wherever that lies."""
    catalogue = visit.catalogue
    near, alike = neighbours(visit.serving, own.code), twins(visit.serving, own.code)
    parts = list(catalogue.children.get(own.code, ()))[:_MOST_PARTS]
    codes = dict.fromkeys([own.code, *near, *alike, *parts])
    compared = beside(visit, [catalogue.areas[code] for code in codes if code in catalogue.areas])
    measures = [
        history.measure.id
        for history in in_order(several)
        if history.line.of("distance") is not None
    ][:_COMPARED]

    def table(key: str, others: list[str], caption: str) -> Any:
        shown = [code for code in others if code in compared.standings]
        if own.code in compared.standings:
            shown = [own.code, *(code for code in shown if code != own.code)]
        return _compared(visit, compared, shown, measures, key, caption, own.code) if others else ""

    return {
        **where(visit, own),
        "changes_since": changes_since(visit, compared),
        "neighbours": table(
            "beside", near, _("%(area)s and the areas beside it") % {"area": own.name}
        ),
        "twins": table(
            "alike", alike, _("%(area)s and the areas most like it") % {"area": own.name}
        ),
        "parts": table("parts", parts, _("%(area)s and its parts") % {"area": own.name}),
    }


def _compared(
    visit: EditionContext,
    compared: Beside,
    codes: list[str],
    measures: list[str],
    key: str,
    caption: str,
    own: str,
) -> Any:
    """A few areas beside each other on a few indicators, in this order."""
    shown = [measure for measure in compared.measures if measure.id in measures]
    columns = verdict_columns(compared)
    heads = [
        {"label": label, "note": note}
        for _sort, label, _number, note in [
            *columns,
            *(("", visit.text(measure.name), True, unit_note(measure)) for measure in shown),
        ]
    ]
    return matrix(visit, compared, codes, shown, key=key, caption=caption, columns=heads, own=own)


def where(visit: EditionContext, own: Area) -> dict[str, Any]:
    """``map``: the areas of its level in its municipality, with itself on it; tiles where boundaries aren't
    known, '' for too few or too many of these."""
    catalogue = visit.catalogue
    above = catalogue.lineage(own.code)
    inside = next(
        (ancestor for ancestor in above if ancestor.level == "municipality"),
        above[-1] if above else None,
    )
    around_it = catalogue.below(inside.code, own.level) if inside else catalogue.at_level(own.level)
    if len(around_it) > _MOST_DRAWN:
        around_it = [area for area in around_it if area.parent == own.parent]
    codes = [area.code for area in around_it[:_MOST_DRAWN]]
    names = {area.code: area.name for area in around_it}
    shapes = outlines_of(visit.serving, codes)
    if shapes is None:
        tiles = tile_grid(codes, names, {own.code: "is-own"}, lambda code: visit.url("area", code))
        kind = noun(own.level, 2, visit.language)
        return {"map": tiles, "map_is_tiles": True, "map_areas": kind}
    if own.code not in shapes.paths:
        return {"map": ""}
    near = set(neighbours(visit.serving, own.code))
    order = sorted(codes, key=lambda code: (code != own.code, code in near))
    drawn = place_map(
        shapes,
        names,
        {own.code: "is-own"},
        lambda code: visit.url("area", code),
        order,
        large=1,
    )
    return {"map": drawn, "map_is_tiles": False}
