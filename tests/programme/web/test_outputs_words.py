"""How many commitments were kept, in words: none, one, some and all, and what nobody knows is neither."""

from __future__ import annotations

import pytest
from django.utils import translation

from wijkwerk.programme.selectors.outputs import Outputs
from wijkwerk.programme.web.public.outputs import _done, _kept_label


@pytest.mark.parametrize(
    ("due", "done", "unknown", "text"),
    [
        (1, 0, 1, "Van één afspraak is de einddatum voorbij. Hoe die is afgelopen, is niet bekend."),
        (3, 0, 3, "Van 3 afspraken is de einddatum voorbij. Hoe ze zijn afgelopen, is niet bekend."),
        (1, 0, 0, "Van één afspraak is de einddatum voorbij. Die is niet nagekomen."),
        (3, 0, 0, "Geen van de 3 afspraken waarvan de einddatum voorbij is, is nagekomen."),
        (3, 0, 1, "Van geen van de 3 afspraken waarvan de einddatum voorbij is, is bekend dat die is "
                  "nagekomen. Van 1 daarvan is niet bekend hoe die is afgelopen."),
        (4, 1, 2, "Van de 4 afspraken waarvan de einddatum voorbij is, is er 1 nagekomen. Van 2 daarvan "
                  "is niet bekend hoe ze zijn afgelopen."),
        (2, 2, 0, "Beide afspraken waarvan de einddatum voorbij is, zijn nagekomen."),
        (1, 1, 0, "De enige afspraak waarvan de einddatum voorbij is, is nagekomen."),
    ],
)  # fmt: skip
def test_what_was_kept_and_what_nobody_knows(due: int, done: int, unknown: int, text: str) -> None:
    with translation.override("nl"):
        assert _kept_label(due, done, unknown) == text


def test_the_bar_of_a_target_says_what_is_not_known() -> None:
    with translation.override("nl"):
        assert _done(Outputs(1, 1, 0, 1, ())) == (None, "niet bekend")
        assert _done(Outputs(4, 4, 1, 1, ())) == (0.25, "1 van 4, 1 niet bekend")
        assert _done(Outputs(4, 4, 1, 0, ())) == (0.25, "1 van 4")
