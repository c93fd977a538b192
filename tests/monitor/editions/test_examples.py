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


NO_MARGIN = "Of dit meer is dan toeval, is niet te bepalen, want bij deze cijfers hoort geen marge."
NO_MARGIN_EN = (
    "We cannot tell whether this is more than chance, because these figures have no margin."
)
STABLE_IN_THE_COUNTRY = (
    "Volgens de publicatie verbeterde het cijfer in de 40 aandachtswijken; in Nederland bleef het "
    "gelijk. Wat er met de afstand van de 40 aandachtswijken als geheel gebeurde, vermeldt de publicatie niet."
)
NO_LAG_IN_2012 = (
    "Volgens de publicatie verbeterde het cijfer in de 40 aandachtswijken. Volgens de publicatie was "
    "er in 2012 geen achterstand."
)
FACTS_2013 = {
    "selling_price": [
        "In 23 van de 40 aandachtswijken werd de afstand groter, in 12 kleiner, in 4 bleef de "
        "afstand vrijwel gelijk en in 1 is er geen achterstand. Er is geen achterstand in "
        "Nieuwland.",
        "In 2012 was het gemiddelde € 159.500 in de 40 aandachtswijken, tegen € 217.400 in de "
        "G18: een achterstand van € 57.900. Volgens de publicatie bleef de afstand in de periode "
        "tot en met 2012 vrijwel gelijk.",
    ],
    "social_rent": [
        "In 24 van de 40 aandachtswijken werd het verschil kleiner. Voor de andere 16 gebieden noemt "
        "de publicatie geen aantallen. Het verschil werd kleiner in onder meer Transvaal (Den Haag) en "
        "Doornakkers (Eindhoven).",
        "In 2012 was het aandeel 55% in de 40 aandachtswijken, tegen 41% in de G18: 14 procentpunt "
        "hoger. Volgens de publicatie daalde het aandeel in de 40 aandachtswijken. Volgens de "
        "publicatie werd het verschil van de 40 aandachtswijken met de G18 in de periode tot en met "
        "2012 kleiner.",
        "Lager of hoger is hier niet beter of slechter. De afstand zegt alleen hoeveel het cijfer "
        "verschilt van dat van de referentie.",
    ],
    "liveability": [
        "In 36 van de 40 aandachtswijken werd de afstand kleiner, in 2 groter, in 1 bleef de "
        "afstand vrijwel gelijk en in 1 is er geen achterstand. De afstand werd groter in "
        "Overschie en "
        "Vreewijk. De afstand bleef vrijwel gelijk in Overvecht. Er is geen achterstand in "
        "Bergpolder.",
        "Volgens de publicatie verbeterde het cijfer in de 40 aandachtswijken. Wat er met de afstand van "
        "de 40 aandachtswijken als geheel gebeurde, vermeldt de publicatie niet.",
        "Volgens de publicatie werd de afstand van de aandachtswijken in de G14 tot de G14 tussen 2006 "
        "en 2012 kleiner.",
    ],
    "dissatisfied_surroundings": [
        "In 2012 was het aandeel 14% in de 40 aandachtswijken, tegen 5% in Nederland: een "
        "achterstand van 9 procentpunt. Volgens de publicatie verbeterde het cijfer in de 40 "
        "aandachtswijken; in Nederland verbeterde het, maar minder snel. Volgens de "
        "publicatie werd de afstand tussen 2002 en 2012 kleiner."
    ],
    "decay": [
        "Volgens de publicatie verbeterde het cijfer in de 40 aandachtswijken; in Nederland "
        "verslechterde het. Wat er met de afstand van de 40 aandachtswijken als geheel gebeurde, "
        "vermeldt de "
        "publicatie niet."
    ],
    "nuisance": [STABLE_IN_THE_COUNTRY],
    "social_cohesion": [STABLE_IN_THE_COUNTRY],
    "perceived_development": [NO_LAG_IN_2012],
    "expected_development": [NO_LAG_IN_2012],
    "havo_vwo": [
        "In 19 van de 40 aandachtswijken werd de afstand kleiner, in 12 groter, in 6 bleef de "
        "afstand vrijwel gelijk en in 3 zijn er te weinig waarnemingen. De afstand werd kleiner in "
        "onder meer Amsterdam Oost.",
        "In oktober 2006 was het aandeel 26% in de 40 aandachtswijken, tegen 41% in de G18: een "
        "achterstand van 15 procentpunt. Volgens de publicatie verbeterde het cijfer in de 40 "
        "aandachtswijken; in de G18 verbeterde het. Volgens de publicatie bleef de afstand "
        "tussen oktober 2006 en oktober 2012 vrijwel gelijk.",
        "Volgens de publicatie ging het aandeel in de aandachtswijken in de G14 van 25% naar 30%; in "
        "de G14 verbeterde het, maar minder snel. Volgens de publicatie werd de afstand tussen oktober "
        "2006 en oktober 2012 kleiner.",
    ],
    "vsv": [
        "In 22 van de 40 aandachtswijken werd de afstand groter, in 15 kleiner en in 3 bleef de "
        "afstand vrijwel gelijk. De afstand werd kleiner in onder meer Rivierenwijk (Deventer).",
        # The publication names no year for these figures, so none is told.
        "Volgens de publicatie ging het aandeel in de 40 aandachtswijken van 8,3% naar 6,0%; in "
        "de G18 verbeterde het. Volgens de publicatie bleef de afstand in een periode die de "
        "publicatie niet noemt vrijwel gelijk.",
        "Volgens de publicatie werd de afstand van de aandachtswijken in de G4 tot de G4 in een periode "
        "die de publicatie niet noemt groter.",
    ],
    "nww": [
        "In 34 van de 40 aandachtswijken werd de afstand kleiner, in 4 groter, in 1 bleef de "
        "afstand vrijwel gelijk en in 1 is er geen achterstand. "
        "De afstand werd kleiner in onder meer Overvecht (Utrecht).",
        "In de 40 aandachtswijken daalde het aandeel van 10% in 2007 naar 7% in 2013, een "
        "verbetering. Volgens de publicatie verbeterde het cijfer in de 40 aandachtswijken; in de"
        " G18 verbeterde het, maar minder snel. Volgens de publicatie werd de afstand tussen 2007"
        " en "
        "2013 kleiner.",
        NO_MARGIN,
    ],
    "unemployment_benefit": [
        "In 17 van de 40 aandachtswijken werd de afstand groter en in 16 kleiner. Voor de andere "
        "7 gebieden noemt de publicatie geen aantallen.",
        "Volgens de publicatie verslechterde het cijfer in de 40 aandachtswijken; in de G18 "
        "verslechterde het, maar minder snel. Volgens de publicatie werd de afstand tussen 2007 "
        "en 2013 "
        "groter.",
    ],
    "income_from_work": [
        "In 18 van de 40 aandachtswijken werd de afstand kleiner. Voor de andere 22 gebieden noemt "
        "de publicatie geen aantallen. De afstand werd kleiner in onder meer Velve-Lindenhof "
        "(Enschede).",
        "De achterstand van de 40 aandachtswijken op de G18 werd kleiner: van 9 procentpunt in "
        "2007 naar 8 procentpunt in 2012. In de 40 aandachtswijken steeg het aandeel van 58% naar "
        "60%, een verbetering; in de G18 steeg het van 67% naar 68%, een kleinere verbetering.",
        NO_MARGIN,
    ],
    "safety": [
        "Volgens de publicatie verbeterde het cijfer in de 40 aandachtswijken; in de G18 "
        "verbeterde het, en sneller. Volgens de publicatie werd de afstand tussen 2006 en 2012 "
        "groter.",
        "Volgens de publicatie verbeterde het cijfer in de aandachtswijken in de G14. Wat er met de "
        "afstand van de aandachtswijken in de G14 als geheel gebeurde, vermeldt de publicatie niet.",
    ],
    "newborns_extra_care": [
        "In 12 van de 40 aandachtswijken werd de afstand kleiner, in 8 groter, in 1 bleef de "
        "afstand vrijwel gelijk en in 19 zijn er te weinig waarnemingen.",
        "In 2010 was het aandeel 18% in de 40 aandachtswijken, tegen 16% in de G18: een "
        "achterstand van 2 procentpunt. Volgens de publicatie verbeterde het cijfer in de 40 "
        "aandachtswijken; in de G18 verbeterde het, maar minder snel. Volgens de publicatie "
        "werd de afstand in de periode tot en met 2010 kleiner.",
        "Volgens de publicatie werd de afstand van de aandachtswijken in de G14 tot de G14 in de "
        "periode tot en met 2010 kleiner.",
        "Volgens de publicatie werd de afstand van de aandachtswijken in de G4 tot de G4 in de periode "
        "tot en met 2010 groter.",
    ],
    # Neither side is better, so nothing says that the three areas had no lag.
    "medicine_use": [
        "In 21 van de 40 aandachtswijken werd het verschil kleiner, in 11 groter, in 5 bleef het "
        "verschil vrijwel gelijk en in 3 is het aantal lager dan in de referentie. Het verschil werd "
        "kleiner in onder meer Kruiskamp (Amersfoort).",
        "Lager of hoger is hier niet beter of slechter. De afstand zegt alleen hoeveel het cijfer "
        "verschilt van dat van de referentie.",
    ],
}
FACTS_2004 = {
    "offences": [
        # No year: the source gives none.
        "Volgens de publicatie was het aantal in de G27 10,92 per 100; in Nederland was het 8,55 "
        "per 100. Wat er met de afstand van de G27 als geheel gebeurde, vermeldt de publicatie niet."
    ],
    "objective_decay": [
        "Volgens de publicatie was de score in de G26 4,2; in de G4 was die 5,4. Volgens de "
        "publicatie liep de score binnen de G26 uiteen van 2,0 tot 5,7; binnen de G4 van 5,2 tot 5,5. "
        "Wat er met de afstand van de G26 als geheel gebeurde, vermeldt de publicatie niet.",
        "Volgens de publicatie was de score in de vijf slechtste steden van de G26 5,3; in de G4 "
        "was die 5,4. Wat er met de afstand van de vijf slechtste steden van de G26 als geheel gebeurde, "
        "vermeldt de publicatie niet.",
    ],
    "youth_unemployment": [
        "In de G27 steeg het aandeel van 7,0% in 2002 naar 11,0% in 2005, een verslechtering. "
        "Volgens de publicatie verslechterde het cijfer in de G27; in Nederland verslechterde het. "
        # The publication gives the growth in the country and not what the distance did.
        "Wat er met de afstand van de G27 als geheel gebeurde, vermeldt de publicatie niet.",
        NO_MARGIN,
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
        "5,7 procentpunt. Volgens de publicatie liep het aandeel binnen de G26 uiteen van 45,9% tot "
        "57,6%.",
        "In 2002 was het aandeel 48,0% in de G4, tegen 57,7% in Nederland: een achterstand van "
        "9,7 procentpunt. Volgens de publicatie liep het aandeel binnen de G4 uiteen van 43,5% tot "
        "56,3%.",
    ],
}
FACTS_2013_EN = {
    "selling_price": [
        "In 23 of the “40 aandachtswijken” the distance became larger, in 12 smaller, in 4 it "
        "stayed virtually equal and in 1 there is no lag. There is no lag in Nieuwland.",
        "In 2012 the average was €159,500 in the group “40 aandachtswijken”, against €217,400 in "
        "the G18: a lag of €57,900. According to the publication the distance stayed virtually "
        "equal in the period up to 2012.",
    ],
    "social_rent": [
        "In 24 of the “40 aandachtswijken” the difference became smaller. For the other 16 areas the "
        "publication gives no counts. The difference became smaller in Transvaal (Den Haag) and "
        "Doornakkers (Eindhoven), among others.",
        "In 2012 the share was 55% in the group “40 aandachtswijken”, against 41% in the G18: 14 "
        "percentage points higher. According to the publication the share in the group “40 "
        "aandachtswijken” fell. According to the publication the difference of the group “40 "
        "aandachtswijken” with the G18 became smaller in the period up to 2012.",
        "Lower or higher is no better or worse here. The distance only says how much the figure "
        "differs from that of the reference.",
    ],
    "vsv": [
        "In 22 of the “40 aandachtswijken” the distance became larger, in 15 smaller and in 3 it "
        "stayed virtually equal. The distance became smaller in Rivierenwijk (Deventer), among "
        "others.",
        "According to the publication the share in the group “40 aandachtswijken” went from 8.3% "
        "to 6.0%; in the G18 it improved. According to the publication the distance stayed "
        "virtually equal in a period that the publication does not name.",
        "According to the publication the distance of the group “aandachtswijken in de G4” to the G4 "
        "became larger in a period that the publication does not name.",
    ],
    "medicine_use": [
        "In 21 of the “40 aandachtswijken” the difference became smaller, in 11 larger, in 5 it "
        "stayed virtually equal and in 3 the rate is lower than in the reference. The difference "
        "became smaller in Kruiskamp (Amersfoort), among others.",
        "Lower or higher is no better or worse here. The distance only says how much the figure "
        "differs from that of the reference.",
    ],
    "income_from_work": [
        "In 18 of the “40 aandachtswijken” the distance became smaller. For the other 22 areas "
        "the publication gives no counts. The distance became smaller in Velve-Lindenhof (Enschede), "
        "among others.",
        "The lag of the group “40 aandachtswijken” behind the G18 became smaller: from 9 "
        "percentage points in 2007 to 8 percentage points in 2012. In the group “40 "
        "aandachtswijken” the share rose from 58% to 60%, an improvement; in the G18 it rose from "
        "67% to 68%, a smaller improvement.",
        NO_MARGIN_EN,
    ],
    "dissatisfied_surroundings": [
        "In 2012 the share was 14% in the group “40 aandachtswijken”, against 5% in the "
        "Netherlands: a lag of 9 percentage points. According to the publication the figure in the "
        "group “40 aandachtswijken” improved; in the Netherlands it improved, but less fast. "
        "According to the publication the distance became smaller between 2002 and 2012."
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
    # Where a count of areas leaves it open, what was published of the group as a whole settles it.
    assert (
        "Bij 7 van de 16 onderwerpen werd de afstand in meer gebieden kleiner dan groter, of voor"
        " de groep als geheel kleiner. Bij 4 onderwerpen is het andersom. Bij 2 onderwerpen was "
        "er evenveel vooruitgang als achteruitgang, bleef de afstand gelijk of is er geen "
        "achterstand. Bij 3 onderwerpen zegt de publicatie te weinig om dat te "
        "bepalen." in page
    )
    better = page.split("Waar de afstand kleiner werd", 1)[1].split("</ul>", 1)[0]
    worse = page.split("Waar de afstand groter werd", 1)[1].split("</ul>", 1)[0]
    unsaid = page.split("Waarover de publicatie te weinig zegt", 1)[1].split("</ul>", 1)[0]
    assert "in 18 van de 40 aandachtswijken werd de afstand kleiner. Voor de andere 22" in better
    assert "Werkloosheidsuitkeringen: in 17 van de 40" in worse
    assert "Werkloosheidsuitkeringen" not in unsaid
    # What most areas did isn't what the group as a whole did: both are said.
    assert (
        "Voor de 40 aandachtswijken als geheel bleef de afstand volgens de publicatie vrijwel gelijk."
        in next(line for line in better.split("<li>") if "havo of vwo" in line)
    )
    # The figure improved while the distance of most areas grew: both are said.
    assert (
        "werd de afstand groter en in 15 kleiner. Voor de 40 aandachtswijken als geheel bleef de "
        "afstand volgens de publicatie vrijwel gelijk. Het cijfer in de 40 aandachtswijken zelf verbeterde wel."
        in worse
    )
    assert "Wat beter werd" not in page
    assert "Wat slechter werd" not in page
    assert "None" not in page
    assert "Leefbaarheidsscore: in 36 van de 40 aandachtswijken werd de afstand kleiner" in better
    assert (
        "Gemiddelde verkoopprijs van woningen: in 23 van de 40 aandachtswijken werd de afstand "
        "groter en in 12 kleiner." in worse
    )
    assert "Welke veranderingen zeker zijn, is daarom niet te bepalen." in page


def test_published_counts_are_never_turned_into_areas(monitor_2013: Path) -> None:
    classes = pl.read_parquet(monitor_2013 / "classes.parquet")
    assert set(classes["origin"]) == {"published", "published_total", "published_rest"}
    assert classes["firm"].null_count() == classes.height
    areas = pl.read_parquet(monitor_2013 / "areas.parquet")
    assert set(areas["code"]) == {"NL00", "AW40", "G18", "AW14", "G14", "AW4", "G4"}


def test_what_was_published_of_some_areas_is_counted_of_all(monitor_2013: Path) -> None:
    classes = pl.read_parquet(monitor_2013 / "classes.parquet")
    # What is left of a group was reckoned here, and says so.
    reckoned = classes.filter(pl.col("class") == "not_reported", pl.col("count") > 1)
    assert set(reckoned["origin"]) == {"published_rest"}
    counted = classes.filter(pl.col("origin").is_in(["published", "published_rest"]))
    sums = counted.group_by("indicator").agg(pl.col("count").sum())
    assert set(sums["count"]) == {40}
    silent = counted.filter(pl.col("class") == "not_reported")
    assert dict(silent.select("indicator", "count").iter_rows()) == {
        "unemployment_benefit": 7,
        "income_from_work": 22,
        "social_rent": 16,
    }


def test_what_has_no_better_side_is_counted_without_a_judgement(monitor_2013: Path) -> None:
    classes = pl.read_parquet(monitor_2013 / "classes.parquet")
    medicine = classes.filter(pl.col("indicator") == "medicine_use")
    assert dict(medicine.select("class", "count").iter_rows()) == {
        "difference_smaller": 21,
        "difference_larger": 11,
        "difference_equal": 5,
        "below": 3,
    }
    # No headline, no sum and no picture of better and worse has them.
    page = html.unescape((monitor_2013 / "report.html").read_text("utf-8"))
    overview = page.split("Gebieden per klasse, per onderwerp", 1)[1].split("</table>", 1)[0]
    assert "Leefbaarheidsscore" in overview
    assert "Sociale huurwoningen" not in overview and "Gebruik van medicijnen" not in overview
    neutral = page.split("Wat niet beter of slechter kan worden", 1)[1].split("</ul>", 1)[0]
    assert (
        "Sociale huurwoningen: in 24 van de 40 aandachtswijken werd het verschil kleiner" in neutral
    )
    assert "Gebruik van medicijnen: in 21 van de 40" in neutral
    assert "Dat is geen oordeel en telt in geen conclusie mee." in page
    assert "achterstand" not in neutral


def test_a_publication_says_what_a_group_is_held_against(monitor_2013: Path) -> None:
    classes = pl.read_parquet(monitor_2013 / "classes.parquet")
    own = classes.filter(pl.col("reference") != "").select("group", "reference").unique()
    assert sorted(own.rows()) == [("AW14", "G14"), ("AW4", "G4")]


def test_no_year_is_invented(monitor_2013: Path, g27: Path) -> None:
    classes = pl.read_parquet(monitor_2013 / "classes.parquet")
    undated = classes.filter(pl.col("period_from").is_null())["indicator"].unique().to_list()
    assert set(undated) == {
        "selling_price",
        "social_rent",
        "vsv",
        "newborns_extra_care",
        "decay",
        "nuisance",
        "social_cohesion",
    }
    figures = pl.read_parquet(g27 / "figures.parquet")
    assert "offences" not in figures["indicator"].to_list()
    stated = pl.read_parquet(g27 / "classes.parquet").row(
        by_predicate=pl.col("indicator") == "offences", named=True
    )
    assert (stated["own_to"], stated["reference_to"]) == (10.92, 8.55)
    assert (stated["period_from"], stated["period_to"]) == (None, None)


def test_a_range_alone_says_nothing_of_a_change(g27: Path) -> None:
    classes = pl.read_parquet(g27 / "classes.parquet")
    turnout = classes.filter(pl.col("indicator") == "turnout").sort("group")
    ends = turnout.select("group", "own_lowest", "own_highest").rows()
    assert ends == [("G26", 45.9, 57.6), ("G4", 43.5, 56.3)]
    assert "vermeldt de publicatie niet" not in " ".join(narrative(g27, "turnout"))


def test_objective_and_perceived_quality_have_names_of_their_own(g27: Path) -> None:
    # Their scales differ (0-10 against 1-10), so nothing may hold one against the other.
    said = " ".join(narrative(g27, "decay") + narrative(g27, "objective_decay"))
    assert "4,3" in said and "4,2" in said


def test_the_examples_verify_and_withstand_an_attack(
    monitor_2013: Path, g27: Path, examples: Path
) -> None:
    for edition, name in ((monitor_2013, "outcomemonitor-2013"), (g27, "g27-2004")):
        assert verify_edition(edition, examples / name) == []
        assert attack(edition).recovered == ()


def test_a_lead_that_shrank_is_told_apart_from_a_distance_that_grew(g27: Path) -> None:
    page = html.unescape((g27 / "report.html").read_text("utf-8"))
    assert "Waar de afstand groter werd" not in page
    leads = page.split("Waar een voorsprong kleiner werd of verdween", 1)[1].split("</ul>", 1)[0]
    assert leads.count("de voorsprong van de G26 op de G4 werd kleiner") == 4


def test_areas_without_a_distance_are_in_no_order_of_it(g27: Path) -> None:
    page = html.unescape((g27 / "report.html").read_text("utf-8"))
    topic = page.split('aria-labelledby="topic-dropout_by_region"', 1)[1].split("</article>", 1)[0]
    assert "grootste achterstand eerst" not in topic
    assert "De groepen (november 2005)" in topic
    safety = page.split('aria-labelledby="topic-unsafe_in_city"', 1)[1].split("</article>", 1)[0]
    assert "De groepen, grootste achterstand eerst" in safety


def test_only_the_mean_of_offences_is_called_unweighted(g27: Path) -> None:
    page = html.unescape((g27 / "report.html").read_text("utf-8"))
    assert "het ongewogen gemiddelde van de G26" not in page
    assert (
        "Alleen bij het aantal delicten zegt de publicatie dat het gemiddelde ongewogen is" in page
    )
