"""The published facts of 2004 and 2013, stated back by the reports in both languages."""

import html
import re
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.api import attack, build_edition, verify_edition


@pytest.fixture(scope="module")
def monitor_2013(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_edition(examples / "outcomemonitor-2013", tmp_path_factory.mktemp("e"))


@pytest.fixture(scope="module")
def g27(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_edition(examples / "g27-2004", tmp_path_factory.mktemp("e"))


def narrative(edition: Path, name: str = "report.html") -> str:
    text = (edition / name).read_text("utf-8")
    return html.unescape(" ".join(re.findall(r'class="answer">(.*?)</p>', text, re.S)))


@pytest.mark.parametrize(
    "fact",
    [
        "€\u00a0159.500 in 2012, tegen €\u00a0217.400 in G18",
        "In 12 van de 40 gebieden werd de afstand kleiner, in 23 groter, in 4 bleef die vrijwel gelijk",
        "55% in 2012, tegen 41% in G18",
        "Volgens de publicatie werd de afstand tot de referentie kleiner",
        "In 24 gebieden werd de afstand kleiner",
        "In 36 van de 40 gebieden werd de afstand kleiner, in 2 groter",
        "26% in oktober 2006, tegen 41% in G18",
        "30% in oktober 2012. Dat was 25% in oktober 2006: een stijging.",
        "In 19 van de 40 gebieden werd de afstand kleiner, in 12 groter, in 6 bleef die vrijwel gelijk en in 3",
        "6,0% in 2012. Dat was 8,3% in 2007: een daling. Volgens de publicatie bleef de afstand tot "
        "de referentie vrijwel gelijk",
        "7% in 2013. Dat was 10% in 2007",
        "In 34 van de 40 gebieden werd de afstand kleiner, in 4 groter, in 1 bleef",
        "60% in 2012, tegen 68% in G18. Dat was 58% in 2007: een stijging. In G18 ging het van 67% naar 68%.",
        "De achterstand werd kleiner: van 9 procentpunt naar 8 procentpunt.",
        "In 21 van de 40 gebieden werd de afstand kleiner, in 11 groter, in 5 bleef",
        "18% in 2010, tegen 16% in G18",
        "14% in 2012, tegen 5% in Nederland",
    ],
)
def test_the_published_facts_of_2013_come_back_in_dutch(monitor_2013: Path, fact: str) -> None:
    assert fact in narrative(monitor_2013)


@pytest.mark.parametrize(
    "fact",
    [
        "10,92 per 100 in 2004, tegen 8,55 per 100 in Nederland",
        "Dat was 34,8% in 2000: een stijging. In G4 ging het van 45,3% naar 43,7%.",
        "G26: 35,7% in 2004, tegen 43,7% in G4",
        "48,7% in 2004",
        "Dat was 23,3% in 2000: een daling.",
        "52,0% in 2002, tegen 57,7% in Nederland",
    ],
)
def test_the_published_facts_of_2004_come_back_in_dutch(g27: Path, fact: str) -> None:
    assert fact in narrative(g27)


def test_the_english_report_says_the_same(monitor_2013: Path) -> None:
    text = narrative(monitor_2013, "report.en.html")
    assert "55% in 2012, against 41% in G18" in text
    assert "In 12 of 40 areas the distance became smaller, in 23 larger" in text
    assert "According to the publication the distance to the reference became smaller" in text


def test_published_counts_are_never_turned_into_areas(monitor_2013: Path) -> None:
    classes = pl.read_parquet(monitor_2013 / "classes.parquet")
    assert set(classes["origin"]) == {"published", "published_total"}
    assert classes["firm"].null_count() == classes.height
    areas = pl.read_parquet(monitor_2013 / "areas.parquet")
    assert areas.height == 4


@pytest.mark.parametrize("name", ["outcomemonitor-2013", "g27-2004"])
def test_the_examples_verify_and_withstand_an_attack(
    name: str, examples: Path, tmp_path: Path
) -> None:
    edition = build_edition(examples / name, tmp_path)
    assert verify_edition(edition, examples / name) == []
    assert attack(edition).recovered == ()
