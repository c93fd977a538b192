"""The made-up team of ``make run``: whole, in every state, and made once."""

from __future__ import annotations

import pytest

from visitors import NOW, account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.core.campaigns import Reach
from wijkwerk.casework.examples import make_team
from wijkwerk.casework.policies import Looking, households
from wijkwerk.casework.services.campaigns import standing
from wijkwerk.casework.services.consents import by_code
from wijkwerk.casework.services.follow_ups import waiting

pytestmark = pytest.mark.django_db


def test_the_team_has_every_state_and_is_made_once() -> None:
    lines: list[str] = []
    assert make_team(lines.append, NOW)
    assert m.Household.objects.filter(simulated=True).count() == 41  # one was split off
    code = by_code(lines[-1].rpartition(" ")[2], NOW)
    assert code is not None and code.household.simulated
    assert any("fg@voorbeeld.example" in line and "privacy-officer" in line for line in lines)
    assert m.Emergency.objects.filter(reviewed_at=None).count() == 1
    assert m.Handover.objects.filter(answered_at=None).count() == 1
    assert (
        m.Plan.objects.filter(agreed_at=None).exists()
        and m.Plan.objects.exclude(agreed_at=None).exists()
    )
    assert m.Submission.objects.filter(outcome="").count() == 1
    assert m.Measure.objects.filter(effect="").count() == 1
    assert waiting(m.Household.objects.all(), NOW.date()).count() == 1
    (campaign,) = m.Campaign.objects.all()
    assert standing(campaign, campaign.last_day).total == Reach(80, 53, 31, 22)
    looking = Looking(account_of("regisseur@voorbeeld.example"), "plan", NOW)
    own = households(looking).count()
    assert 20 < own < 41
    assert not make_team(lines.append, NOW)
    assert households(looking).count() == own
