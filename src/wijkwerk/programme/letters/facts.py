"""What a letter is made of: plain figures on a day, gathered elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wijkwerk.programme.core.obligations import PAST_DUE
from wijkwerk.programme.core.shares import FirstPromises
from wijkwerk.shared.text import Text


@dataclass(frozen=True)
class TargetFact:
    """A target. Days are ISO; ``value`` None: the level of ``reference``. ``latest`` is the last
    figure, ``share`` the part of the way that is covered (1 is all), ``chance`` that of reaching it;
    None: not known. ``answer`` is on_course, at_risk, off_course or cant_tell_yet, after its day
    reached, not_reached or not_known; ``reason`` is what that rests on, a key of ``words.REASONS``
    when it can't be told. ``old``: the last figure is more than a year old. ``written`` is the start
    that was written down when ``baseline`` is another that was measured. ``changed_on`` is '' when
    the promise is the original one, of which ``first_value`` and ``first_due`` tell.
    ``reference_name``: what the place ``reference`` is called."""

    id: int
    title: str
    pillar: str
    unit: str
    baseline: float
    baseline_on: str
    value: float | None
    reference: str
    due_on: str
    latest: float | None
    latest_on: str
    share: float | None
    answer: str
    chance: float | None
    reason: str = ""
    old: bool = False
    written: float | None = None
    changed_on: str = ""
    first_value: float | None = None
    first_due: str = ""
    milestone_on: str = ""
    milestone: float | None = None
    reference_name: Text | None = None

    @property
    def values(self) -> tuple[float | None, ...]:
        """Every value that a letter tells of it; None for each that isn't there."""
        return (
            self.baseline,
            self.written,
            self.value,
            self.first_value,
            self.milestone,
            self.latest,
        )


@dataclass(frozen=True)
class CommitmentFact:
    """A commitment. ``group`` says how it stands: kept, due, soon, overdue, not_known, released,
    or the rung of the ladder (missed, talked, agreed, other_partner, board, minister) with ``rung_on`` its day."""

    id: int
    title: str
    organisation: str
    quantity: float | None
    unit: str
    promised_for: str
    due_on: str
    group: str
    kept_on: str = ""
    rung_on: str = ""
    next_step_on: str = ""

    @property
    def was_missed(self) -> bool:
        """Whether its day passed without it, also when a new day was agreed since."""
        return self.group in PAST_DUE

    def is_late(self, day: str) -> bool:
        """Whether it is late on ``day`` (ISO): one with a new day that is still to come isn't."""
        return self.was_missed and not (self.group == "agreed" and self.due_on >= day)


@dataclass(frozen=True)
class DecisionFact:
    """A decision of the board: ``kind`` change or drop (about a target: ``id`` is that of the
    proposal), or what was decided about a project (continue, embed, pause, stop)."""

    kind: str
    id: int
    title: str
    on: str
    accepted: bool = True
    votes_for: int | None = None
    votes_against: int | None = None
    present: int | None = None
    value: float | None = None
    unit: str = ""
    due_on: str = ""


@dataclass(frozen=True)
class ProjectFact:
    """A project with what it takes (euro, ``a_year`` or in all) and until when; what has to be decided
    about it, by when."""

    id: int
    name: str
    money: float | None = None
    money_until: str = ""
    decision_due: str = ""
    a_year: bool = False


@dataclass(frozen=True)
class PlanFact:
    """A plan of some years, and how many of those who were asked signed it."""

    title: str
    first_year: int
    last_year: int
    locked_on: str
    asked: int
    signed: int
    entered: bool = False  # agreed before it was followed here: signed by nobody in it


@dataclass(frozen=True)
class Before:
    """How it stood at the end of ``day``: the last day of the letter before it when ``by_letter``, else the
    day before the period. ``answers`` by target, ``groups`` by commitment; money as in ``Facts``."""

    day: str
    by_letter: bool
    answers: Mapping[int, str]
    groups: Mapping[int, str]
    money: float
    money_a_year: float


@dataclass(frozen=True)
class Facts:
    """Everything of a letter about ``since`` to ``until``, as it was on ``day``: the last day of the
    period, or today when that is still to come.

    ``projects`` are the largest that go on; ``going``, ``money`` (euro, in all), ``money_a_year``
    (amounts a year that ran then), ``money_undated`` (how many amounts a year have no last day, and
    are added to nothing) and ``without_money`` are about all of these; of ``going_unknown`` others nobody
    knows whether they ran. ``first`` counts what was
    ever promised, by the first promises. ``open_decisions`` are the next of ``to_decide``, ``late_decisions`` how many
    are overdue. ``before`` is what it is compared with. ``municipality``: what the programme's own is called;
    None: not known.
    """

    programme: int
    title: str
    begins_on: str
    ends_on: str
    since: str
    until: str
    day: str
    simulated: bool = False
    municipality: Text | None = None
    plan: PlanFact | None = None
    targets: tuple[TargetFact, ...] = ()
    commitments: tuple[CommitmentFact, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    projects: tuple[ProjectFact, ...] = ()
    going: int = 0
    going_unknown: int = 0
    money: float = 0.0
    money_a_year: float = 0.0
    money_undated: int = 0
    without_money: int = 0
    money_ended: int = 0
    open_decisions: tuple[ProjectFact, ...] = ()
    to_decide: int = 0
    late_decisions: int = 0
    before: Before | None = None
    first: FirstPromises = field(default_factory=lambda: FirstPromises(0, 0, 0, 0))
