"""Flows of money: what was requested, promised, committed, paid, given back and lapsed; added so that nothing is
counted twice and no cent is lost. Amounts are whole cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass

MOST = 100_000  # flows of a budget
PHASES = ("requested", "promised", "committed", "paid", "returned", "lapsed")


@dataclass(frozen=True)
class Flow:
    """Money from a pot to another. Each amount is of this flow in a phase; None when it never was in that phase.
    ``part_of`` is the flow in which it is counted already ('' none)."""

    code: str
    source: str
    target: str
    requested: int | None = None
    promised: int | None = None
    committed: int | None = None
    paid: int | None = None
    returned: int | None = None
    lapsed: int | None = None
    area: str = ""
    part_of: str = ""
    overhead: int | None = None  # of what was budgeted

    @property
    def budgeted(self) -> int:
        """What it may take: what was committed, before that what was promised; and what was paid, when nobody wrote
        down a promise."""
        for amount in (self.committed, self.promised, self.paid):
            if amount is not None:
                return amount
        return 0

    @property
    def spent(self) -> int:
        """What was paid and not given back."""
        return (self.paid or 0) - (self.returned or 0)

    @property
    def on_its_way(self) -> int:
        """What was budgeted, isn't paid yet and hasn't lapsed. Below nothing when more was paid than budgeted."""
        return self.budgeted - (self.paid or 0) - (self.lapsed or 0)

    @property
    def difference(self) -> int:
        """Budgeted less spent: given back, lapsed and on its way together."""
        return self.budgeted - self.spent


def counted(flows: Iterable[Flow]) -> list[Flow]:
    """The flows that are added up: those that are no part of another."""
    return [flow for flow in flows if not flow.part_of]


def entering(flows: Iterable[Flow]) -> list[Flow]:
    """The counted flows by which money comes in: out of a pot that gets nothing from another of them. Money that is
    passed on is in them already, so these are what is added up."""
    rows = counted(flows)
    targets = {flow.target for flow in rows}
    return [flow for flow in rows if flow.source not in targets]


def is_spending_given(flows: Iterable[Flow]) -> bool:
    """Whether any of them says what was paid. When none does, nothing is known of spending: that isn't zero."""
    return any(flow.paid is not None for flow in flows)


@dataclass(frozen=True)
class Sums:
    """Sums of flows that are counted."""

    budgeted: int = 0
    spent: int = 0
    returned: int = 0
    lapsed: int = 0
    on_its_way: int = 0

    @property
    def difference(self) -> int:
        """Budgeted less spent."""
        return self.budgeted - self.spent

    def less(self, other: Sums) -> Sums:
        """What is in this and not in the other."""
        mine, theirs = astuple(self), astuple(other)
        return Sums(*(first - second for first, second in zip(mine, theirs, strict=True)))


def sums(flows: Iterable[Flow]) -> Sums:
    """Of all of them, parts left out."""
    rows = counted(flows)
    return Sums(
        sum(flow.budgeted for flow in rows),
        sum(flow.spent for flow in rows),
        sum(flow.returned or 0 for flow in rows),
        sum(flow.lapsed or 0 for flow in rows),
        sum(flow.on_its_way for flow in rows),
    )


def sums_by(flows: Iterable[Flow], key: Callable[[Flow], str]) -> dict[str, Sums]:
    """The same by what ``key`` gives, in the order of the flows: together they are the sums of all."""
    groups: dict[str, list[Flow]] = defaultdict(list)
    for flow in counted(flows):
        groups[key(flow)].append(flow)
    return {name: sums(group) for name, group in groups.items()}


@dataclass(frozen=True)
class Pot:
    """A pot by what went in and out, in money that was spent: ``left`` is what stays in it. ``overhead`` is what of
    ``overhead_of``, the budgeted flows to it that say so, goes to overhead."""

    received: int = 0
    handed_on: int = 0
    overhead: int = 0
    overhead_of: int = 0

    @property
    def left(self) -> int:
        """Received less handed on; below nothing in a pot that money comes from."""
        return self.received - self.handed_on


def pots(flows: Iterable[Flow]) -> dict[str, Pot]:
    """Every pot of the flows. What leaves one arrives in another: what is left in all of them is nothing."""
    received: dict[str, int] = defaultdict(int)
    paid_out: dict[str, int] = defaultdict(int)
    overhead: dict[str, int] = defaultdict(int)
    overhead_of: dict[str, int] = defaultdict(int)
    for flow in counted(flows):
        paid_out[flow.source] += flow.spent
        received[flow.target] += flow.spent
        if flow.overhead is not None:
            overhead[flow.target] += flow.overhead
            overhead_of[flow.target] += flow.budgeted
    return {
        name: Pot(received[name], paid_out[name], overhead[name], overhead_of[name])
        for name in dict.fromkeys([*paid_out, *received])
    }


@dataclass(frozen=True)
class Party:
    """What is known of who stands in flows, or ought to. ``kind`` is one of PARTY_KINDS; of a pot with rules of its own
    ``rules``, who ``decides`` and to whom it gives ``account``, and ``most`` cents for each decision (None: no limit).
    ``stake`` is what it gains or loses by what others do; ``seat`` whether it sits at the table (None: not said)."""

    name: str
    kind: str = "party"
    stake: str = ""
    seat: bool | None = None
    rules: str = ""
    most: int | None = None
    decides: str = ""
    account: str = ""


PARTY_KINDS = ("party", "local_fund", "voucher", "social_bond", "company")


@dataclass(frozen=True)
class Finding:
    """What doesn't close, about a flow or pot ``where``, with the amount in cents by which it doesn't."""

    kind: str
    where: str
    cents: int


def findings(flows: Sequence[Flow], parties: Iterable[Party] = ()) -> list[Finding]:
    """What doesn't close: more was paid, given back or lapsed than there was; parts are more than their whole;
    a pot that gets money gives out more than it got, or more for a decision than its rules let it; a pot with rules of
    its own promised more than was promised to it."""
    result = _against_rules(flows, parties)
    for flow in flows:
        if (flow.overhead or 0) > flow.budgeted:
            cents = (flow.overhead or 0) - flow.budgeted
            result.append(Finding("more_overhead_than_money", flow.code, cents))
        if flow.on_its_way < 0:
            result.append(Finding("more_than_budgeted", flow.code, -flow.on_its_way))
        if flow.spent < 0:
            result.append(Finding("more_back_than_paid", flow.code, -flow.spent))
    by_code = {flow.code: flow for flow in flows}
    parts: dict[str, int] = defaultdict(int)
    for flow in flows:
        if flow.part_of:
            parts[flow.part_of] += flow.budgeted
    for code, cents in parts.items():
        if cents > by_code[code].budgeted:
            result.append(Finding("parts_more_than_whole", code, cents - by_code[code].budgeted))
    for name, pot in pots(flows).items():
        if 0 < pot.received < pot.handed_on:
            result.append(Finding("gives_more_than_it_got", name, pot.handed_on - pot.received))
    return result


def _against_rules(flows: Sequence[Flow], parties: Iterable[Party]) -> list[Finding]:
    pots_with_rules = {party.name: party for party in parties if party.kind != "party"}
    result = []
    balance: dict[str, int] = defaultdict(int)
    fed = {flow.target for flow in flows}
    for flow in counted(flows):
        balance[flow.target] += flow.budgeted
        balance[flow.source] -= flow.budgeted
        pot = pots_with_rules.get(flow.source)
        if pot is not None and pot.most is not None and flow.budgeted > pot.most:
            result.append(Finding("more_than_rules_allow", flow.code, flow.budgeted - pot.most))
    for name in pots_with_rules:
        if name in fed and balance[name] < 0:
            result.append(Finding("promises_more_than_it_has", name, -balance[name]))
    return result


def wholes_of(flows: Sequence[Flow]) -> dict[str, str]:
    """For each flow that is a part, what is wrong with that: 'unknown', or 'loop'; {} when all is right."""
    by_code = {flow.code: flow for flow in flows}
    verdicts: dict[str, str] = {}  # '' when all is right; each flow is walked over once
    for flow in flows:
        path: dict[str, None] = {}
        code, verdict = flow.code, ""
        while code and not verdict:
            if code in verdicts:
                verdict = verdicts[code]
                break
            if code not in by_code:
                verdict = "unknown"
            elif code in path:
                verdict = "loop"
            else:
                path[code] = None
                code = by_code[code].part_of
        verdicts |= dict.fromkeys(path, verdict)
    return {flow.code: verdicts[flow.code] for flow in flows if verdicts[flow.code]}


def links(flows: Iterable[Flow], what: str) -> dict[tuple[str, str], int]:
    """What goes from a pot to another, all flows together, that is more than nothing: ``what`` is 'budgeted',
    'spent' or 'difference'."""
    merged: dict[tuple[str, str], int] = defaultdict(int)
    for flow in counted(flows):
        merged[flow.source, flow.target] += getattr(flow, what)
    return {pair: cents for pair, cents in merged.items() if cents > 0}


def per_head(cents: int, inhabitants: int | None) -> int | None:
    """Cents for each inhabitant, rounded half up; None when nobody says how many there are."""
    if not inhabitants:
        return None
    return (2 * cents + inhabitants) // (2 * inhabitants)
