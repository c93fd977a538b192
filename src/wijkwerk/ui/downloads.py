"""Files that a page gives to keep."""

from __future__ import annotations

from django.http import HttpResponse


def attachment(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """``content`` as a file that browsers save under ``name``, which is of letters, digits, '-' and '.' alone."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
