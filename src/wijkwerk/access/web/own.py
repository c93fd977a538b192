"""What an account sees of itself, and an administrator of all."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from wijkwerk.access import accounts, authentication, second_factor, throttle
from wijkwerk.access.authorization import day_of, may
from wijkwerk.access.models import RoleHeld, SecondFactor, User
from wijkwerk.access.policies import needs, signed_in
from wijkwerk.access.roles import rules
from wijkwerk.access.sessions import row_key
from wijkwerk.access.web.entry import GET_AND_POST
from wijkwerk.access.web.forms import ChangePasswordForm
from wijkwerk.audit.api import record, record_look
from wijkwerk.registry.config import place_name
from wijkwerk.shared.deadlines import HERE
from wijkwerk.shared.text import Text
from wijkwerk.ui.reader import language as language_now


def _words(text: Text) -> str:
    language = language_now()
    return text.in_(language)


def role_label(code: str) -> str:
    """The name of a role in the reader's language; its code when it was done away with."""
    role = rules().roles.get(code)
    return _words(role.title) if role is not None else code


def within_label(kind: str) -> str:
    """What a role of this kind reaches."""
    place = rules().places.get(kind)
    return _words(place) if place is not None else _("for everything")


def held_labels(role_held: RoleHeld, day: str) -> dict[str, str]:
    """A role that is held, in words."""
    last = role_held.last_day.isoformat() if role_held.last_day else ""
    state = _("now")
    if role_held.first_day.isoformat() > day:
        state = _("later")
    elif last and last < day:
        state = _("ended")
    return {
        "role": role_label(role_held.role),
        "place": place_name(role_held.place, language_now())
        if role_held.place
        else _("everything"),
        "from": date_format(role_held.first_day, "DATE_FORMAT"),
        "until": date_format(role_held.last_day, "DATE_FORMAT")
        if role_held.last_day
        else _("no end yet"),
        "state": state,
    }


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """My roles, my sessions, and how I come in."""
    user, now = cast(User, request.user), timezone.now()
    day = day_of(now)
    roles = [held_labels(role_held, day) for role_held in user.roles_held.all()]
    own = row_key(request.session.session_key)
    sessions = [
        {
            "started": date_format(session.started_at.astimezone(HERE), "DATETIME_FORMAT")
            if session.started_at
            else "",
            "this": session.session_key == own,
            "key": session.session_key,
        }
        for session in user.sessions.filter(expire_date__gt=now).order_by("-started_at")
    ]
    context = {
        "account": user,
        "sessions": sessions,
        "roles": {
            "id": "roles",
            "caption": _("My roles"),
            "empty": _("You have no role yet."),
            "columns": _role_columns(),
            "stacked": True,
            "rows": [
                [role["role"], role["place"], role["from"], role["until"], role["state"]]
                for role in roles
            ],
        },
        "factor": SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists(),
        "codes_left": user.recovery_codes.count(),
        "overview": may(user, "accounts.overview", None, now),
        "manage": may(user, "accounts.manage", None, now),
    }
    return render(request, "access/account.html", context)


def _role_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Role")},
        {"label": _("For")},
        {"label": _("From")},
        {"label": _("Until")},
        {"label": _("Holds")},
    ]


@signed_in
@GET_AND_POST
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Another password. Every other session ends; this one goes on."""
    user, now = cast(User, request.user), timezone.now()
    form = ChangePasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        wait = throttle.take("password", user.email, now)
        if not wait and user.check_password(form.cleaned_data["present"]):
            throttle.forget("password", user.email)
            verified = user.second_factor_passed
            accounts.set_password(user, form.cleaned_data["new"], user.actor, now)
            authentication.login(request, user, "new password", now)
            if verified:
                authentication.mark_verified(request, user, now)
            return render(request, "access/password.html", {"account": user, "done": True})
        form.add_error(
            "present",
            _("Too many attempts. Try again in a quarter of an hour.")
            if wait
            else _("This isn't your present password."),
        )
    return render(request, "access/password.html", {"account": user, "form": form})


@signed_in
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of my sessions, or all but this one."""
    user, now = cast(User, request.user), timezone.now()
    key = request.POST.get("key", "")
    own = row_key(request.session.session_key)
    mine = user.sessions.all()
    sessions = mine.filter(session_key=key) if key else mine.exclude(session_key=own)
    with transaction.atomic():
        number, _rows = sessions.delete()
        record(
            user.actor, "account.end-sessions", "account", user.pk, now, after={"sessions": number}
        )
    return HttpResponseRedirect(reverse("access:account"))


@signed_in
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """New codes for one time; they are shown once."""
    user = cast(User, request.user)
    if not user.second_factor_passed:
        return HttpResponseRedirect(reverse("access:account"))
    recovery_codes = second_factor.new_codes(user, timezone.now())
    return render(request, "access/codes.html", {"codes": recovery_codes, "account": user})


@needs("accounts.overview")
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Which roles there are, what each may do, and who holds them. Looking is written down."""
    user, now = cast(User, request.user), timezone.now()
    day = day_of(now)
    roles_held = list(RoleHeld.objects.select_related("user").order_by("role", "user__email"))
    record_look(
        user.actor,
        "account",
        "overview of roles",
        len({role_held.user_id for role_held in roles_held}),
        now,
    )
    rows: list[list[Any]] = []
    for role_held in roles_held:
        labels = held_labels(role_held, day)
        state = labels["state"] if role_held.user.is_active else _("account closed")
        rows.append(
            [
                labels["role"],
                role_held.user.email,
                labels["place"],
                labels["from"],
                labels["until"],
                state,
            ]
        )
    context = {
        "account": user,
        "held": {
            "id": "held",
            "caption": _("Who holds which role"),
            "rows": rows,
            "filter": True,
            "empty": _("Nobody holds a role yet."),
            "stacked": True,
            "columns": [{"label": _("Role")}, {"label": _("Account")}, *_role_columns()[1:]],
        },
        "roles": [
            {
                "title": _words(role.title),
                "code": role.code,
                "within": within_label(role.within),
                "second_factor": role.second_factor,
                "may": [
                    _words(rules().actions[action])
                    for action in rules().actions
                    if action in role.may
                ],
            }
            for role in rules().roles.values()
        ],
    }
    return render(request, "access/roles.html", context)
