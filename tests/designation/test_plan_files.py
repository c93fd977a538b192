"""Plans, measures of one's own and residents' answers are read, or told what is wrong with them."""

from pathlib import Path

import pytest

from wijkwerk.designation.plan_files import (
    read_catalogue,
    read_effects,
    read_plan,
    read_voices,
    shipped,
)
from wijkwerk.shared.problems import InputError

QUESTIONS = [code for effect in read_effects() for code, _ in effect.questions]
VOICE = """
[[voice]]
date = 2021-03-18
question = "{question}"
how = "Meeting"
asked = {asked}
answered = 6
answer = "{answer}"
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def told(reading) -> set[tuple[str, int | None]]:
    with pytest.raises(InputError) as caught:
        reading()
    return {(problem.code, problem.line) for problem in caught.value.problems}


def test_a_plan_in_toml_is_read_with_its_lines(examples: Path) -> None:
    plan, status = read_plan(examples / "housing-obligation" / "measures.toml")
    assert status == "long_term"
    assert (plan.end, plan.fund, len(plan.measures)) == ("2030-12-31", True, 5)
    first = plan.measures[0]
    assert (first.measure, first.deadline, first.money, first.line) == (
        "renovation",
        "2027-12-31",
        18_000_000,
        10,
    )
    assert plan.housing is not None
    assert plan.housing.share_percent == 40


def test_a_plan_in_a_table_has_the_measures_only(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "plan.csv",
        "measure;owner;deadline;money;evidence\nrenovation;City;2027-12-31;2500;Study\ndemolition;;;;\n",
    )
    plan, status = read_plan(path)
    assert status == ""
    assert [(measure.measure, measure.money, measure.line) for measure in plan.measures] == [
        ("renovation", 2500, 2),
        ("demolition", None, 3),
    ]


def test_an_amount_that_is_none_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "plan.csv", "measure,money\nrenovation,-5\ndemolition,2.5\nsale,many\n")
    assert ("not a number", 4) in told(lambda: read_plan(path))
    path = write(tmp_path, "plan.csv", "measure,money\nrenovation,-5\ndemolition,2.5\n")
    assert told(lambda: read_plan(path)) == {("not an amount", 2), ("not an amount", 3)}


def test_a_plan_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert told(lambda: read_plan(tmp_path / "no.csv")) == {("file is missing", None)}
    assert told(lambda: read_plan(tmp_path / "no.toml")) == {("file is missing", None)}


def test_an_unknown_key_and_a_bad_date_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "plan.toml", '[plan]\ntitle = "x"\nending = 2030\n')
    assert told(lambda: read_plan(path)) == {("unknown key", 3)}
    path = write(tmp_path, "plan.toml", '[plan]\ntitle = "x"\nend = "2030-02-30"\n')
    assert told(lambda: read_plan(path)) == {("not a date", 3)}


def test_a_municipality_may_bring_measures_of_its_own(tmp_path: Path) -> None:
    text = shipped("measures.toml").read_text("utf-8")
    own = (
        text
        + '\n[[measure]]\ncode = "library"\ncluster = "children"\nname = { nl = "b", en = "l" }\n'
    )
    assert len(read_catalogue(write(tmp_path, "own.toml", own)).measures) == 23
    wrong = (
        own
        + '\n[[measure]]\ncode = "library"\ncluster = "childern"\nname = { nl = "b", en = "l" }\n'
    )
    found = told(lambda: read_catalogue(write(tmp_path, "own.toml", wrong)))
    assert {code for code, _ in found} == {"unknown value", "code stands twice"}


def test_what_residents_said_is_read_in_order_of_time(examples: Path) -> None:
    voices = read_voices(examples / "housing-obligation" / "voices.toml", QUESTIONS)
    assert [one.question for one in voices] == ["displacement_stay", "stigma_words"]
    assert (voices[0].asked, voices[0].answered) == (140, 61)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("unknown question", {"question": "stigma_nam"}),
        ("more answers than asked", {"asked": 5}),
        ("personal data", {"answer": "Mail me at jo.doe@example.org"}),
        ("personal data", {"answer": "Call 06-12 34 56 78 after six"}),
    ],
)
def test_what_may_not_be_recorded_is_refused(tmp_path: Path, code: str, change) -> None:
    text = VOICE.format(**{"question": "stigma_name", "asked": 10, "answer": "Fine", **change})
    path = write(tmp_path, "voices.toml", text)
    with pytest.raises(InputError) as caught:
        read_voices(path, QUESTIONS)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert "example.org" not in str(caught.value)
    assert "34 56" not in str(caught.value)


def test_numbers_of_years_and_amounts_are_no_telephone_numbers(tmp_path: Path) -> None:
    answer = "In 2020 and 2021 rents rose by 1.500 euros; 120 of 350 residents said so."
    text = VOICE.format(question="stigma_name", asked=10, answer=answer)
    assert read_voices(write(tmp_path, "voices.toml", text), QUESTIONS)[0].answer == answer
