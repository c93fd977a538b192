"""Each payment of a tranche stays known, also when the money came back."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_payments(apps: Any, _editor: Any) -> None:
    """What was paid before this table was there, by hand as far as anybody knows."""
    tranches = apps.get_model("finance", "Tranche").objects.filter(
        state="paid", paid_on__isnull=False
    )
    payments = apps.get_model("finance", "TranchePayment").objects
    payments.bulk_create(
        payments.model(tranche=row, paid_on=row.paid_on, amount=row.amount, reference=row.reference)
        for row in tranches
    )


class Migration(migrations.Migration):
    """A table, with the payments that stand with tranches now."""

    dependencies = [
        ("finance", "0005_goals_of_programmes"),
    ]

    operations = [
        migrations.CreateModel(
            name="TranchePayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="Paid on")),
                ("amount", models.BigIntegerField(verbose_name="Amount, in euros")),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="Reference of the payment"
                    ),
                ),
                ("key", models.CharField(blank=True, default="", max_length=64)),
                (
                    "tranche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="finance.tranche",
                    ),
                ),
            ],
            options={
                "ordering": ("paid_on", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("key",),
                        name="finance_payment_once",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_payments, migrations.RunPython.noop),
    ]
