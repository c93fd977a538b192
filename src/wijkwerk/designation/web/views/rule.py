"""A scheme in words: what each status asks, what is off and why, what follows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.designation.core.scheme import Criterion, Rules, Scheme
from wijkwerk.designation.serving.library import lists
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.list_context import ListContext, list_view
from wijkwerk.shared.sentences import moment
from wijkwerk.shared.text import Language
from wijkwerk.ui.reader import language as language_now


@list_view()
def rule(visit: ListContext) -> HttpResponse:
    """The rule of a list, as it was used."""
    scheme = visit.serving.scheme
    context = {
        "tab": "rule",
        "first": _("By this rule the list of %(year)s was made: %(version)s.")
        % {"year": visit.year, "version": visit.text(visit.rules.title)},
        "versions": [version(scheme, visit.rules, visit.language, visit.year)],
        "others": [
            {"title": visit.text(other_version.title), "url": visit.url("rule", year)}
            for other_version in scheme.versions
            if other_version is not visit.rules
            and (year := next((y for y in visit.serving.years if scheme.at(y) is other_version), 0))
        ],
    }
    return visit.render("designation/rule.html", context)


@public
@require_safe
def scheme(request: HttpRequest, scheme: str) -> HttpResponse:
    """A scheme that ships, with all its versions. 404 when it doesn't ship."""
    shipped_scheme = lists().shipped().get(scheme)
    if shipped_scheme is None:
        raise Http404(_("There is no scheme with this id."))
    language = language_now()
    context = {
        "nav_current": "lists",
        "title": shipped_scheme.title.in_(language),
        "crumbs": [
            {"label": _("Lists"), "url": reverse("designation:start")},
            {"label": shipped_scheme.title.in_(language), "url": ""},
        ],
        "first": shipped_scheme.versions[-1].notes.in_(language),
        "authority": shipped_scheme.authority.in_(language),
        "versions": [
            version(shipped_scheme, rules, language, None)
            for rules in reversed(shipped_scheme.versions)
        ],
        "id": shipped_scheme.id,
    }
    return render(request, "designation/scheme.html", context)


def version(scheme: Scheme, rules: Rules, language: Language, year: int | None) -> dict[str, Any]:
    """One version of a scheme for its template."""
    off = rules.statuses_off()
    names = {measure.code: measure.name.in_(language) for measure in rules.measures}
    names |= {score.code: score.name.in_(language) for score in rules.scores}

    def named(status: str) -> str:
        own = scheme.labels.get(status)
        return (own or rules.status(status).label).in_(language)

    return {
        "since": moment(rules.since, language),
        "id": rules.since,
        "title": rules.title.in_(language),
        "source": rules.source.in_(language),
        "notes": rules.notes.in_(language),
        "statuses": [
            {
                "name": named(status.code),
                "description": status.description.in_(language),
                "off": status.code in off,
                "asks": labels.status_sentences(rules, status, language),
                "of": [_condition(rules, rules.criterion(code), language) for code in status.of],
                "gates_title": labels.gates_sentence(status),
                "gates": [
                    _condition(rules, rules.criterion(code), language) for code in status.gates
                ],
                "run": labels.run_sentence(status, scheme.rounds),
            }
            for status in sorted(rules.statuses, key=lambda status: status.rank)
        ],
        "measures": [
            {
                "name": measure.name.in_(language),
                "note": ", ".join(
                    part
                    for part in (
                        _("average of the last %(n)s years") % {"n": measure.period.mean}
                        if measure.period.mean > 1
                        else _("the last figure"),
                        _("ages %(ages)s") % {"ages": measure.age} if measure.age else "",
                        measure.description.in_(language),
                    )
                    if part
                ),
                "indicator": measure.indicator,
            }
            for measure in rules.measures
        ],
        "scores": [
            {
                "name": score.name.in_(language),
                "parts": ", ".join(names[code] for code, _weight in score.parts if code in names),
            }
            for score in rules.scores
        ],
        "consequences": [
            {
                "status": named(consequence.status),
                "kind": labels.kind_labels(consequence.kind),
                "text": consequence.text.in_(language),
                "by": _by(consequence.deadline, consequence.within_years, language),
            }
            for consequence in rules.consequences
        ],
        "off": [
            {"name": criterion.name.in_(language), "ground": labels.ground_label(criterion.ground)}
            for criterion in rules.criteria
            if criterion.off
        ],
        "on": [
            {"name": criterion.name.in_(language), "reason": criterion.switched_on}
            for criterion in rules.criteria
            if criterion.ground and not criterion.off
        ],
    }


def _condition(rules: Rules, criterion: Criterion, language: Language) -> dict[str, Any]:
    return {
        "name": criterion.name.in_(language),
        "measure": labels.measure_name(rules, criterion, language),
        "condition": labels.condition(rules, criterion, language),
        "off": criterion.off,
        "ground": labels.ground_label(criterion.ground) if criterion.ground else "",
    }


def _by(deadline: str, within_years: int, language: Language) -> str:
    if deadline:
        return _("by %(date)s") % {"date": moment(deadline, language)}
    if within_years:
        return _("within %(n)s years of the list") % {"n": within_years}
    return ""
