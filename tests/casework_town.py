"""Two organisations, three workers (one of them for both), two households and three persons, for properties
of the rule of sight."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from visitors import NOW, account_of


def worker_of(email: str, organisation: Any, role: str = "case-worker") -> Any:
    """Somebody at work for an organisation, with a role for it."""
    from wijkwerk.casework import models as m

    user = account_of(email, role, place=organisation.code)
    return m.Worker.objects.get_or_create(
        user=user,
        organisation=organisation,
        defaults={"name": email.partition("@")[0], "function": "werker"},
    )[0]


def build() -> SimpleNamespace:
    """The town, in the database."""
    from wijkwerk.casework import models as m

    team = m.Organisation.objects.create(code="team", name="Wijkteam", kind="team")
    care = m.Organisation.objects.create(code="care", name="Zorg", kind="care")
    users, workers = [], []
    for email, places in (("a@example.org", ("team", "care")), ("b@example.org", ("team",))):
        user = account_of(email)
        if not user.roles_held.exists():
            from wijkwerk.access.accounts import give_role

            give_role(
                user, "case-worker", places, NOW.date().replace(year=2020), None, "command", NOW
            )
        user = account_of(email)
        users.append(user)
        for organisation in (team, care):
            if organisation.code in places:
                workers.append(
                    m.Worker.objects.create(
                        user=user, organisation=organisation, name=email, function="x"
                    )
                )
    households = [m.Household.objects.create(organisation=team, opened_at=NOW) for _ in range(2)]
    persons = [m.Person.objects.create(name=f"Persoon {number}") for number in range(3)]
    for person, household in zip(
        persons, (households[0], households[0], households[1]), strict=True
    ):
        m.Residence.objects.create(
            person=person, household=household, relation="head", starts_at=NOW
        )
    for household in households:
        for domain in ("care", "debts"):
            m.OpenDomain.objects.create(
                household=household, domain=domain, because="x", opened_by=workers[0], starts_at=NOW
            )
    for hours in (-20, 30, 90):
        for person in (None, persons[0]):
            m.Note.objects.create(
                household=households[0],
                domain="debts",
                person=person,
                kind="note",
                text="x",
                worker=workers[0],
                at=NOW,
                written_at=NOW + timedelta(hours=hours),
            )
    return SimpleNamespace(users=users, workers=workers, households=households, persons=persons)
