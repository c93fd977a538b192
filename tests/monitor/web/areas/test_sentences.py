"""Every sentence of the pages of places, for none, one, all and some, as it is read."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from wijkwerk.monitor.core.standing import Course, Standing
from wijkwerk.monitor.web.areas import sentences
from wijkwerk.shared.text import Language

SINCE = ("2011",)
# behind, compared, sure, margins → the two languages.
POSITIONS = [
    ((0, 0, 0, False), "Er zijn geen cijfers waarmee dit gebied met Den Haag te vergelijken is.",
     "There are no figures to compare this area with Den Haag."),
    ((1, 1, 1, True), "Deze wijk heeft op de enige indicator met een cijfer een achterstand op Den Haag. "
     "Dat is zeker.", "This district lags behind Den Haag on the only indicator with a figure. That is sure."),
    ((0, 1, 0, False), "Deze wijk heeft op de enige indicator met een cijfer geen achterstand op Den Haag.",
     "This district doesn’t lag behind Den Haag on the only indicator with a figure."),
    ((0, 10, 0, False), "Deze wijk heeft op geen van de 10 indicatoren een achterstand op Den Haag.",
     "This district lags behind Den Haag on none of the 10 indicators."),
    ((10, 10, 10, True), "Deze wijk heeft op alle 10 indicatoren een achterstand op Den Haag. Bij alle 10 "
     "achterstanden is dat zeker.",
     "This district lags behind Den Haag on all 10 indicators. Of all 10 lags that is sure."),
    ((9, 10, 8, True), "Deze wijk heeft op 9 van de 10 indicatoren een achterstand op Den Haag. Bij 8 van "
     "deze achterstanden is dat zeker.",
     "This district lags behind Den Haag on 9 of the 10 indicators. Of 8 of these lags that is sure."),
    ((9, 10, 1, True), "Deze wijk heeft op 9 van de 10 indicatoren een achterstand op Den Haag. Bij 1 van "
     "deze achterstanden is dat zeker.",
     "This district lags behind Den Haag on 9 of the 10 indicators. Of 1 of these lags that is sure."),
    ((2, 10, 0, True), "Deze wijk heeft op 2 van de 10 indicatoren een achterstand op Den Haag. Bij geen van "
     "deze achterstanden is dat zeker.",
     "This district lags behind Den Haag on 2 of the 10 indicators. Of none of these lags that is sure."),
    ((1, 10, 0, True), "Deze wijk heeft op 1 van de 10 indicatoren een achterstand op Den Haag. Dat is niet "
     "zeker.", "This district lags behind Den Haag on 1 of the 10 indicators. That is not sure."),
    ((3, 10, 0, False), "Deze wijk heeft op 3 van de 10 indicatoren een achterstand op Den Haag. Hoe zeker "
     "dat is, is niet te bepalen: de bron geeft geen marges.",
     "This district lags behind Den Haag on 3 of the 10 indicators. How sure that is can’t be determined: "
     "the source gives no margins."),
]  # fmt: skip
# closing, of these firm, growing, of these firm
CHANGES = [
    ((0, 0, 0, 0), "Sinds 2011 werd geen achterstand duidelijk kleiner of groter.",
     "Since 2011 no lag became clearly smaller or larger."),
    ((1, 1, 0, 0), "Sinds 2011 werd de achterstand op 1 indicator kleiner. Die verandering is zeker.",
     "Since 2011 the lag became smaller on 1 indicator. That change is sure."),
    ((0, 0, 1, 0), "Sinds 2011 werd de achterstand op 1 indicator groter. Die verandering is niet zeker.",
     "Since 2011 the lag became larger on 1 indicator. That change is not sure."),
    ((7, 7, 0, 0), "Sinds 2011 werd de achterstand op 7 indicatoren kleiner. Alle 7 veranderingen zijn "
     "zeker.", "Since 2011 the lag became smaller on 7 indicators. All 7 changes are sure."),
    ((0, 0, 4, 0), "Sinds 2011 werd de achterstand op 4 indicatoren groter. Geen van deze 4 veranderingen is "
     "zeker.", "Since 2011 the lag became larger on 4 indicators. None of these 4 changes is sure."),
    ((7, 6, 2, 2), "Sinds 2011 werd de achterstand op 7 indicatoren kleiner en op 2 groter. Van deze 9 "
     "veranderingen zijn er 8 zeker.",
     "Since 2011 the lag became smaller on 7 indicators and larger on 2. Of these 9 changes 8 are sure."),
    ((1, 1, 2, 0), "Sinds 2011 werd de achterstand op 1 indicator kleiner en op 2 groter. Van deze 3 "
     "veranderingen is er 1 zeker.",
     "Since 2011 the lag became smaller on 1 indicator and larger on 2. Of these 3 changes 1 is sure."),
]  # fmt: skip
# behind, compared, sure, margins
FURTHEST = [
    ((9, 10, 8, True), "Van de 43 wijken staat Moerwijk het verst achter: op 9 van de 10 indicatoren, en op "
     "8 daarvan is dat zeker.",
     "Of the 43 districts Moerwijk is furthest behind: on 9 of the 10 indicators, surely on 8."),
    ((9, 10, 9, True), "Van de 43 wijken staat Moerwijk het verst achter: op 9 van de 10 indicatoren, en dat "
     "is bij elk daarvan zeker.",
     "Of the 43 districts Moerwijk is furthest behind: surely, on 9 of the 10 indicators."),
    ((10, 10, 10, True), "Van de 43 wijken staat Moerwijk het verst achter: op alle 10 indicatoren, en dat "
     "is bij elk daarvan zeker.",
     "Of the 43 districts Moerwijk is furthest behind: surely, on all 10 indicators."),
    ((1, 1, 1, True), "Van de 43 wijken staat Moerwijk het verst achter op de enige indicator, en dat is "
     "zeker.", "Of the 43 districts Moerwijk is furthest behind: surely, on the only indicator."),
    ((3, 10, 0, True), "Geen van de 43 wijken heeft een achterstand die zeker is.",
     "None of the 43 districts has a lag that is sure."),
    ((3, 10, 0, False), "Van de 43 wijken staat Moerwijk het verst achter: op 3 van de 10 indicatoren. Hoe "
     "zeker dat is, is niet te bepalen: de bron geeft geen marges.",
     "Of the 43 districts Moerwijk is furthest behind: on 3 of the 10 indicators. How sure that is can’t be "
     "determined: the source gives no margins."),
    ((0, 10, 0, False), "Geen van de 43 wijken heeft een achterstand.",
     "None of the 43 districts has a lag."),
]  # fmt: skip
# catching up, falling behind, undecided
COURSES = [
    ((0, 0, 0), "", ""),
    ((43, 0, 0), "Alle 43 wijken lopen per saldo zeker in.", "All 43 districts are surely catching up."),
    ((0, 43, 0), "Alle 43 wijken raken per saldo zeker verder achter.",
     "All 43 districts are surely falling further behind."),
    ((0, 0, 43), "Van geen van de 43 wijken is zeker of ze inlopen of verder achterraken.",
     "Of none of the 43 districts it is sure that they catch up or fall behind."),
    ((20, 8, 15), "Van de 43 wijken lopen er 20 zeker in, raken er 8 zeker verder achter en is dat van 15 "
     "niet te bepalen.", "Of the 43 districts 20 are surely catching up, 8 are surely falling further behind "
     "and of 15 this can’t be determined."),
    ((1, 1, 1), "Van de 3 wijken loopt er 1 zeker in, raakt er 1 zeker verder achter en is dat van 1 niet te "
     "bepalen.", "Of the 3 districts 1 is surely catching up, 1 is surely falling further behind and of 1 "
     "this can’t be determined."),
    ((0, 2, 41), "Van de 43 wijken raken er 2 zeker verder achter en is dat van 41 niet te bepalen.",
     "Of the 43 districts 2 are surely falling further behind and of 41 this can’t be determined."),
]  # fmt: skip


def lagging(case: tuple[int, int, int, bool], **more: Any) -> Standing:
    behind, compared, sure, margins = case
    return Standing(compared=compared, behind=behind, sure=sure, margins=margins, **more)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("case", POSITIONS)
def test_how_an_area_stands(case: tuple[Any, str, str], place: int) -> None:
    with override(("nl", "en")[place]):
        said = sentences.position(lagging(case[0]), sentences.this_area("district"), "Den Haag")
    assert " ".join(said) == case[1 + place]


def test_without_margins_nobody_can_tell_how_sure_a_change_is() -> None:
    told = Standing(told=1, behind=1, compared=1, closing=1, since=SINCE)
    with override("nl"):
        assert sentences.change(told, "nl")[1] == (
            "Hoe zeker dat is, is niet te bepalen: de bron geeft geen marges."
        )


def test_of_two_it_is_said_of_both() -> None:
    with override("nl"):
        said = " ".join(sentences.position(Standing(2, 2, 2, True), "Deze wijk", "Stad 1"))
        furthest = sentences.furthest("Noord", Standing(3, 3, 1, True), 4, "district", "nl")
    assert said == (
        "Deze wijk heeft op beide indicatoren een achterstand op Stad 1. Bij beide achterstanden is "
        "dat zeker."
    )
    assert furthest.endswith("op alle 3 indicatoren, zeker op 1.")


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("case", CHANGES)
def test_which_way_it_goes(case: tuple[Any, str, str], place: int) -> None:
    language: Language = "en" if place else "nl"
    closing, closing_firm, growing, growing_firm = case[0]
    told = Standing(
        margins=True, told=10, closing=closing, closing_firm=closing_firm, growing=growing,
        growing_firm=growing_firm, since=SINCE,
    )  # fmt: skip
    with override(language):
        assert " ".join(sentences.change(told, language)) == case[1 + place]


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("case", FURTHEST)
def test_which_is_furthest_behind(case: tuple[Any, str, str], place: int) -> None:
    language: Language = "en" if place else "nl"
    with override(language):
        said = sentences.furthest("Moerwijk", lagging(case[0]), 43, "district", language)
    assert said == case[1 + place]


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("case", COURSES)
def test_how_many_catch_up(case: tuple[Any, str, str], place: int) -> None:
    language: Language = "en" if place else "nl"
    with override(language):
        said = sentences.courses_sentence(
            dict(zip(Course, case[0], strict=True)), "district", language
        )
    assert said == case[1 + place]


@pytest.mark.parametrize(
    ("firm", "nl", "en"),
    [
        ((2, 1), "Deze wijk loopt per saldo zeker in.", "This district is surely catching up."),
        ((1, 2), "Deze wijk raakt per saldo zeker verder achter.",
         "This district is surely falling further behind."),
        ((1, 1), "Deze wijk loopt niet zeker in en raakt ook niet zeker verder achter.",
         "This district isn’t surely catching up or falling further behind."),
    ],
)  # fmt: skip
def test_whether_it_catches_up(firm: tuple[int, int], nl: str, en: str) -> None:
    told = Standing(closing=2, growing=2, closing_firm=firm[0], growing_firm=firm[1])
    for language, wanted in (("nl", nl), ("en", en)):
        with override(language):
            subject = sentences.this_area("district")
            assert sentences.course_sentence(told, subject) == wanted


@pytest.mark.parametrize(
    ("moments", "nl", "en"),
    [
        (("2011",), "Sinds 2011", "Since 2011"),
        ((), "Sinds de eerste meting", "Since the first measurement"),
        (("2009", "2013"), "Sinds de eerste meting (2009 tot 2013)",
         "Since the first measurement (2009 to 2013)"),
        (("2012-10",), "Sinds oktober 2012", "Since October 2012"),
    ],
)  # fmt: skip
def test_since_when(moments: tuple[str, ...], nl: str, en: str) -> None:
    for language, wanted in (("nl", nl), ("en", en)):
        with override(language):
            assert sentences.since_words(moments, language) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moments", "nl", "en"),
    [
        ((), "", ""),
        (("2011",), "Veranderingen zijn gerekend vanaf 2011.", "Changes are since 2011."),
        (
            ("2009", "2011", "2013"),
            "Veranderingen zijn gerekend vanaf de eerste meting van elke indicator (2009 tot 2013).",
            "Changes are since the first measurement of each indicator (2009 to 2013).",
        ),
    ],
)
def test_since_when_changes_are_counted(moments: tuple[str, ...], nl: str, en: str) -> None:
    for language, wanted in (("nl", nl), ("en", en)):
        with override(language):
            assert sentences.changes_since(moments, language) == wanted  # type: ignore[arg-type]


def test_where_nothing_was_told_no_course_is_said() -> None:
    with override("nl"):
        said = sentences.answer(lagging((2, 3, 2, True)), "neighbourhood", "Den Haag", "nl")
        assert said[-1] == (
            "Of de achterstand kleiner werd, is niet te bepalen: er is te weinig gemeten."
        )
        fine = sentences.answer(
            lagging((0, 3, 0, False), told=3), "neighbourhood", "Den Haag", "nl"
        )
    assert fine == ["Deze buurt heeft op geen van de 3 indicatoren een achterstand op Den Haag."]


@pytest.mark.parametrize(
    ("case", "nl"),
    [
        ((0, 0, 0), []),
        ((4, 2, 4), ["De publicatie meldt, zonder cijfers te geven, dat de afstand op 4 indicatoren kleiner werd, "
                     "op 2 indicatoren groter werd en op 4 indicatoren vrijwel gelijk bleef."]),
        ((1, 0, 0), ["De publicatie meldt, zonder cijfers te geven, dat de afstand op 1 indicator kleiner werd."]),
    ],
)  # fmt: skip
def test_what_a_publication_says(case: tuple[int, int, int], nl: list[str]) -> None:
    with override("nl"):
        assert sentences.published_changes(*case, "nl") == nl


@pytest.mark.parametrize(
    ("number", "nl"),
    [
        (1, "1 wijk met minder dan 500 mensen staat apart: de cijfers schommelen er door toeval."),
        (
            3,
            "3 wijken met minder dan 500 mensen staan apart: de cijfers schommelen er door toeval.",
        ),
    ],
)
def test_why_small_areas_stand_apart(number: int, nl: str) -> None:
    with override("nl"):
        assert sentences.small_sentence(number, 500, "district", "nl") == nl
