"""What pages say of a decision about a list: on the list as a whole, and on an area."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.core.decided import Decision, Ruling
from wijkwerk.designation.decisions import Draft, reasons, why_url
from wijkwerk.designation.serving.library import ListServing
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import moment
from wijkwerk.shared.text import Language


def why_of(serving: ListServing, year: int, area: str) -> str:
    """The address of why it was decided about an area as it was; '' where the rule alone counts."""
    ruling = serving.decisions.ruling(year, area)
    return "" if ruling is None else why_url(serving.decisions.of_year[year], ruling)


def list_notice(serving: ListServing, year: int, language: Language) -> dict[str, str]:
    """What a page of a list says of what was decided about it."""
    draft = serving.decisions.drafts.get(year)
    if draft is not None:
        return _draft_notice(draft, language)
    decision = serving.decisions.of_year.get(year)
    if decision is None:
        return {
            "kind": "info",
            "text": _("A calculation by the rule. No decision about it has been published."),
        }
    sentence = ngettext(
        "On %(day)s the list of %(year)s was adopted with %(n)s area.",
        "On %(day)s the list of %(year)s was adopted with %(n)s areas.",
        decision.adopted,
    ) % {
        "day": moment(decision.decided_on.isoformat(), language),
        "year": year,
        "n": count(decision.adopted, language),
    }
    if decision.added or decision.removed:
        changes = [
            _("%(n)s added") % {"n": count(decision.added, language)} if decision.added else "",
            _("%(n)s taken off") % {"n": count(decision.removed, language)}
            if decision.removed
            else "",
        ]
        alone = (
            ngettext(
                "By the rule alone it would be %(n)s area.",
                "By the rule alone it would be %(n)s areas.",
                decision.by_rule,
            )
            if decision.by_rule
            else _("By the rule no area is on this list.")
        )
        differs = _("The decision differs: %(changes)s.")
        sentence += f" {alone % {'n': count(decision.by_rule, language)}} " + differs % {
            "changes": ", ".join(change for change in changes if change)
        }
    if decision.left:
        left = {"left": count(decision.left, language), "n": count(decision.listed, language)}
        gone = ngettext(
            "Since then %(left)s area has been taken off the list.",
            "Since then %(left)s areas have been taken off the list.",
            decision.left,
        )
        now = (
            ngettext(
                "%(n)s area is on the list now.",
                "%(n)s areas are on the list now.",
                decision.listed,
            )
            if decision.listed
            else _("No area is on the list any more.")
        )
        sentence += f" {gone % left} {now % left}"
    return {
        "kind": "info",
        "text": sentence,
        "url": why_url(decision),
        "link": _("The decision, with every objection and its answer"),
    }


def _draft_notice(draft: Draft, language: Language) -> dict[str, str]:
    """Who is asked for views on a draft, until when, and how they are given. The same whether it was
    decided already or not: that is public only with the decision itself."""
    sentences = [
        _("Nothing about this list has been decided and published yet."),
        _("Municipalities are asked for their views on their own areas."),
    ]
    notice = {"kind": "warning", "title": _("This list is a draft")}
    if draft.until is None:
        sentences.append(_("The last day for views is set when the list is opened for them."))
    else:
        sentences.append(
            _("They give them here, logged in, up to and including %(day)s.")
            % {"day": moment(draft.until.isoformat(), language)}
        )
        notice |= {
            "url": reverse("designation:work-procedure", args=[draft.number]),
            "link": _("Give the views of a municipality"),
        }
    sentences.append(
        _("Do you want to react yourself? Tell your own municipality before that date.")
    )
    return {**notice, "text": " ".join(sentences)}


def ruling_label(decision: Decision, ruling: Ruling, language: Language) -> str:
    """What was decided about an area, in a few words."""
    day = moment((ruling.left_on or decision.decided_on).isoformat(), language)
    return {
        "added": _("put on the list by the decision of %(day)s"),
        "removed": _("taken off the list by the decision of %(day)s"),
        "left": _("left the list on %(day)s"),
        "rejected": _("not put on the list by the decision of %(day)s"),
    }[ruling.kind] % {"day": day}


def computed_label(serving: ListServing, year: int, computed: str, language: Language) -> str:
    """The status that the rule gives, whatever was decided."""
    if computed == "unknown":
        return _("by the rule: can’t be determined")
    label = serving.scheme.label(computed, year, language) if computed else _("none")
    return _("by the rule: %(status)s") % {"status": label}


def beside(serving: ListServing, year: int, area: str, computed: str, language: Language) -> str:
    """What stands below a status that was decided: by which decision, and what the rule gives."""
    ruling = serving.decisions.ruling(year, area)
    if ruling is None:
        return ""
    label = ruling_label(serving.decisions.of_year[year], ruling, language)
    return f"{label}; {computed_label(serving, year, computed, language)}"


def area_notice(
    serving: ListServing, year: int, area: str, computed: str, language: Language
) -> dict[str, Any] | None:
    """What an area's page says of the decision about it; None where the rule alone counts."""
    ruling = serving.decisions.ruling(year, area)
    if ruling is None:
        return None
    decision = serving.decisions.of_year[year]
    text = beside(serving, year, area, computed, language)
    if ruling.kind == "left":
        text += ". " + _("Its figures are still followed")
    return {
        "title": _("Decided about %(year)s") % {"year": year},
        "text": f"{text[:1].upper()}{text[1:]}.",
        "reasons": list(reasons(decision, area)),
        "url": why_url(decision, ruling),
    }
