"""The words of a report: a file per language beside this one, all with the same keys."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from wijkwerk.shared.text import Language


@dataclass(frozen=True)
class Labels:
    """``phrases`` have slots that figures fill; ``labels`` stand as they are; ``measures`` give
    the noun and the pronoun of what is measured."""

    language: Language
    measures: dict[str, tuple[str, str]]
    phrases: dict[str, str]
    labels: dict[str, str]

    def say(self, key: str, **slots: object) -> str:
        """The phrase ``key`` with its slots filled; names go in as they are, never as markup."""
        return self.phrases[key].format(**slots)


@cache
def labels_in(language: Language) -> Labels:
    """The words of ``language``."""
    folder = resources.files("wijkwerk.monitor.editions.report")
    read = tomllib.loads((folder / f"words_{language}.toml").read_text("utf-8"))
    return Labels(
        language=language,
        measures={name: (noun, pronoun) for name, (noun, pronoun) in read["measures"].items()},
        phrases=read["phrases"],
        labels=read["labels"],
    )
