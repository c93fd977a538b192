"""The views of a council and of residents: asked with a last day, written down by the municipality, weighed,
and seen by everybody with the decision. And what the decision would change, told before it is taken."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from wijkwerk.access.api import RefusedError
from wijkwerk.designation import consulting, foreseeing, services
from wijkwerk.designation.core.effects import Change, Duty, changed_duties
from wijkwerk.designation.list_folders import Consequences
from wijkwerk.designation.models import AreaPlan, Consultation, Procedure
from wijkwerk.designation.reminders import coming
from wijkwerk.designation.reminders.sending import mails
from wijkwerk.shared.text import Text
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

pytestmark = pytest.mark.django_db
BETWEEN = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)  # the term is over, that of the views isn't
LONG_AFTER = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
VIEW = {"how": "Avond in het buurthuis", "participants": 40}


def duty(code: str, due: str = "", since: str = "2025-12-01") -> Duty:
    return Duty(due, code, "watch", "plan", since, None)


PLAN, HOUSING, OLD = duty("plan"), duty("housing", "2030-12-31"), duty("old")


def why(act: Callable[[], Any]) -> str:
    with pytest.raises(TransitionNotAllowed) as refused:
        act()
    return refused.value.why


def asked(story: Any, *codes: str, consulted: str = "residents", until: date | None = None) -> Any:
    areas = [story.procedure.areas.get(code=code) for code in codes]
    command = story.command("official", story.during)
    last = until or date(2026, 5, 10)
    return consulting.ask_views(command, story.procedure, areas, consulted, last)


def given(story: Any, view: Consultation, place: str = "GM0001") -> Consultation:
    command = StepCommand(
        story.somebody("municipality", place),
        story.during,
        view.version,
        text="Wij willen blijven.",
    )
    return consulting.give_view(command, view, **VIEW)


def test_a_list_waits_for_the_views_that_were_asked_and_for_what_is_done_with_them(
    story: Any,
) -> None:
    story.open()
    first, second = asked(story, "BU1", "BU3")
    assert why(story.decide) == "views_in"
    view = given(story, first)
    assert (view.state, view.reasons, view.given_on) == (
        "given", "Wij willen blijven.", story.during.date(),
    )  # fmt: skip
    assert why(story.decide) == "views_in"  # of the other area
    silent = story.command("official", story.during, second)
    assert consulting.withdraw_question(silent, second).state == "withdrawn"
    assert why(story.decide) == "all_answered"
    weighed = story.command("decider", story.during, view, text="Eerst een plan met bewoners.")
    assert consulting.answer_view(weighed, view).answer == "Eerst een plan met bewoners."
    assert story.decide().state == "decided"


def test_silence_stops_nothing_once_the_last_day_is_over(story: Any) -> None:
    story.open()
    asked(story, "BU1")
    story.procedure.refresh_from_db()
    late = StepCommand(story.somebody("decider"), LONG_AFTER, story.procedure.version, text="Goed.")
    assert services.decide(late, story.procedure).state == "decided"


def test_views_are_asked_in_an_open_list_once_of_each_by_who_may(story: Any) -> None:
    story.draft()
    assert why(lambda: asked(story, "BU1")) == "procedure_open"
    opens = story.command("official", story.opened, story.procedure)
    services.open_for_objections(opens, story.procedure, story.until)
    assert why(lambda: asked(story, "BU1", until=story.during.date())) == "day"
    assert why(lambda: asked(story)) == "area"
    assert why(lambda: asked(story, "BU1", consulted="mayor")) == "area"
    view = asked(story, "BU1")[0]
    assert why(lambda: asked(story, "BU3", "BU1")) == "there_is_one"
    assert Consultation.objects.count() == 1  # all of them or none
    assert len(asked(story, "BU1", consulted="council")) == 1
    with pytest.raises(RefusedError):
        given(story, view, place="GM0002")
    with pytest.raises(RefusedError):
        command = story.command("decider", story.during)
        consulting.ask_views(command, story.procedure, [view.area], "council", date(2026, 5, 10))


def test_it_is_asked_given_and_read_on_the_site(
    story: Any, enter: Any, clock: Any, client: Client
) -> None:
    story.open()
    clock.now = story.during
    number, area = story.procedure.pk, story.procedure.areas.get(code="BU1")
    official = enter(story.somebody("official"))
    form = {
        "version": story.procedure.version, "consulted": "residents", "areas": [area.pk],
        "until": "2026-05-10",
    }  # fmt: skip
    assert official.post(f"/en/designation/work/{number}/consult", form).status_code == 302
    view = Consultation.objects.get()
    own = enter(story.somebody("municipality", "GM0001"))
    other = enter(story.somebody("municipality", "GM0002"))
    work = f"/en/designation/work/{number}"
    assert "Views of councils and residents" in own.get(work).content.decode()
    assert "Views of councils and residents" not in other.get(work).content.decode()
    url = f"/en/designation/work/consultations/{view.pk}"
    filled = {"version": view.version, "text": "Kanarie wil blijven.", **VIEW}
    assert other.post(f"{url}/give", filled).status_code == 404
    assert own.post(f"{url}/give", filled).status_code == 302
    for browser, seen in ((own, True), (official, True), (other, False)):
        assert ("Kanarie" in browser.get(work).content.decode()) is seen
        assert ("View given" in browser.get(f"{work}/history").content.decode()) is seen
    view.refresh_from_db()
    weighed = {"version": view.version, "text": "Dat weegt mee."}
    assert official.post(f"{url}/answer", weighed).status_code == 302
    story.decide()
    public = f"/en/designation/procedures/{number}"
    assert client.get(public).status_code == 404
    story.publish()
    page = client.get(public).content.decode()
    for words in ("Kanarie", "Dat weegt mee.", "40 took part.", "Avond in het buurthuis"):
        assert words in page, words


def test_each_duty_of_an_area_begins_stays_or_ends() -> None:
    later = duty("plan", since="2026-12-01")
    assert changed_duties([PLAN, OLD], [HOUSING, later]) == (
        (Change.BEGINS, HOUSING),
        (Change.STAYS, later),
        (Change.ENDS, OLD),
    )
    assert changed_duties([], []) == ()


@pytest.fixture
def foreseeable(story: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A list by which BU1 keeps a plan, BU2 lost an old duty, and BU3 gets housing; who is added has a plan."""
    texts = {each.code: Text(f"nl {each.code}", f"en {each.code}") for each in (PLAN, HOUSING, OLD)}

    def follows(_folder: Path, _list: str, year: int, _today: str, added: Any) -> Consequences:
        rule = {
            2025: {"BU1": (PLAN,), "BU3": (HOUSING,)},
            2024: {"BU1": (PLAN,), "BU2": (OLD,)},
        }[year]
        return Consequences("x", rule | dict.fromkeys(added, (PLAN,)), texts, {}, "watch")

    monkeypatch.setattr(foreseeing, "consequences_of", follows)
    monkeypatch.setattr("wijkwerk.designation.follow_up.consequences_of", follows)
    monkeypatch.setattr(foreseeing, "years_of_list", lambda *_of: (2024, 2025))
    monkeypatch.setattr(foreseeing, "areas_of", lambda *_of: story.areas)
    return story


def test_what_a_decision_changes_is_told_before_it_is_taken(
    foreseeable: Any, enter: Any, clock: Any
) -> None:
    story = foreseeable
    procedure = story.open()

    def rows() -> list[tuple[str, str, str]]:
        told = foreseeing.foresee(Path("lists"), procedure, story.during.date())
        assert (told.since_year, told.decided) == (2024, False)
        return [(row.code, row.change, row.duty.code) for row in told.rows]

    assert rows() == [
        ("BU1", "stays", "plan"), ("BU2", "ends", "old"), ("BU3", "begins", "housing"),
    ]  # fmt: skip
    clock.now = story.during
    story.object("BU2", "on", "GM0001")
    decider = enter(story.somebody("decider"))
    page = decider.get(f"/en/designation/work/objections/{story.objection.pk}/answer")
    assert "the area gets this" in page.content.decode() and "en plan" in page.content.decode()
    story.answer()  # upheld
    story.object("BU3", "off", "GM0002")
    story.answer()
    assert rows() == [("BU1", "stays", "plan"), ("BU2", "begins", "plan"), ("BU2", "ends", "old")]
    clock.now = story.after
    decider = enter(story.somebody("decider"))
    decide = decider.get(f"/en/designation/work/{procedure.pk}/decide").content.decode()
    for words in ("What this decision changes for each area", "begins", "ends", "for 2024"):
        assert words in decide, words
    # A municipality sees of its own areas alone, and not what was upheld for another.
    clock.now = story.during
    own = enter(story.somebody("municipality", "GM0001"))
    shown = own.get(f"/en/designation/work/{procedure.pk}").content.decode()
    assert "What this decision changes" in shown and 'id="foreseen' in shown
    table = shown[shown.index('id="foreseen') :]
    table = table[: table.index("</table>")]
    assert "Molenhoek" in table and "Havenbuurt" not in table


def test_a_published_decision_about_an_earlier_year_is_what_it_is_held_against(
    foreseeable: Any,
) -> None:
    story = foreseeable
    command = story.command("official", story.drafted)
    earlier = services.start(command, Path("lists"), story.list_id, 2024)
    earlier.areas.update(decided=True)
    type(earlier).objects.filter(pk=earlier.pk).update(
        state="published", published_on=date(2025, 5, 1), decided_on=date(2025, 5, 1)
    )
    told = foreseeing.foresee(Path("lists"), story.draft(), story.during.date())
    assert (told.since_year, told.decided) == (2024, True)
    assert ("BU2", "ends") not in {(row.code, row.change) for row in told.rows}  # never decided


def test_a_municipality_is_told_of_views_and_duties_and_finds_them_on_my_work(
    foreseeable: Any, enter: Any, clock: Any, settings: Any
) -> None:
    settings.SITE_ADDRESS = "https://wijken.example.org"
    story = foreseeable
    story.open()
    for place in ("GM0001", "GM0002"):
        story.somebody("municipality", place)

    def told(now: datetime) -> dict[str, str]:
        return {each.address.partition("@")[0]: each.digest.body for each in mails(now, "en")}

    asked(story, "BU1")
    assert (
        "Molenhoek: a view is asked, up to and including 10 May 2026"
        in told(story.during)["municipalitygm0001"]
    )
    assert "view is asked" not in told(story.during)["municipalitygm0002"]
    clock.now = story.during
    work = enter(story.somebody("municipality", "GM0001")).get("/en/work").content.decode()
    assert "What my municipality has to do" in work and "a view is asked" in work
    Consultation.objects.update(state="answered")
    story.decide()
    story.publish()
    clock.now = near = datetime(2030, 12, 1, 9, 0, tzinfo=UTC)
    due = "Havenbuurt, by 31 December 2030: en housing."
    assert due in told(near)["municipalitygm0002"]
    assert "municipalitygm0001" not in told(near)  # its plan has no day
    own = enter(story.somebody("municipality", "GM0002"))
    assert due in own.get("/en/work").content.decode()
    assert due not in enter(story.somebody("decider")).get("/en/work").content.decode()


def test_who_answers_is_told_of_a_view_and_nobody_decides_while_one_can_be_given(
    story: Any, settings: Any
) -> None:
    settings.SITE_ADDRESS = "https://wijken.example.org"
    story.open()
    story.object("BU1")
    story.somebody("decider")
    first, second = asked(story, "BU1", "BU3")

    def told() -> dict[str, str]:
        return {each.address.partition("@")[0]: each.digest.body for each in mails(BETWEEN, "en")}

    given(story, first)
    given(story, second, "GM0002")
    assert "3 objections or views wait for an answer" in told()["official"]
    story.answer()
    assert "2 objections or views wait for an answer" in told()["official"]
    Consultation.objects.filter(pk=first.pk).update(state="answered")
    Consultation.objects.filter(pk=second.pk).update(state="asked")
    assert set(told()) == {"municipalitygm0002"}  # until 10 May a decision is refused
    Consultation.objects.filter(pk=second.pk).update(until=BETWEEN.date() - timedelta(days=1))
    assert set(told()) == {"decider"} and "can be adopted" in told()["decider"]


def test_duties_are_those_of_the_newest_decision_and_an_approved_plan_goes_on(
    foreseeable: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = foreseeable
    due = duty("plan", "2027-06-01")
    follows = Consequences(
        "x", {"BU1": (due,), "BU3": (due,)}, {"plan": Text("nl", "en")}, {}, "watch"
    )
    monkeypatch.setattr(coming, "following", lambda *_of: follows)
    command = story.command("official", story.drafted)
    earlier = services.start(command, Path("lists"), story.list_id, 2024)
    Procedure.objects.filter(pk=earlier.pk).update(state="published")
    earlier.areas.update(decided=True)
    earlier.refresh_from_db()

    def told(procedure: Procedure) -> list[str]:
        return [area.code for area, *_ in coming.duties_of(procedure, BETWEEN.date())]

    assert told(earlier) == ["BU1", "BU3"]
    plan = AreaPlan.objects.create(
        procedure=earlier,
        area=earlier.areas.get(code="BU1"),
        municipality="GM0001",
        ends_on=date(2030, 1, 1),
        state="sent",
        made_on=date(2026, 1, 5),
    )
    story.open()
    assert told(earlier) == ["BU1", "BU3"]  # of the later year nothing was decided yet
    story.decide()
    procedure = story.publish()
    assert (told(earlier), told(procedure)) == ([], ["BU1", "BU3"])
    AreaPlan.objects.filter(pk=plan.pk).update(state="approved")
    assert told(procedure) == ["BU3"]
    Procedure.objects.filter(pk=earlier.pk).update(list_id="another")
    assert told(procedure) == ["BU1", "BU3"]  # of another list
