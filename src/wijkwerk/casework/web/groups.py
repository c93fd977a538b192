"""Steering groups: what waits for those in which one sits, and rules that come back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.access.api import needs
from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import READ, Looking
from wijkwerk.casework.read_log import LookLog
from wijkwerk.casework.services.groups import (
    decide_rule,
    rule_decisions,
    seats_of,
    undecided,
    yearly_counts,
)
from wijkwerk.casework.services.structural import public_rules
from wijkwerk.casework.web.common import NAMESPACE, frame, household_url, looking_of
from wijkwerk.casework.web.conflict_forms import RuleDecisionForm
from wijkwerk.registry.loop import rule_key


@needs(READ)
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The groups in which somebody sits."""
    seats = seats_of(looking_of(request, m.Purpose.PLAN))
    context = {**frame((_("Steering groups"), "")), "seats": seats}
    return render(request, "casework/groups.html", context)


@needs(READ)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, number: int) -> HttpResponse:
    """What waits for a group, of what who looks may see; rules that come back, and what it does about them."""
    looking = looking_of(request, m.Purpose.PLAN)
    seat = seats_of(looking).filter(group=number).first()
    if seat is None:
        raise Http404(_("There is no such group, or you have no seat in it."))
    form = RuleDecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decide_rule(looking, seat.group, **form.cleaned_data)
        return HttpResponseRedirect(reverse(f"{NAMESPACE}:group", args=[number]))
    waiting = _waiting(looking, seat.group)
    decided = rule_decisions(seat.group)
    rules = [
        (rule, decided.pop(rule_key(rule.law, rule.article), []))
        for rule in public_rules(looking.day)
    ]
    counts = yearly_counts(seat.group, looking.day.year)
    context = {
        **frame((_("Steering groups"), reverse(f"{NAMESPACE}:groups")), (str(seat.group), "")),
        "group": seat.group,
        "seats": seat.group.seats.filter(in_force(looking.now)).select_related(
            "worker__organisation"
        ),
        "waiting": waiting,
        "unseen": counts["waiting"] - len(waiting),
        "rules": rules,
        "other_decisions": [row for rows in decided.values() for row in rows],
        "counts": counts,
        "form": form,
    }
    return render(request, "casework/group.html", context, status=400 if form.errors else 200)


def _waiting(looking: Looking, group: m.Group) -> list[tuple[m.Submission, str, bool]]:
    """What waits, with the page of its household and whether it is late; each look is written down before this leaves,
    for the purpose for which it is seen."""
    result: dict[int, tuple[m.Submission, str, bool]] = {}
    for purpose in m.Purpose.values:
        look = Looking(looking.user, purpose, looking.now)
        log = LookLog()
        for row in undecided(look, group).exclude(pk__in=result):
            log.add(look, "group", row.household, {m.Domain.IDENTITY.value, row.domain})
            url = household_url(purpose, row.household)
            result[row.pk] = (row, url, row.decide_by < looking.day)
        log.write()
    return sorted(result.values(), key=lambda entry: (entry[0].decide_by, entry[0].pk))
