"""Addresses of letters and of whole programmes as files."""

from __future__ import annotations

from django.urls import path

from wijkwerk.programme.web.papers import exports, importing, public, working

_IN = "programmes/<slug:slug>"
_WORK = "programmes/<slug:slug>/work/papers"

urlpatterns = [
    path(f"{_IN}/letters", public.overview, name="letters"),
    path(f"{_IN}/letters/<int:number>", public.detail, name="letter"),
    path(f"{_IN}/letters/<int:number>/<slug:kind>", public.file, name="letter-file"),
    path(f"{_IN}/export/<slug:kind>", exports.public_file, name="export-public"),
    path(_WORK, working.overview, name="work-papers"),
    path(f"{_WORK}/make", working.make, name="letter-make"),
    path("work/programmes/import", importing.begin, name="programme-import"),
    path(f"{_WORK}/import", importing.add, name="import"),
    path(f"{_WORK}/export/<slug:kind>", exports.full_file, name="export-full"),
    path(f"{_WORK}/letters/<int:number>", working.detail, name="work-letter"),
    path(f"{_WORK}/letters/<int:number>/issue", working.issue, name="letter-issue"),
    path(f"{_WORK}/letters/<int:number>/add/<slug:part>", working.add, name="letter-add"),
    path(f"{_WORK}/letters/<int:number>/file/<slug:kind>", working.file, name="work-letter-file"),
]
