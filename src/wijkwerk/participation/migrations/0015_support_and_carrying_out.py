"""Support on the site, what an idea costs and changed, who is responsible; rules of a process about joining."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds fields and a table."""

    dependencies = [
        ("participation", "0014_a_follower_beside_another"),
    ]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="changed",
            field=models.TextField(
                blank=True,
                help_text="Which plan or decision, and what is different in it now. Everybody reads this.",
                max_length=10000,
                verbose_name="What it changed",
            ),
        ),
        migrations.AddField(
            model_name="idea",
            name="cost",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="Cost in euros"),
        ),
        migrations.AddField(
            model_name="idea",
            name="costing",
            field=models.TextField(
                blank=True, max_length=10000, verbose_name="How the cost was estimated"
            ),
        ),
        migrations.AddField(
            model_name="idea",
            name="municipality_role",
            field=models.CharField(
                blank=True,
                help_text="A role or a group, not a name.",
                max_length=200,
                verbose_name="Responsible for the municipality",
            ),
        ),
        migrations.AddField(
            model_name="idea",
            name="organisation_role",
            field=models.CharField(
                blank=True,
                help_text="A role or a group, not a name.",
                max_length=200,
                verbose_name="Responsible for organisations",
            ),
        ),
        migrations.AddField(
            model_name="idea",
            name="resident_role",
            field=models.CharField(
                blank=True,
                help_text="A role or a group, not a name.",
                max_length=200,
                verbose_name="Responsible for residents",
            ),
        ),
        migrations.AddField(
            model_name="idea",
            name="signatures",
            field=models.PositiveIntegerField(
                default=0, verbose_name="Residents who support it on this site"
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="must_join",
            field=models.BooleanField(
                default=False,
                verbose_name="Whoever proposes an idea helps to carry it out, else it lapses",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="three_responsible",
            field=models.BooleanField(
                default=False,
                help_text="One for residents, one for organisations, one for the municipality.",
                verbose_name="Each idea that is carried out has three people responsible",
            ),
        ),
        migrations.AlterField(
            model_name="idea",
            name="supporters",
            field=models.PositiveIntegerField(
                default=0, verbose_name="Residents who support it, on paper or at a meeting"
            ),
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support",
                        to="participation.idea",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "key"), name="support_once")
                ],
            },
        ),
    ]
