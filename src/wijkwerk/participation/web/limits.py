"""How much may be brought in without an account from one network address."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from wijkwerk.access.api import address_of
from wijkwerk.access.throttle import take


def takes_no_more(request: HttpRequest, form: forms.BaseForm) -> bool:
    """Whether so much was brought in from this network address that one must wait first; the form says it."""
    seconds = take("contribution", address_of(request), timezone.now())
    if seconds:
        form.add_error(None, much_was_sent(seconds))
    return bool(seconds)


def much_was_sent(seconds: int) -> str:
    """That one must wait so many seconds, in minutes."""
    return _("Much was sent from this network already. Try again in %(n)s minutes.") % {
        "n": seconds // 60 + 1
    }
