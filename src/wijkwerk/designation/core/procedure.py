"""What the steps of a list's procedure may ask, and what a decision makes of the list.

The machines share one table (``procedure.toml``): the procedure itself, an objection in it, the view of a
council or residents, a proposal to take an area off a published list, and what follows for an area: plan,
exemption, sanction.
"""

from __future__ import annotations

from collections.abc import Iterable

MACHINES = ("procedure", "objection", "consultation", "delisting", "plan", "exemption", "sanction")
# What may have to hold; a service finds out which do.
CONDITIONS = (
    "term_open",  # the last day for objections isn't over
    "term_over",
    "all_answered",  # no objection or view waits for an answer
    "views_in",  # no council or residents that were asked can still give their view
    "procedure_open",
    "procedure_published",
    "not_own",  # somebody else than who made it
    "plan_complete",  # nothing lacks in the plan, and nothing of it isn't allowed
    "fund_asked",  # the plan asks for money, and about that nothing was decided yet
    "heard",  # the municipality responded, or its last day to do so is over
)


def listed_after(listed: bool, upheld_wishes: Iterable[str]) -> bool:
    """Whether an area is on the decided list: as the rule says, or as an upheld objection wished.

    A wish is ``off`` or ``on``; of one area at most one objection counts, so order can't matter.
    """
    wishes = set(upheld_wishes)
    if wishes == {"off"}:
        return False
    if wishes == {"on"}:
        return True
    return listed
