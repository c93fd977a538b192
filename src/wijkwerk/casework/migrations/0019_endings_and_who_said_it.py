"""How nuisance ended by itself or was wrong, and who of a household said how it goes."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """How nuisance ended by itself or was wrong, and who of a household said how it goes."""

    dependencies = [
        ("casework", "0018_extents"),
    ]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="casework.person",
            ),
        ),
        migrations.AddField(
            model_name="nuisance",
            name="ended_because",
            field=models.TextField(null=True, verbose_name="What happened, or what was wrong?"),
        ),
        migrations.AddField(
            model_name="nuisance",
            name="is_mistaken",
            field=models.BooleanField(
                default=False, verbose_name="There was no nuisance: it was wrong"
            ),
        ),
    ]
