"""Addresses of commitments: what everybody sees, working pages, a partner's own, reminders."""

from __future__ import annotations

from django.urls import path

from wijkwerk.access.api import needs
from wijkwerk.programme.web.commitments import calendars, partner, public, reminders, working
from wijkwerk.programme.web.commitments.steps import commitments, reports
from wijkwerk.programme.web.resource import WORKING
from wijkwerk.workflow.views import StepView

_IN = "programmes/<slug:slug>"
_OWN = "work/organisations"

urlpatterns = [
    path(f"{_IN}/commitments", public.overview, name="commitments"),
    path(f"{_IN}/commitments/<int:number>", public.detail, name="commitment"),
    path(f"{_IN}/organisations/<slug:organisation>", public.organisation, name="organisation"),
    path(f"{_IN}/calendar.ics", calendars.whole, name="calendar"),
    path("programmes/calendars/<str:key>.ics", calendars.own, name="own-calendar"),
    path(f"{_IN}/work/commitments", working.overview, name="work-commitments"),
    path(f"{_IN}/work/commitments/<int:number>", working.detail, name="work-commitment"),
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
]
