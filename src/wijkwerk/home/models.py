"""What was chosen about the front page."""

from __future__ import annotations

from django.db import models

from wijkwerk.shared.classification import data_card


class HomeChoice(models.Model):
    """A choice of an administrator; without a row what the settings say, else what is automatic."""

    key = models.CharField(max_length=40, unique=True)  # of a HomeSetting
    value = models.CharField(max_length=200)

    data_card = data_card(
        days=None,
        because="It is what the front page shows, until somebody chooses otherwise.",
        plain=("id", "key", "value"),
    )

    class Meta:
        """By key."""

        ordering = ("key",)

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
