"""A key and an area of organisations; who reviewed an emergency stands in the read log."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkwerk.audit.api import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """SQLite makes the log anew, so its guard is put there again."""

    dependencies = [
        ("casework", "0008_values_bound_to_their_row"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "organisation",
            "age_key",
            models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            "organisation",
            "area",
            models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        DatabaseStep(lifted("casework_look"), append_only("casework_look")),
        migrations.AddField(
            "look",
            "account",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "look",
            "worker",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.worker",
            ),
        ),
        DatabaseStep(append_only("casework_look"), lifted("casework_look")),
    ]
