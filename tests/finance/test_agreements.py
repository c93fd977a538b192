"""Payment by result: nothing is paid without an accepted check by somebody outside the team, in any order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bank_statements import entry, statement
from visitors import NOW, Clock, account_of, login
from wijkwerk.access import accounts
from wijkwerk.access.api import RefusedError
from wijkwerk.evaluation.api import MeasuredEffect
from wijkwerk.finance.models import PaymentAgreement, ResultGoal, Tranche
from wijkwerk.finance.rest import OpenApi
from wijkwerk.finance.rules import machines
from wijkwerk.finance.services import agreements as services
from wijkwerk.finance.services import payments
from wijkwerk.finance.web.work_items import work_items
from wijkwerk.registry.hooks import Promise
from wijkwerk.shared.problems import InputError
from wijkwerk.tables.api import read_statements
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed

CITY = "GM9001"
CONTROLLER, EXECUTOR, VERIFIER, TREASURER = (
    "finance-controller",
    "result-executor",
    "result-verifier",
    "finance-treasurer",
)
DUE = date(2026, 6, 30)
AFTER = NOW + timedelta(days=150)
GOAL = {
    "title": "Minder uitval",
    "definition": "Hooguit 3 procent van de leerlingen.",
    "measure": "DUO",
    "baseline": 5.5,
    "baseline_on": date(2025, 10, 1),
    "target": 3.0,
}
ACTIONS = ("claim", "accept", "refuse", "release", "pay", "reverse", "lapse")

Act = Callable[..., Any]


@given(st.lists(st.sampled_from(ACTIONS), max_size=25))
def test_the_table_of_steps_has_no_way_around_an_accepted_check(actions: list[str]) -> None:
    steps = {step.action: step for step in machines().of("tranche")}
    state, since_claim = "open", []
    for action in actions:
        if state not in steps[action].source:
            continue
        state = steps[action].after(state)
        since_claim = [] if action == "claim" else [*since_claim, action]
    if state == "paid":
        assert since_claim[:3] == ["accept", "release", "pay"]
        # Money that came back is released anew by somebody before it is paid again.
        assert since_claim[3:] == ["reverse", "release", "pay"] * (len(since_claim) // 3 - 1)
    if state == "lapsed":
        assert not any(state in step.source for step in steps.values())


pytestmark = pytest.mark.usefixtures("plain_site", "clock")


@pytest.fixture
def act(db: None) -> Act:
    """A step by somebody with a role: ``act(VERIFIER, "accept", tranche, text="Gezien.")``."""

    def make(
        role: str,
        action: str,
        subject: Any,
        text: str = "",
        now: datetime = NOW,
        name: str = "a",
        **fields: Any,
    ) -> Any:
        user = account_of(f"{name}@{role}.example", role, place=CITY)
        if subject is not None:
            subject.refresh_from_db()
        version = 0 if subject is None else subject.version
        return getattr(services, action)(StepCommand(user, now, version, text), subject, **fields)

    return make


@pytest.fixture
def draft(act: Act) -> PaymentAgreement:
    return act(
        CONTROLLER,
        "draft",
        None,
        municipality=CITY,
        title="Uitval",
        payer="Gemeente",
        executor="Welzijn",
        verifier="Rekenkamer",
        amount=100_000,
    )


@pytest.fixture
def running(act: Act, draft: PaymentAgreement) -> PaymentAgreement:
    """Paid 40/40/20."""
    act(CONTROLLER, "add_goal", draft, **GOAL)
    goal = ResultGoal.objects.get()
    for title, cents in (("Begin", 40_000), ("Tussen", 40_000), ("Eind", 20_000)):
        act(
            CONTROLLER,
            "add_tranche",
            draft,
            goal=goal,
            title=title,
            asks="Cijfers.",
            amount=cents,
            due_on=DUE,
        )
    return act(CONTROLLER, "begin", draft)


@pytest.fixture
def tranche(running: PaymentAgreement) -> Tranche:
    return running.tranches.get(title="Begin")


CLAIM = {"evidence": "DUO, tabel 3.", "value": 2.9}
PAYMENT = {"paid_on": NOW.date(), "reference": "2026-17"}


def test_from_goal_to_refused_to_accepted_to_paid(act: Act, tranche: Tranche) -> None:
    act(EXECUTOR, "claim", tranche, **CLAIM)
    with pytest.raises(TransitionNotAllowed, match="reasons"):
        act(VERIFIER, "refuse", tranche)
    assert act(VERIFIER, "refuse", tranche, text="Verkeerd jaar.").state == "refused"
    act(EXECUTOR, "claim", tranche, **CLAIM)
    act(VERIFIER, "accept", tranche, text="Nagerekend.")
    with pytest.raises(TransitionNotAllowed, match="state"):
        act(TREASURER, "pay", tranche, **PAYMENT)
    act(CONTROLLER, "release", tranche)
    assert act(TREASURER, "pay", tranche, **PAYMENT).state == "paid"
    with pytest.raises(TransitionNotAllowed, match="state"):
        act(TREASURER, "pay", tranche, **PAYMENT)


def test_who_may_do_what(act: Act, tranche: Tranche) -> None:
    for role in (CONTROLLER, VERIFIER, TREASURER):
        with pytest.raises(RefusedError):
            act(role, "claim", tranche, **CLAIM)
    act(EXECUTOR, "claim", tranche, **CLAIM)
    for role in (CONTROLLER, EXECUTOR, TREASURER):
        with pytest.raises(RefusedError):
            act(role, "accept", tranche, text="Goed.")
    act(VERIFIER, "accept", tranche, text="Goed.")
    for role in (EXECUTOR, VERIFIER, TREASURER):
        with pytest.raises(RefusedError):
            act(role, "release", tranche)
    act(CONTROLLER, "release", tranche)
    for role in (CONTROLLER, EXECUTOR, VERIFIER):
        with pytest.raises(RefusedError):
            act(role, "pay", tranche, **PAYMENT)


def test_who_belongs_to_the_team_judges_nothing(tranche: Tranche, act: Act) -> None:
    act(EXECUTOR, "claim", tranche, **CLAIM)
    tranche.refresh_from_db()
    both = account_of("both@trial.example", EXECUTOR, VERIFIER, place=CITY)
    for action in (services.accept, services.refuse):
        with pytest.raises(TransitionNotAllowed, match="outside_team"):
            action(StepCommand(both, NOW, tranche.version, "Goed."), tranche)


def test_who_wrote_the_terms_judges_nothing(tranche: Tranche, act: Act) -> None:
    act(EXECUTOR, "claim", tranche, **CLAIM)
    tranche.refresh_from_db()
    # The account that wrote the agreement in ``running`` gets the role of who checks as well.
    writer = account_of(f"a@{CONTROLLER}.example")
    accounts.give_role(writer, VERIFIER, [CITY], date(2020, 1, 1), None, "command", NOW)
    for action in (services.accept, services.refuse):
        with pytest.raises(TransitionNotAllowed, match="not_own_terms"):
            action(StepCommand(writer, NOW, tranche.version, "Goed."), tranche)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "is_reached"),
    [
        (5.5, 3.0, 3.0, True),
        (5.5, 3.0, 3.1, False),
        (5.5, 3.0, 2.0, True),
        (40.0, 50.0, 50.0, True),
        (40.0, 50.0, 49.9, False),
        (7.0, 7.0, 7.0, True),
        (7.0, 7.0, 8.0, False),
    ],
)
def test_a_goal_is_reached_at_its_target_or_beyond(
    baseline: float, target: float, value: float, is_reached: bool
) -> None:
    goal = ResultGoal(**{**GOAL, "baseline": baseline, "target": target})
    assert goal.is_reached_by(value) is is_reached


def test_who_released_it_doesnt_pay_it_and_two_payers_pay_once(tranche: Tranche, act: Act) -> None:
    act(EXECUTOR, "claim", tranche, **CLAIM)
    act(VERIFIER, "accept", tranche, text="Goed.")
    tranche.refresh_from_db()
    both = account_of("both@trial.example", CONTROLLER, TREASURER, place=CITY)
    released = services.release(StepCommand(both, NOW, tranche.version), tranche)
    with pytest.raises(TransitionNotAllowed, match="other_than_released"):
        services.pay(StepCommand(both, NOW, released.version), released, **PAYMENT)
    users = [
        account_of(f"{name}@pay.example", TREASURER, place=CITY) for name in ("first", "second")
    ]
    commands = [StepCommand(user, NOW, released.version) for user in users]
    with pytest.raises(TransitionNotAllowed, match="paid_later"):
        tomorrow = NOW.date() + timedelta(1)
        services.pay(commands[0], released, **{**PAYMENT, "paid_on": tomorrow})
    assert services.pay(commands[0], released, **PAYMENT).state == "paid"
    with pytest.raises(ChangedMeanwhileError):
        services.pay(commands[1], released, **{**PAYMENT, "reference": "twice"})
    assert Tranche.objects.get(pk=tranche.pk).reference == "2026-17"


def test_an_agreement_without_a_goal_or_a_judge_of_its_own_doesnt_begin(
    act: Act, draft: PaymentAgreement
) -> None:
    with pytest.raises(TransitionNotAllowed, match="has_goals"):
        act(CONTROLLER, "begin", draft)
    act(CONTROLLER, "add_goal", draft, **GOAL)
    goal = ResultGoal.objects.get()
    with pytest.raises(TransitionNotAllowed, match="adds_up"):
        act(CONTROLLER, "begin", draft)
    one_tranche = {"goal": goal, "title": "Al", "asks": "Cijfers.", "due_on": DUE}
    act(CONTROLLER, "add_tranche", draft, amount=100_000, **one_tranche)
    PaymentAgreement.objects.update(verifier=" welzijn ")
    with pytest.raises(TransitionNotAllowed, match="verifier_outside"):
        act(CONTROLLER, "begin", draft)
    PaymentAgreement.objects.update(verifier="Rekenkamer")
    assert act(CONTROLLER, "begin", draft).frozen_on == NOW.date()
    with pytest.raises(TransitionNotAllowed):
        act(CONTROLLER, "add_goal", draft, **{**GOAL, "title": "Nog een"})
    with pytest.raises(TransitionNotAllowed, match="agreement_draft"):
        act(CONTROLLER, "add_tranche", draft, amount=1, **{**one_tranche, "title": "Extra"})
    with pytest.raises(TransitionNotAllowed, match="all_settled"):
        act(CONTROLLER, "end", draft)


def test_what_isnt_claimed_in_time_lapses_and_what_is_claimed_doesnt(
    act: Act, running: PaymentAgreement
) -> None:
    first, second, third = running.tranches.order_by("pk")
    with pytest.raises(TransitionNotAllowed, match="is_over"):
        act(CONTROLLER, "lapse", first, text="Te laat.")
    act(EXECUTOR, "claim", first, **CLAIM)
    with pytest.raises(TransitionNotAllowed, match="not_over"):
        act(EXECUTOR, "claim", second, now=AFTER, **CLAIM)
    with pytest.raises(TransitionNotAllowed, match="state"):
        act(CONTROLLER, "lapse", first, text="Te laat.", now=AFTER)
    for late in (second, third):
        assert act(CONTROLLER, "lapse", late, text="Te laat.", now=AFTER).state == "lapsed"
    act(VERIFIER, "accept", first, text="Goed.", now=AFTER)
    act(CONTROLLER, "release", first, now=AFTER)
    act(TREASURER, "pay", first, now=AFTER, **PAYMENT)
    assert act(CONTROLLER, "end", running, now=AFTER).state == "ended"


def test_an_effect_that_cant_be_known_is_no_verified_result(
    act: Act, tranche: Tranche, monkeypatch: pytest.MonkeyPatch
) -> None:
    ResultGoal.objects.update(evaluation="focus-1", outcome="debts")
    act(EXECUTOR, "claim", tranche, **CLAIM)
    with pytest.raises(TransitionNotAllowed, match="effect_known"):
        act(VERIFIER, "accept", tranche, text="Goed.")

    def unknown(evaluation: str, outcome: str) -> MeasuredEffect:
        raise InputError.of("evaluation", "the effect can't be known", "an effect")

    monkeypatch.setattr(services, "measured_effect", unknown)
    with pytest.raises(TransitionNotAllowed, match="effect_known"):
        act(VERIFIER, "accept", tranche, text="Goed.")
    monkeypatch.setattr(services, "measured_effect", lambda *_asked: MeasuredEffect(-2, 0.5))
    assert act(VERIFIER, "accept", tranche, text="Goed.").state == "verified"


def test_a_goal_of_another_agreement_is_refused(act: Act, running: PaymentAgreement) -> None:
    other = PaymentAgreement.objects.create(
        municipality=CITY, state="draft", title="x", payer="a", executor="b", verifier="c", amount=1
    )
    with pytest.raises(TransitionNotAllowed, match="goal"):
        act(
            CONTROLLER,
            "add_tranche",
            other,
            goal=ResultGoal.objects.get(),
            title="x",
            asks="x",
            amount=1,
            due_on=DUE,
        )


def test_every_step_through_its_page_and_what_everybody_reads(
    act: Act, draft: PaymentAgreement
) -> None:
    def browser(role: str) -> Client:
        return login(account_of(f"page@{role}.example", role, place=CITY), NOW)

    def post(role: str, url: str, about: Any, **fields: Any) -> None:
        about.refresh_from_db()
        answer = browser(role).post(url, {**fields, "version": about.version})
        assert answer.status_code == 302, (url, answer.content.decode()[-3000:])

    public, work = f"/nl/finance/agreements/{draft.pk}", f"/nl/work/finance/agreements/{draft.pk}"
    assert Client().get(public).status_code == 404
    assert Client().get("/api/v1/finance/agreements").json() == {"items": [], "next": None}
    assert browser(EXECUTOR).get(work).status_code == 200
    assert (
        login(account_of("far@trial.example", EXECUTOR, place="GM9002"), NOW).get(work).status_code
        == 404
    )
    goal = {**GOAL, "baseline": "5,5", "target": "3", "baseline_on": "2025-10-01"}
    post(CONTROLLER, f"{work}/add_goal", draft, **goal)
    number = ResultGoal.objects.get().pk
    fields = {
        "goal": number,
        "title": "Al",
        "asks": "Cijfers.",
        "amount": "1.000",
        "due_on": "2026-06-30",
    }
    post(CONTROLLER, f"{work}/add_tranche", draft, **fields)
    post(CONTROLLER, f"{work}/begin", draft)
    tranche = Tranche.objects.get()
    own = f"{work}/tranches/{tranche.pk}"
    executor = account_of("page@result-executor.example", EXECUTOR, place=CITY)
    assert any("1" in item.label for item in work_items(executor, NOW))
    post(EXECUTOR, f"{own}/claim", tranche, evidence="DUO", value="2,9")
    post(VERIFIER, f"{own}/refuse", tranche, text="Verkeerd jaar.")
    post(EXECUTOR, f"{own}/claim", tranche, evidence="DUO", value="2,8")
    post(VERIFIER, f"{own}/accept", tranche, text="Nagerekend.")
    post(CONTROLLER, f"{own}/release", tranche)
    post(TREASURER, f"{own}/pay", tranche, paid_on="2026-03-02", reference="2026-17")
    text = Client().get(public).content.decode()
    assert "Minder uitval" in text and "1.000" in text and "Betaald" in text
    page = Client().get(f"{public}/tranches/{tranche.pk}").content.decode()
    assert "Verkeerd jaar." in page and "2,8" in page and "%(" not in page
    assert "Uitval" in Client().get("/en/finance/agreements").content.decode()
    (row,) = Client().get("/api/v1/finance/agreements").json()["items"]
    assert row["tranches"][0]["state"] == "paid" and row["goals"][0]["baseline"] == 5.5
    assert row["tranches"][0]["evidence"] == "DUO"
    schemas = OpenApi.document()["components"]["schemas"]
    Draft202012Validator({**schemas["Agreement"], "components": {"schemas": schemas}}).validate(row)
    begun = browser(CONTROLLER).get("/nl/work/finance/agreements/draft")
    assert begun.status_code == 200 and CITY in begun.content.decode()


LATER = NOW + timedelta(days=60)  # the made-up statements are of 2 April 2026


def released(act: Act, tranche: Tranche) -> str:
    """Its payment reference, once it can be paid."""
    act(EXECUTOR, "claim", tranche, **CLAIM)
    act(VERIFIER, "accept", tranche, text="Nagerekend.")
    act(CONTROLLER, "release", tranche)
    return payments.reference_of(tranche)


def test_a_bank_statement_pays_what_was_released_once(
    act: Act, running: PaymentAgreement, tranche: Tranche
) -> None:
    reference, middle = released(act, tranche), running.tranches.get(title="Tussen")
    treasurer = account_of("a@finance-treasurer.example", TREASURER, place=CITY)
    elsewhere = account_of("b@finance-treasurer.example", TREASURER, place="GM9002")

    def taken_in(user: Any, *entries: str, total: int) -> list[str]:
        read = read_statements(statement(*entries, total=total), "afschrift")
        return [outcome for _row, outcome in payments.take_in(StepCommand(user, LATER), read)]

    less = entry(-399_99, reference, bank="A1")
    assert taken_in(treasurer, less, total=-399_99) == ["another_amount"]
    early = entry(-400_00, payments.reference_of(middle), bank="A2")
    lines = (entry(-400_00, reference, bank="A3"), early, entry(5_00, bank="A4"))
    assert taken_in(elsewhere, *lines, total=-795_00) == ["other"] * 3
    assert taken_in(treasurer, *lines, total=-795_00) == ["pays", "not_released", "other"]
    tranche.refresh_from_db()
    assert (tranche.state, tranche.reference) == ("paid", reference)
    assert taken_in(treasurer, *lines, total=-795_00) == ["known", "not_released", "other"]
    again = entry(-400_00, reference, bank="A5").replace("2026-04-02", "2026-04-01")
    assert taken_in(treasurer, again, total=-400_00) == ["twice"]
    back = entry(400_00, reference, bank="A6")
    assert taken_in(treasurer, back, total=400_00) == ["taken_back"]
    with pytest.raises(TransitionNotAllowed, match="reasons"):
        act(TREASURER, "reverse", tranche)
    tranche = act(TREASURER, "reverse", tranche, text="Rekening bestaat niet meer.")
    assert (tranche.state, tranche.paid_on, tranche.reference) == ("verified", None, "")
    assert taken_in(treasurer, *lines, total=-795_00) == ["known", "not_released", "other"]
    tranche = act(CONTROLLER, "release", tranche)
    # The statement of the payment that came back pays nothing, whenever it is taken in again.
    assert taken_in(treasurer, *lines, total=-795_00) == ["known", "not_released", "other"]
    tranche.refresh_from_db()
    assert tranche.state == "payable"
    both = (entry(-400_00, reference, bank="A7"), entry(-400_00, reference, bank="A8"))
    assert taken_in(treasurer, *both, total=-800_00) == ["pays", "twice"]
    assert [str(row.amount) for row in tranche.payments.all()] == ["40000", "40000"]


def test_money_that_comes_back_after_the_end_is_paid_anew(
    act: Act, tranche: Tranche, running: PaymentAgreement
) -> None:
    released(act, tranche)
    paid = {"paid_on": date(2026, 4, 1), "reference": "a"}
    act(TREASURER, "pay", tranche, now=LATER, **paid)
    running.tranches.exclude(pk=tranche.pk).update(state="lapsed")
    running.refresh_from_db()
    act(CONTROLLER, "end", running)
    act(TREASURER, "reverse", tranche, text="De bank boekte terug.", now=LATER)
    user = account_of(f"a@{CONTROLLER}.example")
    assert services.waiting(user, LATER) == 1
    act(CONTROLLER, "release", tranche, now=LATER)
    act(TREASURER, "pay", tranche, now=LATER, **paid)
    tranche.refresh_from_db()
    assert (tranche.state, tranche.payments.count()) == ("paid", 2)


def test_who_released_it_takes_in_no_payment_of_it(act: Act, tranche: Tranche) -> None:
    reference = released(act, tranche)
    # The account that released the tranche gets the role of who pays as well.
    controller = account_of(f"a@{CONTROLLER}.example")
    accounts.give_role(controller, TREASURER, [CITY], date(2020, 1, 1), None, "command", NOW)
    read = read_statements(statement(entry(-400_00, reference), total=-400_00), "afschrift")
    ((_payment, outcome),) = payments.take_in(StepCommand(controller, LATER), read)
    tranche.refresh_from_db()
    assert (outcome, tranche.state) == ("own_release", "payable")


def test_the_page_of_a_statement_shows_first(act: Act, tranche: Tranche, clock: Clock) -> None:
    reference = released(act, tranche)
    content = statement(entry(-400_00, reference), total=-400_00)
    treasurer = account_of("a@finance-treasurer.example", TREASURER, place=CITY)
    clock.now = LATER
    browser, address = login(treasurer, LATER), "/nl/work/finance/statement"
    assert address in browser.get("/nl/work/finance/agreements").content.decode()
    work = f"/nl/work/finance/agreements/{tranche.agreement_id}/tranches/{tranche.pk}"
    assert reference in browser.get(work).content.decode()

    def post(act_: str, sent: bytes = content) -> Any:
        file = SimpleUploadedFile("afschrift.xml", sent, "text/xml")
        return browser.post(address, {"file": file, "act": act_})

    assert "Betaalt een termijn volledig" in post("look").content.decode()
    tranche.refresh_from_db()
    assert tranche.state == "payable"
    assert post("write", content.replace(b"CLBD", b"XXXX")).status_code == 422
    assert post("write").status_code == 200
    tranche.refresh_from_db()
    assert tranche.state == "paid"
    other = account_of("a@result-verifier.example", VERIFIER, place=CITY)
    assert login(other, LATER).get(address).status_code == 403


def test_a_goal_names_the_promise_of_a_programme_that_it_helps_to_keep(
    act: Act, draft: PaymentAgreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = Promise("zuid/target/1", "Minder uitval (Zuid)", "/nl/programmes/zuid/targets/1")
    config = apps.get_app_config("programme")
    monkeypatch.setattr(config, "promises", lambda place: [promise] if place == CITY else [])
    browser = login(account_of(f"a@{CONTROLLER}.example"), NOW)
    address = f"/nl/work/finance/agreements/{draft.pk}/add_goal"
    assert "Minder uitval (Zuid)" in browser.get(address).content.decode()
    fields = {**GOAL, "baseline": "5,5", "target": "3", "version": draft.version}
    wrong = browser.post(address, {**fields, "promise": "zuid/target/2"})
    assert wrong.status_code != 302 and not ResultGoal.objects.exists()
    assert browser.post(address, {**fields, "promise": promise.key}).status_code == 302
    page = f"/nl/work/finance/agreements/{draft.pk}"
    assert promise.url in browser.get(page).content.decode()
