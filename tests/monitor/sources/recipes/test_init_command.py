"""``source init`` says what it left out, and what it says to do next works as it is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wijkwerk.monitor.api import source_commands
from wijkwerk.monitor.sources.recipes.recipe import read_recipe

runner = CliRunner()
TABLE = (
    "gebied,naam,jaar,uitkering,kleur\n"
    "GM0363,Amsterdam,2023,5.5,rood\nGM0363,Amsterdam,2024,5.1,rood\n"
    "WK036301,Een,2023,6.5,blauw\nWK036301,Een,2024,6.1,blauw\n"
)


@pytest.mark.parametrize("name", ["my figures/a table.csv", "plain/table.csv"])
@pytest.mark.parametrize("out", ["first recipe.toml", "recipe"])
def test_the_next_command_works_as_printed(tmp_path: Path, name: str, out: str) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    path.write_text(TABLE)
    done = runner.invoke(source_commands, ["init", str(path), "--out", str(tmp_path / out)])
    assert done.exit_code == 0, (done.output, done.exception)
    said = re.sub(r"\s+", " ", done.output)
    assert "Left out: kleur." in said
    words = shlex.split(said.split("Next: ")[1])
    assert words[:3] == ["wijkwerk", "source", "recipe"]
    again = runner.invoke(source_commands, words[2:])
    assert again.exit_code == 0, (words, again.output, again.exception)
    assert (Path(words[-1]) / "areas.csv").is_file()


def test_own_codes_are_compared_as_the_recipe_says(tmp_path: Path) -> None:
    path, recipe, source = tmp_path / "f.csv", tmp_path / "f.toml", tmp_path / "f"
    path.write_text("wijk;jaar;Werkloosheid (%)\nKade;2021;5,1\nDok;2021;6,1\nTotaal;2021;5,5\n")
    runner.invoke(source_commands, ["init", str(path), "--out", str(recipe)])
    text = recipe.read_text()
    said = re.sub(r"\n# ", " ", text)
    assert "Keep the row of the whole city, with another code" in said
    for line in ("[reference]", 'rule = "area"', 'code = "CITY"'):
        assert f"# {line}\n" in text
        text = text.replace(f"# {line}", line)
    recipe.write_text(text.replace('skip = ["Totaal"]', 'replace = { "Totaal" = "CITY" }'))
    arguments = [str(recipe), "--data", str(tmp_path), "--out", str(source)]
    done = runner.invoke(source_commands, ["recipe", *arguments])
    assert done.exit_code == 0, done.output
    checked = runner.invoke(source_commands, ["check", str(source)])
    assert checked.exit_code == 0 and "to compare with" not in checked.output


MESSY = {
    "a.csv": "wijkcode;wijknaam;jaar;Inwoners;Bijstand aantal;wacht;pct migratie;opmerking;nr\n"
    "WK990101;Noord;2020/21;1000;45;12.345;5,5;goed;1\n"
    "WK990102;Zuid;2020/21;900;x;1.345;6,5;slecht;2\n"
    ";Totaal;2020/21;1900;90;13.690;6,0;;\n",
    "b.csv": "naam;soort;uitkering 2019 (%);uitkering 2020* (%);inkomen (euro);uitkering 2030 (prognose)\n"
    "Noord;totaal;5,5;6,5;24,3;7\nZuid;totaal;6,5;7,5;25,1;8\nZuid;mannen;6;7,1;25;8\n"
    "Kadestad (gemeente);totaal;6;7;24;8\n",
}


def _words_of(recipe: str) -> set[str]:
    """The comments of a recipe without their mark, the commands in them and the keys behind a #."""
    comments = {
        line.partition("# ")[2]
        for line in recipe.splitlines()
        if "# " in line and "#  " not in line
    }
    words = {re.sub(r"^(CHECK|CONTROLEER): ", "", comment) for comment in comments}
    return {
        text
        for text in words
        if not re.match(r"(base|numerator|denominator|rule|code) = |\[reference\]", text)
    }


def test_guesses_are_explained_in_the_language_of_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipes = {}
    for name, table in MESSY.items():
        path = tmp_path / name
        path.write_text(table)
        for language, word in (("en", "CHECK"), ("nl", "CONTROLEER")):
            monkeypatch.setenv("WIJKWERK_LANGUAGE", language)
            out = tmp_path / f"{path.stem}-{language}.toml"
            done = runner.invoke(source_commands, ["init", str(path), "--out", str(out), "--draft"])
            assert done.exit_code == 0, (done.output, done.exception)
            recipes[name, language] = text = out.read_text()
            questions = text.count(f"# {word}: ")
            assert questions > 5
            assert f" {questions} " in done.output
            assert word in done.output
            remarks = read_recipe(out).questions
            assert len(remarks) == questions
            assert all(f"the word {word} away" in str(problem) for problem in remarks)
        english, dutch = recipes[name, "en"], recipes[name, "nl"]
        assert english.count("# CHECK: ") == dutch.count("# CONTROLEER: ")
        assert len(_words_of(english)) > 8
        assert _words_of(english).isdisjoint(_words_of(dutch))
        without = re.compile(r"#.*|(title|publisher|licence) = .*")
        assert without.sub("", english).split() == without.sub("", dutch).split()
