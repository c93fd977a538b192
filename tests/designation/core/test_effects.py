"""Duties have their dates, harms what would show them, and residents are heard."""

from wijkwerk.designation.core.effects import Voice, duties, unanswered, watched
from wijkwerk.designation.core.scheme import Consequence, Label
from wijkwerk.designation.plan_files import read_catalogue, read_effects

WORDS = Label()
FIXED = Consequence(
    "housing", "long", "obligation", WORDS, deadline="2030-12-31", limit=40, unit="%"
)
YEARS = Consequence("plan", "second", "plan", WORDS, within_years=1)
OPEN = Consequence("money", "long", "money", WORDS)
EFFECTS = read_effects()


def test_what_follows_is_dated_and_the_first_due_comes_first() -> None:
    entered = {"second": "2020-02-29", "long": "2023-12-01"}
    found = duties([OPEN, FIXED, YEARS], entered, "2030-12-30")
    assert [(one.code, one.due, one.since, one.days_left) for one in found] == [
        ("plan", "2021-02-28", "2020-02-29", -3592),
        ("housing", "2030-12-31", "2023-12-01", 1),
        ("money", "", "2023-12-01", None),
    ]
    assert (found[1].limit, found[1].unit) == (40, "%")


def test_a_status_that_an_area_does_not_have_asks_nothing() -> None:
    assert duties([FIXED, YEARS], {"first": "2020-01-01"}, "2024-01-01") == ()


def test_every_known_harm_can_be_watched_and_asked_about() -> None:
    assert [one.code for one in EFFECTS] == ["stigma", "displacement", "children", "residents"]
    for effect in EFFECTS:
        assert effect.watch
        assert effect.questions
        assert all(
            (
                effect.name.nl,
                effect.what.nl,
                effect.shows.nl,
                effect.name.en,
                effect.what.en,
                effect.shows.en,
            )
        )
    roles = [watch.role for one in EFFECTS for watch in one.watch]
    questions = [code for one in EFFECTS for code, _ in one.questions]
    assert len(roles) == len(set(roles))
    assert len(questions) == len(set(questions))


def test_the_effects_of_measures_are_known_harms() -> None:
    known = {effect.code for effect in EFFECTS}
    assert {code for measure in read_catalogue().measures for code in measure.effects} <= known


def test_nothing_is_measured_unless_an_indicator_is_named_and_there() -> None:
    found = {
        one.watch.role: one
        for one in watched(
            EFFECTS, {"moves_out": "moved", "rent": "rent_share"}, {"moved", "pride"}
        )
    }
    assert (found["moves_out"].indicator, found["moves_out"].reason) == ("moved", "")
    assert (found["rent"].indicator, found["rent"].reason) == ("", "not in this edition")
    assert (found["pride"].indicator, found["pride"].reason) == ("", "no indicator named")


def test_questions_without_an_answer_stay_open() -> None:
    def voice(area: str, question: str, answered: int = 9) -> Voice:
        return Voice(area, question, "2024-01-01", "letter", 10, answered, "text")

    heard = [voice("A", "stigma_name"), voice("", "children_place"), voice("A", "stigma_words", 0)]
    for area, more in (("A", set()), ("B", {"stigma_name"})):
        still = {code for code, _ in unanswered(EFFECTS, heard, area)}
        assert "children_place" not in still
        assert "stigma_words" in still
        assert ("stigma_name" in still) is bool(more)
