"""Flows out of the files that others make: Iv3, a Fiscal Data Package; and a package of our own that comes back."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.finance.fiscal_package import flows_of_package, package_of
from wijkwerk.finance.iv3 import read_iv3
from wijkwerk.finance.ledger_file import COLUMNS, read_ledger
from wijkwerk.finance.ledger_summary import summary_of
from wijkwerk.finance.models import Flow
from wijkwerk.finance.web.views import csv_lines
from wijkwerk.shared.problems import InputError

ACCOUNT = {
    "metadata": {"overheidsnaam": "Voorbeeldstad", "boekjaar": "2025", "status": "Realisatie"},
    "data": {
        "lasten": [
            {"taakveld": "6.3", "categorie": "4.1.1", "bedrag": 1000.10},
            {"taakveld": "6.3", "categorie": "4.1.1", "bedrag": "250.05"},
            {"taakveld": "5.7", "categorie": "3.8", "bedrag": 40},
            {"taakveld": "5.7", "categorie": "1.1", "bedrag": -15.5},
        ],
        "baten": [{"taakveld": "0.7", "categorie": "4.3.1", "bedrag": 1300}],
        "balans_standen": [{"balanscode": "A111", "standper": "1 januari", "bedrag": 5}],
    },
}  # fmt: skip

Write = Callable[[Any], Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(document: Any) -> Path:
        path = tmp_path / "iv3.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
        return path

    return write


def _changed(part: str, **changes: Any) -> Any:
    document = json.loads(json.dumps(ACCOUNT))
    target = document["metadata"] if part == "metadata" else document["data"][part][0]
    target.update(changes)
    return document


def test_records_of_a_task_and_category_are_one_flow_and_nothing_is_lost(written: Write) -> None:
    ledger = read_ledger(written(ACCOUNT))
    rows = {row["code"]: row for row in ledger.rows}
    assert set(rows) == {"lasten-6.3-4.1.1", "lasten-5.7-3.8", "lasten-5.7-1.1", "baten-0.7-4.3.1"}
    benefits = rows["lasten-6.3-4.1.1"]
    assert (benefits["source"], benefits["target"], benefits["kind"], benefits["paid"]) == (
        "Voorbeeldstad", "Taakveld 6.3", "benefits", 125_015,
    )  # fmt: skip
    # Less than nothing in an account came back.
    assert (rows["lasten-5.7-1.1"]["paid"], rows["lasten-5.7-1.1"]["returned"]) == (0, 1_550)
    assert rows["baten-0.7-4.3.1"]["target"] == "Voorbeeldstad"
    assert ledger.left_out == 1
    (total,) = [pot for pot in summary_of(ledger)["pots"] if pot["name"] == "Voorbeeldstad"]
    assert total["received"] == 130_000
    spent = sum(flow.spent for flow in ledger.flows if flow.source == "Voorbeeldstad")
    assert spent == 125_015 + 4_000 - 1_550


def test_a_budget_is_committed_and_not_paid(written: Write) -> None:
    document = _changed("metadata", status="begroting")
    del document["data"]["lasten"][3]
    assert {row.get("paid") for row in read_ledger(written(document)).rows} == {None}
    assert sum(flow.budgeted for flow in read_ledger(written(document)).flows) == 259_015


@pytest.mark.parametrize(
    ("document", "column", "code"),
    [
        (_changed("metadata", status="prognose"), "metadata.status", "unknown value"),
        (_changed("metadata", overheidsnaam=" "), "metadata.overheidsnaam", "unknown value"),
        (_changed("metadata", overheidsnaam="Stad‮"), "metadata.overheidsnaam", "unknown value"),
        (_changed("metadata", status="begroting"), "data.lasten", "below nothing"),
        (_changed("lasten", bedrag="veel"), "data.lasten[1]", "no amount"),
        (_changed("lasten", bedrag=True), "data.lasten[1]", "no amount"),
        (_changed("lasten", bedrag="NaN"), "data.lasten[1]", "no amount"),
        (_changed("lasten", bedrag="1e13"), "data.lasten[1]", "no amount"),
        (_changed("lasten", taakveld=None), "data.lasten[1]", "unknown code"),
        (_changed("lasten", categorie="4..1"), "data.lasten[1]", "unknown code"),
        (_changed("baten", categorie="<b>"), "data.baten[1]", "unknown code"),
        ({"metadata": {}, "data": []}, None, "no Iv3"),
        ([], None, "no Iv3"),
        ("{", None, "no JSON"),
        ("[" * 100_000, None, "no JSON"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_iv3_file_is_told_by_its_place(
    written: Write, document: Any, column: str | None, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_iv3(written(document))
    assert (column, code) in [(problem.column, problem.code) for problem in caught.value.problems]


_TEXTS = st.text("=+-@|%',;\" abé€1.", max_size=12).map(lambda text: " ".join(text.split()))


@given(
    texts=st.fixed_dictionaries(
        dict.fromkeys(("activity", "area", "needed", "regime", "document"), _TEXTS)
    ),
    source=_TEXTS.filter(bool),
    cents=st.lists(st.none() | st.integers(0, 10**12), min_size=6, max_size=6),
)
def test_a_package_of_ours_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    texts: dict[str, str],
    source: str,
    cents: list[int | None],
) -> None:
    phases = ("requested", "promised", "committed", "paid", "returned", "lapsed")
    flow = Flow(
        code="1",
        source=source,
        target=f"{source}2",
        kind="own",
        **texts,
        **dict(zip(phases, cents, strict=True)),
    )
    path = tmp_path_factory.mktemp("package") / "flows.zip"
    path.write_bytes(package_of("flows-1", "Begroting", csv_lines([flow])))
    (row,) = read_ledger(path).rows
    assert row == {name: getattr(flow, name) for name in COLUMNS}


UNPLACED, NO_DIMENSION = "an amount that can't be placed", "a dimension is missing"
NO_COLUMN = "a column is missing"
MODEL = {
    "measures": {
        "begroot": {"source": "budget", "currency": "EUR", "factor": 1000, "phase": "approved"},
        "uitgegeven": {"source": "spent", "currency": "EUR", "factor": 1000, "phase": "executed"},
    },
    "dimensions": {
        "payer": {"primaryKey": "name", "attributes": {"name": {"constant": "Gemeente"}}},
        "payee": {"primaryKey": ["name"], "attributes": {"name": {"source": "who"}}},
        "kind": {"primaryKey": "kind", "attributes": {"kind": {"constant": "grant"}}},
    },
}  # fmt: skip
TABLE = "who,budget,spent,remark\nClub,1.5,1.25,x\nWijkraad,2,,y\n"


def _packed(tmp_path: Path, model: Any, table: str = TABLE, **descriptor: Any) -> Path:
    path = tmp_path / "theirs.zip"
    package = {
        "name": "theirs",
        "resources": [{"name": "t", "path": "data/t.csv"}],
        "model": model,
        **descriptor,
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", json.dumps(package))
        archive.writestr("data/t.csv", table)
    return path


def test_a_package_of_others_is_read_by_its_model(tmp_path: Path) -> None:
    rows = read_ledger(_packed(tmp_path, MODEL)).rows
    assert [
        (row["code"], row["source"], row["target"], row["promised"], row["paid"]) for row in rows
    ] == [
        ("1", "Gemeente", "Club", 150_000, 125_000),
        ("2", "Gemeente", "Wijkraad", 200_000, None),
    ]


def _without(part: str, key: str) -> Any:
    return {**MODEL, part: {name: value for name, value in MODEL[part].items() if name != key}}


def _with(part: str, **values: Any) -> Any:
    return {**MODEL, part: {**MODEL[part], **values}}


@pytest.mark.parametrize(
    ("model", "code"),
    [
        (_without("dimensions", "payee"), NO_DIMENSION),
        (_without("dimensions", "kind"), NO_DIMENSION),
        (_with("measures", begroot={"source": "budget", "currency": "USD", "phase": "approved"}), UNPLACED),
        (_with("measures", nogeen={"source": "spent", "currency": "EUR", "phase": "executed"}), UNPLACED),
        (_with("measures", nogeen={"source": "spent", "currency": "EUR"}), UNPLACED),
        (_with("measures", begroot={"source": "nowhere", "currency": "EUR", "phase": "approved"}), NO_COLUMN),
        (_with("measures", begroot={"source": ["budget"], "currency": "EUR", "phase": "approved"}), "no package"),
        (_with("measures", begroot="budget"), "no package"),
        ({"measures": {}}, "no package"),
        (None, "no package"),
    ],
)  # fmt: skip
def test_a_model_that_leaves_something_open_is_refused(
    tmp_path: Path, model: Any, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_ledger(_packed(tmp_path, model))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_what_is_wrong_in_the_table_is_told_by_its_row(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_ledger(_packed(tmp_path, MODEL, TABLE.replace("2,,y", "veel,1e999999999,y")))
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [
        (3, "promised"),
        (3, "paid"),
    ]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip"])
def test_what_is_no_package_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "theirs.zip"
    path.write_bytes(data)
    with pytest.raises(InputError, match="no package"), flows_of_package(path):
        pass


def test_a_part_that_unpacks_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wijkwerk.finance.fiscal_package.LARGEST", 10_000)
    with pytest.raises(InputError, match="too large"):
        read_ledger(_packed(tmp_path, MODEL, TABLE + "Club,1,1,\n" * 10_000))


def test_more_rows_than_a_budget_has_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = _packed(tmp_path, MODEL, TABLE + "1\n" * 5_000_000)
    with pytest.raises(InputError, match="too many rows"):
        read_ledger(path)


def test_a_descriptor_is_short(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too large"):
        read_ledger(_packed(tmp_path, MODEL, title="x" * 1_000_001))
