"""Periods in headers: understood, asked about, or left alone. Never silently another period."""

import re
from pathlib import Path

import pytest

from wijkwerk.monitor.sources.recipes.propose.header_periods import header_periods


@pytest.mark.parametrize(
    ("headers", "named", "asked"),
    [
        (["pct_19", "pct_20"], {"pct_19": ("pct", "2019"), "pct_20": ("pct", "2020")}, ["pct_19"]),
        (["Bijstand '98", "Bijstand '07"], {"Bijstand '98": ("Bijstand", "1998"),
         "Bijstand '07": ("Bijstand", "2007")}, ["Bijstand '98"]),
        (["bijstand 99", "bijstand 00", "bijstand 01*"], {"bijstand 99": ("bijstand", "1999"),
         "bijstand 00": ("bijstand", "2000"), "bijstand 01*": ("bijstand", "2001")}, ["bijstand 99"]),
        (["19", "20", "21"], {"19": ("", "2019"), "20": ("", "2020"), "21": ("", "2021")}, ["19"]),
        # An apostrophe says that it is a year; a number alone doesn't.
        (["Bijstand '19"], {"Bijstand '19": ("Bijstand", "2019")}, ["Bijstand '19"]),
        (["pct_19"], {}, ["pct_19"]),
        (["19", "45"], {}, ["19"]),
        (["wonen_01", "wonen_45"], {}, ["wonen_01"]),
        # School years.
        (["pct_1819", "pct_1920", "pct_2021"], {"pct_1819": ("pct", "2018"),
         "pct_1920": ("pct", "2019"), "pct_2021": ("pct", "2020")}, ["pct_1819"]),
        (["vsv 2019/20", "vsv 2020/21"], {"vsv 2019/20": ("vsv", "2019"),
         "vsv 2020/21": ("vsv", "2020")}, ["vsv 2019/20"]),
        (["vsv_2019_2020"], {"vsv_2019_2020": ("vsv", "2019")}, ["vsv_2019_2020"]),
        (["pct_1920"], {"pct_1920": ("pct", "2019")}, ["pct_1920"]),
        (["pct_2021"], {"pct_2021": ("pct", "2021")}, []),
        (["pct_2021", "pct_2022"], {"pct_2021": ("pct", "2021"), "pct_2022": ("pct", "2022")}, []),
        # Parts of years.
        (["misdrijven 2019 Q1", "misdrijven Q2 2019"], {
         "misdrijven 2019 Q1": ("misdrijven", "2019-Q1"),
         "misdrijven Q2 2019": ("misdrijven", "2019-Q2")}, []),
        (["diefstal 1e kwartaal 2019", "diefstal_2019KW02"], {
         "diefstal 1e kwartaal 2019": ("diefstal", "2019-Q1"),
         "diefstal_2019KW02": ("diefstal", "2019-Q2")}, []),
        (["ww mrt 2019", "ww (april 2019)"], {"ww mrt 2019": ("ww", "2019-03"),
         "ww (april 2019)": ("ww", "2019-04")}, []),
        (["ww_2019_01", "ww_2019_02"], {"ww_2019_01": ("ww", "2019-01"),
         "ww_2019_02": ("ww", "2019-02")}, ["ww_2019_01"]),
        (["ww_2019_11", "ww_2019_12", "ww_2020_01"], {"ww_2019_11": ("ww", "2019-11"),
         "ww_2019_12": ("ww", "2019-12"), "ww_2020_01": ("ww", "2020-01")}, ["ww_2019_11"]),
        # Years.
        (["Bijstand 2019 (%)", "2020 (voorlopig)"], {"Bijstand 2019 (%)": ("Bijstand (%)", "2019"),
         "2020 (voorlopig)": ("", "2020")}, []),
        (["Inwoners 1 januari 2019"], {"Inwoners 1 januari 2019": ("Inwoners 1 januari", "2019")}, []),
    ],
)  # fmt: skip
def test_a_period_in_a_header_is_understood_or_asked_about(
    headers: list[str], named: dict[str, tuple[str, str]], asked: list[str]
) -> None:
    found = header_periods(headers)
    assert found.named == named
    # The header and no more stands in quotation marks.
    assert [doubt.split("'", 1)[1].rsplit("'", 1)[0] for doubt in found.doubts] == asked


@pytest.mark.parametrize(
    "headers",
    [
        ["inwoners 0-14", "inwoners 15-24", "inwoners 65+"],
        ["p_00_14_jr", "p_15_24_jr", "p_65_oo_jr"],
        ["jonger dan 25", "leeftijd 18", "tot 27", "onder_18"],
        ["vraag_12", "vraag_13", "Q12", "V_12"],
        ["pm10", "pm25", "PM 25", "a_55", "a_60"],
        ["Gebouwd 1919-1930", "Gebouwd 1931-1945", "na 2010", "Voor 1945"],
        ["2010 en later", "< 1945", "huur_500_700"],
    ],
)
def test_ages_questions_and_classes_are_no_periods(headers: list[str]) -> None:
    assert header_periods(headers).named == {}


def test_what_is_asked_says_what_was_done() -> None:
    (read,) = header_periods(["pct_19", "pct_20"]).doubts
    assert re.match("'pct_19' is taken for 2019; ", read)
    (left,) = header_periods(["pct_19"]).doubts
    assert left.startswith("does 'pct_19' mean 2019?")
    (school,) = header_periods(["pct_1920", "pct_2021"]).doubts
    assert "school year 2019 to 2020" in school


def test_init_makes_one_series_of_columns_with_two_digits(tmp_path: Path) -> None:
    from wijkwerk.monitor.sources.recipes.propose import propose_recipe

    path = tmp_path / "werk.csv"
    path.write_text("code;pct_19;pct_20\nWK036301;5,1;5,2\nWK036302;6,1;6,2\n", "utf-8")
    text = propose_recipe([path]).text
    assert text.count("[[indicator]]") == 1
    assert '{ period = "2019" }' in text.replace("{period", "{ period").replace('"}', '" }')
    assert "# CHECK: 'pct_19' is taken for 2019" in text
