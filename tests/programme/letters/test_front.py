"""The first page of a letter, as whole sentences that were read: none, one, some and all of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from letter_facts import facts, said, target

from wijkwerk.programme.core.letter import FRONT, read, write
from wijkwerk.programme.core.shares import FirstPromises
from wijkwerk.programme.letters.compose import compose
from wijkwerk.programme.letters.facts import (
    Before,
    CommitmentFact,
    DecisionFact,
    ProjectFact,
    TargetFact,
)
from wijkwerk.programme.letters.letterhead import Letterhead, letterhead, read_letterheads
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Text


def targets(*answers: str, **more: Any) -> tuple[TargetFact, ...]:
    """A target with each of these answers."""
    return tuple(
        target(id=n, title=f"Doel {n}", answer=answer, chance=None, **more)
        for n, answer in enumerate(answers, 1)
    )


def commitment(group: str, **more: Any) -> CommitmentFact:
    """A commitment of a group."""
    return CommitmentFact(
        5, "Meedoen", "School", None, "", "2024-01-01", "2025-01-01", group, **more
    )


@pytest.mark.parametrize(
    ("answers", "nl", "en"),
    [
        (("off_course",) * 6, ["Geen van de 6 doelen ligt op koers."],
         ["None of the 6 targets is on course."]),
        (("on_course", "at_risk"), ["1 van de 2 doelen ligt op koers."],
         ["1 of the 2 targets is on course."]),
        (("on_course", "on_course", "at_risk", "cant_tell_yet"),
         ["2 van de 4 doelen liggen op koers.", "Van 1 doel is dat nog niet te bepalen."],
         ["2 of the 4 targets are on course.", "For 1 target this can’t be determined yet."]),
        (("on_course",) * 3, ["Alle 3 doelen liggen op koers."], ["All 3 targets are on course."]),
        (("cant_tell_yet",) * 6,
         ["Van alle 6 doelen is nog niet te bepalen of ze op koers liggen."],
         ["For all 6 targets it can’t be determined yet whether they are on course."]),
        (("on_course",), ["Het programma heeft één doel. Status: op koers."],
         ["The programme has one target. Status: on course."]),
        (("reached", "reached", "not_reached", "on_course", "on_course"),
         ["Beide doelen waarvan de einddatum nog komt liggen op koers.",
          "Van 3 doelen is de einddatum voorbij: 2 gehaald en 1 niet gehaald."],
         ["Both targets whose deadline is still to come are on course.",
          "The deadlines of 3 targets have passed: 2 reached and 1 not reached."]),
    ],
)  # fmt: skip
def test_how_many_are_on_course_has_its_own_sentence(
    answers: tuple[str, ...], nl: list[str], en: list[str]
) -> None:
    found = facts(targets=targets(*answers))
    assert said(found, "opening")[2:-1] == nl
    assert said(found, "opening", "en")[2:-1] == en


@pytest.mark.parametrize(
    ("first", "nl"),
    [
        (FirstPromises(4, 0, 1, 0), ["Van de oorspronkelijke doelen (4) ligt er geen op koers en is "
                                     "er geen gehaald.", "Het bestuur wijzigde er 1."]),
        (FirstPromises(4, 1, 0, 2), ["1 van de 4 oorspronkelijke doelen ligt op koers of is gehaald.",
                                     "Het bestuur schrapte er 2."]),
        (FirstPromises(4, 2, 1, 1), ["2 van de 4 oorspronkelijke doelen liggen op koers of zijn "
                                     "gehaald.", "Het bestuur wijzigde er 1 en schrapte er 1."]),
        (FirstPromises(4, 4, 1, 0), ["Alle 4 oorspronkelijke doelen liggen op koers of zijn gehaald.",
                                     "Het bestuur wijzigde er 1."]),
    ],
)  # fmt: skip
def test_what_was_promised_first_has_its_own_sentence(first: FirstPromises, nl: list[str]) -> None:
    assert said(facts(targets=targets("on_course", "at_risk"), first=first), "opening")[3:-1] == nl


def test_what_went_well_and_what_did_not_names_a_few_and_counts_the_rest() -> None:
    found = facts(
        targets=targets("on_course", *("off_course",) * 6, "cant_tell_yet"),
        commitments=(
            commitment("kept", kept_on="2025-02-01"),
            commitment("overdue"),
            commitment("missed"),
            commitment("not_known"),
        ),
        late_decisions=1,
        going_unknown=2,
    )
    assert said(found, "well") == [
        "Op koers: ‘Doel 1’.",
        "De partners kwamen in deze periode 1 afspraak na.",
    ]
    assert said(found, "not_well") == [
        "Niet op koers: ‘Doel 2’, ‘Doel 3’, ‘Doel 4’, ‘Doel 5’ en nog 2.",
        "2 afspraken zijn te laat.",
        "Over één project had al besloten moeten zijn. Er komt geen nieuw geld totdat het bestuur "
        "heeft besloten.",
    ]
    assert said(found, "not_known") == [
        "Hoe het staat met deze doelen, is niet te bepalen: ‘Doel 8’.",
        "Van 1 afspraak is niet bekend hoe die is afgelopen.",
        "Van 2 projecten is niet bekend of ze liepen.",
    ]
    assert said(facts(), "well")[0].startswith("In deze periode is geen doel gehaald")
    assert said(facts(), "not_well") == [
        "Van geen doel is bekend dat het niet op koers ligt of niet is gehaald, en van geen "
        "afspraak dat die te laat is."
    ]
    assert said(facts(), "not_known") == [
        "Er zijn geen doelen, afspraken of projecten waarvan dat niet bekend is."
    ]


def test_what_is_not_known_is_never_told_as_gone_badly() -> None:
    unknown = facts(targets=targets("cant_tell_yet"), commitments=(commitment("not_known"),))
    assert said(unknown, "not_well") == said(facts(), "not_well")
    assert len(said(unknown, "not_known")) == 2


def test_a_commitment_with_a_new_day_that_is_to_come_is_not_counted_as_late() -> None:
    again = CommitmentFact(5, "Straat", "C", None, "", "2025-06-30", "2027-06-30", "agreed")
    past = CommitmentFact(6, "Straat", "C", None, "", "2025-06-30", "2026-01-31", "agreed")
    found = facts(commitments=(again, past, commitment("overdue")))
    assert "2 afspraken zijn te laat." in said(found, "not_well")
    assert len(said(found, "missed")) == 3  # the annex tells of the new day
    assert said(facts(commitments=(again,)), "not_well") == [
        "1 afspraak is niet op tijd nagekomen; daarvoor is een nieuwe datum afgesproken."
    ]
    two = facts(commitments=(again, replace(again, id=7)))
    assert said(two, "not_well", "en") == [
        "2 commitments weren’t kept in time; new dates were agreed for them."
    ]


def test_the_council_is_asked_something() -> None:
    project = ProjectFact(3, "Les", 5e6, "", "2026-05-01")
    found = facts(
        decisions=(DecisionFact("change", 1, "Scholen", "2025-05-01", True),),
        open_decisions=(project,),
        to_decide=3,
    )
    assert said(found, "asked") == [
        "Wij vragen uw raad kennis te nemen van deze brief.",
        "Het bestuur wijzigde of schrapte in deze periode 1 doel. Het besluit staat in de bijlage; "
        "wij horen graag uw oordeel.",
        "Het bestuur besluit over 3 projecten, het eerste uiterlijk op 1 mei 2026. Hebt u daarvoor "
        "wensen, geef die dan vóór die datum mee.",
    ]


def test_a_letter_has_a_sender_a_salutation_and_a_signature() -> None:
    placed = compose(facts(municipality=Text("Rotterdam", "Rotterdam")), "council", "nl")
    assert placed.to == "Aan de gemeenteraad van Rotterdam"
    assert placed.sender == ("College van burgemeester en wethouders van Rotterdam",)
    assert placed.salutation == "Geachte leden van de raad,"
    assert placed.signature == ("Met vriendelijke groet,", *placed.sender)
    house = compose(facts(), "parliament", "nl")
    assert house.to == "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal"
    assert house.sender == ("Het bestuur van het programma ‘Zuid’",)
    own = Letterhead(("Gemeente X", "Plein 1"), ("Het college,", "de burgemeester"))
    assert compose(facts(), "council", "nl", own).sender == ("Gemeente X", "Plein 1")
    assert compose(facts(), "council", "nl", own).signature[1:] == own.signature


def test_a_letter_of_before_there_was_a_first_page_is_shown_as_it_was() -> None:
    told = write(compose(facts(), "council", "nl"))
    for name in ("sender", "salutation", "signature"):
        del told[name]
    told |= {"version": 1, "parts": [p for p in told["parts"] if p["code"] in ("opening", "money")]}
    assert read(told).front == ("opening", "money")
    assert compose(facts(), "council", "nl").front == FRONT


def test_letterheads_are_settings_of_a_programme_or_of_all(tmp_path: Any) -> None:
    path = tmp_path / "letters.toml"
    path.write_text(
        '[council]\nsender = ["Gemeente X"]\n[zuid.council]\nsignature = ["de wethouder"]\n',
        "utf-8",
    )
    assert letterhead(path, "noord", "council") == Letterhead(("Gemeente X",))
    assert letterhead(path, "zuid", "council") == Letterhead((), ("de wethouder",))
    assert (
        letterhead(path, "zuid", "parliament") == letterhead("", "zuid", "council") == Letterhead()
    )


@pytest.mark.parametrize(
    "text",
    ["[council]\nsender = 'x'", "[council]\nfrom = ['x']", "[zuid.mayor]\nsender = ['x']", "zuid = 1",
     "[council]\nsender = ['']", "[council]\nsender = [1]", "[council", "council = 'x'"],
)  # fmt: skip
def test_a_letterhead_that_cannot_be_is_told_with_its_place(text: str, tmp_path: Any) -> None:
    path = tmp_path / "letters.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"letters\.toml"):
        read_letterheads(path)
    with pytest.raises(InputError):
        read_letterheads(tmp_path / "none.toml")


def test_what_changed_since_the_letter_before_is_told_first() -> None:
    targets = (
        target(id=1, title="Scholen", answer="off_course"),
        target(id=2, title="Woningen", answer="on_course"),
        target(id=3, title="Nieuw", answer="at_risk"),
    )
    before = Before(
        "2024-12-31",
        True,
        {1: "at_risk", 2: "on_course"},
        {1: "due", 2: "missed", 3: "due"},
        1_000_000.0,
        0.0,
    )

    def commitment(number: int, group: str, **more: str) -> CommitmentFact:
        day = "2025-06-01"
        return CommitmentFact(number, "Les", "Scholen", None, "", day, day, group, **more)

    found = facts(
        targets=targets,
        commitments=(
            commitment(1, "missed"),
            commitment(2, "talked"),
            commitment(3, "kept", kept_on="2025-05-01"),
            commitment(4, "kept", kept_on="2024-12-31"),
        ),
        decisions=(DecisionFact("stop", 3, "Extra les", "2025-06-01"),),
        money=750_000.0,
        before=before,
    )
    assert said(found, "changes") == [
        "Sinds de vorige brief (die ging tot en met 31 december 2024) veranderde dit.",
        "Anders beoordeeld: ‘Scholen’ (was loopt risico, nu niet op koers).",
        "1 afspraak is nagekomen.",
        "1 afspraak is niet nagekomen.",
        "Het bestuur nam 1 besluit.",
        "Voor projecten die lopen is €\u00a0750.000 opgegeven; dat was €\u00a01.000.000.",
    ]
    same = replace(before, by_letter=False, answers={}, money=0.0)
    (nothing,) = said(facts(before=same), "changes", "en")
    assert nothing.startswith("Since 31 December 2024 every target is judged as it was")
    assert said(facts(), "changes") == ["Er is niets van eerder om mee te vergelijken."]
