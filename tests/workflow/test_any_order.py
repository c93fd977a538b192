"""Whatever is posted in whatever order: a thing is only in states that its table of steps leads to,
by steps that it allows, and its history tells each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db
ACTIONS = ("again", "write", "add", "answer", "close", "lose", "take_out", "out", "kick")
ROLES = ("official", "municipality", "decider")
# Right more often than wrong, so that long ways are walked as well.
FIELDS = {
    "title": st.sampled_from(["Boor", "Boor", "", "two\nlines"]),
    "name": st.sampled_from(["Bit", "Bit", ""]),
    "kind": st.sampled_from(["short", "short", "ever"]),
    "pieces": st.sampled_from(["1", "1", "-3"]),
    "since": st.sampled_from(["2026-03-01", "2026-03-01", "soon"]),
    "outcome": st.sampled_from(["lent", "refused", "lent", "perhaps"]),
    "text": st.sampled_from(["Daarom.", "Daarom.", " "]),
}
POSTS = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.sampled_from(ROLES),
        st.sampled_from([0, 0, 0, 0, -1]),
        st.fixed_dictionaries(FIELDS),
    ),
    min_size=1,
    max_size=8,
)
# A way to the end, with anything in between.
TO_THE_END = [
    ("add", "municipality"), ("answer", "official"), ("close", "official"), ("again", "municipality"),
]  # fmt: skip
GOOD = {
    "title": "Boor", "name": "Bit", "kind": "short", "pieces": "1", "since": "2026-03-01",
    "outcome": "lent", "text": "Daarom.",
}  # fmt: skip


@pytest.fixture
def browsers(browser: Callable[..., Client]) -> dict[str, Client]:
    return {role: browser(role) for role in ROLES}


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=POSTS, steps=st.integers(0, len(TO_THE_END)), after=POSTS)
def test_no_order_of_posts_leads_where_the_table_does_not(
    library: Any, browsers: dict[str, Client], before: Any, steps: int, after: Any
) -> None:
    from django.urls import reverse
    from lending import STEPS, Item, LendingStep, Loan

    Item.objects.all().delete()
    Loan.objects.all().delete()
    LendingStep.objects.all().delete()
    asked = browsers["municipality"].post(
        reverse("lending:loan-ask", args=["GM0001"]), {**GOOD, "version": 0}
    )
    assert asked.status_code == 302
    loan = Loan.objects.get()
    way = [(action, role, 0, GOOD) for action, role in TO_THE_END[:steps]]
    for action, role, behind, filled_in in (*before, *way, *after):
        was = Loan.objects.get(pk=loan.pk)
        number = LendingStep.objects.count()
        item = was.items.first()
        address = reverse("lending:loan-step", args=["GM0001", loan.pk, action])
        if action == "out":
            row = item.pk if item else 0
            address = reverse("lending:loan-out", args=["GM0001", loan.pk, row])
        answer = browsers[role].post(address, {**filled_in, "version": was.version + behind})
        assert answer.status_code in (200, 302, 403, 404, 409), "never a fault"
        now = Loan.objects.get(pk=loan.pk)
        made = answer.status_code == 302
        assert LendingStep.objects.count() == number + made, "each step once, a refusal none"
        newest = LendingStep.objects.order_by("pk").last()
        assert newest is not None
        if not made:
            assert (now.state, now.version) == (was.state, was.version)
            continue
        transition = STEPS.machines().get("loan", newest.action)
        assert transition is not None and newest.source in transition.source
        assert newest.target == transition.after(newest.source)
        if newest.object_id == loan.pk:
            assert (newest.source, newest.target) == (was.state, now.state)
            assert now.version == was.version + 1 and not behind
        else:
            assert was.state == "closed" and newest.action == "ask", "the variant's own state"
        # Officials and deciders may both answer (roles.toml of designation).
        permission = "objection.make" if role == "municipality" else "objection.answer"
        assert transition.permission == permission
