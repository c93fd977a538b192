"""Sentences and labels of the pages, out of figures; translated with the rest of the interface."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.core.tables import CLASSES
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.serving.store import Row
from wijkwerk.shared.numbers import MINUS, figure, gap, number
from wijkwerk.shared.sentences import listing, upper_first
from wijkwerk.shared.text import Language

Counts = Mapping[str, int]
_MORE_THAN_NOTHING = re.compile("[1-9]")


def verdict(counts: Counts) -> str:
    """Which way most distances went, as the start of a sentence."""
    smaller, larger = counts.get("smaller", 0), counts.get("larger", 0)
    if smaller == larger:
        return _("The distance became smaller as often as larger")
    if smaller >= 2 * larger:
        return _("The distance mostly became smaller")
    if smaller > larger:
        return _("The distance became smaller more often than larger")
    if larger >= 2 * smaller:
        return _("The distance mostly became larger")
    return _("The distance became larger more often than smaller")


def times(counts: Counts, language: Language) -> str:
    """'72 times smaller, 25 times larger and 5 times virtually equal'; what never happened is
    left out."""
    smaller, larger, equal = (counts.get(kind, 0) for kind in ("smaller", "larger", "equal"))
    said = {
        ngettext("%(n)s time smaller", "%(n)s times smaller", smaller): smaller,
        ngettext("%(n)s time larger", "%(n)s times larger", larger): larger,
        ngettext("%(n)s time virtually equal", "%(n)s times virtually equal", equal): equal,
    }
    return listing([text % {"n": number} for text, number in said.items() if number], language)


def class_words() -> dict[str, str]:
    """The classes of a change, as labels."""
    return {
        "smaller": _("smaller"),
        "larger": _("larger"),
        "equal": _("virtually equal"),
        "at_or_better": _("at the reference or better"),
        "too_few": _("too few observations"),
    }


def level_words() -> dict[str, str]:
    """The levels of areas, in plural."""
    return {
        "country": _("the country"),
        "municipality": _("municipalities"),
        "district": _("districts"),
        "neighbourhood": _("neighbourhoods"),
        "custom": _("own areas"),
        "group": _("groups of areas"),
    }


def level_word(level: str) -> str:
    """The level of one area."""
    return {
        "country": _("country"),
        "municipality": _("municipality"),
        "district": _("district"),
        "neighbourhood": _("neighbourhood"),
        "custom": _("own area"),
        "group": _("group of areas"),
    }[level]


def counted(counts: Counts, language: Language) -> str:
    """'In 23 of 40 areas the distance became larger, in 12 smaller and in 5 virtually equal.'"""
    total = sum(counts.get(kind, 0) for kind in CLASSES)
    if total == 0:
        return _("There are no figures to count.")
    order = sorted(
        (kind for kind in ("smaller", "larger", "equal", "at_or_better") if counts.get(kind)),
        key=lambda kind: -counts[kind],
    )
    order += ["too_few"] if counts.get("too_few") else []
    first, *others = order
    lead = {
        "smaller": _("the distance became smaller"),
        "larger": _("the distance became larger"),
        "equal": _("the distance stayed virtually equal"),
        "at_or_better": _("there is no lag (any more)"),
        "too_few": _("there are too few observations"),
    }
    rest = {
        "smaller": _("in %(n)s smaller"),
        "larger": _("in %(n)s larger"),
        "equal": _("in %(n)s it stayed virtually equal"),
        "at_or_better": _("in %(n)s there is no lag (any more)"),
        "too_few": _("in %(n)s there are too few observations"),
    }
    begin = ngettext(
        "in %(n)s of %(total)s area %(what)s", "in %(n)s of the %(total)s areas %(what)s", total
    ) % {"n": counts[first], "total": total, "what": lead[first]}
    parts = [begin, *(rest[kind] % {"n": counts[kind]} for kind in others)]
    return upper_first(listing(parts, language)) + "."


def certainty(counts: Counts) -> str:
    """How many of the changes are beyond doubt; '' when that isn't known."""
    moved = counts.get("smaller", 0) + counts.get("larger", 0)
    if moved == 0 or "firm_known" not in counts:
        return ""
    firm = counts.get("firm_smaller", 0) + counts.get("firm_larger", 0)
    if firm == 0:
        return _("None of these changes is sure: they may be chance.")
    if firm == moved:
        return _("All of these changes are sure.")
    return ngettext(
        "Of these %(moved)s changes %(firm)s is sure. The others may be chance.",
        "Of these %(moved)s changes %(firm)s are sure. The others may be chance.",
        firm,
    ) % {"moved": moved, "firm": firm}


def value(amount: float | None, measure: Measure, language: Language) -> str:
    """A figure with its unit."""
    return figure(amount, measure.unit, measure.decimals, language)


@cache
def _lag_words(language: Language) -> tuple[str, str, str]:
    """Nothing, behind, ahead; looked up once, as a page has hundreds of distances."""
    return _("no difference"), _("%(size)s behind"), _("%(size)s ahead")


def lag(distance: float | None, measure: Measure, language: Language) -> str:
    """'3,1 procentpunt achter', 'gelijk', or a dash when unknown."""
    if distance is None:
        return "–"
    size = gap(distance, measure.unit, measure.decimals, language)
    nothing, behind, ahead = _lag_words(language)
    if not _MORE_THAN_NOTHING.search(size):
        return nothing
    return (behind if distance > 0 else ahead) % {"size": size}


def moved(change: float | None, measure: Measure, language: Language) -> str:
    """A change with its sign and unit: '+1,2 procentpunt'."""
    if change is None:
        return "–"
    size = gap(change, measure.unit, measure.decimals, language)
    if not _MORE_THAN_NOTHING.search(size):
        return size
    return ("+" if change > 0 else MINUS) + size


def bare_lag(distance: float | None, measure: Measure, language: Language) -> str:
    """``lag`` without its unit, for a column whose head names the unit."""
    if distance is None:
        return "–"
    size = number(abs(distance), measure.decimals, language)
    nothing, behind, ahead = _lag_words(language)
    if not _MORE_THAN_NOTHING.search(size):
        return nothing
    return (behind if distance > 0 else ahead) % {"size": size}


def bare_move(change: float | None, measure: Measure, language: Language) -> str:
    """``moved`` without its unit, for a column whose head names the unit."""
    if change is None:
        return "–"
    size = number(abs(change), measure.decimals, language)
    if not _MORE_THAN_NOTHING.search(size):
        return size
    return ("+" if change > 0 else MINUS) + size


def apart(row: Row, area: str, reference: str, measure: Measure, language: Language) -> str:
    """What readers miss: better by itself, yet further behind; or the other way round."""
    own, other, total = row["own_change"], row["reference_change"], row["distance_change"]
    if own is None or other is None or total is None:
        return ""
    good = own > 0 if measure.higher_is_better else own < 0
    names = {"area": area, "reference": reference}
    tolerance = float(measure.definition.get("tolerance") or 0.0)
    if good and total > tolerance:
        return _("%(area)s improved, but %(reference)s improved faster.") % names
    if not good and own and total < -tolerance:
        return _("%(area)s got worse, but %(reference)s got worse faster.") % names
    return ""


def status_notes(row: Row) -> list[str]:
    """What a reader must know of one figure: withheld, estimated, a break."""
    notes = []
    if row.get("conf_status", "F") == "N":
        notes.append(_("withheld: too few people"))
    elif row.get("conf_status", "F") != "F":
        notes.append(_("withheld to protect another figure"))
    status = row.get("obs_status")
    if status == "E":
        notes.append(_("estimated"))
    elif status == "B":
        notes.append(_("break in the series"))
    elif status == "P":
        notes.append(_("provisional"))
    return notes


def unit_words(measure: Measure) -> str:
    """The unit of a difference, for an axis."""
    known: dict[str, Any] = {
        "%": _("percentage points"),
        "eur": "€",
        "score": _("points"),
        "points": _("points"),
        "index": _("index points"),
        "years": _("years"),
        "number": _("number"),
    }
    return str(known.get(measure.unit, measure.unit))


def axis_words(measure: Measure) -> str:
    """The unit of a figure, for an axis."""
    return "%" if measure.unit == "%" else unit_words(measure)


def interval_words() -> dict[str, str]:
    """The ways in which margins are made."""
    return {
        "wilson": _("Wilson's interval for a share"),
        "exact": _("exact limits for a small number"),
        "byar": _("Byar's approximation for a number"),
        "dobson": _("Dobson's method for a standardised rate"),
        "normal": _("normal approximation from the variance that the source gives"),
        "taylor": _("Taylor linearisation for a survey"),
        "none": _("no interval: the source gives too little to make one"),
    }
