"""Addresses of programme. What stands below ``/work`` asks for an account.

The first that fits counts: an address with a word stands before one that takes any.
"""

from __future__ import annotations

from django.urls import path

from wijkwerk.access.api import needs
from wijkwerk.programme.web.commitments import calendars, partner, reminders
from wijkwerk.programme.web.commitments import public as commitments_public
from wijkwerk.programme.web.commitments import working as commitments_working
from wijkwerk.programme.web.commitments.steps import commitments, reports
from wijkwerk.programme.web.papers import exports
from wijkwerk.programme.web.papers import importing as papers_importing
from wijkwerk.programme.web.papers import public as papers_public
from wijkwerk.programme.web.papers import working as papers_working
from wijkwerk.programme.web.plans import board, corrections, people
from wijkwerk.programme.web.plans import plans as plans_plans
from wijkwerk.programme.web.plans import start as plans_start
from wijkwerk.programme.web.plans import targets as plans_targets
from wijkwerk.programme.web.portfolio import importing as portfolio_importing
from wijkwerk.programme.web.portfolio import public as portfolio_public
from wijkwerk.programme.web.portfolio import working as portfolio_working
from wijkwerk.programme.web.portfolio.action_plans import action_plans
from wijkwerk.programme.web.portfolio.assessing import assessments
from wijkwerk.programme.web.portfolio.covenants import covenants
from wijkwerk.programme.web.portfolio.projects import projects
from wijkwerk.programme.web.public import council, decisions
from wijkwerk.programme.web.public import start as public_start
from wijkwerk.programme.web.public import targets as public_targets
from wijkwerk.programme.web.resource import WORKING
from wijkwerk.workflow.views import StepView

app_name = "programme"
_IN = "programmes/<slug:slug>"
_WORK = f"{_IN}/work"
_PAPERS = f"{_WORK}/papers"
_TARGET = f"{_IN}/targets/<int:number>"
_OWN = "work/organisations"

urlpatterns = [
    # Everybody: overview, council's page, targets, decisions, plans.
    path("programmes", public_start.everything, name="all"),
    path(_IN, public_start.overview, name="overview"),
    path(f"{_IN}/council", council.council, name="council"),
    path(f"{_IN}/targets", public_targets.targets, name="targets"),
    path(_TARGET, public_targets.target, name="target"),
    path(f"{_TARGET}/picture.svg", public_targets.target_picture, name="target-picture"),
    path(f"{_TARGET}/figures.csv", public_targets.target_csv, name="target-csv"),
    path(f"{_IN}/decisions", decisions.decisions, name="decisions"),
    path(f"{_IN}/plans/<int:number>", decisions.plan, name="plan"),
    # Who works on it: what needs attention, plans, targets, board, who takes part.
    path("work/programmes", plans_start.mine, name="work-all"),
    path("work/programmes/start", plans_start.start, name="programme-start"),
    path(_WORK, plans_start.work, name="work"),
    path(f"{_WORK}/about/<slug:action>", plans_start.step, name="programme-step"),
    path(f"{_WORK}/council", council.internal, name="work-council"),
    path(f"{_WORK}/people", people.people, name="work-people"),
    path(f"{_WORK}/people/<slug:action>", people.step, name="people-step"),
    path(f"{_WORK}/people/seats/<int:number>/leave", people.leave, name="seat-leave"),
    path(f"{_WORK}/<slug:kind>/<int:number>/rename", corrections.rename, name="rename"),
    path(
        f"{_WORK}/board/meetings/<int:number>/correct", corrections.meeting, name="meeting-correct"
    ),
    path(f"{_WORK}/plans", plans_plans.plans, name="work-plans"),
    path(f"{_WORK}/plans/make", plans_plans.make, name="plan-make"),
    path(f"{_WORK}/plans/<int:number>", plans_plans.plan, name="work-plan"),
    path(f"{_WORK}/plans/<int:number>/<slug:action>", plans_plans.step, name="plan-step"),
    path("programmes/<slug:slug>/sign/<int:number>", plans_plans.sign, name="plan-sign"),
    path(f"{_WORK}/targets", plans_targets.targets, name="work-targets"),
    path(f"{_WORK}/targets/add", plans_targets.add, name="target-add"),
    path(f"{_WORK}/targets/<int:number>", plans_targets.target, name="work-target"),
    path(f"{_WORK}/targets/<int:number>/<slug:action>", plans_targets.step, name="target-step"),
    path(f"{_WORK}/board", board.board, name="work-board"),
    path(f"{_WORK}/board/meet", board.meet, name="meeting-add"),
    path(f"{_WORK}/board/<int:number>/<slug:action>", board.step, name="proposal-step"),
    # Commitments: what everybody sees, who works on them, a partner's own, reminders.
    path(f"{_IN}/commitments", commitments_public.overview, name="commitments"),
    path(f"{_IN}/commitments/<int:number>", commitments_public.detail, name="commitment"),
    path(
        f"{_IN}/organisations/<slug:organisation>",
        commitments_public.organisation,
        name="organisation",
    ),
    path(f"{_IN}/calendar.ics", calendars.whole, name="calendar"),
    path("programmes/calendars/<str:key>.ics", calendars.own, name="own-calendar"),
    path(f"{_IN}/work/commitments", commitments_working.overview, name="work-commitments"),
    path(
        f"{_IN}/work/commitments/<int:number>", commitments_working.detail, name="work-commitment"
    ),
    *commitments.urls(),
    path(
        f"{_IN}/work/reports/<int:number>/check",
        needs("report.check")(StepView.as_view(resource=reports, audience=WORKING, action="check")),
        name="report-check",
    ),
    path(f"{_IN}/work/reminders", reminders.preview, name="work-reminders"),
    path(_OWN, partner.everything, name="work-organisations"),
    path(f"{_OWN}/<slug:slug>", partner.own, name="work-organisation"),
    path(f"{_OWN}/<slug:slug>/commitments/<int:number>", partner.detail, name="own-commitment"),
    path(f"{_OWN}/<slug:slug>/commitments/<int:number>/report", partner.report, name="own-report"),
    path("work/reminders", reminders.everything, name="reminders"),
    path("work/reminders/<slug:slug>", reminders.own, name="reminder"),
    # The portfolio: projects, covenants, plans under pressure, assessments.
    *covenants.urls(),
    *action_plans.urls(),
    *assessments.urls(),
    path(f"{_IN}/projects", portfolio_public.projects, name="projects"),
    path(f"{_IN}/projects/list.<slug:kind>", portfolio_public.projects_file, name="projects-file"),
    path(f"{_IN}/projects/portfolio", portfolio_public.portfolio, name="portfolio"),
    path(
        f"{_IN}/projects/portfolio/<slug:name>-<slug:size>.svg",
        portfolio_public.picture,
        name="portfolio-picture",
    ),
    path(f"{_IN}/projects/<int:number>", portfolio_public.project, name="project"),
    path(f"{_WORK}/projects", portfolio_working.overview, name="work-projects"),
    path(
        f"{_WORK}/projects/list.<slug:kind>",
        portfolio_working.projects_file,
        name="work-projects-file",
    ),
    path(f"{_WORK}/projects/portfolio", portfolio_working.portfolio, name="work-portfolio"),
    path(f"{_WORK}/projects/decisions", portfolio_working.decisions, name="work-decisions"),
    path(f"{_WORK}/projects/import", portfolio_importing.take_in, name="project-import"),
    path(f"{_WORK}/projects/<int:number>", portfolio_working.detail, name="work-project"),
    *projects.urls(),
    # Letters, and whole programmes as files.
    path(f"{_IN}/letters", papers_public.overview, name="letters"),
    path(f"{_IN}/letters/<int:number>", papers_public.detail, name="letter"),
    path(f"{_IN}/letters/<int:number>/<slug:kind>", papers_public.file, name="letter-file"),
    path(f"{_IN}/export/<slug:kind>", exports.public_file, name="export-public"),
    path(_PAPERS, papers_working.overview, name="work-papers"),
    path(f"{_PAPERS}/make", papers_working.make, name="letter-make"),
    path("work/programmes/import", papers_importing.begin, name="programme-import"),
    path(f"{_PAPERS}/import", papers_importing.add, name="import"),
    path(f"{_PAPERS}/export/<slug:kind>", exports.full_file, name="export-full"),
    path(f"{_PAPERS}/letters/<int:number>", papers_working.detail, name="work-letter"),
    path(f"{_PAPERS}/letters/<int:number>/issue", papers_working.issue, name="letter-issue"),
    path(f"{_PAPERS}/letters/<int:number>/add/<slug:part>", papers_working.add, name="letter-add"),
    path(
        f"{_PAPERS}/letters/<int:number>/file/<slug:kind>",
        papers_working.file,
        name="work-letter-file",
    ),
]
