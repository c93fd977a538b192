"""Addresses of participation. What stands below ``work`` asks for an account."""

from __future__ import annotations

from django.urls import path

from wijkwerk.participation.web import (
    calendars,
    letters,
    mails,
    photos,
    statements,
    support,
    uploads,
    voting,
)
from wijkwerk.participation.web.agreements import agreements
from wijkwerk.participation.web.budgets import budgets
from wijkwerk.participation.web.campaigns import campaigns, pledge, pledges
from wijkwerk.participation.web.ideas import ideas
from wijkwerk.participation.web.processes import processes
from wijkwerk.participation.web.projects import projects
from wijkwerk.participation.web.schemes import grants, request_grant, schemes
from wijkwerk.participation.web.stewardship import assets, challenges, enterprises
from wijkwerk.participation.web.summits import demands, summits
from wijkwerk.participation.web.surveys import surveys
from wijkwerk.participation.web.turnouts import turnouts
from wijkwerk.participation.web.yardsticks import panels, yardsticks

app_name = "participation"
_BUDGET = "participation/<int:process>/budgets/<int:number>"

urlpatterns = [
    path("participation/follow", voting.follow, name="follow"),
    path("participation/mail", mails.ask, name="mail"),
    path("participation/mail/<str:token>", mails.choose, name="mail-choice"),
    path("participation/<int:process>/calendar.ics", calendars.calendar, name="calendar"),
    path("participation/<int:process>/submit", voting.submit, name="submit"),
    path("participation/support/<str:token>", support.choose, name="support-choice"),
    path("participation/<int:process>/ideas/<int:number>/support", support.support, name="support"),
    path("participation/<int:process>/ideas/<int:number>/photo.jpg", photos.photo, name="photo"),
    path(
        "work/participation/<int:process>/ideas/<int:number>/photo.jpg",
        photos.work_photo,
        name="work-photo",
    ),
    path("participation/<int:process>/propose", voting.propose, name="propose"),
    path("participation/<int:process>/campaigns/<int:number>/pledge", pledge, name="pledge"),
    path("participation/<int:process>/schemes/<int:number>/request", request_grant, name="request"),
    path(f"{_BUDGET}/vote", voting.vote, name="vote"),
    path(f"{_BUDGET}/share", voting.share, name="share"),
    path(f"{_BUDGET}/ballots.pb", voting.ballots, name="ballots"),
    path(f"work/{_BUDGET}/letters", letters.letters, name="letters"),
    path(f"work/{_BUDGET}/import", uploads.paper, name="paper"),
    path("work/participation/<int:process>/import", uploads.ideas, name="take-in"),
    path("work/participation/<int:process>/statement", statements.take_in, name="statement"),
    *budgets.urls(),
    *projects.urls(),
    *ideas.urls(),
    *agreements.urls(),
    *summits.urls(),
    *demands.urls(),
    *turnouts.urls(),
    *surveys.urls(),
    *campaigns.urls(),
    *panels.urls(),
    *yardsticks.urls(),
    *challenges.urls(),
    *assets.urls(),
    *enterprises.urls(),
    *pledges.urls(),
    *schemes.urls(),
    *grants.urls(),
    # Last: the steps of a process take any word after its number.
    *processes.urls(),
]
