"""The addresses of finance."""

from __future__ import annotations

from django.urls import include, path

from wijkwerk.finance.web import statements, tools, uploads, views
from wijkwerk.finance.web.agreements import agreements, tranches
from wijkwerk.finance.web.analyses import analyses
from wijkwerk.finance.web.ledgers import ledgers

_PAGES = [
    path("work/finance/ledgers/file", uploads.take_in_ledger, name="ledger-file"),
    path("work/finance/ledgers/<int:number>/file", uploads.replace_ledger, name="ledger-replace"),
    *ledgers.urls(),
    path("work/finance/statement", statements.take_in, name="statement"),
    *agreements.urls(),
    *tranches.urls(),
    path("finance/combining", tools.combining, name="combining"),
    path("finance/earning", tools.earning, name="earning"),
    path("finance/fragmentation", tools.fragmentation, name="fragmentation"),
    path("finance/ledgers/<int:number>/flows", views.ledger_flows, name="ledger-flows"),
    path("finance/ledgers/<int:number>/flows.csv", views.ledger_csv, name="ledger-csv"),
    path("finance/ledgers/<int:number>/flows.zip", views.ledger_package, name="ledger-package"),
    path("work/finance/analyses/file", uploads.take_in_analysis, name="analysis-file"),
    *analyses.urls(),
    path("finance/analyses/<int:number>/report", views.analysis_report, name="analysis-report"),
    path(
        "finance/analyses/<int:number>/document", views.analysis_document, name="analysis-document"
    ),
]

pages = [path("", include((_PAGES, "finance")))]
api = [path("finance", include("wijkwerk.finance.rest"))]
