"""The lists of words that casework chooses from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Domain(models.TextChoices):
    """A life domain; identity is who belongs to the household and where it lives."""

    IDENTITY = "identity", _("Names and address")
    INCOME = "income", pgettext_lazy("life domain", "Income")
    DEBTS = "debts", pgettext_lazy("life domain", "Debts")
    DAYTIME = "daytime", pgettext_lazy("life domain", "Work and daytime activity")
    CARE = "care", pgettext_lazy("life domain", "Care and health")
    HOUSING = "housing", pgettext_lazy("life domain", "Housing")
    SCHOOL = "school", pgettext_lazy("life domain", "School")
    SAFETY = "safety", pgettext_lazy("life domain", "Safety")


class Purpose(models.TextChoices):
    """Why somebody looks at a household."""

    PLAN = "plan", _("making one plan and directing it")
    SUPPORT = "support", _("giving support or care")
    DEBTS = "debts", _("help with debts")
    INCOME = "income", _("benefit and work")
    YOUTH = "youth", _("help for children")
    EMERGENCY = "emergency", _("an emergency")


class OrganisationKind(models.TextChoices):
    """What sort of organisation works with households; laws speak of these."""

    MUNICIPALITY = "municipality", _("Municipality")
    TEAM = "team", _("Neighbourhood team")
    CARE = "care", _("Care provider")
    DEBTS = "debts", _("Debt counselling")
    HOUSING = "housing", _("Housing association")
    SCHOOL = "school", pgettext_lazy("organisation", "School")
    OTHER = "other", pgettext_lazy("organisation", "Other")


class Relation(models.TextChoices):
    """What somebody is in a household."""

    HEAD = "head", _("Adult")
    PARTNER = "partner", _("Partner")
    CHILD = "child", _("Child")
    PARENT = "parent", _("Parent")
    OTHER = "other", pgettext_lazy("relation", "Other")


class Verdict(models.TextChoices):
    """What somebody else thinks of an emergency afterwards."""

    JUSTIFIED = "justified", _("Justified")
    UNJUSTIFIED = "unjustified", _("Not justified")
