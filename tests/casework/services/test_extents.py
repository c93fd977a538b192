"""Definitions of a multi-problem household: as they were published, three answers, never mixed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitors import NOW, account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.core.definitions import Conditions, Extent, meets
from wijkwerk.casework.definitions import definitions
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services import circle, extents
from wijkwerk.casework.services.common import ActionNotAllowed

DAY = date(2026, 3, 2)
STRICT, WIDE = (definitions("en")[name].conditions for name in ("strict", "wide"))


@pytest.mark.parametrize(
    ("extent", "strict", "wide"),
    [
        (Extent(), None, None),
        (Extent(date(2023, 3, 1), 4, True, True), True, False),
        (Extent(date(2023, 3, 2), 5, True, True), False, True),  # three years, not more
        (Extent(date(2020, 1, 1), 5, True, None), None, True),
        (Extent(None, None, False, None), False, None),
        (Extent(date(2026, 1, 1)), False, None),
    ],
)
def test_each_definition_gives_its_own_answer(
    extent: Extent, strict: bool | None, wide: bool | None
) -> None:
    assert (meets(STRICT, extent, DAY), meets(WIDE, extent, DAY)) == (strict, wide)


MAYBE = st.one_of(st.none(), st.booleans())
EXTENTS = st.builds(
    Extent,
    st.one_of(st.none(), st.dates(date(2015, 1, 1), DAY)),
    st.one_of(st.none(), st.integers(0, 9)),
    MAYBE,
    MAYBE,
)


@given(EXTENTS, st.sampled_from([STRICT, WIDE]))
def test_what_is_learned_later_never_turns_an_answer_round(
    extent: Extent, conditions: Conditions
) -> None:
    less = Extent(None, extent.schemes, None, extent.passes_on)
    assert meets(conditions, less, DAY) in (None, meets(conditions, extent, DAY))


@pytest.mark.django_db
def test_the_director_says_it_and_counts_stand_beside_their_definition(
    town: SimpleNamespace, looks: Callable[..., Looking], enter: Any
) -> None:
    circle.join(looks(town.director), town.first, worker=town.nurse, purpose="support", because="x")
    client = enter(account_of(town.director.user.email))
    address = f"/en/casework/for/plan/{town.first.token}"
    facts = {"helped_since": "2020-01-01", "schemes": "6", "is_interwoven": "", "passes_on": "True"}
    assert client.post(f"{address}/extent", facts).status_code == 302
    row = m.Extent.objects.get()
    assert (row.is_interwoven, row.passes_on, row.schemes) == (None, True, 6)
    page = client.get(address).content.decode()
    assert "Wide: five or more schemes: yes" in page
    assert "Strict: lasting and interwoven: not known" in page
    assert client.post(f"{address}/extent", facts | {"is_interwoven": "False"}).status_code == 302
    assert [row.ends_at is None for row in m.Extent.objects.all()] == [True, False]
    form = client.get(f"{address}/extent").content.decode()
    assert 'value="6"' in form and '<option value="False" selected>' in form
    counted = extents.counts_by_definition({"wijkteam"}, NOW, DAY, "en")
    assert counted == {"strict": {False: 1, None: 1}, "wide": {True: 1, None: 1}}
    assert extents.counts_by_definition({"zorg"}, NOW, DAY, "en")["wide"] == {}
    coordinator = enter(account_of("baas@example.org", "case-coordinator", place="wijkteam"))
    text = coordinator.get("/en/casework/counts").content.decode()
    assert "1 yes, 0 no, 1 not known" in text and "450,000 households" in text
    nurse = enter(account_of(town.nurse.user.email))
    page = nurse.get(f"/en/casework/for/support/{town.first.token}").content.decode()
    assert "five or more schemes" not in page
    assert nurse.get(f"/en/casework/for/support/{town.first.token}/extent").status_code == 404
    with pytest.raises(ActionNotAllowed, match="yet to come"):
        extents.describe_extent(
            looks(town.director), town.first, helped_since=date(2026, 3, 3), schemes=None,
            is_interwoven=None, passes_on=None,
        )  # fmt: skip
