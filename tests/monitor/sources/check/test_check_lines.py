"""Names, titles and codes of a source are texts of one line, whichever file they stand in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from wijkwerk.monitor.sources.read import read_folder
from wijkwerk.shared.problems import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from tests.monitor.sources.conftest import Folder

REFUSED = {
    "line end": "\n", "tab": "\t", "bell": "\a", "turn": "\u202e", "line separator": "\u2028",
    "unseen": "\u200b", "too long": "x" * 3000,
}  # fmt: skip
IN_TOML = {
    "title": ("source.toml", '"Klein"'),
    "publisher": ("source.toml", '"Wijkwerk"'),
    "licence": ("source.toml", '"CC0-1.0"'),
    "group of focus": ("source.toml", '"FOCUS"'),
    "theme": ("indicators.toml", '"Werken"'),
    "indicator": ("indicators.toml", '"Selling price"'),
}
IN_TABLES = {
    "area": ("areas.csv", "Noord"),
    "group": ("groups.csv", "FOCUS,WK036301"),
    "code": ("areas.csv", "WK036302,Midden"),
}


def errors(small: Folder, name: str) -> list[str]:
    return [one for one in small.told() if one.startswith("error") and name in one]


@pytest.mark.parametrize("sign", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize(("name", "text"), IN_TOML.values(), ids=IN_TOML)
def test_a_text_of_a_definition_is_one_line(small: Folder, name: str, text: str, sign: str) -> None:
    small.change(name, text, json.dumps(f"voor{sign}na"))
    told = [error for error in errors(small, name) if "not a text that will do" in error]
    assert len(told) == 1, small.told()
    expected = (
        "at most 300 characters" if len(sign) > 1 else f"without the character U+{ord(sign):04X}"
    )
    assert expected in told[0]


@pytest.mark.parametrize("sign", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize(("name", "text"), IN_TABLES.values(), ids=IN_TABLES)
def test_a_text_of_a_table_is_one_line(small: Folder, name: str, text: str, sign: str) -> None:
    first, *rest = text.split(",")
    small.change(name, text, ",".join([f'"{first}{sign}x"', *rest]))
    told = [error for error in errors(small, name) if "not a text that will do" in error]
    assert len(told) == 1, small.told()
    assert f"error {name}:" in told[0]
    assert ("at most 300" if len(sign) > 1 else f"U+{ord(sign):04X}") in told[0]


def test_what_a_build_reads_is_refused_as_well(small: Folder, tmp_path: Path) -> None:
    small.change("areas.csv", "Noord", "Noo\u202erd")
    work = tmp_path / "work"
    work.mkdir()
    problems = read_folder(small.path, work).problems
    assert ("areas.csv", 4, "name", Severity.ERROR) in {
        (problem.file, problem.line, problem.column, problem.severity) for problem in problems
    }


def test_a_key_is_a_name_too(small: Folder) -> None:
    small.write(
        "source.toml", small.text("source.toml") + '\n[vintages]\n"w\\nv" = { from = "2012" }\n'
    )
    assert any("not a text of one line" in error for error in errors(small, "source.toml"))


def test_a_description_and_notes_may_have_paragraphs(small: Folder) -> None:
    before = small.told()
    text = json.dumps("Eerst.\n\nDan." + "y" * 1000)
    small.change(
        "source.toml", "[reference]", f"notes = {{ nl = {text}, en = {text} }}\n[reference]"
    )
    small.change(
        "indicators.toml",
        'unit = "eur"',
        f'unit = "eur"\ndescription = {{ nl = {text}, en = {text} }}',
    )
    assert small.told() == before
    small.write("source.toml", small.text("source.toml").replace("Eerst", "Eer\\u0007st"))
    assert any("U+0007" in error for error in errors(small, "source.toml"))


@pytest.mark.parametrize(
    "name", ["Łódź", "مرحبا", "می\u200cخواهم", "👨\u200d👩\u200d👧", "’t Zand", "x" * 300]
)
def test_names_of_any_language_are_taken(small: Folder, name: str) -> None:
    before = small.told()
    small.change("areas.csv", "Noord", name)
    small.change("source.toml", '"Klein"', json.dumps(name, ensure_ascii=False))
    assert small.told() == before
