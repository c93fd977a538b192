"""What fields are called, and which organisations a form offers: no column changes."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from wijkwerk.workflow.altered_words import AlterWords


class Migration(migrations.Migration):
    """As the models have it."""

    dependencies = [
        ("programme", "0002_judgements"),
    ]

    operations = [
        AlterWords(
            [
                migrations.AlterField(
                    model_name="actionplan",
                    name="begins_on",
                    field=models.DateField(verbose_name="Week 1 begins on"),
                ),
                migrations.AlterField(
                    model_name="actionplan",
                    name="beyond",
                    field=models.TextField(
                        blank=True,
                        help_text="What should change elsewhere, and who should do that.",
                        max_length=20000,
                        verbose_name="What it means beyond this project",
                    ),
                ),
                migrations.AlterField(
                    model_name="actionplan",
                    name="problem",
                    field=models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=20000,
                        verbose_name="What can’t wait",
                    ),
                ),
                migrations.AlterField(
                    model_name="actionplan",
                    name="result",
                    field=models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=20000,
                        verbose_name="What came out",
                    ),
                ),
                migrations.AlterField(
                    model_name="actionplan",
                    name="title",
                    field=models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=300,
                        verbose_name="Plan",
                    ),
                ),
                migrations.AlterField(
                    model_name="actionstep",
                    name="done_on",
                    field=models.DateField(blank=True, null=True, verbose_name="On which day"),
                ),
                migrations.AlterField(
                    model_name="actionstep",
                    name="organisation",
                    field=models.ForeignKey(
                        blank=True,
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_steps",
                        to="programme.organisation",
                        verbose_name="By whom",
                    ),
                ),
                migrations.AlterField(
                    model_name="actionstep",
                    name="title",
                    field=models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=300,
                        verbose_name="What is done",
                    ),
                ),
                migrations.AlterField(
                    model_name="actionstep",
                    name="week",
                    field=models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(26),
                        ],
                        verbose_name="Done by the end of week",
                    ),
                ),
                migrations.AlterField(
                    model_name="assessment",
                    name="begins_on",
                    field=models.DateField(verbose_name="From"),
                ),
                migrations.AlterField(
                    model_name="assessment",
                    name="conclusion",
                    field=models.TextField(blank=True, max_length=20000, verbose_name="Conclusion"),
                ),
                migrations.AlterField(
                    model_name="assessment",
                    name="frame",
                    field=models.CharField(max_length=60, verbose_name="Criteria"),
                ),
                migrations.AlterField(
                    model_name="assessment",
                    name="subject",
                    field=models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=300,
                        verbose_name="What is assessed",
                    ),
                ),
                migrations.AlterField(
                    model_name="commitment",
                    name="due_on",
                    field=models.DateField(
                        db_index=True,
                        help_text="The last day on which it can be kept.",
                        verbose_name="By when",
                    ),
                ),
                migrations.AlterField(
                    model_name="commitment",
                    name="evidence",
                    field=models.TextField(
                        blank=True, max_length=20000, verbose_name="What will show that it was done"
                    ),
                ),
                migrations.AlterField(
                    model_name="commitment",
                    name="goal",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="programme.goal",
                        verbose_name="Goal",
                    ),
                ),
                migrations.AlterField(
                    model_name="commitment",
                    name="note",
                    field=models.TextField(
                        blank=True,
                        help_text="Only who works on this programme reads this.",
                        max_length=20000,
                        verbose_name="Note of the bureau",
                    ),
                ),
                migrations.AlterField(
                    model_name="commitment",
                    name="organisation",
                    field=models.ForeignKey(
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="programme.organisation",
                        verbose_name="Organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="commitment",
                    name="quantity",
                    field=models.FloatField(blank=True, null=True, verbose_name="How much"),
                ),
                migrations.AlterField(
                    model_name="commitment",
                    name="target",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="programme.target",
                        verbose_name="Target that it helps to reach",
                    ),
                ),
                migrations.AlterField(
                    model_name="commitment",
                    name="title",
                    field=models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=300,
                        verbose_name="What is promised",
                    ),
                ),
                migrations.AlterField(
                    model_name="commitment",
                    name="unit",
                    field=models.CharField(
                        blank=True,
                        help_text="Such as: schools, dwellings, euro a year.",
                        max_length=300,
                        verbose_name="Of what",
                    ),
                ),
                migrations.AlterField(
                    model_name="contact",
                    name="function",
                    field=models.CharField(
                        help_text="A function, never a name.",
                        max_length=300,
                        verbose_name="Function of the one contact",
                    ),
                ),
                migrations.AlterField(
                    model_name="contact",
                    name="organisation",
                    field=models.ForeignKey(
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="programme.organisation",
                        verbose_name="Government or organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="covenant",
                    name="begins_on",
                    field=models.DateField(verbose_name="From"),
                ),
                migrations.AlterField(
                    model_name="covenant",
                    name="ends_on",
                    field=models.DateField(
                        blank=True,
                        help_text="Leave empty when no end was agreed.",
                        null=True,
                        verbose_name="Until",
                    ),
                ),
                migrations.AlterField(
                    model_name="covenant",
                    name="number",
                    field=models.PositiveSmallIntegerField(default=1, verbose_name="Version"),
                ),
                migrations.AlterField(
                    model_name="covenant",
                    name="parties",
                    field=models.ManyToManyField(
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        related_name="covenants",
                        to="programme.organisation",
                        verbose_name="Parties",
                    ),
                ),
                migrations.AlterField(
                    model_name="covenant",
                    name="text",
                    field=models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=20000,
                        verbose_name="Text",
                    ),
                ),
                migrations.AlterField(
                    model_name="covenant",
                    name="title",
                    field=models.CharField(max_length=300, verbose_name="Covenant"),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="organisation",
                    field=models.ForeignKey(
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="programme.organisation",
                        verbose_name="Who is bound",
                    ),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="sentence",
                    field=models.TextField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=20000,
                        verbose_name="By which sentence",
                    ),
                ),
                migrations.AlterField(
                    model_name="obligation",
                    name="until",
                    field=models.DateField(
                        blank=True,
                        help_text="Leave empty for as long as the covenant holds.",
                        null=True,
                        verbose_name="Until when",
                    ),
                ),
                migrations.AlterField(
                    model_name="organisation",
                    name="merged_into",
                    field=models.ForeignKey(
                        blank=True,
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="programme.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="after_plan",
                    field=models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=20000,
                        verbose_name="What happens after the money",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="areas",
                    field=models.JSONField(default=list, verbose_name="Areas"),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="begins_on",
                    field=models.DateField(blank=True, null=True, verbose_name="From"),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="code",
                    field=models.CharField(
                        help_text="Short and of its own, such as a number.",
                        max_length=60,
                        verbose_name="Code",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="contribution",
                    field=models.TextField(
                        blank=True,
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=20000,
                        verbose_name="What it adds to the goal, and how much",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="decider",
                    field=models.CharField(
                        blank=True,
                        help_text="A function, such as “board”; never a name.",
                        max_length=300,
                        verbose_name="Who decides",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="decision_due",
                    field=models.DateField(
                        blank=True,
                        db_index=True,
                        help_text="Once it runs only the board puts this off.",
                        null=True,
                        verbose_name="Next decision, at the latest on",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="ends_on",
                    field=models.DateField(blank=True, null=True, verbose_name="Until"),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="goal",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="programme.goal",
                        verbose_name="Goal",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="money",
                    field=models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="Money (euros)",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="money_from",
                    field=models.CharField(blank=True, max_length=300, verbose_name="Money from"),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="money_period",
                    field=models.CharField(
                        blank=True,
                        choices=[("", "in all"), ("a_year", "a year")],
                        default="",
                        help_text="Amounts a year are added up only with amounts a year that run now.",
                        max_length=10,
                        verbose_name="This money is",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="money_until",
                    field=models.DateField(blank=True, null=True, verbose_name="Money until"),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="name",
                    field=models.CharField(
                        help_text="Don’t name persons: everybody can read this.",
                        max_length=300,
                        verbose_name="Name",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="note",
                    field=models.TextField(
                        blank=True,
                        help_text="Only who works on this programme reads this.",
                        max_length=20000,
                        verbose_name="Note of the bureau",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="organisation",
                    field=models.ForeignKey(
                        blank=True,
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="programme.organisation",
                        verbose_name="Owner",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="stop_criteria",
                    field=models.TextField(
                        blank=True,
                        help_text="Agreed before it begins. Once it runs this doesn’t change any more.",
                        max_length=20000,
                        verbose_name="When we stop",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="target",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="The target whose figure shows whether it works.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="programme.target",
                        verbose_name="Measured by",
                    ),
                ),
                migrations.AlterField(
                    model_name="report",
                    name="organisation",
                    field=models.ForeignKey(
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="programme.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="seat",
                    name="organisation",
                    field=models.ForeignKey(
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="programme.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="signatory",
                    name="organisation",
                    field=models.ForeignKey(
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatories",
                        to="programme.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="signature",
                    name="organisation",
                    field=models.ForeignKey(
                        limit_choices_to={"ended_on": None, "merged_into": None},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="programme.organisation",
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
                    ),
                ),
            ]
        )
    ]
