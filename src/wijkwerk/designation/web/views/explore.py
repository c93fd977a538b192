"""The criterion explorer: move a threshold, drop a criterion, and see who would enter or leave."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.core.scheme import Criterion, Relative, Status
from wijkwerk.designation.core.whatif import Changes
from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.whatif import Outcome, outcomes
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.decided import ruling_label
from wijkwerk.designation.web.list_context import ListContext, level_of, list_view
from wijkwerk.shared.numbers import count, number
from wijkwerk.shared.sentences import areas

_NAMED = 100  # areas that are named of each kind; the number is always given
_LARGEST = 1e9


@dataclass(frozen=True)
class Asked:
    """The changes that the address asks for; ``any`` is whether there are any."""

    changes: Changes
    any: bool


@list_view(cacheable=False)
def explore(visit: ListContext) -> HttpResponse:
    """The page with the sliders, and the answer."""
    question = asked_of(visit)
    level = level_of(visit)
    outcomes_found = outcomes(visit.serving, visit.year, level, question.changes)
    context = {
        "tab": "explore",
        "first": first_line(visit, outcomes_found, question),
        "fields": [_field(visit, criterion, question) for criterion in used(visit)],
        "statuses": [
            _k_field(visit, status, question)
            for status in visit.rules.active()
            if len(status.of) > 1
        ],
        "drops": [
            {
                "value": criterion.code,
                "label": visit.text(criterion.name),
                "checked": criterion.code in question.changes.dropped,
            }
            for criterion in used(visit)
        ],
        "level": level if len(visit.serving.levels) > 1 else "",
        "results": [_result(visit, outcome) for outcome in outcomes_found],
        "sensitivity": sensitivity_table(visit, level),
        "action": visit.request.path,
        "reset": visit.request.path,
        "changed": question.any,
    }
    return visit.render("designation/explore.html", context)


def used(visit: ListContext) -> list[Criterion]:
    """The criteria and gates that some status of this year rests on."""
    needed = visit.rules.needed()
    return [criterion for criterion in visit.rules.criteria if criterion.code in needed]


def asked_of(visit: ListContext) -> Asked:
    """The changes in the address; BadRequest when one can't be."""
    get = visit.request.GET
    thresholds: dict[str, float] = {}
    tops: dict[str, int] = {}
    at_least: dict[str, int] = {}
    for criterion in used(visit):
        text = get.get(f"t_{criterion.code}", "").strip().replace(",", ".")
        if not text:
            continue
        value = _number(text)
        if criterion.top is not None:
            if value != int(value) or not 1 <= value <= 100_000:
                raise BadRequest(_("A number in the address can't be understood."))
            if int(value) != criterion.top:
                tops[criterion.code] = int(value)
        elif value != criterion.threshold:
            thresholds[criterion.code] = value
    for status in visit.rules.active():
        text = get.get(f"k_{status.code}", "").strip()
        if text:
            value = _number(text)
            if value != int(value) or not 0 <= value <= len(status.of):
                raise BadRequest(_("A number in the address can't be understood."))
            if int(value) != status.at_least:
                at_least[status.code] = int(value)
    dropped = frozenset(get.getlist("drop"))
    if dropped - {criterion.code for criterion in used(visit)}:
        raise BadRequest(_("A choice in the address doesn't exist."))
    changes = Changes(thresholds, tops, at_least, dropped)
    return Asked(changes, bool(thresholds or tops or at_least or dropped))


def _number(text: str) -> float:
    try:
        value = float(text) if len(text) <= 20 else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise BadRequest(_("A number in the address can't be understood."))
    return value


def first_line(visit: ListContext, outcomes_found: list[Outcome], question: Asked) -> str:
    """The answer in a line."""
    if not question.any:
        return _(
            "This is the rule of %(year)s as it is. Change a limit to see who would enter or leave."
        ) % {"year": visit.year}
    parts = []
    for outcome in outcomes_found:
        name = visit.status(outcome.status)
        if outcome.after is None:
            parts.append(_("%(status)s: nothing is left to meet") % {"status": name})
        else:
            parts.append(
                _("%(status)s: %(before)s become %(after)s (%(enter)s in, %(leave)s out)")
                % {
                    "status": name,
                    "before": number(outcome.before, 0, visit.language),
                    "after": number(outcome.after, 0, visit.language),
                    "enter": number(len(outcome.entering), 0, visit.language),
                    "leave": number(len(outcome.leaving), 0, visit.language),
                }
            )
    template = _("With this rule in %(year)s: %(what)s.")
    return template % {"year": visit.year, "what": "; ".join(parts)}


def _field(visit: ListContext, criterion: Criterion, question: Asked) -> dict[str, Any]:
    """A slider with a number beside it."""
    own = float(criterion.top) if criterion.top is not None else float(criterion.threshold or 0.0)
    now = question.changes.thresholds.get(
        criterion.code, question.changes.tops.get(criterion.code, own)
    )
    step = 1.0 if criterion.top is not None else _step(own)
    low, high = (own / 2, own * 2) if own > 0 else (own - 10 * step, own + 10 * step)
    if labels.unit_of(visit.rules, criterion) == "%" and criterion.relative_to is Relative.NONE:
        low, high = 0.0, 100.0
    low, high = min(low, now), max(high, now)
    return {
        "code": criterion.code,
        "name": visit.text(criterion.name),
        "hint": _("now: %(limit)s")
        % {"limit": labels.condition(visit.rules, criterion, visit.language)},
        "value": _plain(now),
        "low": _plain(math.floor(low / step) * step),
        "high": _plain(math.ceil(high / step) * step),
        "step": _plain(step),
        "changed": now != own,
    }


def _step(own: float) -> float:
    """A step of about a hundredth of the limit, a round number."""
    if own == 0:
        return 0.1
    size = float(10.0 ** math.floor(math.log10(abs(own) / 20)))
    return min(size, 1.0) if abs(own) < 1000 else size


def _plain(value: float) -> str:
    """A number as an input of type number wants it."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _k_field(visit: ListContext, status: Status, question: Asked) -> dict[str, Any]:
    now = question.changes.at_least.get(status.code, status.at_least)
    return {
        "code": status.code,
        "name": visit.status(status.code),
        "of": len(status.of),
        "options": [{"value": n, "selected": n == now} for n in range(1, len(status.of) + 1)],
        "hint": _("now: %(k)s of %(n)s") % {"k": status.at_least, "n": len(status.of)},
    }


def _result(visit: ListContext, outcome: Outcome) -> dict[str, Any]:
    named = questions.names(visit.serving, [*outcome.entering[:_NAMED], *outcome.leaving[:_NAMED]])

    def listed(codes: tuple[str, ...]) -> list[dict[str, str]]:
        return [
            {
                "label": _decided_label(visit, code, named.get(code, code)),
                "url": visit.url("area", code),
            }
            for code in codes[:_NAMED]
        ]

    enter, leave = len(outcome.entering), len(outcome.leaving)
    return {
        "name": visit.status(outcome.status),
        "gone": outcome.after is None,
        "before": number(outcome.before, 0, visit.language),
        "after": "" if outcome.after is None else areas(outcome.after, visit.language),
        "enter": ngettext("%(n)s area would enter", "%(n)s areas would enter", enter)
        % {"n": count(enter, visit.language)},
        "leave": ngettext("%(n)s area would leave", "%(n)s areas would leave", leave)
        % {"n": count(leave, visit.language)},
        "entering": listed(outcome.entering),
        "leaving": listed(outcome.leaving),
        "more": max(enter, leave) > _NAMED,
        "unknown": areas(outcome.unknown, visit.language) if outcome.unknown else "",
    }


def _decided_label(visit: ListContext, code: str, name: str) -> str:
    """The name of an area, with what was decided about it: the explorer itself asks the rule alone."""
    ruling = visit.serving.decisions.ruling(visit.year, code)
    if ruling is None:
        return name
    decision = visit.serving.decisions.of_year[visit.year]
    return f"{name} ({ruling_label(decision, ruling, visit.language)})"


def sensitivity_table(visit: ListContext, level: str) -> dict[str, Any]:
    """What each small change would do, computed when the list was made."""
    criteria_by_code = {criterion.code: criterion for criterion in visit.rules.criteria}
    rows = []
    for row in questions.sensitivity(visit.serving, visit.year, level):
        criterion = criteria_by_code[row["criterion"]]
        if row["change"] == "dropped":
            what, query = _("without it"), f"drop={criterion.code}"
        else:
            what = labels.condition(visit.rules, _with(criterion, row["setting"]), visit.language)
            query = f"t_{criterion.code}={_plain(row['setting'])}"
        url = f"{visit.request.path}?{query}"
        rows.append(
            [
                {"text": visit.text(criterion.name), "note": visit.status(row["status"])},
                {"text": what, "url": url},
                number(row["have_it"], 0, visit.language),
                number(row["enter"], 0, visit.language),
                number(row["leave"], 0, visit.language),
            ]
        )
    return {
        "id": "sensitivity",
        "caption": _("How much hangs on each condition"),
        "columns": [
            {"label": _("Condition")},
            {"label": _("If it were")},
            {"label": _("Areas with the status"), "number": True, "verdict": True},
            {"label": _("In"), "number": True},
            {"label": _("Out"), "number": True},
        ],
        "rows": rows,
        "tall": True,
    }


def _with(criterion: Criterion, setting: float) -> Criterion:
    if criterion.top is not None:
        return replace(criterion, top=int(setting))
    return replace(criterion, threshold=setting)
