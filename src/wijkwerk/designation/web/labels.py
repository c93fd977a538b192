"""Words of designation: results, causes, near misses, rules in sentences, figures with units."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.core.scheme import Criterion, Label, Op, Relative, Rules, Status
from wijkwerk.shared import numbers
from wijkwerk.shared.numbers import number, with_unit
from wijkwerk.shared.text import Language

# A full disc, an empty one, a dotted one: a shape as well as a colour and words.
_SHAPES = {
    "met": '<circle cx="8" cy="8" r="7"/>',
    "not_met": '<circle class="is-open" cx="8" cy="8" r="6"/>',
    "unknown": '<circle class="is-dotted" cx="8" cy="8" r="6"/>',
}


def result_label(result: str) -> str:
    """Met, not met, or that it can't be told."""
    return {"met": _("met"), "not_met": _("not met"), "unknown": _("can’t be determined")}.get(
        result, result
    )


def mark(result: str, label: str = "") -> SafeString:
    """A sign with words for a result: met, not_met or unknown."""
    shape = mark_safe(_SHAPES.get(result, _SHAPES["unknown"]))  # noqa: S308  (our own drawing)
    return format_html(
        '<span class="ww-result ww-result--{}"><svg viewBox="0 0 16 16" aria-hidden="true"'
        ' focusable="false">{}</svg><span>{}</span></span>',
        result if result in _SHAPES else "unknown",
        shape,
        label or result_label(result),
    )


def reason_label(reason: str) -> str:
    """Why a criterion can't be told."""
    return {
        "withheld": _("the figure is withheld"),
        "missing": _("there is no figure"),
        "no_reference": _("there is no figure to compare with"),
        "too_few": _("too few assessors"),
        "no_area": _("the area didn't exist"),
    }.get(reason, reason)


def near_label(near: str) -> str:
    """What a near miss is."""
    labels = {
        "one_short": _("one condition short"),
        "one_year_short": _("one year short"),
        "within_interval": _("within the margin"),
    }
    return ", ".join(labels.get(part, part) for part in near.split(";") if part)


def cause_labels(causes: str) -> str:
    """What changed between two lists."""
    labels = {
        "figures": _("its own figures changed"),
        "reference": _("the figure it is compared with changed"),
        "threshold": _("the threshold is another one"),
        "rule": _("the rule is another one"),
        "years": _("the number of years in a row changed"),
        "known": _("a figure became known or unknown"),
        "areas": _("it is an area of one of the two only"),
        "decision": _("it was decided so"),
    }
    return "; ".join(labels.get(part, part) for part in causes.split(";") if part)


def kind_labels(kind: str) -> str:
    """What kind of consequence it is."""
    return {
        "plan": _("plan"),
        "obligation": _("obligation"),
        "allowed": _("allowed"),
        "money": _("money"),
        "sanction": _("sanction"),
        "duty": _("duty"),
    }.get(kind, kind)


def chance(probability: float | None, language: Language) -> str:
    """A chance in words, '' when there is none."""
    return "" if probability is None else numbers.chance(probability, language)


def shown(value: float | None, rules: Rules, criterion: Criterion, language: Language) -> str:
    """A figure as it is held against a threshold: a ratio, or a value with its unit."""
    if value is None:
        return ""
    if criterion.relative_to is not Relative.NONE:
        return number(value, 2, language)
    return with_unit(value, unit_of(rules, criterion), language)


def unit_of(rules: Rules, criterion: Criterion) -> str:
    """The unit of the measure under a criterion, '' when it has none."""
    return next((m.unit for m in rules.measures if m.code == criterion.measure), "")


def measure_name(rules: Rules, criterion: Criterion, language: Language) -> str:
    """The name of the measure or score under a criterion."""
    names: dict[str, Label] = {m.code: m.name for m in rules.measures}
    names |= {s.code: s.name for s in rules.scores}
    return names.get(criterion.measure, criterion.name).in_(language)


def condition(rules: Rules, criterion: Criterion, language: Language) -> str:
    """A criterion as a sentence without a verb: 'more than 40%'."""
    if criterion.top is not None:
        return _("among the %(n)s highest") % {"n": number(criterion.top, 0, language)}
    limit = threshold_text(rules, criterion, criterion.threshold or 0.0, language)
    return {
        Op.MORE: _("more than %(limit)s"),
        Op.AT_LEAST: _("at least %(limit)s"),
        Op.LESS: _("less than %(limit)s"),
        Op.AT_MOST: _("at most %(limit)s"),
    }[criterion.op] % {"limit": limit}


def threshold_text(rules: Rules, criterion: Criterion, value: float, language: Language) -> str:
    """A threshold with what it is a multiple of."""
    against = {
        Relative.COUNTRY: _("%(n)s times the country's"),
        Relative.REGION: _("%(n)s times the region's"),
        Relative.MUNICIPALITY: _("%(n)s times the municipality's"),
    }.get(criterion.relative_to)
    if against is None:
        return with_unit(value, unit_of(rules, criterion), language)
    return against % {"n": number(value, 2, language)}


def ratio_label(relative: Relative) -> str:
    """The ratio of a figure to that of a place around the area."""
    return {
        Relative.COUNTRY: _("the ratio to the country"),
        Relative.REGION: _("the ratio to the region"),
        Relative.MUNICIPALITY: _("the ratio to the municipality"),
    }.get(relative, _("the figure"))


def status_sentences(rules: Rules, status: Status, language: Language) -> list[str]:
    """What a status asks, a sentence per part."""
    sentences: list[str] = []
    if status.within:
        sentences.append(
            _("The area has the status %(status)s.")
            % {"status": rules.status(status.within).label.in_(language)}
        )
    if status.of and status.at_least == len(status.of) == 1:
        sentences.append(_("This condition is met:"))
    elif status.of:
        sentences.append(
            (
                _("All of these %(n)s conditions are met:")
                if status.at_least == len(status.of)
                else _("At least %(k)s of these %(n)s conditions are met:")
            )
            % {"k": status.at_least, "n": len(status.of)}
        )
    return sentences


def gates_sentence(status: Status) -> str:
    """That all of the gates must be met."""
    return _("And in any case:") if status.gates else ""


def run_sentence(status: Status, rounds: bool) -> str:
    """For how many years, or rounds of measuring, in a row."""
    if status.years_in_a_row < 2:
        return ""
    if rounds:
        return ngettext(
            "And that for %(n)s round of measuring in a row.",
            "And that for %(n)s rounds of measuring in a row.",
            status.years_in_a_row,
        ) % {"n": status.years_in_a_row}
    return ngettext(
        "And that for %(n)s year in a row.",
        "And that for %(n)s years in a row.",
        status.years_in_a_row,
    ) % {"n": status.years_in_a_row}


def ground_label(ground: str) -> str:
    """The protected ground a criterion rests on."""
    return {"origin": _("origin")}.get(ground, ground)


def codes(text: str | None, rules: Rules, language: Language) -> str:
    """Codes of criteria, joined by ';', by their names."""
    names = {criterion.code: criterion.name.in_(language) for criterion in rules.criteria}
    return "; ".join(names.get(part, part) for part in (text or "").split(";") if part)


def joined(parts: Iterable[str]) -> str:
    """Sentences after each other, without the empty ones."""
    return " ".join(part for part in parts if part)
