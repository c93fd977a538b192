"""What a password must be, where Django's own words aren't there in Dutch."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least so many signs; length says more than capitals and digits."""

    def get_error_message(self) -> str:
        """What is told when it is too short."""
        return _("This password is too short. Use at least {n} characters.").format(
            n=self.min_length
        )
