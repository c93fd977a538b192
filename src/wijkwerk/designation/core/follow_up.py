"""What an exemption leaves of an obligation, which measures a status allows, and when a plan can be sent in."""

from __future__ import annotations

from collections.abc import Iterable

from wijkwerk.designation.core.measures import Catalogue, Finding, Grade, Measure

GRANTED, PARTLY, REFUSED = "granted", "partly", "refused"


def can_ask(limit: float, wanted: float) -> bool:
    """Whether a share can be asked for: above the obligation's limit, up to the whole stock."""
    return limit < wanted <= 100


def can_grant(outcome: str, limit: float, wanted: float, granted: float | None) -> bool:
    """Whether ``granted`` goes with ``outcome``: partly is between the limit and what was asked, for the
    others no share is given: it is what was asked, or the limit."""
    if outcome == PARTLY:
        return granted is not None and limit < granted < wanted
    return granted is None


def limit_after(
    limit: float | None, exemptions: Iterable[tuple[str, float, float | None]]
) -> float | None:
    """The share that an area may keep after decisions about its requests (outcome, asked, granted): the
    highest that was granted, else ``limit``. None where there is no obligation."""
    if limit is None:
        return None
    granted = [
        wanted if outcome == GRANTED else part
        for outcome, wanted, part in exemptions
        if outcome in (GRANTED, PARTLY)
    ]
    return max([limit, *(share for share in granted if share is not None)])


def has_plan(catalogue: Catalogue, scheme: str, status: str) -> bool:
    """Whether the source says that a plan goes with a status of ``scheme``: allowed or required."""
    return scheme == catalogue.scheme and any(
        rule.code == status and rule.plan != "untold" for rule in catalogue.statuses
    )


def allowed_measures(catalogue: Catalogue, status: str) -> tuple[Measure, ...]:
    """The measures that a plan for an area with ``status`` may have, in the catalogue's order."""
    ranks = [rule.code for rule in catalogue.statuses]
    return tuple(
        measure
        for measure in catalogue.measures
        if not measure.named_for or ranks.index(measure.named_for) <= ranks.index(status)
    )


def can_be_sent(findings: Iterable[Finding]) -> bool:
    """Whether nothing lacks and nothing isn't allowed: remarks don't stop a plan."""
    return all(finding.grade is Grade.REMARK for finding in findings)
