"""A decision about a project can name the evaluation that it rests on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The evaluation of the last decision."""

    dependencies = [
        ("programme", "0004_what_fields_are_called"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="evaluation",
            field=models.CharField(
                blank=True,
                help_text="One that everybody can read on this site.",
                max_length=200,
                verbose_name="Evaluation that the decision rests on",
            ),
        ),
    ]
