"""A question stands fast: what is wrong in it is told with its line, and what was frozen isn't changed."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from evaluation.conftest import QUESTION
from wijkwerk.evaluation.question import (
    Frozen,
    freeze,
    question_in,
    question_of,
    read_frozen,
    read_question,
    remarks,
    write_frozen,
)
from wijkwerk.shared.problems import InputError


def test_a_question_is_read() -> None:
    asked = question_of(question_in(QUESTION))
    assert asked.start == ("2012", "2013") and asked.end is None
    assert asked.start_of("WK900101") == "2013"
    assert asked.first_start == "2012"
    assert [one.expected for one in asked.outcomes] == [2.0, 1.5, 0.05]
    assert not asked.staggered


def test_an_area_may_begin_by_itself() -> None:
    text = QUESTION.replace("[choice]", 'start = { WK900101 = "2010" }\n\n[choice]')
    asked = question_of(question_in(text))
    assert (asked.start_of("WK900101"), asked.start_of("WK900102")) == ("2010", "2013")
    assert asked.first_start == "2010" and asked.staggered


def test_the_areas_may_be_those_that_left_a_list(tmp_path: Path) -> None:
    treated = next(line for line in QUESTION.splitlines() if line.startswith("treated"))
    left = 'left = { list = "focus-0123456789", year = 2013 }'
    text, asked = QUESTION.replace(treated, left), []

    def leavers(name: str, year: int, status: str) -> list[str]:
        asked.append((name, year, status))
        return ["WK900102", "WK900101"] if year == 2013 else []

    document = question_in(text, leavers)
    assert asked == [("focus-0123456789", 2013, "")]
    question = question_of(document)
    assert question.treated == ("WK900101", "WK900102")
    assert question.left == ("focus-0123456789", 2013, "")
    assert "left_for_a_figure" in remarks(question)
    # Once it stands fast it needs no list: the codes stand in it, and count for its digest.
    write_frozen(freeze(document, date(2026, 3, 2)), tmp_path / "question.json")
    assert read_frozen(tmp_path / "question.json").question == question
    with pytest.raises(InputError, match="no lists were given"):
        question_in(text)
    with pytest.raises(InputError, match="no area left"):
        question_in(text.replace("2013 }", "2014 }"), leavers)
    with pytest.raises(InputError, match="not the areas that left"):
        question_in(text.replace(left, f'{left}\ntreated = ["WK900103"]'), leavers)
    with pytest.raises(InputError, match="no areas"):
        question_in(QUESTION.replace(treated, ""))


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ('start = ["2012", "2013"]', 'start = ["2013", "2012"]', "the earliest comes after", 9),
        ('start = ["2012", "2013"]', 'start = ["2012"]', "start", 9),
        ("expected = 2.0", "expected = 0.0", "expected", 23),
        ('indicator = "debts"', 'indicator = "seekers"', "stands twice", 26),
        ('how = "other"', 'how = "bad_figure"', "chosen for a bad figure, but not which", 15),
        ('how = "other"', 'how = "othr"', "unknown value", 16),
        ('within = ["GM9001"]', 'exclude = ["WK900101"]', "treated itself", 19),
        ('id = "trial"', 'id = "A trial"', "malformed value", 1),
        ("asked_by", "askd_by", "key", None),
        ('start = ["2012", "2013"]', 'start = ["2012", "2013"]\nend = ["2013", "2014"]', "it ends before it began", 10),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    old: str, new: str, said: str, line: int | None
) -> None:
    assert old in QUESTION
    with pytest.raises(InputError) as refusal:
        question_in(QUESTION.replace(old, new, 1))
    assert any(said in str(problem) for problem in refusal.value.problems)
    if line is not None:
        assert line in [problem.line for problem in refusal.value.problems]


def test_what_stands_fast_isnt_overwritten_or_changed(tmp_path: Path, frozen: Frozen) -> None:
    path = tmp_path / "question.json"
    write_frozen(frozen, path)
    assert read_frozen(path) == frozen
    write_frozen(frozen, path)  # the same again is fine
    other = freeze(question_in(QUESTION.replace("2.0", "1.0", 1)), date(2026, 3, 3))
    with pytest.raises(InputError, match="stands fast there already"):
        write_frozen(other, path)
    assert read_frozen(path) == frozen
    written = json.loads(path.read_text())
    written["document"]["outcome"][0]["expected"] = 0.1
    path.write_text(json.dumps(written))
    with pytest.raises(InputError, match="changed after it stood fast"):
        read_question(path)


@pytest.mark.parametrize(
    ("part", "value"), [("frozen_on", "2010-01-01"), ("follows", "0" * 64), ("because", "x")]
)
def test_the_digest_covers_the_day_and_what_it_follows(
    part: str, value: str, tmp_path: Path, frozen: Frozen
) -> None:
    path = tmp_path / "question.json"
    write_frozen(frozen, path)
    written = json.loads(path.read_text())
    path.write_text(json.dumps({**written, part: value}))
    with pytest.raises(InputError, match="changed after it stood fast"):
        read_frozen(path)
    path.write_text(json.dumps({**written, "frozen_on": "yesterday"}))
    with pytest.raises(InputError, match="not a day"):
        read_frozen(path)
    assert freeze(frozen.document, date(2010, 1, 1)).digest != frozen.digest


def test_frozen_again_it_keeps_its_first_day(tmp_path: Path, frozen: Frozen) -> None:
    path = tmp_path / "question.json"
    write_frozen(frozen, path)
    assert write_frozen(freeze(frozen.document, date(2026, 5, 1)), path) == frozen
    assert read_frozen(path) == frozen


def test_a_question_of_the_older_format_is_still_read(tmp_path: Path, frozen: Frozen) -> None:
    path = tmp_path / "question.json"
    # Its digest is that of the document alone: SHA-256 of canonical JSON.
    canonical = json.dumps(
        frozen.document, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    older = {**asdict(frozen), "format": "1", "digest": sha256(canonical.encode()).hexdigest()}
    path.write_text(json.dumps(older))
    assert asdict(read_frozen(path)) == older
    path.write_text(json.dumps({**older, "format": "2"}))
    with pytest.raises(InputError, match="changed after it stood fast"):
        read_frozen(path)


def test_another_version_says_why(frozen: Frozen) -> None:
    changed = question_in(QUESTION.replace("2.0", "1.0", 1))
    with pytest.raises(InputError, match="no reason"):
        freeze(changed, date(2026, 4, 1), frozen, "  ")
    with pytest.raises(InputError, match="says the same"):
        freeze(frozen.document, date(2026, 4, 1), frozen, "because")
    second = freeze(changed, date(2026, 4, 1), frozen, "a typing error")
    assert second.follows == frozen.digest and second.digest != frozen.digest
    assert second.because == "a typing error"


def test_a_stranger_is_no_question(tmp_path: Path) -> None:
    for name, text in (("a.json", "[]"), ("b.json", "{"), ("c.json", '{"format": "1"}')):
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError):
            read_question(tmp_path / name)
    with pytest.raises(InputError, match="missing"):
        read_question(tmp_path / "none.json")


def test_what_weakens_the_answer_is_remarked() -> None:
    plain = question_of(question_in(QUESTION))
    assert remarks(plain) == []
    unknown = question_of(question_in(QUESTION.replace('how = "other"', 'how = "unknown"')))
    assert remarks(unknown) == ["choice_unknown"]
    matched = QUESTION.replace(
        'how = "other"', 'how = "bad_figure"\nindicator = "seekers"\nperiod = "2010"'
    ).replace('within = ["GM9001"]', 'match = ["seekers"]')
    assert remarks(question_of(question_in(matched))) == ["matched_on_outcome"]
