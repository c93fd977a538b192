"""What follows from a published decision: a plan of measures, an exemption, a sanction; by whom, when, and
who sees it."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from wijkwerk.access import accounts
from wijkwerk.access.api import RefusedError
from wijkwerk.designation import follow_up
from wijkwerk.designation.calculating import Question, Way
from wijkwerk.designation.core import follow_up as rules
from wijkwerk.designation.core.effects import Duty
from wijkwerk.designation.core.measures import Grade
from wijkwerk.designation.following import following_of, open_duties
from wijkwerk.designation.handing_over import approved_plans
from wijkwerk.designation.housing_question import solved
from wijkwerk.designation.list_folders import Consequences
from wijkwerk.designation.models import AreaPlan, Exemption, PlannedMeasure, Procedure, Sanction
from wijkwerk.designation.plan_exchange import plan_text
from wijkwerk.designation.plan_files import read_plan
from wijkwerk.designation.plans_of_areas import as_action_plan, catalogue, findings_of
from wijkwerk.designation.policies import public_follow_up
from wijkwerk.designation.web.follow_up import percent
from wijkwerk.designation.web.views.calculate import WAYS
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Text
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

pytestmark = pytest.mark.django_db
NEXT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
FOLDER = Path("lists")
STATUSES = {"BU1": "long_term", "BU3": "extended", "BU4": "vulnerable"}
FACTS = {
    "title": "Molenhoek vooruit", "ends_on": date(2030, 12, 31), "share_percent": 40.0,
    "share_year": 2030, "methods": ["sale", "demolition"], "asks_fund": True,
    "structural": {code: "Zo." for code, _text in catalogue().structural},
}  # fmt: skip
MEASURE = {
    "measure": "demolition", "owner": "Woonstad, projectleider", "deadline": date(2029, 1, 1),
    "money": 5_000_000, "evidence": "Eigen cijfers.", "reason": "",
}  # fmt: skip


def duty(code: str, kind: str, due: str = "", limit: float | None = None) -> Duty:
    return Duty(due, code, "x", kind, "2025-12-01", None, limit, "%" if limit else "")


PLAN, FUND = duty("plan", "plan"), duty("fund", "money")
HOUSING = duty("social_housing", "obligation", "2030-12-31", 40.0)
SANCTION, EXEMPTION = duty("sanction", "sanction"), duty("exemption", "allowed")


@pytest.fixture
def listed(story: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A published list by the Danish rule: BU1 of the third status, BU3 of the second, BU4 of the first."""
    areas = [replace(area, status=STATUSES.get(area.code, "")) for area in story.areas]
    monkeypatch.setattr("wijkwerk.designation.services.areas_of", lambda *_of: areas)
    texts = [PLAN, FUND, HOUSING, SANCTION, EXEMPTION]
    consequences = Consequences(
        "denmark",
        {"BU1": (HOUSING, EXEMPTION, FUND, PLAN, SANCTION), "BU3": (FUND, PLAN), "BU4": ()},
        {each.code: Text(f"nl {each.code}", f"en {each.code}") for each in texts},
        {},
        "vulnerable",
    )
    monkeypatch.setattr("wijkwerk.designation.follow_up.consequences_of", lambda *_of: consequences)
    story.open()
    story.decide()
    story.publish()
    return story


def by(
    story: Any, role: str, subject: Any = None, place: str = "GM0001", **words: str
) -> StepCommand:
    user = story.somebody(role, place if role == "municipality" else "")
    return StepCommand(user, NEXT, getattr(subject, "version", 0), **words)


def planned(story: Any, code: str = "BU1", place: str = "GM0001", **facts: Any) -> AreaPlan:
    area = story.procedure.areas.get(code=code)
    return follow_up.make_plan(
        by(story, "municipality", place=place), area, FOLDER, **{**FACTS, **facts}
    )


def with_measure(story: Any, plan: AreaPlan, **facts: Any) -> AreaPlan:
    follow_up.add_measure(by(story, "municipality", plan), plan, **{**MEASURE, **facts})
    plan.refresh_from_db()
    return plan


def sent(story: Any) -> AreaPlan:
    plan = with_measure(story, planned(story))
    return follow_up.send_plan(by(story, "municipality", plan), plan)


def why(act: Callable[[], Any]) -> str:
    with pytest.raises(TransitionNotAllowed) as refused:
        act()
    return refused.value.why


def test_a_plan_goes_from_the_list_to_the_fund(listed: Any) -> None:
    plan = sent(listed)
    assert (plan.state, plan.status, plan.limit_percent, plan.limit_year) == (
        "sent", "long_term", 40.0, 2030,
    )  # fmt: skip
    plan = follow_up.send_back_plan(by(listed, "decider", plan, text="Meer bewoners."), plan)
    assert (plan.state, plan.answer) == ("sent_back", "Meer bewoners.")
    plan = follow_up.write_plan(by(listed, "municipality", plan), plan, **FACTS)
    plan = follow_up.send_plan(by(listed, "municipality", plan), plan)
    assert plan.answer == ""  # what was answered before is in the history
    plan = follow_up.approve_plan(by(listed, "decider", plan, text="Goed."), plan)
    assert why(
        lambda: follow_up.decide_fund(
            by(listed, "decider", plan, text="Ja", outcome="granted"), plan
        )
    ) == ("state")  # first the master plan
    plan = follow_up.master_plan(by(listed, "municipality", plan, text="Blijvend."), plan)
    plan = follow_up.decide_fund(by(listed, "decider", plan, text="Ja.", outcome="granted"), plan)
    assert (plan.state, plan.master_plan, plan.fund_outcome) == (
        "master_plan", "Blijvend.", "granted",
    )  # fmt: skip
    again = by(listed, "decider", plan, text="Nee.", outcome="refused")
    assert why(lambda: follow_up.decide_fund(again, plan)) == "fund_asked"
    measure = plan.measures.get()
    early = by(listed, "municipality", plan)
    assert why(lambda: follow_up.done_measure(early, measure, date(2026, 6, 2))) == "day"
    done = follow_up.done_measure(by(listed, "municipality", plan), measure, date(2026, 6, 1))
    assert done.measures.get().done_on == date(2026, 6, 1)
    late = by(listed, "municipality", done)
    assert why(lambda: follow_up.done_measure(late, measure, date(2026, 6, 1))) == "done"


@pytest.mark.parametrize(
    ("code", "place", "refused"),
    [("BU1", "GM0001", ""), ("BU3", "GM0002", ""), ("BU4", "GM0002", "area")],
)
def test_a_plan_is_for_the_second_and_third_status(
    listed: Any, code: str, place: str, refused: str
) -> None:
    if refused:
        assert why(lambda: planned(listed, code, place)) == refused
    else:
        assert planned(listed, code, place).state == "draft"


def test_nobody_plans_for_another_municipality_or_an_area_that_left(listed: Any) -> None:
    with pytest.raises(RefusedError):
        planned(listed, "BU1", "GM0002")
    listed.procedure.areas.filter(code="BU1").update(delisted_on=date(2026, 5, 20))
    assert why(lambda: planned(listed)) == "area"


LACKS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, {}, ""),
    ({"share_percent": 45.0}, {}, "share too high"),
    ({"share_year": 2031}, {}, "share too late"),
    ({"share_percent": None, "share_year": None}, {}, "no housing part"),
    ({"structural": {}}, {}, "not shown to be structural"),
    ({"methods": []}, {}, "no method"),
    ({"ends_on": date(2028, 1, 1)}, {}, "after the end"),
    ({}, {"measure": "no_integration_benefit"}, "protected ground"),
]


@pytest.mark.parametrize(("plan_facts", "measure_facts", "code"), LACKS)
def test_a_plan_that_lacks_something_cant_be_sent_in(
    listed: Any, plan_facts: dict[str, Any], measure_facts: dict[str, Any], code: str
) -> None:
    plan = with_measure(listed, planned(listed, **plan_facts), **measure_facts)
    found = {each.code for each in findings_of(plan) if each.grade is not Grade.REMARK}
    assert found == ({code} if code else set())
    command = by(listed, "municipality", plan)
    if code:
        assert why(lambda: follow_up.send_plan(command, plan)) == "plan_complete"
    else:
        assert follow_up.send_plan(command, plan).state == "sent"


def test_a_plan_goes_out_as_a_file_and_comes_back_as_it_was(
    listed: Any, enter: Any, clock: Any, client: Client, tmp_path: Path
) -> None:
    clock.now = NEXT
    plan = with_measure(listed, planned(listed, title='Een "plan" = goed'))
    url = f"designation/work/area-plans/{plan.pk}"
    own = enter(listed.somebody("municipality", "GM0001"))
    other = enter(listed.somebody("municipality", "GM0002"))
    file = own.get(f"/en/{url}/plan.toml").content
    for browser in (client, other, enter(listed.somebody("decider"))):
        assert browser.get(f"/en/{url}/plan.toml").status_code in (302, 404)
        assert browser.get(f"/en/designation/area-plans/{plan.pk}/plan.toml").status_code == 404
    path = tmp_path / "plan.toml"
    path.write_bytes(file)
    read, status = read_plan(path)
    assert status == "long_term"
    lined = replace(as_action_plan(plan), measures=())
    assert replace(read, measures=()) == lined and len(read.measures) == 1
    changed = file.replace(b"money = 5000000", b"money = 7")
    sent_file = SimpleUploadedFile("plan.toml", changed)
    form = own.get(f"/en/{url}/take_file").content.decode()
    assert 'enctype="multipart/form-data"' in form
    answer = own.post(f"/en/{url}/take_file", {"version": plan.version, "file": sent_file})
    assert answer.status_code == 302
    plan.refresh_from_db()
    assert plan.measures.get().money == 7 and as_action_plan(plan).title == read.title


BAD_FILES = [
    (b"money = 5000000", b"", "money"), (b"deadline = 2029", b'deadline = "ooit" # ', "deadline"),
    (b"long_term", b"vulnerable", "another status"), (b"end = 2030-12-31", b"", "no end"),
    (b"owner = \"", b"owner = \"a\\n", "owner"), (b"[plan]", b"[pla", "plan.toml"),
    (b"demolition", b"x" * 200_001, "too large"), (b"\ncode = \"demolition\"", b'\ncode = "x"', "measure"),
]  # fmt: skip


@pytest.mark.parametrize(("there", "instead", "words"), BAD_FILES)
def test_a_file_that_is_wrong_changes_nothing(
    listed: Any, there: bytes, instead: bytes, words: str
) -> None:
    plan = with_measure(listed, planned(listed))
    file = plan_text(plan).encode()
    assert there in file
    with pytest.raises((InputError, TransitionNotAllowed), match=words):
        follow_up.take_file(by(listed, "municipality", plan), plan, file.replace(there, instead, 1))
    plan.refresh_from_db()
    assert plan_text(plan).encode() == file


QUESTION = Question(
    1000, 600, 40, 2026, 5, (Way("sale", 100, -20_000), Way("demolition", 50, 80_000))
)


def test_a_housing_plan_is_calculated_and_kept_with_the_plan_of_measures(
    listed: Any, monkeypatch: pytest.MonkeyPatch, enter: Any, clock: Any
) -> None:
    monkeypatch.setattr(follow_up, "answer", lambda question: solved(asdict(question)))
    clock.now = NEXT
    plan = planned(listed, share_percent=None, share_year=None, methods=[])
    too_many = replace(QUESTION, family=1001)
    with pytest.raises(TransitionNotAllowed, match="stock"):
        follow_up.keep_housing(by(listed, "municipality", plan), plan, too_many)
    hardly = replace(QUESTION, years=1)
    command = by(listed, "municipality", plan)
    assert why(lambda: follow_up.keep_housing(command, plan, hardly)) == "no_housing_plan"
    url = f"/en/designation/work/area-plans/{plan.pk}"
    own = enter(listed.somebody("municipality", "GM0001"))
    form = own.get(f"{url}/keep_housing")
    assert form.context["form"].initial == {
        "version": plan.version, "first": 2026, "share": 40, "years": 5,
    }  # fmt: skip
    zero = {f"{sign}_{code}": 0 for code in WAYS for sign in "nc"}
    filled = {
        **zero, "version": plan.version, "aim": "displaced", "all": 1000, "family": 600, "share": 40,
        "first": 2026, "years": 5, "n_sale": 100, "c_sale": -20000,
    }  # fmt: skip
    assert own.post(f"{url}/keep_housing", filled).status_code == 302
    kept = AreaPlan.objects.get()
    assert (kept.share_percent, kept.share_year, kept.methods) == (10.0, 2030, ["sale"])
    assert kept.housing["question"]["aim"] == "displaced"
    page = text_of(own.get(url))
    assert "The share goes from 60.0% to 10.0%" in page and "What is started each year" in page
    again = own.get(f"{url}/keep_housing").context["form"].initial
    assert (again["n_sale"], again["n_demolition"], again["aim"]) == (100, 0, "displaced")
    same = {**FACTS, "share_percent": 10.0, "methods": ["sale"]}
    kept = follow_up.write_plan(by(listed, "municipality", kept), kept, **same)
    assert kept.housing
    with_measure(listed, kept)
    assert approved_plans("GM0001", "en") == []
    AreaPlan.objects.update(state="approved")
    (plan_of_area,) = approved_plans("GM0001", "en")
    (figure,), (action,) = plan_of_area.figures, plan_of_area.actions
    assert (figure.baseline, figure.value, figure.due_on) == (60.0, 10.0, date(2030, 12, 31))
    assert [value for _day, value in figure.milestones] == [50.0, 40.0, 30.0, 20.0]
    assert (action.owner, action.due_on) == (MEASURE["owner"], MEASURE["deadline"])
    assert approved_plans("GM0002", "en") == []
    AreaPlan.objects.update(state="draft")
    kept.refresh_from_db()
    other = follow_up.write_plan(by(listed, "municipality", kept), kept, **FACTS)
    assert other.housing == {}  # it reaches another share than the plan says now


def test_nobody_decides_about_a_plan_or_request_of_their_own(listed: Any) -> None:
    plan, area = sent(listed), listed.procedure.areas.get(code="BU1")
    asks = by(listed, "municipality", text="Te veel gezinnen.")
    request = follow_up.ask_exemption(asks, area, FOLDER, 60.0)
    own = listed.somebody("municipality", "GM0001")
    accounts.give_role(own, "decider", [], date(2026, 1, 1), None, "command", NEXT)
    both = by(listed, "municipality", plan, text="Goed.", outcome="granted")
    assert why(lambda: follow_up.approve_plan(both, plan)) == "not_own"
    about = replace(both, version=request.version)
    assert why(lambda: follow_up.decide_exemption(about, request)) == "not_own"
    assert (
        follow_up.approve_plan(by(listed, "decider", plan, text="Goed."), plan).state == "approved"
    )


def test_an_exemption_is_granted_in_part_and_lowers_what_the_plan_must_reach(listed: Any) -> None:
    area = listed.procedure.areas.get(code="BU1")
    asks = by(listed, "municipality", text="Te veel gezinnen.")
    assert why(lambda: follow_up.ask_exemption(asks, area, FOLDER, 40.0)) == "share"
    request = follow_up.ask_exemption(asks, area, FOLDER, 60.0)
    assert (request.limit_percent, request.state) == (40.0, "asked")
    partly = by(listed, "decider", request, text="Een deel.", outcome="partly")
    assert why(lambda: follow_up.decide_exemption(partly, request, 60.0)) == "granted"
    decided = follow_up.decide_exemption(partly, request, 50.0)
    assert (decided.state, decided.outcome, decided.granted_percent) == ("decided", "partly", 50.0)
    plan = with_measure(listed, planned(listed, share_percent=48.0))
    assert follow_up.send_plan(by(listed, "municipality", plan), plan).state == "sent"
    assert why(lambda: follow_up.ask_exemption(asks, area, FOLDER, 50.0)) == "share"
    other = listed.procedure.areas.get(code="BU3")
    second = by(listed, "municipality", place="GM0002", text="Ook.")
    assert why(lambda: follow_up.ask_exemption(second, other, FOLDER, 60.0)) == "area"


def test_what_was_done_for_an_area_counts_under_the_next_decision_and_the_one_before(
    listed: Any,
) -> None:
    plan = sent(listed)
    plan = follow_up.approve_plan(by(listed, "decider", plan, text="Goed."), plan)
    area, before = listed.procedure.areas.get(code="BU1"), listed.procedure
    asks = by(listed, "municipality", text="Te veel gezinnen.")
    request = follow_up.ask_exemption(asks, area, FOLDER, 60.0)
    partly = by(listed, "decider", request, text="Een deel.", outcome="partly")
    follow_up.decide_exemption(partly, request, 50.0)
    newer = Procedure.objects.create(
        list_id=before.list_id,
        title_nl="Later",
        title_en="Later",
        year=2026,
        state="published",
        started_on=date(2026, 5, 1),
        published_on=date(2026, 5, 2),
    )
    facts = {"by_rule": True, "decided": True, "municipality": "GM0001", "status": "long_term"}
    next_area = newer.areas.create(code="BU1", name=area.name, **facts)

    def stands(procedure: Procedure) -> list[tuple[str, Any, Any, Any]]:
        consequences = follow_up.following(FOLDER, procedure, NEXT.date())
        rows = following_of(procedure, consequences, public_follow_up)
        return [
            (row.duty.code, row.plan, row.exemption, row.limit)
            for row in rows
            if row.area.code == "BU1" and row.duty.kind == "obligation"
        ]

    assert stands(before) == stands(newer) == [("social_housing", plan, request, 50.0)]
    assert open_duties(newer, follow_up.following(FOLDER, newer, NEXT.date())) == [
        (next_area, HOUSING)
    ]
    # Of another list nothing counts.
    Procedure.objects.filter(pk=newer.pk).update(list_id="demo-9876543210")
    newer.refresh_from_db()
    assert stands(newer) == [("social_housing", None, None, 40.0)]


# Typed here: outcome, limit, asked, granted, and whether that can be decided.
GRANTS = [
    ("granted", 40, 60, None, True), ("granted", 40, 60, 60, False), ("refused", 40, 60, None, True),
    ("refused", 40, 60, 50, False), ("partly", 40, 60, None, False), ("partly", 40, 60, 40, False),
    ("partly", 40, 60, 41, True), ("partly", 40, 60, 60, False),
]  # fmt: skip


@pytest.mark.parametrize(("outcome", "limit", "asked", "granted", "can"), GRANTS)
def test_what_is_granted_goes_with_the_outcome(
    outcome: str, limit: float, asked: float, granted: float | None, can: bool
) -> None:
    assert rules.can_grant(outcome, limit, asked, granted) is can


def test_what_exemptions_leave_of_the_obligation() -> None:
    decided = [("refused", 80.0, None), ("partly", 70.0, 50.0), ("granted", 45.0, None)]
    assert rules.limit_after(40.0, decided) == 50.0
    assert rules.limit_after(40.0, decided[:1]) == rules.limit_after(40.0, []) == 40.0
    assert rules.limit_after(None, decided) is None


def test_every_measure_is_allowed_by_the_statuses_that_the_source_names() -> None:
    allowed = {
        status: {measure.code for measure in rules.allowed_measures(catalogue(), status)}
        for status in ("vulnerable", "extended", "long_term")
    }
    assert len(allowed["extended"]) == len(allowed["long_term"]) == 22
    assert allowed["extended"] - allowed["vulnerable"] == {"forced_move"}
    assert [
        rules.has_plan(catalogue(), scheme, status)
        for scheme, status in product(("denmark", "other"), ("vulnerable", "extended", "long_term"))
    ] == [False, True, True, False, False, False]


def test_a_limit_is_shown_whether_the_scheme_has_it_whole_or_with_a_decimal() -> None:
    assert [percent(each) for each in (40, 40.0, 42.5, None)] == ["40%", "40%", "42,5%", ""]


def test_a_sanction_is_announced_answered_imposed_and_lifted(listed: Any) -> None:
    area = listed.procedure.areas.get(code="BU1")
    announces = by(listed, "decider", text="Geen plan.")
    last = date(2026, 6, 15)
    assert why(lambda: follow_up.announce_sanction(announces, area, FOLDER, NEXT.date())) == "day"
    sanction = follow_up.announce_sanction(announces, area, FOLDER, last)
    soon = by(listed, "decider", sanction, text="Nu.")
    assert why(lambda: follow_up.impose(soon, sanction)) == "heard"
    with pytest.raises(RefusedError):
        follow_up.respond(
            by(listed, "municipality", sanction, place="GM0002", text="Nee."), sanction
        )
    answered = by(listed, "municipality", sanction, text="Komt eraan.")
    sanction = follow_up.respond(answered, sanction)
    sanction = follow_up.impose(by(listed, "decider", sanction, text="Toch."), sanction)
    assert (sanction.state, sanction.answer, sanction.imposed_on) == (
        "imposed", "Komt eraan.", date(2026, 6, 1),
    )  # fmt: skip
    sanction = follow_up.lift(by(listed, "decider", sanction, text="Het plan is er."), sanction)
    assert (sanction.state, sanction.lifted_on) == ("lifted", date(2026, 6, 1))
    other = listed.procedure.areas.get(code="BU3")
    assert why(lambda: follow_up.announce_sanction(announces, other, FOLDER, last)) == "area"


def test_once_the_last_day_to_respond_is_over_silence_stops_nothing(listed: Any) -> None:
    area = listed.procedure.areas.get(code="BU1")
    announces = by(listed, "decider", text="Geen plan.")
    sanction = follow_up.announce_sanction(announces, area, FOLDER, date(2026, 6, 15))
    late = replace(
        by(listed, "decider", sanction, text="Nu."), now=datetime(2026, 6, 16, 9, tzinfo=UTC)
    )
    assert follow_up.impose(late, sanction).state == "imposed"


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_it_is_all_done_on_the_site_and_everybody_sees_what_was_decided(
    listed: Any, enter: Any, clock: Any, client: Client
) -> None:
    clock.now = NEXT
    number, area = listed.procedure.pk, listed.procedure.areas.get(code="BU1")
    own = enter(listed.somebody("municipality", "GM0001"))
    work = text_of(own.get(f"/en/designation/work/{number}"))
    assert "What follows" in work and "no plan yet" in work and "en social_housing" in work
    form = text_of(own.get(f"/en/designation/work/{number}/plan"))
    assert "Molenhoek" in form and "Havenbuurt" not in form
    filled = {
        "version": listed.procedure.version, "area": area.pk, "title": "Molenhoek vooruit",
        "ends_on": "2030-12-31", "share_percent": "40", "share_year": "2030", "methods": ["sale"],
        **{f"structural_{code}": "Zo." for code, _text in catalogue().structural},
    }  # fmt: skip
    assert own.post(f"/en/designation/work/{number}/plan", filled).status_code == 302
    plan = AreaPlan.objects.get()
    page = text_of(own.get(f"/en/designation/work/area-plans/{plan.pk}"))
    assert "1 thing lacks" in page and "The plan has no measures." in page
    measure = {
        "version": plan.version, "measure": "demolition", "owner": "Woonstad", "money": "5000000",
        "deadline": "2029-01-01", "evidence": "Own figures.",
    }  # fmt: skip
    url = f"/en/designation/work/area-plans/{plan.pk}"
    assert own.post(f"{url}/add_measure", measure).status_code == 302
    assert "It can be sent in." in text_of(own.get(url))
    country = enter(listed.somebody("decider"))
    assert country.get(url).status_code == 404  # not sent in yet
    plan.refresh_from_db()
    assert own.post(f"{url}/send", {"version": plan.version}).status_code == 302
    public = f"/nl/designation/area-plans/{plan.pk}"
    assert client.get(public).status_code == 404
    answer = {"version": plan.version + 1, "text": "Goed doordacht."}
    assert country.post(f"{url}/approve", answer).status_code == 302
    shown = text_of(client.get(public))
    for words in (
        "Molenhoek vooruit",
        "Goed doordacht.",
        "Slopen in de wijken",
        "Plan goedgekeurd",
    ):
        assert words in shown, words
    assert "<dd>Molenhoek</dd>" in shown and "eind 2030: verkopen" in shown
    assert "Goedgekeurd" in text_of(client.get(f"/nl/designation/procedures/{number}"))
    assert "There is one plan for an area." in text_of(client.get("/en/designation/area-plans"))
    row = PlannedMeasure.objects.get()
    done = {"version": plan.version + 2, "done_on": "2026-06-01"}
    assert own.post(f"{url}/done/{row.pk}", done).status_code == 302
    assert "1 of 1 measures were carried out" in text_of(own.get(url))


def test_a_request_and_a_sanction_are_made_and_seen_on_the_site(
    listed: Any, enter: Any, clock: Any, client: Client
) -> None:
    clock.now = NEXT
    number, area = listed.procedure.pk, listed.procedure.areas.get(code="BU1")
    own, country = (
        enter(listed.somebody("municipality", "GM0001")),
        enter(listed.somebody("decider")),
    )
    asked = {
        "version": listed.procedure.version,
        "area": area.pk,
        "asked_percent": "60",
        "text": "Te veel.",
    }
    assert own.post(f"/en/designation/work/{number}/exemption", asked).status_code == 302
    request = Exemption.objects.get()
    url = f"/en/designation/work/exemptions/{request.pk}"
    decided = {
        "version": request.version,
        "outcome": "partly",
        "granted_percent": "50",
        "text": "Deels.",
    }
    assert own.post(f"{url}/decide", decided).status_code == 403
    assert country.post(f"{url}/decide", decided).status_code == 302
    page = text_of(client.get(f"/en/designation/exemptions/{request.pk}"))
    assert "Granted in part" in page and "50%" in page
    assert "Granted: 0. Granted in part: 1. Refused: 0." in text_of(
        client.get("/en/designation/exemptions")
    )
    assert "at most 50%, by an exemption" in text_of(
        client.get(f"/en/designation/procedures/{number}")
    )
    announced = {
        "version": listed.procedure.version, "area": area.pk, "text": "Geen plan.",
        "respond_by": "2026-06-15",
    }  # fmt: skip
    assert country.post(f"/en/designation/work/{number}/sanction", announced).status_code == 302
    sanction = Sanction.objects.get()
    assert client.get(f"/en/designation/sanctions/{sanction.pk}").status_code == 404
    url = f"/en/designation/work/sanctions/{sanction.pk}"
    answer = {"version": sanction.version, "text": "Komt eraan."}
    assert own.post(f"{url}/respond", answer).status_code == 302
    imposed = {"version": sanction.version + 1, "text": "Toch."}
    assert country.post(f"{url}/impose", imposed).status_code == 302
    assert "Komt eraan." in text_of(client.get(f"/nl/designation/sanctions/{sanction.pk}"))
