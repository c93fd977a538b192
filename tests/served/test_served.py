"""What is held open, when it is opened again, how answers are kept, and that nothing half appears."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from wijkwerk.publication.api import is_intact
from wijkwerk.served import faults
from wijkwerk.served.api import (
    FOR_EVER,
    NotPreparedError,
    OpenPublications,
    Store,
    UnreadableError,
    answered,
    making,
    new_store,
    reading_files,
    tag_of,
)


@dataclass
class Publication:
    """One that can be damaged."""

    name: str
    is_intact: bool = True


def test_one_is_opened_once_and_again_when_it_was_damaged() -> None:
    opened: list[str] = []

    def open_it() -> Publication:
        opened.append("a")
        return Publication("a")

    publications = OpenPublications[Publication]()
    first = publications.get("a", open_it)
    assert publications.get("a", open_it) is first and opened == ["a"]
    first.is_intact = False
    assert publications.get("a", open_it) is not first and len(opened) == 2


def test_the_last_ones_are_held_and_what_was_withdrawn_isnt() -> None:
    publications = OpenPublications[Publication](most=2)
    opened: list[str] = []

    def get(name: str) -> Publication:
        return publications.get(name, lambda: opened.append(name) or Publication(name))  # type: ignore[func-returns-value]

    for name in ("a", "b", "a", "c", "a", "b"):
        get(name)
    assert opened == ["a", "b", "c", "b"]  # b was the one that was asked for longest ago
    publications.keep_only({"a"})
    get("a")
    get("b")
    assert opened == ["a", "b", "c", "b", "b"]


def test_who_asks_for_another_doesnt_wait_and_who_asks_for_the_same_gets_the_same() -> None:
    publications = OpenPublications[Publication]()
    begun, go_on = threading.Event(), threading.Event()
    found: list[Publication] = []

    def slowly() -> Publication:
        begun.set()
        assert go_on.wait(10)
        return Publication("slow")

    def ask() -> None:
        found.append(publications.get("slow", slowly))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    assert publications.get("other", lambda: Publication("other")).name == "other"
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert len(found) == 3 and len({id(one) for one in found}) == 1


def test_an_answer_is_made_once_and_known_by_its_tag() -> None:
    made: list[int] = []

    def view() -> HttpResponse:
        made.append(1)
        return HttpResponse("page")

    request = RequestFactory().get("/served/once")
    tag = tag_of(request, "as it is")
    first = answered(request, tag, view, for_ever=True)
    assert first.headers["Cache-Control"] == FOR_EVER and first.headers["ETag"] == tag
    assert answered(request, tag, view).content == b"page" and len(made) == 1  # type: ignore[attr-defined]
    again = RequestFactory().get("/served/once", headers={"If-None-Match": tag})
    assert answered(again, tag, view).status_code == 304
    assert tag_of(request, "otherwise") != tag


def test_what_is_closed_is_remembered_by_nobody() -> None:
    request = RequestFactory().get("/served/closed", headers={"If-None-Match": "x"})
    made: list[int] = []

    def view() -> HttpResponse:
        made.append(1)
        return HttpResponse("secret")

    for _ in range(2):
        answer = answered(request, "x", view, closed=True, for_ever=True)
        assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert len(made) == 2


def test_what_is_made_appears_whole_and_what_failed_leaves_nothing(tmp_path: Path) -> None:
    final = tmp_path / "list.v1"
    with pytest.raises(ZeroDivisionError), making(final) as (building, _scratch):
        building.mkdir()
        (building / "rows").write_text("half")
        raise ZeroDivisionError
    assert list(tmp_path.glob("*")) == []
    for _ in range(2):  # the second time over a damaged one
        with making(final) as (building, scratch):
            building.mkdir()
            with new_store(building / "it's.duckdb", scratch, "64MB") as con:
                con.execute("CREATE TABLE areas AS SELECT 'GM0001' AS code")
        assert is_intact(final)
        assert Store(final / "it's.duckdb").rows("SELECT * FROM areas") == [{"code": "GM0001"}]
        (final / "it's.duckdb").write_bytes(b"damaged")
        assert not is_intact(final)


def test_what_is_wrong_with_files_is_one_error_and_they_are_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[int] = []
    monkeypatch.setattr(faults, "remake", lambda: begun.append(1))
    with pytest.raises(UnreadableError, match="gone"), reading_files():
        raise OSError("gone\nwith details")
    assert not begun
    for make_again in (True, False):
        with pytest.raises(UnreadableError), reading_files(make_again=make_again):
            raise NotPreparedError.of("list", "damaged", "intact files")
    assert len(begun) == 1
