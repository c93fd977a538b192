"""Frames of criteria: those that ship are whole; a broken one is told of with every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from wijkwerk.programme.frames import SHIPPED, frames
from wijkwerk.shared.problems import InputError

NUMBERS = {"frontline-steering": 10, "plan-criteria": 5, "qualities-and-principles": 8,
           "strategic-levels": 3}  # fmt: skip


def test_the_frames_that_ship_have_their_criteria_in_both_languages() -> None:
    found = frames()
    assert {one: len(frame.criteria) for one, frame in found.items()} == NUMBERS
    groups = [criterion.group for criterion in found["qualities-and-principles"].criteria]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [3, 5]
    for frame in found.values():
        assert (frame.lowest, frame.highest) == (1, len(frame.scale))
        texts = [frame.title, frame.about, frame.source, *frame.scale]
        texts += [one for each in frame.criteria for one in (each.name, each.question, *each.parts)]
        assert all(text.nl.strip() and text.en.strip() for text in texts)
        assert len({criterion.name.nl for criterion in frame.criteria}) == len(frame.criteria)


def test_sub_questions_and_use_are_those_of_the_sources() -> None:
    parts = {each.id: len(each.parts) for each in frames()["plan-criteria"].criteria}
    assert parts == {"organisation": 0, "residents": 2, "partners": 2, "anchoring": 0, "backing": 0}
    assert [name for name, frame in frames().items() if frame.throughout] == ["frontline-steering"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title = ", "tittle = ", "own.toml:3: unknown key: found 'tittle'"),
        ('level = "ordinal"', 'level = "vague"', "one of nominal, ordinal, interval"),
        ('id = "residents"', 'id = "organisation"', "stands there twice"),
        ('id = "residents"', 'id = "Residents!"', "small letters, digits and hyphens"),
        ('en = "in part"', 'en = " "', "a text in English"),
        ('question = { nl = "Staan raad', 'vraag = { nl = "Staan raad', "Add a line question"),
        ('parts = [\n  { nl = "Wie doen er mee?", en = "Who take part?" },', "parts = [", "parts"),
        ("scale = [", "throughout = 1\nscale = [", "throughout"),
        ("scale = [", "scale = [ 1 ]\nrest = [", "unknown key: found 'rest'"),
        ('level = "ordinal"', "level = ", "not TOML"),
    ],
)
def test_a_broken_frame_is_told_of(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = (SHIPPED / "plan-criteria.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "own.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as wrong:
        frames(tmp_path)
    assert said in str(wrong.value) and "own.toml" in str(wrong.value)
