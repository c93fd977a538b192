"""A file that is sent twice: once to see what it would do, once more to agree (ADR 0015).

Nothing of it is kept in between. The page of the check holds a signed note of what was seen, by whom
and about what; with the same file it is agreed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing

_AGREED_SECONDS = 3600


class UploadConfirmationForm(forms.Form):
    """A file; once it was checked, the same file again."""

    file = forms.FileField()
    agreed = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)


def note(salt: str, seen: Sequence[str], about: Any, account: Any) -> str:
    """A signed note that this account saw this about that."""
    return signing.dumps([list(seen), about, account.pk], salt=salt)


def agreed_to(salt: str, told: str, about: Any, account: Any) -> tuple[str, ...]:
    """What was seen, of a note of this account about that, not older than an hour; else ()."""
    try:
        seen, what, number = signing.loads(told, salt=salt, max_age=_AGREED_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ()
    return tuple(str(one) for one in seen) if (what, number) == (about, account.pk) else ()
