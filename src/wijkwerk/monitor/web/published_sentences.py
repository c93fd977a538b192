"""Sentences on what a publication says of a group as a whole, in words of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wijkwerk.monitor.core.published import only_a_range, pace
from wijkwerk.monitor.core.tables import RANGES
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.web import labels
from wijkwerk.served.api import Row
from wijkwerk.shared.sentences import between
from wijkwerk.shared.text import Language


def stated(row: Row, group: str, reference: str, measure: Measure, language: Language) -> str:
    """What a publication says of a group as a whole: where it and its reference went, and what the
    distance did. ``row`` is one of CLASS_COUNTS."""
    names = {
        "group": group,
        "reference": reference,
        "years": between(row["period_from"], row["period_to"], language),
    } | {
        name: labels.value(row.get(name), measure, language)
        for name in ("own_from", "own_to", "reference_from", "reference_to")
    }
    went = {
        "improved": _("By the publication the figure of %(group)s improved."),
        "worsened": _("By the publication the figure of %(group)s got worse."),
        "rose": _("By the publication the figure of %(group)s rose."),
        "fell": _("By the publication the figure of %(group)s fell."),
        "unchanged": _("By the publication the figure of %(group)s stayed the same."),
        "between": _(
            "By the publication the figure of %(group)s went from %(own_from)s to %(own_to)s."
        ),
        "at": _("By the publication the figure of %(group)s was %(own_to)s."),
        "": "",
    }
    other = {
        "improved": _("That of %(reference)s improved."),
        "worsened": _("That of %(reference)s got worse."),
        "improved_faster": _("That of %(reference)s improved too, and faster."),
        "worsened_faster": _("That of %(reference)s got worse too, and faster."),
        "improved_slower": _("That of %(reference)s improved too, but less fast."),
        "worsened_slower": _("That of %(reference)s got worse too, but less fast."),
        "rose": _("That of %(reference)s rose."),
        "fell": _("That of %(reference)s fell."),
        "unchanged": _("That of %(reference)s stayed the same."),
        "between": _("That of %(reference)s went from %(reference_from)s to %(reference_to)s."),
        "at": _("That of %(reference)s was %(reference_to)s."),
        "": "",
    }
    distance = {
        "smaller": _(
            "By the publication the distance of %(group)s to %(reference)s became smaller "
            "%(years)s."
        ),
        "larger": _(
            "By the publication the distance of %(group)s to %(reference)s became larger %(years)s."
        ),
        "equal": _(
            "By the publication the distance of %(group)s to %(reference)s stayed virtually "
            "equal %(years)s."
        ),
        "at_or_better": _(
            "By the publication %(group)s had no lag behind %(reference)s %(years)s."
        ),
        "difference_smaller": _(
            "By the publication the difference between %(group)s and %(reference)s became smaller "
            "%(years)s."
        ),
        "difference_larger": _(
            "By the publication the difference between %(group)s and %(reference)s became larger "
            "%(years)s."
        ),
        "difference_equal": _(
            "By the publication the difference between %(group)s and %(reference)s stayed virtually "
            "equal %(years)s."
        ),
        "below": _(
            "By the publication the figure of %(group)s was lower than that of %(reference)s "
            "%(years)s."
        ),
        "above": _(
            "By the publication the figure of %(group)s was higher than that of %(reference)s "
            "%(years)s."
        ),
        "too_few": _("By the publication there are too few observations of %(group)s."),
        "no_reference": _("By the publication there is nothing to compare %(group)s with."),
        "not_reported": _("The publication doesn't say what the distance of %(group)s did."),
    }
    ranges = published_range(row, group, reference, measure, language)
    if only_a_range(row["class"], row):
        return ranges
    theirs = _said_of(row, "reference")
    speed = pace(row["class"], row.get("own_direction"), row.get("reference_direction"))
    if speed and theirs == row["reference_direction"]:
        theirs = f"{theirs}_{speed}"
    changes = [part % names for part in (went[_said_of(row, "own")], other[theirs])]
    parts = (*changes, ranges, distance[row["class"]] % names)
    return " ".join(part for part in parts if part)


def published_range(
    row: Row, group: str, reference: str, measure: Measure, language: Language
) -> str:
    """How far the areas inside a group lie apart by a publication, and inside its reference; '' when
    it doesn't say. ``row`` is one of CLASS_COUNTS."""
    if row.get("own_lowest") is None:
        return ""
    template = _(
        "By the publication it runs from %(own_lowest)s to %(own_highest)s within %(group)s."
    )
    if row.get("reference_lowest") is not None:
        template = _(
            "By the publication it runs from %(own_lowest)s to %(own_highest)s within %(group)s, and "
            "from %(reference_lowest)s to %(reference_highest)s within %(reference)s."
        )
    shown = {name: labels.value(row.get(name), measure, language) for name in RANGES}
    return template % (shown | {"group": group, "reference": reference})


def _said_of(row: Row, whose: str) -> str:
    """How a publication tells of one side: by two figures, by one, by a direction, or not ('')."""
    if row.get(f"{whose}_to") is None:
        return str(row.get(f"{whose}_direction") or "")
    return "at" if row.get(f"{whose}_from") is None else "between"
