"""Words for targets in the reader's language: how one stands and why, figures, days."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.programme.core.answers import Course, Why
from wijkwerk.programme.core.shares import Shares, Standing
from wijkwerk.programme.models import Target, TargetPath
from wijkwerk.programme.reading.targets import Stand
from wijkwerk.programme.web.words import day, language
from wijkwerk.shared.numbers import NOTHING, figure, number, percent


def standing_words(standing: Standing) -> str:
    """How a target stands."""
    return {
        Standing.ON_COURSE: _("On course"),
        Standing.AT_RISK: _("At risk"),
        Standing.OFF_COURSE: _("Off course"),
        Standing.CANT_TELL_YET: _("Can’t tell yet"),
        Standing.WITHHELD: _("Figures withheld"),
        Standing.NOT_MEASURED: _("Not measured yet"),
    }[standing]


def why_words(course: Course | None) -> str:
    """What an answer rests on, in a sentence."""
    if course is None:
        return _("The figures are withheld, so nobody can tell.")
    chance = ""
    if course.probability is not None:
        chance = chance_words(course.probability)
    return {
        Why.LIKELY: _("The chance of reaching it in time is %(chance)s.") % {"chance": chance},
        Why.IN_BETWEEN: _("The chance of reaching it in time is %(chance)s: neither likely nor "
                          "unlikely.") % {"chance": chance},
        Why.UNLIKELY: _("The chance of reaching it in time is %(chance)s.") % {"chance": chance},
        Why.REACHED_ALREADY: _("The last measurement is at the target already."),
        Why.TOO_FEW_POINTS: ngettext(
            "There is %(number)s measurement: too few to see a trend.",
            "There are %(number)s measurements: too few to see a trend.", course.used,
        ) % {"number": course.used},
        Why.TOO_SHORT_SPAN: _("The measurements cover too short a time to see a trend."),
        Why.TOO_WIDE: _("The figures are too uncertain to say anything."),
        Why.NO_DIRECTION: _("The target equals the start, and nobody wrote down which way is "
                            "worse."),
        Why.ENDED_REACHED: _("Its day has come: it was reached."),
        Why.ENDED_MISSED: _("Its day has come: it was not reached."),
        Why.ENDED_IN_DOUBT: _("Its day has come: the last figure is too uncertain to say whether "
                              "it was reached."),
        Why.ENDED_NOT_MEASURED: _("Its day has come, and nothing was measured around it."),
    }[course.why]  # fmt: skip


def problem_words(problem: str) -> str:
    """Why figures of an edition aren't there; '' when nothing is wrong."""
    return {
        "": "",
        "no_edition": _("No edition of the monitor was chosen for this target."),
        "edition": _("The edition of the monitor can’t be read now."),
        "indicator": _("The edition of the monitor doesn’t have this indicator."),
        "area": _("The edition of the monitor doesn’t have this area."),
        "reference": _("The edition of the monitor doesn’t have the area to compare with."),
    }[problem]


def chance_words(chance: float) -> str:
    """A chance in whole percents that never claims to be sure."""
    if chance > 0.99:
        return _("more than 99 percent")
    if chance < 0.01:
        return _("less than 1 percent")
    return percent(chance, language())


def amount(value: float | None, target: Target, *, bare: bool = False) -> str:
    """A value of a target: '26 scholen', '55%'; ``bare`` leaves a unit of words out."""
    if value is None:
        return NOTHING
    decimals = 1 if abs(value) < 100 and abs(value - round(value)) > 1e-9 else 0
    if target.unit == "%" or (target.scale == "share" and not target.unit):
        return figure(value, "%", decimals, language())
    if target.unit in ("eur", "€"):
        return figure(value, "eur", decimals, language())
    text = number(value, decimals, language())
    return text if bare or not target.unit else f"{text} {target.unit}"


def promise_words(target: Target, path: TargetPath) -> str:
    """What a path promises: 'from 18 to 34 schools by 1 January 2030'."""
    told = {"start": amount(path.baseline, target, bare=True), "day": day(path.due_on)}
    if path.reference:
        return _("from %(start)s to the level of %(reference)s, by %(day)s") % {
            **told, "reference": path.reference,
        }  # fmt: skip
    return _("from %(start)s to %(value)s, by %(day)s") % {
        **told, "value": amount(path.value, target),
    }  # fmt: skip


def progress_words(stand: Stand) -> str:
    """How much of the way is covered: '70%'; a dash when nobody can tell."""
    found = stand.progress
    if found is None:
        return NOTHING
    if found.share is None:
        return {True: _("kept"), False: _("not kept"), None: NOTHING}[found.reached]
    return f"{number(100 * found.share, 0, language())}%"


def last_words(stand: Stand) -> str:
    """The last measurement with its day; a dash without one."""
    points = stand.measured.own.points
    if not points:
        return NOTHING
    return f"{amount(points[-1].value, stand.target)} ({day(points[-1].day)})"


def shares_sentence(all_of_them: Shares) -> str:
    """The first line of a page about targets."""
    if not all_of_them.targets:
        return _("There are no targets yet.")
    unknown = all_of_them.cant_tell_yet + all_of_them.withheld + all_of_them.not_measured
    first = ngettext(
        "%(good)s of %(all)s target is on course.", "%(good)s of %(all)s targets are on course.",
        all_of_them.targets,
    ) % {"good": all_of_them.on_course, "all": all_of_them.targets}  # fmt: skip
    second = _("%(risk)s at risk, %(off)s off course.") % {
        "risk": all_of_them.at_risk, "off": all_of_them.off_course,
    }  # fmt: skip
    third = ngettext(
        "Of %(number)s nobody can tell yet.", "Of %(number)s nobody can tell yet.", unknown
    ) % {"number": unknown}  # fmt: skip
    return " ".join([first, second, *([third] if unknown else [])])


def shares_cells(one: Shares) -> list[Any]:
    """The numbers of a row of shares: targets and the six standings."""
    return [
        one.targets, one.on_course, one.at_risk, one.off_course, one.cant_tell_yet,
        one.withheld + one.not_measured,
    ]  # fmt: skip


def shares_columns(first: str) -> list[dict[str, Any]]:
    """The heads above ``shares_cells``."""
    words = (_("Targets"), _("On course"), _("At risk"), _("Off course"), _("Can’t tell yet"),
             _("Not measured or withheld"))  # fmt: skip
    return [{"label": first}, *({"label": one, "number": True} for one in words)]
