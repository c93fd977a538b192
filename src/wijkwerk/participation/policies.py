"""Who may see what: one rule for each kind of row, which every page, export and API asks.

A row is public when its rule in ``PUBLIC`` says so and its process is public. Codes, ballots and what was
keyed of paper are public in no state: pages give the result of a count, which is a row of its own.

On working pages an account reads what is public, and besides that what it handles: the rows that
``HANDLED`` gives to an action that it may do. A kind or an action that isn't there gives nothing, so that a
resident on the platform doesn't read what no official has read yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from wijkwerk.access.api import held_for
from wijkwerk.participation import models as m

PUBLIC_PROCESSES = ("open", "postponed", "finished")
COUNTED = ("counted", "awarded")
PUBLIC_PROJECTS = ("admitted", "declined", "awarded", "not_chosen", "delivered", "confirmed")
LEAST_GRANTS = 5  # of fewer, their sum would tell what a household got
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
_PUBLIC_PROCESS = Q(state__in=PUBLIC_PROCESSES)
PUBLIC: Mapping[type[Model], Q | None] = {
    m.Process: _PUBLIC_PROCESS,
    m.Phase: _ALL,
    m.ProcessCheck: _ALL,
    m.ProcessStep: None,  # pages tell those of a thing that they show, in words
    m.Budget: ~Q(state="draft"),
    # What was proposed is read first: a text may name somebody.
    m.Project: Q(state__in=PUBLIC_PROJECTS),
    m.Payment: Q(project__state__in=PUBLIC_PROJECTS),
    # An official reads an idea before everybody does; what was joined is a part of another.
    m.Idea: Q(public=True, joined_to=None) & ~Q(state="joined") & ~Q(topic="neighbours"),
    m.Photo: None,  # it is read with its idea
    m.Support: None,  # pages tell how many
    m.Route: _ALL,
    m.Agreement: ~Q(state="proposed"),
    m.Summit: _ALL,
    m.Statement: _ALL,
    m.Demand: _ALL,
    m.SurveyMark: Q(state="recorded"),
    m.Turnout: Q(state="recorded"),
    m.Campaign: ~Q(state="draft"),
    m.Need: ~Q(campaign__state="draft"),
    m.BankPayment: None,
    m.Pledge: None,  # pages tell sums; what one person promised is theirs
    m.Follower: None,
    m.Scheme: ~Q(state="draft"),
    m.Grant: None,  # pages tell sums, and of few nothing
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
# What was said about making a text public is for its author and for who handles it: were it public again, everybody
# would read what nobody was to read.
PRIVATE_ACTIONS = ("withhold", "appeal", "review")
READ = "participation.read"  # the working pages; which rows of them, HANDLED says
_DESIGN, _WORK, _ANSWER = "participation.design", "participation.work", "participation.answer"
_ADVISE, _CONFIRM = "participation.advise", "participation.confirm"
_DECIDE, _PAY = "participation.decide", "participation.pay"

# What a working page shows besides what is public, by the action that somebody may do.
HANDLED: Mapping[type[Model], Mapping[str, Q]] = {
    m.Process: {_DESIGN: _ALL, _WORK: _ALL},
    m.Budget: {_DESIGN: _ALL, _WORK: _ALL},
    m.Project: {_WORK: _ALL},
    m.Idea: {
        _WORK: _ALL,
        _ANSWER: _ALL,
        # The platform reads what an official made ready for its advice, and what it advised on.
        _ADVISE: Q(state__in=("drafted", "advised")) & ~Q(topic="neighbours"),
        _CONFIRM: Q(state__in=("done", "confirmed", "planned")),
        # Of what was withheld somebody else decides, when its author asks that.
        _DECIDE: Q(appealed_on__isnull=False, appeal_decision="") & ~Q(topic="neighbours"),
    },
    m.Agreement: {_WORK: _ALL},
    m.SurveyMark: {_WORK: _ALL},
    m.Turnout: {_WORK: _ALL},
    m.Campaign: {_WORK: _ALL},
    m.Pledge: {_WORK: _ALL, _PAY: _ALL},
    m.Scheme: {_DESIGN: _ALL, _WORK: _ALL},
    m.Grant: {
        _WORK: _ALL,
        _DECIDE: Q(state="planned"),
        _PAY: Q(state__in=("granted", "settled")),
    },
    # Of a challenge the term of the decision runs from the day that it came in.
    m.Challenge: {_WORK: _ALL, _DECIDE: Q(state="received")},
    m.Yardstick: {_WORK: _ALL},
}


def public_processes() -> QuerySet[m.Process]:
    """What everybody sees."""
    return m.Process.objects.filter(PUBLIC[m.Process])


def public_rows(process: m.Process, kind: type[Model]) -> QuerySet[Any]:
    """The rows of a kind that everybody may see of a process that is public."""
    return _rows(process, kind, [PUBLIC[kind]])


def handles(may: Callable[[str], Any], kind: type[Model]) -> bool:
    """Whether somebody reads rows of a kind that aren't public. ``may`` says of an action whether they may
    do it in the process."""
    return any(may(action) for action in HANDLED.get(kind, {}))


def working_rows(process: m.Process, kind: type[Model], may: Callable[[str], Any]) -> QuerySet[Any]:
    """The rows of a kind that somebody reads on the working pages of a process: those that are public
    and those that they handle. ``may`` as ``handles`` takes it."""
    handled = [rule for action, rule in HANDLED.get(kind, {}).items() if may(action)]
    return _rows(process, kind, [PUBLIC[kind], *handled])


def _rows(process: m.Process, kind: type[Model], rules: list[Q | None]) -> QuerySet[Any]:
    """The rows that one of the rules gives; a rule that is None gives none."""
    rows: QuerySet[Any] = kind._default_manager.filter(process=process)
    queries = [rule for rule in rules if rule is not None]
    if not queries:
        return rows.none()
    # An empty Q gives every row, but is nothing when it is combined with another by |.
    return rows if _ALL in queries else rows.filter(reduce(or_, queries))


def worked_on(user: Any, now: datetime) -> QuerySet[m.Process]:
    """The processes whose working pages an account may read: of its municipalities the public ones, and
    every one where it handles processes."""
    handled = {place for action in HANDLED[m.Process] for place in _places(user, action, now)}
    read = Q(municipality__in=_places(user, READ, now))
    return m.Process.objects.filter(read & (_PUBLIC_PROCESS | Q(municipality__in=handled)))


def _places(user: Any, action: str, now: datetime) -> frozenset[str]:
    return held_for(user, action, "municipality", now)


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
