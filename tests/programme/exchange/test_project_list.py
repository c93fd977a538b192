"""A list of projects: understood in two languages, hostile files refused, all or nothing, twice the
same as once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from wijkwerk.access.api import RefusedError
from wijkwerk.audit.api import Entry
from wijkwerk.monitor.display import library
from wijkwerk.programme.exchange.project_columns import COLUMNS, column_of, likely
from wijkwerk.programme.exchange.project_files import as_csv, as_xlsx
from wijkwerk.programme.exchange.project_list import check, import_projects
from wijkwerk.programme.exchange.sheets import LARGEST, read_sheet
from wijkwerk.programme.models import Project, Step
from wijkwerk.shared.cells import amount, day
from wijkwerk.shared.problems import InputError, Severity
from wijkwerk.workflow.api import ChangedMeanwhileError

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BUREAU = "programme-bureau"
DUTCH = (
    "Projectcode;Projectnaam;Status;Doelstelling;Meting;Trekker;Wijken;Budget;Einde subsidie;Start\r\n"
    "P1;Huiswerkklas;Lopend;Meer leertijd;Scholen met extra leertijd;Scholen op Zuid;WK2, WK1;"
    "€ 1.250.000,50;31-12-2027;1 sept 2025\r\n"
    "P2;Isolatie;;betere  WONINGEN;;gemeente;;12.500;;\r\n"
)


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with override("en"):
        yield


@pytest.fixture
def bring(a_programme: Any, command: Any) -> Callable[..., Any]:
    """Check a file and, when it is ready, write it."""

    def make(body: bytes | str, name: str = "lijst.csv") -> Any:
        data = body.encode() if isinstance(body, str) else body
        found = check(a_programme.programme, name, data, NOW)
        if not found.errors:
            import_projects(command(BUREAU), a_programme.programme, name, data, found.digest)
        return found

    return make


def told(problems: Any) -> list[tuple[Any, ...]]:
    return [(problem.line, problem.column, problem.value) for problem in problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("€ 1.250.000,50", "1250000.50"), ("1.500", "1500.00"), ("1,500", "1500.00"),
        ("12500", "12500.00"), ("12500,5", "12500.50"), ("12500.75", "12500.75"),
        ("1,250.75", "1250.75"), ("€ 5.000,-", "5000.00"), ("EUR 10", "10.00"),
        ("10 euro", "10.00"), ("1\u00a0500", "1500.00"), (1500, "1500.00"), (0.1 + 0.2, "0.30"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(written: object, meant: str) -> None:
    assert amount(written) == Decimal(meant)


@pytest.mark.parametrize(
    "written",
    ["1.5000", "12 mln", "=1+1", "-5", "1.2.3", "veel", "", "1,50,0", float("nan"), float("inf"),
     True, "1e9", "١٢٣"],
)  # fmt: skip
def test_what_is_no_amount_isnt_guessed(written: object) -> None:
    assert amount(written) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("31-12-2027", date(2027, 12, 31)), ("1/2/2027", date(2027, 2, 1)),
        ("2027-02-01", date(2027, 2, 1)), ("1 februari 2027", date(2027, 2, 1)),
        ("1 Mrt. 2027", date(2027, 3, 1)), ("12/31/2027", None), ("31-2-2027", None),
        ("1-1-27", None), ("2027", None), (46000, None), ("0001-01-01", date(1, 1, 1)),
    ],
)  # fmt: skip
def test_days_are_read_day_first_and_never_guessed(written: object, meant: date | None) -> None:
    assert day(written) == meant


@given(st.text(max_size=30))
def test_whatever_a_cell_holds_reading_it_never_fails(text: str) -> None:
    found = amount(text)
    assert found is None or found >= 0
    assert day(text) is None or isinstance(day(text), date)
    assert column_of(text) in {"", *(column.name for column in COLUMNS)}


def test_every_column_is_known_by_its_names_in_both_languages_and_by_one_column_only() -> None:
    for column in COLUMNS:
        assert (
            column_of(column.title.nl)
            == column_of(column.title.en)
            == column_of(column.name)
            == column.name
        )
    names = [name for one in COLUMNS for name in one.known]
    assert len(names) == len(set(names))
    assert likely("Eigennaar", "nl") == "Eigenaar"


@pytest.mark.django_db
def test_a_dutch_list_is_understood(bring: Any, a_programme: Any) -> None:
    found = bring(DUTCH)
    assert told(found.problems) == [(1, "Wijken", None)], "no edition knows areas"
    one, two = Project.objects.order_by("code")
    assert (one.state, two.state) == ("running", "proposed")
    assert (one.money, one.money_until) == (Decimal("1250000.50"), date(2027, 12, 31))
    assert (one.begins_on, one.areas) == (date(2025, 9, 1), ["WK1", "WK2"])
    assert (one.goal, one.target) == (a_programme.goals[0], a_programme.targets[0])
    assert one.organisation == a_programme.organisations[1]
    assert (two.goal, two.organisation) == (a_programme.goals[1], a_programme.organisations[0])
    assert list(Step.objects.order_by("object_id").values_list("action", flat=True)) == [
        "take_in",
        "add",
    ]
    assert Entry.objects.filter(action="project.import").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_importing_again_changes_nothing_and_neither_does_what_was_exported(
    make: Any, bring: Any
) -> None:
    bring(DUTCH)
    Project.objects.filter(code="P2").update(
        name="=HYPERLINK(1)", contribution="-5 punten\nen meer", money_from="@bron"
    )
    before = list(Project.objects.order_by("id").values())
    for body in (make(Project.objects.all(), "nl"), make(Project.objects.all(), "en")):
        found = bring(body, "uit")
        assert (found.problems, found.comparison.same) == ((), 2)
        assert not found.ready
    assert list(Project.objects.order_by("id").values()) == before
    assert Step.objects.count() == 2


@pytest.mark.django_db
def test_a_changed_list_changes_what_it_says_and_a_blank_wipes_out_nothing(bring: Any) -> None:
    bring(DUTCH)
    found = bring("code,naam,budget,trekker\nP2,Isolatie,,\nP1,Huiswerk,1.000,\nP3,Nieuw,,\n")
    assert [line.code for line in found.comparison.new] == ["P3"]
    assert [(line.code, set(what)) for line, _one, what in found.comparison.changes] == [
        ("P1", {"name", "money"})
    ]
    assert found.comparison.same == 1
    project = Project.objects.get(code="P1")
    assert (project.name, project.money, project.version) == ("Huiswerk", Decimal(1000), 2)
    assert Project.objects.get(code="P2").money == Decimal(12500)


@pytest.mark.django_db
def test_every_problem_has_its_place_and_says_what_to_do_and_nothing_is_written(bring: Any) -> None:
    found = bring(
        "Code;Naam;Eigennaar;Doel;Budget;Einde subsidie;Status\n"
        "A1;Goed;x;Meer leertijt;1.500;31-12-2027;lopend\n"
        "A2;;x;;=B2*2;12/31/2027;dwaalt\n"
        "A1;Dubbel;;;12 mln;1-1-27;gestopt\n"
        "<b>;Naam;;;;;\n"
    )
    assert told(found.problems) == [
        (2, "Doel", "Meer leertijt"),
        (3, "Naam", None),
        (3, "Budget", "=B2*2"),
        (3, "Einde subsidie", "12/31/2027"),
        (3, "Status", "dwaalt"),
        (4, "Budget", "12 mln"),
        (4, "Einde subsidie", "1-1-27"),
        (4, "Code", "A1"),
        (5, "Code", "<b>"),
        (1, "Eigennaar", None),
    ]
    said = " ".join(str(problem) for problem in found.problems)
    for advice in ("Meer leertijd", "formula", "day first", "four digits", "Owner", "“"):
        assert advice in said, advice
    assert not Project.objects.exists() and not found.ready


@pytest.mark.django_db
def test_a_code_that_stands_there_twice_is_told_with_the_other_row(bring: Any) -> None:
    found = bring("code;naam\nA;Een\nA;Twee\n")
    assert told(found.errors) == [(3, "code", "A")]
    assert "row 2" in str(found.errors[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "state", "said"),
    [
        ("P;N;;Andere;;", "running", "doesn’t change"),
        ("P;N;;;2027-01-01;", "running", "puts off"),
        ("P;N;9.000;;;", "overdue", "no new money"),
        ("P;Anders;;;;", "stopped", "has ended"),
        ("Q;N;;;;gestopt", "running", "can’t begin"),
    ],
)
def test_a_list_obeys_the_rules_of_editing(
    row: str, state: str, said: str, bring: Any, a_programme: Any
) -> None:
    due = date(2026, 3, 1) if state == "overdue" else date(2026, 6, 1)
    Project.objects.create(
        programme=a_programme.programme,
        code="P",
        name="N",
        stop_criteria="Een",
        decision_due=due,
        state="running" if state == "overdue" else state,
        money=Decimal(100),
    )
    found = bring(f"code;naam;geld;stopcriteria;besluitdatum;status\n{row}\nR;Mee;;;;\n")
    assert len(found.errors) == 1 and said in str(found.errors[0])
    assert Project.objects.count() == 1, "everything or nothing"


@pytest.mark.django_db
def test_what_was_agreed_to_is_what_is_written(bring: Any, a_programme: Any, command: Any) -> None:
    body = DUTCH.encode()
    found = check(a_programme.programme, "l.csv", body, NOW)
    with pytest.raises(ChangedMeanwhileError):
        import_projects(
            command(BUREAU), a_programme.programme, "l.csv", body + b"P9;Meer", found.digest
        )
    bring("code;naam\nP1;Eerst\n")
    with pytest.raises(ChangedMeanwhileError):
        import_projects(command(BUREAU), a_programme.programme, "l.csv", body, found.digest)
    assert Project.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["programme-chair", "programme-board", "council", "partner"])
def test_only_the_bureau_imports(role: str, a_programme: Any, command: Any) -> None:
    found = check(a_programme.programme, "l.csv", DUTCH.encode(), NOW)
    with pytest.raises(RefusedError):
        import_projects(command(role), a_programme.programme, "l.csv", DUTCH.encode(), found.digest)
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_a_fault_halfway_leaves_nothing(bring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*args: Any, **named: Any) -> None:
        raise OSError("full")

    monkeypatch.setattr("wijkwerk.programme.services.project_lists.record", fault)
    with pytest.raises(OSError, match="full"):
        bring(DUTCH)
    assert not Project.objects.exists() and not Step.objects.exists()


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


@pytest.mark.django_db
def test_a_workbook_with_a_title_above_days_and_formulas_is_understood(bring: Any) -> None:
    found = bring(
        workbook(
            ("Projecten 2026",),
            (),
            ("Code", "Naam", "Budget", "Einddatum"),
            (12, "=1+1", 1500.5, datetime(2027, 1, 31, tzinfo=None)),
        ),
        "lijst.xlsx",
    )
    assert found.errors == ()
    project = Project.objects.get()
    assert (project.code, project.name, project.money, project.ends_on) == (
        "12",
        "=1+1",
        Decimal("1500.50"),
        date(2027, 1, 31),
    )
    sheet = load_workbook(io.BytesIO(as_xlsx([project], "nl"))).worksheets[0]
    assert sheet.cell(2, 2).data_type == "s", "a text, not a formula"
    assert "'=1+1" in as_csv([project], "nl").decode("utf-8-sig")


def repacked(body: bytes, part: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(body)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            new.writestr(one, data if one == part else old.read(one))
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE a [<!ENTITY b "cccccccccc">]><worksheet><sheetData/></worksheet>'
FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr">'
    b"<is><t>x</t></is></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x" * (LARGEST + 1),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old",
        b"PK\x03\x04 broken",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00",
        b"   \n\n",
        repacked(workbook(("a",)), SHEET, b" " * 41_000_000),
        repacked(workbook(("a",)), SHEET, ENTITY),
        repacked(workbook(("a",)), SHEET, ENTITY.decode().encode("utf-16")),
        repacked(workbook(("a",)), SHEET, b"<not"),
        repacked(workbook(("a",)), SHEET, FAR),
        repacked(workbook(("a",)), "xl/workbook.xml", b"<x/>"),
        workbook(("code", "naam"), ("A", "x" * 20_001)),
        b"code;naam\n" + b"A;B\n" * 10_100,
    ],
    ids=["empty", "large", "old", "broken", "picture", "blank", "bomb", "entities", "utf16",
         "no-xml", "far", "no-book", "cell", "rows"],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_words(body: bytes) -> None:
    with pytest.raises(InputError) as wrong:
        read_sheet("f.xlsx", body)
    assert wrong.value.problems[0].expected


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_words(body: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        try:
            assert read_sheet("f", start + body)
        except InputError as wrong:
            assert wrong.problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_texts_of_every_usual_program_are_read(encoding: str) -> None:
    rows = read_sheet("f.csv", "code;naam\r\nA;Café\r\n".encode(encoding))
    assert rows[1].cells == ("A", "Café")


CASES = Path(__file__).resolve().parents[4] / "shared" / "cases"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Code,Name,Money\nQ1,Taalhuis,12,500\nQ2,Kade,1\n", 2, "more cells than headers"),
        ("Code;Naam;Geld\nQ1;Taalhuis;1\nQ2;Kade\nQ3;Tuin;3\n", 3, "fewer cells than headers"),
        ("Code;Naam;Geld\nQ1;Taalhuis;1\nQ2;Ka", 3, "fewer cells than headers"),
        ('Code;Naam;Geld\nQ1;"t Zand;1\nQ2;"t Veld;2\n', 2, "quotation mark isn’t closed"),
    ],
)
def test_a_row_that_does_not_fit_is_told_with_its_line_and_nothing_is_written(
    text: str, line: int, said: str, bring: Any
) -> None:
    try:
        problems = bring(text).errors
    except InputError as wrong:
        problems = wrong.problems
    assert [problem.line for problem in problems if said in problem.code] == [line]
    assert not Project.objects.exists()


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the checkout, not in it")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("case", "line"), [("projects-extra-cell/e1.csv", 2), ("open-quote/projects.csv", 2)]
)
def test_the_cases_that_were_sent_are_refused_with_their_line(
    case: str, line: int, bring: Any
) -> None:
    try:
        problems = bring((CASES / case).read_bytes()).errors
    except InputError as wrong:
        problems = wrong.problems
    assert problems[0].line == line
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_every_row_of_a_list_is_a_project_or_has_an_error(bring: Any) -> None:
    assert str(bring(DUTCH).account) == (
        "lijst.csv: 3 rows = 2 used + 1 left out (1 around the list)"
    )
    account = bring("code;naam\nA;Een\nB;\nC;Drie\n").account
    assert (account.read, account.used, account.left_out["with an error"]) == (4, 2, 1)


@pytest.mark.django_db
def test_a_hidden_sheet_is_told_and_the_one_that_can_be_seen_is_read(bring: Any) -> None:
    book = Workbook()
    for name, code in (("oud", "A"), ("nieuw", "B")):
        sheet = book.active if name == "oud" else book.create_sheet(name)
        sheet.title = name
        sheet.append(["code", "naam"])
        sheet.append([code, "Naam"])
    book["oud"].sheet_state = "hidden"
    body = io.BytesIO()
    book.save(body)
    found = bring(body.getvalue(), "lijst.xlsx")
    assert [(problem.column, problem.value) for problem in found.problems] == [("oud", "oud")]
    assert list(Project.objects.values_list("code", flat=True)) == ["B"]


def test_a_byte_of_windows_1252_garbles_no_other_name_and_is_told() -> None:
    problems: list[Any] = []
    body = "code;naam\nA;Café\n".encode() + b"B;Ren\xe9\n"
    rows = read_sheet("f.csv", body, problems)
    assert [row.cells[1] for row in rows] == ["naam", "Café", "René"]
    assert [(problem.line, problem.severity) for problem in problems] == [(3, Severity.WARNING)]


FOOTED = (
    "Code;Naam;Geld\nA;Een;1.500\nB;Twee;500\n{total}\n"
    "Bron: afdeling Wijken, maart 2026\n* voorlopig\n"
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "total", ["Totaal;;2.000", ";Totaal;2.000", "Eindtotaal:;;€ 2.000,-", "Sum;;=SUM(C2:C3)", ";;;"]
)
def test_totals_and_remarks_below_a_list_are_left_out_and_told(total: str, bring: Any) -> None:
    found = bring(FOOTED.format(total=total))
    totals = int(total != ";;;")
    assert found.errors == ()
    assert [problem.line for problem in found.problems] == [4, 5, 6] if totals else [5, 6]
    assert list(Project.objects.order_by("code").values_list("code", flat=True)) == ["A", "B"]
    account = found.account
    assert (account.read, account.used) == (5 + totals, 2)
    assert (account.left_out["totals"], account.left_out["remarks"]) == (totals, 2)


@pytest.mark.django_db
def test_remarks_of_a_workbook_are_left_out_too(bring: Any) -> None:
    found = bring(
        workbook(
            ("Code", "Naam", "Budget"),
            ("A", "Een", 1500),
            ("Totaal", None, 1500),
            (),
            ("Bron: afdeling Wijken",),
        ),
        "lijst.xlsx",
    )
    assert found.errors == ()
    assert (found.account.left_out["totals"], found.account.left_out["remarks"]) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        ";Totaal;Meer leertijd;2.000",  # something of a project stands in it
        ";Totaal aanpak wonen;;2.000",
        ";Zomer;;",
    ],
)
def test_what_may_be_a_project_is_never_left_out_without_a_word(row: str, bring: Any) -> None:
    found = bring(f"Code;Naam;Doel;Geld\nA;Een;;1\n{row}\n")
    assert told(found.errors) == [(3, "Code", None)]
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_a_project_may_have_the_name_of_a_total_but_a_code_that_says_so_is_asked_about(
    bring: Any,
) -> None:
    assert bring("code;naam\nA;Totaal\n").errors == ()
    found = bring("code;naam\nB;Een\nTotaal;12 projecten\n")
    assert told(found.errors) == [(3, "code", "Totaal")]
    assert list(Project.objects.values_list("code", flat=True)) == ["A"]


@pytest.mark.django_db
def test_an_area_that_the_edition_does_not_have_is_refused_with_the_likely_one(
    bring: Any, a_programme: Any, served: str
) -> None:
    programme = a_programme.programme
    programme.edition = served
    programme.save()
    known = sorted(library().open(served).catalogue.areas)[-1]
    wrong = known[:-1] + ("8" if known[-1] != "8" else "7")
    text = "code;naam;wijk\nA;Een;{}\nB;Twee;\n"
    for strange in ("BU99999999", f"{known}, {wrong}X"):
        found = bring(text.format(f'"{strange}"'))
        assert told(found.errors) == [(2, "wijk", strange.split(", ")[-1])]
        assert not Project.objects.exists()
    found = bring(text.format(f"{known}, WK0001"))  # WK0001 is the programme's own
    assert found.problems == ()
    # What stands there already is no new mistake.
    Project.objects.filter(code="A").update(areas=["OLD1"])
    assert bring("code;naam;wijk\nA;Anders;OLD1\n").errors == ()
    assert told(bring("code;naam;wijk\nA;Anders;OLD2\n").errors) == [(2, "wijk", "OLD2")]


@pytest.mark.django_db
def test_two_projects_with_one_name_are_remarked(bring: Any) -> None:
    found = bring("code;naam\nA;Taalhuis Zuid\nB;taalhuis  zuid\n")
    assert [(problem.line, problem.severity) for problem in found.problems] == [
        (3, Severity.WARNING)
    ]
    assert Project.objects.count() == 2


@pytest.mark.django_db
def test_the_end_of_a_budget_is_read(bring: Any) -> None:
    found = bring("code;naam;budget;Einde budget\nA;Een;1;31-02-2027\n")
    assert told(found.errors) == [(2, "Einde budget", "31-02-2027")]
