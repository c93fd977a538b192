"""Pages beside the files: households without a director, broken glass, what the household itself sees, the register."""

from __future__ import annotations

from datetime import datetime
from importlib import resources
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.access.api import address_of, held_for, needs, public
from wijkwerk.access.throttle import count as count_failure
from wijkwerk.access.throttle import wait_of
from wijkwerk.casework import models as m
from wijkwerk.casework.grounds import grounds
from wijkwerk.casework.policies import without_director
from wijkwerk.casework.read_log import look_of_officer
from wijkwerk.casework.register import activities, lengths
from wijkwerk.casework.services import circle, consents, emergencies
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.services.dossier import export, paper
from wijkwerk.casework.services.own_page import own_page
from wijkwerk.casework.web.common import NAMESPACE, frame, household_url, looking_of
from wijkwerk.casework.web.forms import AssignForm, CodeForm, GlassForm, ReviewForm
from wijkwerk.publication.api import typeset_apart
from wijkwerk.shared.deadlines import today

_DOSSIER = resources.files("wijkwerk.casework") / "web" / "dossier.typ"
_FORM = require_http_methods(["GET", "HEAD", "POST"])


@needs("casework.assign")
@require_safe
def unassigned(request: HttpRequest) -> HttpResponse:
    """Households that nobody directs: how long they wait, without names."""
    now = timezone.now()
    codes = held_for(request.user, "casework.assign", "organisation", now)
    rows = [
        (
            row,
            (today(now) - today(row.opened_at)).days,
            reverse(f"{NAMESPACE}:assign", args=[row.token]),
        )
        for row in without_director(now, codes).order_by("opened_at")
    ]
    return render(
        request, "casework/unassigned.html", {**frame((_("Without a director"), "")), "rows": rows}
    )


@needs("casework.assign")
@_FORM
def assign(request: HttpRequest, token: str) -> HttpResponse:
    """Give a household that nobody directs to a worker."""
    now = timezone.now()
    codes = held_for(request.user, "casework.assign", "organisation", now)
    row = get_object_or_404(without_director(now, codes), token=token)
    form = AssignForm(row.organisation, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            circle.assign(request.user, token, now=now, **form.cleaned_data)
        except ActionNotAllowed as fault:
            form.add_error(None, str(fault))
        except m.Household.DoesNotExist as fault:
            raise Http404 from fault
        else:
            return HttpResponseRedirect(reverse(f"{NAMESPACE}:unassigned"))
    context = {
        **frame((_("Without a director"), reverse(f"{NAMESPACE}:unassigned")), (_("Assign"), "")),
        "form": form,
        "household": row,
    }
    return render(request, "casework/assign.html", context, status=400 if form.errors else 200)


@needs("casework.emergency")
@_FORM
def emergency(request: HttpRequest) -> HttpResponse:
    """Break the glass of a household; who tries names waits."""
    looking = looking_of(request, m.Purpose.EMERGENCY)
    form = GlassForm(looking, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actor: str = request.user.actor  # type: ignore[union-attr]
        if waiting := _waiting("emergency", actor, looking.now):
            form.add_error(None, waiting)
        else:
            try:
                opened = emergencies.break_glass(looking, **form.cleaned_data)
            except ActionNotAllowed as fault:
                count_failure("emergency", actor, looking.now)
                emergencies.record_attempt(looking, form.cleaned_data["worker"])
                form.add_error(None, str(fault))
            else:
                return HttpResponseRedirect(household_url(m.Purpose.EMERGENCY, opened.household))
    context = {
        **frame((_("Emergency"), "")),
        "form": form,
        "hours": emergencies.LASTS.seconds // 3600,
    }
    return render(request, "casework/emergency.html", context, status=400 if form.errors else 200)


def _waiting(kind: str, what: str, now: datetime) -> str:
    """What who tried in vain too often must wait; '' when they may try."""
    seconds = wait_of(kind, what, now)
    if not seconds:
        return ""
    return _("This was tried too often. Try again in %(n)s minutes.") % {"n": seconds // 60 + 1}


@needs("casework.review")
@require_safe
def to_review(request: HttpRequest) -> HttpResponse:
    """Every time that the glass was broken, those that nobody reviewed first."""
    now = timezone.now()
    rows = emergencies.to_review(request.user, now)
    context = {
        **frame((_("Emergencies"), "")),
        "waiting": rows.filter(reviewed_at=None),
        "attempts": emergencies.attempts(request.user, now),
        "reviewed": rows.exclude(reviewed_at=None).order_by("-id")[:50],
    }
    return render(request, "casework/to_review.html", context)


@needs("casework.review")
@_FORM
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Say what one thinks of an emergency."""
    now = timezone.now()
    row = get_object_or_404(emergencies.to_review(request.user, now), pk=number)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            emergencies.review(request.user, number, now=now, **form.cleaned_data)
        except ActionNotAllowed as fault:
            form.add_error(None, str(fault))
        else:
            return HttpResponseRedirect(reverse(f"{NAMESPACE}:emergencies"))
    looks = [
        (look, [m.Domain(code).label for code in look.domains.split(",")])
        for look in emergencies.looked_at(row)
    ]
    look_of_officer(
        request.user, row, {code for look, _names in looks for code in look.domains.split(",")}, now
    )
    context = {
        **frame((_("Emergencies"), reverse(f"{NAMESPACE}:emergencies")), (_("Review"), "")),
        "form": form,
        "row": row,
        "looks": looks,
    }
    return render(request, "casework/review.html", context, status=400 if form.errors else 200)


@public
@never_cache
@_FORM
def looked(request: HttpRequest) -> HttpResponse:
    """The household's own page: who may look, who looked and why, and its consents to take back.

    The code comes in the body of the form alone, and the answer isn't kept.
    """
    form = CodeForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        context = _own(request, form, now)
        if context and form.cleaned_data["download"]:
            return _file(context["code"], form.cleaned_data["download"], now)
    context["form"] = form
    return render(request, "casework/looked.html", context, status=400 if form.errors else 200)


def _own(request: HttpRequest, form: CodeForm, now: datetime) -> dict[str, Any]:
    """What the holder of a code sees; nothing when it isn't one."""
    address, typed = address_of(request), form.cleaned_data["code"]
    if waiting := _waiting("household-code", address, now):
        form.add_error(None, waiting)
        return {}
    code = consents.by_code(typed, now)
    if code is None:
        count_failure("household-code", address, now)
        form.add_error("code", _("This code isn’t valid. Check each sign with your paper."))
        return {}
    consents.use_code(code, now, download=bool(form.cleaned_data["download"]))
    thanks = False
    number = form.cleaned_data["withdraw"]
    if number is not None:
        try:
            consents.withdraw_own(code, number, now)
            thanks = True
        except ActionNotAllowed as fault:
            form.add_error(None, str(fault))
    return {**own_page(code, now), "thanks": thanks, "typed": typed, "code": code}


def _file(code: m.HouseholdCode, kind: str, now: datetime) -> HttpResponse:
    """What is kept, on paper or as a file that other programs read; its name names nobody."""
    answer = (
        HttpResponse(typeset_apart(_DOSSIER, paper(code, now)), content_type="application/pdf")
        if kind == "pdf"
        else JsonResponse(export(code, now), json_dumps_params={"indent": 1, "ensure_ascii": False})
    )
    answer["Content-Disposition"] = f'attachment; filename="dossier.{kind}"'
    return answer


@public
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The processing register: what is done with data of households, on which ground, and how long they are kept."""
    laws = sorted({(ground.law, ground.article, ground.first_day) for ground in grounds()})
    return render(
        request,
        "casework/register.html",
        {"activities": activities(), "laws": laws, "lengths": lengths(today(timezone.now()))},
    )
