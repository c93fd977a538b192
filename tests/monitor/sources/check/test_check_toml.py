"""Settings and definitions: what is wrong is told with its line, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_the_check_tells_a_syntax_fault(small: Folder) -> None:
    small.change("source.toml", 'publisher = "Wijkwerk"', "publisher = Wijkwerk")
    assert small.told() == [
        (
            "error source.toml:4 [character 13]: not TOML: found 'publisher = Wijkwerk'; "
            "expected valid TOML (invalid value). Texts stand between quotation marks, as in "
            'publisher = "CBS".'
        ),
    ]


def test_the_check_tells_a_quotation_mark_that_is_missing_in_toml(small: Folder) -> None:
    small.change("source.toml", 'publisher = "Wijkwerk"', 'publisher = "Wijkwerk')
    assert small.told() == [
        (
            "error source.toml:4 [character 22]: not TOML: found 'publisher = \"Wijkwerk'; "
            "expected valid TOML (illegal character '\\n'). A quotation mark is missing."
        ),
    ]


def test_the_check_tells_a_key_given_twice(small: Folder) -> None:
    small.change(
        "source.toml", 'publisher = "Wijkwerk"', 'publisher = "Wijkwerk"\npublisher = "CBS"'
    )
    assert small.told() == [
        (
            "error source.toml:5 [character 18]: not TOML: found 'publisher = \"CBS\"'; expected "
            "valid TOML (cannot overwrite a value). Give each key once."
        ),
    ]


def test_the_check_tells_settings_that_are_not_utf_8(small: Folder) -> None:
    small.write(
        "source.toml", small.text("source.toml").replace("Klein", "Caf\u00e9").encode("cp1252")
    )
    assert small.told() == [
        (
            'error source.toml:3: not UTF-8: found \'title = { nl = "Café", en = "Small" }\'; '
            "expected a text saved as UTF-8. Save the file again with encoding UTF-8."
        ),
    ]


def test_the_check_tells_an_unknown_key(small: Folder) -> None:
    small.change("source.toml", "base_period", "base_periode")
    assert small.told() == [
        (
            "error source.toml:6 [source]: unknown key: found 'base_periode'; expected one of "
            "id, title, publisher, licence, base_period, report_level, focus_group, "
            "report_groups, vintage, simulated, notes. Did you mean base_period?"
        ),
    ]


def test_the_check_tells_a_missing_key(small: Folder) -> None:
    small.change("source.toml", 'licence = "CC0-1.0"\n', "")
    assert small.told() == [
        ("error source.toml:1 [source]: key is missing: expected licence. Add a line licence = …"),
    ]


def test_the_check_tells_a_number_where_a_text_belongs(small: Folder) -> None:
    small.change("source.toml", 'base_period = "2012"', "base_period = 2012")
    assert small.told() == [
        (
            "error source.toml:6 [source.base_period]: wrong value: found '2012'; expected a "
            'text between quotation marks, such as "2012".'
        ),
    ]


def test_the_check_tells_a_malformed_base_period(small: Folder) -> None:
    small.change("source.toml", 'base_period = "2012"', 'base_period = "1-1-2012"')
    assert small.told() == [
        (
            "error source.toml:6 [source.base_period]: malformed value: found '1-1-2012'; "
            "expected ISO 8601: 2012, 2012-10, 2012-Q3 or 2012-10-01."
        ),
    ]


def test_the_check_tells_an_unknown_unit(small: Folder) -> None:
    small.change("indicators.toml", 'unit = "eur"', 'unit = "euro"')
    assert small.told() == [
        (
            "error indicators.toml:17 [indicator.price.unit]: unknown value: found 'euro'; "
            "expected one of %, per 100, per 1000, per 10000, per 100000, eur, score, index, "
            "points, number, years. Did you mean eur?"
        ),
    ]


def test_the_check_tells_an_unknown_kind(small: Folder) -> None:
    small.change("indicators.toml", 'kind = "rate"', 'kind = "ratio"')
    assert small.told() == [
        (
            "error indicators.toml:10 [indicator.seekers.kind]: unknown value: found 'ratio'; "
            "expected one of rate, mean, score, index, standardised, indirect, survey, "
            "survey_mean, balance."
        ),
    ]


def test_the_check_tells_a_unit_that_its_kind_can_not_have(small: Folder) -> None:
    small.change("indicators.toml", 'unit = "%"', 'unit = "eur"')
    assert small.told() == [
        (
            "error indicators.toml:9 [seekers.unit]: impossible unit: found 'eur'; expected one"
            " of %, per 100, per 1000, per 10000, per 100000 for kind rate. Or give it another "
            "kind, such as mean or score."
        ),
    ]


def test_the_check_tells_a_definition_that_is_incomplete(small: Folder) -> None:
    small.change("indicators.toml", 'unit = "eur"\n', "")
    assert small.told() == [
        (
            "error indicators.toml:13 [indicator.price]: definition is incomplete: expected "
            "unit. Or take it from the shipped catalogue: catalogue = …"
        ),
    ]


def test_the_check_tells_an_indicator_defined_twice(small: Folder) -> None:
    small.change("indicators.toml", 'id = "price"', 'id = "seekers"')
    small.write(
        "observations.csv",
        "".join(
            line
            for line in small.text("observations.csv").splitlines(True)
            if ",price," not in line
        ),
    )
    assert small.told() == [
        (
            "error indicators.toml:14 [indicator.id]: defined twice: found 'seekers'; expected "
            "each id once. It is also on line 6: give one of them another id."
        ),
    ]


def test_the_check_tells_an_unknown_theme(small: Folder) -> None:
    small.change("indicators.toml", 'theme = "work"\nunit = "eur"', 'theme = "wrok"\nunit = "eur"')
    assert small.told() == [
        (
            "error indicators.toml:16 [price.theme]: unknown id: found 'wrok'; expected an id "
            "that is defined. Did you mean work?"
        ),
    ]


def test_the_check_tells_an_unknown_entry_of_the_catalogue(small: Folder) -> None:
    small.add("indicators.toml", "[[indicator]]", 'id = "x"', 'catalogue = "vsvv"')
    assert small.told() == [
        (
            "error indicators.toml:22 [x.catalogue]: unknown id: found 'vsvv'; expected an id "
            "that is defined. Did you mean vsv?"
        ),
    ]


def test_the_check_tells_an_index_of_nothing(small: Folder) -> None:
    small.change(
        "indicators.toml",
        'unit = "eur"\nkind = "mean"',
        'unit = "index"\nkind = "index"\nof = "seeker"',
    )
    small.write(
        "observations.csv",
        "".join(
            line
            for line in small.text("observations.csv").splitlines(True)
            if ",price," not in line
        ),
    )
    assert small.told() == [
        (
            "error indicators.toml:19 [price.of]: unknown id: found 'seeker'; expected an id "
            "that is defined. Did you mean seekers?"
        ),
    ]


def test_the_check_tells_an_unknown_focus_group(small: Folder) -> None:
    small.change("source.toml", 'focus_group = "FOCUS"', 'focus_group = "FOKUS"')
    assert small.told() == [
        (
            "error source.toml:7 [source.focus_group]: unknown group: found 'FOKUS'; expected a"
            " group in groups.csv. Did you mean FOCUS?"
        ),
    ]


def test_the_check_tells_an_unknown_reference(small: Folder) -> None:
    small.change("source.toml", 'rule = "municipality"', 'rule = "area"\ncode = "GM363"')
    assert small.told() == [
        (
            "error source.toml:11 [reference.code]: unknown code: found 'GM363'; expected an "
            "area or a group. Did you mean GM0363?"
        ),
    ]


def test_the_check_tells_a_reference_rule_without_its_area(small: Folder) -> None:
    small.change("source.toml", 'rule = "municipality"', 'rule = "area"')
    assert small.told() == [
        ("error source.toml:9 [reference]: key is missing: expected code. Add a line code = …"),
    ]
