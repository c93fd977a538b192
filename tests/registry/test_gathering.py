"""What the site gathers of the capabilities: each is asked, in the order of the floors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.urls import include, path
from rich.console import Console

from wijkwerk.monitor.web import area_cards
from wijkwerk.registry import config
from wijkwerk.registry.addresses import addresses
from wijkwerk.registry.config import CapabilityConfig, capabilities
from wijkwerk.registry.hooks import AreaCard, Examples, FaultAnswer, NotReadyError
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Language
from wijkwerk.site import examples, run
from wijkwerk.site.middleware import clear_errors
from wijkwerk.site.rest import problem_response

pytestmark = pytest.mark.usefixtures("plain_site")


class LostError(Exception):
    """A fault of the toy's."""


class Toy(CapabilityConfig):
    """Answers as a test wants."""

    answers: Mapping[str, Any] = {}

    def health(self) -> Mapping[str, Any]:
        return self.answers["health"]()

    def make_examples(self, examples: Examples) -> None:
        examples.made[self.label] = [Path(name) for name in examples.made]

    def fault_answers(self) -> tuple[FaultAnswer, ...]:
        return (
            FaultAnswer(
                LostError,
                410,
                lambda fault: f"Lost: {fault}",
                page=lambda fault: f"Weg: {fault}",
                more=lambda fault: {"parameter": "way"},
                retry_after=7,
            ),
        )

    def withdraw(self, publication: str, reason: str, now: datetime) -> bool:
        self.answers["withdrawn"].append((publication, reason))
        return publication == "ours"


def toy(label: str, **answers: Any) -> Toy:
    module = ModuleType(label)
    module.__file__ = __file__
    made = type("Named", (Toy,), {"label": label, "answers": answers})(label, module)
    assert isinstance(made, Toy)
    return made


def only(monkeypatch: pytest.MonkeyPatch, *those: CapabilityConfig) -> None:
    # The addresses are gathered once per process, at the first request: before this, so that they
    # are those of the real capabilities for the tests that come after.
    import_module(settings.ROOT_URLCONF)
    monkeypatch.setattr(config, "apps", SimpleNamespace(get_app_configs=lambda: those))


@pytest.mark.django_db
def test_health_is_that_of_all_and_the_first_that_cant_answer_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_ready() -> None:
        raise NotReadyError("gardens are dug")

    def away() -> None:
        raise DatabaseError

    fine = toy("fine", health=lambda: {"gardens": 3})
    only(monkeypatch, fine, toy("other", health=lambda: {"plots": 4}))
    assert client.get("/health/ready").json() == {"status": "ready", "gardens": 3, "plots": 4}
    only(monkeypatch, fine, toy("other", health=not_ready))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["part"]) == (503, "gardens are dug")
    only(monkeypatch, fine, toy("other", health=away))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["part"]) == (503, "register")


def test_examples_are_made_floor_by_floor_with_what_lower_floors_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(examples, "open_database", lambda folder: None)
    only(monkeypatch, toy("ground"), toy("first"))
    found = examples.make_examples(tmp_path, tmp_path, tmp_path)
    assert found.made == {"ground": [], "first": [Path("ground")]}


def test_a_fault_of_a_capability_is_answered_by_it_on_pages_and_in_the_api(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only(monkeypatch, toy("gardens"))
    answer = problem_response(LostError("the gate"), {})
    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (410, "7")
    assert b'"detail": "Lost: the gate", "parameter": "way"' in answer.content
    request = RequestFactory().get("/nl/gardens")
    page = clear_errors(lambda request: answer).process_exception(request, LostError("the gate"))
    assert page is not None
    assert (page.status_code, page["Retry-After"]) == (410, "7")
    assert "Weg: the gate" in page.content.decode()
    only(monkeypatch)
    assert problem_response(LostError("the gate"), {}) is None


def test_a_status_without_a_page_of_its_own_gets_the_one_of_any_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gardens = toy("gardens")
    answer = FaultAnswer(LostError, 423, str, page=str)
    monkeypatch.setattr(gardens, "fault_answers", lambda: (answer,))
    only(monkeypatch, gardens)
    request = RequestFactory().get("/nl/gardens")
    page = clear_errors(lambda request: None).process_exception(request, LostError("a key"))  # type: ignore[arg-type, return-value]
    assert page is not None and page.status_code == 423 and b"<h1" in page.content


def test_whoever_knows_a_publication_withdraws_it_and_one_that_nobody_knows_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "prepare_site", lambda *given: "nothing")
    asked: list[list[tuple[str, str]]] = [[], []]
    only(monkeypatch, toy("ground", withdrawn=asked[0]), toy("first", withdrawn=asked[1]))
    run.withdraw(tmp_path, tmp_path, "ours", "wrong", Console(quiet=True))
    assert asked == [[("ours", "wrong")], []]
    with pytest.raises(InputError, match="unknown edition: found 'theirs'"):
        run.withdraw(tmp_path, tmp_path, "theirs", "wrong", Console(quiet=True))
    assert asked[1] == [("theirs", "wrong")]


def test_a_capability_has_a_default_for_everything_that_it_registers() -> None:
    plain = CapabilityConfig("plain", toy("plain").module)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert [
        *plain.menu(),
        *plain.footer(),
        *plain.fault_answers(),
        *plain.work_items(None, now),
    ] == []
    assert (plain.health(), plain.menu_addresses(None), plain.area_stamp("x")) == ({}, {}, None)
    assert plain.in_use(None) is None
    assert plain.withdraw("x", "y", now) is False
    assert {"access", "monitor"} <= {capability.label for capability in capabilities()}


class Speaking(CapabilityConfig):
    """Says of every area what a test wants, or that the database is away."""

    says: ClassVar[list[str]] = []
    away: ClassVar[bool] = False

    def area_cards(self, area: str, edition: str, language: Language) -> list[AreaCard]:
        if self.away:
            raise DatabaseError
        return [
            AreaCard(f"{words} {area} {edition} {language}", "/", "more") for words in self.says
        ]


def test_cards_of_an_area_are_those_of_all_and_change_their_stamp(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = [type(name, (Speaking,), {"label": name, "says": [name]}) for name in ("low", "high")]
    only(monkeypatch, *(kind(kind.label, toy("x").module) for kind in made))
    found = [card.text for card in area_cards.cards("e1", "GM1", "nl")]
    assert found == ["low GM1 e1 nl", "high GM1 e1 nl"]
    before = area_cards.stamp("e1", code="GM1")
    assert before == area_cards.stamp("e1", code="GM1") != area_cards.stamp("e1", code="GM2")
    monkeypatch.setattr(made[1], "says", ["higher"])
    assert area_cards.stamp("e1", code="GM1") != before


def test_a_capability_that_cant_read_its_database_says_nothing_of_an_area(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = [type(name, (Speaking,), {"label": name, "says": [name]}) for name in ("low", "high")]
    monkeypatch.setattr(made[0], "away", True)
    only(monkeypatch, *(kind(kind.label, toy("x").module) for kind in made))
    assert [card.text for card in area_cards.cards("e1", "GM1", "en")] == ["high GM1 e1 en"]
    assert area_cards.stamp("e1", code="GM1")


def test_lists_programmes_and_evaluations_of_the_examples_are_of_the_editions_that_were_built(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from wijkwerk.casework import examples as of_teams
    from wijkwerk.designation import examples as of_lists
    from wijkwerk.evaluation import examples as of_evaluations
    from wijkwerk.finance import examples as of_money
    from wijkwerk.learning import examples as of_learning
    from wijkwerk.monitor import examples as of_editions
    from wijkwerk.participation import examples as of_processes
    from wijkwerk.programme import examples as of_programmes

    asked: list[tuple[Any, ...]] = []

    def build(*given: Any) -> list[Path]:
        asked.append(given[:-1])
        return [tmp_path / "country-0123456789"]

    monkeypatch.setattr(of_editions, "build_examples", build)
    monkeypatch.setattr(of_lists, "build_lists", build)
    monkeypatch.setattr(of_programmes, "read_programmes", build)
    monkeypatch.setattr(of_evaluations, "build_examples", build)
    monkeypatch.setattr(of_processes, "make_budget", build)
    for maker, name in (
        (of_teams, "make_team"),
        (of_money, "make_examples"),
        (of_money, "make_ledgers"),
        (of_learning, "make_examples"),
        (of_learning, "make_barriers"),
        (of_learning, "make_practices"),
        (of_learning, "make_visitation"),
    ):
        monkeypatch.setattr(maker, name, build)
    monkeypatch.setattr(examples, "open_database", lambda folder: None)
    examples.make_examples(tmp_path / "editions", tmp_path / "lists", tmp_path / "published")
    editions = [tmp_path / "country-0123456789"]
    assert (
        asked
        == [
            (tmp_path / "editions", tmp_path / "published"),
            (editions, tmp_path / "lists"),
            (editions,),
            (editions, tmp_path / "evaluations"),
            *[()]
            * 8,  # a budget, a team, analyses, ledgers, advice, barriers, cards and visits are of no edition
        ]
    )


def page(request: Any) -> None:
    """A view that nobody asks."""


def test_an_address_or_a_namespace_of_another_is_told_with_whose_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def having(label: str, *patterns: Any) -> CapabilityConfig:
        made = toy(label)
        monkeypatch.setattr(made, "addresses", lambda kind: patterns if kind == "pages" else ())
        return made

    gardens = include(([path("", page), path("/<int:pk>", page)], "gardens"))
    low = having("low", path("gardens", gardens))
    only(monkeypatch, low, having("high", path("plots", page), path("gardens/<str:pk>", page)))
    (first, second) = addresses("pages")
    assert [len(resolver.url_patterns) for resolver in (first, second)] == [2, 1]  # highest first
    high = having("high", path("gardens/", include([path("<int:pk>", page)])))
    only(monkeypatch, low, high)
    with pytest.raises(InputError) as wrong:
        addresses("pages")
    assert str(wrong.value) == (
        "high.urls [pages]: this address is taken: found '/gardens/<int:pk>'; expected another than "
        "that of low.urls."
    )
    only(monkeypatch, low, having("high", path("plots", include(([path("", page)], "gardens")))))
    with pytest.raises(InputError, match="this namespace is taken: found 'gardens'"):
        addresses("pages")
