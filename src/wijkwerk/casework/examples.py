"""The made-up team of ``make run``: forty households out of ``examples/casework``, in every state, made by the
services that everybody uses, at moments in the past."""

from __future__ import annotations

import random
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import translation

from wijkwerk.access.api import add_account, give_role
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, directs, looking_as
from wijkwerk.casework.services import (
    campaigns,
    circle,
    conflicts,
    consents,
    emergencies,
    episodes,
    extents,
    groups,
    households,
    nuisance,
    plans,
)

EXAMPLE = Path("examples/casework/wijkteam.toml")
_COMMAND = "command"
_SEED = 16  # the same team every time


@dataclass(frozen=True)
class Town:
    """What households of the example are made with."""

    now: datetime
    workers: Mapping[str, m.Worker]  # by the first part of their address
    organisations: Mapping[str, m.Organisation]
    stories: list[Mapping[str, Any]]

    def looking(self, worker: str, days_ago: int, purpose: str = "plan") -> Looking:
        """How a worker looked, so many days ago."""
        return looking_as(self.workers[worker], purpose, self.now - timedelta(days=days_ago))


def make_team(tell: Callable[[str], None], now: datetime | None = None) -> bool:
    """Write the example, unless it is there already: False then. Tells the accounts and their password. Raises
    OSError without its file."""
    if m.Household.objects.filter(simulated=True).exists():
        return False
    example = tomllib.loads(EXAMPLE.read_text("utf-8"))
    password = secrets.token_urlsafe(12)
    with transaction.atomic(), translation.override("nl"):
        town = _town(example, password, now or datetime.now(UTC))
        homes = [_household(town, number, name) for number, name in enumerate(_names(example))]
        code = _states(town, homes)
    tell(f"Made a neighbourhood team with {len(homes)} households that don't exist. Log in as:")
    for row in (*example["worker"], *example["account"]):
        tell(f"  {row['email']}  {password}  ({row.get('role', 'case-worker')})")
    tell(f"Who looked at a file: /nl/casework/looked with code {code}")
    return True


def _names(example: Mapping[str, Any]) -> list[tuple[str, list[str], str]]:
    """A surname, first names and an address for each household."""
    chance = random.Random(_SEED)  # noqa: S311  (made-up names, no secret)
    surnames = [
        "".join(parts) for parts in product(example["surnames_begin"], example["surnames_end"])
    ]
    chance.shuffle(surnames)
    return [
        (
            surname,
            chance.sample(example["first_names"], chance.randint(1, 4)),
            f"{chance.choice(example['streets'])} {number}",
        )
        for number, surname in enumerate(surnames[: example["households"]], 1)
    ]


def _town(example: Mapping[str, Any], password: str, now: datetime) -> Town:
    organisations = {
        row["code"]: m.Organisation.objects.create(**row) for row in example["organisation"]
    }
    first_day = (now - timedelta(days=800)).date()
    workers = {}
    for row in example["worker"]:
        user = _account(row["email"], password, now)
        give_role(user, "case-worker", [row["organisation"]], first_day, None, _COMMAND, now)
        workers[row["email"].partition("@")[0]] = m.Worker.objects.create(
            user=get_user_model()._default_manager.get(pk=user.pk),
            organisation=organisations[row["organisation"]],
            name=row["name"],
            function=row["function"],
        )
    for row in example["account"]:
        user = _account(row["email"], password, now)
        give_role(user, row["role"], [row["organisation"]], first_day, None, _COMMAND, now)
    for row in example["mandate"]:
        m.Mandate.objects.create(
            organisation=organisations["voorbeeld-wijkteam"],
            domain=row["domain"],
            power=row["power"],
            most=row["euros"] * 100 if "euros" in row else None,
            asks=organisations[row["asks"]],
            starts_at=now - timedelta(days=800),
        )
    return Town(now, workers, organisations, example["story"])


def _account(email: str, password: str, now: datetime) -> Any:
    row = get_user_model()._default_manager.filter(email=email).first()
    return row or add_account(email, password, _COMMAND, now)


def _household(town: Town, number: int, named: tuple[str, list[str], str]) -> m.Household:
    """A household with persons, one or two life domains, and mostly a plan that was agreed."""
    surname, first_names, address = named
    director = "regisseur" if number % 3 else "collega"
    opened = 420 - 10 * number
    looking = town.looking(director, opened)
    household = households.open_household(
        looking,
        town.workers[director],
        name=f"{first_names[0]} {surname}",
        born_on=f"19{60 + number % 35}-0{number % 9 + 1}-1{number % 9}",
        contact=f"06-000000{number:02}",
        address=address,
        because="Het wijkteam kwam langs de deuren.",
        simulated=True,
    )
    for first_name in first_names[1:]:
        households.add_person(
            looking,
            household,
            name=f"{first_name} {surname}",
            born_on="",
            contact="",
            relation="child",
        )
    for story in (town.stories[number % 4], town.stories[(number + 1) % 4])[: 1 + number % 2]:
        _story(town, household, number, director, story)
    if plans.draft_of(household) is not None and number % 4:
        agreed = town.looking(director, opened - 10)
        plans.agree(
            agreed,
            household,
            agreed_with=f"{first_names[0]} {surname}",
            review_on=(town.now + timedelta(days=60)).date(),
        )
    return household


def _story(
    town: Town, household: m.Household, number: int, director: str, story: Mapping[str, Any]
) -> None:
    """A life domain that opens, its goal, its task and a note; debts by consent of everybody."""
    looking = town.looking(director, 415 - 10 * number)
    domain = story["domain"]
    consents.open_domain(looking, household, domain=domain, because=story["because"])
    if domain == m.Domain.DEBTS:
        for residence in household.residences.select_related("person"):
            consents.give_consent(
                looking,
                household,
                person=residence.person,
                domain=domain,
                organisation=town.organisations["voorbeeld-wijkteam"],
                purpose="plan",
                signed_by=residence.person.name,
                wording="Mag het wijkteam uw schulden zien om één plan te maken?",
            )
    goal = plans.add_goal(
        looking, household, domain=domain, person=None, goal=story["goal"], situation=""
    )
    plans.add_task(
        looking,
        household,
        goal=goal,
        task=story["task"],
        worker=town.workers[director],
        dossier=town.organisations["voorbeeld-wijkteam"],
        payer=town.organisations[story["payer"]],
        cents=story["euros"] * 100,
        due_on=(town.now + timedelta(days=number * 3 - 30)).date(),
        waits_for=town.organisations[story["payer"]] if number % 5 == 2 else None,
    )
    plans.add_note(
        town.looking(director, number % 30),
        household,
        kind=m.Note.Kind.VISIT if number % 2 else m.Note.Kind.CALL,
        domain=domain,
        person=None,
        text=story["note"],
        personal=False,
    )


def _states(town: Town, homes: list[m.Household]) -> str:
    """Every other state once: support, a deputy, a handover, emergencies, a split, no director; gives the code of
    a household."""
    director = town.looking("regisseur", 3)
    for home in (homes[1], homes[2], homes[5]):
        circle.join(
            director, home, worker=town.workers["zorg"], purpose="support", because="Begeleiding."
        )
        circle.join(
            director, home, worker=town.workers["collega"], purpose="plan", because="Achtervang."
        )
    today = town.now.date()
    circle.appoint_deputy(
        director,
        homes[1],
        worker=town.workers["collega"],
        first_day=today,
        last_day=today + timedelta(days=14),
    )
    circle.ask_handover(
        director, homes[2], worker=town.workers["collega"], because="Ik ga met verlof."
    )
    m.Direction.objects.filter(household__in=[homes[7], homes[8]]).update(
        ends_at=town.now - timedelta(days=2)
    )
    with_child = next(
        home for home in homes[10:] if home.residences.count() > 2 and directs(director, home)
    )
    last = with_child.residences.select_related("person").last()
    if last is not None:
        households.split(director, with_child, persons=[last.person], address="Nergenslaan 99")
    person = homes[4].residences.select_related("person").all()[0].person
    emergencies.break_glass(
        town.looking("consulent", 0, "emergency"),
        town.workers["consulent"],
        name=person.name,
        born_on=person.born_on,
        because="De buren hoorden een gil en de deur bleef dicht.",
    )
    _deadlock(town, homes[10])
    _nuisance(town, homes[16])
    _afterwards(town, homes[13])
    _visits(town)
    first = homes[1].residences.select_related("person").all()[0].person
    return consents.make_code(town.looking("regisseur", 0), homes[1], person=first)


def _opened(looking: Looking, home: m.Household, domain: str) -> None:
    if not home.domains.filter(domain=domain, ends_at=None).exists():
        consents.open_domain(looking, home, domain=domain, because="Nodig voor het plan.")


def _deadlock(town: Town, home: m.Household) -> None:
    """Who pays is disputed, the local rung let it lie, and a steering group is asked."""
    before, now = town.looking("regisseur", 30), town.looking("regisseur", 3)
    _opened(before, home, m.Domain.CARE)
    care, city = town.organisations["voorbeeld-zorg"], town.organisations["voorbeeld-gemeente"]
    conflict = conflicts.report(
        before,
        home,
        kind=m.Conflict.Kind.PAYS,
        domain=m.Domain.CARE,
        person=None,
        law="Wmo 2015",
        article="artikel 2.3.5",
        organisation=city,
        other_law="Wlz",
        other_organisation=care,
        effect="De begeleiding begint niet.",
        cents_month=40_000,
    )
    conflicts.escalate(before, home, conflict=conflict, owner="Teamleider van de gemeente")
    group = m.Group.objects.create(name="Regiegroep Nergenshuizen", organisation=city)
    for name in ("consulent", "zorg", "collega"):
        m.Seat.objects.create(
            group=group,
            worker=town.workers[name],
            mandate="Beslissen tot 10.000 euro.",
            starts_at=before.now,
        )
    circle.join(now, home, worker=town.workers["consulent"], purpose="plan", because="Regiegroep.")
    question = "Wie betaalt de begeleiding tot het besluit over de Wlz er is?"
    groups.submit(now, home, conflict=conflict, group=group, question=question)


def _nuisance(town: Town, home: m.Household) -> None:
    """Neighbours agreed, which helped too little; a mediator's day has passed."""
    before = town.looking("regisseur", 50)
    _opened(before, home, m.Domain.HOUSING)
    row = nuisance.report_nuisance(
        before,
        home,
        domain=m.Domain.HOUSING,
        person=None,
        what="Muziek tot diep in de nacht.",
        began_on=before.day - timedelta(days=90),
        violent=False,
        victims=4,
    )
    for days_ago, step, what in (
        (50, "agreement", "Na elf uur geen muziek."),
        (25, "mediation", "Buurtbemiddeling praat met beide buren."),
    ):
        looking = town.looking("regisseur", days_ago)
        if step == "mediation":
            nuisance.say_effect(looking, home, nuisance=row, effect="less")
        nuisance.take_measure(
            looking,
            home,
            nuisance=row,
            step=step,
            what=what,
            legal_ground="",
            skipped_because="",
            ends_on=None,
            organisation=town.organisations["voorbeeld-corporatie"],
            started_on=looking.day,
            review_by=looking.day + timedelta(days=21),
        )


def _afterwards(town: Town, home: m.Household) -> None:
    """It left for good, and agreed to be asked how it goes: the first time is past."""
    looking = town.looking("regisseur", 100)
    extents.describe_extent(
        looking,
        home,
        helped_since=looking.day - timedelta(days=1500),
        schemes=6,
        is_interwoven=True,
        passes_on=None,
    )
    plan = plans.current_plan(home)
    for goal in plan.goals.all() if plan is not None else ():
        episodes.set_outcome(looking, home, goal=goal, outcome=m.Outcome.REACHED)
    episodes.close(
        looking, home, exit=m.Episode.Exit.LASTING, closing="Bel als het misgaat.", may_ask=True
    )


def _visits(town: Town) -> None:
    """Two streets behind the front door, a few weeks ago."""
    looking = town.looking("regisseur", 14)
    campaign = campaigns.begin(
        looking,
        town.workers["regisseur"],
        title="Achter de voordeur",
        selection=m.Campaign.Selection.ALL,
        ground="Wmo 2015, artikel 2.1.2. Meedoen is vrijwillig.",
        first_day=looking.day - timedelta(days=30),
        last_day=looking.day + timedelta(days=60),
        aim=40,
    )
    for name, doors, spoken, visited in (
        ("Verzonnenstraat", 50, 37, 22),
        ("Bedachtplein", 30, 16, 9),
    ):
        street = campaigns.add_street(looking, campaign, name=name, doors=doors)
        campaigns.add_round(
            looking,
            street,
            on=looking.day,
            channel=m.Round.Channel.DOOR,
            spoken=spoken,
            visited=visited,
            refused=spoken - visited,
            nobody=doors - spoken,
            needs={m.Need.Topic.DEBTS: 6},
        )
