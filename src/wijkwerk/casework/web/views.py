"""The pages of workers: their households, one household, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wijkwerk.access.api import needs
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import READ, Looking, directs, households
from wijkwerk.casework.read_log import logged
from wijkwerk.casework.services import drafts
from wijkwerk.casework.services.common import WRITE, ActionNotAllowed
from wijkwerk.casework.services.households import open_household
from wijkwerk.casework.web.actions import ACTIONS
from wijkwerk.casework.web.choices import shown as shown_in
from wijkwerk.casework.web.common import (
    NAMESPACE,
    caseload_url,
    frame,
    household_of,
    household_url,
    looking_of,
    missing,
    names,
    with_names,
)
from wijkwerk.casework.web.forms import OpenForm, SearchForm
from wijkwerk.casework.web.household import page
from wijkwerk.casework.web.plan_page import standings
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.lists import paged
from wijkwerk.workflow.values import Counted

_FORM = require_http_methods(["GET", "HEAD", "POST"])
_IDENTITY = (m.Domain.IDENTITY.value,)


@needs(READ)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """For which purposes somebody has households, and how many: one goes to the list of a purpose."""
    looking = looking_of(request, m.Purpose.PLAN)
    lists = []
    for purpose, label in m.Purpose.choices:
        number = (
            households(Looking(request.user, purpose, looking.now)).filter(closed_at=None).count()
        )
        if number or purpose == m.Purpose.PLAN:
            number_text = ngettext("%(n)s household", "%(n)s households", number) % {
                "n": Counted(number)
            }
            lists.append({"label": label, "sentence": number_text, "url": caseload_url(purpose)})
    context = {"lists": lists, "works": looking.workers, "nav_current": NAMESPACE}
    return render(request, "casework/start.html", context)


@needs(READ)
@logged
@_FORM
def caseload(request: HttpRequest, purpose: str) -> HttpResponse:
    """Somebody's households for a purpose, and those of a name that was searched for."""
    looking = looking_of(request, purpose)
    form = SearchForm(request.POST or None)
    is_closed = request.GET.get("closed") == "1"
    rows = with_names(looking, households(looking).filter(closed_at__isnull=not is_closed))
    name = form.cleaned_data["name"].casefold() if form.is_bound and form.is_valid() else ""
    if name:
        # Names are sealed: they are read of one's own households alone.
        rows = [row for row in rows if name in names(row.people).casefold()]
    shown, pages = paged(request, rows)
    stand = standings(looking, shown)
    for row in shown:
        domains = {*_IDENTITY, *stand[row.pk]["domains"]}
        request.looks.add(looking, "caseload", row, domains)  # type: ignore[attr-defined]
    context = {
        **frame((m.Purpose(purpose).label, caseload_url(purpose))),
        "form": form,
        "rows": [
            (row, names(row.people), household_url(purpose, row), stand[row.pk]) for row in shown
        ],
        "pager": pages,
        "purpose": m.Purpose(purpose),
        "searched": name,
        "is_closed": is_closed,
        "other_url": caseload_url(purpose) + ("" if is_closed else "?closed=1"),
        "open_url": reverse(f"{NAMESPACE}:open", args=[purpose])
        if purpose != m.Purpose.EMERGENCY
        else "",
    }
    return render(request, "casework/caseload.html", context)


@needs(READ)
@logged
@require_safe
def household(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """One household, as far as who looks has a ground for this purpose."""
    looking = looking_of(request, purpose)
    row = household_of(looking, token)
    context, domains = page(looking, row)
    request.looks.add(looking, "household", row, domains)  # type: ignore[attr-defined]
    context |= frame((m.Purpose(purpose).label, caseload_url(purpose)), (_("Household"), ""))
    context["purpose"] = m.Purpose(purpose)
    return render(request, "casework/household.html", context)


@needs(WRITE)
@logged
@_FORM
def act(request: HttpRequest, purpose: str, token: str, action: str) -> HttpResponse:
    """The page of something that can be done with a household."""
    looking = looking_of(request, purpose)
    row = household_of(looking, token)
    doing = ACTIONS.get(action)
    if doing is None or not doing.is_offered(looking, row, directs(looking, row)):
        raise Http404(missing())
    if "keep" in request.POST:
        return _keep(request, looking, row, action)
    form = doing.form(looking, row, data=request.POST if request.method == "POST" else None)
    has_draft = _fill_in(form, drafts.typed_before(looking, row, action))
    domains, others = shown_in(form)
    looks: Any = request.looks  # type: ignore[attr-defined]
    looks.add(looking, "household", row, {*_IDENTITY, *domains})
    for other in others:
        looks.add(looking, "household", other, _IDENTITY)
    if doing.settles:
        form.fields["seen"] = forms.IntegerField(
            initial=request.GET.get("seen", row.version), widget=forms.HiddenInput
        )
    context = {
        **frame(
            (m.Purpose(purpose).label, caseload_url(purpose)),
            (_("Household"), household_url(purpose, row)),
            (str(doing.label), ""),
        ),
        "doing": doing,
        "form": form,
        "url": household_url(purpose, row),
        "has_draft": has_draft,
        "can_keep": any(not field.widget.is_hidden for field in form.fields.values()),
    }
    if request.method == "POST" and form.is_valid():
        try:
            facts = dict(form.cleaned_data)
            acts = replace(looking, version=facts.pop("seen", None))
            outcome = doing.do(acts, row, **facts)
        except ActionNotAllowed as fault:
            form.add_error(None, str(fault))
        except m.Household.DoesNotExist as fault:
            raise Http404(missing()) from fault
        else:
            drafts.drop(looking, row, action)
            if doing.sends:
                return attachment(outcome, "dossier.age", "application/octet-stream")
            if doing.shows:
                return render(request, "casework/shown_once.html", {**context, "outcome": outcome})
            if not households(looking).filter(pk=row.pk).exists():
                return HttpResponseRedirect(caseload_url(purpose))
            return HttpResponseRedirect(household_url(purpose, row))
    return render(request, "casework/act.html", context, status=400 if form.errors else 200)


def _keep(
    request: HttpRequest, looking: Looking, household: m.Household, action: str
) -> HttpResponse:
    """Keep what was typed, or (``keep`` is 'drop') let go of it; while typing the answer is one sentence."""
    sentence = _("Kept. Only you see it, until you save it.")
    try:
        if request.POST["keep"] == "drop":
            drafts.drop(looking, household, action)
        else:
            drafts.keep(looking, household, action, dict(request.POST.lists()))
    except ActionNotAllowed as fault:
        sentence = str(fault)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(escape(sentence))
    return HttpResponseRedirect(household_url(looking.purpose, household))


def _fill_in(form: Any, typed: Mapping[str, Sequence[str]]) -> bool:
    """Fill a form that nobody sent with what was typed in it before; whether there was any."""
    if form.is_bound:
        return False
    for name, texts in typed.items():
        field = form.fields.get(name)
        if field is not None and texts:
            form.initial[name] = (
                texts if getattr(field.widget, "allow_multiple_selected", False) else texts[0]
            )
    return bool(typed)


@needs(WRITE)
@_FORM
def open_new(request: HttpRequest, purpose: str) -> HttpResponse:
    """A new household."""
    looking = looking_of(request, purpose)
    if purpose == m.Purpose.EMERGENCY:
        raise Http404(missing())
    form = OpenForm(looking, None, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = open_household(looking, **form.cleaned_data)
        except ActionNotAllowed as fault:
            form.add_error(None, str(fault))
        else:
            return HttpResponseRedirect(household_url(purpose, row))
    context = {
        **frame((m.Purpose(purpose).label, caseload_url(purpose)), (_("New household"), "")),
        "form": form,
    }
    return render(request, "casework/open.html", context, status=400 if form.errors else 200)
