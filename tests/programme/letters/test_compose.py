"""What a letter says of facts: in both languages, whatever the facts are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_facts import facts, said, target

from wijkwerk.programme.core.letter import KINDS, PARTS, read, write
from wijkwerk.programme.letters.compose import MOST, compose
from wijkwerk.programme.letters.facts import (
    CommitmentFact,
    DecisionFact,
    PlanFact,
    ProjectFact,
    TargetFact,
)
from wijkwerk.programme.letters.labels import LABELS, REASONS

GROUPS = ("kept", "due", "soon", "overdue", "released", "missed", "talked", "agreed",
          "other_partner", "board", "minister", "not_known")  # fmt: skip


def test_a_target_is_told_as_promised_reached_and_judged() -> None:
    found = facts(targets=(target(),))
    assert said(found, "promised")[0] == (
        "Scholen: van 0\u00a0scholen (1 januari 2020) naar 34\u00a0scholen, uiterlijk op 1 januari 2030."
    )
    assert said(found, "reached") == [
        "Scholen: 17\u00a0scholen op 1 januari 2025. Dat is 50% van de weg van de "
        "nulmeting (1 januari 2020) naar de streefwaarde."
    ]
    assert "De kans" not in "".join(said(facts(), "course"))
    assert said(found, "course")[1] == (
        "Scholen: de kans dat het doel uiterlijk op 1 januari 2030 wordt gehaald, is 87%."
    )
    assert said(found, "reached", "en") == [
        "Scholen: 17\u00a0schools on 1 January 2025. That is 50% of the way from "
        "the baseline (1 January 2020) to the target."
    ]


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, "op 1 januari 2025."), (1.2, "het doel gehaald"), (-0.1, "verder van de streefwaarde"), (0.0, "0%")],
)  # fmt: skip
def test_progress_is_never_told_nicer_than_it_is(share: float | None, words: str) -> None:
    assert words in said(facts(targets=(target(share=share),)), "reached")[0]


def test_a_chance_is_never_told_as_certain() -> None:
    for chance, words in ((0.999, "meer dan 99%"), (0.001, "minder dan 1%"), (0.5, "50%")):
        assert words in said(facts(targets=(target(chance=chance),)), "course")[1]


def test_what_was_changed_says_what_it_was_before() -> None:
    one = target(value=25.0, changed_on="2024-05-01", first_value=34.0, first_due="2029-01-01")
    assert said(facts(targets=(one,)), "promised")[1] == (
        "Oorspronkelijk was het doel 34\u00a0scholen, uiterlijk op 1 januari 2029. Het "
        "bestuur wijzigde dit op 1 mei 2024."
    )


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_commitment_that_is_past_its_day_is_told(group: str, language: Any) -> None:
    commitment_fact = CommitmentFact(
        5,
        "Meedoen",
        "School",
        3.0,
        "scholen",
        "2024-01-01",
        "2025-01-01",
        group,
        kept_on="2025-02-01",
        rung_on="2025-03-01",
        next_step_on="2026-04-01",
    )
    late = said(facts(commitments=(commitment_fact,)), "missed", language)
    if group in ("kept", "due", "soon", "released", "not_known"):
        assert len(late) == 1 and "Meedoen" not in late[0]
    else:
        assert "Meedoen" in late[0] and "2025" in late[0] and "2026" in late[1]


def test_what_nobody_knows_the_outcome_of_is_not_told_as_missed() -> None:
    promise = CommitmentFact(
        id=1,
        title="Investeren",
        organisation="Corporaties",
        quantity=90.0,
        unit="miljoen euro",
        promised_for="2017-12-31",
        due_on="2017-12-31",
        group="not_known",
    )
    found = facts(targets=(target(),), commitments=(promise,))
    assert said(found, "missed") == [
        "Van geen enkele afspraak is bekend dat die niet is nagekomen."
    ]
    (sentence,) = said(found, "outcomes")
    assert sentence.endswith(
        "had uiterlijk op 31 december 2017 klaar moeten zijn. Hoe het is afgelopen, is niet bekend."
    )
    assert "31 december 2017" not in "".join(said(found, "course"))
    assert said(facts(targets=(target(),)), "missed") == ["Geen enkele afspraak is te laat."]


def test_decisions_tell_who_was_there() -> None:
    told = said(
        facts(
            decisions=(
                DecisionFact(
                    "change",
                    1,
                    "Scholen",
                    "2025-05-01",
                    True,
                    5,
                    1,
                    6,
                    25.0,
                    "scholen",
                    "2030-01-01",
                ),
                DecisionFact("drop", 2, "Scholen", "2025-05-01", False, 1, 5, 6),
                DecisionFact("stop", 3, "Extra les", "2025-06-01"),
            )
        ),
        "decisions",
    )
    assert "(6 domeinen aanwezig, 5 voor, 1 tegen)" in told[0] and "25" in told[0]
    assert "te laten zoals het is" in told[1] and "te stoppen met" in told[2]


def test_what_does_not_fit_is_counted_not_forgotten() -> None:
    def made(number: int) -> tuple[TargetFact, ...]:
        ahead = {"milestone_on": "2026-06-01", "milestone": 20.0}
        return tuple(target(id=n, title=f"Doel {n}", **ahead) for n in range(MOST + number))

    assert said(facts(targets=made(5)), "reached")[-1] == (
        "Nog 5 doelen staan op de site van het programma, op de pagina ‘Doelen’."
    )
    assert said(facts(targets=made(1)), "promised", "en")[-1] == (
        "One more target is on the programme’s site, on the page ‘Targets’."
    )
    assert not any("Nog" in one for one in said(facts(targets=made(0)), "reached"))
    assert said(facts(targets=made(3)), "next")[-1] == (
        "Nog 3 tussendoelen staan bij hun doel op de site, op de pagina ‘Doelen’."
    )


def test_what_is_left_out_of_any_list_says_how_much_and_where() -> None:
    projects = tuple(ProjectFact(n, f"Project {n}", 1e6, "", "2026-05-01") for n in range(MOST))
    late = CommitmentFact(5, "Meedoen", "School", None, "", "2024-01-01", "2025-01-01", "overdue")
    both = [
        DecisionFact(kind, n, "Iets", "2025-05-01", True)
        for n in range(MOST)
        for kind in ("change", "stop")
    ]
    found = facts(
        going=MOST + 9,
        money=1e6,
        projects=projects,
        open_decisions=projects,
        to_decide=MOST + 2,
        commitments=(late,) * (MOST + 1),
        decisions=tuple(both),
    )
    half = MOST // 2
    for part, words in (
        ("money", f"Nog {MOST + 4} projecten staan op de site van het programma, op de pagina"),
        (
            "missed",
            "Nog één afspraak staat op de site van het programma, op de pagina ‘Afspraken’",
        ),
        (
            "next",
            "Over nog 2 projecten valt later een besluit. Die projecten staan op de site, op de pagina",
        ),
        (
            "decisions",
            f"Nog {half} besluiten over doelen staan op de site van het programma, op de",
        ),
        ("decisions", f"Nog {half} besluiten over projecten staan bij die projecten op de site"),
    ):
        assert any(words in one for one in said(found, part)), words
        assert all("{" not in one for one in said(found, part, "en"))


def test_a_list_that_is_shorter_than_a_part_says_what_it_lacks() -> None:
    one = (ProjectFact(1, "Project 1", 1e6, "", "2026-05-01"),)
    found = facts(going=3, money=1e6, projects=one, open_decisions=one, to_decide=2)
    assert any(each.startswith("Nog 2 projecten staan") for each in said(found, "money"))
    assert any(each.startswith("Over nog één project") for each in said(found, "next"))


def test_what_is_left_out_leads_to_the_page_where_it_stands() -> None:
    many = tuple(target(id=n, title=f"Doel {n}") for n in range(MOST + 5))
    content = compose(facts(targets=many), "council", "nl")
    sentences = {s.text: s for part in content.parts for s in part.sentences}
    rest = next(sentence for text, sentence in sentences.items() if text.startswith("Nog 5 doelen"))
    assert [(ref.of, ref.id, ref.value) for ref in rest.refs] == [("targets", None, "5")]
    counted = next(
        sentence for text, sentence in sentences.items() if text.startswith("Op koers: alle")
    )
    assert len(counted.refs) == MOST + 1
    assert (counted.refs[-1].of, counted.refs[-1].id) == ("targets", None)


def test_the_values_of_a_target_have_as_many_decimals_and_units_in_the_language() -> None:
    share = target(unit="%", baseline=10.1, value=8.0, latest=9.0)
    assert "van 10,1% (1 januari 2020) naar 8,0%" in said(facts(targets=(share,)), "promised")[0]
    assert said(facts(targets=(share,)), "reached")[0].startswith("Scholen: 9,0% op")
    school = target(baseline=1.0)
    (dutch, *_more), (english, *_more) = (
        said(facts(targets=(school,)), "promised", language) for language in ("nl", "en")
    )
    assert "van 1\u00a0school (1 januari 2020) naar 34\u00a0scholen" in dutch
    assert "from 1\u00a0school (1 January 2020) to 34\u00a0schools" in english


def test_words_of_people_are_words_and_no_names_of_ours() -> None:
    one = target(title="{due} <b> {latest}")
    text = said(facts(targets=(one,)), "reached")[0]
    assert text.startswith("{due} <b> {latest}: 17")


def test_every_sentence_with_a_figure_leads_to_it() -> None:
    found = facts(
        targets=(target(), target(id=2, answer="not_known", reason="ended_not_measured")),
        plan=PlanFact("Plan", 2024, 2027, "2024-01-01", 9, 8),
        going=2,
        money=5e6,
        without_money=1,
        projects=(ProjectFact(3, "Les", 5e6, "2027-01-01"),),
        late_decisions=1,
        open_decisions=(ProjectFact(3, "Les", 5e6, "", "2026-05-01"),),
    )
    for language in ("nl", "en"):
        for part in compose(found, "parliament", language).parts:  # type: ignore[arg-type]
            for sentence in part.sentences:
                free = part.code == "closing" or any(
                    word in sentence.text
                    for word in (
                        "Met deze brief",
                        "This letter",
                        "Wij vragen",
                        "We ask",
                        "De kans is berekend",
                        "The chance was computed",
                    )
                )
                assert sentence.refs or free, sentence.text


def test_every_word_is_there_in_both_languages_with_the_same_names() -> None:
    import re

    for key, text in LABELS.items():
        assert text.nl and text.en and text.nl != "" and key
        assert set(re.findall(r"\{(\w+)\}", text.nl)) == set(re.findall(r"\{(\w+)\}", text.en)), key


@given(
    st.lists(
        st.builds(
            target,
            id=st.integers(1, 9),
            latest=st.none() | st.floats(-1e9, 1e9),
            share=st.none() | st.floats(-9, 9),
            chance=st.none() | st.floats(0, 1),
            answer=st.sampled_from(
                [
                    "on_course",
                    "at_risk",
                    "off_course",
                    "cant_tell_yet",
                    "reached",
                    "not_reached",
                    "not_known",
                ]
            ),
            reason=st.sampled_from([*REASONS, ""]),
            old=st.booleans(),
            value=st.none() | st.floats(-1e6, 1e6),
            title=st.text(max_size=300),
        ),
        max_size=5,
    ),
    st.sampled_from(["nl", "en"]),
)
def test_a_letter_can_be_kept_and_read_back_whatever_the_facts(
    targets: list[TargetFact], language: Any
) -> None:
    content = compose(facts(targets=tuple(targets)), "council", language)
    kept = json.loads(json.dumps(write(content)))
    assert read(kept) == content
    assert [part.code for part in content.parts] == list(PARTS)
    assert {ref.of for _n, ref in content.numbered()} <= set(KINDS)
    numbers = [n for n, _ref in content.numbered()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "break_it",
    [{"version": 3}, {"language": "fr"}, {"since": "31-12-2025"}, {"parts": 1}, {"extra": 1},
     {"parts": [{"code": "x", "title": "", "sentences": []}]}, {"title": "x" * 301},
     {"parts": [{"code": "money", "title": "", "sentences": [
         {"text": "", "refs": [{"of": "person", "id": 1, "label": "", "value": "", "day": ""}]}]}]}],
)  # fmt: skip
def test_what_is_no_letter_is_refused(break_it: dict[str, Any]) -> None:
    told = write(compose(facts(), "council", "nl")) | break_it
    with pytest.raises(ValueError):
        read(told)
