"""Who may read the draft of a list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column."""

    dependencies = [
        ("designation", "0003_reminder"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedure",
            name="audience",
            field=models.CharField(
                choices=[
                    ("everybody", "Everybody: the draft is open for inspection"),
                    (
                        "asked",
                        "Only officials, and municipalities once they are asked for their views",
                    ),
                ],
                default="everybody",
                max_length=20,
            ),
        ),
    ]
