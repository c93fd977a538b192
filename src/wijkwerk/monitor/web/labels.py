"""Sentences and labels of the pages, out of figures; translated with the rest of the interface."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.core.definitions import Direction
from wijkwerk.monitor.core.tables import (
    CLASSES,
    NEUTRAL_CLASSES,
    ONE_STRATUM,
    TOLD_CLASSES,
    UNTOLD_CLASSES,
)
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import MINUS, count, figure, gap, gap_unit, number
from wijkwerk.shared.sentences import by_count, listing, upper_first
from wijkwerk.shared.text import Language
from wijkwerk.ui.reader import language as language_now

Counts = Mapping[str, int]
_MORE_THAN_NOTHING = re.compile("[1-9]")
_AS_OFTEN = 0.1  # of all that moved: 64 against 65 is no verdict
# After these 'in 12 smaller' needs no verb of its own.
_LEANED_ON = ("smaller", "larger", "difference_smaller", "difference_larger")


def verdict(counts: Counts) -> str:
    """Which way most distances went, as the start of a sentence; not when what a publication left
    out could turn that round."""
    smaller, larger = counts.get("smaller", 0), counts.get("larger", 0)
    if abs(smaller - larger) <= counts.get("not_reported", 0) > 0:
        return _("Whether the distance became smaller more often than larger is not known")
    if smaller == larger == 0:
        return _("The distance nowhere became smaller or larger")
    if smaller == larger:
        return _("The distance became smaller as often as larger")
    if abs(smaller - larger) <= _AS_OFTEN * (smaller + larger):
        return _("The distance became smaller about as often as larger")
    if smaller >= 2 * larger:
        return _("The distance mostly became smaller")
    if smaller > larger:
        return _("The distance became smaller more often than larger")
    if larger >= 2 * smaller:
        return _("The distance mostly became larger")
    return _("The distance became larger more often than smaller")


def times(counts: Counts, language: Language) -> str:
    """'smaller in 72 cases, larger in 25 cases and no lag in 1 case', what came most first; what never
    happened is left out. Together with ``untold`` it is about all that was counted."""
    smaller, larger, equal, ahead = (counts.get(kind, 0) for kind in TOLD_CLASSES)
    templates = [
        (smaller, ngettext("smaller in %(n)s case", "smaller in %(n)s cases", smaller)),
        (larger, ngettext("larger in %(n)s case", "larger in %(n)s cases", larger)),
        (equal, ngettext("virtually equal in %(n)s case", "virtually equal in %(n)s cases", equal)),
        (ahead, ngettext("no lag in %(n)s case", "no lag in %(n)s cases", ahead)),
    ]
    if larger > smaller:
        templates[0], templates[1] = templates[1], templates[0]
    parts = [text % {"n": count(cases, language)} for cases, text in templates if cases]
    return listing(parts, language)


def class_words() -> dict[str, str]:
    """The classes of a change, as labels."""
    return {
        "smaller": _("smaller"),
        "larger": _("larger"),
        "equal": _("virtually equal"),
        "at_or_better": _("at the reference or better"),
        "difference_smaller": _("difference smaller"),
        "difference_larger": _("difference larger"),
        "difference_equal": _("difference virtually equal"),
        "below": _("lower than the reference"),
        "above": _("higher than the reference"),
        "too_few": _("too few observations"),
        "no_reference": _("nothing to compare with"),
        "one_moment": _("only one moment"),
        "not_judged": _("no better or worse"),
        "not_reported": _("not reported"),
    }


def level_labels() -> dict[str, str]:
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
    """'In 23 of the 40 areas the distance became larger, in 12 smaller and in 5 it stayed virtually
    equal.' A part leans on the verb of the part before it only where that is the same verb."""
    total = sum(counts.get(kind, 0) for kind in CLASSES)
    if total == 0:
        return _("There are no figures to count.")
    kinds = (kind for kind in (*TOLD_CLASSES, *NEUTRAL_CLASSES) if counts.get(kind))
    order = sorted(kinds, key=lambda kind: -counts[kind])
    order += [kind for kind in UNTOLD_CLASSES if counts.get(kind)]
    first, *others = order
    lead = {
        "smaller": _("the distance became smaller"),
        "larger": _("the distance became larger"),
        "equal": _("the distance stayed virtually equal"),
        "at_or_better": _("there is no lag (any more)"),
        "difference_smaller": _("the difference with the reference became smaller"),
        "difference_larger": _("the difference with the reference became larger"),
        "difference_equal": _("the difference with the reference stayed virtually equal"),
        "below": _("the figure is lower than that of the reference"),
        "above": _("the figure is higher than that of the reference"),
        "too_few": _("there are too few observations"),
        "no_reference": _("there is no figure of the reference to compare with"),
        "one_moment": _("there is only one moment"),
        "not_reported": _("the publication doesn't say what happened"),
    }
    begin = by_count(
        counts[first],
        total,
        none="",
        one=_("in 1 of the %(total)s areas %(what)s"),
        some=_("in %(n)s of the %(total)s areas %(what)s"),
        every=_("in all %(total)s areas %(what)s"),
        only=_("in the only area %(what)s"),
    ) % {"n": count(counts[first], language), "total": count(total, language), "what": lead[first]}
    leans = first in _LEANED_ON
    parts: list[str] = []
    for kind in others:
        text = _also(kind, counts[kind], leans or bool(parts))
        parts.append(text % {"n": count(counts[kind], language)})
    if leans or not parts:
        return upper_first(listing([begin, *parts], language)) + "."
    return f"{upper_first(begin)}. {upper_first(listing(parts, language))}."


def _also(kind: str, number: int, leans: bool) -> str:
    """What happened in ``number`` other areas; ``leans`` on 'the distance became' just before it."""
    if leans and kind in _LEANED_ON:
        return _("in %(n)s smaller") if kind.endswith("smaller") else _("in %(n)s larger")
    if kind == "smaller":
        return ngettext(
            "in %(n)s area the distance became smaller",
            "in %(n)s areas the distance became smaller",
            number,
        )
    if kind == "larger":
        return ngettext(
            "in %(n)s area the distance became larger",
            "in %(n)s areas the distance became larger",
            number,
        )
    return {
        "equal": _("in %(n)s it stayed virtually equal"),
        "at_or_better": _("in %(n)s there is no lag (any more)"),
        "difference_smaller": _("in %(n)s the difference became smaller"),
        "difference_larger": _("in %(n)s the difference became larger"),
        "difference_equal": _("in %(n)s the difference stayed virtually equal"),
        "below": _("in %(n)s the figure is lower than that of the reference"),
        "above": _("in %(n)s the figure is higher than that of the reference"),
        "too_few": _("in %(n)s there are too few observations"),
        "no_reference": _("in %(n)s there is no figure of the reference to compare with"),
        "one_moment": _("in %(n)s there is only one moment"),
        "not_reported": _("for %(n)s the publication gives no count"),
    }[kind]


def named(
    names: Mapping[str, Sequence[str]], counts: Mapping[str, int], language: Language
) -> list[str]:
    """Per class the areas that a publication names, as sentences; ``counts`` says how many areas are in
    each, which may be more."""
    template_by_kind = {
        "smaller": _("The distance became smaller in %(names)s."),
        "larger": _("The distance became larger in %(names)s."),
        "equal": _("The distance stayed virtually equal in %(names)s."),
        "at_or_better": _("There is no lag in %(names)s."),
        "difference_smaller": _("The difference became smaller in %(names)s."),
        "difference_larger": _("The difference became larger in %(names)s."),
        "difference_equal": _("The difference stayed virtually equal in %(names)s."),
        "below": _("The figure is lower than that of the reference in %(names)s."),
        "above": _("The figure is higher than that of the reference in %(names)s."),
    }
    sentences = []
    for kind in (*TOLD_CLASSES, *NEUTRAL_CLASSES):
        if areas := names.get(kind):
            listed = listing(list(areas), language)
            if len(areas) < counts[kind]:
                listed = _("%(names)s, among others") % {"names": listed}
            sentences.append(template_by_kind[kind] % {"names": listed})
    return sentences


def untold(counts: Counts, language: Language) -> str:
    """Of how many distances it can't be told what they did, and why; '' when all are told."""
    all_of_them = sum(counts.get(kind, 0) for kind in CLASSES)
    reasons = {
        "too_few": ngettext(
            "%(n)s has too few observations",
            "%(n)s have too few observations",
            counts.get("too_few", 0),
        ),
        "no_reference": ngettext(
            "%(n)s has nothing to compare with",
            "%(n)s have nothing to compare with",
            counts.get("no_reference", 0),
        ),
        "one_moment": ngettext(
            "%(n)s has only one moment", "%(n)s have only one moment", counts.get("one_moment", 0)
        ),
        "not_reported": _("for %(n)s the publication gives no count"),
    }
    reasons_told = [
        reasons[kind] % {"n": count(counts[kind], language)}
        for kind in UNTOLD_CLASSES
        if counts.get(kind)
    ]
    if not reasons_told:
        return ""
    return _(
        "What happened to the distance can’t be determined for all %(total)s: %(reasons)s."
    ) % {
        "total": count(all_of_them, language),
        "reasons": listing(reasons_told, language),
    }


def nothing_told(counts: Counts) -> str:
    """Why of no distance it can be told what it did."""
    present = [kind for kind in UNTOLD_CLASSES if counts.get(kind)]
    if present == ["no_reference"]:
        return _("There is no figure of the reference to compare with.")
    if present == ["one_moment"]:
        return _("There is only one moment, so no change to tell of.")
    if present == ["not_reported"]:
        return _("The publication doesn't say what happened.")
    if present in ([], ["too_few"]):
        return _("There are too few observations, or too few years, to tell what happened.")
    return _(
        "There are too few observations, or no figures to compare with, to tell what happened."
    )


def certainty(counts: Counts, language: Language) -> str:
    """How many of the changes are beyond doubt; '' when that isn't known."""
    moved = counts.get("smaller", 0) + counts.get("larger", 0)
    if moved == 0 or "firm_known" not in counts:
        return ""
    firm = counts.get("firm_smaller", 0) + counts.get("firm_larger", 0)
    return by_count(
        firm,
        moved,
        none=ngettext(
            "This change isn’t sure: it may be chance.",
            "None of these changes is sure: they may be chance.",
            moved,
        ),
        one=_("1 of these %(moved)s changes is sure. The others may be chance.")
        if moved > firm + 1
        else _("1 of these %(moved)s changes is sure. The other may be chance."),
        some=_("%(firm)s of these %(moved)s changes are sure. The others may be chance.")
        if moved > firm + 1
        else _("%(firm)s of these %(moved)s changes are sure. The other may be chance."),
        every=_("All of these changes are sure."),
        only=_("This change is sure."),
    ) % {"moved": count(moved, language), "firm": count(firm, language)}


def evidence_of(change: Row) -> str:
    """What a row of CHANGES shows of whether it may be chance: firm, cannot_tell, or no_margin where the
    source gives none to tell by. On every page the same."""
    if change["evidence"] == "cannot_tell" and change["lower"] is None and change["upper"] is None:
        return "no_margin"
    return str(change["evidence"])


def value(amount: float | None, measure: Measure, language: Language) -> str:
    """A figure with its unit."""
    return figure(amount, measure.unit, measure.decimals, language)


@cache
def _lag_labels(language: Language, judged: bool) -> tuple[str, str, str]:
    """Nothing, behind, ahead; where neither side is better nothing, higher, lower. Looked up once, as
    a page has hundreds of distances."""
    if not judged:
        return _("no difference"), _("%(size)s higher"), _("%(size)s lower")
    return _("no difference"), _("%(size)s behind"), _("%(size)s ahead")


def lag(distance: float | None, measure: Measure, language: Language) -> str:
    """'3,1 procentpunt achter', 'gelijk', or a dash when unknown; of a neutral measure '3,1 procentpunt
    hoger'."""
    if distance is None:
        return "–"
    size = gap(distance, measure.unit, measure.decimals, language)
    nothing, behind, ahead = _lag_labels(language, measure.judged)
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
    nothing, behind, ahead = _lag_labels(language, measure.judged)
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
    if own is None or other is None or total is None or not measure.judged:
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
    if status == "E" and row.get("interval_method") == "taylor":
        notes.append(_("estimated: who lived in a part of a divided area isn't counted in it"))
    elif status == "E":
        notes.append(_("estimated"))
    elif status == "B":
        notes.append(_("break in the series"))
    elif status == "P":
        notes.append(_("provisional"))
    if str(row.get("interval_method") or "").endswith(ONE_STRATUM):
        notes.append(_("a few people of one age group decide this figure"))
    return notes


def distance_unit_label(measure: Measure) -> str:
    """The unit of a difference between figures, for an axis or a column."""
    return _("percentage points") if measure.unit == "%" else named_unit(measure.unit)


def unit_label(measure: Measure) -> str:
    """The unit of a figure, for an axis or a column."""
    return named_unit(measure.unit)


def named_unit(unit: str) -> str:
    """The unit of a figure as readers know it; one that isn't a code of ours stays as it is."""
    unit_labels: dict[str, Any] = {
        "eur": "€",
        "score": _("points"),
        "points": _("points"),
        "index": _("index points"),
        "years": _("years"),
        "number": _("number"),
    }
    if unit.startswith("per "):
        return gap_unit(unit, language_now()) or unit
    return str(unit_labels.get(unit, unit))


def better_labels() -> dict[Direction, str]:
    """Which way an indicator is better."""
    return {
        Direction.HIGHER_IS_BETTER: _("higher"),
        Direction.LOWER_IS_BETTER: _("lower"),
        Direction.NEUTRAL: _("neither: lower and higher are no better or worse"),
    }


def kind_labels() -> dict[str, str]:
    """The kinds of indicators, as what their figure is."""
    return {
        "rate": _("a share: people with it divided by all people"),
        "mean": _("an average, weighted with the numbers behind it"),
        "score": _("a score that was made elsewhere"),
        "index": _("an index: another indicator with its base year at 100"),
        "standardised": _("a share, made comparable for age and sex"),
        "indirect": _("events as a percentage of those expected by age and sex"),
        "survey": _("a share out of a survey, with weights"),
        "survey_mean": _("the average of the scores that people gave in a survey, with weights"),
        "balance": _("those who say better minus those who say worse"),
        "composite": _("a score made out of other indicators"),
    }


def interval_labels() -> dict[str, str]:
    """The ways in which margins are made."""
    return {
        "wilson": _("Wilson's interval for a share"),
        "exact": _("exact limits for a small number"),
        "byar": _("Byar's approximation for a number"),
        "dobson": _("Dobson's method for a standardised rate"),
        "dobson_one_stratum": _("Dobson's method for a standardised rate; one age group decides"),
        "gamma": _("gamma limits (Fay and Feuer) for a standardised rate"),
        "gamma_one_stratum": _(
            "gamma limits (Fay and Feuer) for a standardised rate; one age group decides"
        ),
        "normal": _("normal approximation from the variance that the source gives"),
        "taylor": _("Taylor linearisation for a survey"),
        "none": _("no interval: the source gives too little to make one"),
    }
