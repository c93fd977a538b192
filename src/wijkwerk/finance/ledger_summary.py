"""What a ledger comes to, as plain values that pages, the API and cards of areas show."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from wijkwerk.finance.core.flows import (
    Flow,
    Sums,
    counted,
    entering,
    findings,
    is_spending_given,
    links,
    per_head,
    pots,
    sums,
    sums_by,
)
from wijkwerk.finance.core.sankey import loops
from wijkwerk.finance.ledger_file import LedgerFile, stated_sum

Summary = dict[str, Any]
VIEWS = ("budgeted", "spent", "difference")
_MOST = 200  # links that are kept for a picture


def summary_of(ledger: LedgerFile) -> Summary:
    """Totals, by area, kind and pot, what doesn't close, and links for pictures of each view. What is added up is
    the money that comes in: what is passed on is in it."""
    flows = ledger.flows
    has_spending = is_spending_given(flows)
    total = sums(entering(flows))
    kinds = {row["code"]: row["kind"] for row in ledger.rows}
    return {
        "total": _plain(total, has_spending),
        "flows": len(flows),
        "parts": len(flows) - len(counted(flows)),
        "areas": _areas(ledger, flows, total, has_spending),
        "kinds": [
            {"kind": kind, **_plain(part, has_spending)}
            for kind, part in sums_by(entering(flows), lambda flow: kinds[flow.code]).items()
        ],
        "pots": _pots(flows, has_spending),
        "parties": [asdict(party) for party in ledger.parties],
        "findings": [asdict(finding) for finding in findings(flows, ledger.parties)],
        "stated": [
            {"what": row.what, "cents": row.cents, "sum": stated_sum(row, flows)}
            for row in ledger.stated
        ],
        "views": {view: _links(flows, view) for view in (VIEWS if has_spending else VIEWS[:1])},
    }


def _areas(ledger: LedgerFile, flows: list[Flow], total: Sums, has_spending: bool) -> list[Summary]:
    """What comes into each area, and last, without a code, what goes to none: together the total."""
    areas = {area.code: area for area in ledger.areas}
    by_area: dict[str, list[Flow]] = {}
    for flow in counted(flows):
        if flow.area:
            by_area.setdefault(flow.area, []).append(flow)
    rows, rest = [], total
    for code, own in by_area.items():
        part = sums(entering(own))
        rest = rest.less(part)
        area = areas.get(code)
        rows.append(
            {
                "code": code,
                "name": area.name if area else code,
                "inhabitants": area.inhabitants if area else None,
                "per_head": per_head(part.spent, area.inhabitants)
                if area and has_spending
                else None,
                "payers": sorted({flow.source for flow in entering(own)})[:5],
                **_plain(part, has_spending),
            }
        )
    nowhere: Summary = {"code": "", "name": "", "inhabitants": None, "per_head": None, "payers": []}
    return [*rows, {**nowhere, **_plain(rest, has_spending)}] if rest != Sums() else rows


def _pots(flows: list[Flow], has_spending: bool) -> list[Summary]:
    """The largest first."""
    rows = [
        {
            "name": name,
            "received": pot.received if has_spending else None,
            "handed_on": pot.handed_on if has_spending else None,
            "left": pot.left if has_spending else None,
            "overhead": pot.overhead if pot.overhead_of else None,
            "overhead_of": pot.overhead_of,
        }
        for name, pot in sorted(
            pots(flows).items(),
            key=lambda item: (-max(item[1].received, item[1].handed_on), item[0]),
        )
    ]
    return rows[:_MOST]


def _links(flows: list[Flow], view: str) -> Summary:
    merged = links(flows, view)
    largest = sorted(merged.items(), key=lambda item: (-item[1], item[0]))
    return {
        "links": [[source, target, cents] for (source, target), cents in largest[:_MOST]],
        "left_out": max(len(merged) - _MOST, 0),
        "loops": [list(pair) for pair in loops(merged)],
    }


def _plain(total: Sums, has_spending: bool) -> Summary:
    """Cents by name; None for what isn't known when no flow says what was paid."""
    plain: Summary = {**asdict(total), "difference": total.difference}
    if not has_spending:
        plain |= dict.fromkeys(("spent", "returned", "on_its_way", "difference"))
    return plain
