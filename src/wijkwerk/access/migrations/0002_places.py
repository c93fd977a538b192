"""A role is held for a municipality, a programme or an organisation: one column for all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Renames the column and makes it wider."""

    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.RenameField("roleheld", "municipality", "place"),
        migrations.AlterField("roleheld", "place", models.CharField(blank=True, max_length=60)),
        migrations.AlterModelOptions(
            name="roleheld", options={"ordering": ("role", "place", "first_day")}
        ),
    ]
