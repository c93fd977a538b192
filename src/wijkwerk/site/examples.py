"""Builds the examples for ``make run``, capability by capability; what is there already is left as it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from wijkwerk.audit.database import open_database
from wijkwerk.publication.api import data_folder
from wijkwerk.registry.environment import variable
from wijkwerk.registry.hooks import Examples
from wijkwerk.site.run import keep_key
from wijkwerk.site.steps import TimedSteps

# Figures that others published, beside the checkout.
PUBLISHED = Path(variable("WIJKWERK_PUBLISHED", "../shared/data"))


def make_examples(editions: Path, lists: Path, published: Path = PUBLISHED) -> Examples:
    """Let every capability make its examples, the lowest floor first; gives what they made."""
    open_database(None)
    from wijkwerk.registry.config import capabilities

    console = Console(highlight=False, emoji=False)
    steps = TimedSteps(console)
    examples = Examples(editions, lists, published, tell=steps.tell)
    try:
        for capability in capabilities():
            capability.make_examples(examples)
    finally:
        steps.end()
    return examples


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lists", type=Path, help="default: lists beside --out")
    asked = parser.parse_args()
    # What they seal must be opened by the site that is served afterwards.
    keep_key(data_folder())
    make_examples(asked.out, asked.lists or asked.out.parent / "lists")
