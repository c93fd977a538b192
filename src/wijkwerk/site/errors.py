"""Pages for what went wrong, each with a way on."""

from __future__ import annotations

import sys
from contextlib import suppress
from urllib.parse import quote

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, is_valid_path, resolve
from django.utils.translation import get_language, override

from wijkwerk.site.field_labels import FieldLook, looks_of

# The database is locked, gone or restarting: ask again later.
DATABASE_AWAY = (OperationalError, InterfaceError)
# Fields of the account pages that are never repeated; on other pages a code is somebody's text.
_SECRETS = {"password", "present", "new", "again", "code"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The address or its parameters can't be understood."""
    return render(request, "site/400.html", {"detail": ""}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """It isn't for this visitor."""
    return render(request, "site/403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the sign that it came from a page of ours, or from one that is too old."""
    return render(request, "access/refused.html", {"reason": "nobody"}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing at this address, unless a slash at its end is all that is wrong with it."""
    if request.method in ("GET", "HEAD") and not request.path_info.startswith("/api/"):
        for other in (request.path_info.rstrip("/"), f"{request.path_info}/"):
            if other != request.path_info and is_valid_path(other):
                query = request.META.get("QUERY_STRING", "")
                return HttpResponseRedirect(f"{quote(other)}?{query}" if query else quote(other))
    return render(request, "site/404.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a page that needs nothing else to work.

    Also when the database went away before a view was asked; that isn't a fault of ours.
    """
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return database_away(request)
    return HttpResponse(render_to_string("site/500.html"), status=500)


def database_away(request: HttpRequest) -> HttpResponse:
    """503 while the database is locked or gone; what was typed stands on the page, to be sent again.

    Passwords, codes and files aren't repeated. Asks the database nothing itself.
    """
    if request.method != "POST":
        answer = HttpResponse(render_to_string("site/503.html"), status=503)
    else:
        secret = _secrets_of(request)
        sent = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in secret and name != "csrfmiddlewaretoken"
            for value in values
        ]
        again = [name for name in request.POST if name in secret]
        looks = looks_of(request, [*request.POST, *request.FILES])
        context = {
            "language": get_language() or settings.LANGUAGE_CODE,
            "action": request.get_full_path(),
            "typed": [
                {"name": name, "value": value, "label": _label(looks, name)}
                for name, value in sent
                if _is_text(value)
            ],
            "hidden": [(name, value) for name, value in sent if not _is_text(value)],
            # What isn't repeated has an empty field, so that the button sends all of it.
            "again": [
                {
                    "name": name,
                    "label": _label(looks, name),
                    "type": "password" if name not in looks or looks[name].secret else "text",
                }
                for name in again
            ],
            "files": [{"name": name, "label": _label(looks, name)} for name in request.FILES],
        }
        answer = HttpResponse(
            render_to_string("site/try_again.html", context, request=request), status=503
        )
    answer["Retry-After"] = "60"
    answer["Cache-Control"] = "no-store"
    return answer


def _label(looks: dict[str, FieldLook], name: str) -> str:
    """The label of the form's own field; '' when no form of ours has it."""
    return looks[name].label if name in looks else ""


def _secrets_of(request: HttpRequest) -> set[str]:
    """Names of what was sent and isn't repeated: what the view calls sensitive, and on the account
    pages what they ask, also when the database went away before the view was asked."""
    named = getattr(request, "sensitive_post_parameters", ())
    if named == "__ALL__":  # Django's sign for a view that names none
        return set(request.POST)
    return {*named, *(_SECRETS if _of_accounts(request.path_info) else ())}


def _of_accounts(path: str) -> bool:
    """Whether an address is of an account page, in whichever language the site has it."""
    for language, _name in settings.LANGUAGES:
        with override(language), suppress(Resolver404):
            if "access" in resolve(path).namespaces:
                return True
    return False


def _is_text(value: str) -> bool:
    """Whether somebody typed it; choices, numbers and versions are short and have no spaces."""
    return len(value) > 20 or any(letter.isspace() for letter in value) or "@" in value
