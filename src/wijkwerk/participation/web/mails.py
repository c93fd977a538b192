"""Mails to authors: asked with a receipt; yes, no and no more from a link in the mail itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from wijkwerk.access.api import public
from wijkwerk.access.throttle import take
from wijkwerk.participation.services import followers, residents
from wijkwerk.participation.web.guesses import waiting_time, wrong_code
from wijkwerk.participation.web.limits import takes_no_more
from wijkwerk.participation.web.resource import frame
from wijkwerk.ui.reader import language


class MailForm(forms.Form):
    """A receipt, that the page knows already, and an address."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "You get a mail at each step. Nobody sees your address, and we remove it when it is finished."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def mail_form(receipt: str) -> MailForm | None:
    """The form to put on a page that shows a receipt; None on a site that sends no mail."""
    if not settings.MAIL_WORKS:
        return None
    return MailForm(initial={"code": receipt}, auto_id="mail_%s")


@public
@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Somebody wants mails: a first one asks whether it is their address. 404 on a site that sends no mail."""
    if not settings.MAIL_WORKS:
        raise Http404
    form = MailForm(request.POST, auto_id="mail_%s")
    title = _("Mails about what you brought in")
    context: dict[str, Any] = {**frame(None, "", title), "title": title, "form": form}
    if form.is_valid() and not takes_no_more(request, form):
        _ask(request, form)
    return render(request, "participation/mail.html", context, status=400 if form.errors else 200)


def _ask(request: HttpRequest, form: MailForm) -> None:
    """Send the first mail, or say in the form why not."""
    code, address, now = form.cleaned_data["code"], form.cleaned_data["email"], timezone.now()
    waiting = waiting_time(request)
    submission = None if waiting else residents.by_receipt(code)
    if waiting:
        form.add_error(None, waiting)
    elif submission is None:
        wrong_code(request, form, None)
    elif take("reset", f"participation {address.casefold()}", now):
        form.add_error(
            None, _("This address was sent several mails just now. Try again in an hour.")
        )
    else:
        try:
            followers.send_confirmation(followers.ask(submission, address, language(), now))
        except OSError:
            form.add_error(None, _("The mail couldn’t be sent. Try again later."))


@csrf_exempt  # programs for mail post here without a form; only who has the link can
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, no and no more. Opening the page does nothing: programs that check links open it as well."""
    now, title = timezone.now(), _("Mails about what you brought in")
    follower = followers.by_token(token, now)
    context: dict[str, Any] = {**frame(None, "", title), "title": title}
    context["outcome"] = ""
    if follower is None:
        context["outcome"] = "gone"
    elif request.method == "POST" and request.POST.get("choice") == "yes":
        followers.confirm(follower, now)
        context["outcome"] = "yes"
    elif request.method == "POST":  # also List-Unsubscribe=One-Click
        followers.stop(follower)
        context["outcome"] = "no"
    else:
        context["confirmed"] = follower.confirmed_on is not None
    return render(
        request, "participation/mail_choice.html", context, status=410 if follower is None else 200
    )
