"""Open budgets: out of a file, checked, made public by somebody else, and what everybody sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from visitors import NOW, account_of, login
from wijkwerk.access.api import RefusedError
from wijkwerk.finance.apps import FinanceConfig
from wijkwerk.finance.examples import make_ledgers
from wijkwerk.finance.ledger_file import COLUMNS, LedgerFile, read_ledger
from wijkwerk.finance.ledger_summary import summary_of
from wijkwerk.finance.models import Flow, Ledger
from wijkwerk.finance.services import ledgers as services
from wijkwerk.finance.web.area_cards import area_cards, stamp
from wijkwerk.finance.web.views import csv_lines
from wijkwerk.finance.web.work_items import work_items
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed

CITY, ROLE = "GM9001", "finance-controller"
ROWS = """\
code;van;naar;soort;gebied;toegezegd;betaald;teruggegeven;vervalt op;nodig;deel van
1;Rijk;Gemeente;subsidie;;1.000,00;1000;;;;
2;Gemeente;Club;subsidie;WK900101;600;500;50,25;2026-05-31;Een verslag.;
2a;Gemeente;Club;subsidie;WK900101;100;100;;;;2
3;Corporatie;Aannemer;investering;WK900102;300;300;;;;
totaal;;;;;1900;1800;50,25;;;
"""


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., LedgerFile]:
    def read(*changes: tuple[str, str]) -> LedgerFile:
        text = ROWS
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "flows.csv"
        path.write_text(text, "utf-8")
        return read_ledger(path)

    return read


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "code"),
    [
        ("1900;1800", "1901;1800", 6, "promised", "the total doesn't close"),
        ("3;Corporatie", "2;Corporatie", 5, "code", "code stands twice"),
        ("investering", "lening", 5, "kind", "unknown value"),
        ("300;300", "300;drie", 5, "paid", "no amount"),
        ("300;300", "300;-3", 5, "paid", "no amount"),
        ("2026-05-31", "31-31-2026", 3, "lapses_on", "no day"),
        (";;;;2\n", ";;;;9\n", 4, "part_of", "part of what isn't there"),
        ("Een verslag.;\n", "Een verslag.;2a\n", 3, "part_of", "part of itself"),
        ("Rijk;Gemeente", "Gemeente;Gemeente", 2, "target", "from a pot to itself"),
        ("Corporatie;Aannemer", ";Aannemer", 5, "source", "nothing is filled in"),
        (";1800;", ";1801;", 6, "paid", "the total doesn't close"),
        ("vervalt op", "vervaltop", 1, "vervaltop", "unknown column"),
        ("Corporatie", "Corpo\u202eratie", 5, "source", "a character that nobody sees"),
        ("3;Corp", "3\u200b;Corp", 5, "code", "a character that nobody sees"),
        ("Een verslag.", "Een\x1bverslag.", 3, "needed", "a character that nobody sees"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_row_and_column(
    sent: Callable[..., LedgerFile], old: str, new: str, line: int, column: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        sent((old, new))
    places = {(problem.line, problem.column, problem.code) for problem in caught.value.problems}
    assert (line, column, code) in places


def test_a_file_comes_to_its_sums(sent: Callable[..., LedgerFile]) -> None:
    summary = summary_of(sent())
    assert summary["total"] == {
        "budgeted": 130_000,
        "spent": 130_000,
        "returned": 0,
        "lapsed": 0,
        "on_its_way": 0,
        "difference": 0,
    }
    areas = {row["code"]: row for row in summary["areas"]}
    assert areas["WK900101"]["budgeted"] == 60_000 and areas["WK900101"]["spent"] == 44_975
    assert areas[""]["budgeted"] == 130_000 - 60_000 - 30_000
    assert (summary["flows"], summary["parts"], summary["findings"]) == (4, 1, [])
    gemeente = next(row for row in summary["pots"] if row["name"] == "Gemeente")
    assert gemeente == {
        "name": "Gemeente",
        "received": 100_000,
        "handed_on": 44_975,
        "left": 55_025,
        "overhead": None,
        "overhead_of": 0,
    }
    assert ["Gemeente", "Club", 60_000] in summary["views"]["budgeted"]["links"]


def test_a_workbook_may_say_who_lives_there_and_what_a_source_states(
    workbook: Callable[..., Path],
) -> None:
    path = workbook(
        geldstromen=[
            ["code", "van", "naar", "soort", "gebied", "betaald"],
            ["a", "Rijk", "Club", "subsidie", "WK1", 100.25],
            ["b", "Rijk", "Tuin", "subsidie", "WK1", 50],
        ],
        gebieden=[["code", "naam", "inwoners"], ["WK1", "Noord", 30]],
        genoemd=[["wat", "bedrag", "codes"], ["Samen", 200, "a; b"], ["Club", "100,25", "a"]],
    )
    summary = summary_of(read_ledger(path))
    assert summary["areas"][0]["name"] == "Noord" and summary["areas"][0]["per_head"] == 501
    assert [(row["cents"], row["sum"]) for row in summary["stated"]] == [
        (20_000, 15_025),
        (10_025, 10_025),
    ]


PARTIES = [
    ["naam", "soort", "belang", "aan tafel", "regels", "hoogste bedrag", "wie beslist"],
    ["Verzekeraar", "", "Minder zorg.", "nee", "", "", ""],
    ["Corporatie", "partij", "Meer waarde.", "ja", "", "", ""],
    ["Fonds", "lokaal fonds", "", "", "Met offerte.", "500,50", "Het bestuur"],
]
FLOWS = [
    [
        "code",
        "van",
        "naar",
        "soort",
        "activiteit",
        "toegezegd",
        "overhead",
        "functie",
        "laatste dag",
    ],
    ["1", "Bedrijven", "Fonds", "eigen", "", 900, "", "", ""],
    ["2", "Fonds", "Tuin", "subsidie", "Planten", 600, 60, "Wijkmanager", "2026-03-01"],
]


def test_who_has_a_stake_and_pots_with_rules_of_their_own(
    workbook: Callable[..., Path], controller: Any
) -> None:
    file = read_ledger(workbook(geldstromen=FLOWS, partijen=PARTIES))
    command = StepCommand(controller, NOW)
    ledger = services.take_in(command, None, municipality=CITY, file=file, title="Fonds")
    assert ledger.summary["findings"] == [
        {"kind": "more_than_rules_allow", "where": "2", "cents": 9_950}
    ]
    text = login(controller, NOW).get(f"/nl/work/finance/ledgers/{ledger.pk}").content.decode()
    for words in (
        "1 partij heeft een belang en zit niet aan tafel.", "Lokaal fonds", "Met offerte.", "€ 500,50", "Planten",
        "€ 60 (10%)", "€ 99,50 meer", "De bron zegt niet wat daarvan is uitgegeven.",
    ):  # fmt: skip
        assert words in text.replace("\u00a0", " "), words
    assert text.index("Verzekeraar") < text.index("Meer waarde.")
    assert "Verschil" not in text  # nobody knows it
    browser = login(controller, NOW)
    assert browser.get(f"/nl/work/finance/ledgers/{ledger.pk}?show=spent").status_code == 400


def test_a_function_whose_money_ends_waits_on_my_work(
    workbook: Callable[..., Path], controller: Any
) -> None:
    rows = [*FLOWS, ["3", "Rijk", "Tuin", "subsidie", "", 10, "", "Wijkmanager", "2026-04-01"]]
    file = read_ledger(workbook(geldstromen=rows))
    command = StepCommand(controller, NOW)
    ledger = services.take_in(command, None, municipality=CITY, file=file, title="Fonds")
    own, last = services.worked_on(controller, NOW), date(2026, 4, 1)
    assert [row.code for row in services.ending_posts(own, last)] == ["3"]
    assert [row.code for row in services.ending_posts(own, last - timedelta(services.SOON))]
    assert services.ending_posts(own, last - timedelta(services.SOON + 1)) == []
    assert services.ending_posts(own, last + timedelta(1)) == []
    text = login(controller, NOW).get(f"/nl/work/finance/ledgers/{ledger.pk}").content.decode()
    assert "Functies waarvan het geld stopt" in text
    assert "het geld van 1 functie stopt" in next(work_items_in("nl", controller))
    Flow.objects.filter(code="1").update(post="Wijkmanager")  # goes on without a last day
    assert services.ending_posts(own, last) == []


def work_items_in(language: str, user: Any) -> Any:
    with translation.override(language):
        return iter([item.label for item in work_items(user, NOW)])


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["Fonds", "spaarpot", "", "", "", "", ""], "kind", "unknown value"),
        (["Fonds", "fonds", "", "misschien", "", "", ""], "seat", "unknown value"),
        (["Fonds", "voucher", "", "", "", "veel", ""], "most", "no amount"),
        (["Verzekeraar", "", "", "", "", "", ""], "name", "stands twice"),
        (["Fon\u202eds", "", "", "", "", "", ""], "name", "a character that nobody sees"),
        (["F" * 201, "", "", "", "", "", ""], "name", "too long"),
    ],
)
def test_what_is_wrong_with_a_party_is_told(
    workbook: Callable[..., Path], row: list[str], column: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_ledger(workbook(geldstromen=FLOWS, partijen=[*PARTIES[:2], row]))
    assert (column, code) in {(problem.column, problem.code) for problem in caught.value.problems}


@pytest.mark.parametrize("number", ["\u00b2", "\u2460", "9" * 5_000, "-1", "1.5"])
def test_inhabitants_are_a_whole_number(workbook: Callable[..., Path], number: str) -> None:
    path = workbook(
        geldstromen=[
            ["code", "van", "naar", "soort", "betaald"],
            ["a", "Rijk", "Club", "eigen", 1],
        ],
        gebieden=[["code", "naam", "inwoners"], ["WK1", "Noord", number]],
    )
    with pytest.raises(InputError, match="no whole number"):
        read_ledger(path)


pytestmark = [pytest.mark.usefixtures("plain_site", "clock")]


@pytest.fixture
def controller(db: None) -> Any:
    return account_of("controller@trial.example", ROLE, place=CITY)


@pytest.fixture
def other(db: None) -> Any:
    return account_of("other@trial.example", ROLE, place=CITY)


@pytest.fixture
def draft(controller: Any, sent: Callable[..., LedgerFile]) -> Ledger:
    return services.take_in(
        StepCommand(controller, NOW), None, municipality=CITY, file=sent(), title="Wijkgeld"
    )


def test_who_took_it_in_doesnt_make_it_public(
    draft: Ledger, controller: Any, other: Any, sent: Callable[..., LedgerFile]
) -> None:
    assert draft.flows.count() == 4
    with pytest.raises(TransitionNotAllowed, match="not_own"):
        services.publish(StepCommand(controller, NOW, draft.version), draft)
    changed = sent(("300;300", "300;200"), ("1900;1800", "1900;1700"))
    newer = services.replace(StepCommand(controller, NOW, draft.version), draft, file=changed)
    assert newer.summary["total"]["spent"] == 120_000 and newer.flows.count() == 4
    with pytest.raises(ChangedMeanwhileError):
        services.publish(StepCommand(other, NOW, draft.version), draft)
    shown = services.publish(StepCommand(other, NOW, newer.version), newer)
    with pytest.raises(TransitionNotAllowed):
        services.replace(StepCommand(controller, NOW, shown.version), shown, file=changed)


def test_a_controller_of_another_city_does_and_sees_nothing(
    draft: Ledger, sent: Callable[..., LedgerFile]
) -> None:
    stranger = account_of("stranger@trial.example", ROLE, place="GM9002")
    for act in (
        lambda: services.take_in(
            StepCommand(stranger, NOW), None, municipality=CITY, file=sent(), title="x"
        ),
        lambda: services.publish(StepCommand(stranger, NOW, draft.version), draft),
        lambda: services.replace(StepCommand(stranger, NOW, draft.version), draft, file=sent()),
    ):
        with pytest.raises(RefusedError):
            act()
    browser = login(stranger, NOW)
    assert browser.get(f"/nl/work/finance/ledgers/{draft.pk}").status_code == 404
    assert browser.get(f"/nl/work/finance/ledgers/{draft.pk}/file").status_code == 404
    assert "Wijkgeld" not in browser.get("/nl/work/finance/ledgers").content.decode()


def test_a_draft_is_nobodys_through_any_door(draft: Ledger, controller: Any) -> None:
    client = Client()
    for address in (
        f"/nl/finance/ledgers/{draft.pk}",
        f"/nl/finance/ledgers/{draft.pk}/flows",
        f"/nl/finance/ledgers/{draft.pk}/flows.csv",
        f"/nl/finance/ledgers/{draft.pk}/flows.zip",
        f"/api/v1/finance/ledgers/{draft.pk}",
        f"/nl/finance/ledgers/{draft.pk}/history",
    ):
        assert client.get(address).status_code == 404, address
    assert "Wijkgeld" not in client.get("/nl/finance/ledgers").content.decode()
    assert client.get("/api/v1/finance/ledgers").json() == {"items": [], "next": None}
    assert area_cards("WK900101") == []
    assert (
        "Concept."
        in login(controller, NOW).get(f"/nl/work/finance/ledgers/{draft.pk}").content.decode()
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everybody_sees_where_it_goes(draft: Ledger, other: Any, language: str) -> None:
    before = stamp()
    services.publish(StepCommand(other, NOW, draft.version), draft)
    assert stamp() != before
    client, address = Client(), f"/{language}/finance/ledgers/{draft.pk}"
    text = client.get(address).content.decode()
    for words in ("<svg", "ww-band", "Corporatie", "Aannemer", "Een verslag.", "Wijkgeld"):
        assert words in text
    assert "%(" not in text
    assert client.get(f"{address}?show=difference").status_code == 200
    assert client.get(f"{address}?show=else").status_code == 400
    listed = client.get(f"{address}/flows").content.decode()
    assert ("500" in listed and "50,25" in listed) or "50.25" in listed
    (card,) = area_cards("WK900101")
    assert card.url == draft.get_absolute_url() and "449" in card.text


def test_what_is_exported_can_be_taken_in_again(draft: Ledger, other: Any, tmp_path: Path) -> None:
    services.publish(StepCommand(other, NOW, draft.version), draft)
    path = tmp_path / "again.csv"

    def exported() -> bytes:
        answer = Client().get(f"/nl/finance/ledgers/{draft.pk}/flows.csv")
        path.write_bytes(b"".join(answer.streaming_content))
        return path.read_bytes()

    exported()
    assert summary_of(read_ledger(path)) == draft.summary
    package = tmp_path / "again.zip"
    package.write_bytes(Client().get(f"/nl/finance/ledgers/{draft.pk}/flows.zip").content)
    assert summary_of(read_ledger(package)) == draft.summary
    Flow.objects.filter(code="3").update(target="=1+1", needed="-Stichting")
    assert b",'=1+1," in exported()
    row = next(row for row in read_ledger(path).rows if row["code"] == "3")
    assert (row["target"], row["needed"]) == ("=1+1", "-Stichting")


_TEXTS = st.text("=+-@|%',;\" ab\u00e9\u20ac1.", max_size=12).map(
    lambda text: " ".join(text.split())
)
_CENTS = st.none() | st.integers(0, 10**12)


@given(
    texts=st.fixed_dictionaries(
        dict.fromkeys(("activity", "area", "needed", "regime", "document"), _TEXTS)
    ),
    source=_TEXTS.filter(bool),
    cents=st.tuples(_CENTS, _CENTS, _CENTS),
    lapses_on=st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
)
@settings(max_examples=60)
def test_any_flow_that_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    texts: dict[str, str],
    source: str,
    cents: Any,
    lapses_on: date | None,
) -> None:
    amounts = dict(zip(("requested", "promised", "paid"), cents, strict=True))
    flow = Flow(
        code="-1",
        source=source,
        target=f"{source}2",
        kind="grant",
        lapses_on=lapses_on,
        **texts,
        **amounts,
    )
    path = tmp_path_factory.mktemp("flows") / "flows.csv"
    path.write_text("".join(csv_lines([flow])), "utf-8", newline="")
    (row,) = read_ledger(path).rows
    assert row == {name: getattr(flow, name) for name in COLUMNS}


def test_the_word_of_the_page_is_a_name_of_the_column(sent: Callable[..., LedgerFile]) -> None:
    assert sent(("toegezegd", "beloofd")).rows == sent().rows


def test_an_apostrophe_before_a_risk_is_of_the_export(sent: Callable[..., LedgerFile]) -> None:
    rows = sent(("3;Corporatie;Aannemer", "3;'-Corporatie;'t Hof")).rows
    assert [(row["source"], row["target"]) for row in rows if row["code"] == "3"] == [
        ("-Corporatie", "'t Hof")
    ]


@pytest.mark.parametrize(("second", "problem_lines"), [("2150;2050", []), ("250;250", [8])])
def test_a_second_total_is_of_all_rows_above_it(
    sent: Callable[..., LedgerFile], second: str, problem_lines: list[int]
) -> None:
    last = "totaal;;;;;1900;1800;50,25;;;\n"
    more = f"{last}4;Rijk;Buurthuis;subsidie;;250;250;;;;\ntotaal;;;;;{second};;;;\n"
    if problem_lines:
        with pytest.raises(InputError) as caught:
            sent((last, more))
        assert {problem.line for problem in caught.value.problems} == set(problem_lines)
        assert {problem.column for problem in caught.value.problems} == {"promised", "paid"}
    else:
        assert len(sent((last, more)).rows) == 5


def test_the_card_of_an_area_says_the_amount_per_inhabitant_and_the_last_day(
    controller: Any, other: Any, workbook: Callable[..., Path]
) -> None:
    path = workbook(
        geldstromen=[
            ["code", "van", "naar", "soort", "gebied", "betaald", "laatste dag"],
            ["a", "Rijk", "Club", "subsidie", "WK900101", 100, "2027-03-31"],
            ["b", "Rijk", "Tuin", "subsidie", "WK900101", 50, "2026-12-31"],
            ["c", "Rijk", "Kas", "subsidie", "WK900102", 70, "2030-01-31"],
            ["d", "Rijk", "Hof", "subsidie", "WK900103", 70, ""],
            ["e", "Rijk", "Elders", "subsidie", "WK051829", 70, ""],
        ],
        gebieden=[
            ["code", "naam", "inwoners"],
            ["WK900101", "Noord", 30],
            ["WK900102", "Zuid", ""],
        ],
    )
    draft = services.take_in(
        StepCommand(controller, NOW), None, municipality=CITY, file=read_ledger(path), title="Geld"
    )
    services.publish(StepCommand(other, NOW, draft.version), draft)
    with translation.override("en"):
        north, south, west = (
            area_cards(area)[0].text for area in ("WK900101", "WK900102", "WK900103")
        )
    assert area_cards("WK051829") == [], "an area of another municipality"
    assert "That is €5 for each inhabitant." in north
    assert "The last of it ends on 31 March 2027." in north
    assert "inhabitant" not in south and "ends on 31 January 2030." in south
    assert "inhabitant" not in west and "ends on" not in west


def test_money_that_is_about_to_lapse_waits_on_my_work(draft: Ledger, controller: Any) -> None:
    day = date(2026, 5, 31)
    own = services.worked_on(controller, NOW)
    assert [row.code for row in services.lapsing(own, day - timedelta(services.SOON))] == ["2"]
    assert services.lapsing(own, day - timedelta(services.SOON + 1)) == []
    assert [row.code for row in services.lapsing(own, day + timedelta(30))] == ["2"]
    assert "1" in next(item.label for item in work_items(controller, NOW))
    Flow.objects.filter(code="2").update(paid=60_000)
    assert services.lapsing(own, day) == []


def test_a_file_goes_through_its_pages(controller: Any, other: Any) -> None:
    browser, address = login(controller, NOW), "/nl/work/finance/ledgers/file"
    facts = {"municipality": CITY, "title": "Wijkgeld"}

    def post(url: str, text: str, **more: str) -> Any:
        return browser.post(url, {**more, "file": SimpleUploadedFile("f.csv", text.encode())})

    assert browser.get(address).status_code == 200
    wrong = post(address, ROWS.replace("1900", "1901"), **facts)
    assert wrong.status_code == 422 and not Ledger.objects.exists()
    assert post(address, ROWS, **{**facts, "municipality": "GM9002"}).status_code == 200
    assert post(address, ROWS, **facts).status_code == 302
    ledger = Ledger.objects.get()
    assert browser.get(f"/nl/work/finance/ledgers/{ledger.pk}/file").status_code == 200
    assert post(f"/nl/work/finance/ledgers/{ledger.pk}/file", ROWS).status_code == 302
    ledger.refresh_from_db()
    url = f"/nl/work/finance/ledgers/{ledger.pk}/publish"
    assert login(other, NOW).post(url, {"version": ledger.version}).status_code == 302
    ledger.refresh_from_db()
    reasons = {"version": ledger.version, "text": "Dubbel geteld."}
    assert browser.post(url.replace("publish", "withdraw"), reasons).status_code == 302
    text = Client().get(f"/nl/finance/ledgers/{ledger.pk}").content.decode()
    assert "Dubbel geteld." in text and "€" not in text


def test_examples_name_every_sum_that_doesnt_close(db: None) -> None:
    lines: list[str] = []
    make_ledgers(lines.append)
    make_ledgers(lines.append)
    assert len(lines) == Ledger.objects.count() == 3
    by_title = {ledger.title.split(",")[0]: ledger for ledger in Ledger.objects.all()}
    grant = by_title["Sociale Herovering"].summary
    assert grant["total"]["budgeted"] == 12 * 2_000_000_00 + 200_000_00
    (stated,) = grant["stated"]
    assert stated["cents"] - stated["sum"] == 800_000_00
    nijmegen = next(
        row for row in by_title["Sociale Herovering"].flows.all() if row.code == "nijmegen-1"
    )
    assert nijmegen.promised == 240_000_00
    (south,) = by_title["Rotterdam Zuid"].summary["stated"]
    assert south["sum"] - south["cents"] == 60_000_000_00
    text = Client().get(by_title["Sociale Herovering"].get_absolute_url()).content.decode()
    assert "sluit niet" in text and "€ 0 uitgegeven" not in text.replace("\u00a0", " ")
    made_up = by_title["Open buurtbegroting van een verzonnen buurt"].summary
    assert {row["kind"] for row in made_up["parties"]} >= {"local_fund", "voucher", "company"}
    assert made_up["findings"] == []


def test_a_council_hears_in_time_what_lapses_of_what_is_public(draft: Ledger, other: Any) -> None:
    def told(today: date, *, simulated: bool = False) -> list[str]:
        with translation.override("nl"):
            config = apps.get_app_config("finance")
            assert isinstance(config, FinanceConfig)
            notices = config.money_notices(CITY, today, simulated=simulated)
        return [notice.note.replace("\u00a0", " ") for notice in notices]

    day = date(2026, 5, 31)
    assert told(day) == []  # a draft is nobody's
    services.publish(StepCommand(other, NOW, draft.version), draft)
    assert told(day) == ["€ 100 voor Club vervalt op 31 mei 2026."]
    assert told(day, simulated=True) == []
    assert told(day + timedelta(1)) == [
        "€ 100 voor Club had uiterlijk op 31 mei 2026 gebruikt moeten zijn."
    ]
    Flow.objects.filter(code="1").update(post="Wijkmanager", ends_on=day)
    assert "Het geld voor de functie Wijkmanager stopt op 31 mei 2026." in told(day)
