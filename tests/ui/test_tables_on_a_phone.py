"""Every table says what of it stays in sight on a phone, and a stacked one says whose each cell is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import wijkwerk
from wijkwerk.ui.components import SIDE_BY_SIDE, data_table

SOURCE = Path(wijkwerk.__file__).parent
# Tables of figures alone: they conclude nothing, and are read down a column.
FIGURES = {
    ("designation/web/tables.py", "years"), ("designation/web/views/housing.py", "path"),
    ("designation/web/views/housing.py", "actions"), ("designation/web/views/housing.py", "points"),
    ("designation/web/watching.py", "own-figures"), ("monitor/web/areas/group_tables.py", "group"),
    ("monitor/web/areas/spine.py", "spine-table"), ("monitor/web/tables.py", "series"),
    ("monitor/web/tables.py", "groups"), ("monitor/web/views/about.py", "coverage"),
    ("monitor/web/views/about.py", "files"), ("monitor/web/views/area.py", "f'composite-{composite}'"),
    ("monitor/web/views/changed.py", "causes"), ("monitor/web/views/lessons.py", "f'table-{name}'"),
    ("monitor/web/views/selection.py", "selection"), ("programme/web/public/drawing.py", "course"),
}  # fmt: skip


def tables() -> Iterator[tuple[str, str, ast.Dict]]:
    """Every table that a page makes itself: file, its id as written, and what it says."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Dict):
                continue
            parts = {key.value: value for key, value in zip(node.keys, node.values, strict=True)
                     if isinstance(key, ast.Constant)}  # fmt: skip
            if {"id", "caption", "columns"} <= set(parts):
                name = parts["id"]
                key = name.value if isinstance(name, ast.Constant) else ast.unparse(name)
                yield str(path.relative_to(SOURCE)), str(key), node


def is_short(columns: ast.expr) -> bool:
    """Whether a phone can show all of ``columns`` beside each other; what is added up can't be known."""
    return (
        isinstance(columns, ast.List)
        and len(columns.elts) <= SIDE_BY_SIDE
        and not any(isinstance(column, ast.Starred) for column in columns.elts)
    )


def test_every_long_table_says_what_stays_in_sight_on_a_phone() -> None:
    silent, seen = [], 0
    for file, name, node in tables():
        seen += 1
        parts = dict(
            zip((ast.unparse(key) if key else "" for key in node.keys), node.values, strict=True)
        )
        says = "'stacked'" in parts or "verdict" in ast.unparse(parts["'columns'"])
        # What the columns were made of before stands in the same function.
        made = "verdict" in (SOURCE / file).read_text("utf-8") and isinstance(
            parts["'columns'"], ast.Name
        )
        if not (says or made or is_short(parts["'columns'"]) or (file, name) in FIGURES):
            silent.append((file, name))
    assert seen > 40
    assert silent == [], "give a column `verdict`, or the table `stacked`"


def test_what_is_called_figures_alone_exists() -> None:
    assert {(file, name) for file, name, _node in tables()} >= FIGURES


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.roles: list[str | None] = []
        self.labels: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("table", "tr", "th", "td") and given.get("scope") != "col":
            self.roles.append(given.get("role"))
        if tag == "td":
            self.labels.append(given.get("data-label"))


def test_a_stacked_table_says_the_head_of_every_cell_and_stays_a_table() -> None:
    table = {
        "id": "promises",
        "caption": "Promises",
        "columns": [
            {"label": "Promise"},
            {"label": "Last day"},
            {"label": "Value", "note": "in <euros>", "number": True},
        ],
        "rows": [["Homes", "1 May", "3"]],
        "stacked": True,
    }
    cells = _Cells()
    cells.feed(str(data_table(table)))
    assert cells.labels == ["Last day", "Value, in <euros>"]
    assert cells.roles == ["table", None, "row", "rowheader", "cell", "cell"]
    plain = _Cells()
    plain.feed(str(data_table({**table, "stacked": False})))
    assert plain.labels == [None, None]
    assert set(plain.roles) == {None}


def test_a_caption_that_repeats_its_heading_is_only_heard() -> None:
    table = {"id": "p", "caption": "Promises", "columns": [{"label": "Promise"}], "rows": [["A"]]}
    hidden = 'class="ww-table__caption ww-visually-hidden" id="p-caption">Promises<'
    assert hidden in data_table(table, "Promises")
    assert hidden not in data_table(table) and hidden not in data_table(table, "Other")
