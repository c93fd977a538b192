"""Working pages show what is public and what somebody handles: a table of kinds, states and roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from participants import COMMITTEE, DECIDER, OFFICIAL, RULES, TREASURER, Wants
from visitors import NOW, Clock, login
from wijkwerk.participation import models as m
from wijkwerk.participation.policies import HANDLED, working_rows
from wijkwerk.participation.rules import machines
from wijkwerk.participation.services import ideas

PLATFORM = "platform-member"
ROLES = (OFFICIAL, PLATFORM, COMMITTEE, DECIDER, TREASURER)
HANDLERS: dict[tuple[str, str], set[str]] = {
    ("budget", "draft"): {OFFICIAL},
    ("project", "proposed"): {OFFICIAL},
    ("project", "costed"): {OFFICIAL},
    ("idea", "received"): {OFFICIAL},
    ("idea", "drafted"): {OFFICIAL, PLATFORM},
    ("idea", "advised"): {OFFICIAL, PLATFORM},
    ("idea", "answered"): {OFFICIAL},
    ("idea", "planned"): {OFFICIAL},
    ("idea", "done"): {OFFICIAL},
    ("idea", "confirmed"): {OFFICIAL},
    ("idea", "refused"): {OFFICIAL},
    ("idea", "lapsed"): {OFFICIAL},
    ("idea", "joined"): {OFFICIAL},
    ("agreement", "proposed"): {OFFICIAL},
    ("turnout", "withdrawn"): {OFFICIAL},
    ("campaign", "draft"): {OFFICIAL},
    ("pledge", "promised"): {OFFICIAL, TREASURER},
    ("pledge", "confirmed"): {OFFICIAL, TREASURER},
    ("pledge", "withdrawn"): {OFFICIAL, TREASURER},
    ("pledge", "lapsed"): {OFFICIAL, TREASURER},
    ("pledge", "paid_out"): {OFFICIAL, TREASURER},
    ("pledge", "given_back"): {OFFICIAL, TREASURER},
    ("challenge", "received"): {OFFICIAL, DECIDER},
    ("scheme", "draft"): {OFFICIAL},
    ("grant", "requested"): {OFFICIAL},
    ("grant", "planned"): {OFFICIAL, DECIDER},
    ("grant", "granted"): {OFFICIAL, TREASURER},
    ("grant", "declined"): {OFFICIAL},
    ("grant", "settled"): {OFFICIAL, TREASURER},
    ("grant", "withdrawn"): {OFFICIAL},
    ("yardstick", "draft"): {OFFICIAL},
}  # what isn't here is public, for every role
KINDS: dict[str, Any] = {
    "budget": m.Budget, "project": m.Project, "idea": m.Idea, "agreement": m.Agreement,
    "turnout": m.Turnout, "campaign": m.Campaign, "pledge": m.Pledge, "challenge": m.Challenge,
    "yardstick": m.Yardstick, "asset": m.Asset, "enterprise": m.Enterprise, "panel": m.Panel,
    "scheme": m.Scheme, "grant": m.Grant,
}  # fmt: skip
DAY = NOW.date()
TERM = {"received_on": DAY, "answer_by": DAY}
GROUPS = [
    {"label": "jong", "residents": 90, "participants": 20},
    {"label": "oud", "residents": 80, "participants": 9},
]
FACTS: dict[str, dict[str, Any]] = {
    "budget": {name: value for name, value in RULES.items() if name != "title"},
    "project": {"text": "x", "cost": 100},
    "idea": {**TERM, "text": "x"},
    "agreement": {"text": "x"},
    "turnout": {"held_on": DAY, "groups": GROUPS},
    "campaign": {"text": "x", "minimum": 100, "ends_on": DAY},
    "challenge": {"received_on": DAY, "decide_by": DAY},
    "asset": {"running_cost": 1},
    "scheme": {"purpose": "x", "amount": 900, "ceiling": 90, "ends_on": DAY},
    "grant": {"wanted": 90, "requested_on": DAY, "decide_by": DAY, "wish": "x"},
    "panel": {"members": 3, "begins_on": DAY, "ends_on": DAY},
}  # fmt: skip


def mark(kind: str, state: str) -> str:
    return f"Merk-{kind}-{state}"


@pytest.fixture
def rows(process: m.Process) -> dict[tuple[str, str], Any]:
    """One of each kind in each state of its machine."""
    table = machines()
    result: dict[tuple[str, str], Any] = {}
    for kind, model in KINDS.items():
        for state in (state for machine, state in table.labels.states if machine == kind):
            if (kind, state) == ("pledge", "done"):
                continue  # of hands, not of money
            facts = {**FACTS.get(kind, {}), "process": process, "state": state}
            if kind == "project":
                facts["budget"] = result["budget", "draft"]
            if kind == "pledge":
                facts |= {"campaign": result["campaign", "open"], "amount": 500, "promised_on": DAY}
                facts |= {"reference": mark(kind, state)}
            elif kind == "grant":
                rules = {**FACTS["scheme"], "state": "draft", "title": mark(kind, state)}
                facts["scheme"] = m.Scheme.objects.create(process=process, **rules)
            else:
                facts |= {"title": mark(kind, state)}
            result[kind, state] = model.objects.create(**facts)
    return result


def readers_of(kind: str, state: str) -> set[str]:
    return HANDLERS.get((kind, state), set(ROLES))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_is_public_and_what_it_handles(
    role: str, rows: dict[tuple[str, str], Any], somebody: Callable[..., Any], clock: Clock
) -> None:
    browser = login(somebody(role), NOW)
    base = f"/nl/work/participation/{rows['idea', 'received'].process_id}"
    for kind in KINDS:
        states = [state for of_kind, state in rows if of_kind == kind]
        readable = {state for state in states if role in readers_of(kind, state)}
        answer = browser.get(f"{base}/{kind}s")
        # Of what is never public nobody else has a list either: the others may have no rows yet.
        has_list = kind not in ("pledge", "grant") or role in {
            reader
            for (of_kind, _state), readers in HANDLERS.items()
            if of_kind == kind
            for reader in readers
        }
        assert answer.status_code == (200 if has_list else 404), kind
        listed = answer.content.decode()
        assert {state for state in states if mark(kind, state) in listed} == readable, kind
        for state in states:
            # What is refused is asked of each; of what is read a page of each kind is enough.
            if state not in readable or state == states[-1]:
                page = browser.get(f"{base}/{kind}s/{rows[kind, state].pk}")
                assert page.status_code == (200 if state in readable else 404), (kind, state)
                history = browser.get(f"{base}/{kind}s/{rows[kind, state].pk}/history")
                assert history.status_code == page.status_code, (kind, state)
                # Nor does one page tell of another that isn't there for this role.
                told = page.content.decode()
                for other_kind, other_state in HANDLERS:
                    if role not in readers_of(other_kind, other_state):
                        assert mark(other_kind, other_state) not in told, (kind, state)


def test_whoever_may_make_a_step_reads_what_it_is_made_with(
    rows: dict[tuple[str, str], Any], process: m.Process
) -> None:
    seen = 0
    for step in machines().transitions:
        if step.begins or step.machine not in KINDS:
            continue
        for state in step.source:
            if (step.machine, step.action) == (
                "idea",
                "review",
            ):  # of what its author asked to look at again
                m.Idea.objects.filter(pk=rows["idea", state].pk).update(appealed_on=DAY)
            own = working_rows(process, KINDS[step.machine], {step.permission}.__contains__)
            assert rows[step.machine, state] in own, (step.machine, step.action, state)
            seen += 1
    assert seen > 80


def test_trouble_with_neighbours_is_for_who_handles_it_alone(
    rows: dict[tuple[str, str], Any], somebody: Callable[..., Any], clock: Clock
) -> None:
    m.Idea.objects.update(topic="neighbours", public=True)
    for role in ROLES:
        idea = rows["idea", "drafted"]
        address = f"/nl/work/participation/{idea.process_id}/ideas/{idea.pk}"
        status = login(somebody(role), NOW).get(address).status_code
        assert status == (200 if role == OFFICIAL else 404), role


def test_a_draft_of_a_process_is_for_who_designs_it(
    process: m.Process, somebody: Callable[..., Any], clock: Clock
) -> None:
    m.Process.objects.update(state="draft")
    for role in ROLES:
        browser = login(somebody(role), NOW)
        page = browser.get(f"/nl/work/participation/{process.pk}")
        assert page.status_code == (200 if role == OFFICIAL else 404), role
        listed = browser.get("/nl/work/participation").content.decode()
        assert (process.title in listed) is (role == OFFICIAL)


def test_a_kind_or_action_that_nobody_named_gives_nothing(process: m.Process) -> None:
    for kind in (m.VotingCode, m.CastBallot, m.PaperBallot, m.ProcessStep):
        assert kind not in HANDLED
    assert not working_rows(process, m.ProcessStep, lambda action: True).exists()
    assert not working_rows(
        process, m.Pledge, lambda action: action == "participation.read"
    ).exists()


def test_why_an_idea_was_withheld_stays_between_its_author_and_who_handles_it(
    process: m.Process, command: Wants, somebody: Callable[..., Any], clock: Clock, client: Client
) -> None:
    made, receipt = ideas.submit(process, NOW, kind="idea", title="Bank", text="Een bank.")
    ideas.publish(command(OFFICIAL, made), made)
    ideas.withhold(command(OFFICIAL, made, "Noemt een buurvrouw."), made)
    ideas.publish(command(OFFICIAL, made), made)
    public = f"participation/{process.pk}/ideas/{made.pk}"
    platform, official = login(somebody(PLATFORM), NOW), login(somebody(OFFICIAL), NOW)
    for reader, address, told in (
        (client, f"/nl/{public}", False),
        (client, f"/nl/{public}/history", False),
        (platform, f"/nl/work/{public}", False),
        (platform, f"/nl/work/{public}/history", False),
        (official, f"/nl/work/{public}", True),
        (official, f"/nl/work/{public}/history", True),
    ):
        page = reader.get(address)
        assert page.status_code == 200, address
        assert "Niet meer openbaar" in page.content.decode()
        assert ("buurvrouw" in page.content.decode()) is told, address
    follow = client.post("/nl/participation/follow", {"code": receipt}).content.decode()
    assert "buurvrouw" in follow


def test_a_project_doesnt_name_a_budget_that_is_a_draft(
    rows: dict[tuple[str, str], Any], somebody: Callable[..., Any], clock: Clock, client: Client
) -> None:
    project, title = rows["project", "admitted"], mark("budget", "draft")
    address = f"participation/{project.process_id}/projects/{project.pk}"
    official = login(somebody(OFFICIAL), NOW)
    assert title not in client.get(f"/nl/{address}").content.decode()
    assert title in official.get(f"/nl/work/{address}").content.decode()
    m.Budget.objects.filter(pk=project.budget_id).update(state="settled")
    cache.clear()
    assert title in client.get(f"/nl/{address}").content.decode()


def test_what_isnt_solved_is_told_without_personal_data(
    process: m.Process, command: Wants, clock: Clock, client: Client
) -> None:
    made, receipt = ideas.submit(process, NOW, kind="idea", title="Bank", text="Een bank.")
    m.Idea.objects.filter(pk=made.pk).update(state="done", public=True)
    said = {"code": receipt, "solved": "no", "text": "Bel Jan op 06.12.34.56.78"}
    answer = client.post("/nl/participation/follow", said)
    assert answer.status_code == 400 and m.Idea.objects.get().state == "done"
    client.post("/nl/participation/follow", {**said, "text": "De bank wiebelt."})
    assert m.Idea.objects.get().state == "planned"
