"""The addresses of finance."""

from __future__ import annotations

from django.urls import include, path

from wijkwerk.finance.web import views
from wijkwerk.finance.web.analyses import analyses

_PAGES = [
    path("work/finance/analyses/file", views.take_in_analysis, name="analysis-file"),
    *analyses.urls(),
    path(
        "finance/analyses/<int:number>/document", views.analysis_document, name="analysis-document"
    ),
]

pages = [path("", include((_PAGES, "finance")))]
api = [path("finance", include("wijkwerk.finance.rest"))]
