"""Addresses of the procedure: what everybody sees, and where officials and municipalities work."""

from __future__ import annotations

from django.urls import path

from wijkwerk.designation.web import procedure, working

app_name = "procedure"
urlpatterns = [
    path("designation/procedures", procedure.overview, name="overview"),
    path("designation/procedures/<int:number>", procedure.detail, name="detail"),
    path("designation/work", working.overview, name="work"),
    path("designation/work/start", working.start, name="start"),
    path("designation/work/<int:number>", working.detail, name="work-detail"),
    path("designation/work/<int:number>/<str:action>", working.step, name="step"),
    path("designation/work/objections/<int:number>/<str:action>", working.objection_step,
         name="objection-step"),
    path("designation/work/delistings/<int:number>/<str:action>", working.delisting_step,
         name="delisting-step"),
]  # fmt: skip
