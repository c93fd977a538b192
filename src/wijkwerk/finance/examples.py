"""Examples for ``make run``: analyses and budgets with figures of the sources, and made-up ones."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import resources

from django.db import transaction

from wijkwerk.finance.core.flows import Party
from wijkwerk.finance.ledger_file import Area, Stated, read_ledger
from wijkwerk.finance.models import Analysis, Ledger
from wijkwerk.finance.reading import analysis_in
from wijkwerk.finance.services.analyses import fields_of
from wijkwerk.finance.services.ledgers import write_ledger


def make_examples(tell: Callable[[str], None]) -> None:
    """Each once."""
    folder = resources.files("wijkwerk.finance.data") / "examples"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        text = file.read_text("utf-8")
        fields = fields_of(analysis_in(text))
        if not Analysis.objects.filter(title_nl=fields["title_nl"]).exists():
            Analysis.objects.create(state="published", text=text, **fields)
            tell(f"Made the cost-benefit analysis {fields['title_en']}.")


def make_ledgers(tell: Callable[[str], None]) -> None:
    """Each open budget once."""
    folder = resources.files("wijkwerk.finance.data") / "examples" / "ledgers"
    rows = tomllib.loads((folder / "about.toml").read_text("utf-8"))["ledger"]
    for row in rows:
        if Ledger.objects.filter(title=row["title"]).exists():
            continue
        with resources.as_file(folder / f"{row['file']}.csv") as path:
            file = read_ledger(path)
        file.areas = [Area(**area) for area in row.get("areas", ())]
        file.stated = [
            Stated(each["what"], each["euros"] * 100, tuple(each["codes"]))
            for each in row.get("stated", ())
        ]
        file.parties = [Party(**each) for each in row.get("parties", ())]
        about = {key: row[key] for key in ("title", "municipality", "period", "document")}
        with transaction.atomic():
            write_ledger(file, state="published", example=True, **about)
        tell(f"Made the open budget {row['title']}.")
