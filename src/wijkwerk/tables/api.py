"""The one door to the reader of tables for the rest of Wijkwerk."""

from wijkwerk.tables import notation
from wijkwerk.tables.account import REASONS, Account
from wijkwerk.tables.archive_guard import ARCHIVE_FAULTS, LOCAL, Limits, Source
from wijkwerk.tables.around import is_note, is_remark, is_total, may_be_whole
from wijkwerk.tables.bank_statement import (
    Payment,
    Statement,
    is_reference,
    read_statements,
    with_check_digits,
)
from wijkwerk.tables.bytes_of_text import printable
from wijkwerk.tables.cells import (
    SPREADSHEET_FAULTS,
    Cell,
    Percent,
    Row,
    cell_number,
    cell_text,
    is_blank,
    is_formula,
)
from wijkwerk.tables.columnar import corrupt, read_frame, with_local_clock
from wijkwerk.tables.delimited import (
    MOST,
    UNFINISHED,
    Form,
    detect,
    notes_on,
    plain,
    rows_of,
    tidy,
)
from wijkwerk.tables.headers import Headers, below, find_headers, is_number
from wijkwerk.tables.notation import (
    MISSING_SIGNS,
    WITHHELD_SIGNS,
    Notation,
    Shape,
    quoted,
)
from wijkwerk.tables.numbers import ColumnCells, survey
from wijkwerk.tables.reading import HIDDEN_PARTS, SUPERSCRIPTS, Sheet, read_sheets
from wijkwerk.tables.staging import Staged, csv_table, row_count, stage, unreadable_text
from wijkwerk.tables.workbooks import SUFFIXES as WORKBOOKS
from wijkwerk.tables.workbooks import Sheet as WorkbookSheet
from wijkwerk.tables.workbooks import Workbook

__all__ = [
    "ARCHIVE_FAULTS",
    "HIDDEN_PARTS",
    "LOCAL",
    "MISSING_SIGNS",
    "MOST",
    "REASONS",
    "SPREADSHEET_FAULTS",
    "SUPERSCRIPTS",
    "UNFINISHED",
    "WITHHELD_SIGNS",
    "WORKBOOKS",
    "Account",
    "Cell",
    "ColumnCells",
    "Form",
    "Headers",
    "Limits",
    "Notation",
    "Payment",
    "Percent",
    "Row",
    "Shape",
    "Sheet",
    "Source",
    "Staged",
    "Statement",
    "Workbook",
    "WorkbookSheet",
    "below",
    "cell_number",
    "cell_text",
    "corrupt",
    "csv_table",
    "detect",
    "find_headers",
    "is_blank",
    "is_formula",
    "is_note",
    "is_number",
    "is_reference",
    "is_remark",
    "is_total",
    "may_be_whole",
    "notation",
    "notes_on",
    "plain",
    "printable",
    "quoted",
    "read_frame",
    "read_sheets",
    "read_statements",
    "row_count",
    "rows_of",
    "stage",
    "survey",
    "tidy",
    "unreadable_text",
    "with_check_digits",
    "with_local_clock",
]
