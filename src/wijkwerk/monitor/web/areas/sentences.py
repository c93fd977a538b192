"""The answers of the pages of places, in whole sentences: each has its own for none, one, all and some.

tests/monitor/web/areas/test_sentences.py has every variant as it is read, in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.core.standing import Course, Standing
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import both, by_count, listing, moment, noun
from wijkwerk.shared.text import Language

_MANY = 2


def this_area(level: str) -> str:
    """'This district', as a sentence begins."""
    return {
        "country": _("This country"),
        "municipality": _("This municipality"),
        "district": _("This district"),
        "neighbourhood": _("This neighbourhood"),
        "group": _("This group"),
    }.get(level, _("This area"))


def answer(standing: Standing, level: str, reference: str, language: Language) -> list[str]:
    """How an area stands now, and which way it goes: whole sentences."""
    sentences = position(standing, this_area(level), reference)
    if standing.told and (standing.behind or standing.closing or standing.growing):
        sentences += [course_sentence(standing, this_area(level)), *change(standing, language)]
    elif standing.behind:
        sentences.append(
            _("Whether the lag became smaller can’t be determined: too little was measured.")
        )
    return sentences


def position(standing: Standing, subject: str, reference: str) -> list[str]:
    """On how many indicators an area has a lag, and of how many of these that is sure."""
    values = {
        "subject": subject,
        "reference": reference,
        "behind": standing.behind,
        "compared": standing.compared,
    }
    if not standing.compared:
        return [_("There are no figures to compare this area with %(reference)s.") % values]
    if standing.compared == 1:
        lag = (
            _("%(subject)s lags behind %(reference)s on the only indicator with a figure.")
            if standing.behind
            else _(
                "%(subject)s doesn’t lag behind %(reference)s on the only indicator with a figure."
            )
        )
    elif not standing.behind:
        lag = _("%(subject)s lags behind %(reference)s on none of the %(compared)s indicators.")
    elif standing.behind == standing.compared:
        lag = both(
            _("%(subject)s lags behind %(reference)s on all %(compared)s indicators."),
            standing.compared,
        )
    else:
        lag = _(
            "%(subject)s lags behind %(reference)s on %(behind)s of the %(compared)s indicators."
        )
    return [lag % values, *([sure(standing)] if standing.behind else [])]


def sure(standing: Standing) -> str:
    """Of how many of the lags it is sure that they are one."""
    values = {"sure": standing.sure, "behind": standing.behind}
    if not standing.margins:
        return _("How sure that is can’t be determined: the source gives no margins.")
    if standing.behind == 1:
        return _("That is sure.") if standing.sure else _("That is not sure.")
    if not standing.sure:
        return _("Of none of these lags that is sure.")
    if standing.sure == standing.behind:
        return both(_("Of all %(behind)s lags that is sure."), standing.behind) % values
    return (
        ngettext(
            "Of %(sure)s of these lags that is sure.",
            "Of %(sure)s of these lags that is sure.",
            standing.sure,
        )
        % values
    )


def course_sentence(standing: Standing, subject: str) -> str:
    """Whether an area catches up, as far as that is sure."""
    template_by_course = {
        Course.CATCHING_UP: _("%(subject)s is surely catching up."),
        Course.FALLING_BEHIND: _("%(subject)s is surely falling further behind."),
        Course.UNDECIDED: _("%(subject)s isn’t surely catching up or falling further behind."),
    }[standing.course]
    return template_by_course % {"subject": subject}


def change(standing: Standing, language: Language) -> list[str]:
    """What the lags did since when, and of how many changes that is sure."""
    since = since_words(standing.since, language)
    values = {"since": since, "closing": standing.closing, "growing": standing.growing}
    if not standing.closing and not standing.growing:
        return [_("%(since)s no lag became clearly smaller or larger.") % values]
    if not standing.growing:
        moved = ngettext(
            "%(since)s the lag became smaller on %(closing)s indicator.",
            "%(since)s the lag became smaller on %(closing)s indicators.",
            standing.closing,
        )
    elif not standing.closing:
        moved = ngettext(
            "%(since)s the lag became larger on %(growing)s indicator.",
            "%(since)s the lag became larger on %(growing)s indicators.",
            standing.growing,
        )
    else:
        moved = ngettext(
            "%(since)s the lag became smaller on %(closing)s indicator and larger on %(growing)s.",
            "%(since)s the lag became smaller on %(closing)s indicators and larger on %(growing)s.",
            standing.closing,
        )
    return [moved % values, sure_changes(standing)]


def sure_changes(standing: Standing) -> str:
    """Of how many of the changes it is sure which way they went."""
    moved = standing.closing + standing.growing
    firm = standing.closing_firm + standing.growing_firm
    values = {"moved": moved, "firm": firm}
    if not standing.margins and not firm:
        return _("How sure that is can’t be determined: the source gives no margins.")
    if moved == 1:
        return _("That change is sure.") if firm else _("That change is not sure.")
    if not firm:
        return _("None of these %(moved)s changes is sure.") % values
    if firm == moved:
        return both(_("All %(moved)s changes are sure."), moved) % values
    return (
        ngettext(
            "Of these %(moved)s changes %(firm)s is sure.",
            "Of these %(moved)s changes %(firm)s are sure.",
            firm,
        )
        % values
    )


def since_words(moments: Sequence[str], language: Language) -> str:
    """'Since 2011', 'Since the first measurement (2009 to 2013)', as a sentence begins."""
    if len(moments) == 1:
        return _("Since %(moment)s") % {"moment": moment(moments[0], language)}
    if not moments:
        return _("Since the first measurement")
    return _("Since the first measurement (%(first)s to %(last)s)") % {
        "first": moment(moments[0], language),
        "last": moment(moments[-1], language),
    }


def changes_since(moments: Sequence[str], language: Language) -> str:
    """From when the changes on a page count; '' when none is known."""
    if not moments:
        return ""
    values = {"first": moment(moments[0], language), "last": moment(moments[-1], language)}
    if len(moments) == 1:
        return _("Changes are since %(first)s.") % values
    return (
        _("Changes are since the first measurement of each indicator (%(first)s to %(last)s).")
        % values
    )


def furthest(name: str, standing: Standing, areas: int, level: str, language: Language) -> str:
    """Which of the ``areas`` has most lags that are sure."""
    values = {
        "name": name,
        "areas": count(areas, language),
        "level": noun(level, areas, language),
        "behind": standing.behind,
        "compared": standing.compared,
        "sure": standing.sure,
    }
    if not standing.behind:
        return _("None of the %(areas)s %(level)s has a lag.") % values
    if not standing.margins:
        where = by_count(
            standing.behind,
            standing.compared,
            none="",
            one=_("on 1 of the %(compared)s indicators"),
            some=_("on %(behind)s of the %(compared)s indicators"),
            every=_("on all %(compared)s indicators"),
            only=_("on the only indicator"),
        )
        template = _(
            "Of the %(areas)s %(level)s %(name)s is furthest behind: %(where)s. How sure that is can’t "
            "be determined: the source gives no margins."
        )
        return template % {**values, "where": where % values}
    if not standing.sure:
        return _("None of the %(areas)s %(level)s has a lag that is sure.") % values
    if standing.sure == standing.compared:
        return (
            ngettext(
                "Of the %(areas)s %(level)s %(name)s is furthest behind: surely, on the only indicator.",
                "Of the %(areas)s %(level)s %(name)s is furthest behind: surely, on all %(compared)s "
                "indicators.",
                standing.compared,
            )
            % values
        )
    if standing.behind == standing.compared and standing.compared > 1:
        template = _(
            "Of the %(areas)s %(level)s %(name)s is furthest behind: on all %(compared)s indicators, "
            "surely on %(sure)s."
        )
        return template % values
    if standing.sure == standing.behind:
        return (
            _(
                "Of the %(areas)s %(level)s %(name)s is furthest behind: surely, on %(behind)s of the "
                "%(compared)s indicators."
            )
            % values
        )
    return (
        _(
            "Of the %(areas)s %(level)s %(name)s is furthest behind: on %(behind)s of the %(compared)s "
            "indicators, surely on %(sure)s."
        )
        % values
    )


def courses_sentence(counts: Mapping[Course, int], level: str, language: Language) -> str:
    """How many areas surely catch up, how many surely fall further behind, of how many it can't be told."""
    total = sum(counts.values())
    areas = f"{count(total, language)} {noun(level, total, language)}"
    template_by_course = {
        Course.CATCHING_UP: _("All %(areas)s are surely catching up."),
        Course.FALLING_BEHIND: _("All %(areas)s are surely falling further behind."),
        Course.UNDECIDED: _(
            "Of none of the %(areas)s it is sure that they catch up or fall behind."
        ),
    }
    present = [course for course, number in counts.items() if number]
    if not present:
        return ""
    if len(present) == 1 and total >= _MANY:
        return template_by_course[present[0]] % {"areas": areas}
    parts = []
    for course in present:
        number = counts[course]
        text = {
            Course.CATCHING_UP: ngettext(
                "%(n)s is surely catching up", "%(n)s are surely catching up", number
            ),
            Course.FALLING_BEHIND: ngettext(
                "%(n)s is surely falling further behind",
                "%(n)s are surely falling further behind",
                number,
            ),
            Course.UNDECIDED: ngettext(
                "of %(n)s this can’t be determined", "of %(n)s this can’t be determined", number
            ),
        }[course]
        parts.append(text % {"n": count(number, language)})
    return _("Of the %(areas)s %(parts)s.") % {"areas": areas, "parts": listing(parts, language)}


def small_sentence(number: int, limit: int, level: str, language: Language) -> str:
    """Why some areas stand apart."""
    values = {
        "areas": f"{count(number, language)} {noun(level, number, language)}",
        "limit": count(limit, language),
    }
    return (
        ngettext(
            "%(areas)s with fewer than %(limit)s people stands apart: its figures move by chance.",
            "%(areas)s with fewer than %(limit)s people stand apart: their figures move by chance.",
            number,
        )
        % values
    )


def published_changes(smaller: int, larger: int, equal: int, language: Language) -> list[str]:
    """What a publication says of lags of which no figures tell what they did."""
    texts = (
        (
            smaller,
            ngettext(
                "became smaller on %(n)s indicator", "became smaller on %(n)s indicators", smaller
            ),
        ),
        (
            larger,
            ngettext(
                "became larger on %(n)s indicator", "became larger on %(n)s indicators", larger
            ),
        ),
        (
            equal,
            ngettext(
                "stayed virtually the same on %(n)s indicator",
                "stayed virtually the same on %(n)s indicators",
                equal,
            ),
        ),
    )
    parts = [text % {"n": number} for number, text in texts if number]
    if not parts:
        return []
    return [
        _("Without figures, the publication says that the distance %(parts)s.")
        % {"parts": listing(parts, language)}
    ]
