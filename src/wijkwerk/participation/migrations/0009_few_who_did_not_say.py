"""The help of a field: no column changes."""

from django.db import migrations, models

from wijkwerk.workflow.altered_words import AlterWords


class Migration(migrations.Migration):
    """As the model has it."""

    dependencies = [
        ("participation", "0008_yardsticks"),
    ]

    operations = [
        AlterWords(
            [
                migrations.AlterField(
                    model_name="turnout",
                    name="unknown",
                    field=models.PositiveIntegerField(
                        default=0,
                        help_text="Telling is a free choice: who doesn’t want to is counted here. "
                        "Fewer than five aren’t counted.",
                        verbose_name="Didn’t say to which group they belong",
                    ),
                ),
            ]
        ),
    ]
