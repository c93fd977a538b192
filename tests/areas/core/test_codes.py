import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.areas.api import level_of, parent_of, repair_code, suggest


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("NL00", "country", None),
        ("GM0363", "municipality", None),
        ("WK036301", "district", "GM0363"),
        ("BU03630101", "neighbourhood", "WK036301"),
        ("WK0363AA", "district", "GM0363"),
        ("BU0363AA01", "neighbourhood", "WK0363AA"),
        ("AW40", None, None),
    ],
)
def test_a_code_tells_its_level_and_parent(
    code: str, level: str | None, parent: str | None
) -> None:
    assert level_of(code) == level
    assert parent_of(code) == parent


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("363", "municipality", "GM0363"),
        ("363.0", "municipality", "GM0363"),
        ("36301", "district", "WK036301"),
        ("3630101", "neighbourhood", "BU03630101"),
        ("GM363", None, "GM0363"),
        (" bu0363aa01 ", None, "BU0363AA01"),
        ("36301", None, None),
        ("123456789", "district", None),
        ("GM12345", None, None),
    ],
)
def test_lost_zeros_come_back_only_when_it_is_no_guess(
    text: str, level: str | None, code: str | None
) -> None:
    assert repair_code(text, level) == code


def test_the_nearest_known_code_is_suggested() -> None:
    known = ["WK036301", "WK036302", "GM0363"]
    assert suggest("WK03631", known) == "WK036301" or suggest("WK03631", known) == "WK036302"
    assert suggest("363", known) == "GM0363"
    assert suggest("XYZ", known) is None


@given(st.integers(0, 9999))
def test_any_municipality_survives_the_loss_of_its_zeros(number: int) -> None:
    assert repair_code(str(number), "municipality") == f"GM{number:04d}"
