"""The choice aid: an answer leads to advice, and without one only where the source has a default."""

from __future__ import annotations

import pytest
from django.test import Client

from visitors import Clock
from wijkwerk.learning.examples import make_practices
from wijkwerk.learning.web.choices import NO, YES, choices

DEFAULTS = {
    "people": NO, "scale": "", "decide": "", "physical": YES, "plan": "", "structure": YES, "border": NO,
    "programme": YES,
}  # fmt: skip


def test_eight_choices_of_which_five_have_a_usual_way() -> None:
    assert {row.code: row.default for row in choices()} == DEFAULTS
    for row in choices():
        assert (row.advised("") is None) == (row.default == "")
        assert row.advised(YES) is not row.advised(NO)
    by_code = {row.code: row for row in choices()}
    heerlen = {code for code, row in by_code.items() for option in row.options.values()
               if "GM0917" in option.cities}  # fmt: skip
    assert heerlen == {"physical", "programme"}


@pytest.mark.django_db
def test_answers_lead_to_advice_with_cards(clock: Clock) -> None:
    make_practices(lambda line: None)
    client, address = Client(), "/nl/learning/choices"
    html = client.get(address).content.decode()
    assert html.count("Geen gebruikelijke weg") == 3
    assert "Jongerenloket" not in html
    answered = client.get(address, {"decide": "no"}).content.decode()
    assert "De gemeente beslist" in answered
    assert "Jongerenloket met een vaste volgorde" in answered  # of Arnhem, which chose so
    assert "Huis aan huis" not in answered
    assert client.get(address, {"decide": "maybe"}).status_code == 400
    assert address in client.get("/nl/learning/practices").content.decode()
