"""What an evaluation is about: a project finds its own by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Which thing was evaluated."""

    dependencies = [
        ("evaluation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="evaluationrecord",
            name="kind",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="evaluationrecord",
            name="reference",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
