"""Pictures: sound SVG with words for who can't see it, drawn once, numbers in every language."""

import re
from xml.etree import ElementTree

import pytest
from report_facts import HOSTILE, row

from wijkwerk.monitor.core.tables import CLASSES
from wijkwerk.monitor.editions.report import charts
from wijkwerk.monitor.editions.report.drawing import Studio
from wijkwerk.monitor.editions.report.facts import Line
from wijkwerk.shared.sentences import clean_name
from wijkwerk.shared.text import LANGUAGES

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [clean_name(name) for name in HOSTILE.values()]
COUNTS = dict.fromkeys(CLASSES, 0) | {"smaller": 12, "larger": 23, "equal": 4, "at_or_better": 1}
ROWS = [row(name, 5.5 - place) for place, name in enumerate(NAMES)]
LINES = [
    Line(name, "ref", (("2008", 1000.5, 900.0), ("2011", None, 950.0), ("2015", 1200.0, 980.0)))
    for name in NAMES
]


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio()


@pytest.mark.parametrize(
    "spec",
    [
        charts.class_bar(COUNTS, 40),
        charts.overview([(name, COUNTS, 40) for name in NAMES]),
        charts.trend(LINES, 1),
        charts.trend(LINES[:1], 1),
        charts.trend([Line("a", None, (("2006-10", 1.0, None), ("2012-10", 2.0, None)))], 0),
        charts.dots(ROWS, 1),
        charts.dots([row("a", 1.0, distance_lower=None, distance_upper=None)], 0),
    ],
    ids=["bar", "overview", "trend", "one", "months", "dots", "no margins"],
)
def test_a_picture_is_sound_svg_with_a_title_and_nothing_that_runs(
    studio: Studio, spec: charts.Spec
) -> None:
    svg = studio.draw(spec, "Titel <b>", "Zie & lees", "nl")
    tree = ElementTree.fromstring(svg)
    assert tree.get("role") == "img"
    assert tree.find(f"{SVG}title").text == "Titel <b>"  # type: ignore[union-attr]
    assert tree.find(f"{SVG}desc").text == "Zie & lees"  # type: ignore[union-attr]
    assert tree.get("viewBox")
    assert tree.get("width") is None
    tags = {element.tag for element in tree.iter()}
    assert tags <= {
        SVG + one for one in ("svg", "g", "path", "line", "rect", "text", "title", "desc")
    }
    names = {name for element in tree.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name == "id"}


def test_names_are_drawn_as_they_are(studio: Studio) -> None:
    svg = studio.draw(charts.dots(ROWS, 1), "t", "d", "nl")
    texts = {element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")}
    assert {"<script>document.title=…", '#read("/etc/passwd") $x…'} <= texts


def test_a_picture_is_drawn_once_and_its_numbers_are_in_every_language() -> None:
    studio, spec = Studio(), charts.trend(LINES, 1)
    nl, en = (studio.draw(spec, "t", "d", language) for language in LANGUAGES)
    assert len(studio._drawn) == 1
    assert ">1.000<" in nl
    assert ">1,000<" in en
    assert re.sub(r"[.,]", "", nl) == re.sub(r"[.,]", "", en)


def test_the_same_specification_gives_the_same_picture() -> None:
    spec = charts.class_bar(COUNTS, 40)
    assert Studio().draw(spec, "t", "d", "nl") == Studio().draw(spec, "t", "d", "nl")


def test_colour_is_never_the_only_sign() -> None:
    assert len(set(charts.SIGNS.values())) == len(CLASSES)
    shown = [part["text"] for part in charts.class_bar(COUNTS, 40)["data"]["values"]]
    assert shown[:2] == ["▼ 12", "▲ 23"]


def test_a_part_too_narrow_for_its_number_has_none() -> None:
    narrow = dict.fromkeys(CLASSES, 0) | {"smaller": 97, "larger": 1, "equal": 2}
    shown = [part["text"] for part in charts.class_bar(narrow, 100)["data"]["values"]]
    assert shown == ["▼ 97", "", ""]
