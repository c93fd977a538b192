"""What a capability hands over when the site asks: plain values, without Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

# Of the whole API, whichever capability answers.
API_VERSION = "1.0.0"
API_METHODS = "GET, HEAD, OPTIONS"
# Lower comes first; what gives none stands after what ships with Wijkwerk.
LAST = 1000


class Question(StrEnum):
    """The questions of the main menu, in the order of the menu: people come with a question, not with
    a capability. One stands in the menu as soon as an entry of it leads somewhere."""

    STANDING = "standing"  # how is it going?
    LISTS = "lists"
    PROGRAMME = "promises"
    PARTICIPATION = "taking part"
    MONEY = "money"
    EVIDENCE = "evidence"  # does it work?
    LEARNING = "what was learned"


@dataclass(frozen=True)
class MenuEntry:
    """A link in the menu or in the foot of every page.

    ``label`` may be a lazy text. ``view`` is the name of its address, as "toy:home"; '' when the page
    or ``menu_addresses`` says under ``key`` where it leads, and when nothing does it isn't shown.
    ``key`` is what a page gives as ``nav_current`` to be marked as the one that is open.
    ``question`` is where it stands in the menu; without one it stands there by itself, after them.
    """

    key: str
    label: Any  # str, or a lazy one
    view: str = ""
    order: int = LAST
    question: Question | None = None


@dataclass(frozen=True)
class Choice:
    """Another publication that a reader may choose, and where that leads."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class InUse:
    """The publication that a page shows, or that its menu leads to.

    ``title`` names it in words of the reader's language, ``choices`` are it and others, ``all_url`` has
    every one. ``keep`` is what a link to a page outside it needs in its query to come back to it, as
    "edition=x"; '' for the one that is shown first.
    """

    title: str
    choices: tuple[Choice, ...]
    all_url: str
    keep: str = ""


class Stage(StrEnum):
    """The stages of the loop of a neighbourhood programme, in its order."""

    MEASURED = "measured"
    DESIGNATED = "designated"
    PROMISED = "promised"
    DONE = "done"
    RESIDENTS = "residents"
    MONEY = "money"
    EVALUATED = "evaluated"
    LEARNED = "learned"


@dataclass(frozen=True)
class Station:
    """How a stage of the loop stands, on the home of the site.

    ``figure`` is its one figure as it is written, '' when there is none yet; ``text`` what it counts,
    or why there is none; ``url`` where that is read. ``late`` says in words what is overdue ('' nothing),
    ``late_url`` where that is read ('': ``url``).
    """

    stage: Stage
    figure: str
    text: str
    url: str
    late: str = ""
    late_url: str = ""


@dataclass(frozen=True)
class HomePart:
    """What comes first on the home of the site: the answer. ``template`` draws it from ``part``, which is
    ``context``, with a heading of the first level; ``below`` draws what comes after the loop ('' nothing),
    ``styles`` is a style sheet (a static file) that they need. ``frame`` is what the frame of the page
    needs of it (edition, menu).
    """

    template: str
    context: Mapping[str, Any]
    below: str = ""
    styles: str = ""
    frame: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class HomeSetting:
    """Something of the home that an administrator or WIJKWERK_HOME_<key> chooses, out of ``choices``
    (value, label). Without a choice what ``automatic`` says in words."""

    key: str
    label: str
    automatic: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WorkItem:
    """A link on 'My work', below the heading ``section``; '' is the last one, 'Elsewhere'."""

    label: str
    url: str
    section: str = ""


@dataclass(frozen=True)
class AreaLine:
    """A line of a card: what it is about, where that is read ('' nowhere), how it stands in a word or
    two, and what else is known, as who and by when. ``late``: it asks for attention."""

    text: str
    url: str = ""
    state: str = ""
    note: str = ""
    late: bool = False


@dataclass(frozen=True)
class AreaCard:
    """What a capability says of an area: a sentence, and where to read on with the words of that link.

    ``heading`` is the question that it answers, as "On a list?": cards with the same one stand below it
    together, and it is a tab of the page; without one they stand below 'What else happens here'. ``empty``:
    there is nothing to say, and the sentence is one grey line without a heading.
    """

    text: str
    url: str = ""
    link: str = ""
    heading: str = ""
    lines: tuple[AreaLine, ...] = ()
    empty: bool = False


@dataclass(frozen=True)
class LevelTarget:
    """A target to get to the level of another area: what it names in an edition. ``at_least``: it has to be
    at least as high as ``reference``, or at most; None leaves it to the indicator's better side."""

    edition: str
    indicator: str
    area: str
    reference: str
    at_least: bool | None = None


@dataclass(frozen=True)
class Feasibility:
    """How many ``areas`` that were once about as far behind got to the level later (``reached``); both None
    where that can't be told, or the area isn't behind. ``short`` fits in a cell, ``text`` says it in
    sentences, with what was compared."""

    areas: int | None
    reached: int | None
    short: str
    text: str


@dataclass(frozen=True)
class PlannedFigure:
    """What an approved plan wants to reach: from ``baseline`` to ``value`` (in ``unit``), with what has to be
    reached in between as (day, value)."""

    title: str
    unit: str
    baseline: float
    baseline_on: date
    value: float
    due_on: date
    milestones: tuple[tuple[date, float], ...] = ()


@dataclass(frozen=True)
class PlannedAction:
    """What an approved plan wants somebody to do: ``owner`` is an organisation and a function in words."""

    title: str
    owner: str
    due_on: date
    evidence: str


@dataclass(frozen=True)
class ApprovedPlan:
    """A plan of another capability that a programme can take over: its figures as targets, its actions as
    commitments. ``key`` tells it from the others."""

    key: str
    title: str
    url: str
    figures: tuple[PlannedFigure, ...]
    actions: tuple[PlannedAction, ...]


@dataclass(frozen=True)
class Promise:
    """A target or a commitment that everybody can read. ``key`` tells it from the others and stays the same."""

    key: str
    title: str
    url: str


@dataclass(frozen=True)
class Evidence:
    """A publication that a decision can rest on: ``answer`` says it in a sentence, ``outcomes`` opens it and
    gives per figure that was asked (what, answer, sentence). ``about``: it names what was asked for itself;
    ``simulated``: none of its figures is about a real place."""

    id: str
    title: str
    url: str
    answer: str
    outcomes: Callable[[], tuple[tuple[str, str, str], ...]] = tuple
    about: bool = False
    simulated: bool = False


@dataclass(frozen=True)
class FaultAnswer:
    """How the site answers an exception of a capability.

    ``api`` gives the detail for the API, ``page`` that for a page (None: views answer it themselves),
    ``more`` further members of the problem. ``retry_after`` in seconds, 0 for none.
    """

    kind: type[Exception]
    status: int
    api: Callable[[Any], str]
    page: Callable[[Any], str] | None = None
    more: Callable[[Any], Mapping[str, str]] = lambda fault: {}
    retry_after: int = 0


class Limit(NamedTuple):
    """How who fails at something is slowed down: so many failures are ``free``, then one waits, twice as
    long after each, in seconds."""

    free: int
    first: int
    longest: int


class NotReadyError(Exception):
    """A part of the site can't answer; the message names the part for whoever watches."""


@dataclass(frozen=True)
class Preparation:
    """What ``wijkwerk serve`` gives to prepare by: the folder with editions, the edition that was asked
    for as the first one to show (None: as it was), and a function that tells the operator a line
    (``warn``: one that needs care)."""

    editions: Path
    default: str | None
    tell: Callable[[str], None]
    warn: Callable[[str], None]


@dataclass(frozen=True)
class Examples:
    """Where examples for ``make run`` go and come from; ``made`` holds what lower floors built, by kind
    as "editions"."""

    editions: Path
    lists: Path
    published: Path  # figures that others published; need not exist
    tell: Callable[[str], None]
    made: dict[str, list[Path]] = field(default_factory=dict)
