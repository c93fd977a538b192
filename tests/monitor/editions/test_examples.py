"""The published facts of 2004 and 2013, stated back by the reports in both languages."""

import html
import re
from pathlib import Path

import polars as pl
import pytest

from editions import BuildOnce
from wijkwerk.monitor.api import attack, verify_edition


@pytest.fixture(scope="module")
def monitor_2013(
    examples: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce
) -> Path:
    return build_once(examples / "outcomemonitor-2013", tmp_path_factory.mktemp("e"))


@pytest.fixture(scope="module")
def g27(examples: Path, tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce) -> Path:
    return build_once(examples / "g27-2004", tmp_path_factory.mktemp("e"))


def narrative(edition: Path, topic: str, language: str = "nl") -> list[str]:
    """The paragraphs of a topic, as a reader sees them."""
    name = "report.html" if language == "nl" else "report.en.html"
    page = (edition / name).read_text("utf-8")
    article = page.split(f'aria-labelledby="topic-{topic}"', 1)[1].split("</article>", 1)[0]
    said = re.findall(r'<p class="(?:answer|told)">(.*?)</p>', article, re.S)
    return [html.unescape(one).replace("\u00a0", " ") for one in said]


NO_MARGIN = "We kunnen niet zien of dit meer is dan toeval, want bij deze cijfers hoort geen marge."
NO_MARGIN_EN = (
    "We cannot tell whether this is more than chance, because these figures have no margin."
)
FACTS_2013 = {
    "selling_price": [
        "In 23 van de 40 aandachtswijken werd de afstand groter, in 12 kleiner, in 4 bleef die "
        "vrijwel gelijk en in 1 is er geen achterstand.",
        "In 2012 was het gemiddelde € 159.500 in de 40 aandachtswijken, tegen € 217.400 in de "
        "G18: een achterstand van € 57.900. Volgens de publicatie bleef de afstand tussen 2006 en "
        "2012 vrijwel gelijk.",
    ],
    "social_rent": [
        "In 24 van de 40 aandachtswijken werd de afstand kleiner. Over de andere 16 gebieden zegt "
        "de publicatie niets.",
        "In 2012 was het aandeel 55% in de 40 aandachtswijken, tegen 41% in de G18: een "
        "achterstand van 14 procentpunt. Volgens de publicatie werd de afstand tussen 2007 en 2012 "
        "kleiner.",
    ],
    "liveability": [
        "In 36 van de 40 aandachtswijken werd de afstand kleiner, in 2 groter, in 1 bleef die "
        "vrijwel gelijk en in 1 is er geen achterstand.",
    ],
    "dissatisfied_surroundings": [
        "In 2012 was het aandeel 14% in de 40 aandachtswijken, tegen 5% in Nederland: een "
        "achterstand van 9 procentpunt.",
    ],
    "havo_vwo": [
        "In 19 van de 40 aandachtswijken werd de afstand kleiner, in 12 groter, in 6 bleef die "
        "vrijwel gelijk en in 3 zijn er te weinig waarnemingen.",
        "In oktober 2006 was het aandeel 26% in de 40 aandachtswijken, tegen 41% in de G18: een "
        "achterstand van 15 procentpunt. Volgens de publicatie bleef de afstand tussen oktober "
        "2006 en oktober 2012 vrijwel gelijk.",
        "In de aandachtswijken in de G14 steeg het aandeel van 25% in oktober 2006 naar 30% in "
        "oktober 2012, een verbetering.",
        NO_MARGIN,
    ],
    "vsv": [
        "In 22 van de 40 aandachtswijken werd de afstand groter, in 15 kleiner en in 3 bleef die "
        "vrijwel gelijk.",
        "In de 40 aandachtswijken daalde het aandeel van 8,3% in 2007 naar 6,0% in 2012, een "
        "verbetering. Volgens de publicatie bleef de afstand tussen 2007 en 2012 vrijwel gelijk.",
        NO_MARGIN,
    ],
    "nww": [
        "In 34 van de 40 aandachtswijken werd de afstand kleiner, in 4 groter, in 1 bleef die "
        "vrijwel gelijk en in 1 is er geen achterstand.",
        "In de 40 aandachtswijken daalde het aandeel van 10% in 2007 naar 7% in 2013, een "
        "verbetering. Volgens de publicatie werd de afstand tussen 2007 en 2013 kleiner.",
        NO_MARGIN,
    ],
    "unemployment_benefit": [
        "In 17 van de 40 aandachtswijken werd de afstand groter en in 16 kleiner. Over de andere "
        "7 gebieden zegt de publicatie niets.",
        "Volgens de publicatie werd de afstand tussen 2007 en 2013 groter.",
    ],
    "income_from_work": [
        "In 18 van de 40 aandachtswijken werd de afstand kleiner. Over de andere 22 gebieden zegt "
        "de publicatie niets.",
        "De achterstand van de 40 aandachtswijken op de G18 werd kleiner: van 9 procentpunt in "
        "2007 naar 8 procentpunt in 2012. In de 40 aandachtswijken steeg het aandeel van 58% naar "
        "60%, een verbetering; in de G18 steeg het van 67% naar 68%, een kleinere verbetering.",
        NO_MARGIN,
    ],
    "safety": ["Volgens de publicatie werd de afstand tussen 2006 en 2012 groter."],
    "medicine_use": [
        "In 21 van de 40 aandachtswijken werd de afstand kleiner, in 11 groter, in 5 bleef die "
        "vrijwel gelijk en in 3 is er geen achterstand.",
    ],
    "newborns_extra_care": [
        "In 12 van de 40 aandachtswijken werd de afstand kleiner, in 8 groter, in 1 bleef die "
        "vrijwel gelijk en in 19 zijn er te weinig waarnemingen.",
        "In 2010 was het aandeel 18% in de 40 aandachtswijken, tegen 16% in de G18: een "
        "achterstand van 2 procentpunt. Volgens de publicatie werd de afstand tussen 2007 en 2010 "
        "kleiner.",
    ],
}
FACTS_2004 = {
    "offences": [
        "In 2004 was het aantal 10,92 per 100 in de G27, tegen 8,55 per 100 in Nederland: een "
        "achterstand van 2,37 per 100.",
    ],
    "unsafe_in_city": [
        "De voorsprong van de G26 op de G4 werd kleiner: van 10,5 procentpunt in 2000 naar 8,0 "
        "procentpunt in 2004. In de G26 steeg het aandeel van 34,8% naar 35,7%, een "
        "verslechtering; in de G4 daalde het van 45,3% naar 43,7%, een verbetering.",
        "De achterstand van de vijf slechtste steden van de G26 op de G4 werd groter: van 2,1 "
        "procentpunt in 2000 naar 5,0 procentpunt in 2004. In de vijf slechtste steden van de G26 "
        "steeg het aandeel van 47,4% naar 48,7%, een verslechtering; in de G4 daalde het van 45,3% "
        "naar 43,7%, een verbetering.",
        NO_MARGIN,
    ],
    "unsafe_in_neighbourhood": [
        "De voorsprong van de G26 op de G4 werd kleiner: van 8,6 procentpunt in 2000 naar 7,8 "
        "procentpunt in 2004. In de G26 daalde het aandeel van 23,3% naar 22,6%, een verbetering; "
        "in de G4 daalde het van 31,9% naar 30,4%, een grotere verbetering.",
        "De achterstand van de vijf slechtste steden van de G26 op de G4 werd groter: van 2,1 "
        "procentpunt in 2000 naar 5,2 procentpunt in 2004. In de vijf slechtste steden van de G26 "
        "steeg het aandeel van 34,0% naar 35,6%, een verslechtering; in de G4 daalde het van 31,9% "
        "naar 30,4%, een verbetering.",
        NO_MARGIN,
    ],
    "turnout": [
        "In 2002 was het aandeel 52,0% in de G26, tegen 57,7% in Nederland: een achterstand van "
        "5,7 procentpunt.",
        "In 2002 was het aandeel 48,0% in de G4, tegen 57,7% in Nederland: een achterstand van "
        "9,7 procentpunt.",
    ],
}
FACTS_2013_EN = {
    "selling_price": [
        "In 23 of the “40 aandachtswijken” the distance became larger, in 12 smaller, in 4 it "
        "stayed virtually equal and in 1 there is no lag.",
        "In 2012 the average was €159,500 in the group “40 aandachtswijken”, against €217,400 in "
        "the G18: a lag of €57,900. According to the publication the distance stayed virtually "
        "equal between 2006 and 2012.",
    ],
    "social_rent": [
        "In 24 of the “40 aandachtswijken” the distance became smaller. About the other 16 areas "
        "the publication says nothing.",
        "In 2012 the share was 55% in the group “40 aandachtswijken”, against 41% in the G18: a "
        "lag of 14 percentage points. According to the publication the distance became smaller "
        "between 2007 and 2012.",
    ],
    "vsv": [
        "In 22 of the “40 aandachtswijken” the distance became larger, in 15 smaller and in 3 it "
        "stayed virtually equal.",
        "In the group “40 aandachtswijken” the share fell from 8.3% in 2007 to 6.0% in 2012, an "
        "improvement. According to the publication the distance stayed virtually equal between "
        "2007 and 2012.",
        NO_MARGIN_EN,
    ],
    "income_from_work": [
        "In 18 of the “40 aandachtswijken” the distance became smaller. About the other 22 areas "
        "the publication says nothing.",
        "The lag of the group “40 aandachtswijken” behind the G18 became smaller: from 9 "
        "percentage points in 2007 to 8 percentage points in 2012. In the group “40 "
        "aandachtswijken” the share rose from 58% to 60%, an improvement; in the G18 it rose from "
        "67% to 68%, a smaller improvement.",
        NO_MARGIN_EN,
    ],
    "dissatisfied_surroundings": [
        "In 2012 the share was 14% in the group “40 aandachtswijken”, against 5% in the "
        "Netherlands: a lag of 9 percentage points.",
    ],
}


@pytest.mark.parametrize("topic", FACTS_2013)
def test_the_published_facts_of_2013_come_back_in_dutch(monitor_2013: Path, topic: str) -> None:
    assert narrative(monitor_2013, topic) == FACTS_2013[topic]


@pytest.mark.parametrize("topic", FACTS_2004)
def test_the_published_facts_of_2004_come_back_in_dutch(g27: Path, topic: str) -> None:
    assert narrative(g27, topic) == FACTS_2004[topic]


@pytest.mark.parametrize("topic", FACTS_2013_EN)
def test_the_published_facts_of_2013_come_back_in_english(monitor_2013: Path, topic: str) -> None:
    assert narrative(monitor_2013, topic, "en") == FACTS_2013_EN[topic]


def test_the_growth_of_crime_of_2004_comes_back(g27: Path) -> None:
    said = " ".join(
        sentence
        for topic in ("violence_growth", "property_growth", "public_order_growth")
        for sentence in narrative(g27, topic)
    )
    for figures in (
        ("52", "37"),
        ("98", "37"),
        ("15", "−4"),
        ("59", "−4"),
        ("30", "26"),
        ("82", "26"),
    ):
        own, other = figures
        assert re.search(rf"In 2004 was het cijfer {own}%? in .*?, tegen {other}%? in de G4", said)


def test_the_first_page_says_what_got_better_and_what_worse(monitor_2013: Path) -> None:
    page = html.unescape((monitor_2013 / "report.html").read_text("utf-8"))
    assert (
        "Bij 8 van de 13 onderwerpen werd de afstand vaker kleiner dan groter; bij 4 was het "
        "andersom; bij 1 is er nog geen verandering te meten." in page
    )
    better = page.split("Wat beter werd", 1)[1].split("</ul>", 1)[0]
    worse = page.split("Wat slechter werd", 1)[1].split("</ul>", 1)[0]
    assert "Leefbaarheidsscore: in 36 van de 40 aandachtswijken werd de afstand kleiner" in better
    assert (
        "Gemiddelde verkoopprijs van woningen: in 23 van de 40 aandachtswijken werd de afstand "
        "groter en in 12 kleiner." in worse
    )
    assert "We kunnen daarom niet zien welke van die veranderingen zeker zijn." in page


def test_published_counts_are_never_turned_into_areas(monitor_2013: Path) -> None:
    classes = pl.read_parquet(monitor_2013 / "classes.parquet")
    assert set(classes["origin"]) == {"published", "published_total"}
    assert classes["firm"].null_count() == classes.height
    areas = pl.read_parquet(monitor_2013 / "areas.parquet")
    assert areas.height == 4


def test_the_examples_verify_and_withstand_an_attack(
    monitor_2013: Path, g27: Path, examples: Path
) -> None:
    for edition, name in ((monitor_2013, "outcomemonitor-2013"), (g27, "g27-2004")):
        assert verify_edition(edition, examples / name) == []
        assert attack(edition).recovered == ()
