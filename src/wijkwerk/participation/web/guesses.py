"""Slowing down who guesses codes of letters and receipts."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from wijkwerk.access.api import address_of
from wijkwerk.access.throttle import count, wait_of

_GUESSES = "voting-code"  # of access.throttle: failures of one network address


def waiting_time(request: HttpRequest) -> str:
    """What who tried too many codes must wait, in words; '' when they may try."""
    seconds = wait_of(_GUESSES, address_of(request), timezone.now())
    if not seconds:
        return ""
    return _("Too many wrong codes were typed here. Try again in %(n)s minutes.") % {
        "n": seconds // 60 + 1
    }


def wrong_code(request: HttpRequest, form: forms.Form, field: str | None = "code") -> None:
    """Count a code that opens nothing, and say so in the form."""
    count(_GUESSES, address_of(request), timezone.now())
    form.add_error(
        field, _("This code isn’t valid for this budget. Check each sign with your letter.")
    )
