"""The addresses of casework. No address has a name or a number of a household that one could guess."""

from __future__ import annotations

from django.urls import path

from wijkwerk.casework.web import campaigns, counts, groups, nuisance, oversight, views

app_name = "casework"

urlpatterns = [
    path("casework", views.start, name="start"),
    path("casework/looked", oversight.looked, name="looked"),
    path("casework/funnels", counts.funnels, name="funnels"),
    path("casework/officers", counts.officers, name="officers"),
    path("casework/groups", groups.groups, name="groups"),
    path("casework/groups/<int:number>", groups.group, name="group"),
    path("casework/campaigns", campaigns.campaign_list, name="campaigns"),
    path("casework/campaigns/new", campaigns.new, name="campaign-new"),
    path("casework/campaigns/<int:number>", campaigns.campaign, name="campaign"),
    path("casework/campaigns/<int:number>/street", campaigns.street, name="campaign-street"),
    path("casework/campaigns/<int:number>/round", campaigns.round_, name="campaign-round"),
    path("casework/nuisance", nuisance.worst_first, name="nuisance"),
    path("casework/counts", counts.counts, name="counts"),
    path("casework/register", oversight.register, name="register"),
    path("casework/unassigned", oversight.unassigned, name="unassigned"),
    path("casework/unassigned/<slug:token>", oversight.assign, name="assign"),
    path("casework/emergency", oversight.emergency, name="emergency"),
    path("casework/emergencies", oversight.to_review, name="emergencies"),
    path("casework/emergencies/<int:number>", oversight.review, name="review"),
    path("casework/for/<slug:purpose>", views.caseload, name="caseload"),
    path("casework/for/<slug:purpose>/open", views.open_new, name="open"),
    path("casework/for/<slug:purpose>/<slug:token>", views.household, name="household"),
    path("casework/for/<slug:purpose>/<slug:token>/<slug:action>", views.act, name="act"),
]
