"""The note by which somebody agrees to what a check showed."""

from types import SimpleNamespace

import pytest

from wijkwerk.programme.web.upload_confirmation import agreed_to, note

ONE, OTHER = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


def test_a_note_counts_for_who_saw_it_about_that_alone() -> None:
    told = note("salt", ("file", "outcome"), "zuid", ONE)
    assert agreed_to("salt", told, "zuid", ONE) == ("file", "outcome")
    assert agreed_to("salt", told, "zuid", OTHER) == ()
    assert agreed_to("salt", told, "west", ONE) == ()
    assert agreed_to("other", told, "zuid", ONE) == ()
    assert agreed_to("salt", "", "zuid", ONE) == ()


def test_a_note_is_worth_nothing_after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.signing.time.time", lambda: 1_000_000.0)
    told = note("salt", ("file",), "zuid", ONE)
    monkeypatch.setattr("django.core.signing.time.time", lambda: 1_003_590.0)
    assert agreed_to("salt", told, "zuid", ONE) == ("file",)
    monkeypatch.setattr("django.core.signing.time.time", lambda: 1_003_610.0)
    assert agreed_to("salt", told, "zuid", ONE) == ()
