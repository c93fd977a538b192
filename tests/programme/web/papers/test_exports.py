"""The whole programme as a file: public without anything internal, full for the bureau alone."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PUBLIC = "/nl/programmes/zuid/export"
FULL = "/nl/programmes/zuid/work/papers/export"


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_public_file_holds_nothing_internal(
    client: Client, a_programme: Any, kind: str
) -> None:
    answer = client.get(f"{PUBLIC}/{kind}")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    text = _text(answer.content, kind)
    assert "Scholen met extra leertijd" in text
    for marker in ("Zeer-intern-merkteken", "account:", '"steps"', "actor"):
        assert marker not in text


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_full_file_is_for_the_bureau(
    a_programme: Any, enter: Any, somebody: Any, kind: str
) -> None:
    answer = enter(somebody("programme-bureau")).get(f"{FULL}/{kind}")
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    text = _text(answer.content, kind)
    assert "Zeer-intern-merkteken" in text and "account:" not in text
    for role in ("programme-board", "programme-chair", "partner", "council"):
        assert enter(somebody(role)).get(f"{FULL}/{kind}").status_code in (403, 404), role
    assert Client().get(f"{FULL}/{kind}").status_code in (302, 403)


def test_a_draft_programme_and_an_unknown_kind_give_nothing(
    client: Client, a_programme: Any
) -> None:
    assert client.get(f"{PUBLIC}/exe").status_code == 404
    a_programme.programme.state = "draft"
    a_programme.programme.save()
    assert client.get(f"{PUBLIC}/json").status_code == 404


def test_the_public_file_follows_the_data(client: Client, a_programme: Any) -> None:
    told = json.loads(client.get(f"{PUBLIC}/json").content)
    assert told["contents"] == "public"
    a_programme.programme.title, a_programme.programme.version = "Nieuw", 2
    a_programme.programme.save()
    assert json.loads(client.get(f"{PUBLIC}/json").content)["programme"]["title"] == "Nieuw"


def _text(made: bytes, kind: str) -> str:
    if kind == "json":
        return made.decode()
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())
