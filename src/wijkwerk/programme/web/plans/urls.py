"""Working addresses of a programme: what needs attention, plans, targets, board, who takes part."""

from __future__ import annotations

from django.urls import path

from wijkwerk.programme.web.plans import board, corrections, people, plans, start, targets
from wijkwerk.programme.web.public import council

_IN = "programmes/<slug:slug>/work"

urlpatterns = [
    path("work/programmes", start.mine, name="work-all"),
    path("work/programmes/start", start.start, name="programme-start"),
    path(_IN, start.work, name="work"),
    path(f"{_IN}/about/<slug:action>", start.step, name="programme-step"),
    path(f"{_IN}/council", council.internal, name="work-council"),
    path(f"{_IN}/people", people.people, name="work-people"),
    path(f"{_IN}/people/<slug:action>", people.step, name="people-step"),
    path(f"{_IN}/people/seats/<int:number>/leave", people.leave, name="seat-leave"),
    path(f"{_IN}/<slug:kind>/<int:number>/rename", corrections.rename, name="rename"),
    path(f"{_IN}/board/meetings/<int:number>/correct", corrections.meeting,
         name="meeting-correct"),
    path(f"{_IN}/plans", plans.plans, name="work-plans"),
    path(f"{_IN}/plans/make", plans.make, name="plan-make"),
    path(f"{_IN}/plans/<int:number>", plans.plan, name="work-plan"),
    path(f"{_IN}/plans/<int:number>/<slug:action>", plans.step, name="plan-step"),
    path("programmes/<slug:slug>/sign/<int:number>", plans.sign, name="plan-sign"),
    path(f"{_IN}/targets", targets.targets, name="work-targets"),
    path(f"{_IN}/targets/add", targets.add, name="target-add"),
    path(f"{_IN}/targets/<int:number>", targets.target, name="work-target"),
    path(f"{_IN}/targets/<int:number>/<slug:action>", targets.step, name="target-step"),
    path(f"{_IN}/board", board.board, name="work-board"),
    path(f"{_IN}/board/meet", board.meet, name="meeting-add"),
    path(f"{_IN}/board/<int:number>/<slug:action>", board.step, name="proposal-step"),
]  # fmt: skip
