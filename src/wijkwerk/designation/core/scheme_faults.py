"""What is wrong with a version of a scheme that a schema can't say: a page of rules.

Faults carry the path in the TOML at which they lie, so that ``reading`` can name the line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wijkwerk.designation.core.logic import LARGEST
from wijkwerk.designation.core.scheme import Criterion, Op, Relative, Rules, Scale, Status

Path = tuple[str | int, ...]
LEAST_WORDS = 3  # of a reason to switch a protected ground on: a reader must be able to weigh it


@dataclass(frozen=True)
class Fault:
    """One fault: where in the TOML, what it is, what stands there, what is expected, what to do.

    ``known`` are the codes that could have been meant.
    """

    path: Path
    code: str
    value: str | None
    expected: str
    advice: str | None = None
    known: tuple[str, ...] = ()


def faults(rules: Rules, places: dict[tuple[str, str], Path]) -> list[Fault]:
    """Every fault of ``rules``. ``places`` gives the TOML path of ('criterion', its code) and so on."""
    return [
        *_unknown(rules, places),
        *_circles(rules, places),
        *_counts(rules, places),
        *_numbers(rules, places),
        *_thresholds(rules, places),
        *_contradictions(rules, places),
        *_ranks(rules, places),
    ]


def _kind(criterion: Criterion) -> str:
    return "gate" if criterion.gate else "criterion"


def _unknown(rules: Rules, places: dict[tuple[str, str], Path]) -> Iterator[Fault]:
    figures = (
        *(measure.code for measure in rules.measures),
        *(score.code for score in rules.scores),
    )
    criteria = tuple(criterion.code for criterion in rules.criteria if not criterion.gate)
    gates = tuple(criterion.code for criterion in rules.criteria if criterion.gate)
    statuses = tuple(status.code for status in rules.statuses)

    def lost(path: Path, named: str, codes: tuple[str, ...], what: str) -> Iterator[Fault]:
        if named not in codes:
            yield Fault(path, f"unknown {what}", named, f"a {what} of this scheme", known=codes)

    for criterion in rules.criteria:
        yield from lost(
            (*places[_kind(criterion), criterion.code], "measure"),
            criterion.measure,
            figures,
            "measure",
        )
    for score in rules.scores:
        at = places["score", score.code]
        for part, _ in score.parts:
            yield from lost((*at, "parts"), part, figures, "measure")
        inside = tuple(part for part, _ in score.parts)
        for part in score.lower_is_worse:
            yield from lost((*at, "lower_is_worse"), part, inside, "part")
    for status in rules.statuses:
        at = places["status", status.code]
        for code in status.of:
            yield from lost((*at, "of"), code, criteria, "criterion")
        for code in status.gates:
            yield from lost((*at, "gates"), code, gates, "gate")
        if status.within:
            yield from lost((*at, "within"), status.within, statuses, "status")
    for consequence in rules.consequences:
        at = places["consequence", consequence.code]
        yield from lost((*at, "status"), consequence.status, statuses, "status")


def _circles(rules: Rules, places: dict[tuple[str, str], Path]) -> Iterator[Fault]:
    within: dict[str, tuple[str, ...]] = {
        status.code: (status.within,) if status.within else () for status in rules.statuses
    }
    parts = {score.code: tuple(part for part, _ in score.parts) for score in rules.scores}
    for kind, key, graph in (("status", "within", within), ("score", "parts", parts)):
        reported: set[str] = set()
        for code in graph:
            circle = _circle(code, graph)
            if circle and not reported & set(circle):
                reported |= set(circle)
                yield Fault(
                    (*places[kind, code], key),
                    "circular",
                    " > ".join(circle),
                    f"a {kind} that doesn't rest on itself",
                    "Break the circle at one of them.",
                )


def _circle(start: str, graph: dict[str, tuple[str, ...]]) -> list[str]:
    """The way from ``start`` back to itself; empty when there is none."""

    def onward(code: str, way: list[str]) -> list[str]:
        for following in graph.get(code, ()):
            if following == start:
                return [*way, following]
            if following not in way and (circle := onward(following, [*way, following])):
                return circle
        return []

    return onward(start, [start])


def _counts(rules: Rules, places: dict[tuple[str, str], Path]) -> Iterator[Fault]:
    for status in rules.statuses:
        at = places["status", status.code]
        if status.at_least > len(status.of):
            yield Fault(
                (*at, "at_least"),
                "impossible",
                f"at_least = {status.at_least}",
                f"{len(status.of)} or less: that many criteria are in of",
                "No area can ever get this status.",
            )
        if status.of and not status.at_least:
            yield Fault(
                (*at, "of"),
                "key is missing",
                None,
                "at_least: how many of them must be met",
                f"Add a line at_least = {len(status.of)} when all must be met.",
            )
        if not (status.of or status.gates or status.within):
            yield Fault(
                at,
                "nothing to meet",
                status.code,
                "of, gates or within",
                "Every area would get this status.",
            )
    for measure in rules.measures:
        if measure.period.known > measure.period.mean:
            yield Fault(
                (*places["measure", measure.code], "period"),
                "impossible",
                f"known = {measure.period.known}",
                f"{measure.period.mean} or less: the mean is of that many years",
            )
    for score in rules.scores:
        if score.least > len(score.parts):
            yield Fault(
                (*places["score", score.code], "least"),
                "impossible",
                str(score.least),
                f"{len(score.parts)} or less: that many parts the score has",
            )


def _numbers(rules: Rules, places: dict[tuple[str, str], Path]) -> Iterator[Fault]:
    """TOML has inf and nan, which no schema refuses; and figures are compared up to LARGEST."""
    numbers: list[tuple[Path, float | None]] = [
        ((*places[_kind(criterion), criterion.code], "threshold"), criterion.threshold)
        for criterion in rules.criteria
    ]
    for score in rules.scores:
        at = places["score", score.code]
        numbers += [((*at, "parts", part), weight) for part, weight in score.parts]
    numbers += [
        ((*places["consequence", consequence.code], "limit"), consequence.limit)
        for consequence in rules.consequences
    ]
    for path, number in numbers:
        if number is not None and not (math.isfinite(number) and abs(number) <= LARGEST):
            yield Fault(
                path,
                "not a number to compare with",
                f"{number:g}",
                f"a number up to {LARGEST:g}",
                "Give large figures in thousands or millions.",
            )


def _thresholds(rules: Rules, places: dict[tuple[str, str], Path]) -> Iterator[Fault]:
    units = {measure.code: measure.unit for measure in rules.measures}
    ranked = {score.code for score in rules.scores if score.scale is Scale.RANK}
    for criterion in rules.criteria:
        at = places[_kind(criterion), criterion.code]
        if criterion.switched_on and (fault := _reason(criterion, at)):
            yield fault
        if (criterion.threshold is None) == (criterion.top is None):
            yield Fault(
                at,
                "needs one of two",
                None if criterion.top is None else "threshold and top",
                "either threshold = … or top = …",
            )
            continue
        if criterion.threshold is None:
            if criterion.relative_to is not Relative.NONE or criterion.op is not Op.AT_LEAST:
                yield Fault(
                    (*at, "top"),
                    "contradicts",
                    f"top = {criterion.top}",
                    "no op and no relative_to beside top",
                    "top takes the highest scores; turn a measure round in a [[score]].",
                )
            continue
        bounded = (units.get(criterion.measure) == "%" or criterion.measure in ranked) and (
            criterion.relative_to is Relative.NONE
        )
        low = 0.0 if bounded or criterion.relative_to is not Relative.NONE else None
        high = 100.0 if bounded else None
        if _never(criterion, low, high):
            yield Fault(
                (*at, "threshold"),
                "can never be met",
                f"{criterion.op.value} {criterion.threshold:g}",
                _room(low, high),
                "A share is between 0 and 100, a ratio is above 0.",
            )
        elif _always(criterion, low, high):
            yield Fault(
                (*at, "threshold"),
                "is always met",
                f"{criterion.op.value} {criterion.threshold:g}",
                _room(low, high),
                "It tells no area from another: take it out, or mend it.",
            )


def _reason(criterion: Criterion, at: Path) -> Fault | None:
    path, reason = (*at, "switched_on"), criterion.switched_on
    if not criterion.ground:
        return Fault(path, "nothing to switch on", reason, "a criterion with a ground")
    if len(reason.split()) < LEAST_WORDS:
        return Fault(path, "no reason", reason, "a sentence that says why", "Every page shows it.")
    return None


def _room(low: float | None, high: float | None) -> str:
    return "a number between 0 and 100" if high is not None else "a number above 0"


def _never(criterion: Criterion, low: float | None, high: float | None) -> bool:
    limit = criterion.threshold if criterion.threshold is not None else 0.0
    if criterion.op.upward:
        return high is not None and (limit > high or (criterion.op.strict and limit == high))
    return low is not None and (limit < low or (criterion.op.strict and limit == low))


def _always(criterion: Criterion, low: float | None, high: float | None) -> bool:
    limit = criterion.threshold if criterion.threshold is not None else 0.0
    if criterion.op.upward:
        return low is not None and (limit < low or (not criterion.op.strict and limit == low))
    return high is not None and (limit > high or (not criterion.op.strict and limit == high))


def _contradictions(rules: Rules, places: dict[tuple[str, str], Path]) -> Iterator[Fault]:
    """Conditions on one figure that a status wants all of and that can't hold together."""
    criteria = {criterion.code: criterion for criterion in rules.criteria}
    for status in rules.statuses:
        wanted = [criteria[code] for code in _all_wanted(rules, status) if code in criteria]
        for number, criterion in enumerate(wanted):
            for other in wanted[:number]:
                same = (criterion.measure, criterion.relative_to) == (
                    other.measure,
                    other.relative_to,
                )
                if same and _apart(criterion, other):
                    yield Fault(
                        places["status", status.code],
                        "contradicts",
                        f"{_said(other)} and {_said(criterion)}",
                        "conditions that can hold together",
                        f"No area can get {status.code}: {other.code} and {criterion.code} exclude each "
                        "other.",
                    )


def _said(criterion: Criterion) -> str:
    return f"{criterion.measure} {criterion.op.value} {criterion.threshold:g}"


def _all_wanted(rules: Rules, status: Status) -> list[str]:
    """Codes of the conditions that ``status``, and what it is nested in, wants all of."""
    codes: list[str] = []
    by_code = {status.code: status for status in rules.statuses}
    visited: set[str] = set()
    around: Status | None = status
    while around is not None and around.code not in visited:
        visited.add(around.code)
        codes += around.gates
        if around.at_least == len(around.of):
            codes += around.of
        around = by_code.get(around.within)
    return list(dict.fromkeys(codes))


def _apart(criterion: Criterion, other: Criterion) -> bool:
    if (
        criterion.threshold is None
        or other.threshold is None
        or criterion.op.upward == other.op.upward
    ):
        return False
    up, down = (criterion, other) if criterion.op.upward else (other, criterion)
    assert up.threshold is not None and down.threshold is not None
    strict = up.op.strict or down.op.strict
    return up.threshold > down.threshold or (strict and up.threshold == down.threshold)


def _ranks(rules: Rules, places: dict[tuple[str, str], Path]) -> Iterator[Fault]:
    by_rank: dict[int, str] = {}
    by_code = {status.code: status for status in rules.statuses}
    for status in rules.statuses:
        at = (*places["status", status.code], "rank")
        if status.rank in by_rank:
            yield Fault(
                at,
                "rank is used twice",
                str(status.rank),
                "a rank of its own",
                f"{by_rank[status.rank]} has it too; the graver status has the higher rank.",
            )
        by_rank.setdefault(status.rank, status.code)
        around = by_code.get(status.within)
        if around is not None and around.rank >= status.rank:
            yield Fault(
                at,
                "ranks below what it is nested in",
                str(status.rank),
                f"more than {around.rank}, the rank of {around.code}",
            )


def unused(rules: Rules) -> Sequence[Criterion]:
    """Criteria and gates that no status rests on: no fault, but perhaps not meant."""
    used = {code for status in rules.statuses for code in (*status.of, *status.gates)}
    return [criterion for criterion in rules.criteria if criterion.code not in used]
