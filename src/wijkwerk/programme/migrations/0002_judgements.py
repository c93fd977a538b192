"""Over which period the money of a project is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Amounts that were there are in all, as the form asked."""

    dependencies = [
        ("programme", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="money_period",
            field=models.CharField(
                blank=True,
                choices=[("", "in all"), ("a_year", "a year")],
                default="",
                max_length=10,
            ),
        ),
    ]
