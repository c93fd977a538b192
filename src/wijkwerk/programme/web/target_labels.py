"""Words for targets in the reader's language: how one stands and why, figures, days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.programme.core.answers import Why
from wijkwerk.programme.core.measurement import is_old
from wijkwerk.programme.core.shares import FirstPromises, Shares, Standing
from wijkwerk.programme.figures import edition_of, name_of_place
from wijkwerk.programme.models import Target, TargetPath
from wijkwerk.programme.selectors.targets import TargetStatus, TargetTotals
from wijkwerk.programme.web.labels import problem_label as problem_label
from wijkwerk.shared.numbers import NOTHING, figure, gap_unit, number, percent
from wijkwerk.shared.sentences import by_count, listing
from wijkwerk.shared.units import unit_label
from wijkwerk.ui.reader import day, language


def standing_label(standing: Standing) -> str:
    """How a target stands."""
    return {
        Standing.ON_COURSE: _("On course"),
        Standing.AT_RISK: _("At risk"),
        Standing.OFF_COURSE: _("Off course"),
        Standing.CANT_TELL_YET: _("Can’t tell yet"),
        Standing.WITHHELD: _("Figures withheld"),
        Standing.NOT_MEASURED: _("Not measured yet"),
        Standing.REACHED: _("Reached"),
        Standing.NOT_REACHED: _("Not reached"),
        Standing.NOT_KNOWN: _("Not known whether it was reached"),
    }[standing]


def why_label(target_status: TargetStatus, *, at_first: bool = False) -> str:
    """What an answer rests on, in a sentence; ``at_first``: the one by what was promised at first."""
    course = target_status.first if at_first else target_status.course
    if target_status.measured.problem:
        return problem_label(target_status.measured.problem)
    if course is None:
        if target_status.over:
            return _(
                "The deadline has passed. The figures are withheld, so it can’t be "
                "determined whether the target was reached."
            )
        return _("The figures are withheld, so this can’t be determined.")
    if target_status.standing is Standing.NOT_MEASURED:
        return _("Nothing was measured yet.")
    chance = "" if course.probability is None else chance_label(course.probability)
    last = "" if target_status.latest is None else day(target_status.latest.day)
    return {
        Why.LIKELY: _("The chance of reaching it in time is %(chance)s.") % {"chance": chance},
        Why.IN_BETWEEN: _(
            "The chance of reaching it in time is %(chance)s: neither likely nor unlikely."
        )
        % {"chance": chance},
        Why.UNLIKELY: _("The chance of reaching it in time is %(chance)s.") % {"chance": chance},
        Why.REACHED_ALREADY: _("The last measurement is at the target already."),
        Why.TOO_FEW_POINTS: ngettext(
            "There is %(number)s measurement: too few to see a trend.",
            "There are %(number)s measurements: too few to see a trend.",
            course.used,
        )
        % {"number": course.used},
        Why.TOO_SHORT_SPAN: _("The measurements cover too short a time to see a trend."),
        Why.TOO_WIDE: _("The figures are too uncertain to say anything."),
        Why.NO_MARGIN: _("The figures have no margin, so nobody knows how sure a trend is."),
        Why.TOO_OLD: _("How it stands now can’t be determined: it was last measured on %(day)s.")
        % {"day": last},
        Why.BASELINE_UNKNOWN: _(
            "The monitor has no figure of around the day on which this target "
            "begins, so it can’t be told how far it came."
        ),
        Why.NO_DIRECTION: _(
            "The target equals the baseline, and which way is worse wasn’t recorded."
        ),
        Why.ENDED_REACHED: _("The deadline has passed and the target was reached."),
        Why.ENDED_MISSED: _("The deadline has passed and the target was missed."),
        Why.ENDED_IN_DOUBT: _(
            "The deadline has passed. The last figure is too uncertain to say whether the "
            "target was reached."
        ),
        Why.ENDED_NO_DIRECTION: _(
            "The deadline has passed. The target equals the baseline, and which way is "
            "worse wasn’t recorded."
        ),
        Why.ENDED_NOT_MEASURED: _(
            "The deadline has passed. The last measurement is of %(day)s, so nobody knows "
            "whether the target was reached."
        )
        % {"day": last}
        if last
        else _(
            "The deadline has passed. Nothing was measured, so nobody knows whether the "
            "target was reached."
        ),
    }[course.why]


def chance_label(chance: float) -> str:
    """A chance in whole percents that never claims to be sure."""
    if chance > 0.99:
        return _("more than 99 percent")
    if chance < 0.01:
        return _("less than 1 percent")
    return percent(chance, language())


def amount(
    value: float | None,
    target: Target,
    *,
    bare: bool = False,
    distance: bool = False,
    beside: float | None = None,
) -> str:
    """A value of a target: '26 scholen', '55%'; ``bare`` leaves a unit of words out.

    ``distance``: between two values; that of two percentages is in points: '5 procentpunt'.
    ``beside``: another value in the same sentence, which gets as many decimals.
    """
    if value is None:
        return NOTHING
    decimals = max(_decimals(value), 0 if beside is None else _decimals(beside))
    if is_percentage(target) and distance:
        text = number(value, decimals, language())
        return text if bare else f"{text} {gap_unit('%', language())}"
    if is_percentage(target):
        return figure(value, "%", decimals, language())
    if target.unit in ("eur", "€"):
        return figure(value, "eur", decimals, language())
    text = number(value, decimals, language())
    return (
        text if bare or not target.unit else f"{text} {unit_label(target.unit, text, language())}"
    )


def _decimals(value: float) -> int:
    return 1 if abs(value) < 100 and abs(value - round(value)) > 1e-9 else 0


def is_percentage(target: Target) -> bool:
    """Whether its values are percentages."""
    return target.unit == "%" or (target.scale == "share" and not target.unit)


def stand_promise_label(target_status: TargetStatus) -> str:
    """What counts now, from the start that was measured; another one that was written down is told."""
    promise_text = promise_label(
        target_status.target, target_status.path, target_status.start.used.value
    )
    if not target_status.start.differs:
        return promise_text
    written, measured = target_status.start.written, target_status.start.used.value
    return _("%(promise)s (recorded as the baseline: %(written)s; measured: %(measured)s)") % {
        "promise": promise_text,
        "written": amount(written, target_status.target, bare=True, beside=measured),
        "measured": amount(measured, target_status.target, bare=True, beside=written),
    }


def promise_label(target: Target, path: TargetPath, start: float | None = None) -> str:
    """What a path promises: 'from 18 to 34 schools by 1 January 2030'; ``start`` when something
    else was measured than was written down."""
    begin = path.baseline if start is None else start
    values = {
        "start": amount(begin, target, bare=True, beside=path.value),
        "day": day(path.due_on),
    }
    if path.reference:
        return _("from %(start)s to the level of %(reference)s, by %(day)s") % {
            **values,
            "reference": reference_label(target, path.reference),
        }
    return _("from %(start)s to %(value)s, by %(day)s") % {
        **values,
        "value": amount(path.value, target, beside=begin),
    }


def reference_label(target: Target, code: str) -> str:
    """What the place is called that a target is compared with."""
    return name_of_place(edition_of(target), code, language())


def progress_label(stand: TargetStatus) -> str:
    """How much of the way is covered: '70%'; a dash when nobody can tell."""
    covered = stand.progress
    if covered is None:
        return NOTHING
    if covered.share is None:
        return {True: _("kept"), False: _("not kept"), None: NOTHING}[covered.reached]
    return f"{number(100 * covered.share, 0, language())}%"


def last_label(target_status: TargetStatus) -> str:
    """The last measurement with its day, and that it is old; a dash without one."""
    if target_status.latest is None:
        return NOTHING
    values = {
        "value": amount(target_status.latest.value, target_status.target),
        "day": day(target_status.latest.day),
    }
    if target_status.old:
        return _("%(value)s (%(day)s: more than a year old)") % values
    return f"{values['value']} ({values['day']})"


def whole_sentence(totals: TargetTotals) -> str:
    """The first lines of a page about targets: no more than the counts say."""
    every = totals.all
    if not every.targets:
        return _("There are no targets yet.")
    sentences = _running_labels(every) if every.running else []
    if every.over:
        sentences.append(_over_label(every))
    sentences += [
        sentence for sentence in (first_promises_label(totals.first), old_label(totals)) if sentence
    ]
    return " ".join(sentences)


def _over_label(every: Shares) -> str:
    """How the targets ended whose deadline has passed."""
    over = every.over
    if over == 1:
        if every.reached:
            return _("The deadline of one target has passed: it was reached.")
        if every.not_reached:
            return _("The deadline of one target has passed: it was not reached.")
        return _("The deadline of one target has passed: whether it was reached isn’t known.")
    if every.reached == over:
        template = _("The deadlines of %(all)s targets have passed: all were reached.")
    elif every.not_reached == over:
        template = _("The deadlines of %(all)s targets have passed: none was reached.")
    elif every.not_known == over:
        template = _(
            "The deadlines of %(all)s targets have passed: of none it is known whether it was "
            "reached."
        )
    else:
        template = _("The deadlines of %(all)s targets have passed: %(parts)s.")
    parts = (
        (every.reached, _("%(number)s reached")),
        (every.not_reached, _("%(number)s not reached")),
        (every.not_known, _("%(number)s not known")),
    )
    parts_shown = [template % {"number": number} for number, template in parts if number]
    return template % {"all": over, "parts": listing(parts_shown, language())}


def first_promises_label(first: FirstPromises) -> str:
    """How it would stand had the board changed and dropped nothing; '' when it didn't."""
    if not first.changed + first.dropped:
        return ""
    sentence = by_count(
        first.good,
        first.promised,
        none=_("None of the original targets (%(all)s) is on course or reached."),
        one=_("1 of the %(all)s original targets is on course or reached."),
        some=_("%(good)s of the %(all)s original targets are on course or reached."),
        every=_("All %(all)s original targets are on course or reached."),
        only=_("The one original target is on course or reached."),
    ) % {"all": first.promised, "good": first.good}
    return f"{sentence} {board_label(first.changed, first.dropped)}"


def board_label(changed: int, dropped: int) -> str:
    """What the board did to the targets that were promised; what it did to none isn't counted."""
    if changed and dropped:
        template = _("The board changed %(changed)s of them and dropped %(dropped)s.")
    elif changed:
        template = _("The board changed %(changed)s of them.")
    elif dropped:
        template = _("The board dropped %(dropped)s of them.")
    else:
        template = _("The board changed and dropped none of them.")
    return template % {"changed": changed, "dropped": dropped}


def old_label(totals: TargetTotals) -> str:
    """Of how many targets the last figure is old; '' when of none."""
    if not totals.old:
        return ""
    return ngettext(
        "The last figure of %(number)s target is more than a year old.",
        "The last figures of %(number)s targets are more than a year old.",
        len(totals.old),
    ) % {"number": len(totals.old)}


def measured_until_label(totals: TargetTotals, today: date) -> str:
    """Until when the figures go, and that they are old; '' without figures."""
    until = totals.measured_until
    if not until:
        return ""
    if is_old(until, today.isoformat()):
        return _("The newest figure is of %(day)s: more than a year old.") % {"day": day(until)}
    return _("The newest figure is of %(day)s.") % {"day": day(until)}


def _running_labels(every: Shares) -> list[str]:
    """How the targets whose deadline is still to come stand: what holds of none isn't counted."""
    running, unknown = every.running, every.cant_tell_yet + every.withheld + every.not_measured
    which = _(" whose deadline is still to come") if every.over else ""
    if running == 1:
        return [_only_running_label(every) % {"which": which}]
    if unknown == running:
        return [
            _(
                "For all %(all)s targets%(which)s it can’t be determined yet whether they "
                "are on course."
            )
            % {"all": running, "which": which}
        ]
    sentences = [
        by_count(
            every.on_course,
            running,
            none=_("None of the %(all)s targets%(which)s is on course."),
            one=_("1 of the %(all)s targets%(which)s is on course."),
            some=_("%(good)s of the %(all)s targets%(which)s are on course."),
            every=_("All %(all)s targets%(which)s are on course."),
        )
        % {"good": every.on_course, "all": running, "which": which}
    ]
    trouble = [
        template % {"n": n}
        for n, template in (
            (every.at_risk, ngettext("%(n)s is at risk", "%(n)s are at risk", every.at_risk)),
            (
                every.off_course,
                ngettext("%(n)s is off course", "%(n)s are off course", every.off_course),
            ),
        )
        if n
    ]
    if running in (every.at_risk, every.off_course):
        sentences.append(
            (_("All %(n)s are at risk.") if every.at_risk else _("All %(n)s are off course."))
            % {"n": running}
        )
    elif trouble:
        sentences.append(listing(trouble, language()) + ".")
    if unknown:
        sentences.append(
            ngettext(
                "For %(number)s this can’t be determined yet.",
                "For %(number)s this can’t be determined yet.",
                unknown,
            )
            % {"number": unknown}
        )
    return sentences


def _only_running_label(every: Shares) -> str:
    """How the one target stands whose deadline is still to come."""
    if every.on_course:
        return _("The only target%(which)s is on course.")
    if every.at_risk:
        return _("The only target%(which)s is at risk.")
    if every.off_course:
        return _("The only target%(which)s is off course.")
    return _("For the only target%(which)s it can’t be determined yet whether it is on course.")


def shares_cells(shares: Shares) -> list[Any]:
    """The numbers of a row of shares: targets and how they stand."""
    return [
        shares.targets,
        shares.on_course,
        shares.at_risk,
        shares.off_course,
        shares.cant_tell_yet,
        shares.withheld + shares.not_measured,
        shares.reached,
        shares.not_reached,
        shares.not_known,
    ]


def shares_columns(first: str) -> list[dict[str, Any]]:
    """The heads above ``shares_cells``."""
    titles = (
        _("Targets"),
        _("On course"),
        _("At risk"),
        _("Off course"),
        _("Can’t tell yet"),
        _("Not measured or withheld"),
        _("Reached"),
        _("Not reached"),
        _("Not known whether it was reached"),
    )
    return [{"label": first}, *({"label": word, "number": True} for word in titles)]
