"""What everybody may see: one rule for each kind of row, which every page, export and API asks.

A row is public when its rule here says so and its process is public. Codes, ballots and what was keyed
of paper are public in no state: pages give the result of a count, which is a row of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from wijkwerk.access.api import held_for
from wijkwerk.participation import models as m

PUBLIC_PROCESSES = ("open", "postponed", "finished")
COUNTED = ("counted", "awarded")
PUBLIC_PROJECTS = ("admitted", "declined", "awarded", "not_chosen", "delivered", "confirmed")
LEAST_BALLOTS = 10  # of fewer, a published ballot would point at who cast it

# A challenge that was stopped before talks began is nobody's to read: no official had read it for everybody.
_STOPPED_UNREAD = Q(
    Exists(
        m.ProcessStep.objects.filter(
            machine="challenge", object_id=OuterRef("pk"), action="stop", source="received"
        )
    )
)

_ALL = Q()
PUBLIC: Mapping[type[Model], Q | None] = {
    m.Process: Q(state__in=PUBLIC_PROCESSES),
    m.Phase: _ALL,
    m.ProcessCheck: _ALL,
    m.ProcessStep: None,  # pages tell those of a thing that they show, in words
    m.Budget: ~Q(state="draft"),
    # What was proposed is read first: a text may name somebody.
    m.Project: Q(state__in=PUBLIC_PROJECTS),
    m.Payment: Q(project__state__in=PUBLIC_PROJECTS),
    # An official reads an idea before everybody does; what was joined is a part of another.
    m.Idea: Q(public=True) & ~Q(state="joined") & ~Q(topic="neighbours"),
    m.Route: _ALL,
    m.Agreement: ~Q(state="proposed"),
    m.Turnout: Q(state="recorded"),
    m.Campaign: ~Q(state="draft"),
    m.Need: ~Q(campaign__state="draft"),
    m.Pledge: None,  # pages tell sums; what one person promised is theirs
    m.Challenge: ~Q(state="received") & ~_STOPPED_UNREAD,
    m.Asset: _ALL,
    m.Enterprise: _ALL,
    m.PillarResult: _ALL,
    m.Panel: _ALL,
    m.Yardstick: ~Q(state="draft"),
    m.YardstickPart: ~Q(yardstick__state="draft"),
    m.PlanCheck: _ALL,
    m.VotingCode: None,
    m.CastBallot: None,
    m.PaperBallot: None,
    m.Exclusion: Q(budget__state__in=COUNTED),
    m.CountResult: Q(budget__state__in=COUNTED),
}
READ = "participation.read"


def public_processes() -> QuerySet[m.Process]:
    """What everybody sees."""
    return m.Process.objects.filter(PUBLIC[m.Process])


def public_rows(process: m.Process, kind: type[Model]) -> QuerySet[Any]:
    """The rows of a kind that everybody may see of a process that is public."""
    rule = PUBLIC[kind]
    rows: QuerySet[Any] = kind._default_manager.all()
    return rows.none() if rule is None else rows.filter(rule, process=process)


def worked_on(user: Any, now: datetime) -> QuerySet[m.Process]:
    """The processes of the municipalities whose working pages an account may read."""
    return m.Process.objects.filter(municipality__in=held_for(user, READ, "municipality", now))


def published_result(result: Mapping[str, Any]) -> dict[str, Any]:
    """A kept count as everybody may read it: of few ballots no number of votes, and nothing that is
    computed from one, for two of them would tell what is on the other."""
    if ballots_may_be_published(result["ballots"]):
        return dict(result)
    projects = [
        {key: project[key] for key in ("code", "title", "cost")}
        | {
            "outcome": project["outcome"]
            if project["outcome"] in ("won", "excluded")
            else "not_chosen"
        }
        for project in result["projects"]
    ]
    columns = ("rule", "budget", "spent", "winners", "excluded")
    return {"ballots": None, **{key: result[key] for key in columns}, "projects": projects}


def ballots_may_be_published(ballots: int) -> bool:
    """Whether ballots of a count may be handed out, without an order or a channel."""
    return ballots >= LEAST_BALLOTS
