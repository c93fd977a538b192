"""Nuisance: a ladder with clocks, an order that needs a ground, and victims who stay out of the other's file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from visitors import NOW, account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services import circle, consents, nuisance
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.services.dossier import export

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture
def loud(town: SimpleNamespace, looks: Callable[..., Looking]) -> SimpleNamespace:
    """The first household is a nuisance to others; the second suffers it."""
    for director, home in ((town.director, town.first), (town.other, town.second)):
        consents.open_domain(looks(director), home, domain="housing", because="Overlast.")
    town.nuisance = nuisance.report_nuisance(
        looks(town.director), town.first, domain="housing", person=None, what="Nachtelijk boren.",
        began_on=DAY - timedelta(days=60), violent=False, victims=3,
    )  # fmt: skip
    return town


def step(town: SimpleNamespace, looking: Looking, name: str, **facts: Any) -> m.Measure:
    row: dict[str, Any] = {
        "what": "Na tienen stil.", "organisation": town.team, "started_on": looking.day,
        "review_by": looking.day + timedelta(days=14), "legal_ground": "", "ends_on": None, "skipped_because": "",
    }  # fmt: skip
    return nuisance.take_measure(
        looking, town.first, nuisance=town.nuisance, step=name, **row | facts
    )


def test_each_step_waits_for_the_one_before_and_an_order_needs_a_ground(
    loud: SimpleNamespace, looks: Callable[..., Looking]
) -> None:
    looking = looks(loud.director)
    step(loud, looking, "agreement")
    with pytest.raises(ActionNotAllowed, match="what the last step did"):
        step(loud, looking, "mediation")
    nuisance.say_effect(looking, loud.first, nuisance=loud.nuisance, effect="less")
    with pytest.raises(ActionNotAllowed, match="waits to hear"):
        nuisance.say_effect(looking, loud.first, nuisance=loud.nuisance, effect="none")
    with pytest.raises(ActionNotAllowed, match="tried already"):
        step(loud, looking, "agreement")
    with pytest.raises(ActionNotAllowed, match="why a step"):
        step(loud, looking, "order")
    with pytest.raises(ActionNotAllowed, match="interferes with rights"):
        step(loud, looking, "order", skipped_because="Bedreiging.", legal_ground="Gemeentewet 151d")
    with pytest.raises(ActionNotAllowed, match="whether it worked"):
        step(loud, looking, "mediation", review_by=DAY - timedelta(days=1))
    order = step(
        loud, looking, "order", skipped_because="Bedreiging.", legal_ground="Gemeentewet 151d",
        ends_on=DAY + timedelta(days=90),
    )  # fmt: skip
    later = looks(loud.director, now=NOW + timedelta(days=15))
    assert order.review_by < later.day
    step(loud, later, "city_team")  # its clock passed
    nuisance.say_effect(later, loud.first, nuisance=loud.nuisance, effect="stopped")
    loud.nuisance.refresh_from_db()
    assert loud.nuisance.ended_on == later.day
    with pytest.raises(ActionNotAllowed, match="didn’t stop"):
        step(loud, later, "move")
    assert nuisance.nuisance_counts({"wijkteam"}, 2026) == {"running": 0, "stopped": 1, "moved": 0}


def test_it_ends_without_a_step_when_it_stopped_or_never_was(
    loud: SimpleNamespace, looks: Callable[..., Looking], enter: Any, clock: Any
) -> None:
    director = looks(loud.director)
    circle.join(director, loud.first, worker=loud.other, purpose="plan", because="x")
    wrong = nuisance.report_nuisance(
        looks(loud.other), loud.first, domain="housing", person=None, what="Honden.", began_on=DAY,
        violent=True, victims=9,
    )  # fmt: skip
    with pytest.raises(ActionNotAllowed, match="Who reported it"):
        nuisance.end_nuisance(
            looks(loud.other),
            loud.first,
            nuisance=loud.nuisance,
            ended_because="x",
            is_mistaken=True,
        )
    with pytest.raises(ActionNotAllowed, match="what was wrong"):
        nuisance.end_nuisance(
            director, loud.first, nuisance=wrong, ended_because=" ", is_mistaken=True
        )
    step(loud, director, "agreement")
    nuisance.say_effect(director, loud.first, nuisance=loud.nuisance, effect="less")
    waiting = step(loud, director, "mediation")
    client = enter(account_of(loud.director.user.email))
    address = f"/en/casework/for/plan/{loud.first.token}"
    facts = {"nuisance": loud.nuisance.pk, "ended_because": "De boor is stuk."}
    assert client.post(f"{address}/nuisance-over", facts | {"ended_because": ""}).status_code == 400
    assert client.post(f"{address}/nuisance-over", facts).status_code == 302
    nuisance.end_nuisance(
        looks(loud.other),
        loud.first,
        nuisance=wrong,
        ended_because="Andere deur.",
        is_mistaken=True,
    )
    waiting.refresh_from_db()
    assert waiting.ended_on == DAY and not nuisance.worst(looks(loud.director))
    assert client.get(f"{address}/nuisance-over").status_code == 404
    clock.now = NOW + timedelta(days=30)
    page = enter(account_of(loud.director.user.email)).get(address).content.decode()
    assert "De boor is stuk." in page and "it was reported wrongly: Andere deur." in page
    assert "(late)" not in page
    with pytest.raises(ActionNotAllowed, match="didn’t stop"):
        nuisance.end_nuisance(
            director, loud.first, nuisance=wrong, ended_because="x", is_mistaken=True
        )
    assert nuisance.nuisance_counts({"wijkteam"}, 2026) == {"running": 0, "stopped": 1, "moved": 0}


def test_the_clock_stands_on_every_page_and_only_for_who_may_see(
    loud: SimpleNamespace, looks: Callable[..., Looking], enter: Any, clock: Any
) -> None:
    step(loud, looks(loud.director), "agreement")
    circle.join(looks(loud.director), loud.first, worker=loud.nurse, purpose="support", because="x")
    clock.now = NOW + timedelta(days=20)
    director = enter(account_of(loud.director.user.email))
    address = f"/en/casework/for/plan/{loud.first.token}"
    page = director.get(address).content.decode()
    assert "Na tienen stil." in page and "Mediation between neighbours" in page and "(late)" in page
    assert "housing" in m.Look.objects.latest("pk").domains
    assert "late since" in director.get("/en/casework/for/plan").content.decode()
    ranked = director.get("/en/casework/nuisance").content.decode()
    assert "Nachtelijk boren." in ranked and "3 households suffer it" in ranked
    assert m.Look.objects.latest("pk").activity == "nuisance"
    for name in ("nuisance", "measure", "effect", "protect"):
        assert director.get(f"{address}/{name}").status_code == 200
    # A care provider has no law for housing; another director isn't in the circle.
    for worker, purpose in ((loud.nurse, "support"), (loud.other, "plan")):
        client, before = enter(account_of(worker.user.email)), m.Look.objects.count()
        assert "boren" not in client.get("/en/casework/nuisance").content.decode()
        assert m.Look.objects.count() == before
        page = client.get(f"/en/casework/for/{purpose}/{loud.first.token}").content.decode()
        assert "boren" not in page and "Na tienen" not in page
        assert (
            client.get(f"/en/casework/for/{purpose}/{loud.first.token}/measure").status_code == 404
        )
    with pytest.raises(ActionNotAllowed, match="Only who directs"):
        step(loud, looks(loud.nurse, "support"), "mediation")


def test_who_suffers_it_is_protected_in_a_file_of_their_own(
    loud: SimpleNamespace, looks: Callable[..., Looking], enter: Any
) -> None:
    victim = looks(loud.other)
    facts = {"domain": "housing", "person": None, "text": "Bel agent Bromsnor."}
    with pytest.raises(ActionNotAllowed, match="day to come"):
        nuisance.protect(victim, loud.second, review_on=DAY, **facts)
    for _time in range(2):
        nuisance.protect(victim, loud.second, review_on=date(2026, 6, 1), **facts)
    assert m.Protection.objects.filter(ended_on=None).count() == 1
    code = consents.make_code(looks(loud.director), loud.first, person=loud.person)
    own = export(consents.by_code(code, NOW), NOW)  # type: ignore[arg-type]
    assert "Nachtelijk boren." in json.dumps(own) and "Bromsnor" not in json.dumps(own)
    page = enter(account_of(loud.director.user.email)).get(
        f"/en/casework/for/plan/{loud.first.token}"
    )
    assert "Bromsnor" not in page.content.decode()
    theirs = enter(account_of(loud.other.user.email)).get(
        f"/en/casework/for/plan/{loud.second.token}"
    )
    assert "Bromsnor" in theirs.content.decode() and "boren" not in theirs.content.decode()
    nuisance.end_protection(victim, loud.second, has_moved=True)
    with pytest.raises(ActionNotAllowed, match="no protection"):
        nuisance.end_protection(victim, loud.second, has_moved=True)
    assert nuisance.nuisance_counts({"wijkteam"}, 2026)["moved"] == 1
    assert nuisance.nuisance_counts({"wijkteam"}, 2025)["moved"] == 0
    coordinator = enter(account_of("baas@example.org", "case-coordinator", place="wijkteam"))
    assert "should be 0" in coordinator.get("/en/casework/counts").content.decode()
