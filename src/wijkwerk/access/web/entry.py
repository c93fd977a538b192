"""The way in and out: login, second factor, forgotten password, identity provider."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from wijkwerk.access import accounts, authentication, second_factor, throttle
from wijkwerk.access.addresses import site_url
from wijkwerk.access.authorization import must_verify
from wijkwerk.access.models import SecondFactor, User
from wijkwerk.access.policies import login_view
from wijkwerk.access.web.forms import CodeForm, ForgottenForm, LoginForm, NewPasswordForm

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


def onward(request: HttpRequest) -> str:
    """Where to after coming in: an address of this site that was asked for, else where work begins."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # An address of a page, not of the host: nobody is led outside by it.
    return address if safe and address.startswith("/") else resolve_url(settings.LOGIN_REDIRECT_URL)


def _wait_label(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return (
        _("Too many attempts.")
        + " "
        + ngettext("Try again in {n} minute.", "Try again in {n} minutes.", minutes).format(
            n=minutes
        )
    )


@login_view
@GET_AND_POST
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """Mail address and password."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(onward(request))
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        tried = authentication.try_password(
            form.cleaned_data["email"],
            form.cleaned_data["password"],
            throttle.address_of(request),
            now,
        )
        if tried.user is not None:
            authentication.login(request, tried.user, "password", now)
            return _inside(request, tried.user)
        status = 429 if tried.wait else 200
        form.add_error(
            None,
            _wait_label(tried.wait)
            if tried.wait
            else _("The email address or the password isn’t right."),
        )
    context = {
        "form": form,
        "next": onward(request),
        "provider": settings.OIDC_NAME,
        "mail": settings.MAIL_WORKS,
    }
    return render(request, "access/login.html", context, status=status)


def _inside(request: HttpRequest, user: User) -> HttpResponse:
    """Where somebody goes who just came in; by way of the second factor if that is asked."""
    if must_verify(user, timezone.now()):
        address = reverse("access:second-factor")
        return HttpResponseRedirect(f"{address}?{urlencode({'next': onward(request)})}")
    return HttpResponseRedirect(onward(request))


@login_view
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End this session."""
    authentication.logout(request, timezone.now())
    answer = HttpResponseRedirect(reverse("access:login"))
    answer.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    return answer


@login_view
@GET_AND_POST
@sensitive_post_parameters("code")
def verify(request: HttpRequest) -> HttpResponse:
    """The code of the app, or one of the codes for one time."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("access:login"))
    user, now = request.user, timezone.now()
    if user.second_factor_passed:
        return HttpResponseRedirect(onward(request))
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None or factor.confirmed_at is None:
        return HttpResponseRedirect(reverse("access:second-factor-set-up"))
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        tried = authentication.try_code(
            user, form.cleaned_data["code"], throttle.address_of(request), now
        )
        if tried.user is not None:
            authentication.mark_verified(request, user, now)
            return HttpResponseRedirect(onward(request))
        status = 429 if tried.wait else 200
        form.add_error(
            None,
            _wait_label(tried.wait)
            if tried.wait
            else _("This code isn't right. A code works once, and for half a minute."),
        )
    context = {"form": form, "next": onward(request), "account": user}
    return render(request, "access/second_factor.html", context, status=status)


@login_view
@GET_AND_POST
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up the second factor: a secret for the app, a code as proof, codes for one time."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("access:login"))
    user, now = request.user, timezone.now()
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is not None and factor.confirmed_at is not None:
        return HttpResponseRedirect(
            reverse("access:account" if user.second_factor_passed else "access:second-factor")
        )
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and "begin" in request.POST:
        second_factor.begin(user, now)
        return HttpResponseRedirect(reverse("access:second-factor-set-up"))
    if request.method == "POST" and factor is not None and form.is_valid():
        wait = throttle.take("code", str(user.pk), now)
        codes = None if wait else second_factor.confirm(user, form.cleaned_data["code"], now)
        if codes is not None:
            throttle.forget("code", str(user.pk))
            authentication.mark_verified(request, user, now)
            return render(request, "access/codes.html", {"codes": codes, "account": user})
        form.add_error(None, _wait_label(wait) if wait else _("This code isn't right."))
    context: dict[str, Any] = {"form": form, "account": user, "begun": factor is not None}
    if factor is not None:
        context |= {
            "picture": second_factor.picture_of(user, factor),
            "letters": second_factor.in_fours(second_factor.letters_of(factor)),
        }
    return render(request, "access/set_up.html", context)


@login_view
@GET_AND_POST
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether there is such an account or not."""
    if not settings.MAIL_WORKS:
        return render(request, "access/forgotten.html", {"mail": False})
    form = ForgottenForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent:
        authentication.mail_reset(
            form.cleaned_data["email"],
            throttle.address_of(request),
            lambda part, token: site_url(reverse("access:reset", args=[part, token])),
            timezone.now(),
        )
    return render(request, "access/forgotten.html", {"form": form, "mail": True, "sent": sent})


@login_view
@GET_AND_POST
@sensitive_post_parameters("new", "again")
def reset(request: HttpRequest, part: str, token: str) -> HttpResponse:
    """A new password by a mailed link; the second factor is still asked at login."""
    user = authentication.user_of_reset(part, token)
    if user is None:
        answer = render(request, "access/reset.html", {"gone": True}, status=410)
    else:
        form = NewPasswordForm(user, request.POST or None)
        done = request.method == "POST" and form.is_valid()
        if done:
            accounts.set_password(user, form.cleaned_data["new"], user.actor, timezone.now())
        answer = render(request, "access/reset.html", {"form": form, "done": done})
    # The address itself is a secret; Referrer-Policy keeps it inside this site.
    answer["Cache-Control"] = "no-store"
    return answer


@login_view
@require_POST
def provider(request: HttpRequest) -> HttpResponse:
    """To the identity provider, 404 without one; by POST, since a session is begun for it."""
    if not settings.OIDC_NAME:
        raise Http404
    begin = OIDCAuthenticationRequestView()
    begin.setup(request)
    answer: HttpResponse = begin.get(request)
    request.session["oidc_login_next"] = onward(request)
    return answer


class FromProviderView(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Back from the identity provider. The protocol comes by GET, and lets somebody in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """As the parent's; but an error nobody asked for ends no session: a link could hold it."""
        states = request.session.get("oidc_states", {})
        if request.GET.get("error") and request.GET.get("state") not in states:
            return self.login_failure()
        answer: HttpResponse = super().get(request)
        return answer

    def login_success(self) -> HttpResponse:
        """In, as after a password; the second factor is asked unless the provider gave it."""
        after = self.success_url
        now = timezone.now()
        authentication.login(self.request, self.user, "provider", now)
        if settings.OIDC_SECOND_FACTOR:
            authentication.mark_verified(self.request, self.user, now)
        elif must_verify(self.user, now):
            return HttpResponseRedirect(
                f"{reverse('access:second-factor')}?{urlencode({'next': after})}"
            )
        return HttpResponseRedirect(after)

    def login_failure(self) -> HttpResponse:
        """Back at the door, without a reason that helps who should stay out."""
        return render(self.request, "access/refused.html", {"reason": "provider"}, status=403)


@login_view
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Where the identity provider sends people back to; 404 without one."""
    if not settings.OIDC_NAME:
        raise Http404
    answer: HttpResponse = FromProviderView.as_view()(request)
    return answer
