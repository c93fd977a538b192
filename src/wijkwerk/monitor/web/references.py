"""The choices that go along on every page: which areas are counted, and against what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.web.answers import Answer
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.lines import Line

_MOST = 60  # municipalities in the list; any area can be chosen as reference from its own page


def reference_form(
    visit: EditionContext,
    *more: dict[str, Any],
    groups: bool = True,
    own: str | None = None,
) -> dict[str, Any]:
    """The form with which a visitor chooses group, reference and what a page adds to them.

    Without ``groups`` on pages about areas that were picked: no group is counted there. ``own`` is what
    the areas of the page are held against by the source's rule; None: the rule in words.
    """
    catalogue = visit.catalogue
    listed = [
        *catalogue.at_level("country"),
        *catalogue.at_level("group"),
        *catalogue.at_level("municipality")[:_MOST],
    ]
    codes = list(dict.fromkeys([*catalogue.groups, *(area.code for area in listed)]))
    if visit.against and visit.against not in codes:
        codes.append(visit.against)
    by_rule, always = own or own_reference(visit), _only_reference(visit)
    if always is not None:
        # The first choice is this one already.
        codes = [code for code in codes if code != always or code == visit.against]
    elif visit.catalogue.source["reference"]["rule"] == "area":
        by_rule = _("as the source compares (mostly %(name)s)") % {"name": by_rule}
    usual = {"value": "", "label": by_rule, "selected": visit.against is None}
    fields: list[dict[str, Any]] = []
    if catalogue.groups and groups:
        options = [
            {
                "value": group.code,
                "label": visit.name(group.code),
                "selected": group.code == visit.group,
            }
            for group in catalogue.groups.values()
        ]
        options.append({"value": "all", "label": _("all areas"), "selected": visit.group == ""})
        fields.append(
            {"name": "group", "label": _("Group of areas"), "kind": "select", "options": options}
        )
    fields += more
    fields.append(
        {
            "name": "against",
            "label": _("Compare with"),
            "kind": "select",
            "options": [
                usual,
                *(
                    {
                        "value": code,
                        "label": visit.name(code),
                        "selected": code == visit.against,
                    }
                    for code in codes
                ),
            ],
        }
    )
    named = {field["name"] for field in fields} | {"page"}
    fields_shown = [
        {"name": name, "kind": "hidden", "value": value}
        for name, values in visit.request.GET.lists()
        for value in values
        if name not in named and value
    ]
    return {
        "action": visit.request.path,
        "fields": fields_shown + fields,
        "label": _("Choose areas and reference"),
        "submit": _("Show"),
        "open": any(visit.request.GET.get(field["name"]) for field in fields),
    }


def own_reference(visit: EditionContext) -> str:
    """In words what an area is held against by the source's own rule."""
    rule = visit.catalogue.source["reference"]
    if rule["rule"] == "municipality":
        return _("its own municipality")
    if rule["rule"] == "country":
        return _("the country")
    return visit.name(rule["code"])


def _only_reference(visit: EditionContext) -> str | None:
    """The area that the source holds every area against, whatever the indicator; None when it has
    more of them."""
    rule = visit.catalogue.source["reference"]
    if rule["rule"] != "area":
        return None
    others = any(own_of(measure) for measure in visit.catalogue.measures.values())
    return None if others else str(rule["code"])


def own_of(measure: Measure) -> str | None:
    """The area that the source holds this indicator against instead of by its rule, if any.

    None when it is held against that of the rule.
    """
    return measure.definition.get("reference")


def legend(visit: EditionContext, *measures: Measure) -> str:
    """The reference that a picture, table or sentence about ``measures`` names; without any that of the
    source's rule."""
    if visit.against is not None:
        return visit.name(visit.against)
    references = {own_of(measure) for measure in measures} or {None}
    if len(references) > 1:
        return _("the reference of each indicator")
    own = references.pop()
    return own_reference(visit) if own is None else visit.name(own)


def legend_of(visit: EditionContext, indicators: str | None) -> str:
    """``legend`` of the measures whose ids stand in ``indicators``, separated by commas; ids that the
    edition doesn't have are skipped."""
    measures = visit.catalogue.measures
    names = (indicators or "").split(",")
    return legend(visit, *(measures[name] for name in names if name in measures))


def references_of(visit: EditionContext, lines: Sequence[Line], measure: Measure) -> str:
    """What the distances of ``lines`` were computed against, in words, from those very rows; what the
    source says when none of them has a distance."""
    references = {line.of("reference") for line in lines if line.of("distance") is not None}
    if len(references) == 1:
        return visit.name(references.pop())
    return legend(visit, measure)


def counts_published(visit: EditionContext, *answers: Answer | None) -> bool:
    """Whether a page counts what a publisher counted: each area against what the publication holds
    it against, which needs not be the reference of the figures."""
    return visit.against is None and any(
        answer is not None and answer.published for answer in answers
    )
