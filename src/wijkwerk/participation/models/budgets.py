"""A budget that residents decide over: its rules, projects, codes, ballots, counts and payments.

No row leads from a ballot to a code or back: see ADR 40.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.encrypted_fields import EncryptedJSONField
from wijkwerk.participation.core.elections import BallotKind, Completion, Utility
from wijkwerk.participation.models.base import CentsField, InProcess, card, in_process, line, prose
from wijkwerk.shared.classification import data_card
from wijkwerk.workflow.api import Stepping

_KINDS = [
    (BallotKind.APPROVAL.value, _("Choose projects")),
    (BallotKind.POINTS.value, _("Divide points")),
    (BallotKind.RANKING.value, _("Put projects in order")),
]
_UTILITIES = [
    (Utility.COST.value, _("A larger project counts for more")),
    (Utility.EQUAL.value, _("Every project counts the same")),
]
_STOPS = [
    (Completion.BUDGET.value, _("Until the winners would cost more than the budget")),
    (Completion.EXHAUSTIVE.value, _("Until no other project fits in what is left")),
]


class Budget(InProcess, Stepping):
    """Money that residents decide over, and by which rules."""

    process = in_process("budgets")
    title = line(_("Title"))
    amount = CentsField(_("Budget in euros"))
    goals = prose(_("Goals that projects must serve"))
    spread = prose(_("How the money is spread over streets and groups"), blank=True)
    voters = line(_("Who may vote"), _("Such as: everybody of 12 and older who lives here."))
    kind = models.CharField(
        _("Ballot"), max_length=10, choices=_KINDS, default=BallotKind.APPROVAL.value
    )
    most = models.PositiveSmallIntegerField(
        _("How many projects, places or points"), default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Projects that one may choose, places in the order, or points to divide."),
    )  # fmt: skip
    utility = models.CharField(
        _("What a project is worth"), max_length=10, choices=_UTILITIES, default=Utility.COST.value
    )
    completion = models.CharField(
        _("How far shares are raised"),
        max_length=10,
        choices=_STOPS,
        default=Completion.BUDGET.value,
    )
    least_support = models.PositiveIntegerField(_("Votes that a project needs at least"), default=0)
    opens_on = models.DateField(_("First day of voting"))
    closes_on = models.DateField(_("Last day of voting"))
    unspent = line(_("Where unspent money goes"))

    data_card = card(
        "id", "state", "version", "process", "title", "amount", "goals", "spread", "voters", "kind",
        "most", "utility", "completion", "least_support", "opens_on", "closes_on", "unspent",
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class Project(InProcess, Stepping):
    """A plan of residents for a budget. ``receipt`` is the HMAC of what its proposer follows it with."""

    process = in_process("projects")
    budget = models.ForeignKey(
        Budget, on_delete=models.PROTECT, related_name="projects", verbose_name=_("Budget")
    )
    title = line(_("Title"))
    text = prose(_("What will be done, and for whom"))
    street = line(_("Street or place"), blank=True)
    cost = CentsField(_("Cost in euros"), null=True, blank=True)
    costing = prose(_("How the cost was estimated"), blank=True)
    due_on = models.DateField(_("Ready by"), null=True, blank=True)
    result = prose(_("What was done"), blank=True)
    receipt = models.CharField(max_length=64, blank=True, db_index=True)

    data_card = card(
        "id", "state", "version", "process", "budget", "title", "text", "street", "cost", "costing",
        "due_on", "result", secret=("receipt",),
    )  # fmt: skip

    class Meta:
        """In the order of proposing."""

        ordering = ("id",)

    def __str__(self) -> str:
        return self.title

    @property
    def spent(self) -> int:
        """Cents that were paid."""
        return sum(payment.amount for payment in self.payments.all())


class Payment(models.Model):
    """Money of a project that was spent. Rows are only added."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="payments")
    amount = CentsField(_("Amount in euros"))
    on = models.DateField(_("Date"))
    purpose = line(_("For what"))

    data_card = card("id", "project", "amount", "on", "purpose")

    class Meta:
        """Oldest first."""

        ordering = ("on", "id")

    def __str__(self) -> str:
        return self.purpose


_VOTE = "The vote is secret, and its records are needed until nobody can contest it any more."


class VotingCode(models.Model):
    """A code that stands in one letter: only its HMAC. ``used_on`` is a day, never a moment."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64)
    used_on = models.DateField(null=True)
    void = models.BooleanField(default=False)

    data_card = data_card(
        days=365, because=_VOTE, plain=("id", "budget", "used_on", "void"), secret=("digest",)
    )

    class Meta:
        """Each code once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("budget", "digest"), name="a_voting_code_once")
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class CastBallot(models.Model):
    """A ballot in the box. ``key`` is found by whoever has the code, and by nobody from the code's
    row; the id is drawn, so that it tells no order. ``votes``: by the number of the project, sealed with
    the site's key, so that who reads the table while people vote can count nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="ballots")
    key = models.CharField(max_length=64)
    paper = models.BooleanField(default=False)
    votes = EncryptedJSONField(default=dict)

    data_card = data_card(
        days=365, because=_VOTE, plain=("id", "budget", "paper"), secret=("key", "votes")
    )

    class Meta:
        """One for each code."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("budget", "key"), name="a_ballot_once")
        ]

    def __str__(self) -> str:
        return "ballot"


class PaperBallot(models.Model):
    """A ballot on paper, keyed twice by two people. ``first`` and ``second``: what each read, None
    when it wasn't keyed yet. ``cause``: why it doesn't count, once that is settled."""

    class Cause(models.TextChoices):
        """Why a paper ballot doesn't count."""

        NO_CODE = "no_code", _("There is no code on it")
        UNKNOWN_CODE = "unknown_code", _("The code isn’t one of ours")
        USED_CODE = "used_code", _("Somebody voted with this code already")
        TOO_MANY = "too_many", _("More was chosen than is allowed")
        UNREADABLE = "unreadable", _("It can’t be read")
        BLANK = "blank", _("Nothing was chosen")
        NAMED = "named", _("It says who voted")

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="paper_ballots")
    number = models.PositiveIntegerField(_("Number on the ballot"))
    first = EncryptedJSONField(null=True)
    first_by = models.CharField(max_length=60, blank=True)
    second = EncryptedJSONField(null=True)
    second_by = models.CharField(max_length=60, blank=True)
    third_by = models.CharField(max_length=60, blank=True)
    settled = models.BooleanField(default=False)
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True)

    data_card = data_card(
        days=365, because=_VOTE, plain=("id", "budget", "number", "settled", "cause"),
        personal=("first_by", "second_by", "third_by"), secret=("first", "second"),
    )  # fmt: skip

    class Meta:
        """In the order of their numbers."""

        ordering = ("number",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("budget", "number"), name="a_paper_ballot_once")
        ]

    def __str__(self) -> str:
        return str(self.number)


class Exclusion(models.Model):
    """A project that was taken off the ballot after the count, by a decision with a date and reasons."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="exclusions")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="exclusion")
    on = models.DateField()
    because = prose(_("Reasons"))

    data_card = card("id", "budget", "project", "on", "because")

    class Meta:
        """Oldest first."""

        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.project)


class CountResult(models.Model):
    """A count as it was made: the rule, what was excluded, and the result. The last one holds.

    The database refuses to change or remove one. ``result`` is what ``services.counts`` says."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="counts")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    result = models.JSONField()

    data_card = card("id", "budget", "number", "on", "result")

    class Meta:
        """Oldest first."""

        ordering = ("number",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("budget", "number"), name="a_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.budget}: {self.number}"
