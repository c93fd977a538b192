"""Addresses of the portfolio: projects, covenants, plans under pressure, assessments."""

from __future__ import annotations

from django.urls import path

from wijkwerk.programme.web.portfolio import (
    importing,
    public,
    working,
)
from wijkwerk.programme.web.portfolio.action_plans import action_plans
from wijkwerk.programme.web.portfolio.assessing import assessments
from wijkwerk.programme.web.portfolio.covenants import covenants
from wijkwerk.programme.web.portfolio.projects import projects

_IN = "programmes/<slug:slug>"
_WORK = f"{_IN}/work"

urlpatterns = [
    *covenants.urls(),
    *action_plans.urls(),
    *assessments.urls(),
    path(f"{_IN}/projects", public.projects, name="projects"),
    path(f"{_IN}/projects/list.<slug:kind>", public.projects_file, name="projects-file"),
    path(f"{_IN}/projects/portfolio", public.portfolio, name="portfolio"),
    path(f"{_IN}/projects/portfolio/<slug:name>-<slug:size>.svg", public.picture,
         name="portfolio-picture"),
    path(f"{_IN}/projects/<int:number>", public.project, name="project"),
    path(f"{_WORK}/projects", working.overview, name="work-projects"),
    path(f"{_WORK}/projects/list.<slug:kind>", working.projects_file, name="work-projects-file"),
    path(f"{_WORK}/projects/portfolio", working.portfolio, name="work-portfolio"),
    path(f"{_WORK}/projects/decisions", working.decisions, name="work-decisions"),
    path(f"{_WORK}/projects/import", importing.take_in, name="project-import"),
    path(f"{_WORK}/projects/<int:number>", working.detail, name="work-project"),
    *projects.urls(),
]  # fmt: skip
