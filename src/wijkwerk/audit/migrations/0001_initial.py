"""The two chains, which the database itself lets only grow."""

from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """Makes both tables and their triggers."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("place", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
                ("request", models.CharField(blank=True, max_length=32)),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("action", models.CharField(max_length=100)),
                ("object_kind", models.CharField(max_length=60)),
                ("object_id", models.CharField(db_index=True, max_length=200)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("place",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Processing",
            fields=[
                ("place", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
                ("request", models.CharField(blank=True, max_length=32)),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=60)),
                ("purpose", models.CharField(max_length=200)),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("place",),
                "abstract": False,
            },
        ),
        DatabaseStep(append_only("audit_entry"), lifted("audit_entry")),
        DatabaseStep(append_only("audit_processing"), lifted("audit_processing")),
    ]
