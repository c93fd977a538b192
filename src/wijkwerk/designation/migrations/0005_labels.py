"""What fields are called, and the choices of a wish: no column changes."""

from django.db import migrations, models

from wijkwerk.workflow.altered_words import AlterWords


class Migration(migrations.Migration):
    """As the models have it."""

    dependencies = [
        ("designation", "0004_audience"),
    ]

    operations = [
        AlterWords(
            [
                migrations.AlterField(
                    model_name="objection",
                    name="wish",
                    field=models.CharField(
                        choices=[
                            ("off", "This area should not be on the list"),
                            ("on", "This area should be on the list"),
                        ],
                        max_length=3,
                    ),
                ),
                migrations.AlterField(
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
                        help_text="This can’t be changed later. Everybody can read the list once the decision is published.",
                        max_length=20,
                        verbose_name="Who may read the draft",
                    ),
                ),
                migrations.AlterField(
                    model_name="procedure",
                    name="decided_on",
                    field=models.DateField(null=True, verbose_name="Decided"),
                ),
                migrations.AlterField(
                    model_name="procedure",
                    name="objections_until",
                    field=models.DateField(null=True, verbose_name="Last day for objections"),
                ),
                migrations.AlterField(
                    model_name="procedure",
                    name="opened_on",
                    field=models.DateField(null=True, verbose_name="Opened for objections"),
                ),
                migrations.AlterField(
                    model_name="procedure",
                    name="published_on",
                    field=models.DateField(db_index=True, null=True, verbose_name="Published"),
                ),
                migrations.AlterField(
                    model_name="procedure",
                    name="started_on",
                    field=models.DateField(verbose_name="Procedure started"),
                ),
            ]
        ),
    ]
