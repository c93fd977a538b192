"""What lists say of an area on the monitor's own page: its status after decisions, for how long, by which
decision, how likely, and the way to why."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.library import ListServing, lists
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.decided import ruling_label
from wijkwerk.registry.hooks import AreaCard
from wijkwerk.served.api import Row
from wijkwerk.shared.sentences import moment
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
    return cards or [AreaCard(_("No list of areas was made with this area in it."), empty=True)]


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
        return []
    if ruling is not None:
        return [_("Decision: %(ruling)s.") % {"ruling": ruling_label(decision, ruling, language)}]
    day = moment(decision.decided_on.isoformat(), language)
    return [_("The list was adopted on %(day)s.") % {"day": day}]


def _chance(row: Row | None, language: Language) -> list[str]:
    if row is None or row["probability"] is None:
        return []
    chance = labels.chance(row["probability"], language)
    return [_("The chance that it meets the rule is %(chance)s.") % {"chance": chance}]
