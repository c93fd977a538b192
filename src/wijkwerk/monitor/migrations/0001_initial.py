"""The register of editions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table of editions."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="EditionRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.CharField(max_length=200, unique=True)),
                ("series", models.CharField(db_index=True, max_length=200)),
                ("title_nl", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("folder", models.CharField(max_length=1000)),
                ("digest", models.CharField(max_length=64)),
                ("simulated", models.BooleanField(default=False)),
                ("registered_at", models.DateTimeField()),
                ("place", models.PositiveIntegerField()),
                ("is_default", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("served", "served"),
                            ("damaged", "files are missing or changed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="served",
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ("-place",),
            },
        ),
    ]
