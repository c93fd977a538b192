"""The table of what was chosen about the front page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A row per choice."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HomeChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                ("value", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ("key",),
            },
        ),
    ]
