"""What fields are called and which choices they have: no column changes."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.workflow.altered_words import AlterWords


class Migration(migrations.Migration):
    """As the models have it."""

    dependencies = [
        ("programme", "0003_labels"),
    ]

    operations = [
        AlterWords(
            [
                migrations.AlterField(
                    model_name="domain",
                    name="name",
                    field=models.CharField(max_length=300, verbose_name="Name"),
                ),
                migrations.AlterField(
                    model_name="goal",
                    name="name",
                    field=models.CharField(max_length=300, verbose_name="Name"),
                ),
                migrations.AlterField(
                    model_name="letter",
                    name="language",
                    field=models.CharField(
                        choices=[("nl", "Dutch"), ("en", "English")],
                        max_length=2,
                        verbose_name="Language of the letter",
                    ),
                ),
                migrations.AlterField(
                    model_name="letter",
                    name="since",
                    field=models.DateField(verbose_name="First day that it is about"),
                ),
                migrations.AlterField(
                    model_name="letter",
                    name="to",
                    field=models.CharField(
                        choices=[
                            ("council", "The municipal council"),
                            ("parliament", "Parliament"),
                        ],
                        max_length=20,
                        verbose_name="To whom",
                    ),
                ),
                migrations.AlterField(
                    model_name="letter",
                    name="until",
                    field=models.DateField(verbose_name="Last day that it is about"),
                ),
                migrations.AlterField(
                    model_name="mark",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("done", "Done"),
                            ("checked", "Checked"),
                            ("acted", "Acted upon"),
                        ],
                        max_length=10,
                        verbose_name="What happened",
                    ),
                ),
                migrations.AlterField(
                    model_name="measurement",
                    name="corrects",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="programme.measurement",
                        verbose_name="Corrects this count",
                    ),
                ),
                migrations.AlterField(
                    model_name="measurement",
                    name="error",
                    field=models.FloatField(
                        blank=True,
                        help_text="0 when counted in full; empty when not known.",
                        null=True,
                        verbose_name="Standard error",
                    ),
                ),
                migrations.AlterField(
                    model_name="measurement",
                    name="evidence",
                    field=models.TextField(
                        help_text="A document or an address.",
                        max_length=20000,
                        verbose_name="Where this can be seen",
                    ),
                ),
                migrations.AlterField(
                    model_name="measurement",
                    name="on",
                    field=models.DateField(verbose_name="Day of the count"),
                ),
                migrations.AlterField(
                    model_name="measurement",
                    name="value",
                    field=models.FloatField(verbose_name="Counted"),
                ),
                migrations.AlterField(
                    model_name="meeting",
                    name="on",
                    field=models.DateField(verbose_name="Day"),
                ),
                migrations.AlterField(
                    model_name="meeting",
                    name="present",
                    field=models.ManyToManyField(
                        related_name="meetings", to="programme.domain", verbose_name="Present"
                    ),
                ),
                migrations.AlterField(
                    model_name="meeting",
                    name="title",
                    field=models.CharField(
                        help_text="Such as: board of March 2026.",
                        max_length=300,
                        verbose_name="Name",
                    ),
                ),
                migrations.AlterField(
                    model_name="organisation",
                    name="kind",
                    field=models.CharField(
                        blank=True,
                        help_text="Such as municipality, school or housing corporation.",
                        max_length=40,
                        verbose_name="Kind",
                    ),
                ),
                migrations.AlterField(
                    model_name="organisation",
                    name="name",
                    field=models.CharField(max_length=300, verbose_name="Name"),
                ),
                migrations.AlterField(
                    model_name="organisation",
                    name="slug",
                    field=models.SlugField(max_length=60, unique=True, verbose_name="Code"),
                ),
                migrations.AlterField(
                    model_name="pillar",
                    name="name",
                    field=models.CharField(max_length=300, verbose_name="Name"),
                ),
                migrations.AlterField(
                    model_name="plan",
                    name="first_year",
                    field=models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="First year",
                    ),
                ),
                migrations.AlterField(
                    model_name="plan",
                    name="last_year",
                    field=models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="Last year",
                    ),
                ),
                migrations.AlterField(
                    model_name="plan",
                    name="locked_on",
                    field=models.DateField(blank=True, null=True, verbose_name="Locked on"),
                ),
                migrations.AlterField(
                    model_name="plan",
                    name="title",
                    field=models.CharField(max_length=300, verbose_name="Name"),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="areas",
                    field=models.JSONField(
                        blank=True, default=list, verbose_name="Codes of the areas"
                    ),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="begins_on",
                    field=models.DateField(verbose_name="First day"),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="edition",
                    field=models.CharField(
                        blank=True,
                        help_text="Where indicators come from, unless a target says another.",
                        max_length=200,
                        verbose_name="Edition of the monitor",
                    ),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="ends_on",
                    field=models.DateField(verbose_name="Last day"),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="mandate",
                    field=models.TextField(
                        blank=True,
                        max_length=20000,
                        verbose_name="What the bureau may do by itself",
                    ),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="municipality",
                    field=models.CharField(
                        blank=True,
                        help_text="Such as GM0599.",
                        max_length=20,
                        verbose_name="Code of the municipality",
                    ),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="simulated",
                    field=models.BooleanField(
                        default=False,
                        verbose_name="This is an example: not everything in it happened",
                    ),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="slug",
                    field=models.SlugField(max_length=60, unique=True, verbose_name="Code"),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="title",
                    field=models.CharField(max_length=300, verbose_name="Name"),
                ),
                migrations.AlterField(
                    model_name="programme",
                    name="vision",
                    field=models.TextField(
                        blank=True, max_length=20000, verbose_name="What the programme wants"
                    ),
                ),
                migrations.AlterField(
                    model_name="proposal",
                    name="due_on",
                    field=models.DateField(blank=True, null=True, verbose_name="New last day"),
                ),
                migrations.AlterField(
                    model_name="proposal",
                    name="kind",
                    field=models.CharField(
                        choices=[("change", "Change the target"), ("drop", "Drop the target")],
                        max_length=10,
                        verbose_name="Proposal",
                    ),
                ),
                migrations.AlterField(
                    model_name="proposal",
                    name="meeting",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="programme.meeting",
                        verbose_name="Meeting",
                    ),
                ),
                migrations.AlterField(
                    model_name="proposal",
                    name="reference",
                    field=models.CharField(
                        blank=True, max_length=40, verbose_name="Or the level of this area"
                    ),
                ),
                migrations.AlterField(
                    model_name="proposal",
                    name="reference_goal",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            (None, "not needed"),
                            ("at_least", "at least as high as the other area"),
                            ("at_most", "at most as high as the other area"),
                        ],
                        max_length=10,
                        verbose_name="Then it has to be",
                    ),
                ),
                migrations.AlterField(
                    model_name="proposal",
                    name="value",
                    field=models.FloatField(
                        blank=True, null=True, verbose_name="New value to reach"
                    ),
                ),
                migrations.AlterField(
                    model_name="proposal",
                    name="votes_against",
                    field=models.ManyToManyField(
                        blank=True,
                        related_name="proposals_against",
                        to="programme.domain",
                        verbose_name="Against",
                    ),
                ),
                migrations.AlterField(
                    model_name="proposal",
                    name="votes_for",
                    field=models.ManyToManyField(
                        blank=True,
                        related_name="proposals_for",
                        to="programme.domain",
                        verbose_name="For",
                    ),
                ),
                migrations.AlterField(
                    model_name="seat",
                    name="domain",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="programme.domain",
                        verbose_name="Side of the board",
                    ),
                ),
                migrations.AlterField(
                    model_name="seat",
                    name="first_day",
                    field=models.DateField(verbose_name="First day"),
                ),
                migrations.AlterField(
                    model_name="seat",
                    name="last_day",
                    field=models.DateField(blank=True, null=True, verbose_name="Last day"),
                ),
                migrations.AlterField(
                    model_name="seat",
                    name="organisation",
                    field=models.ForeignKey(
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="programme.organisation",
                        verbose_name="Organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="area",
                    field=models.CharField(
                        blank=True, max_length=40, verbose_name="Code of the area"
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="edition",
                    field=models.CharField(
                        blank=True,
                        help_text="Only when it isn’t the programme’s.",
                        max_length=200,
                        verbose_name="Edition",
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="goal",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="programme.goal",
                        verbose_name="Goal",
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="indicator",
                    field=models.CharField(
                        blank=True,
                        help_text="Its code in the edition, when it comes from the monitor.",
                        max_length=100,
                        verbose_name="Indicator",
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="note",
                    field=models.TextField(
                        blank=True,
                        help_text="Never public.",
                        max_length=20000,
                        verbose_name="Note of the bureau",
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="owner",
                    field=models.ForeignKey(
                        blank=True,
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_targets",
                        to="programme.organisation",
                        verbose_name="Organisation that looks after it",
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="scale",
                    field=models.CharField(
                        choices=[
                            ("count", "a number or amount, from 0"),
                            ("share", "a share, 0 to 100"),
                            ("index", "any number"),
                        ],
                        default="count",
                        max_length=10,
                        verbose_name="Kind of number",
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="source",
                    field=models.CharField(
                        choices=[
                            ("count", "own counts"),
                            ("indicator", "an indicator of the monitor"),
                        ],
                        max_length=10,
                        verbose_name="Measured by",
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="title",
                    field=models.CharField(
                        help_text="What will be so, in one line.",
                        max_length=300,
                        verbose_name="Target",
                    ),
                ),
                migrations.AlterField(
                    model_name="target",
                    name="unit",
                    field=models.CharField(
                        blank=True,
                        help_text="Such as schools, dwellings or %.",
                        max_length=300,
                        verbose_name="Unit",
                    ),
                ),
                migrations.AlterField(
                    model_name="targetpath",
                    name="baseline",
                    field=models.FloatField(
                        help_text="Empty when it comes from the monitor: then the monitor’s figure of that day counts.",
                        verbose_name="Value at the start",
                    ),
                ),
                migrations.AlterField(
                    model_name="targetpath",
                    name="baseline_error",
                    field=models.FloatField(
                        blank=True,
                        help_text="0 when counted in full; empty when not known.",
                        null=True,
                        verbose_name="Standard error of the start",
                    ),
                ),
                migrations.AlterField(
                    model_name="targetpath",
                    name="baseline_on",
                    field=models.DateField(verbose_name="Day of the start"),
                ),
                migrations.AlterField(
                    model_name="targetpath",
                    name="due_on",
                    field=models.DateField(verbose_name="Last day"),
                ),
                migrations.AlterField(
                    model_name="targetpath",
                    name="reference",
                    field=models.CharField(
                        blank=True,
                        help_text="The code of an area in the edition, such as NL.",
                        max_length=40,
                        verbose_name="Or the level of this area",
                    ),
                ),
                migrations.AlterField(
                    model_name="targetpath",
                    name="reference_goal",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            (None, "not needed"),
                            ("at_least", "at least as high as the other area"),
                            ("at_most", "at most as high as the other area"),
                        ],
                        max_length=10,
                        verbose_name="Then it has to be",
                    ),
                ),
                migrations.AlterField(
                    model_name="targetpath",
                    name="value",
                    field=models.FloatField(
                        blank=True,
                        help_text="Empty when the target is the level of another area.",
                        null=True,
                        verbose_name="Value to reach",
                    ),
                ),
            ]
        )
    ]
