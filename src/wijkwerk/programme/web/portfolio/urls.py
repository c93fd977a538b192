"""Addresses of the portfolio: projects, covenants, plans under pressure, assessments."""

from __future__ import annotations

from django.urls import path

from wijkwerk.programme.web.portfolio import (
    action_plans,
    assessing,
    covenants,
    importing,
    public,
    working,
)

_IN = "programmes/<slug:slug>"
_WORK = f"{_IN}/work"

urlpatterns = [
    path(f"{_IN}/projects", public.projects, name="projects"),
    path(f"{_IN}/projects/list.<slug:kind>", public.projects_file, name="projects-file"),
    path(f"{_IN}/projects/portfolio", public.portfolio, name="portfolio"),
    path(f"{_IN}/projects/portfolio/<slug:name>-<slug:size>.svg", public.picture,
         name="portfolio-picture"),
    path(f"{_IN}/projects/<int:number>", public.project, name="project"),
    path(f"{_IN}/covenants", covenants.overview, name="covenants"),
    path(f"{_IN}/covenants/<int:number>", covenants.covenant, name="covenant"),
    path(f"{_IN}/action-plans", action_plans.overview, name="action-plans"),
    path(f"{_IN}/action-plans/<int:number>", action_plans.plan, name="action-plan"),
    path(f"{_IN}/assessments", assessing.overview, name="assessments"),
    path(f"{_IN}/assessments/<int:number>", assessing.assessment, name="assessment"),
    path(f"{_WORK}/projects", working.overview, name="work-projects"),
    path(f"{_WORK}/projects/list.<slug:kind>", working.projects_file, name="work-projects-file"),
    path(f"{_WORK}/projects/portfolio", working.portfolio, name="work-portfolio"),
    path(f"{_WORK}/projects/decisions", working.decisions, name="work-decisions"),
    path(f"{_WORK}/projects/add", working.add, name="project-add"),
    path(f"{_WORK}/projects/import", importing.take_in, name="project-import"),
    path(f"{_WORK}/projects/<int:number>", working.detail, name="work-project"),
    path(f"{_WORK}/projects/<int:number>/<slug:action>", working.step, name="project-step"),
    path(f"{_WORK}/covenants", covenants.working, name="work-covenants"),
    path(f"{_WORK}/covenants/make", covenants.make, name="covenant-make"),
    path(f"{_WORK}/covenants/<int:number>", covenants.detail, name="work-covenant"),
    path(f"{_WORK}/covenants/<int:number>/unbind/<int:obligation>", covenants.unbind,
         name="covenant-unbind"),
    path(f"{_WORK}/covenants/<int:number>/<slug:action>", covenants.step, name="covenant-step"),
    path(f"{_WORK}/action-plans", action_plans.working, name="work-action-plans"),
    path(f"{_WORK}/action-plans/make", action_plans.make, name="action-plan-make"),
    path(f"{_WORK}/action-plans/<int:number>", action_plans.detail, name="work-action-plan"),
    path(f"{_WORK}/action-plans/<int:number>/done/<int:of>", action_plans.done,
         name="action-plan-done"),
    path(f"{_WORK}/action-plans/<int:number>/<slug:action>", action_plans.step,
         name="action-plan-step"),
    path(f"{_WORK}/assessments", assessing.working, name="work-assessments"),
    path(f"{_WORK}/assessments/open", assessing.start, name="assessment-open"),
    path(f"{_WORK}/assessments/<int:number>", assessing.detail, name="work-assessment"),
    path(f"{_WORK}/assessments/<int:number>/<slug:action>", assessing.step,
         name="assessment-step"),
]  # fmt: skip
