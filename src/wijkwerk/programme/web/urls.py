"""Addresses of programme. What stands below ``/work`` asks for an account.

The first that fits counts: an address with a word stands before one that takes any.
"""

from __future__ import annotations

from django.urls import path

from wijkwerk.programme.web.commitments import calendars, organisations, reminders
from wijkwerk.programme.web.commitments.commitments import commitments, reports
from wijkwerk.programme.web.papers import exports
from wijkwerk.programme.web.papers import importing as papers_importing
from wijkwerk.programme.web.papers.letters import letters
from wijkwerk.programme.web.plans import people, taking_over
from wijkwerk.programme.web.plans import start as plans_start
from wijkwerk.programme.web.plans.board import proposals
from wijkwerk.programme.web.plans.plans import plans
from wijkwerk.programme.web.plans.programmes import programmes
from wijkwerk.programme.web.plans.targets import targets
from wijkwerk.programme.web.portfolio import importing as portfolio_importing
from wijkwerk.programme.web.portfolio import portfolio
from wijkwerk.programme.web.portfolio.action_plans import action_plans
from wijkwerk.programme.web.portfolio.assessing import assessments
from wijkwerk.programme.web.portfolio.covenants import covenants
from wijkwerk.programme.web.portfolio.projects import projects
from wijkwerk.programme.web.public import council, decisions, outputs
from wijkwerk.programme.web.public import start as public_start
from wijkwerk.programme.web.public import targets as public_targets

app_name = "programme"
_IN = "programmes/<slug:slug>"
_WORK = f"{_IN}/work"
_PAPERS = f"{_WORK}/papers"
_TARGET = f"{_IN}/targets/<int:number>"

urlpatterns = [
    # Everybody: overview, council's page, targets, decisions, plans.
    path("programmes", public_start.everything, name="all"),
    path(_IN, public_start.overview, name="overview"),
    path(f"{_IN}/council", council.council, name="council"),
    path(f"{_TARGET}/picture.svg", public_targets.target_picture, name="target-picture"),
    path(f"{_TARGET}/outputs.svg", outputs.target_outputs, name="target-outputs"),
    path(f"{_IN}/outputs.svg", outputs.programme_outputs, name="outputs"),
    path(f"{_TARGET}/figures.csv", public_targets.target_csv, name="target-csv"),
    path(f"{_IN}/decisions", decisions.decisions, name="decisions"),
    # Who works on it: what needs attention, plans, targets, board, who takes part.
    path("work/programmes", plans_start.mine, name="work-all"),
    path(_WORK, plans_start.work, name="work"),
    path(f"{_WORK}/council", council.internal, name="work-council"),
    path(f"{_WORK}/plans-of-others/<slug:key>", taking_over.take_plan_over, name="take-over"),
    path(f"{_WORK}/people", people.people, name="work-people"),
    *programmes.urls(),
    *plans.urls(),
    *targets.urls(),
    *proposals.urls(),
    # Commitments: what everybody sees, who works on them, a partner's own, reminders.
    path(
        f"{_IN}/organisations/<slug:organisation>",
        organisations.organisation,
        name="organisation",
    ),
    path(f"{_IN}/calendar.ics", calendars.public_calendar, name="calendar"),
    path("programmes/calendars/<str:key>.ics", calendars.own, name="own-calendar"),
    *commitments.urls(),
    *reports.urls(),
    path(f"{_IN}/work/reminders", reminders.preview, name="work-reminders"),
    path("work/organisations", organisations.represented, name="work-organisations"),
    path("work/reminders", reminders.everything, name="reminders"),
    path("work/reminders/<slug:slug>", reminders.own, name="reminder"),
    # The portfolio: projects, covenants, plans under pressure, assessments.
    *covenants.urls(),
    *action_plans.urls(),
    *assessments.urls(),
    path(f"{_IN}/projects/list.<slug:kind>", portfolio.projects_file, name="projects-file"),
    path(f"{_IN}/projects/portfolio", portfolio.portfolio, name="portfolio"),
    path(
        f"{_IN}/projects/portfolio/<slug:name>-<slug:size>.svg",
        portfolio.picture,
        name="portfolio-picture",
    ),
    path(
        f"{_WORK}/projects/list.<slug:kind>",
        portfolio.work_projects_file,
        name="work-projects-file",
    ),
    path(f"{_WORK}/projects/portfolio", portfolio.work_portfolio, name="work-portfolio"),
    path(f"{_WORK}/projects/decisions", portfolio.decisions, name="work-decisions"),
    path(f"{_WORK}/projects/import", portfolio_importing.take_in, name="project-import"),
    *projects.urls(),
    # Letters, and whole programmes as files.
    *letters.urls(),
    path(f"{_IN}/export/<slug:kind>", exports.public_file, name="export-public"),
    path("work/programmes/import", papers_importing.begin, name="programme-import"),
    path(f"{_PAPERS}/import", papers_importing.add, name="import"),
    path(f"{_PAPERS}/export/<slug:kind>", exports.full_file, name="export-full"),
]
