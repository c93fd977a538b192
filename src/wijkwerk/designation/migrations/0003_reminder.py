"""Which moment of a procedure was mailed to whom."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table."""

    dependencies = [
        ("designation", "0002_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor", models.CharField(max_length=60)),
                ("on", models.DateField()),
                ("number", models.PositiveSmallIntegerField()),
                ("sent", models.BooleanField(default=False)),
                ("moment", models.CharField(max_length=60)),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="designation.procedure",
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("procedure", "actor", "moment"), name="one_reminder_of_a_moment"
                    )
                ],
            },
        ),
    ]
