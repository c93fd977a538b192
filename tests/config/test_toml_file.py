"""A TOML file is held against its schema, and every fault is told with its line."""

import tomllib
from pathlib import Path

import pytest

from wijkwerk.config import toml_file
from wijkwerk.config.api import hint, load_toml, read_toml
from wijkwerk.shared.problems import InputError

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"$ref": "text.schema.json"},
        "size": {"type": "integer", "minimum": 1},
        "code": {"type": "string", "pattern": "^[A-Z]+$", "description": "capitals."},
    },
}
SOUND = 'size = 3\n\n[name]\nnl = "Tuin"\nen = "Garden"\n'


def of(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_sound_file_gives_its_document_and_the_lines_of_its_keys(tmp_path: Path) -> None:
    file = read_toml(of(tmp_path, SOUND), SCHEMA)
    assert file.document == {"size": 3, "name": {"nl": "Tuin", "en": "Garden"}}
    assert (file.line("size"), file.line("name", "en"), file.line("name", "fr")) == (1, 5, 3)
    assert file.line("nothing") is None


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("size = 3", "size = 0", "own.toml:1 [size]: wrong value: found '0'; expected 1 or more."),
        ("size = 3", "sise = 3", "own.toml:1: unknown key: found 'sise'"),
        ("size = 3", 'code = "a"', "own.toml:1 [code]: malformed value: found 'a'; expected capitals."),
        ('nl = "Tuin"', 'nl = " "', "own.toml:4 [name.nl]: malformed value: found ' '; expected a text in Dutch."),
        ('nl = "Tuin"\n', "", "own.toml:3 [name]: key is missing: expected nl. Add a line nl = …"),
        ("size = 3", "size = 1e999", "not a number to count with"),
        ("[name]", "[name", "own.toml:3 [character 6]: not TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, was: str, becomes: str, message: str
) -> None:
    with pytest.raises(InputError) as wrong:
        read_toml(of(tmp_path, SOUND.replace(was, becomes)), SCHEMA)
    assert message in str(wrong.value)


def test_faults_stand_beside_the_document_and_bear_the_name_that_is_asked(tmp_path: Path) -> None:
    file = load_toml(of(tmp_path, SOUND.replace("3", "0")), SCHEMA, name="here/own.toml")
    assert [(problem.file, problem.line) for problem in file.problems] == [("here/own.toml", 1)]
    assert file.faulty == (("size",),)


@pytest.mark.parametrize(
    ("value", "known", "expected"),
    [
        ("gardne", ["garden", "street"], "Did you mean garden?"),
        ("GARDEN", ["garden", "street"], "Did you mean garden?"),
        ("x", ["garden", "street"], "Known: garden, street."),
        ("x", [str(number) for number in range(100, 120)], None),
        ("x", [], None),
    ],
)
def test_a_hint_is_what_was_probably_meant_or_the_few_that_there_are(
    value: str, known: list[str], expected: str | None
) -> None:
    assert hint(value, known) == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (".".join(["a"] * 8_000) + " = 1", 1),
        ("id = 1\n[" + " . ".join(["a"] * 60) + "]", 2),
        ("t = {" + ".".join(['"a b"', "'c'"] * 40) + " = 1}", 1),
    ],
)
def test_a_key_of_many_parts_is_refused_before_it_is_parsed(
    text: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tomllib, "loads", lambda text: pytest.fail("it was parsed"))
    (tmp_path / "deep.toml").write_text(text)
    with pytest.raises(InputError) as fault:
        load_toml(tmp_path / "deep.toml", {"type": "object"})
    assert [(problem.line, problem.code) for problem in fault.value.problems] == [
        (line, "not TOML")
    ]


def test_a_key_of_some_parts_and_a_text_with_dots_are_read(tmp_path: Path) -> None:
    key = ".".join(["a"] * 30)
    (tmp_path / "some.toml").write_text(
        f'{key} = 1\nb = "1.2.3 ... {"." * 90} x = 1; {"a " * 99}"\n'
    )
    assert load_toml(tmp_path / "some.toml", {"type": "object"}).document["a"]


def test_a_file_of_many_megabytes_is_refused_before_it_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toml_file, "_MOST_BYTES", 10)
    (tmp_path / "large.toml").write_text("a = 1\n" * 3)
    with pytest.raises(InputError, match="too large"):
        load_toml(tmp_path / "large.toml", {"type": "object"})
