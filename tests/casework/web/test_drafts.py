"""Drafts in a hallway: kept sealed, for who typed them alone, gone once saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from visitors import NOW, account_of
from wijkwerk.audit.api import Entry
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services import circle, consents, drafts
from wijkwerk.casework.services.common import ActionNotAllowed
from wijkwerk.casework.services.dossier import export
from wijkwerk.casework.services.erasure import erase

pytestmark = pytest.mark.django_db
TYPED = {"kind": "visit", "domain": "care", "text": "Jansen hoest al weken.\nDokter bellen."}


@pytest.fixture
def note(town: SimpleNamespace, looks: Callable[..., Looking], enter: Any) -> SimpleNamespace:
    """A director who typed a note and keeps it; a colleague in the circle for the same purpose."""
    consents.open_domain(looks(town.director), town.first, domain="care", because="Zorg.")
    circle.join(looks(town.director), town.first, worker=town.other, purpose="plan", because="x")
    town.client = enter(account_of(town.director.user.email))
    town.page = f"/en/casework/for/plan/{town.first.token}"
    return town


def test_a_draft_waits_for_who_typed_it_and_goes_when_it_is_saved(
    note: SimpleNamespace, enter: Any, looks: Callable[..., Looking], caplog: Any
) -> None:
    version = m.Household.objects.get(pk=note.first.pk).version
    with caplog.at_level("INFO"):
        answer = note.client.post(f"{note.page}/note", TYPED | {"keep": "1"})
    assert (answer.status_code, answer["Location"]) == (302, note.page)
    assert not m.Look.objects.exists()  # nothing was shown
    assert m.Household.objects.get(pk=note.first.pk).version == version
    page = note.client.get(note.page).content.decode()
    assert "Go on with your draft" in page and "hoest" not in page
    form = note.client.get(f"{note.page}/note").content.decode()
    assert "Jansen hoest al weken." in form and "It isn’t saved yet." in form
    assert '<option value="care" selected>' in form and '<option value="visit" selected>' in form
    # Sealed in the database; no word of it in the trail, a log or the file of the household.
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM casework_draft")
        assert "hoest" not in str(cursor.fetchall())
    trail = json.dumps([[row.action, row.before, row.after] for row in Entry.objects.all()])
    code = consents.make_code(looks(note.director), note.first, person=note.person)
    own = json.dumps(export(consents.by_code(code, NOW), NOW))  # type: ignore[arg-type]
    for text in (trail, caplog.text, own):
        assert "hoest" not in text
    # A colleague in the same circle, for the same purpose, has their own form.
    other = enter(account_of(note.other.user.email))
    for door in (note.page, f"{note.page}/note"):
        text = other.get(door).content.decode()
        assert "hoest" not in text and "your draft" not in text and "isn’t saved" not in text
    assert note.client.post(f"{note.page}/note", TYPED).status_code == 302
    assert m.Note.objects.get().text == TYPED["text"]
    assert not m.Draft.objects.exists()


def test_while_typing_the_answer_is_one_sentence(note: SimpleNamespace) -> None:
    for text in ("Jansen h", "Jansen hoest"):
        answer = note.client.post(
            f"{note.page}/note",
            TYPED | {"text": text, "keep": "typing"},
            headers={"HX-Request": "true"},
        )
    assert answer.status_code == 200
    assert answer.content.decode() == "Kept. Only you see it, until you save it."
    assert json.loads(m.Draft.objects.get().typed)["text"] == ["Jansen hoest"]
    answer = note.client.post(
        f"{note.page}/note", {"text": "x" * 20_001, "keep": "1"}, headers={"HX-Request": "true"}
    )
    assert "too long" in answer.content.decode()
    note.client.post(f"{note.page}/note", {"keep": "drop"})
    assert not m.Draft.objects.exists()


def test_no_stranger_keeps_or_finds_a_draft_and_leaving_ends_it(
    note: SimpleNamespace, enter: Any, looks: Callable[..., Looking], clock: Any
) -> None:
    nurse = enter(account_of(note.nurse.user.email))
    for token in (note.first.token, "nothing-by-this-name"):
        answer = nurse.post(f"/en/casework/for/plan/{token}/note", TYPED | {"keep": "1"})
        assert answer.status_code == 404
    # What a colleague can't do has no draft either, and in an emergency nobody writes.
    other = enter(account_of(note.other.user.email))
    assert other.post(f"{note.page}/agree", {"keep": "1"}).status_code == 404
    assert not m.Draft.objects.exists()
    assert other.post(f"{note.page}/note", TYPED | {"keep": "1"}).status_code == 302
    place = note.first.memberships.get(worker=note.other)
    circle.end_membership(looks(note.director), note.first, membership=place)
    assert not m.Draft.objects.exists()
    with pytest.raises(m.Household.DoesNotExist):
        drafts.keep(looks(note.other), note.first, "note", {"text": ["x"]})
    drafts.keep(looks(note.director), note.first, "note", {"text": ["x"]})
    later = NOW + drafts.KEPT
    assert not drafts.typed_before(looks(note.director, now=later), note.first, "note")
    erase(later - timedelta(seconds=1))
    assert m.Draft.objects.exists()
    assert erase(later).erased["draft"] == 1
    with pytest.raises(ActionNotAllowed, match="too long"):
        drafts.keep(looks(note.director), note.first, "note", {"text": ["x" * 20_001]})
