"""Every table says how long its rows are kept and how sensitive each field is, or the site won't start."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from django.apps import apps

from wijkwerk.registry.config import capabilities
from wijkwerk.shared.classification import DataCard
from wijkwerk.shared.problems import InputError, Problem

_ADVICE = (
    "See wijkwerk.shared.classification: data_card(days=…, because=…, plain=(…), personal=(…))."
)


def data_cards() -> Mapping[str, DataCard]:
    """The card of every table that has one, by "app.Model"; Django must be set up."""
    return {
        label: card
        for capability in capabilities()
        for label, card in capability.data_cards().items()
    }


def check_cards() -> None:
    """Raises InputError that names every table without a card, every field that isn't on its card, and
    every card or name on it that is of nothing."""
    cards = data_cards()
    problems: list[Problem] = []
    models = {
        model._meta.label: model
        for model in apps.get_models(include_auto_created=True)
        # The table between two is on the card of the model that declares it, as a field.
        if not hasattr(model._meta.auto_created, "data_card")
    }
    for label, model in models.items():
        fields = {field.name for field in model._meta.get_fields() if field.concrete}
        card = cards.get(label)
        file = inspect.getsourcefile(model) or label
        if card is None:
            problems.append(
                Problem(file, _line(model), label, "no data card", None, "a data_card", _ADVICE)
            )
            continue
        for name in sorted(fields ^ set(card.fields)):
            code = "field isn't on the data card" if name in fields else "no such field"
            problems.append(
                Problem(file, _line(model), label, code, name, "each field once", _ADVICE)
            )
    for label in sorted(set(cards) - set(models)):
        problems.append(Problem(label, None, None, "card of no table", None, "a table", _ADVICE))
    if problems:
        raise InputError(problems)


def _line(model: type) -> int | None:
    try:
        return inspect.getsourcelines(model)[1]
    except (OSError, TypeError):
        return None
