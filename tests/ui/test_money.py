"""Euros as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from wijkwerk.ui.money import CentsField, CentsFormField, EurosFormField


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1250", 125_000),
        ("1250,50", 125_050),
        ("1250.50", 125_050),
        ("1.250,50", 125_050),
        ("1,250.50", 125_050),
        ("€ 1.250", 125_000),
        ("0,01", 1),
        ("12,345", 1_234_500),  # money has no three decimals
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, cents: int) -> None:
    assert CentsFormField().clean(written) == cents
    assert EurosFormField().clean(written) == Decimal(cents) / 100


@pytest.mark.parametrize(
    "written",
    [
        "0",
        "-5",
        "a lot",
        "1.25.0",
        "99.999.999.999",
        "1,2,3",
        "0,001",
        "0.001",
        "00,100",
        "0,250.50",
    ],
)
def test_what_is_no_amount_or_nothing_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        CentsFormField().clean(written)


def test_nothing_is_none_where_that_may_be() -> None:
    assert CentsFormField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        CentsFormField().clean("")


def test_a_row_is_shown_as_the_reader_writes_it() -> None:
    field = CentsField("Cost").formfield()
    with translation.override("nl"):
        assert field.prepare_value(125_050) == "1.250,50"
        assert field.clean(field.prepare_value(125_050)) == 125_050
    with translation.override("en"):
        assert field.prepare_value(125_050) == "1,250.50"
    assert field.prepare_value("twaalf") == "twaalf"


def test_what_a_form_asks_of_its_field_goes_before_what_the_model_says() -> None:
    field = CentsField("Cost").formfield(label="Price", required=False)
    assert (field.label, field.required, field.clean("")) == ("Price", False, None)
