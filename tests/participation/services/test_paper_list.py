"""Paper ballots out of spreadsheets: two people's files are held against each other; a fault names its row."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participants import COMMITTEE, OFFICIAL, VOTING, Wants, numbers
from visitors import Clock, login
from wijkwerk.audit.models import Entry
from wijkwerk.participation.models import Budget, CastBallot, Idea, PaperBallot
from wijkwerk.participation.services.paper_list import Reading, key_all, read_paper
from wijkwerk.shared.problems import InputError

HEAD = "nummer;stemcode;ongeldig;Tuin;Bank;Hok\n"


@pytest.fixture
def keyed(settled: Budget, command: Wants) -> Any:
    """Key a text as somebody: what became of each ballot."""

    def key(name: str, text: str, write: bool = True) -> list[tuple[int, Reading]]:
        papers = read_paper((HEAD + text).encode(), "biljetten.csv", settled)
        wants = command(OFFICIAL, settled, name=name, now=VOTING)
        return key_all(wants, settled, papers, write)

    return key


def test_two_files_that_agree_put_a_ballot_in_the_box_and_a_third_decides(
    keyed: Any, settled: Budget, codes: list[str]
) -> None:
    one = f"1;{codes[0]};;x;x;\n2;{codes[1]};;;1;\n3;;leeg;;;\n"
    before = Entry.objects.count()
    assert keyed("first", one, write=False) == [(n, Reading.FIRST) for n in (1, 2, 3)]
    assert not PaperBallot.objects.exists() and Entry.objects.count() == before
    keyed("first", one)
    assert dict(keyed("first", one)) == dict.fromkeys((1, 2, 3), Reading.BY_YOU)
    two = one.replace(f"2;{codes[1]};;;1;", f"2;{codes[1]};;ja;;")
    # Who reads second can't try until both are alike.
    assert dict(keyed("second", two, write=False)) == dict.fromkeys((1, 2, 3), Reading.SECOND)
    assert dict(keyed("second", two)) == {1: Reading.ALIKE, 2: Reading.DIFFERS, 3: Reading.ALIKE}
    third = dict(keyed("third", one))
    assert third == {1: Reading.DONE, 2: Reading.DECIDED, 3: Reading.DONE}
    of = numbers(settled)
    votes = sorted(sorted(row.votes) for row in CastBallot.objects.all())
    assert votes == sorted([sorted([of["Tuin"], of["Bank"]]), [of["Bank"]]])
    assert PaperBallot.objects.get(number=3).cause == "blank"


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("0;CODE;;x;;", "nummer", "not a number"),
        ("1;;;x;;", "stemcode", "no voting code"),
        ("1;CODE;;misschien;;", "Tuin", "not understood"),
        ("1;CODE;;x;x;x", "nummer", "these votes can't stand on this ballot"),
        ("1;CODE;;;;", "nummer", "these votes can't stand on this ballot"),
        ("1;CODE;weg;x;;", "ongeldig", "unknown word"),
        ("1;CODE;;x;;\n1;CODE;;;x;", "nummer", "twice in this file"),
    ],
)
def test_a_fault_names_row_and_column_and_tells_no_code(
    settled: Budget, codes: list[str], row: str, column: str, code: str
) -> None:
    text = HEAD + row.replace("CODE", codes[0])
    with pytest.raises(InputError) as fault:
        read_paper(text.encode(), "biljetten.csv", settled)
    problem = fault.value.problems[0]
    assert (problem.column, problem.code) == (column, code)
    assert problem.line == 2 + row.count("\n")
    assert codes[0] not in str(fault.value)


def test_every_project_has_one_column_by_title_or_number(settled: Budget) -> None:
    of = numbers(settled)
    for head in ("nummer;stemcode;Tuin;Bank", "nummer;stemcode;Tuin;Tuin;Bank;Hok"):
        with pytest.raises(InputError):
            read_paper(f"{head}\n1;x;1;1\n".encode(), "b.csv", settled)
    settled.projects.filter(title="Hok").update(title="Tuin")
    with pytest.raises(InputError):
        read_paper((HEAD + "1;x;1;1\n").encode(), "b.csv", settled)
    by_number = (
        f"nummer;stemcode;Tuin ({of['Tuin']});bank;Tuin ({of['Hok']})\n1;AAAA-AAAA-AAAA-AAAA;1;;\n"
    )
    assert read_paper(by_number.encode(), "b.csv", settled)[0].votes == {of["Tuin"]: 1}


@pytest.mark.parametrize(
    ("kind", "cells", "votes"),
    [("points", "2;;", {"Tuin": 2}), ("ranking", "2;1;", {"Bank": 2, "Tuin": 1})],
)
def test_points_and_places_are_read_as_on_the_ballot(
    settled: Budget, kind: str, cells: str, votes: dict[str, int]
) -> None:
    settled.kind = kind
    text = f"{HEAD}1;AAAA-AAAA-AAAA-AAAA;;{cells}\n"
    of = numbers(settled)
    read = read_paper(text.encode(), "b.csv", settled)[0].votes
    assert read == {of[title]: value for title, value in votes.items()}


def test_the_pages_show_what_would_happen_and_refuse_who_may_not(
    settled: Budget, codes: list[str], somebody: Any, clock: Clock
) -> None:
    clock.now = VOTING
    work = f"/nl/work/participation/{settled.process_id}"
    official = login(somebody(OFFICIAL), VOTING)

    def sent(browser: Client, page: str, text: str, act: str) -> Any:
        file = SimpleUploadedFile("lijst.csv", text.encode())
        return browser.post(f"{work}/{page}", {"file": file, "act": act})

    paper, text = f"budgets/{settled.pk}/import", f"{HEAD}1;{codes[0]};;x;;\n"
    assert "Er is nog niets vastgelegd" in sent(official, paper, text, "look").content.decode()
    assert not PaperBallot.objects.exists()
    assert sent(official, paper, text, "write").status_code == 200
    wrong = sent(official, paper, HEAD + "x;;;x;;\n", "write")
    assert wrong.status_code == 422
    assert PaperBallot.objects.count() == 1
    assert paper in official.get(f"{work}/budgets/{settled.pk}").content.decode()
    ideas = "titel;ontvangen op\nBank;2026-03-01\nBoom;2026-03-01\n"
    assert sent(official, "import", ideas, "look").status_code == 200
    assert not Idea.objects.exists()
    sent(official, "import", ideas, "write")
    sent(official, "import", ideas, "write")
    assert Counter(Idea.objects.values_list("title", "public")) == {
        ("Bank", False): 1, ("Boom", False): 1
    }  # fmt: skip
    assert sent(official, "import", "titel\nBank\n", "write").status_code == 422
    counter = login(somebody(COMMITTEE), VOTING)
    assert sent(counter, "import", ideas, "look").status_code == 403
    assert counter.get(f"{work}/{paper}").status_code == 200
    assert Client().get(f"{work}/{paper}").status_code == 302
