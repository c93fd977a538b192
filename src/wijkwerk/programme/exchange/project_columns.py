"""The columns of a list of projects: what they are called here, and what others call them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from wijkwerk.shared.text import Language, Text


@dataclass(frozen=True)
class Column:
    """A column: our names, and other names under which it is recognised too."""

    name: str
    title: Text
    others: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """All names, as they are compared."""
        return tuple(
            dict.fromkeys(
                bare(title) for title in (self.name, self.title.nl, self.title.en, *self.others)
            )
        )


COLUMNS = (
    Column("code", Text("Code", "Code"),
           ("projectcode", "projectnummer", "nummer", "nr", "id", "project id", "number",
            "project number", "kenmerk")),
    Column("name", Text("Naam", "Name"),
           ("project", "projectnaam", "naam project", "titel", "title", "project name")),
    Column("state", Text("Status", "State"), ("stand", "fase", "phase")),
    Column("goal", Text("Ambitie", "Goal"), ("doel", "doelstelling", "programmadoel", "objective", "aim")),
    Column("target", Text("Indicator", "Measurement"),
           ("target", "meting", "streefcijfer", "gemeten met", "measured by")),
    Column("contribution", Text("Bijdrage aan de ambitie", "Contribution to the goal"),
           ("bijdrage aan het doel", "bijdrage", "contribution", "verwachte bijdrage", "expected contribution",
            "toelichting", "omschrijving", "description")),
    Column("organisation", Text("Eigenaar", "Owner"),
           ("organisatie", "organisation", "organization", "trekker", "uitvoerder", "lead")),
    Column("areas", Text("Gebieden", "Areas"),
           ("gebied", "area", "wijk", "wijken", "buurt", "buurten", "neighbourhood")),
    Column("money", Text("Budget (euro)", "Money (euros)"),
           ("geld euro", "geld", "budget", "bedrag", "money", "amount", "subsidie", "subsidiebedrag", "kosten")),
    Column("money_period", Text("Budget is", "Money is"), ("geld is", "periode van het geld", "money period")),
    Column("money_from", Text("Budget van", "Money from"),
           ("geld van", "financier", "funder", "geldbron", "bron", "dekking", "source of money")),
    Column("money_until", Text("Budget tot en met", "Money until"),
           ("geld tot en met", "geld tot", "geld t m", "einde geld", "einde subsidie", "subsidie tot", "einde budget",
            "budget tot", "budget t m", "einde financiering", "end of money",
            "end of budget", "budget until", "funded until")),
    Column("after_plan", Text("Borging", "After the money"),
           ("na het geld", "na de subsidie", "vervolg", "after plan", "after the subsidy")),
    Column("stop_criteria", Text("Stopcriteria", "When to stop"),
           ("wanneer stoppen", "stop criteria", "stopcriterium", "criteria to stop")),
    Column("begins_on", Text("Begin", "Begins on"),
           ("startdatum", "start", "begindatum", "start date", "aanvang")),
    Column("ends_on", Text("Einde", "Ends on"), ("einddatum", "end", "end date", "afronding")),
    Column("decision_due", Text("Besluit uiterlijk", "Decision due"),
           ("besluitdatum", "besluit voor", "decision date", "beslismoment", "besluit")),
    Column("decider", Text("Wie besluit", "Who decides"), ("beslisser", "besluit door", "decided by")),
    Column("note", Text("Interne notitie", "Internal note"),
           ("notitie", "note", "opmerking", "opmerkingen", "remarks")),
)  # fmt: skip
NEEDED = ("code", "name")
STATES = {
    "proposed": Text("Voorgesteld", "Proposed"), "running": Text("Loopt", "Running"),
    "paused": Text("Gepauzeerd", "Paused"), "embedded": Text("Ingebed", "Embedded"),
    "not_known": Text("Niet bekend of het loopt", "Not known whether it runs"),
    "stopped": Text("Gestopt", "Stopped"),
}  # fmt: skip
PERIODS = {"": Text("in totaal", "in all"), "a_year": Text("per jaar", "a year")}
_PERIOD_WORDS = {"": ("totaal", "eenmalig", "total", "once"),
                 "a_year": ("jaarlijks", "jaar", "yearly", "annual", "per year", "p j")}  # fmt: skip
_STATE_WORDS = {
    "proposed": ("nieuw", "new", "idee", "idea", "gepland", "planned"),
    "running": ("lopend", "actief", "active", "in uitvoering", "gestart", "started"),
    "paused": ("pauze", "on hold"),
    "embedded": ("geborgd", "structureel"),
    "not_known": ("niet bekend", "onbekend", "not known", "unknown"),
    "stopped": ("beeindigd", "afgerond", "ended", "finished", "klaar"),
}


def bare(text: str) -> str:
    """A name as names are compared: small letters and digits, without accents and signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


_BY_NAME = {name: column.name for column in reversed(COLUMNS) for name in column.known}


def column_of(header: str) -> str:
    """Which column a header means; '' when none is recognised."""
    name = bare(header)
    return _BY_NAME.get(name) or _BY_NAME.get(re.sub(r" (euro|eur|in euro)$", "", name), "")


def likely(header: str, language: Language, taken: Sequence[str] = ()) -> str:
    """The title of the column that an unknown header looks like; '' for none."""
    near = difflib.get_close_matches(bare(header), list(_BY_NAME), n=3, cutoff=0.7)
    column_name = next(
        (_BY_NAME[near_name] for near_name in near if _BY_NAME[near_name] not in taken), ""
    )
    return title_of(column_name, language) if column_name else ""


def title_of(name: str, language: Language) -> str:
    """What a column is called."""
    return next(column for column in COLUMNS if column.name == name).title.in_(language)


def state_of(text: str) -> str:
    """Which state a text means; '' when none is recognised."""
    name = bare(text)
    for state, labels in STATES.items():
        if name in (state, bare(labels.nl), bare(labels.en), *_STATE_WORDS[state]):
            return state
    return ""


def period_of(text: str) -> str | None:
    """Over which period an amount is; None when the text says none that is known."""
    name = bare(text)
    for period, labels in PERIODS.items():
        if name in (period or "in all", bare(labels.nl), bare(labels.en), *_PERIOD_WORDS[period]):
            return period
    return None
