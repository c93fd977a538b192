"""What lists say of an area on the monitor's own page: its status after decisions, for how long, by which
decision, how likely, and the way to why."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.library import ListServing, lists
from wijkwerk.designation.serving.questions import Wanted
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.decided import ruling_label
from wijkwerk.designation.web.list_context import latest_year
from wijkwerk.registry.hooks import AreaCard
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import moment, noun
from wijkwerk.shared.text import Language


def stamp(edition: str) -> str:
    """The lists of an edition that everybody may read, and what was decided about them."""
    return " ".join(f"{serving.id} {serving.decisions.stamp}" for serving in _lists_of(edition))


def area_cards(area: str, edition: str, language: Language) -> list[AreaCard]:
    """Per list of the edition that has the area: its status in the last year, and the list's page. One
    empty card where no list has it."""
    cards = []
    for serving in _lists_of(edition):
        held_rows = questions.held_of(serving, area)
        if held_rows:
            cards.append(
                AreaCard(
                    text=list_sentences(serving, held_rows[-1], area, language),
                    url=reverse("designation:area", args=[serving.id, area]),
                    link=_("Why, and what follows from it"),
                    heading=_("On a list?"),
                )
            )
            continue
        of_city = _of_city(serving, area, language)
        if of_city is not None:
            cards.append(of_city)
    return cards or [AreaCard(_("No list of areas was made with this area in it."), empty=True)]


def _of_city(serving: ListServing, city: str, language: Language) -> AreaCard | None:
    """How many areas of a municipality are on a list; None for what no area of the list lies in."""
    year, level = latest_year(serving), serving.levels[0]
    wanted = Wanted(year, level, show="all", within=city)
    number = questions.number_of_entries(serving, wanted)
    if not number:
        return None
    listed = questions.number_of_entries(serving, replace(wanted, show="listed"))
    title = serving.scheme.title.in_(language)
    if year in serving.decisions.drafts:
        title = _("Draft: %(title)s") % {"title": title}
    values = {
        "n": count(listed, language),
        "all": count(number, language),
        "areas": noun(level, number, language),
        "title": title,
        "year": year,
    }
    if listed == 0:
        text = _("None of its %(all)s %(areas)s is on ‘%(title)s’ of %(year)s.")
    else:
        text = ngettext(
            "%(n)s of its %(all)s %(areas)s is on ‘%(title)s’ of %(year)s.",
            "%(n)s of its %(all)s %(areas)s are on ‘%(title)s’ of %(year)s.",
            listed,
        )
    sentences = [text % values, *_undecided(serving, year)]
    address = reverse("designation:year", args=[serving.id, year])
    return AreaCard(
        text=" ".join(sentences),
        url=f"{address}?{urlencode({'within': city})}",
        link=_("Which areas, and why"),
        heading=_("On a list?"),
    )


def _lists_of(edition: str) -> list[ListServing]:
    return [serving for serving in lists().all() if serving.edition == edition]


def list_sentences(serving: ListServing, held_row: Row, area: str, language: Language) -> str:
    """The status that an area has on a list, its years in a row, the decision, and the chance."""
    year, status = int(held_row["year"]), str(held_row["status"])
    title = serving.scheme.title.in_(language)
    if year in serving.decisions.drafts:
        title = _("Draft: %(title)s") % {"title": title}
    values = {"title": title, "year": year}
    now = [row for row in questions.statuses_of(serving, area) if row["year"] == year]
    wanted = status if status not in ("", "unknown") else serving.lowest_status(year)
    own = next((row for row in now if row["status"] == wanted), None)
    if status == "unknown":
        sentences = [
            _("It can’t be determined whether this area is on ‘%(title)s’ of %(year)s.") % values
        ]
    elif status == "":
        sentences = [_("No, not on ‘%(title)s’ of %(year)s.") % values]
    else:
        values["status"] = serving.scheme.label(status, year, language)
        sentences = [_("Yes, on ‘%(title)s’ of %(year)s: %(status)s.") % values]
        if own is not None and own["years_in_a_row"]:
            sentences.append(years_sentence(serving, int(own["years_in_a_row"])))
    return " ".join(
        [*sentences, *_decision(serving, year, area, language), *_chance(own, language)]
    )


def years_sentence(serving: ListServing, years: int) -> str:
    """For how long the area met the rule."""
    text = (
        ngettext(
            "It met the rule in %(n)s round of measuring.",
            "It met the rule in %(n)s rounds of measuring in a row.",
            years,
        )
        if serving.scheme.rounds
        else ngettext(
            "It met the rule for %(n)s year.", "It met the rule for %(n)s years in a row.", years
        )
    )
    return text % {"n": years}


def _decision(serving: ListServing, year: int, area: str, language: Language) -> list[str]:
    ruling = serving.decisions.ruling(year, area)
    decision = serving.decisions.of_year.get(year)
    if decision is None:
        return _undecided(serving, year)
    if ruling is not None:
        return [_("Decision: %(ruling)s.") % {"ruling": ruling_label(decision, ruling, language)}]
    day = moment(decision.decided_on.isoformat(), language)
    return [_("The list was adopted on %(day)s.") % {"day": day}]


def _undecided(serving: ListServing, year: int) -> list[str]:
    """That nothing was decided yet, unless it is or the title of a draft says so."""
    if year in serving.decisions.of_year or year in serving.decisions.drafts:
        return []
    return [_("A calculation by the rule. No decision about it has been published.")]


def _chance(row: Row | None, language: Language) -> list[str]:
    if row is None or row["probability"] is None:
        return []
    chance = labels.chance(row["probability"], language)
    return [_("The chance that it meets the rule is %(chance)s.") % {"chance": chance}]
