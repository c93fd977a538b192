"""Plans and the lack of one in words, Dutch and English."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from wijkwerk.designation.core.housing.infeasible import LATEST, Explanation, Giving
from wijkwerk.designation.core.housing.obligation import FAMILY, Limit, Method, Obligation
from wijkwerk.designation.core.housing.plans import Plan
from wijkwerk.designation.core.housing.recount import Break
from wijkwerk.designation.core.housing.solve import Status
from wijkwerk.shared.numbers import count, figure, number
from wijkwerk.shared.sentences import listing
from wijkwerk.shared.text import Language, Text

METHODS = {
    Method.YOUTH: Text("Omzetten naar jongerenwoning", "Conversion to youth housing"),
    Method.SENIOR: Text("Omzetten naar ouderenwoning", "Conversion to senior housing"),
    Method.SALE: Text("Verkopen", "Sale"),
    Method.NEW: Text("Nieuwe woningen bijbouwen", "New dwellings"),
    Method.BUSINESS: Text("Nieuwe bedrijfsruimte", "New business premises"),
    Method.DEMOLITION: Text("Slopen", "Demolition"),
    Method.REBUILD: Text("Nieuwbouw na sloop", "Rebuilding after demolition"),
}
TENURES = {
    FAMILY: Text("Sociale huur voor gezinnen", "Social family housing"),
    "social_youth": Text("Sociale huur voor jongeren", "Social youth housing"),
    "social_senior": Text("Sociale huur voor ouderen", "Social senior housing"),
    "private_rent": Text("Particuliere huur", "Private rent"),
    "owner_occupied": Text("Koopwoning", "Owner-occupied"),
    "business": Text("Bedrijfsruimte", "Business premises"),
}
_GROUPS = {
    "share": Text(
        "het aandeel dat op tijd gehaald moet zijn", "the share that must be reached in time"
    ),
    "milestone": Text(
        "het aandeel dat onderweg gehaald moet zijn", "the share that must be reached on the way"
    ),
    "kept": Text(
        "de woningen die blijven voor bewoners die willen blijven",
        "the dwellings kept for residents who want to stay",
    ),
    "protected": Text(
        "de woningen die niet gesloopt mogen worden", "the dwellings that may not be demolished"
    ),
}
_UNITS = {
    "cost": Text("euro", "euros"),
    "displaced": Text("huishoudens", "households"),
    "dwellings": Text("woningen", "dwellings"),
}


def percent(share: Fraction, language: Language) -> str:
    """'40,0%'; rounded up, so that a share over the limit never looks as if it were under it."""
    tenths = Fraction(share * 1000)
    up = -(-tenths.numerator // tenths.denominator)
    return f"{number(up / 10, 1, language)}%"


def households(value: Fraction, language: Language) -> str:
    """Households, with one decimal when they aren't whole: '95,3'."""
    return number(float(value), 0 if value.denominator == 1 else 1, language)


def euros(value: int, language: Language) -> str:
    """'€ 2.640.000'."""
    return figure(float(value), "eur", 0, language)


def plan_sentence(plan: Plan, obligation: Obligation, language: Language) -> str:
    """What a plan does, in a sentence or two; or that there is none."""
    if plan.recount is None:
        return _none(plan, obligation, language)
    years = plan.recount.years
    start, end = percent(years[0].share, language), percent(years[-1].share, language)
    cost = euros(plan.recount.cost, language)
    if not plan.actions:
        return Text(
            f"Er hoeft niets te gebeuren: het aandeel is {start}.",
            f"Nothing needs to be done: the share is {start}.",
        ).in_(language)
    deadline = obligation.deadline
    sentence = Text(
        f"Het aandeel gaat van {start} naar {end} aan het eind van {deadline}. "
        f"Dit plan kost {cost}. {_moves(plan.displaced, language)}",
        f"The share goes from {start} to {end} at the end of {deadline}. "
        f"This plan costs {cost}. {_moves(plan.displaced, language)}",
    ).in_(language)
    return f"{sentence} {proof(plan, language)}"


def _moves(displaced: Fraction, language: Language) -> str:
    """How many households have to move: they are whole, an expected number of them is not."""
    if displaced == 0:
        return Text("Niemand hoeft te verhuizen.", "Nobody has to move.").in_(language)
    about = "" if displaced.denominator == 1 else Text("Ongeveer ", "About ").in_(language)
    rounded = max(1, round(displaced))
    if rounded == 1:
        sentence = Text("1 huishouden moet verhuizen.", "1 household has to move.").in_(language)
    else:
        number_of = number(rounded, 0, language)
        sentence = Text(
            f"{number_of} huishoudens moeten verhuizen.", f"{number_of} households have to move."
        ).in_(language)
    return f"{about}{sentence}"


def proof(plan: Plan, language: Language) -> str:
    """Whether the plan is proven to be the best, and if not how far off it may be."""
    best = {
        "cost": Text("is er geen goedkoper plan", "no plan is cheaper"),
        "displaced": Text(
            "is er geen plan waarbij minder huishoudens moeten verhuizen",
            "there is no plan by which fewer households have to move",
        ),
    }[plan.aim].in_(language)
    if plan.status is Status.OPTIMAL:
        return Text(f"Met deze gegevens {best}.", f"With these data {best}.").in_(language)
    if not math.isfinite(plan.gap):
        return Text(
            f"Waarschijnlijk {best}, maar dat is niet bewezen: de rekentijd was om. Hoeveel het "
            "kan schelen, is niet bekend.",
            f"Probably {best}, but that isn’t proven: time ran out. By how much it may differ isn’t known.",
        ).in_(language)
    gap = number(plan.gap * 100, 3, language)
    return Text(
        f"Waarschijnlijk {best}, maar dat is niet bewezen: de rekentijd was om. Het scheelt hoogstens {gap}%.",
        f"Probably {best}, but that isn’t proven: time ran out. It differs by at most {gap}%.",
    ).in_(language)


def _none(plan: Plan, obligation: Obligation, language: Language) -> str:
    share, deadline = percent(obligation.share, language), obligation.deadline
    if plan.status is Status.INFEASIBLE:
        return Text(
            f"Er is geen plan dat eind {deadline} op {share} uitkomt en zich aan alle grenzen houdt.",
            f"No plan reaches {share} by the end of {deadline} and keeps to all limits.",
        ).in_(language)
    return Text(
        "De rekentijd was om voordat er een plan was gevonden. Misschien is er een plan: geef meer rekentijd.",
        "Time ran out before a plan was found. There may be one: give it more time.",
    ).in_(language)


def group_name(group: str, names: Mapping[str, str], language: Language) -> str:
    """What a limit is called in a sentence: 'the limit "Budget per year"'."""
    kind, _, code = group.partition(":")
    if kind == "limit":
        name = names.get(group, code)
        return Text(f"de grens ‘{name}’", f"the limit ‘{name}’").in_(language)
    if kind == "capacity":
        method = METHODS[Method(code)]
        return Text(f"wat er kan met ‘{method.nl}’", f"the capacity for ‘{method.en}’").in_(
            language
        )
    return _GROUPS[kind].in_(language)


def explanation_sentences(
    explanation: Explanation, obligation: Obligation, names: Mapping[str, str], language: Language
) -> list[str]:
    """Why there is no plan and what would help, a sentence each."""
    sentences = []
    if explanation.clash:
        parts = [group_name(group, names, language) for group in explanation.clash]
        if len(parts) == 1:
            sentences.append(
                Text(
                    "Ook zonder de andere grenzen lukt het niet met de woningen die er zijn.",
                    "It can't be done with the dwellings there are, even without the other limits.",
                ).in_(language)
            )
        else:
            sentences.append(
                Text(
                    f"Dit gaat niet samen: {listing(parts, 'nl')}.",
                    f"These don't go together: {listing(parts, 'en')}.",
                ).in_(language)
            )
    helping = [giving for giving in explanation.givings if giving.enough]
    sentences += [
        giving_sentence(giving, obligation, names, language) for giving in reversed(helping)
    ]
    only = [giving for giving in helping if giving.group != "share"]
    if not only and len(explanation.together) > 1 and "share" not in explanation.together:
        parts = [group_name(group, names, language) for group in explanation.together]
        sentences.append(
            Text(
                f"Meer ruimte bij één grens is niet genoeg. Wel bij deze samen: {listing(parts, 'nl')}.",
                f"More room at one limit isn't enough. At these together it is: {listing(parts, 'en')}.",
            ).in_(language)
        )
    if any(giving.enough is None for giving in explanation.givings):
        sentences.append(
            Text(
                "Niet alles kon in de tijd worden uitgezocht.",
                "Not everything could be settled in the time given.",
            ).in_(language)
        )
    sentences.append(_later(explanation, obligation, language))
    return sentences


def giving_sentence(
    giving: Giving, obligation: Obligation, names: Mapping[str, str], language: Language
) -> str:
    """How far one limit alone would have to give."""
    assert giving.by is not None
    if giving.group == "share":
        low = percent(giving.by, language)
        least = "" if giving.proven else Text(" gevonden", " found").in_(language)
        return Text(
            f"Binnen alle andere grenzen is {low} het laagste aandeel{least}.",
            f"Within all other limits {low} is the lowest share{least}.",
        ).in_(language)
    name = group_name(giving.group, names, language)
    kind, _, code = giving.group.partition(":")
    limit = next((each for each in obligation.limits if each.code == code), None)
    at_least = "" if giving.proven else Text("hoogstens ", "at most ").in_(language)
    if kind == "limit" and limit is not None:
        amount, in_total = (
            _amount(limit, giving.by, language),
            _amount(limit, limit.at_most + giving.by, language),
        )
        year = Text(" per jaar", " a year").in_(language) if limit.per == "year" else ""
        return Text(
            f"Het lukt wel als alleen {name} ruimer wordt: {at_least}{amount} meer{year}, dus {in_total}.",
            f"It can be done when {name} alone gives: {at_least}{amount} more{year}, so {in_total}.",
        ).in_(language)
    dwellings = count(float(giving.by), language)
    return Text(
        f"Het lukt wel als alleen dit ruimer wordt: {name}, {at_least}{dwellings} woningen.",
        f"It can be done when only this gives: {name}, by {at_least}{dwellings} dwellings.",
    ).in_(language)


def _amount(limit: Limit, value: Fraction, language: Language) -> str:
    if limit.what == "cost":
        return euros(int(value), language)
    return f"{households(value, language)} {_UNITS[limit.what].in_(language)}"


def _later(explanation: Explanation, obligation: Obligation, language: Language) -> str:
    if explanation.later is not None:
        first = Text("voor het eerst ", "first ").in_(language) if explanation.later_known else ""
        return Text(
            f"Met een latere einddatum lukt het {first}eind {explanation.later}.",
            f"With a later deadline it can {first}be done by the end of {explanation.later}.",
        ).in_(language)
    last = obligation.deadline + LATEST
    if explanation.later_known:
        return Text(
            f"Een latere einddatum helpt niet: ook eind {last} lukt het niet.",
            f"A later deadline doesn't help: it can't be done by the end of {last} either.",
        ).in_(language)
    return Text(
        "Of een latere einddatum helpt, kon niet worden uitgezocht.",
        "Whether a later deadline would help could not be settled.",
    ).in_(language)


_RULES = {
    "no such offer": Text("dit kan hier niet in dat jaar", "this can't be done here in that year"),
    "less than nothing": Text("minder dan nul woningen", "fewer than no dwellings"),
    "too late to count": Text(
        "dit telt pas na de einddatum", "this counts only after the deadline"
    ),
    "capacity": Text("meer dan er in een jaar kan", "more than can be done in a year"),
    "stock": Text("meer woningen dan er zijn", "more dwellings than there are"),
    "kept": Text(
        "er blijven te weinig woningen voor bewoners die willen blijven",
        "too few dwellings are kept for residents who want to stay",
    ),
    "protected": Text(
        "er worden woningen gesloopt die niet gesloopt mogen worden",
        "dwellings are demolished that may not be",
    ),
    "room": Text(
        "er wordt meer teruggebouwd dan er plaats is", "more is rebuilt than there is room for"
    ),
    "share": Text("het aandeel is te hoog", "the share is too high"),
}


def break_sentence(broken: Break, names: Mapping[str, str], language: Language) -> str:
    """What a plan doesn't keep to: '2030: the share is too high: 42,1%, at most 40,0%.'"""
    kind, _, code = broken.rule.partition(":")
    if kind == "limit":
        limit_name = group_name(f"limit:{code}", names, language)
        what = Text(f"meer dan {limit_name}", f"more than {limit_name}").in_(language)
    else:
        what = _RULES[broken.rule].in_(language)
    start = " ".join(part for part in (str(broken.year or ""), broken.where) if part)
    most = Text("hoogstens", "at most").in_(language)
    if broken.rule == "share":
        amounts = f"{percent(broken.found, language)}, {most} {percent(broken.at_most, language)}"
    elif broken.rule == "too late to count":
        amounts = f"{broken.found}, {most} {broken.at_most}"
    else:
        amounts = (
            f"{households(broken.found, language)}, {most} {households(broken.at_most, language)}"
        )
    return f"{start}: {what} ({amounts})." if start else f"{what} ({amounts})."
