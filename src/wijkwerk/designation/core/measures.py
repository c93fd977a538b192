"""A plan of measures held against the status of its area: what is missing, what isn't allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wijkwerk.shared.dates import is_date
from wijkwerk.shared.numbers import number
from wijkwerk.shared.text import Text

FOUR_METHODS = ("conversion", "sale", "densification", "demolition")


@dataclass(frozen=True)
class Cluster:
    """A group of measures; the law has ``count`` of them."""

    code: str
    name: Text
    count: int


@dataclass(frozen=True)
class Measure:
    """A measure that a plan may have. ``named_for``: the lowest status it is meant for, ''
    for any that allows a plan. ``ground``: a protected ground that it touches."""

    code: str
    cluster: str
    name: Text
    named_for: str = ""
    decided_by: str = ""
    ground: str = ""
    effects: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatusRule:
    """What a status means for a plan: allowed, required or untold; whether the fund may pay;
    what the plan ``needs`` besides measures."""

    code: str
    plan: str
    money: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """The measures of a scheme. Statuses go from light to grave."""

    title: Text
    statuses: tuple[StatusRule, ...]
    clusters: tuple[Cluster, ...]
    measures: tuple[Measure, ...]
    structural: tuple[tuple[str, Text], ...] = ()
    scheme: str = ""
    source: str = ""

    def unnamed(self) -> dict[str, int]:
        """Per cluster how many measures the law counts that aren't named here."""
        named = Counter(measure.cluster for measure in self.measures)
        return {
            cluster.code: max(0, cluster.count - named[cluster.code]) for cluster in self.clusters
        }


@dataclass(frozen=True)
class Planned:
    """A measure in a plan; '' and None are what wasn't filled in. ``money`` in euros."""

    measure: str
    owner: str = ""
    deadline: str = ""
    money: int | None = None
    evidence: str = ""
    reason: str = ""
    line: int | None = None


@dataclass(frozen=True)
class HousingPart:
    """The plan's answer to the housing obligation: share in percent, by the end of a year, how."""

    share_percent: float
    deadline: int
    methods: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActionPlan:
    """A plan for an area. ``structural`` has an answer per question; ``fund``: it asks for money
    from the national fund; ``end`` (ISO date) is the last day of the plan."""

    title: str
    measures: tuple[Planned, ...]
    end: str = ""
    fund: bool = False
    structural: Mapping[str, str] = field(default_factory=dict)
    housing: HousingPart | None = None


class Grade(StrEnum):
    """How grave a finding is: the plan can't go ahead, something lacks, or it is good to know."""

    REFUSED = "not allowed"
    MISSING = "missing"
    REMARK = "remark"


@dataclass(frozen=True)
class Finding:
    """One thing about a plan: how grave, what, about which measure (and line), and what to do."""

    grade: Grade
    code: str
    about: str
    what: Text
    do: Text
    line: int | None = None


def check_plan(
    plan: ActionPlan,
    status: str,
    catalogue: Catalogue,
    share_percent: float | None = None,
    share_deadline: int | None = None,
) -> tuple[Finding, ...]:
    """Everything there is to say of ``plan`` for an area with ``status``.

    ``share_percent`` and ``share_deadline`` (a year) are the housing obligation, when there is
    one. Raises KeyError for a status that the catalogue doesn't have.
    """
    rule = {status.code: status for status in catalogue.statuses}[status]
    findings = [*_of_status(plan, rule)]
    for measure in plan.measures:
        findings += _of_measure(measure, plan, status, catalogue)
    findings += _doubles(plan)
    findings += _structural(plan, rule, catalogue)
    if "housing_share" in rule.needs:
        findings += _housing(plan, share_percent, share_deadline)
    elif plan.housing is not None:
        findings.append(
            Finding(
                Grade.REMARK,
                "housing not asked",
                "",
                Text(
                    "Bij deze aanwijzing hoeft het aandeel sociale huurwoningen voor gezinnen niet omlaag.",
                    "This status does not ask for a lower share of social family housing.",
                ),
                Text(
                    "Laat het weg, of zeg waarom het toch in het plan staat.",
                    "Leave it out, or say why it is in the plan all the same.",
                ),
            )
        )
    findings += _clusters(plan, catalogue)
    order = list(Grade)
    return tuple(
        sorted(
            findings,
            key=lambda finding: (
                order.index(finding.grade),
                finding.line or 0,
                finding.about,
                finding.code,
            ),
        )
    )


def _of_status(plan: ActionPlan, rule: StatusRule) -> Iterator[Finding]:
    if rule.plan == "untold":
        yield Finding(
            Grade.REMARK,
            "status without a plan",
            "",
            Text(
                "De bron zegt niet of bij deze aanwijzing een plan hoort.",
                "The source does not say whether a plan goes with this status.",
            ),
            Text("Vraag het na voordat u het plan indient.", "Ask before you hand the plan in."),
        )
    if plan.fund and not rule.money:
        yield Finding(
            Grade.REFUSED,
            "no money for this status",
            "",
            Text(
                "Bij deze aanwijzing geeft het nationale fonds geen geld, voor zover bekend.",
                "As far as is known the national fund does not pay for this status.",
            ),
            Text("Zoek ander geld, of vraag het fonds.", "Find other money, or ask the fund."),
        )
    if not plan.measures:
        yield Finding(
            Grade.MISSING,
            "no measures",
            "",
            Text("Het plan heeft geen maatregelen.", "The plan has no measures."),
            Text(
                "Kies maatregelen: wijkwerk plan measures toont ze.",
                "Choose measures: wijkwerk plan measures shows them.",
            ),
        )


def _of_measure(
    planned: Planned, plan: ActionPlan, status: str, catalogue: Catalogue
) -> Iterator[Finding]:
    measures_by_code = {each.code: each for each in catalogue.measures}
    if planned.measure not in measures_by_code:
        yield Finding(
            Grade.REFUSED,
            "unknown measure",
            planned.measure,
            Text("Deze maatregel staat niet in de lijst.", "This measure is not in the list."),
            Text(
                "Kijk naar de spelling, of zet de maatregel in een eigen bestand.",
                "Look at the spelling, or put the measure in a file of your own.",
            ),
            planned.line,
        )
        return
    measure = measures_by_code[planned.measure]
    ranks = [each.code for each in catalogue.statuses]
    if measure.named_for and ranks.index(status) < ranks.index(measure.named_for):
        yield Finding(
            Grade.REFUSED,
            "not for this status",
            planned.measure,
            Text(
                "Deze maatregel is alleen voor gebieden met een zwaardere aanwijzing.",
                "This measure is only for areas with a graver status.",
            ),
            Text("Laat de maatregel weg.", "Leave the measure out."),
            planned.line,
        )
    if measure.ground and not planned.reason:
        yield Finding(
            Grade.REFUSED,
            "protected ground",
            planned.measure,
            Text(
                "Deze maatregel maakt onderscheid naar herkomst. Dat is een beschermde "
                "discriminatiegrond. Er is geen motivering.",
                "This measure touches a protected ground (origin) and has no reason.",
            ),
            Text(
                "Laat de maatregel weg, of motiveer waarom die mag en nodig is.",
                "Leave the measure out, or write down why it is lawful and needed.",
            ),
            planned.line,
        )
    yield from _filled_in(planned, plan)
    if measure.decided_by == "state":
        yield Finding(
            Grade.REMARK,
            "the state decides",
            planned.measure,
            Text("Alleen het Rijk kan dit doen.", "Only the state can do this."),
            Text(
                "Leg vast wat de gemeente er zelf aan doet.",
                "Write down what the municipality itself does about it.",
            ),
            planned.line,
        )


def _filled_in(planned: Planned, plan: ActionPlan) -> Iterator[Finding]:
    lacking = (
        (
            not planned.owner,
            "no owner",
            Text("Niemand is verantwoordelijk.", "Nobody is responsible."),
            Text(
                "Noem een organisatie en een functie, geen naam van een persoon.",
                "Name an organisation and a function, not a person.",
            ),
        ),
        (
            not planned.deadline,
            "no date",
            Text("Er staat geen einddatum.", "There is no deadline."),
            Text("Schrijf een datum, zoals 2027-12-31.", "Write a date, such as 2027-12-31."),
        ),
        (
            planned.money is None,
            "no money",
            Text("Er staat geen bedrag.", "There is no amount."),
            Text(
                "Schrijf het bedrag in euro; 0 als het niets kost.",
                "Write the amount in euros; 0 when it costs nothing.",
            ),
        ),
        (
            not planned.evidence,
            "no evidence",
            Text("Er staat niet waarom dit zou werken.", "It does not say why this would work."),
            Text("Noem onderzoek of eigen cijfers.", "Name a study or figures of your own."),
        ),
        (
            bool(planned.deadline) and not is_date(planned.deadline),
            "not a date",
            Text("De einddatum is geen datum.", "The deadline is not a date."),
            Text("Schrijf een datum, zoals 2027-12-31.", "Write a date, such as 2027-12-31."),
        ),
        (
            is_date(planned.deadline) and is_date(plan.end) and planned.deadline > plan.end,
            "after the end",
            Text(
                "De einddatum ligt na het einde van het plan.",
                "The deadline lies after the end of the plan.",
            ),
            Text(
                "Maak de maatregel korter of het plan langer.",
                "Make the measure shorter or the plan longer.",
            ),
        ),
    )
    for wrong, code, what, do in lacking:
        if wrong:
            yield Finding(Grade.MISSING, code, planned.measure, what, do, planned.line)


def _doubles(plan: ActionPlan) -> Iterator[Finding]:
    counts = Counter(measure.measure for measure in plan.measures)
    for code in sorted(code for code, times in counts.items() if times > 1):
        yield Finding(
            Grade.REMARK,
            "more than once",
            code,
            Text(
                f"Deze maatregel staat er {counts[code]} keer.",
                f"This measure is there {counts[code]} times.",
            ),
            Text(
                "Dat mag, als het om verschillend werk gaat.",
                "That is fine when it is about different work.",
            ),
        )


def _structural(plan: ActionPlan, rule: StatusRule, catalogue: Catalogue) -> Iterator[Finding]:
    """The fund pays only for a plan that shows that it is structural."""
    needed = plan.fund or "housing_share" in rule.needs
    for code, question in catalogue.structural:
        if needed and not plan.structural.get(code, "").strip():
            yield Finding(
                Grade.MISSING,
                "not shown to be structural",
                code,
                question,
                Text(
                    "Geef antwoord: zonder dat geeft het fonds geen geld.",
                    "Answer it: without that the fund does not pay.",
                ),
            )


def _housing(plan: ActionPlan, share: float | None, deadline: int | None) -> Iterator[Finding]:
    part = plan.housing
    if part is None:
        yield Finding(
            Grade.MISSING,
            "no housing part",
            "",
            Text(
                "In het plan staat niet hoe het aandeel sociale huurwoningen voor gezinnen omlaag gaat.",
                "The plan does not say how the share of social family housing goes down.",
            ),
            Text(
                "Maak een woningplan: wijkwerk housing plan.",
                "Make a housing plan: wijkwerk housing plan.",
            ),
        )
        return
    if share is not None and part.share_percent > share:
        yield Finding(
            Grade.REFUSED,
            "share too high",
            "",
            Text(
                f"Het aandeel wordt {number(part.share_percent, 1, 'nl')}%; het mag hoogstens "
                f"{number(share, 1, 'nl')}% zijn.",
                f"The share becomes {number(part.share_percent, 1, 'en')}%; it may be at most "
                f"{number(share, 1, 'en')}%.",
            ),
            Text("Doe meer, of vraag ontheffing.", "Do more, or ask for an exemption."),
        )
    if deadline is not None and part.deadline > deadline:
        yield Finding(
            Grade.REFUSED,
            "share too late",
            "",
            Text(
                f"Het aandeel wordt pas eind {part.deadline} gehaald; het moet eind {deadline}.",
                f"The share is reached by the end of {part.deadline}; it must be {deadline}.",
            ),
            Text(
                "Begin eerder, of vraag ontheffing.",
                "Start earlier, or ask for an exemption.",
            ),
        )
    for method in part.methods:
        if method not in FOUR_METHODS:
            yield Finding(
                Grade.REFUSED,
                "unknown method",
                method,
                Text("Dit is geen van de vier manieren.", "This is none of the four methods."),
                Text(
                    "Kies uit: " + ", ".join(FOUR_METHODS),
                    "Choose from: " + ", ".join(FOUR_METHODS),
                ),
            )
    if not part.methods:
        yield Finding(
            Grade.MISSING,
            "no method",
            "",
            Text("Er staat niet op welke manier.", "It does not say by which method."),
            Text("Kies uit: " + ", ".join(FOUR_METHODS), "Choose from: " + ", ".join(FOUR_METHODS)),
        )


def _clusters(plan: ActionPlan, catalogue: Catalogue) -> Iterator[Finding]:
    of = {measure.code: measure.cluster for measure in catalogue.measures}
    used = {of[measure.measure] for measure in plan.measures if measure.measure in of}
    for cluster in catalogue.clusters:
        if plan.measures and cluster.code not in used:
            yield Finding(
                Grade.REMARK,
                "cluster left out",
                cluster.code,
                Text(
                    f"Geen maatregel uit: {cluster.name.nl}.", f"No measure of: {cluster.name.en}."
                ),
                Text(
                    "Dat mag: het plan is een keuze. Leg uit waarom.",
                    "That is allowed: a plan is a choice. Explain why.",
                ),
            )
