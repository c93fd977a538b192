"""The procedure about a list, and its steps, which the database itself lets only grow."""

import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.audit.append_only import DatabaseStep, append_only, lifted


class Migration(migrations.Migration):
    """Makes the tables of the procedure."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Procedure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list_id", models.CharField(max_length=200)),
                ("year", models.PositiveIntegerField()),
                ("title_nl", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("simulated", models.BooleanField(default=False)),
                ("manifest_digest", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                ("started_on", models.DateField()),
                ("opened_on", models.DateField(null=True)),
                ("objections_until", models.DateField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("published_on", models.DateField(db_index=True, null=True)),
                ("motivation", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("list_id", "year"),
                        name="one_procedure",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=300)),
                ("municipality", models.CharField(db_index=True, max_length=20)),
                ("status", models.CharField(blank=True, max_length=60)),
                ("label_nl", models.CharField(blank=True, max_length=300)),
                ("label_en", models.CharField(blank=True, max_length=300)),
                ("by_rule", models.BooleanField()),
                ("decided", models.BooleanField(null=True)),
                ("delisted_on", models.DateField(null=True)),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="designation.procedure",
                    ),
                ),
            ],
            options={
                "ordering": ("municipality", "name", "code"),
            },
        ),
        migrations.CreateModel(
            name="Delisting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("municipality", models.CharField(db_index=True, max_length=20)),
                ("reasons", models.TextField()),
                ("made_on", models.DateField()),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delistings",
                        to="designation.listedarea",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delistings",
                        to="designation.procedure",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("machine", models.CharField(max_length=20)),
                ("object_id", models.PositiveBigIntegerField()),
                ("action", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
                ("role", models.CharField(max_length=40)),
                ("municipality", models.CharField(blank=True, max_length=20)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("text", models.TextField(blank=True)),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="designation.procedure",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=40)),
                ("area_name", models.CharField(max_length=300)),
                ("municipality", models.CharField(db_index=True, max_length=20)),
                ("wish", models.CharField(max_length=3)),
                ("reasons", models.TextField()),
                ("made_on", models.DateField()),
                ("state", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(null=True)),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="designation.procedure",
                    ),
                ),
            ],
            options={
                "ordering": ("municipality", "area_name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("procedure", "area"),
                        name="one_objection",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="listedarea",
            constraint=models.UniqueConstraint(fields=("procedure", "code"), name="an_area_once"),
        ),
        migrations.AddConstraint(
            model_name="delisting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("area",), name="one_proposal"
            ),
        ),
        DatabaseStep(append_only("designation_step"), lifted("designation_step")),
    ]
