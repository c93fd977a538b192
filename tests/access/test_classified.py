"""Every table has a card: how long it is kept and why, and how sensitive each field is."""

from typing import Any

import pytest
from django.apps import apps

from wijkwerk.access.other_tables import CARDS
from wijkwerk.shared.classification import DataCard, Sensitivity, data_card

# The table between two is on the card of the model that declares it, as a field.
MODELS = {
    model._meta.label: model
    for model in apps.get_models(include_auto_created=True)
    if not hasattr(model._meta.auto_created, "data_card")
}


def card_of(model: Any) -> DataCard | None:
    return getattr(model, "data_card", None) or CARDS.get(model._meta.label)


def test_every_table_and_each_of_its_fields_is_classified() -> None:
    assert len(MODELS) > 40
    for label, model in MODELS.items():
        card = card_of(model)
        assert card is not None, f"give {label} a data_card (wijkwerk.shared.classification)"
        fields = {field.name for field in model._meta.get_fields() if field.concrete}
        assert fields == set(card.fields), label
        assert len(card.because) > 20, label
        assert card.days is None or card.days >= 0, label


def test_what_opens_something_is_secret_and_addresses_are_personal() -> None:
    cards = {label: card_of(model) for label, model in MODELS.items()}
    for label, model in MODELS.items():
        for field in model._meta.get_fields():
            if not field.concrete:
                continue
            card = cards[label]
            assert card is not None
            if field.name in ("password", "secret", "session_data", "session_key"):
                assert card.fields[field.name] is Sensitivity.SECRET
            points = getattr(field, "related_model", None)
            if field.name in ("email", "actor") or getattr(points, "__name__", "") == "User":
                assert card.fields[field.name] is Sensitivity.PERSONAL


def test_no_card_is_left_of_a_table_that_went() -> None:
    assert set(CARDS) <= set(MODELS)


def test_a_field_stands_on_a_card_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        data_card(days=1, because="a reason", plain=["a"], secret=["a"])
    card = data_card(days=1, because="a reason", plain=["a"], secret=["b"])
    assert card.of_class(Sensitivity.SECRET) == {"b"}
