import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.sources.cbs.cells import SIGNS, number_of, sign_of


def read(text: str | None, *, count: bool = False) -> float | None:
    frame = pl.DataFrame({"cell": [text]}, schema={"cell": pl.String})
    return frame.select(number_of(pl.col("cell"), count=count)).item()


def sign(text: str | None) -> str | None:
    frame = pl.DataFrame({"cell": [text]}, schema={"cell": pl.String})
    return frame.select(sign_of(pl.col("cell"))).item()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", 12.5), ("12.5", 12.5), ("416.0", 416), ("  1.8", 1.8), ("1,8", 1.8), (",5", 0.5),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("-0,100", -0.1), ("1e+05", 100_000),
        ("12%", 12), ("1 234", 1234), ("1\u00a0234,5", 1234.5), ("0", 0),
    ],
)  # fmt: skip
def test_both_decimal_signs_are_read(text: str, number: float) -> None:
    assert read(text) == number


@pytest.mark.parametrize(("text", "number"), [("872.757", 872_757), ("1,234", 1234), ("2.0", 2)])
def test_a_count_has_no_decimals_so_three_digits_are_thousands(text: str, number: float) -> None:
    assert read(text, count=True) == number


def test_a_mean_with_three_decimals_keeps_them() -> None:
    assert read("1.234") == 1.234


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (".", "."), ("       .", "."), ("x", "x"), ("X ", "x"), ("", "blank"), (None, "blank"),
        ("   ", "blank"), ("NA", "NA"), ("-", "-"), ("–", "-"), ("-99997", "-9999…"),
        ("-99999999.0", "-9999…"), ("0", None), ("12,5", None), ("0,0", None),
    ],
)  # fmt: skip
def test_each_missing_sign_has_its_kind_and_is_no_number(
    text: str | None, kind: str | None
) -> None:
    assert sign(text) == kind
    assert (read(text) is None) == (kind is not None)


@pytest.mark.parametrize("text", ["abc", "1,2,3", "12..5", "inf", "nan5", "1/2"])
def test_what_is_no_number_and_no_sign_stays_unread(text: str) -> None:
    assert read(text) is None
    assert sign(text) is None


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1e7).map(lambda one: round(one, 1)))
def test_a_figure_in_dutch_notation_reads_back(figure: float) -> None:
    dutch = f"{figure:,.1f}".translate(str.maketrans(",.", ".,"))
    assert read(dutch) == pytest.approx(figure)
    assert read(f"{figure:.1f}".replace(".", ",")) == pytest.approx(figure)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 20_000_000))
def test_a_count_reads_back_in_every_grouping(count: int) -> None:
    for text in (str(count), f"{count:,}", f"{count:,}".replace(",", "."), f"{count}.0"):
        assert read(text, count=True) == count


def test_no_sign_is_of_two_kinds() -> None:
    texts = [text for one in SIGNS.values() for text in one]
    assert len(texts) == len(set(texts))
