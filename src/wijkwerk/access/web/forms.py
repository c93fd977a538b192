"""What people fill in to come in, and to change how they do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.models import User

_LONGEST = 256  # of a password: hashing a book would keep the machine busy


def _password(label: Any, kind: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=_LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
    )


def _address() -> forms.EmailField:
    return forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class InviteForm(forms.Form):
    """Whom to make an account for."""

    email = _address()


def _day(label: Any, help_text: Any = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RoleForm(forms.Form):
    """Which role, for what, from when until when."""

    role = forms.ChoiceField(label=_("Role"))
    place = forms.CharField(
        label=_("For"),
        required=False,
        max_length=60,
        help_text=_(
            "The code of the municipality, programme or organisation, when the role is for one."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    first = _day(_("From"))
    last = _day(_("Until"), _("The last day. Empty: no end yet."), required=False)

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day isn't before the first."""
        cleaned_data = super().clean() or {}
        if (
            cleaned_data.get("first")
            and cleaned_data.get("last")
            and cleaned_data["last"] < cleaned_data["first"]
        ):
            self.add_error("last", _("This is before the first day."))
        return cleaned_data


class LoginForm(forms.Form):
    """Mail address and password."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class ForgottenForm(forms.Form):
    """Where to mail a link for a new password."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = _password(
        _("New password"),
        "new-password",
        _("At least 12 characters. A few words after each other are easy to remember."),
    )
    again = _password(_("New password once more"), "new-password")

    def __init__(self, user: User, *args: Any, **named: Any) -> None:
        self.user = user
        super().__init__(*args, **named)

    def clean_new(self) -> str:
        """Not too short, too common or too much like the mail address."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        cleaned_data = super().clean() or {}
        if (
            cleaned_data.get("new")
            and cleaned_data.get("again")
            and cleaned_data["new"] != cleaned_data["again"]
        ):
            self.add_error("again", _("This isn't the same as the new password."))
        return cleaned_data


class ChangePasswordForm(NewPasswordForm):
    """As that, with the password there is."""

    present = _password(_("Present password"), "current-password")
    field_order = ("present", "new", "again")
