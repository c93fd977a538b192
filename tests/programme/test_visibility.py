"""What one door hides, every door hides: a mark is planted in every text of every model, in public
and in hidden rows, and then everybody walks through every address of programmes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from visitors import NOW, account_of, login
from wijkwerk.access import accounts
from wijkwerk.programme import models as m
from wijkwerk.programme.core.letter import PARTS, Content, Part, Sentence, write
from wijkwerk.programme.frames import frames
from wijkwerk.programme.policies import INTERNAL, PUBLIC
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services.notices import digest_of
from wijkwerk.workflow.resources import resources

pytestmark = pytest.mark.django_db
SLUG, DRAFT = "zuid", "verborgen"  # a programme that runs, and one that isn't public yet
EVERYBODY = "everybody"
WORKS = frozenset({"bureau", "chair"})
COUNCIL = WORKS | {"council"}
SCORED = frozenset({"chair"})  # scored the open assessment
NOBODY: frozenset[str] = frozenset()
# Roles of each, with the place that they are held for. Whoever has nothing to do with programmes is
# one account with all such roles: none of them may open anything.
VISITORS: dict[str, tuple[tuple[str, str], ...] | None] = {
    "nobody": None,
    "outsider": (("programme-founder", ""), ("official", ""), ("decider", ""), ("auditor", ""),
                 ("municipality", "GM0599"), ("administrator", "")),
    "bureau": (("programme-bureau", SLUG),), "chair": (("programme-chair", SLUG),),
    "council": (("council", SLUG),), "partner": (("partner", "scholen"),),
    "other-partner": (("partner", "gemeente"),), "draft-bureau": (("programme-bureau", DRAFT),),
    "other-council": (("council", DRAFT),),
}  # fmt: skip
# Texts that nobody writes: codes of states, kinds and languages, digests.
CODES = {
    "state", "kind", "source", "target", "scale", "language", "to", "part", "frame", "criterion",
    "machine", "action", "outcome", "reference_goal", "digest", "how_often", "slug", "role",
}  # fmt: skip


@dataclass
class Planted:
    """Marks, and who may see each: EVERYBODY or names of visitors."""

    audience: dict[str, Any] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    fields: set[tuple[str, str]] = field(default_factory=set)

    def mark(self, where: str, audience: Any) -> str:
        """A new mark, short enough for every field, that no longer one begins with."""
        made = f"Kanarie{len(self.audience) + 1:04d}x"
        self.audience[made], self.where[made] = audience, where
        return made

    def row(
        self, kind: type[models.Model], audience: Any, internal: Any = COUNCIL, /, **known: Any
    ) -> Any:
        """A row whose texts are marks: for ``audience``, its internal ones for ``internal``."""
        values = dict(known)
        for one in kind._meta.fields:
            if one.name in CODES or not isinstance(one, models.CharField | models.TextField):
                continue
            if one.choices:  # a code out of a list, no text of anybody
                continue
            self.fields.add((kind.__name__, one.name))
            if one.name in known:
                continue
            who = audience
            if one.name == "note":  # the bureau's own, of whatever it is
                who = internal if audience == EVERYBODY else audience
            if one.name == "actor":
                who = NOBODY
            values[one.name] = self.mark(f"{kind.__name__}.{one.name}", who)
        return kind._default_manager.create(**values)


def plant() -> Planted:
    """A programme that runs and one that is a draft, with a row of every kind in every light."""
    it = Planted()
    day, later = date(2025, 1, 1), date(2027, 1, 1)
    schools = it.row(m.Organisation, EVERYBODY, slug="scholen")
    city = it.row(m.Organisation, EVERYBODY, slug="gemeente")
    for slug, state in ((SLUG, "running"), (DRAFT, "draft")):
        inside: Any = frozenset({"draft-bureau"})
        open_ = state == "running"
        shown, works, council = (
            (EVERYBODY, WORKS, COUNCIL)
            if open_
            else (inside | {"other-council"}, inside, inside | {"other-council"})
        )
        # ADR 0023: of a draft a partner sees its title and its own commitments and plans to sign.
        own = shown if open_ else shown | {"partner", "other-partner"}
        programme = it.row(
            m.Programme,
            shown,
            slug=slug,
            state=state,
            begins_on=day,
            ends_on=later,
            title=it.mark("Programme.title", shown if open_ else own),
            areas=[it.mark("Programme.areas", shown)],
        )

        def row(model: Any, who: Any, /, **known: Any) -> Any:
            return it.row(model, who, council, programme=programme, **known)  # noqa: B023

        row(m.PublishedFact, shown, published_on=day)
        domain = row(m.Domain, shown)
        row(m.Seat, shown, domain=domain, organisation=schools, first_day=day)
        # A commitment tells the pillar and the goal that it belongs to.
        pillar = row(m.Pillar, own)
        goal = row(m.Goal, own, pillar=pillar)
        targets = [
            row(m.Target, shown, goal=goal, state=one, source="count", owner=schools)
            for one in ("active", "dropped")
        ]
        for target in targets:
            path = row(
                m.TargetPath,
                shown,
                target=target,
                number=1,
                baseline=1.0,
                baseline_on=day,
                due_on=later,
                since=day,
                value=9.0,
                reference="",
            )
            row(m.Milestone, shown, path=path, on=later, value=3.0)
            row(m.Measurement, shown, target=target, on=day, value=2.0, at=NOW)
        if open_:
            row(
                m.TargetPath,
                shown,
                target=targets[0],
                number=2,
                baseline=1.0,
                baseline_on=day,
                due_on=later,
                since=day,
                value=None,
            )
        signing = works | {"partner"}
        for year, how, who in (
            (2021, "locked", shown if open_ else signing),
            (2025, "offered", signing),
            (2029, "draft", works),
        ):
            plan = row(m.Plan, who, first_year=year, last_year=year + 3, state=how, locked_on=day)
            for number in (1, 2):
                text = row(
                    m.PlanText,
                    who if number == 2 else works,
                    plan=plan,
                    number=number,
                    made_at=NOW,
                    targets=[
                        {
                            "title": it.mark("PlanText.targets", who if number == 2 else works),
                            "pillar": "",
                            "baseline": 1.0,
                            "value": 2.0,
                            "due_on": "2027-01-01",
                            "unit": "",
                            "reference": "",
                        }
                    ],
                    commitments=[
                        {
                            "title": it.mark("PlanText.commitments", who if number == 2 else works),
                            "organisation": "",
                            "quantity": None,
                            "unit": "",
                            "due_on": "2027-01-01",
                        }
                    ],
                )
                row(m.Signature, who, text=text, organisation=city, at=NOW)
            row(m.Signatory, who, plan=plan, organisation=schools)
        meeting = row(m.Meeting, shown, on=day)
        meeting.present.add(domain)
        row(m.Meeting, works, on=later)
        row(
            m.Proposal,
            shown,
            target=targets[0],
            kind="drop",
            state="decided",
            meeting=meeting,
            made_on=day,
            decided_on=day,
            outcome="rejected",
            reference="",
        )
        row(
            m.Proposal,
            council,
            target=targets[0],
            kind="drop",
            state="made",
            made_on=day,
            reference="",
            answer="",
        )
        for whose, who, reporter in ((schools, own, "partner"), (city, shown, "other-partner")):
            who = who if open_ else shown | {reporter}
            promise = row(
                m.Commitment,
                who,
                organisation=whose,
                goal=goal,
                target=targets[0],
                state="board",
                promised_for=day,
                due_on=day,
                next_step_on=later,
                quantity=2.0,
            )
            told = {"commitment": promise, "organisation": whose, "made_on": day, "quantity": 1.0}
            row(m.Report, who, state="checked", checked_on=day, **told)
            row(m.Report, council | {reporter}, state="made", answer="", **told)
            for action, reader in (("annotate", works), ("board", who)):
                row(
                    m.Step,
                    reader,
                    machine="commitment",
                    object_id=promise.pk,
                    action=action,
                    source="missed",
                    target="board",
                    at=NOW,
                    role="programme-bureau",
                    place=slug,
                )
        for at, (how, who) in enumerate((("running", shown), ("proposed", works))):
            project = row(
                m.Project,
                who,
                state=how,
                goal=goal,
                target=targets[0],
                organisation=schools,
                areas=[it.mark("Project.areas", who)],
                money=at + 1,
                begins_on=day,
                money_until=later,
                decision_due=day,
            )
            row(m.Mark, who, project=project, kind="done", on=day)
            row(
                m.Step,
                who,
                machine="project",
                object_id=project.pk,
                action="change",
                source=how,
                target=how,
                at=NOW,
                role="programme-bureau",
                place=slug,
            )
        for number, (how, who) in enumerate((("in_force", shown), ("draft", works)), 1):
            who = who if how == "draft" else own  # a party reads what it signed
            covenant = row(m.Covenant, who, number=number, state=how, begins_on=day)
            covenant.parties.add(schools, city)
            row(m.Obligation, who, covenant=covenant, organisation=schools)
            row(m.PartySignature, who, covenant=covenant, organisation=schools, at=NOW)
        agreed = own if open_ else shown | {"partner"}
        for how, who in (("going", agreed), ("offered", works | {"partner"}), ("planned", works)):
            plan = row(m.ActionPlan, who, state=how, begins_on=day)
            row(m.ActionStep, who, plan=plan, week=1, organisation=schools)
            row(m.Contact, who, plan=plan, organisation=schools)
        for at, (how, who) in enumerate((("issued", shown), ("draft", works))):
            content = (
                write(
                    Content(
                        it.mark("Letter.content", who),
                        "Aan de raad",
                        "Zuid",
                        "nl",
                        "2025-01-01",
                        "2025-12-31",
                        "2026-01-15",
                        (
                            Part(
                                PARTS[0], "Aanleiding", (Sentence(it.mark("Letter.content", who)),)
                            ),
                        ),
                    )
                )
                if how == "issued"
                else {}
            )
            letter = row(
                m.Letter,
                who,
                to="council",
                language="nl",
                state=how,
                since=day,
                content=content,
                until=day + timedelta(days=at),
                issued_on=day if how == "issued" else None,
            )
            row(m.Addition, who, letter=letter, part=PARTS[0])
        name, frame = next(iter(frames().items()))
        for how, who, scored in (
            ("concluded", shown, works),
            ("open", works, SCORED if open_ else NOBODY),
        ):
            assessment = row(m.Assessment, who, frame=name, state=how, begins_on=day)
            for actor in ("account:900", "account:901"):
                for criterion in frame.criteria:
                    row(
                        m.Score,
                        scored,
                        assessment=assessment,
                        criterion=criterion.id,
                        value=3,
                        actor=actor,
                        at=NOW,
                    )
        row(
            m.NoticeChoice,
            NOBODY,
            how_often="daily",
            language="nl",
            actor=f"account:{900 + programme.pk}",
        )
        row(m.NoticeSent, NOBODY, on=day, number=1, actor=f"account:{900 + programme.pk}")
    return it


def patterns(found: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, before + str(one.pattern))
        else:
            assert isinstance(one, URLPattern)
            yield before + str(one.pattern), one.name or ""


# By the beginning of an address's name: of which model its number is, and which steps it has.
_ABOUT: dict[str, tuple[Any, str]] = {
    "plan": (m.Plan, "plan"), "work-plan": (m.Plan, "plan"), "target": (m.Target, "target"),
    "work-target": (m.Target, "target"), "proposal": (m.Proposal, "proposal"),
    "commitment": (m.Commitment, "commitment"), "work-commitment": (m.Commitment, "commitment"),
    "own": (m.Commitment, "commitment"), "report": (m.Report, "report"),
    "project": (m.Project, "project"), "work-project": (m.Project, "project"),
    "covenant": (m.Covenant, "covenant"), "work-covenant": (m.Covenant, "covenant"),
    "action-plan": (m.ActionPlan, "action_plan"), "work-action": (m.ActionPlan, "action_plan"),
    "assessment": (m.Assessment, "assessment"), "work-assessment": (m.Assessment, "assessment"),
    "letter": (m.Letter, "letter"), "work-letter": (m.Letter, "letter"),
    "seat": (m.Seat, "programme"), "meeting": (m.Meeting, "programme"),
    "rename": (m.Goal, "programme"), "": (m.Programme, "programme"),
}  # fmt: skip
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")


# Not the pages of a row of another capability: there is none here.
_DOORS = re.compile(r"programmes|work/(organisations|reminders)|work[^<]*$|account/?$|search")


def addresses(key: str) -> list[str]:
    """Every address of programmes, of the API about them and of one's own pages, filled in."""
    machines = programme_rules().machines.transitions
    found = []
    for pattern, name in patterns(get_resolver("wijkwerk.site.urls").url_patterns):
        if not _DOORS.search(pattern) or "log" in name:
            continue
        about = next(one for one in sorted(_ABOUT, reverse=True) if name.startswith(one))
        model, machine = _ABOUT[about]
        organisations, numbers = ("scholen", "gemeente"), _numbers(model)
        given = {
            "slug": organisations if "organisations/<" in pattern else (SLUG, DRAFT),
            "programme": (SLUG, DRAFT),
            "organisation": organisations,
            "key": (key,),
            "part": PARTS[:1],
            "name": ("missing",),
            "size": ("small",),
            "kind": {"letter": ("pdf", "docx"), "work-letter": ("docx",), "rename": ("goals",)}.get(
                about, ("json", "xlsx", "csv")
            ),
            "action": sorted({one.action for one in machines if one.machine == machine}),
        }
        if name in ("seat-leave", "rename") or "action" in _PART.sub(r"\2", pattern):
            numbers = numbers[:: max(1, len(numbers) // 2)]  # forms: of one in each programme
        made = [""]
        at = 0
        for place in _PART.finditer(pattern):
            values = given.get(place[2], numbers)
            made = [one + pattern[at : place.start()] + value for one in made for value in values]
            at = place.end()
        found += ["/" + one + pattern[at:].replace("\\Z", "") for one in made]
    return sorted(set(found))


def _numbers(model: Any) -> tuple[str, ...]:
    return tuple(str(pk) for pk in model.objects.order_by("pk").values_list("pk", flat=True))


def text_of(answer: Any) -> str:
    """Everything that an answer says, unpacked when it is packed."""
    body = answer.getvalue() if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(one) for one in packed.namelist())
    elif "pdf" in kind:
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    elif "calendar" in kind:
        body = body.replace(b"\r\n ", b"")
    return f"{body.decode('utf-8', 'replace')} {dict(answer.headers)}"


@pytest.fixture
def planted(plain_site: None, clock: Any) -> Planted:
    cache.clear()
    return plant()


def visitor(name: str) -> tuple[Client, str]:
    """A browser of a visitor, and the key of a calendar of theirs."""
    if VISITORS[name] is None:
        return Client(), "none"
    user = account_of(f"{name}@example.org")
    for role, place in VISITORS[name] or ():
        accounts.give_role(
            user, role, [place] if place else [], date(2020, 1, 1), None, "command", NOW
        )
    if name == "chair":
        for assessment in m.Assessment.objects.filter(state="open", programme__slug=SLUG):
            m.Score.objects.create(
                programme=assessment.programme,
                assessment=assessment,
                value=3,
                reason="Zelf",
                actor=user.actor,
                at=NOW,
                criterion=frames()[assessment.frame].criteria[0].id,
            )
    for programme in m.Programme.objects.all():
        m.NoticeChoice.objects.create(
            programme=programme,
            actor=user.actor,
            how_often="daily",
            language="nl",
            feed=digest_of(f"{name}-{programme.pk}"),
        )
    return login(user, NOW), f"{name}-{{}}"


@pytest.mark.parametrize("name", VISITORS)
def test_nobody_sees_by_any_door_what_another_hides(planted: Planted, name: str) -> None:
    browser, key = visitor(name)
    seen: dict[str, set[str]] = {}
    doors = addresses("KEY")
    assert len(doors) > 300
    for pattern in doors:
        keys = [key.format(programme.pk) for programme in m.Programme.objects.all()]
        for address in {pattern.replace("KEY", key) for key in keys}:
            if address.startswith("/nl/work/") and VISITORS[name] is None:
                continue  # leads to the login page: tests of access hold that
            answer = browser.get(address)
            assert answer.status_code < 500, address
            if answer.status_code == 200:
                for found in re.findall(r"Kanarie\d{4}x", text_of(answer)):
                    seen.setdefault(found, set()).add(pattern)
    leaks = {
        f"{planted.where[mark]} {sorted(where)[:4]}"
        for mark, where in seen.items()
        if planted.audience[mark] != EVERYBODY and name not in planted.audience[mark]
    }
    assert not leaks, "\n".join(sorted(leaks))
    # Whoever may see something can find it somewhere: else this walk proves nothing.
    lost = {
        planted.where[mark]
        for mark, who in planted.audience.items()
        if mark not in seen and (who == EVERYBODY or name in who)
    }
    if name in ("nobody", "bureau", "draft-bureau"):
        assert not lost - UNSEEN.get(name, set()), sorted(lost - UNSEEN.get(name, set()))


# What stands nowhere for these, with the reason.
UNSEEN: dict[str, set[str]] = {"nobody": {"Step.text"}, "bureau": set(), "draft-bureau": set()}


def test_every_text_of_every_model_has_a_mark(planted: Planted) -> None:
    json_marks = {
        "Programme.areas", "Project.areas", "PlanText.targets", "PlanText.commitments",
        "Letter.content",
    }  # fmt: skip
    for model in apps.get_app_config("programme").get_models():
        for one in model._meta.fields:
            if isinstance(one, models.JSONField):
                assert f"{model.__name__}.{one.name}" in json_marks
            elif isinstance(one, models.CharField | models.TextField):
                coded = one.name in CODES or one.choices is not None
                assert coded or (model.__name__, one.name) in planted.fields, (
                    f"{model.__name__}.{one.name}: plant a mark in it, or say that it is a code"
                )


def test_every_kind_of_row_has_a_rule() -> None:
    own = set(apps.get_app_config("programme").get_models())
    assert {one for one in own if not one._meta.auto_created} <= set(PUBLIC)
    assert {
        m.Target: {"note", "next_step_on"},
        m.Commitment: {"note", "next_step_on"},
        m.Project: {"note"},
    } == INTERNAL


def test_the_marks_are_told_apart() -> None:
    assert json.dumps(list(CODES))  # a table of plain words
    first = Planted()
    assert len({first.mark("a", NOBODY) for _ in range(50)}) == 50


def test_what_a_resource_lets_out_is_what_the_policies_let_out() -> None:
    import wijkwerk.programme.web.urls  # noqa: F401  (declares them)

    declared = [one for one in resources() if one.model._meta.app_label == "programme"]
    assert {m.Project, m.Commitment, m.Covenant} <= {resource.model for resource in declared}
    for resource in declared:
        inside = INTERNAL.get(resource.model, frozenset())
        assert not inside & set(resource.exported)
        assert inside == set(resource.left_out)
