"""Where an administrator makes accounts, gives and ends roles, and closes accounts."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wijkwerk.access import managing
from wijkwerk.access.addresses import site_url
from wijkwerk.access.authorization import day_of
from wijkwerk.access.managing import ACTION, OwnAccountError, TooManyMailsError
from wijkwerk.access.models import RoleHeld, User
from wijkwerk.access.policies import needs
from wijkwerk.access.roles import rules
from wijkwerk.access.web.entry import GET_AND_POST
from wijkwerk.access.web.forms import InviteForm, RoleForm
from wijkwerk.access.web.own import held_labels, role_label, within_label
from wijkwerk.audit.api import record_look
from wijkwerk.shared.problems import InputError

_ERASED = "@invalid"  # how an address ends that was erased


@needs(ACTION)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every account with the roles it holds today. Looking is written down."""
    user, now = cast(User, request.user), timezone.now()
    day = day_of(now)
    users = list(_shown().prefetch_related("roles_held"))
    record_look(user.actor, "account", "managing accounts", len(users), now)
    rows: list[list[Any]] = []
    for user_shown in users:
        titles = sorted(
            {
                role_label(role.role)
                for role in user_shown.roles_held.all()
                if not role.last_day or role.last_day.isoformat() >= day
            }
        )
        rows.append(
            [
                {
                    "text": user_shown.email,
                    "url": reverse("access:manage-account", args=[user_shown.pk]),
                },
                "; ".join(titles) or _("no role"),
                _("open") if user_shown.is_active else _("closed"),
            ]
        )
    table = {
        "id": "accounts",
        "caption": _("Accounts"),
        "rows": rows,
        "filter": len(rows) > 10,
        "tall": len(rows) > 30,
        "empty": _("There is no account yet."),
        "columns": [{"label": _("Account")}, {"label": _("Roles")}, {"label": _("State")}],
    }
    return render(request, "access/manage.html", {"account": user, "accounts": table})


def _shown() -> Any:
    return User.objects.exclude(email__endswith=_ERASED)


@needs(ACTION)
@GET_AND_POST
def invite(request: HttpRequest) -> HttpResponse:
    """A new account; its owner gets a link by mail."""
    user = cast(User, request.user)
    form = InviteForm(request.POST or None)
    if settings.MAIL_WORKS and request.method == "POST" and form.is_valid():
        try:
            invited = managing.invite(user, form.cleaned_data["email"], _link, timezone.now())
        except InputError:
            form.add_error("email", _("This address has an account already, or can’t be used."))
        else:
            return _back(invited.pk, "made")
    context = {"account": user, "form": form, "mail": settings.MAIL_WORKS}
    return render(request, "access/invite.html", context)


def _link(part: str, token: str) -> str:
    return site_url(reverse("access:reset", args=[part, token]))


@needs(ACTION)
@GET_AND_POST
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """One account: its roles, giving another, and what can be done to it."""
    managed = _account(number)
    user, now = cast(User, request.user), timezone.now()
    form = RoleForm(
        _choices(), request.POST or None, initial={"first": date.fromisoformat(day_of(now))}
    )
    if request.method == "POST" and form.is_valid():
        cleaned_data = form.cleaned_data
        try:
            managing.give(
                user,
                managed,
                cleaned_data["role"],
                cleaned_data["place"],
                (cleaned_data["first"], cleaned_data["last"]),
                now,
            )
        except InputError:
            form.add_error("place", _place_label(cleaned_data["role"]))
        except OwnAccountError:
            form.add_error(None, _outcomes()["own"])
        else:
            return _back(number, "given")
    if request.method == "GET":
        record_look(user.actor, "account", "managing an account", 1, now)
    outcome = request.GET.get("done", "")
    context = {
        "account": user,
        "one": managed,
        "own": managed.pk == user.pk,
        "form": form,
        "told": _outcomes().get(outcome, ""),
        "told_kind": "error" if outcome in ("own", "often") else "ok",
        "held": _held(managed, day_of(now), managed.pk == user.pk),
        "acts": _acts(managed),
        "password": managed.has_usable_password(),
        "factor": _factor(managed),
    }
    return render(request, "access/manage_account.html", context)


@needs(ACTION)
@require_POST
def act(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """End a role, close or open the account, take the second factor away, mail the link again.

    404 for an account, a role or an act that isn't there.
    """
    managed, user, now = _account(number), cast(User, request.user), timezone.now()
    try:
        if act == "end":
            role_held = managed.roles_held.filter(pk=_number(request.POST.get("held", ""))).first()
            if role_held is None:
                raise Http404
            managing.end(user, role_held, now)
        elif act == "mail" and settings.MAIL_WORKS:
            managing.mail_again(user, managed, _link, now)
        elif act in ("close", "open", "factor"):
            does = {
                "close": managing.close,
                "open": managing.open_again,
                "factor": managing.reset_second_factor,
            }
            does[act](user, managed, now)
        else:
            raise Http404
    except OwnAccountError:
        return _back(number, "own")
    except TooManyMailsError:
        return _back(number, "often")
    return _back(number, act)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _account(number: int) -> User:
    user: User | None = _shown().filter(pk=number).first()
    if user is None:
        raise Http404
    return user


def _back(number: int, outcome: str) -> HttpResponse:
    where = reverse("access:manage-account", args=[number])
    return HttpResponseRedirect(f"{where}?done={outcome}")


def _outcomes() -> dict[str, str]:
    return {
        "made": _("The account was made, and a link was mailed."),
        "given": _("The role was given."),
        "end": _("The role has ended."),
        "close": _("The account was closed and every role has ended."),
        "open": _("The account is open again. It has no roles yet."),
        "factor": _("The second step was taken away."),
        "mail": _("A new link was mailed."),
        "own": _("This is your own account. Another administrator has to change it."),
        "often": _("Too many mails were sent to this address. Try again in an hour."),
    }


def _acts(user: User) -> list[dict[str, str]]:
    """What can be done to the account as it is."""
    if not user.is_active:
        return [
            {
                "code": "open",
                "label": _("Open the account again"),
                "text": _("Its owner can log in again; roles are given anew."),
            }
        ]
    result = []
    if settings.MAIL_WORKS:
        result.append(
            {
                "code": "mail",
                "label": _("Mail a link for a password"),
                "text": _("For people who lost the first mail or the password."),
            }
        )
    if _factor(user):
        result.append(
            {
                "code": "factor",
                "label": _("Take the second step away"),
                "text": _(
                    "For people who lost their telephone and recovery codes. Make sure in "
                    "another way that it is really them."
                ),
            }
        )
    result.append(
        {
            "code": "close",
            "label": _("Close the account"),
            "text": _(
                "Its owner is logged out everywhere and every role ends. What it did stays known."
            ),
        }
    )
    return result


def _factor(user: User) -> bool:
    own = getattr(user, "second_factor", None)
    return own is not None and own.confirmed_at is not None


def _held(user: User, day: str, own: bool) -> list[dict[str, Any]]:
    """The roles of an account in words, those that hold first."""
    labels = [
        held_labels(role, day) | {"pk": role.pk, "may_end": not own and _goes_on(role, day)}
        for role in user.roles_held.all()
    ]
    return sorted(labels, key=lambda row: not row["may_end"])


def _goes_on(role: RoleHeld, day: str) -> bool:
    return role.last_day is None or role.last_day.isoformat() >= day


def _choices() -> list[tuple[str, str]]:
    return [
        (role.code, f"{role_label(role.code)} ({within_label(role.within)})")
        for role in rules().roles.values()
    ]


def _place_label(role: str) -> str:
    if rules().roles[role].within:
        return _("This role is for one municipality, programme or organisation: fill in its code.")
    return _("This role reaches everything: leave this empty.")
