"""Steps have the columns of all capabilities' steps: the place may be other than a municipality."""

from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """Renames the column, makes it wider, and puts the guard back that SQLite takes away."""

    dependencies = [("designation", "0001_initial")]

    operations = [
        DatabaseStep(lifted("designation_step"), append_only("designation_step")),
        migrations.RenameField("step", "municipality", "place"),
        migrations.AlterField("step", "place", models.CharField(blank=True, max_length=60)),
        DatabaseStep(append_only("designation_step"), lifted("designation_step")),
    ]
