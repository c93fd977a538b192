"""Which target or commitment of a programme a goal helps to keep."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column."""

    dependencies = [("finance", "0004_parties_functions_overhead")]

    operations = [
        migrations.AddField(
            "resultgoal",
            "promise",
            models.CharField(
                blank=True, max_length=200, verbose_name="Target or commitment of a programme"
            ),
        ),
    ]
