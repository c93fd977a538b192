"""Examples for ``make run``: analyses of which the figures were published."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from wijkwerk.finance.models import Analysis
from wijkwerk.finance.reading import analysis_in
from wijkwerk.finance.services.analyses import fields_of


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
