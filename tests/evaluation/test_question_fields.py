"""The fields of a question and its TOML say the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.conftest import QUESTION
from wijkwerk.config.api import toml_text
from wijkwerk.evaluation.question import examined, question_in, read_question
from wijkwerk.evaluation.web.question_fields import document_of, fields_of

_EXAMPLES = sorted(Path("examples/evaluations").glob("*.toml"))


@pytest.mark.parametrize("path", _EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_fit_the_fields_and_come_back(path: Path) -> None:
    document, _ = read_question(path)
    assert tomllib.loads(toml_text(document)) == document
    fields = fields_of(document)
    assert fields is not None and document_of(fields) == document


_RECIPES = Path("examples/recipes")
_OF_RECIPES = [
    path for path in _EXAMPLES if (_RECIPES / f"{path.stem.partition('--')[0]}.toml").exists()
]


@pytest.mark.parametrize("path", _OF_RECIPES, ids=lambda path: path.stem)
def test_the_examples_ask_what_their_recipe_defines(path: Path) -> None:
    # What a build would refuse: an unknown indicator, or one without a better side of its own.
    recipe = tomllib.loads((_RECIPES / f"{path.stem.partition('--')[0]}.toml").read_text("utf-8"))
    directions = {each["id"]: each.get("direction") for each in recipe["indicator"]}
    for outcome in read_question(path)[0]["outcome"]:
        direction = directions[outcome["indicator"]]
        assert direction != "neutral" or outcome.get("better"), outcome["indicator"]


@pytest.mark.parametrize(
    "more",
    ['start = { WK900101 = "2010" }', "dose = { WK900101 = 2.5 }", 'unit = { WK900101 = "Noord" }'],
)
def test_what_the_fields_dont_have_stays_toml(more: str) -> None:
    document = question_in(QUESTION.replace("[choice]", f"{more}\n[choice]"))
    assert fields_of(document) is None
    assert question_in(toml_text(document)) == document


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_comes_through(text: str) -> None:
    document = {"asked_by": text, "intervention": {"name": {"nl": text, "en": "x"}}}
    assert tomllib.loads(toml_text(document)) == document


def test_what_is_empty_isnt_there() -> None:
    fields = {
        "id": "trial", "title_nl": "Hielp het?", "title_en": "Did it help?", "asked_by": "Raad",
        "kind": "typed", "name_nl": "Proef", "name_en": "Trial", "theory_nl": "Zo.", "theory_en": "So.",
        "start_first": "2013", "start_last": "", "treated": ["WK900101"], "within": [], "how": "unknown",
        "indicator_2": "seekers", "expected_2": 2.0, "lag_2": None, "reference": "",
    }  # fmt: skip
    document = examined(document_of(fields), "form")
    assert document["intervention"]["start"] == ["2013", "2013"]
    assert document["outcome"] == [{"indicator": "seekers", "expected": 2.0}]
    assert "comparison" not in document and "reference" not in document["intervention"]
