"""A list in pages is the list: every row once, and nothing after the last page, also a full one."""

from typing import Any

import pytest

from wijkwerk.rest.cursors import part_of

LISTS = ["figures?area=WK000100", "changes?area=WK000100", "areas?level=district", "indicators?",
         "group-figures?", "class-counts?", "warnings?", "liveability?area=WK000100"]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_a_full_last_page_has_no_next(ask: Any, path: str) -> None:
    every = ask(f"{path}&limit=5000").json()
    total = len(every["items"])
    if every["next"] is not None or total < 2:
        pytest.skip("this list of the simulated country has no two rows, or more than a page")
    exact = ask(f"{path}&limit={total}")
    assert exact.json()["next"] is None and "Link" not in exact.headers
    assert exact.json()["items"] == every["items"]
    almost = ask(f"{path}&limit={total - 1}").json()
    assert almost["next"] is not None
    cursor = almost["next"].split("cursor=")[1].split("&")[0]
    last = ask(f"{path}&limit={total - 1}&cursor={cursor}").json()
    assert almost["items"] + last["items"] == every["items"]
    assert last["next"] is None


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_the_pages_of_a_list_in_memory_are_the_list(number: int, limit: int) -> None:
    rows = list(range(number))
    seen: list[int] = []
    cursor, pages = None, 0
    while True:
        page, cursor = part_of("areas", rows, limit, cursor)
        seen += page
        pages += 1
        if cursor is None:
            break
        assert len(page) == limit
    assert seen == rows
    assert pages == max(1, -(-number // limit))
