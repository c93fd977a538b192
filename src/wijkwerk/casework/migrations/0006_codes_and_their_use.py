"""Who made a code of a household, and when it was used."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a column and a table."""

    dependencies = [
        ("casework", "0005_one_task_over_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="householdcode",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.worker",
            ),
        ),
        migrations.CreateModel(
            name="CodeUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("download", models.BooleanField(default=False)),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="casework.householdcode",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
    ]
