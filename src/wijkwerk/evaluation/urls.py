"""The addresses of evaluations."""

from __future__ import annotations

from django.urls import include, path

from wijkwerk.evaluation.web import views
from wijkwerk.evaluation.web.resources import questions

_PAGES = [
    path("evaluations", views.all_evaluations, name="all"),
    *questions.urls(),
    path("evaluations/<str:name>", views.evaluation, name="evaluation"),
    path("evaluations/<str:name>/files/<str:file>", views.file, name="file"),
]

pages = [path("", include((_PAGES, "evaluation")))]
api = [path("evaluations", include("wijkwerk.evaluation.rest"))]
