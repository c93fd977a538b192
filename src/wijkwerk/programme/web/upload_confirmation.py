"""A file that is sent twice: once to see what it would do, once more to agree (ADR 0015).

Nothing of it is kept in between. The page of the check holds a signed note of what was seen, by whom
and about what; with the same file it is agreed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

_AGREED_SECONDS = 3600
FILE_IS_ASKED = _(
    "Nothing was written yet, and the check still counts. Choose the file that was checked once more."
)


class UploadConfirmationForm(forms.Form):
    """A file; once it was checked, the same file again."""

    file = forms.FileField()
    agreed = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)


def note(salt: str, digests: Sequence[str], about: Any, account: Any) -> str:
    """A signed note that this account saw this about that."""
    return signing.dumps([list(digests), about, account.pk], salt=salt)


def asked_again(
    form: type[UploadConfirmationForm], signed_note: str, data: Any = None
) -> UploadConfirmationForm:
    """The form beside what was checked, for the same file once more. Its template leaves the browser
    to ask for the file: without it the page, and what it shows, would be gone."""
    return form(data, initial={"agreed": signed_note}, auto_id="again_%s")


def unsent(
    form: UploadConfirmationForm, salt: str, about: Any, account: Any
) -> UploadConfirmationForm | None:
    """The form beside what was checked, once more, of who agreed and left the file out; None for
    another fault. The note of what was seen stays good."""
    signed_note = str(form.data.get("agreed", ""))
    if "file" not in form.errors or not agreed_to(salt, signed_note, about, account):
        return None
    return asked_again(type(form), signed_note, form.data)


def agreed_to(salt: str, signed_note: str, about: Any, account: Any) -> tuple[str, ...]:
    """What was seen, of a note of this account about that, not older than an hour; else ()."""
    try:
        digests, what, number = signing.loads(signed_note, salt=salt, max_age=_AGREED_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ()
    return tuple(str(digest) for digest in digests) if (what, number) == (about, account.pk) else ()
