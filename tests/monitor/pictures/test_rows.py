"""Names beside the rows of a picture: all of them, in order, and never so long that nothing is left."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.pictures import comparisons
from wijkwerk.ui.pictures.draw import svg
from wijkwerk.ui.pictures.rows import named, wrapped
from wijkwerk.ui.pictures.style import SIZES, Size

LONG = "Bloemenbuurt-Oost en omgeving, met een naam die nergens past"
NAMES = ["Zuid", LONG, "Aan het Water", "Oud-Noord"]


def texts_of(drawn: str) -> list[str]:
    root = ElementTree.fromstring(drawn)
    return ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("size", SIZES)
def test_the_names_stand_in_the_order_given_also_where_a_row_has_no_interval(size: Size) -> None:
    bars = [
        comparisons.Bar(name, 1.0, *((None, None) if name == "Zuid" else (0.5, 1.5)))
        for name in NAMES
    ]
    texts = texts_of(svg(comparisons.dots(bars, "lag", "ahead", "behind", size), "", "", "en"))
    shown = [text for text in texts if text[:4] in {name[:4] for name in NAMES}]
    assert [text[:4] for text in shown] == [name[:4] for name in NAMES]
    assert shown[0] == "Zuid"
    assert shown[1].endswith("…")


@given(st.lists(st.text(min_size=1, max_size=80), max_size=5), st.sampled_from(SIZES))
def test_a_short_name_stays_whole_and_a_long_one_is_a_beginning(
    names: list[str], size: Size
) -> None:
    rows = named(names, size)
    told = {row["name"]: row["short"] for row in rows.texts["data"]["values"]}
    assert list(told) == list(dict.fromkeys(names))
    for name, short in told.items():
        assert short == name or (
            short.endswith("…") and name.startswith(short[:-1]) and len(name) > 9
        )


def test_a_number_stands_beyond_the_end_of_its_bar_on_either_side() -> None:
    drawn = svg(comparisons.parts([("up", 2.0), ("down", -2.0)], "points", "small"), "", "", "en")
    number = (
        r'<text [^>]*text-anchor="(\w+)" transform="translate\(([\d.]+),[\d.]+\)"[^>]*>{}</text>'
    )
    (above, right), (below, left) = (
        re.search(number.format(text), drawn).groups()  # type: ignore[union-attr]
        for text in ("2.0", "−2.0")
    )
    assert (above, below) == ("start", "end")
    assert float(left) < float(right)


@pytest.mark.parametrize("size", SIZES)
def test_the_title_of_an_axis_stands_in_lines_that_fit(size: Size) -> None:
    title = "afstand tot het gemeentelijk gemiddelde, procentpunten"
    lines = wrapped(title, size)
    assert " ".join(lines) == title
    assert len(lines) == {"small": 2, "medium": 2, "large": 1}[size]
    bars = [comparisons.Bar(name, 1.0, 0.5, 1.5) for name in NAMES]
    drawn = texts_of(svg(comparisons.dots(bars, title, "voor", "achter", size), "", "", "nl"))
    assert all(any(line in text for text in drawn) for line in lines)


def test_a_picture_says_nothing_beside_its_one_text() -> None:
    bars = [comparisons.Bar(name, 6.306520086, 0.5, 1.5) for name in NAMES]
    drawn = svg(comparisons.dots(bars, "lag", "voor", "achter", "small"), "", "", "nl")
    assert "aria-label" not in drawn and "6.306520086" not in drawn
