"""A programme as a document: out, in, again; what is refused, and where it stands."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db import models
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from wijkwerk.access.api import RefusedError
from wijkwerk.audit.api import Entry
from wijkwerk.programme.core.letter import Content, Part, Ref, Sentence, write
from wijkwerk.programme.exchange.checking import check
from wijkwerk.programme.exchange.columns import LEFT_OUT, LEFT_OUT_TABLES, columns_of
from wijkwerk.programme.exchange.export import as_json, document
from wijkwerk.programme.exchange.importing import import_by_account, import_by_operator
from wijkwerk.programme.exchange.reading import read_bytes
from wijkwerk.programme.exchange.spreadsheet import as_workbook
from wijkwerk.programme.exchange.tables import PROGRAMME, TABLES
from wijkwerk.programme.models import (
    ActionPlan,
    Assessment,
    Measurement,
    Organisation,
    PlanText,
    Programme,
    Score,
    Step,
    TargetPath,
)
from wijkwerk.shared.problems import InputError

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]
ZUID = ROOT / "examples" / "programmes" / "rotterdam-zuid.json"
HIDDEN = "Zeer-intern"
LONG = "Lang. " * 3000


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What is wrong is told in the reader's language; here it is looked for in English."""
    with override("en"):
        yield


def whole() -> dict[str, Any]:
    """A document with a row or more in every table."""
    ref = [
        Ref("targets", 1, "Doel", "18"),
        Ref("decisions", 1, "Besluit", "25", "2022-01-01"),
        Ref("programme", 1, "Oost", "1"),
        Ref("projects", None, "Weg", "0"),
    ]
    letter = write(
        Content(
            "Brief",
            "Aan de raad",
            "Oost",
            "nl",
            "2021-01-01",
            "2021-12-31",
            "2022-02-01",
            (
                Part(
                    "opening", "Aanleiding", (Sentence("=Het gaat goed." + "x" * 1500, tuple(ref)),)
                ),
            ),
        )
    )
    keys = {"targets": "T1", "decisions": "R1", "programme": "programme"}
    for one in letter["parts"][0]["sentences"][0]["refs"]:
        one["id"] = keys.get(one["of"]) if one["id"] else None
    day, moment = "2021-01-01", "2021-01-01T10:00:00Z"
    target = {
        "id": "T1",
        "pillar": "School",
        "goal": "Leren",
        "title": "Doel",
        "unit": "scholen",
        "baseline": 0.0,
        "baseline_on": day,
        "value": 34.5,
        "reference": "",
        "reference_goal": "",
        "due_on": "2030-01-01",
        "milestones": [["2025-01-01", 10.0]],
    }
    return {
        "format": "wijkwerk-programme",
        "version": 1,
        "contents": "full",
        "programme": {
            "slug": "oost",
            "title": "=Oost",
            "state": "running",
            "areas": ["WK1", "WK2"],
            "begins_on": "2020-01-01",
            "ends_on": "2030-12-31",
            "simulated": True,
        },
        "organisations": [
            {"key": "O1", "slug": "stad", "name": "Stad", "merged_into": "O3"},
            {"key": "O2", "slug": "school", "name": "+School", "ended_on": "2025-01-01"},
            {"key": "O3", "slug": "stad-nieuw", "name": "Stad nieuw"},
        ],
        "domains": [
            {"key": "D1", "name": "Stad", "place": 0},
            {"key": "D2", "name": "School", "place": 1},
        ],
        "seats": [
            {
                "key": "Z1",
                "domain": "D1",
                "organisation": "O1",
                "first_day": day,
                "last_day": "2022-01-01",
            },
            {"key": "Z2", "domain": "D1", "organisation": "O3", "first_day": "2022-01-01"},
            {
                "key": "Z3",
                "domain": "D1",
                "organisation": "O2",
                "first_day": "2022-02-01",
                "last_day": "2022-03-01",
                "substitute_for": "Z2",
            },
        ],
        "pillars": [{"key": "P1", "name": "School", "place": 0}],
        "goals": [{"key": "G1", "pillar": "P1", "name": "Leren", "place": 0}],
        "published_facts": [
            {"statement": "Twee derde op koers", "published_on": day, "source": "Een rapport"}
        ],
        "targets": [
            {
                "key": "T1",
                "goal": "G1",
                "title": "Doel",
                "state": "active",
                "source": "count",
                "scale": "count",
                "unit": "scholen",
                "owner": "O2",
                "note": HIDDEN,
            },
            {
                "key": "T2",
                "goal": "G1",
                "title": "Niveau",
                "state": "dropped",
                "source": "indicator",
                "scale": "share",
                "edition": "e",
                "indicator": "i",
                "area": "a",
            },
        ],
        "plans": [
            {
                "key": "L1",
                "title": "Plan",
                "state": "locked",
                "first_year": 2021,
                "last_year": 2024,
                "locked_on": "2021-02-01",
            },
            {"key": "L2", "title": HIDDEN, "state": "draft", "first_year": 2025, "last_year": 2028},
            {
                "key": "L3",
                "title": "Toen",
                "state": "locked",
                "first_year": 2029,
                "last_year": 2030,
                "locked_on": "2024-01-01",
                "entered_on": "2024-02-01",
            },
        ],
        "plan_texts": [
            {
                "key": "X1",
                "plan": "L1",
                "number": 1,
                "text": LONG,
                "targets": [target],
                "commitments": [
                    {
                        "of": "commitments",
                        "id": "C1",
                        "organisation": "Samen",
                        "title": "Lessen",
                        "quantity": None,
                        "unit": "",
                        "evidence": "",
                        "due_on": day,
                    }
                ],
                "made_at": moment,
            }
        ],
        "signatories": [{"plan": "L1", "organisation": "O1"}],
        "signatures": [{"text": "X1", "organisation": "O1", "at": "2021-01-02T10:00:00.250000Z"}],
        "meetings": [
            {
                "key": "V1",
                "on": "2022-01-01",
                "title": "Bestuur",
                "present": ["D1", "D2"],
                "entered_on": "2022-03-01",
            }
        ],
        "proposals": [
            {
                "key": "R1",
                "target": "T1",
                "kind": "change",
                "state": "decided",
                "value": 25,
                "due_on": "2030-01-01",
                "reasons": "Omdat",
                "made_on": "2021-12-01",
                "outcome": "accepted",
                "meeting": "V1",
                "votes_for": ["D1"],
                "votes_against": ["D2"],
                "answer": "Ja",
                "decided_on": "2022-01-01",
            },
            {
                "key": "R2",
                "target": "T1",
                "kind": "drop",
                "state": "made",
                "reasons": HIDDEN,
                "made_on": "2023-12-01",
            },
        ],
        "paths": [
            {
                "key": "H1",
                "target": "T1",
                "number": 1,
                "baseline": 0,
                "baseline_on": day,
                "baseline_error": 0.5,
                "value": 34.5,
                "due_on": "2030-01-01",
                "since": day,
            },
            {
                "key": "H2",
                "target": "T1",
                "number": 2,
                "baseline": 0,
                "baseline_on": day,
                "value": 25,
                "due_on": "2030-01-01",
                "since": "2022-01-01",
                "proposal": "R1",
            },
            {
                "key": "H3",
                "target": "T2",
                "number": 1,
                "baseline": 12.25,
                "baseline_on": day,
                "reference": "GM1",
                "reference_goal": "at_most",
                "due_on": "2030-01-01",
                "since": day,
            },
        ],
        "plan_results": [
            {
                "plan": "L1",
                "target": "T1",
                "promised": 10,
                "promised_on": "2025-01-01",
                "reached": 12.5,
                "reached_on": "2024-06-01",
                "standing": "on_course",
                "decision": "adjust",
            }
        ],
        "milestones": [{"path": "H1", "on": "2025-01-01", "value": 10}],
        "measurements": [
            {
                "key": "M1",
                "target": "T1",
                "on": "2021-06-01",
                "value": 4,
                "error": 0,
                "evidence": "Telling",
                "at": moment,
            },
            {
                "key": "M2",
                "target": "T1",
                "on": "2021-06-01",
                "value": 5,
                "evidence": "Beter",
                "corrects": "M1",
                "at": moment,
            },
        ],
        "commitments": [
            {
                "key": "C1",
                "organisation": "O2",
                "goal": "G1",
                "target": "T1",
                "title": "Meedoen",
                "state": "missed",
                "quantity": 3,
                "unit": "scholen",
                "promised_for": "2021-12-31",
                "due_on": "2021-12-31",
                "next_step_on": "2022-02-01",
                "note": HIDDEN,
            },
            {
                "key": "C2",
                "organisation": "O2",
                "title": "Toen beloofd",
                "state": "kept",
                "promised_for": "2022-06-30",
                "due_on": "2022-06-30",
                "kept_on": "2022-05-01",
                "entered_on": "2024-01-01",
            },
        ],
        "reports": [
            {
                "key": "E1",
                "commitment": "C1",
                "organisation": "O2",
                "state": "checked",
                "quantity": 1,
                "text": "Eén school",
                "evidence": "Foto",
                "final": True,
                "made_on": "2021-12-01",
                "outcome": "confirmed",
                "checked_on": "2021-12-02",
            },
            {
                "key": "E2",
                "commitment": "C1",
                "organisation": "O2",
                "state": "made",
                "text": HIDDEN,
                "evidence": "Foto",
                "made_on": "2021-12-03",
            },
        ],
        "projects": [
            {
                "key": "J1",
                "code": "a",
                "name": "Extra les",
                "state": "running",
                "goal": "G1",
                "target": "T1",
                "organisation": "O2",
                "areas": ["WK1"],
                "money": 1234.56,
                "money_until": "2022-12-31",
                "note": HIDDEN,
            },
            {"key": "J2", "code": "b", "name": HIDDEN, "state": "proposed"},
        ],
        "marks": [
            {"project": "J1", "kind": "done", "on": "2021-05-01", "text": "Gedaan"},
            {"project": "J1", "kind": "done", "on": "2021-05-01", "text": "Gedaan"},
        ],
        "covenants": [
            {
                "key": "K1",
                "title": "Afspraak",
                "number": 1,
                "state": "replaced",
                "text": "Oud",
                "begins_on": day,
                "parties": ["O1", "O2"],
            },
            {
                "key": "K2",
                "title": "Afspraak",
                "number": 2,
                "state": "in_force",
                "text": "Beter",
                "replaces": "K1",
                "begins_on": "2022-01-01",
                "parties": ["O2", "O3"],
            },
        ],
        "obligations": [
            {
                "covenant": "K2",
                "organisation": "O2",
                "sentence": "Zij doet mee.",
                "until": "2025-01-01",
                "commitment": "C1",
            }
        ],
        "action_plans": [
            {
                "key": "A1",
                "title": "Onder druk",
                "state": "going",
                "problem": "Leegstand",
                "begins_on": day,
                "result": "Minder",
                "beyond": "Ook elders",
            }
        ],
        "action_steps": [{"plan": "A1", "title": "Bellen", "week": 1, "organisation": "O1"}],
        "contacts": [
            {"plan": "A1", "organisation": "O1", "function": "Directeur", "visited_on": day}
        ],
        "party_signatures": [
            {
                "covenant": "K2",
                "organisation": "O2",
                "digest": "ab" * 32,
                "at": "2022-01-01T12:00:00Z",
            }
        ],
        "letters": [
            {
                "key": "B1",
                "to": "council",
                "language": "nl",
                "state": "issued",
                "since": "2021-01-01",
                "until": "2021-12-31",
                "content": letter,
                "issued_on": "2022-02-01",
            },
            {
                "key": "B2",
                "to": "council",
                "language": "nl",
                "state": "draft",
                "since": "2022-01-01",
                "until": "2022-12-31",
            },
        ],
        "additions": [
            {"letter": "B1", "part": "money", "text": "Erbij."},
            {"letter": "B2", "part": "money", "text": HIDDEN},
        ],
        "assessments": [
            {
                "key": "S1",
                "frame": "FRAME",
                "subject": "Het plan",
                "state": "open",
                "plan": "L1",
                "begins_on": day,
            }
        ],
        "scores": [
            {
                "assessment": "S1",
                "criterion": "CRITERION",
                "scorer": 1,
                "round": 1,
                "value": 3,
                "reason": HIDDEN,
            },
            {
                "assessment": "S1",
                "criterion": "CRITERION",
                "scorer": 2,
                "round": 1,
                "value": 4,
                "reason": "Goed",
            },
        ],
        "steps": [
            {
                "machine": "programme",
                "object": "programme",
                "action": "start",
                "target": "draft",
                "at": moment,
                "role": "programme-founder",
                "place": "oost",
            },
            {
                "machine": "commitment",
                "object": "C1",
                "action": "miss",
                "source": "promised",
                "target": "missed",
                "at": "2022-01-02T10:00:00Z",
                "role": "programme-bureau",
                "place": "school",
                "text": HIDDEN,
            },
        ],
    }


@pytest.fixture
def told() -> dict[str, Any]:
    """The whole document, with a frame that ships."""
    from wijkwerk.programme.frames import frames

    name, frame = next(iter(frames().items()))
    made = json.dumps(whole()).replace("FRAME", name).replace("CRITERION", frame.criteria[0].id)
    found: dict[str, Any] = json.loads(made)
    return found


def _read(told: dict[str, Any]) -> Any:
    return check(read_bytes(json.dumps(told).encode(), "zuid.json"))


def _faults(told: dict[str, Any]) -> list[str]:
    with pytest.raises(InputError) as fault:
        _read(told)
    return [f"{problem.column} {problem.code}" for problem in fault.value.problems]


def test_the_whole_document_has_every_table_and_column(told: dict[str, Any]) -> None:
    assert set(told) - {"format", "version", "contents"} == {
        one.name for one in (PROGRAMME, *TABLES)
    }


@pytest.mark.django_db
def test_export_import_export_gives_the_same_bytes(told: dict[str, Any]) -> None:
    outcome = import_by_operator(_read(told), NOW)
    assert outcome.new and sum(outcome.added.values()) == sum(
        len(one) for one in told.values() if isinstance(one, list)
    )
    made = as_json(document(Programme.objects.get(), full=True, everything=True))
    assert json.loads(made) == told
    assert as_json(json.loads(made)) == made


@pytest.mark.django_db
def test_the_spreadsheet_holds_the_same(told: dict[str, Any]) -> None:
    book = as_workbook(told)
    assert book == as_workbook(told)
    checked = check(read_bytes(book, "zuid.xlsx"))
    import_by_operator(checked, NOW)
    assert document(Programme.objects.get(), full=True, everything=True) == told
    sheet = openpyxl.load_workbook(io.BytesIO(book))["programme"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}


@pytest.mark.django_db
def test_reading_it_again_changes_nothing(told: dict[str, Any]) -> None:
    import_by_operator(_read(told), NOW)
    entries, steps = Entry.objects.count(), Step.objects.count()
    outcome = import_by_operator(_read(told), NOW)
    assert not outcome.changes and outcome.same > 40
    assert (Entry.objects.count(), Step.objects.count()) == (entries, steps)


@pytest.mark.django_db
def test_it_is_one_step_and_one_entry_and_a_dry_run_none(told: dict[str, Any]) -> None:
    assert import_by_operator(_read(told), NOW, dry_run=True).new
    assert not Programme.objects.exists() and not Organisation.objects.exists()
    import_by_operator(_read(told), NOW)
    entry = Entry.objects.get()
    assert (entry.actor, entry.action) == ("command", "programme.edit")
    assert entry.after["added"]["targets"] == 2 and HIDDEN not in json.dumps(entry.after)
    assert Step.objects.filter(outcome="imported").count() == 1


@pytest.mark.django_db
def test_what_is_new_is_added_and_what_was_empty_is_filled(told: dict[str, Any]) -> None:
    import_by_operator(_read(told), NOW)
    more = copy.deepcopy(told)
    more["programme"]["vision"] = "Iedereen doet mee."
    more["pillars"].append({"key": "P2", "name": "Wonen", "place": 1})
    more["measurements"].append(
        {
            "key": "M9",
            "target": "T1",
            "on": "2022-06-01",
            "value": 9,
            "evidence": "Telling",
            "at": "2022-06-02T10:00:00Z",
        }
    )
    outcome = import_by_operator(_read(more), NOW)
    assert outcome.added == {"pillars": 1, "measurements": 1}
    assert outcome.filled == {"programme": 1}
    programme = Programme.objects.get()
    assert programme.vision == "Iedereen doet mee." and programme.version == 2
    assert Measurement.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "at", "column", "value"),
    [
        ("paths", 0, "value", 20), ("paths", 0, "due_on", "2031-01-01"),
        ("measurements", 0, "value", 8), ("commitments", 0, "due_on", "2029-01-01"),
        ("commitments", 0, "state", "kept"), ("plan_texts", 0, "text", "Iets anders"),
        ("meetings", 0, "present", ["D1"]), ("organisations", 1, "name", "Andere naam"),
        ("proposals", 0, "outcome", "rejected"), ("paths", 1, "baseline_error", 1),
        ("organisations", 0, "merged_into", "O2"),
    ],
)  # fmt: skip
def test_a_difference_is_told_with_its_place_and_nothing_is_written(
    told: dict[str, Any], table: str, at: int, column: str, value: Any
) -> None:
    import_by_operator(_read(told), NOW)
    before = as_json(document(Programme.objects.get(), full=True, everything=True))
    other = copy.deepcopy(told)
    other[table][at][column] = value
    other["pillars"].append({"key": "P2", "name": "Wonen"})
    with pytest.raises(InputError) as fault:
        import_by_operator(_read(other), NOW)
    assert [problem.column for problem in fault.value.problems] == [f"$.{table}[{at}].{column}"]
    assert as_json(document(Programme.objects.get(), full=True, everything=True)) == before
    with pytest.raises(InputError) as fault:
        import_by_operator(check(read_bytes(as_workbook(other), "z.xlsx")), NOW)
    assert [(problem.file, problem.line, problem.column) for problem in fault.value.problems] == [
        (f"z.xlsx ({table})", at + 2, column)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("milestones", {"path": "H1", "on": "2026-01-01", "value": 20}),
        ("signatories", {"plan": "L1", "organisation": "O2"}),
        ("obligations", {"covenant": "K2", "organisation": "O3", "sentence": "Ook zij."}),
        ("additions", {"letter": "B1", "part": "next", "text": "Achteraf."}),
    ],
)  # fmt: skip
def test_nothing_is_added_to_what_is_closed(
    told: dict[str, Any], table: str, row: dict[str, Any]
) -> None:
    import_by_operator(_read(told), NOW)
    told[table].append(row)
    with pytest.raises(InputError, match="is closed"):
        import_by_operator(_read(told), NOW)


@pytest.mark.django_db
def test_a_fault_halfway_leaves_nothing(
    told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_told: Any, **_named: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("wijkwerk.programme.exchange.importing.record", breaks)
    with pytest.raises(RuntimeError):
        import_by_operator(_read(told), NOW)
    assert not Programme.objects.exists() and not Step.objects.exists()


@pytest.mark.django_db
def test_the_public_document_hides_what_is_internal(told: dict[str, Any]) -> None:
    import_by_operator(_read(told), NOW)
    found = document(Programme.objects.get(), full=False)
    text = as_json(found).decode()
    assert HIDDEN not in text and "account" not in text and "command" not in text
    assert not {"steps", "scores", "assessments"} & set(found)
    # The draft of a plan stays inside.
    assert [
        len(found[name]) for name in ("plans", "proposals", "reports", "projects", "letters")
    ] == [2, 1, 1, 1, 1]
    assert {plan["state"] for plan in found["plans"]} == {"locked"}
    # It hangs together by itself.
    Programme.objects.filter(slug="oost").update(slug="oost-oud")
    found["organisations"] = [
        organisation | {"slug": "x-" + organisation["slug"]}
        for organisation in found["organisations"]
    ]
    assert import_by_operator(_read(found), NOW).new


@pytest.mark.django_db
def test_an_account_brings_in_no_more_than_it_may_write(
    told: dict[str, Any], somebody: Any
) -> None:
    founder = somebody("programme-founder")
    with pytest.raises(InputError) as fault:
        import_by_account(_read(told), founder, NOW, dry_run=True)
    refused = {str(problem.column).split("[")[0] for problem in fault.value.problems}
    assert {
        "$.signatures",
        "$.proposals",
        "$.meetings",
        "$.reports",
        "$.letters",
        "$.plans",
        "$.steps",
        "$.programme.state",
        "$.seats",
        "$.scores",
    } <= refused
    own = {
        name: told[name]
        for name in (
            "format",
            "version",
            "contents",
            "programme",
            "organisations",
            "domains",
            "pillars",
            "goals",
        )
    }
    own["programme"] = own["programme"] | {"state": "draft"}
    for role in ("programme-bureau", "programme-chair", "partner"):
        with pytest.raises(RefusedError):
            import_by_account(_read(own), somebody(role, "oost"), NOW, dry_run=False)
    assert import_by_account(_read(own), founder, NOW, dry_run=False).new
    own["pillars"] = [*own["pillars"], {"key": "P2", "name": "Wonen"}]
    with pytest.raises(RefusedError):
        import_by_account(_read(own), founder, NOW, dry_run=False)
    bureau = somebody("programme-bureau", "oost", "oost")
    assert import_by_account(_read(own), bureau, NOW, dry_run=False).added == {"pillars": 1}
    assert set(Step.objects.values_list("role", flat=True)) == {
        "programme-founder",
        "programme-bureau",
    }
    # A second path is a changed promise: the board's.
    own["targets"], own["paths"] = (
        told["targets"][:1],
        [told["paths"][0], told["paths"][1] | {"proposal": None}],
    )
    with pytest.raises(InputError, match="not by this way"):
        import_by_account(_read(own), bureau, NOW, dry_run=False)
    assert not TargetPath.objects.exists()


BREAK = [
    ("format", "x", "$.format"), ("version", 2, "$.version"), ("contents", "all", "$.contents"),
    ("colours", [], "$.colours"), ("targets", {}, "$.targets"), ("targets", [1], "$.targets[0]"),
    ("programme", [], "$.programme"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "place"), BREAK)
def test_another_shape_is_refused(told: dict[str, Any], name: str, value: Any, place: str) -> None:
    told[name] = value
    assert any(fault.startswith(place) for fault in _faults(told))


@pytest.mark.parametrize(
    ("table", "column", "value", "what"),
    [
        ("targets", "goal", "G9", "refers to nothing"), ("targets", "title", "", "is empty"),
        ("targets", "title", "x" * 301, "longer than"), ("targets", "title", 5, "no text"),
        ("targets", "title", "a\x00b", "U+0000"), ("targets", "title", "a\tb", "U+0009"),
        ("targets", "title", "a\r\nb", "U+000D"), ("targets", "note", "a\x0bb", "U+000B"),
        ("pillars", "name", "a\u202eb", "U+202E"), ("projects", "areas", ["a\nb"], "U+000A"),
        ("projects", "code", "a\u200bb", "U+200B"), ("targets", "title", "\ud800", "an incomplete character"),
        ("targets", "state", "kept", "unknown state"), ("targets", "scale", "much", "unknown choice"),
        ("targets", "key", "T2", "stands twice"), ("targets", "key", "T 1", "no key"),
        ("targets", "secret", 1, "unknown column"), ("paths", "value", True, "no number"),
        ("paths", "value", None, "no target"), ("paths", "number", 3, ""),
        ("paths", "due_on", "2020-01-01", "too early"), ("paths", "due_on", "31-12-2030", "no day"),
        ("paths", "due_on", "2030-02-30", ""), ("paths", "baseline", 1e300, "no number"),
        ("paths", "baseline_error", -1, "below zero"), ("projects", "money", 1.005, "no amount"),
        ("measurements", "at", "2021-01-01T10:00:00", "no time zone"),
        ("goals", "place", -1, "no whole"), ("meetings", "present", ["D1", "D1"], "a code twice"),
        ("meetings", "present", ["D9"], "refers to nothing"), ("organisations", "slug", "A B", "no code"),
        ("letters", "content", {"parts": 1}, "no letter"), ("additions", "part", "x", "unknown part"),
        ("plan_texts", "targets", [{"id": 1}], "no targets"), ("seats", "last_day", None, "second one"),
        ("plan_texts", "commitments", [{"id": "C1"}], "no commitments"),
        ("steps", "machine", "person", "unknown machine"), ("steps", "object", "C9", "refers to nothing"),
        ("assessments", "frame", "x", "unknown frame"), ("scores", "criterion", "x", "unknown criterion"),
        ("covenants", "replaces", "K2", "refers forward"), ("commitments", "quantity", "3", "no number"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_place(
    told: dict[str, Any], table: str, column: str, value: Any, what: str
) -> None:
    told[table][0][column] = value
    faults = _faults(told)
    assert any(
        (what in fault and fault.startswith(f"$.{table}")) or table == "paths" for fault in faults
    ), faults


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"format": NaN}', b'{"a": 1, "a": 2}', b"1",
     b'{"a":' * 30 + b"1" + b"}" * 30, b'{"a": ' + b"9" * 5000 + b"}"],
)  # fmt: skip
def test_a_hostile_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InputError):
        check(read_bytes(data, "x.json"))


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wijkwerk.programme.exchange.reading.LARGEST", 10)
    with pytest.raises(InputError, match="too large"):
        read_bytes(b" " * 11, "x.json")


def _book(change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(whole())))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_formula_in_a_sheet_is_refused_with_its_place() -> None:
    def change(book: Any) -> None:
        book["targets"]["C2"] = '=HYPERLINK("http://x","y")'

    with pytest.raises(InputError) as fault:
        read_bytes(_book(change), "x.xlsx")
    one = fault.value.problems[0]
    assert (one.file, one.line, one.column) == ("x.xlsx (targets)", 2, "title")


def test_other_sheets_columns_twice_and_loose_values_are_refused() -> None:
    def sheet(book: Any) -> None:
        book.create_sheet("extra")

    def twice(book: Any) -> None:
        book["targets"]["B1"] = "key"

    def loose(book: Any) -> None:
        book["pillars"]["Z3"] = "hier"

    for change in (sheet, twice, loose):
        with pytest.raises(InputError):
            read_bytes(_book(change), "x.xlsx")


def test_a_workbook_that_is_a_bomb_or_declares_entities_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wijkwerk.programme.exchange.reading.UNPACKED", 1_000_000)
    for name, body in (
        ("xl/workbook.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
        ("xl/big.xml", b"0" * 1_000_001),
    ):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr(name, body)
        with pytest.raises(InputError):
            read_bytes(stream.getvalue(), "x.xlsx")
    for data in (b"", b"PK\x03\x04", b"nothing"):
        with pytest.raises(InputError):
            read_bytes(data, "x.xlsx")


def test_days_that_a_spreadsheet_made_days_are_read() -> None:
    def change(book: Any) -> None:
        for row in book["meetings"].iter_rows(min_row=2):
            for cell in row:
                if cell.value == "2022-01-01":
                    cell.value = date(2022, 1, 1)

    sent = read_bytes(_book(change), "x.xlsx")
    assert sent.told["meetings"][0]["on"] == "2022-01-01"


@hypothesis_settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=6,
    ),
    st.sampled_from([(table.name, column.name) for table in TABLES for column in table.columns]),
)
def test_no_value_whatever_breaks_the_check(value: Any, where: tuple[str, str]) -> None:
    made = whole()
    table, column = where
    made[table][0][column] = value
    with contextlib.suppress(InputError):
        check(read_bytes(json.dumps(made).encode(), "x.json"))


@pytest.mark.django_db
def test_the_example_that_ships_can_be_read_and_says_what_is_an_example() -> None:
    outcome = import_by_operator(check(read_bytes(ZUID.read_bytes(), ZUID.name)), NOW)
    assert outcome.new
    programme = Programme.objects.get()
    assert programme.simulated and "VOORBEELD" in programme.vision
    counts = {measurement.value for measurement in Measurement.objects.all()}
    assert counts == {18, 49, 26}
    assert all(
        "[V]" in measurement.evidence or "[S]" in measurement.evidence
        for measurement in Measurement.objects.all()
    )
    assert programme.domains.count() == 9


def test_the_format_is_written_down_with_every_table_and_column() -> None:
    text = (ROOT / "docs" / "programme-format.md").read_text("utf-8")
    for table in (PROGRAMME, *TABLES):
        chapter = text.split(f"### {table.name}\n")[1].split("\n### ")[0]
        assert all(f"`{column.name}`" in chapter for column in table.columns), table.name


def test_every_field_is_exchanged_or_left_out_with_a_reason() -> None:
    """A field that a model gets must not be lost in silence when a programme moves."""
    tables = {one.model: {column.name for column in one.columns} for one in (PROGRAMME, *TABLES)}
    # What isn't exchanged, and what stands under another name; the reasons stand in exchange.
    nowhere = {"id", "programme", "version", "actor"}
    else_where = {Step: {"object_id"}, PlanText: {"digest"}, Programme: set()}
    for model in apps.get_app_config("programme").get_models():
        fields = {one.name for one in (*model._meta.fields, *model._meta.many_to_many)}
        if model.__name__.startswith("Notice"):
            assert LEFT_OUT_TABLES[model]
            continue
        lost = fields - tables[model] - nowhere - else_where.get(model, set())
        assert not lost, f"{model.__name__}: {lost}"
    assert all(len(reason) > 10 for reason in (*LEFT_OUT.values(), *LEFT_OUT_TABLES.values()))


def test_a_new_field_is_exchanged_by_itself_and_one_of_an_unknown_kind_is_an_error() -> None:
    class Grown(models.Model):
        title = models.CharField(max_length=50)
        beyond = models.TextField(blank=True)
        per = models.CharField(max_length=5, choices=[("year", "a year"), ("once", "once")])

        class Meta:
            app_label = "programme_grown"

    columns = columns_of(Grown, left_out={"beyond": "For this test."})
    assert [(one.name, one.kind, one.needed, one.choices) for one in columns] == [
        ("title", "text", True, ()),
        ("per", "choice", True, ("year", "once")),
    ]
    with pytest.raises(KeyError):
        columns_of(Grown, needed=("titel",))

    class Odd(models.Model):
        how_long = models.DurationField()

        class Meta:
            app_label = "programme_grown"

    with pytest.raises(TypeError, match="how_long"):
        columns_of(Odd)


@pytest.mark.django_db
def test_what_an_action_plan_means_beyond_it_comes_along(told: dict[str, Any]) -> None:
    import_by_operator(_read(told), NOW)
    assert ActionPlan.objects.get().beyond == "Ook elders"
    assert (
        document(Programme.objects.get(), full=False)["action_plans"][0]["beyond"] == "Ook elders"
    )


@pytest.mark.django_db
def test_a_full_document_hides_scores_until_its_reader_scored(
    told: dict[str, Any], somebody: Any
) -> None:
    import_by_operator(_read(told), NOW)
    programme, reader = Programme.objects.get(), somebody("programme-bureau", "oost")
    assessment = Assessment.objects.get()

    def seen(**asked: Any) -> list[int]:
        found = document(programme, full=True, **asked)
        return sorted(one["value"] for one in found.get("scores", []))

    assert seen() == seen(reader=reader) == []
    assert seen(everything=True) == [3, 4]
    criterion = Score.objects.first()
    assert criterion is not None
    Score.objects.create(
        programme=programme,
        assessment=assessment,
        criterion=criterion.criterion,
        value=2,
        reason="Zelf",
        actor=reader.actor,
        at=NOW,
    )
    assert seen(reader=reader) == [2, 3, 4] and seen() == []
    Assessment.objects.update(state="discussed")
    assert seen() == [2, 3, 4]


@pytest.mark.django_db
def test_a_document_says_nothing_of_who_scored_when(told: dict[str, Any]) -> None:
    import_by_operator(_read(told), NOW)
    assessment = Assessment.objects.get()
    Step.objects.create(
        programme=assessment.programme,
        machine="assessment",
        object_id=assessment.pk,
        action="score",
        source="open",
        target="open",
        at=NOW,
        actor="account:1",
        role="programme-chair",
    )
    first = document(assessment.programme, full=True, everything=True)
    assert all(step["action"] != "score" for step in first["steps"])
    assert all("at" not in score for score in first["scores"])
    # Whoever came first, the same scores are numbered the same.
    told["programme"]["slug"] = "west"
    told["scores"] = [
        {**score, "scorer": 3 - score["scorer"]} for score in reversed(told["scores"])
    ]
    import_by_operator(_read(told), NOW)
    other = document(Programme.objects.get(slug="west"), full=True, everything=True)
    assert other["scores"] == first["scores"]


@pytest.mark.django_db
def test_scores_of_another_person_come_beside_those_that_are_there(told: dict[str, Any]) -> None:
    import_by_operator(_read(told), NOW)
    mine, more = told["scores"][0], copy.deepcopy(told)
    more["scores"] = [
        {**mine, "scorer": 1, "value": 1, "reason": "Nieuw"},
        {**mine, "scorer": 2},
        {**told["scores"][1], "scorer": 3},
    ]
    assert import_by_operator(_read(more), NOW).added == {"scores": 1}
    assert sorted(Score.objects.values_list("value", flat=True)) == [1, 3, 4]
    assert Score.objects.values("actor").distinct().count() == 3
    assert not import_by_operator(_read(more), NOW).changes


@pytest.mark.django_db
def test_a_draft_of_a_text_that_was_signed_later_stays_inside(told: dict[str, Any]) -> None:
    older = {**told["plan_texts"][0], "text": HIDDEN}
    told["plan_texts"] = [older, {**older, "key": "X2", "number": 2, "text": "Getekend"}]
    told["signatures"][0]["text"] = "X2"
    import_by_operator(_read(told), NOW)
    found = document(Programme.objects.get(), full=False)
    assert [plan_text["text"] for plan_text in found["plan_texts"]] == ["Getekend"]
    assert len(found["signatures"]) == 1
