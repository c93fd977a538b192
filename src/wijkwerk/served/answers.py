"""Answers of pages about a publication: known by a tag, kept by this process, by browsers for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from wijkwerk.build import build

FOR_EVER = "public, max-age=31536000, immutable"
PAGE_SECONDS = 300


def tag_of(request: HttpRequest, *state: str) -> str:
    """The tag of the answer to this address in this language by this program, in this ``state`` of
    whatever else it shows."""
    parts = (
        build(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        get_language() or "",
        *state,
    )
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def answered(
    request: HttpRequest,
    tag: str,
    view: Callable[[], HttpResponseBase],
    *,
    cached: bool = True,
    for_ever: bool = False,
    seconds: int = PAGE_SECONDS,
    closed: bool = False,
) -> HttpResponseBase:
    """The answer of ``view`` under its ``tag``; 304 for who has it.

    A ``cached`` one is remembered by this process. Browsers remember it for ``seconds``, one ``for_ever``
    for a year; one that is ``closed`` to others nobody remembers.
    """
    if request.headers.get("If-None-Match") == tag and not closed:
        return HttpResponseNotModified()
    remember = cached and not closed
    response: HttpResponseBase | None = cache.get(tag) if remember else None
    if response is None:
        response = view()
        if remember and response.status_code == 200 and not response.streaming:
            cache.set(tag, response)
    if response.status_code != 200:
        return response
    response["ETag"] = tag
    if closed:
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = FOR_EVER if for_ever else f"public, max-age={seconds}"
    patch_vary_headers(response, ["HX-Request"])
    return response
