"""How many targets are on course: counts and whole percents that always add up.

'Can't tell yet' is no good news and no bad news: the percents of what can be told leave it out.
A target whose day has passed isn't on course any more: it was reached, or it wasn't, or nobody knows.
See docs/method/programme-shares.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from wijkwerk.programme.core.answers import ENDED, Answer, Course, Why

# The order in which the last percents are given away: rounding must not flatter.
_ORDER = (Answer.OFF_COURSE, Answer.CANT_TELL_YET, Answer.AT_RISK, Answer.ON_COURSE)


class Standing(StrEnum):
    """What is known about a target: one of the four answers, or why there is none; after its day
    whether it was reached."""

    ON_COURSE = "on_course"
    AT_RISK = "at_risk"
    OFF_COURSE = "off_course"
    CANT_TELL_YET = "cant_tell_yet"
    WITHHELD = "withheld"  # the figures can't be shown
    NOT_MEASURED = "not_measured"  # nothing, not even where the path begins
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NOT_KNOWN = "not_known"  # the day has passed, and no measurement tells


OVER = (Standing.REACHED, Standing.NOT_REACHED, Standing.NOT_KNOWN)
# What the bureau comes to talk about.
TALK_ABOUT = (Standing.AT_RISK, Standing.OFF_COURSE, Standing.NOT_REACHED, Standing.NOT_KNOWN)
GOOD = (Standing.ON_COURSE, Standing.REACHED)
_ENDED = {Why.ENDED_REACHED: Standing.REACHED, Why.ENDED_MISSED: Standing.NOT_REACHED}


@dataclass(frozen=True)
class Standings:
    """A target, its pillar and how it stands."""

    target: str
    pillar: str
    standing: Standing


@dataclass(frozen=True)
class Shares:
    """Counts of a pillar (None: of all) and whole percents.

    on_course + at_risk + off_course + cant_tell_yet = judged; judged + withheld + not_measured =
    running; reached + not_reached + not_known = over; running + over = targets. ``told`` are the
    judged ones without 'can't tell yet'. ``of_judged`` has the percents of the four answers,
    ``of_told`` of three; each adds up to 100, or is empty when there is none.
    """

    pillar: str | None
    targets: int
    judged: int
    told: int
    on_course: int
    at_risk: int
    off_course: int
    cant_tell_yet: int
    withheld: int
    not_measured: int
    reached: int
    not_reached: int
    not_known: int
    of_judged: dict[Answer, int]
    of_told: dict[Answer, int]

    @property
    def over(self) -> int:
        """Targets whose day has passed."""
        return self.reached + self.not_reached + self.not_known

    @property
    def running(self) -> int:
        """Targets whose day is still to come."""
        return self.targets - self.over


@dataclass(frozen=True)
class FirstPromise:
    """How a target that was ever promised stands by what was promised at first.

    ``standing`` None: nobody can tell. ``dropped``, ``changed``: by the board since then.
    """

    standing: Standing | None
    dropped: bool = False
    changed: bool = False


@dataclass(frozen=True)
class FirstPromises:
    """All that was ever promised: ``good`` targets are on course or reached by the first promise.

    Dropped ones stay in ``promised``, and none of them is good: nobody works on them any more.
    """

    promised: int
    good: int
    changed: int
    dropped: int


def first_promises(targets: Sequence[FirstPromise]) -> FirstPromises:
    """Counts by what was promised at first, so that lowering or dropping a target flatters nothing."""
    return FirstPromises(
        len(targets),
        sum(target.standing in GOOD and not target.dropped for target in targets),
        sum(target.changed and not target.dropped for target in targets),
        sum(target.dropped for target in targets),
    )


def standing(course: Course | None, *, measured: bool, over: bool = False) -> Standing:
    """How a target stands, from its course; None: its figures are withheld.

    ``measured``: there is a measurement at all, or it can't be seen whether there is. ``over``: its
    day has passed, which a course tells by itself.
    """
    if course is None:
        return Standing.NOT_KNOWN if over else Standing.WITHHELD
    if course.why in ENDED:
        return _ENDED.get(course.why, Standing.NOT_KNOWN)
    if not measured:
        return Standing.NOT_MEASURED
    return Standing(course.answer.value)


def shares(targets: Sequence[Standings], pillars: Sequence[str] = ()) -> tuple[Shares, ...]:
    """First all targets together, then each pillar: in the order of ``pillars``, others after it.

    A pillar without targets has a row of noughts when ``pillars`` names it. Raises ValueError when
    a target comes twice.
    """
    twice = [
        key for key, number in Counter(target.target for target in targets).items() if number > 1
    ]
    if twice:
        raise ValueError(f"a target counts once: {min(twice)}")
    others = sorted({target.pillar for target in targets} - set(pillars))
    return (
        _shares(None, targets),
        *(
            _shares(pillar, [target for target in targets if target.pillar == pillar])
            for pillar in (*dict.fromkeys(pillars), *others)
        ),
    )


def whole_percents(counts: dict[Answer, int]) -> dict[Answer, int]:
    """Whole percents that add up to 100, by largest remainder; empty when all counts are 0.

    Of equal remainders the least favourable answer is rounded up. A count is never rounded away
    from its value by a percent or more.
    """
    total = sum(counts.values())
    if total == 0:
        return {}
    result = {answer: 100 * number // total for answer, number in counts.items()}
    left = sorted(counts, key=lambda count: (-(100 * counts[count] % total), _ORDER.index(count)))
    for answer in left[: 100 - sum(result.values())]:
        result[answer] += 1
    return result


def _shares(pillar: str | None, targets: Sequence[Standings]) -> Shares:
    number = Counter(target.standing for target in targets)
    judged: dict[Answer, int] = {answer: number[Standing(answer.value)] for answer in Answer}
    by_answer = dict(judged)
    del by_answer[Answer.CANT_TELL_YET]
    return Shares(
        pillar,
        len(targets),
        sum(judged.values()),
        sum(by_answer.values()),
        judged[Answer.ON_COURSE],
        judged[Answer.AT_RISK],
        judged[Answer.OFF_COURSE],
        judged[Answer.CANT_TELL_YET],
        number[Standing.WITHHELD],
        number[Standing.NOT_MEASURED],
        number[Standing.REACHED],
        number[Standing.NOT_REACHED],
        number[Standing.NOT_KNOWN],
        whole_percents(judged),
        whole_percents(by_answer),
    )
