"""Each step is told with its time; what is told to be served answers, at addresses that are there."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.test import Client
from rich.console import Console

from wijkwerk.site.steps import TimedSteps, worth_opening


def _clock() -> Iterator[float]:
    yield from (0.0, 1.5, 1.5, 4.0, 9.0)


def test_a_step_is_told_at_once_and_its_time_when_it_is_done() -> None:
    screen, times = io.StringIO(), _clock()
    steps = TimedSteps(Console(file=screen, width=200), lambda: next(times))
    steps.tell("Simulating a country ...")
    assert (
        screen.getvalue().startswith("Simulating a country ...") and "s\n" not in screen.getvalue()
    )
    steps.tell("Building it")
    steps.warn("Mind the gap")
    steps.end()
    lines = screen.getvalue().splitlines()
    assert [lines[0][-5:], lines[1][-5:], lines[2]] == ["1.5 s", "2.5 s", "Mind the gap"]
    assert len(lines) == 3  # what was ended isn't ended again


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_site")
def test_three_addresses_are_worth_opening() -> None:
    found = worth_opening("http://testserver")
    assert len(found) == len({address for _, address in found}) == 3
    for words, address in found:
        assert words
        status = Client().get(address.removeprefix("http://testserver")).status_code
        assert status in (200, 302), address
