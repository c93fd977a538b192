"""Words of designation: results, causes, near misses, rules in sentences, figures with units."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.core.scheme import Criterion, Label, Op, Relative, Rules, Status
from wijkwerk.shared import numbers
from wijkwerk.shared.numbers import number
from wijkwerk.shared.text import Language

# A full disc, an empty one, a dotted one: a shape as well as a colour and words.
_SHAPES = {
    "met": '<circle cx="8" cy="8" r="7"/>',
    "not_met": '<circle class="is-open" cx="8" cy="8" r="6"/>',
    "unknown": '<circle class="is-dotted" cx="8" cy="8" r="6"/>',
}


def result_label(result: str) -> str:
    """Met, not met, or that it can't be told."""
    return {"met": _("met"), "not_met": _("not met"), "unknown": _("can't be told")}.get(
        result, result
    )


def mark(result: str, words: str = "") -> SafeString:
    """A sign with words for a result: met, not_met or unknown."""
    shape = mark_safe(_SHAPES.get(result, _SHAPES["unknown"]))  # noqa: S308  (our own drawing)
    return format_html(
        '<span class="ww-result ww-result--{}"><svg viewBox="0 0 16 16" aria-hidden="true"'
        ' focusable="false">{}</svg><span>{}</span></span>',
        result if result in _SHAPES else "unknown", shape, words or result_label(result),
    )  # fmt: skip


def reason_label(reason: str) -> str:
    """Why a criterion can't be told."""
    return {
        "withheld": _("the figure is withheld"),
        "missing": _("there is no figure"),
        "no_reference": _("there is nothing to hold it against"),
        "too_few": _("too few assessors"),
        "no_area": _("the area didn't exist"),
    }.get(reason, reason)


def near_label(near: str) -> str:
    """What a near miss is."""
    told = {
        "one_short": _("one condition short"),
        "one_year_short": _("one year short"),
        "within_interval": _("within the margin"),
    }
    return ", ".join(told.get(one, one) for one in near.split(";") if one)


def cause_labels(causes: str) -> str:
    """What changed between two lists."""
    told = {
        "figures": _("its own figures changed"),
        "reference": _("the figure it is held against changed"),
        "threshold": _("the threshold is another one"),
        "rule": _("the rule is another one"),
        "years": _("the number of years in a row changed"),
        "known": _("a figure became known or unknown"),
        "areas": _("it is an area of one of the two only"),
        "decision": _("it was decided so"),
    }
    return "; ".join(told.get(one, one) for one in causes.split(";") if one)


def kind_labels(kind: str) -> str:
    """What kind of consequence it is."""
    return {
        "plan": _("plan"), "obligation": _("obligation"), "allowed": _("allowed"),
        "money": _("money"), "sanction": _("sanction"), "duty": _("duty"),
    }.get(kind, kind)  # fmt: skip


def chance(probability: float | None, language: Language) -> str:
    """A chance in words, '' when there is none."""
    return "" if probability is None else numbers.chance(probability, language)


def shown(value: float | None, rules: Rules, one: Criterion, language: Language) -> str:
    """A figure as it is held against a threshold: a ratio, or a value with its unit."""
    if value is None:
        return ""
    if one.relative_to is not Relative.NONE:
        return number(value, 2, language)
    return plain(value, unit_of(rules, one), language)


def plain(value: float, unit: str, language: Language) -> str:
    """A value with its unit."""
    decimals = 1 if unit == "%" else 0 if abs(value) >= 100 or value == int(value) else 2
    text = number(value, decimals, language)
    return f"{text}%" if unit == "%" else f"{text} {unit}".strip()


def unit_of(rules: Rules, one: Criterion) -> str:
    """The unit of the measure under a criterion, '' when it has none."""
    return next((m.unit for m in rules.measures if m.code == one.measure), "")


def measure_name(rules: Rules, one: Criterion, language: Language) -> str:
    """The name of the measure or score under a criterion."""
    names: dict[str, Label] = {m.code: m.name for m in rules.measures}
    names |= {s.code: s.name for s in rules.scores}
    return names.get(one.measure, one.name).in_(language)


def condition(rules: Rules, one: Criterion, language: Language) -> str:
    """A criterion as a sentence without a verb: 'more than 40%'."""
    if one.top is not None:
        return _("among the %(n)s highest") % {"n": number(one.top, 0, language)}
    limit = threshold_text(rules, one, one.threshold or 0.0, language)
    return {
        Op.MORE: _("more than %(limit)s"),
        Op.AT_LEAST: _("at least %(limit)s"),
        Op.LESS: _("less than %(limit)s"),
        Op.AT_MOST: _("at most %(limit)s"),
    }[one.op] % {"limit": limit}


def threshold_text(rules: Rules, one: Criterion, value: float, language: Language) -> str:
    """A threshold with what it is a multiple of."""
    against = {
        Relative.COUNTRY: _("%(n)s times the country's"),
        Relative.REGION: _("%(n)s times the region's"),
        Relative.MUNICIPALITY: _("%(n)s times the municipality's"),
    }.get(one.relative_to)
    if against is None:
        return plain(value, unit_of(rules, one), language)
    return against % {"n": number(value, 2, language)}


def status_sentences(rules: Rules, one: Status, language: Language) -> list[str]:
    """What a status asks, a sentence per part."""
    said: list[str] = []
    if one.within:
        said.append(
            _("The area has the status %(status)s.")
            % {"status": rules.status(one.within).label.in_(language)}
        )
    if one.of and one.at_least == len(one.of) == 1:
        said.append(_("This condition is met:"))
    elif one.of:
        said.append(
            _("At least %(k)s of these %(n)s conditions are met:")
            % {"k": one.at_least, "n": len(one.of)}
        )
    return said


def gates_sentence(one: Status) -> str:
    """That all of the gates must be met."""
    return _("And in any case:") if one.gates else ""


def run_sentence(one: Status, rounds: bool) -> str:
    """For how many years, or rounds of measuring, in a row."""
    if one.years_in_a_row < 2:
        return ""
    if rounds:
        return ngettext(
            "And that for %(n)s round of measuring in a row.",
            "And that for %(n)s rounds of measuring in a row.",
            one.years_in_a_row,
        ) % {"n": one.years_in_a_row}
    return ngettext(
        "And that for %(n)s year in a row.",
        "And that for %(n)s years in a row.",
        one.years_in_a_row,
    ) % {"n": one.years_in_a_row}


def ground_label(ground: str) -> str:
    """The protected ground a criterion rests on."""
    return {"origin": _("origin")}.get(ground, ground)


def codes(text: str | None, rules: Rules, language: Language) -> str:
    """Codes of criteria, joined by ';', by their names."""
    known = {one.code: one.name.in_(language) for one in rules.criteria}
    return "; ".join(known.get(one, one) for one in (text or "").split(";") if one)


def joined(parts: Iterable[str]) -> str:
    """Sentences after each other, without the empty ones."""
    return " ".join(one for one in parts if one)
