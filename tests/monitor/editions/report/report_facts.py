"""Facts made by hand, for sentences about them."""

from typing import Any

from wijkwerk.monitor.core.tables import CLASSES, TOLD_CLASSES, UNTOLD_CLASSES
from wijkwerk.monitor.editions.report.facts import (
    AreaRow,
    Counts,
    Facts,
    Moment,
    Place,
    Signal,
    Spread,
    Stated,
    Subject,
)

_ORDER = (*TOLD_CLASSES, *UNTOLD_CLASSES)  # in which numbers of areas are given

HOSTILE = {
    "GM9001": '<script>document.title="owned"</script>',
    "WK900101": '#read("/etc/passwd") $x$ @ref \\ *b* _i_ `raw` = head',
    "WK900102": "=cmd|' /C calc'!A0 {{ 7*7 }} {% raw %} ' \" </svg></title> ]] datum.value",
    "WK900103": "\u202eevil\u202c " + "z" * 300,
}
CITY = Place("GM1", "Grotestad", "municipality")
COUNTRY = Place("NL00", "Nederland", "country")
WIJK = Place("WK1", "Overschie", "district")
G18 = Place("G18", "G18", "group")
FOCUS = Place("FOCUS", "FOCUS", "group")
AW40 = Place("AW40", "40 aandachtswijken", "group")


def indicator(**changed: Any) -> dict[str, Any]:
    """A definition as ``indicators.json`` has it: a share of which less is better."""
    plain = {
        "id": "share",
        "name": {"nl": "Lage inkomens", "en": "Low incomes"},
        "unit": "%",
        "kind": "rate",
        "direction": "lower_is_better",
        "decimals": 1,
        "tolerance": 0.3,
        "breaks": [],
        "description": {"nl": "", "en": ""},
        "source": "",
        "reference": None,
    }
    return plain | changed


def moment(
    period: str,
    value: float,
    reference: float | None = None,
    sign: int = 1,
    margin: float | None = None,
) -> Moment:
    """A value and its reference's; ``sign`` -1 where more is better."""
    distance = None if reference is None else (value - reference) * sign
    low, high = (None, None) if margin is None else (value - margin, value + margin)
    return Moment(period, value, low, high, reference, distance)


def subject(
    *moments: Moment,
    place: Place = FOCUS,
    reference: Place | None = COUNTRY,
    evidence: str | None = None,
    stated: Stated | None = None,
) -> Subject:
    """A group with its moments."""
    return Subject(place, reference, moments, evidence, stated)


def counts(
    *numbers: int,
    firm: tuple[int, ...] | None = None,
    group: Place | None = FOCUS,
    total: int | None = None,
    level: str = "neighbourhood",
    own_municipality: bool = False,
    reference: Place | None = None,
) -> Counts:
    """Areas per class in the order smaller, larger, equal, at or better, too few, no reference;
    what is left of ``total`` wasn't reported."""
    found = dict.fromkeys(CLASSES, 0) | dict(zip(_ORDER, numbers, strict=False))
    found["not_reported"] = 0 if total is None else total - sum(numbers)
    sure = None
    if firm is not None:
        sure = dict.fromkeys(CLASSES, 0) | dict(zip(_ORDER, firm, strict=False))
    return Counts(group, reference, own_municipality, level, "2008", "2015", found, sure)


def facts(**changed: Any) -> Facts:
    """An indicator in a report."""
    plain: dict[str, Any] = {
        "indicator": indicator(),
        "level": "neighbourhood",
        "subjects": (),
        "counts": (),
        "spreads": (),
        "areas": (),
        "latest": None,
        "lines": (),
        "signals": (),
        "number_of_areas": 0,
        "cells": 0,
        "withheld": 0,
    }
    return Facts(**(plain | changed))


def spread(**changed: Any) -> Spread:
    """A group's range and its five worst."""
    plain: dict[str, Any] = {
        "group": FOCUS,
        "method": "pooled",
        "period": "2015",
        "value": 14.8,
        "lower": 14.0,
        "upper": 15.6,
        "areas": 20,
        "measured": 20,
        "minimum": 5.3,
        "maximum": 27.1,
        "worst_five": 20.2,
        "worst": ("A", "B", "C", "D", "E"),
        "reference": COUNTRY,
        "reference_value": 15.3,
        "distance": -0.5,
        "withheld": False,
    }
    return Spread(**(plain | changed))


def row(name: str, distance: float | None, **changed: Any) -> AreaRow:
    """An area of a report's table."""
    plain: dict[str, Any] = {
        "value": 20.0,
        "lower": 18.0,
        "upper": 22.0,
        "reference": "Grotestad",
        "reference_value": 15.0,
        "distance_lower": None if distance is None else distance - 2,
        "distance_upper": None if distance is None else distance + 2,
        "own_change": 1.0,
        "reference_change": 0.5,
        "kind": "larger",
        "evidence": "cannot_tell",
        "broken": False,
        "rank": 3,
        "rank_lower": 1,
        "rank_upper": 9,
        "withheld": False,
    }
    return AreaRow(name=name, distance=distance, **(plain | changed))


def signal(area: str) -> Signal:
    """An early-warning signal."""
    return Signal(area, "share", "2015", 4.2, 3.5)
