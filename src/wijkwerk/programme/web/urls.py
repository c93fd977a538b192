"""Addresses of programme, gathered from its rooms. What stands below ``/work`` asks for an account."""

from __future__ import annotations

from wijkwerk.programme.web.commitments.urls import urlpatterns as commitments
from wijkwerk.programme.web.papers.urls import urlpatterns as papers
from wijkwerk.programme.web.plans.urls import urlpatterns as plans
from wijkwerk.programme.web.portfolio.urls import urlpatterns as portfolio
from wijkwerk.programme.web.public.urls import urlpatterns as public

app_name = "programme"
urlpatterns = [*public, *plans, *commitments, *portfolio, *papers]
