"""What is overhead, which function is paid, who has a stake; and spending that a source doesn't give is not zero."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

_OF_SPENDING = (
    "spent",
    "returned",
    "on_its_way",
    "difference",
    "per_head",
    "received",
    "handed_on",
    "left",
)


def complete_summaries(apps: Any, _editor: Any) -> None:
    """As finance/ledger_summary.py makes them since."""
    flows = apps.get_model("finance", "Flow").objects
    for ledger in apps.get_model("finance", "Ledger").objects.all():
        summary = ledger.summary
        given = flows.filter(ledger=ledger, paid__isnull=False).exists()
        for pot in summary["pots"]:
            pot |= {"overhead": None, "overhead_of": 0}
        if not given:
            for row in (summary["total"], *summary["areas"], *summary["kinds"], *summary["pots"]):
                row |= {key: None for key in _OF_SPENDING if key in row}
            summary["views"] = {"budgeted": summary["views"]["budgeted"]}
        ledger.summary = {**summary, "parties": []}
        ledger.save(update_fields=("summary",))


class Migration(migrations.Migration):
    """Two columns, and summaries as they are made since."""

    dependencies = [("finance", "0003_agreements")]

    operations = [
        migrations.AddField(
            "flow",
            "overhead",
            models.BigIntegerField(blank=True, null=True, verbose_name="Of that overhead"),
        ),
        migrations.AddField(
            "flow",
            "post",
            models.CharField(
                blank=True, max_length=200, verbose_name="Function that is paid from it"
            ),
        ),
        migrations.RunPython(complete_summaries, migrations.RunPython.noop),
    ]
