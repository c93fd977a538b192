"""Delimited text: every row is read, or its line is told."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.problems import InputError, Severity
from wijkwerk.tables.delimited import Form, RowCount, detect, is_plain, notes_on, rows_of


def read(
    text: str | bytes, count: RowCount | None = None, form: Form | None = None
) -> tuple[list[tuple[int, list[str]]], list[str]]:
    body = text if isinstance(text, bytes) else text.encode()
    dialect = detect(body, "f.csv", form)
    problems = list(notes_on(dialect, "f.csv"))
    rows = list(rows_of(body, dialect, "f.csv", problems, count))
    told = [
        f"{problem.line}: {problem.code}: {problem.value}"
        for problem in problems
        if problem.severity is not Severity.NOTE
    ]
    return rows, told


def test_a_row_with_more_or_fewer_cells_than_headers_is_told_with_its_line() -> None:
    _, told = read("code,year,pct\nA,2021,5,7\nB,2021,6\nC,2021\n")
    assert told == ["2: too many cells: 4 cells", "4: too few cells: 2 cells"]


def test_a_row_that_is_cut_off_at_the_end_is_told() -> None:
    _, told = read("a;b;c\nA;x;1\nB;y")
    assert "3: last row is cut off: None" in told
    _, told = read("a;b;c\nA;x;1\nB;y;2")
    assert told == []


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ('a;b;c\nA;"t Zand;1\nB;Kade;2\nC;"t Zand;3\n', 2, "quotation mark is not closed"),
        ('a;b;c\nA;x;1\nB;"t Zand;2\nC;y;3\n', 3, "quotation mark is not closed"),
        ('a;b;c\nA;"t Zand;1\nB;buis 5";2\nC;x;3\n', 2, "a text holds rows"),
    ],
)
def test_an_open_quotation_mark_is_told_with_its_own_line(text: str, line: int, code: str) -> None:
    _, told = read(text)
    assert [one.split(": ")[:2] for one in told] == [[str(line), code]]


def test_a_quotation_mark_inside_a_cell_is_a_sign_like_any_other() -> None:
    rows, told = read('a;b\nbuis 5";1\n"hij zei ""ja""";2\n"twee\nregels";3\n')
    assert told == []
    assert rows == [(2, ['buis 5"', "1"]), (3, ['hij zei "ja"', "2"]), (4, ["twee\nregels", "3"])]


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        (b'"a;b";c\n', True),
        (b'"a ""b""";c\n', True),
        (b'a "b; c" d;e;f\n', False),
        (b'"a;b" c;d\n', False),
        (b'a;"b\n', False),
    ],
)
def test_a_file_is_plain_only_when_quotation_marks_enclose_cells(line: bytes, plain: bool) -> None:
    assert is_plain(b"x;y\n" * 3 + line, ";", 2) is plain  # type: ignore[arg-type]


def test_a_byte_of_windows_1252_garbles_no_other_name() -> None:
    body = "code;naam\nA;Café\n".encode() + b"B;Ren\xe9\n" + "C;Zoë\n".encode()
    rows, told = read(body)
    assert [cells[1] for _, cells in rows] == ["Café", "René", "Zoë"]
    assert told == ["3: two encodings in one file: Windows-1252"]


def test_a_text_in_windows_1252_alone_is_read_as_such() -> None:
    rows, told = read("code;naam\nA;Café\n".encode("cp1252"))
    assert (rows, told) == ([(2, ["A", "Café"])], [])


def test_words_below_a_table_are_notes_where_these_are_allowed_and_else_too_few_cells() -> None:
    count = RowCount()
    rows, told = read("a;b\nA;1\n\nBron: CBS\nB;2\n", count)
    assert ([cells for _, cells in rows], told) == ([["A", "1"], ["B", "2"]], [])
    assert (count.notes, count.blank) == (["Bron: CBS"], 1)
    assert read("a;b\nA;1\nBron: CBS\n")[1] == ["3: too few cells: 1 cell"]
    # The begin of a row is no note.
    assert read("a;b\nA;1\nGM0363\n", RowCount())[1] == ["3: too few cells: 1 cell"]


def test_two_rows_of_headers_are_joined() -> None:
    dialect = detect(
        b";;Werk;;Zorg;\ncode;naam;2021;2022;2021;2022\nA;x;1;2;3;4\n", "f.csv", Form(header_rows=2)
    )
    assert dialect.headers == ("code", "naam", "Werk 2021", "Werk 2022", "Zorg 2021", "Zorg 2022")
    assert dialect.header_line == 2


def test_what_is_no_text_is_refused() -> None:
    for body in (b"", b"PK\x03\x04", b"%PDF-1", b"\x89PNG\r\n"):
        with pytest.raises(InputError):
            detect(body, "f.csv")


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\x1e"), max_size=8)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([";", ",", "\t", "|"]),
)
def test_what_a_program_wrote_is_read_back_row_by_row(table: list[list[str]], sign: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=sign, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["code", "naam", "waarde"])
    writer.writerows(table)
    rows, told = read(stream.getvalue())
    if not told:  # a text over several lines that looks like rows is refused, never half read
        assert [cells for _, cells in rows] == table
    else:
        assert all("a text holds rows" in one for one in told)


def test_what_others_do_to_the_longest_cell_of_the_process_changes_nothing() -> None:
    before = csv.field_size_limit(1 << 24)
    try:
        _, told = read(f"code,naam\nA,{'x' * 140_000}\n")
    finally:
        csv.field_size_limit(before)
    assert told == ["2: text is too long: None"]
