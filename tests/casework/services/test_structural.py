"""Conflicts that come back, and who is asked to break a deadlock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from visitors import NOW, account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.api import structural
from wijkwerk.casework.commands.group import casework_commands
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.services.conflicts import escalate, report
from wijkwerk.casework.services.structural import kinds
from wijkwerk.casework.web.loop import loop
from wijkwerk.registry.loop import Link, rule_key

pytestmark = pytest.mark.django_db


def conflict(
    household: m.Household, worker: Any, law: str = "Wmo 2015", **facts: Any
) -> m.Conflict:
    return m.Conflict.objects.create(
        household=household, domain="housing", kind="pays", law=law, organisation=worker.organisation,
        effect="Jansen wacht.", reported_by=worker, reported_at=NOW, written_at=NOW, **facts,
    )  # fmt: skip


def test_a_rule_that_stands_in_the_way_of_three_households_is_structural(
    town: SimpleNamespace,
) -> None:
    conflict(town.first, town.director, cents_month=10_000)
    conflict(town.first, town.director)  # twice over one household is one
    conflict(town.second, town.director, cents_month=20_000, solved_at=NOW)
    assert structural() == []
    third = m.Household.objects.create(organisation=town.team, opened_at=NOW)
    conflict(third, town.director)
    conflict(third, town.director, law="Zvw")
    (row,) = structural()
    assert (row.law, row.households, row.open, row.cents_month) == ("Wmo 2015", 3, 3, 15_000)
    assert "Jansen" not in repr(row) and third.token not in repr(row)
    assert structural({"zorg"}) == []
    assert list(kinds({"wijkteam"}).values()) == [5]
    m.Household.objects.update(simulated=True)
    assert structural() == []  # what was made up changes no law
    assert len(structural({"wijkteam"})) == 1  # and is shown on its own page


def test_the_loop_tells_of_a_rule_from_five_households_rounded_and_a_quarter_late(
    town: SimpleNamespace,
) -> None:
    quarter = date(2026, 7, 1)
    reported = [NOW.replace(year=2026, month=4, day=day) for day in (1, 2, 3, 20)]
    homes = [
        m.Household.objects.create(organisation=town.team, opened_at=NOW) for _number in range(7)
    ]
    for home, at in zip(homes, reported, strict=False):
        row = conflict(home, town.director, law="Wmo  2015,", article="artikel 2.3.5")
        m.Conflict.objects.filter(pk=row.pk).update(reported_at=at)
        m.Conflict.objects.create(
            household=home, domain="housing", kind="collides", law="wmo 2015", article="Artikel 2.3.5",
            organisation=town.team, effect="x", reported_by=town.director, reported_at=at, written_at=at,
        )  # fmt: skip
    assert loop(quarter).handed_over == ()  # four households, eight conflicts
    for home, day in zip(homes[4:], (21, 28, 30), strict=True):
        row = conflict(home, town.director, law="Wmo 2015", article="artikel 2.3.5")
        m.Conflict.objects.filter(pk=row.pk).update(
            reported_at=NOW.replace(year=2026, month=6, day=day)
        )
    assert loop(date(2026, 6, 30)).handed_over == ()  # no day tells that one came
    part = loop(quarter)
    assert part.gives == (Link.CONFLICT,) and part.takes == ()
    (rule,) = part.handed_over
    assert "at least 5 households" in rule.text and "7" not in rule.text
    assert rule.since == quarter
    assert rule.keys == (rule_key("Wmo 2015, artikel 2.3.5"), rule_key("WMO 2015"))
    assert rule.areas == () and rule.number == 1 and rule.url == ""
    m.Household.objects.filter(pk__in=[home.pk for home in homes[:3]]).update(simulated=True)
    assert loop(quarter).handed_over == ()


def officer(town: SimpleNamespace, name: str, rung: str = "local", days: int = 30) -> m.Officer:
    until = NOW.date() + timedelta(days=days)
    return m.Officer.objects.create(
        organisation=town.care, name=name, function="Doorbraak", rung=rung, mandate="Tot 5.000 euro",
        certified_until=until,
    )  # fmt: skip


def test_an_officer_is_asked_on_their_own_rung_while_their_certificate_holds(
    town: SimpleNamespace, looks: Callable[..., Any]
) -> None:
    looking = looks(town.director)
    row = report(
        looking, town.first, kind="pays", domain="housing", person=None, law="Wmo", article="", effect="Stil.",
        organisation=town.care, other_law="", other_organisation=None, cents_month=None,
    )  # fmt: skip
    regional, late = officer(town, "R. Regio", "regional"), officer(town, "O. Oud", days=-1)
    late.replaced_by = officer(town, "N. Nieuw")
    late.save()
    for wrong, said in ((regional, "next rung is: Local"), (late, "Ask N. Nieuw")):
        with pytest.raises(ActionNotAllowed, match=said):
            escalate(looking, town.first, conflict=row, officer=wrong)
    with pytest.raises(ActionNotAllowed, match="Say who"):
        escalate(looking, town.first, conflict=row)
    step = escalate(looking, town.first, conflict=row, officer=late.replaced_by)
    assert step.owner == "N. Nieuw, Doorbraak (Zorg)"
    assert m.Escalation.objects.count() == 1


def test_the_register_says_whose_certificate_ended_and_who_replaces_them(
    town: SimpleNamespace, enter: Any
) -> None:
    late = officer(town, "O. Oud", days=-10_000)
    late.replaced_by = officer(town, "N. Nieuw", days=10_000)
    late.save()
    page = enter(town.director.user).get("/en/casework/officers").content.decode()
    assert (
        "certificate ended on" in page
        and "replaced by N. Nieuw" in page
        and "Tot 5.000 euro" in page
    )
    assert enter(account_of("niemand@example.org")).get("/en/casework/officers").status_code == 403


def test_the_command_registers_and_replaces(town: SimpleNamespace, monkeypatch: Any) -> None:
    from wijkwerk.casework.commands import officers

    monkeypatch.setattr(officers, "open_database", lambda _data: None)
    line = [
        "officer",
        "zorg",
        "--function",
        "Doorbraak",
        "--rung",
        "local",
        "--mandate",
        "Alles",
        "--until",
    ]
    run = CliRunner().invoke
    assert run(casework_commands, [*line, "2027-12-31", "--name", "A. Een"]).exit_code == 0
    assert (
        run(
            casework_commands, [*line, "2028-12-31", "--name", "B. Twee", "--replaces", "A. Een"]
        ).exit_code
        == 0
    )
    first = m.Officer.objects.get(name="A. Een")
    assert first.replaced_by == m.Officer.objects.get(name="B. Twee")
    for wrong in (["morgen", "--name", "C"], ["2027-12-31", "--name", "C", "--replaces", "D"]):
        result = run(casework_commands, [*line, *wrong])
        assert result.exception is not None and m.Officer.objects.count() == 2
