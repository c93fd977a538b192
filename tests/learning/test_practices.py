"""Practice cards: their evidence follows from an evaluation, what replaces what has no circle, and one is carried
over with its conditions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.conftest import Small
from visitors import NOW, Clock, account_of
from wijkwerk.access.api import RefusedError
from wijkwerk.evaluation.api import Judgement
from wijkwerk.learning.core.practices import Reason, makes_circle, strength
from wijkwerk.learning.examples import make_barriers, make_practices
from wijkwerk.learning.models import Practice, PracticeUse
from wijkwerk.learning.services import practices as services
from wijkwerk.learning.web.own_loop import loop
from wijkwerk.programme.models import Project
from wijkwerk.registry.loop import Link
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

FACTS: dict[str, Any] = {
    "title": "Koffie op straat", "kind": "reach", "method": "residents", "problem": "Niemand komt.",
    "execution": "Zet stoelen buiten.", "conditions": "Wie belooft terug te komen, komt terug",
}  # fmt: skip
DAY = date(2027, 1, 1)
database = pytest.mark.django_db


def writer() -> Any:
    return account_of("writer@city.example", "practice-keeper")


def keeper() -> Any:
    return account_of("keeper@city.example", "practice-keeper")


def make(user: Any, action: str, card: Practice, text: str = "", **facts: Any) -> Any:
    card.refresh_from_db()
    return getattr(services, action)(StepCommand(user, NOW, card.version, text), card, **facts)


def tell(user: Any, row: Practice, used: PracticeUse) -> None:
    row.refresh_from_db()
    services.tell(StepCommand(user, NOW, row.version), used, helped="yes", note="Geteld.")


def card(**facts: Any) -> Practice:
    row = services.write(StepCommand(writer(), NOW), None, **{**FACTS, **facts})
    make(keeper(), "publish", row, review_on=DAY)
    return Practice.objects.get(pk=row.pk)


def judged(level: int) -> Any:
    def judgement(evaluation: str, language: str) -> Judgement | None:
        if evaluation != "e1":
            return None
        return Judgement("e1", "Oordeel", "/e1", "Het hielp.", (), True, level, ("voormeting",), ())

    return judgement


@pytest.mark.parametrize(
    ("evaluated", "carrier", "used", "level"),
    [
        (0, False, [("a", True), ("b", True)], 0),
        (3, False, [], 3),
        (3, True, [], 2),
        (3, False, [("a", True), ("a", True)], 3),
        (3, False, [("a", True), ("b", True)], 4),
        (3, False, [("a", True), ("b", True), ("c", False)], 3),
        (3, False, [("a", True), ("b", False)], 2),
        (1, True, [("a", False)], 1),
        (5, False, [("a", True), ("b", True)], 5),
    ],
)
def test_evidence_is_that_of_the_evaluation_with_a_step_up_or_down(
    evaluated: int, carrier: bool, used: Any, level: int
) -> None:
    assert strength(evaluated, carrier=carrier, used=used).level == level


@given(
    st.integers(0, 5),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([True, False, None]))),
)
@settings(deadline=None, max_examples=50)
def test_nothing_but_an_evaluation_makes_evidence(level: int, carrier: bool, used: Any) -> None:
    graded = strength(level, carrier=carrier, used=used)
    assert (graded.level == 0) == (level == 0)
    assert 0 <= graded.level <= 5
    assert strength(level, carrier=False, used=used).level >= graded.level
    assert (Reason.CARRIER in graded.down) == carrier


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=30))
@settings(deadline=None, max_examples=60)
def test_what_takes_whose_place_never_comes_back_to_itself(pairs: list[tuple[int, int]]) -> None:
    chain: dict[int, int] = {}
    for old, new in pairs:
        refused = makes_circle(chain, old, new)
        walked, at = {old}, new
        while at not in walked and at in chain:
            walked.add(at)
            at = chain[at]
        assert refused == (at in walked)  # by walking it
        if not refused:
            chain[old] = new
    for start in chain:
        passed, at = set(), start
        while at in chain:
            assert at not in passed
            passed.add(at)
            at = chain[at]


@database
def test_a_card_is_made_public_by_another_and_goes_stale(clock: Clock) -> None:
    row = services.write(StepCommand(writer(), NOW), None, **FACTS)
    assert Client().get(row.get_absolute_url()).status_code == 404
    with pytest.raises(TransitionNotAllowed, match="not_writer"):
        make(writer(), "publish", row, review_on=DAY)
    with pytest.raises(TransitionNotAllowed, match="day"):
        make(keeper(), "publish", row, review_on=NOW.date())
    make(keeper(), "edit", row, **{**FACTS, "title": "Koffie"})
    with pytest.raises(TransitionNotAllowed, match="not_writer"):
        make(keeper(), "publish", row, review_on=DAY)
    other = account_of("third@city.example", "practice-keeper")
    make(other, "publish", row, review_on=DAY)
    client, address = Client(), "/en/learning/practices"
    assert "Koffie" in client.get(address).content.decode()
    clock.now = NOW.replace(year=2027)
    assert "Koffie" not in client.get(address).content.decode()
    assert "Koffie" in client.get(address, {"which": "stale"}).content.decode()
    assert (
        "It is stale" in client.get(row.get_absolute_url().replace("/nl/", "/en/")).content.decode()
    )
    assert client.get(address, {"which": "other"}).status_code == 400


@database
def test_its_level_follows_from_an_evaluation_that_takes_it_out_of_the_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = card()
    monkeypatch.setattr(services, "judgement", judged(3))
    assert services.strength_of(row, "nl")[0].level == 0
    with pytest.raises(TransitionNotAllowed, match="evaluation"):
        make(keeper(), "weigh", row, "Waarom.", evaluation="none", failed=False)
    make(keeper(), "weigh", row, "Waarom.", evaluation="e1", failed=False)
    row.refresh_from_db()
    assert services.strength_of(row, "nl")[0].level == 3
    (taken,) = [taken for taken in loop().taken_up if taken.link is Link.CARD]
    assert (taken.key, taken.on) == ("e1", NOW.date())
    html = Client().get(row.get_absolute_url()).content.decode()
    assert "3 van 5" in html
    assert "voormeting" in html
    bureau = account_of("third@city.example", "practice-keeper")
    for city in ("GM0001", "GM0002"):
        make(bureau, "use", row, project="Elders", municipality=city, used_on=NOW.date())
    for used in row.uses.all():
        # Neither who wrote the card nor who said that it was used says whether it helped.
        for own in (writer(), bureau):
            with pytest.raises(TransitionNotAllowed, match="others_use"):
                tell(own, row, used)
        tell(keeper(), row, used)
    assert services.strength_of(Practice.objects.get(), "nl")[0].level == 4
    told = Client().get("/api/v1/learning/practices").json()["items"][0]
    assert (told["evidence"], [use["helped"] for use in told["uses"]]) == (4, ["yes", "yes"])


@database
@pytest.mark.parametrize(
    "places",
    [("GM0518", "GM0001"), ("", ""), ("Elders", "Verweg"), ("GM0001", "gm0001"), ("GM0001", "WK000101")],
)  # fmt: skip
def test_only_other_municipalities_count_as_places(
    monkeypatch: pytest.MonkeyPatch, places: tuple[str, str]
) -> None:
    monkeypatch.setattr(services, "judgement", judged(3))
    row = Practice.objects.create(**FACTS, area="BU05180101", evaluation="e1", state="published")
    for number, place in enumerate(places):
        row.uses.create(
            project=f"Plek {number}", municipality=place, used_on=NOW.date(), helped="yes"
        )
    assert services.strength_of(row, "nl")[0].level == 3


@database
def test_who_corrected_a_card_does_not_judge_it() -> None:
    row = card()
    make(keeper(), "correct", row, why="Duidelijker.", **FACTS)
    for action, facts in (
        ("weigh", {"evaluation": "", "failed": False}),
        ("renew", {"review_on": DAY}),
    ):
        with pytest.raises(TransitionNotAllowed, match="not_writer"):
            make(keeper(), action, row, "Waarom.", **facts)
    make(account_of("third@city.example", "practice-keeper"), "renew", row, "Klopt.", review_on=DAY)


@database
def test_a_name_in_a_use_is_taken_away(clock: Clock, enter: Callable[[Any], Any]) -> None:
    row = card()
    for note in ("Piet zag het.", ""):
        make(writer(), "use", row, project="Bij Piet", municipality="GM0001", used_on=NOW.date())
        row.uses.update(note=note)
    first = row.uses.all()[0]
    with pytest.raises(TransitionNotAllowed, match="not_writer"):
        row.refresh_from_db()
        services.drop_use(StepCommand(writer(), NOW, row.version, "Weg."), first)
    browser = enter(keeper())
    row.refresh_from_db()
    work = f"/nl/work/learning/practices/{row.pk}"
    address = f"{work}/drop-use/{first.pk}"
    assert address in browser.get(work).content.decode()
    dropped = browser.post(address, {"version": row.version, "text": "Hier stond een naam."})
    assert dropped.status_code == 302
    assert row.uses.count() == 1
    make(keeper(), "withhold", row, "Hier stond een naam.")
    for door in (
        row.get_absolute_url(), f"{row.get_absolute_url()}/history", "/api/v1/learning/practices",
        f"/api/v1/learning/practices/{row.pk}",
    ):  # fmt: skip
        assert "Piet" not in Client().get(door).content.decode(), door
    assert row.uses.get().municipality == "GM0001"  # the evidence stays


@database
def test_what_was_replaced_is_hidden_and_leads_to_what_replaced_it() -> None:
    first, second, third = card(title="Eerste"), card(title="Tweede"), card(title="Derde")
    make(keeper(), "supersede", first, "Beter.", replaced_by=second)
    for newer, why in ((first, "circle"), (second, "circle")):
        with pytest.raises(TransitionNotAllowed, match=why):
            make(keeper(), "supersede", second, "Beter.", replaced_by=newer)
    with pytest.raises(TransitionNotAllowed, match="not_current"):
        make(keeper(), "supersede", third, "Beter.", replaced_by=first)
    html = Client().get("/nl/learning/practices").content.decode()
    assert "Eerste" not in html
    assert "Tweede" in Client().get(first.get_absolute_url()).content.decode()
    make(keeper(), "restore", first, "Toch goed.")
    assert "Eerste" in Client().get("/nl/learning/practices").content.decode()
    assert Practice.objects.get(pk=first.pk).replaced_by is None


@database
def test_it_is_carried_over_as_a_project_that_stops_at_its_conditions(
    a_programme: Small, clock: Clock, enter: Callable[[Any], Any]
) -> None:
    row, programme = card(), a_programme.programme
    bureau = account_of("bureau@zuid.example", "programme-bureau", place=programme.slug)
    with pytest.raises(RefusedError):
        make(keeper(), "carry", row, programme=programme, code="K1")
    browser = enter(bureau)
    address = f"/nl/work/learning/practices/{row.pk}/carry"
    assert browser.get(address).status_code == 200
    row.refresh_from_db()
    filled = {"version": row.version, "programme": programme.pk, "code": "K1"}
    assert browser.post(address, filled).status_code == 302
    project = Project.objects.get(code="K1")
    assert (project.state, project.stop_criteria) == ("proposed", FACTS["conditions"])
    assert PracticeUse.objects.get().carried
    # Nobody reads of a project that isn't public yet.
    page = Client().get(row.get_absolute_url()).content.decode()
    told = Client().get("/api/v1/learning/practices").json()["items"][0]["uses"][0]
    assert "nog wordt voorbereid" in page
    assert programme.slug not in page
    assert (told["project"], told["municipality"]) == ("", "")
    row.refresh_from_db()
    again = browser.post(address, {**filled, "version": row.version})
    assert "deze code" in again.content.decode()
    assert PracticeUse.objects.count() == 1


@database
def test_a_text_that_leads_to_a_person_is_warned_about_and_taken_away(
    clock: Clock, enter: Callable[[Any], Any]
) -> None:
    browser = enter(writer())
    filled = {**FACTS, "version": 0, "tips": "Bel 06 12345678."}
    page = browser.post("/nl/work/learning/practices/write", filled)
    assert "Laat e-mailadressen" in page.content.decode()
    assert not Practice.objects.exists()
    row = card(title="Piet Puk helpt", tips="Vraag Piet Puk.", area="BU05180101")
    make(keeper(), "withhold", row, "Hier stond een naam.")
    client = Client()
    for door in (
        row.get_absolute_url(), f"{row.get_absolute_url()}/history", "/nl/learning/practices",
        "/api/v1/learning/practices", f"/api/v1/learning/practices/{row.pk}",
    ):  # fmt: skip
        assert "Piet" not in client.get(door).content.decode(), door


@database
def test_the_sources_ship_and_are_searched_together_with_barriers(clock: Clock) -> None:
    make_barriers(lambda line: None)
    lines: list[str] = []
    make_practices(lines.append)
    make_practices(lines.append)
    assert len(lines) == 1
    by_source = {
        name: Practice.objects.filter(source__contains=name).count()
        for name in ("bijlage B", "bijlage A", "(2006)", "(2013)")
    }
    assert by_source == {"bijlage B": 8, "bijlage A": 12, "(2006)": 7, "(2013)": 6}
    without = Practice.objects.filter(source__contains="bijlage A", result="")
    assert set(without.values_list("municipality", flat=True)) == {
        "GM0202", "GM0772", "GM0080", "GM0268", "GM0599"
    }  # fmt: skip
    for row in Practice.objects.all():
        row.full_clean(exclude=["replaced_by"])
    client = Client()
    html = client.get("/nl/learning/practices", {"q": "woning doorstromen"}).content.decode()
    assert "De Boei" in html
    assert "Belemmeringen over dit onderwerp" in html
    other = client.get("/nl/learning/barriers", {"q": "jongeren zonder school"}).content.decode()
    assert "Jongerenloket met een vaste volgorde" in other
