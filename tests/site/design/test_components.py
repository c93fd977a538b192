"""Tables, badges and marks: what they say, and that nothing gets out unescaped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("_django")


@pytest.fixture(autouse=True)
def _english(_django: None) -> Iterator[None]:
    from django.utils import translation

    with translation.override("en"):
        yield


def table(rows: list[Any], **more: Any) -> dict[str, Any]:
    columns = [{"label": "Area"}, {"label": "Share", "number": True}]
    return {"id": "t", "caption": "Areas", "columns": columns, "rows": rows, **more}


def test_a_withheld_cell_is_never_zero_or_empty_and_says_why() -> None:
    from wijkwerk.ui.components import data_table

    html = data_table(table([["A", {"withheld": "N"}], ["B", {"withheld": "D"}], ["C", None]]))
    assert html.count(">withheld<span") == 2
    assert "the number is too small to publish" in html
    assert "it would give away another withheld figure" in html
    assert "Withheld is neither zero nor missing." in html
    assert ">no figure<span" in html
    assert ">0<" not in html


def test_a_table_without_gaps_explains_none() -> None:
    from wijkwerk.ui.components import data_table

    assert "ww-table__note" not in data_table(table([["A", "1"]]))


def test_a_missing_figure_is_not_called_withheld() -> None:
    from wijkwerk.ui.components import data_table

    html = data_table(table([["A", None]]))
    assert "withheld" not in html.lower().replace("ww-withheld", "")


def test_a_row_with_too_few_cells_is_refused() -> None:
    from wijkwerk.ui.components import data_table

    with pytest.raises(ValueError, match="zip"):
        data_table(table([["A"]]))


def test_an_empty_table_says_so() -> None:
    from wijkwerk.ui.components import data_table

    assert "There are no figures for this choice." in data_table(table([]))
    assert "Nothing in 1999." in data_table(table([], empty="Nothing in 1999."))


def test_the_sorted_column_is_told_to_who_can_not_see_it() -> None:
    from wijkwerk.ui.components import data_table

    given_table = table([["A", "1"]])
    given_table["columns"][1] |= {"sort_url": "?sort=share&x=1", "sorted": "descending"}
    html = data_table(given_table)
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=share&amp;x=1"' in html
    assert html.count("aria-sort") == 1


def test_the_frame_of_a_table_can_be_reached_by_keyboard_and_has_its_caption_as_name() -> None:
    from wijkwerk.ui.components import data_table

    html = data_table(table([["A", "1"]]))
    assert 'role="group" tabindex="0" aria-labelledby="t-caption"' in html
    assert 'id="t-caption">Areas<' in html
    assert '<th scope="row"' in html
    assert html.count('scope="col"') == 2


def test_a_class_is_told_by_shape_and_words_in_each_language() -> None:
    from django.utils import translation

    from wijkwerk.monitor.core.tables import CLASSES
    from wijkwerk.ui.components import class_badge

    english = {class_badge(name) for name in CLASSES}
    with translation.override("nl"):
        dutch = {class_badge(name) for name in CLASSES}
    assert len(english) == len(dutch) == len(CLASSES)
    assert not english & dutch
    assert all("<svg" in one for one in english | dutch)
    shapes = {one.split("<svg")[1].split("</svg>")[0] for one in english}
    assert len(shapes) == len(CLASSES)


def test_the_classes_of_the_parts_are_those_of_the_monitor() -> None:
    from wijkwerk.monitor.core.tables import CLASSES
    from wijkwerk.ui import components

    assert components.CLASSES == CLASSES


def test_an_unknown_class_is_shown_as_it_came_and_escaped() -> None:
    from wijkwerk.ui.components import class_badge, evidence_badge

    assert "&lt;b&gt;" in class_badge("<b>")
    assert "&lt;b&gt;" in evidence_badge("<b>")


def test_counts_name_every_class_that_has_areas_and_their_bar_is_full() -> None:
    from wijkwerk.ui.components import class_counts

    html = class_counts({"smaller": 19, "larger": 12, "equal": 6, "too_few": 3, "at_or_better": 0})
    assert html.count("<rect") == html.count("<li>") == 4
    assert "<strong>19</strong>" in html
    assert "No lag" not in html
    widths = [float(part.split('"')[0]) for part in html.split('width="')[1:]]
    assert sum(widths) == pytest.approx(100 - 4 * 0.4, abs=0.01)


def test_no_areas_give_no_bar() -> None:
    from wijkwerk.ui.components import class_counts

    assert class_counts({}) == ""
    assert class_counts({"smaller": 0}) == ""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@given(_words, _words, _words)
def test_no_text_of_a_source_becomes_markup(name: str, url: str, note: str) -> None:
    from wijkwerk.ui.components import data_table

    def tags(one: str, two: str, three: str) -> list[str]:
        parser = _Tags()
        cell = {"text": one, "url": two, "note": three, "sort": one}
        parser.feed(data_table(table([[cell, three]], caption=one, note=two)))
        parser.close()
        return parser.tags

    assert tags(name, url, note) == tags("a", "b", "c")


def test_a_table_of_ten_times_the_rows_is_ten_times_the_work_and_no_more() -> None:
    from wijkwerk.ui.components import data_table

    def calls(number: int) -> int:
        rows = [
            [
                {"text": f"Area {n}", "url": f"/{n}"},
                {"text": "1,2", "note": "1,0 tot 1,4", "sort": 1.2},
            ]
            for n in range(number)
        ]
        made = 0

        def count(_frame: Any, event: str, _told: Any) -> None:
            nonlocal made
            made += event == "call"

        sys.setprofile(count)  # how much is done, whatever the machine is doing besides
        try:
            data_table(table(rows))
        finally:
            sys.setprofile(None)
        return made

    calls(1)  # what is kept after the first time
    assert calls(1000) < 11 * calls(100) < 100_000


def test_choices_of_one_group_stand_together_under_its_name() -> None:
    from wijkwerk.ui.components import options

    told = options(
        [
            {"value": "", "label": "all"},
            {"value": "a", "label": "A & B", "group": "Work", "selected": True},
            {"value": "c", "label": "C", "group": "Work"},
        ]
    )
    assert told == (
        '<option value="">all</option><optgroup label="Work">'
        '<option value="a" selected>A &amp; B</option><option value="c">C</option></optgroup>'
    )


@given(_words, _words, _words)
def test_no_text_of_a_choice_becomes_markup(value: str, label: str, group: str) -> None:
    from wijkwerk.ui.components import checks, options

    def tags(one: str, two: str, three: str) -> list[str]:
        parser = _Tags()
        choices = [{"value": one, "label": two, "group": three}]
        parser.feed(options(choices) + checks(three, choices))
        parser.close()
        return parser.tags

    assert tags(value, label, group) == tags("a", "b", "c")
