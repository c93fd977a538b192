"""What the page of a database that is away repeats of what was sent, and what it doesn't."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters

from wijkwerk.site.errors import database_away


def sent_again(page: HttpResponse) -> dict[str, str]:
    """What the form of the page would send."""
    html = page.content.decode()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    typed = re.findall(r'name="([^"]+)" rows="4">\n([^<]*)</textarea>', html)
    given = {name: unescape(value) for name, value in [*hidden, *typed]}
    return {name: value for name, value in given.items() if name != "csrfmiddlewaretoken"}


def html_of(page: HttpResponse) -> str:
    return page.content.decode()


def test_a_code_of_a_project_is_sent_again() -> None:
    typed = {"code": "P-12", "name": "Een huis voor iedereen", "new": "ja", "again": "nee"}
    page = database_away(RequestFactory().post("/programmes/zuid/work/projects/new", typed))
    assert page.status_code == 503
    assert sent_again(page) == typed
    assert b'<button type="submit">' in page.content


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ["password", "present", "new", "again", "code"])
def test_an_account_page_repeats_no_secret_even_before_its_view_is_asked(
    name: str, language: str
) -> None:
    with override(language):
        address = reverse("access:password")
    request = RequestFactory().post(address, {name: "geheim-12345", "next": "/x"})
    page = database_away(request)
    assert b"geheim" not in page.content
    assert sent_again(page) == {"next": "/x"}
    # It has an empty field of its own, and the button sends all of it.
    assert re.search(
        rf'<input id="again-1" name="{name}" type="(password|text)" auto', html_of(page)
    )
    assert b'<button type="submit">' in page.content


@pytest.mark.parametrize("named", [(), ("word",)])
def test_what_a_view_calls_sensitive_is_not_repeated(named: tuple[str, ...]) -> None:
    @sensitive_post_parameters(*named)
    def view(request: HttpRequest) -> HttpResponse:
        return database_away(request)

    page = view(RequestFactory().post("/elders", {"word": "geheim-12345"}))
    assert b"geheim" not in page.content
    assert 'name="word" type="password"' in html_of(page)
    assert b'<button type="submit">' in page.content


@pytest.mark.parametrize(("language", "labels"), [
    ("nl", ["E-mailadres", "Wachtwoord"]), ("en", ["Email address", "Password"]),
])  # fmt: skip
def test_fields_have_the_labels_of_their_own_form(language: str, labels: list[str]) -> None:
    with override(language):
        request = RequestFactory().post(
            reverse("access:login"), {"email": "iemand@example.org", "password": "geheim-12345"}
        )
        html = html_of(database_away(request))
    assert re.findall(r"<label[^>]*>([^<]*)</label>", html) == labels
    assert "Tekst 1" not in html and "Text 1" not in html


def test_a_field_that_nobody_knows_has_a_number() -> None:
    sent = {"unheard_of": "Nog een lange zin van iemand."}
    with override("nl"):
        html = html_of(database_away(RequestFactory().post("/elders", sent)))
    assert re.findall(r"<label[^>]*>([^<]*)</label>", html) == ["Tekst 1"]


def test_a_file_is_asked_again() -> None:
    file = SimpleUploadedFile("a.csv", b"a;b")
    page = database_away(RequestFactory().post("/elders", {"why": "Omdat", "file": file}))
    assert b'<button type="submit">' in page.content
    assert b'enctype="multipart/form-data"' in page.content
    assert re.search(r'name="file" type="file"', html_of(page))
    assert sent_again(page) == {"why": "Omdat"}
