"""Addresses of the pages of accounts."""

from __future__ import annotations

from django.urls import path

from wijkwerk.access.web import entry, manage, own

app_name = "access"
urlpatterns = [
    path("account", own.account, name="account"),
    path("account/login", entry.login, name="login"),
    path("account/logout", entry.logout, name="logout"),
    path("account/provider", entry.provider, name="provider"),
    path("account/second-factor", entry.verify, name="second-factor"),
    path("account/second-factor/set-up", entry.set_up, name="second-factor-set-up"),
    path("account/second-factor/codes", own.codes, name="codes"),
    path("account/password", own.password, name="password"),
    path("account/forgotten", entry.forgotten, name="forgotten"),
    path("account/reset/<str:part>/<str:token>", entry.reset, name="reset"),
    path("account/sessions", own.end_session, name="end-session"),
    path("account/roles", own.roles, name="roles"),
    path("account/manage", manage.overview, name="manage"),
    path("account/manage/new", manage.invite, name="invite"),
    path("account/manage/<int:number>", manage.detail, name="manage-account"),
    path("account/manage/<int:number>/<str:act>", manage.act, name="manage-act"),
]
