"""What an organisation aims at in a year."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds targets."""

    dependencies = [("casework", "0009_receivers_and_officers")]

    operations = [
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("planned", "A plan was agreed"),
                            ("lasting", "Goes on without us, for good"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="casework.organisation",
                    ),
                ),
            ],
            options={"ordering": ("year", "id")},
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                fields=("organisation", "year", "stage"), name="casework_target_once"
            ),
        ),
    ]
