"""Where each chain ends, beside the chains."""

from typing import Any

from django.db import migrations, models


def remember(apps: Any, editor: Any) -> None:
    """Take what is there now as what was written."""
    end = apps.get_model("audit", "ChainEnd")
    for chain in ("Entry", "Processing"):
        last = apps.get_model("audit", chain).objects.order_by("-place").first()
        if last is not None:
            end.objects.create(chain=chain.lower(), place=last.place, digest=last.digest)


class Migration(migrations.Migration):
    """A small table, filled from the chains."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ChainEnd",
            fields=[
                ("chain", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("place", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
