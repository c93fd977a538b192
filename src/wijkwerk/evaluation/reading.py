"""An evaluation as it lies on disk: opening it is checking that it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from wijkwerk.evaluation.manifest import EVALUATION, QUESTION, RESULT
from wijkwerk.evaluation.question import Frozen, frozen_of
from wijkwerk.evaluation.report.telling import Told, evaluation_texts
from wijkwerk.publication.api import open_manifest, read_json
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Language


@dataclass(frozen=True)
class Evaluation:
    """An evaluation: where it lies, its manifest, the question as it stood fast, and the result."""

    path: Path
    manifest: dict[str, Any]
    frozen: Frozen
    result: dict[str, Any]

    @classmethod
    def open(cls, path: Path) -> Evaluation:
        """Open the evaluation in ``path``; InputError names all that is missing or malformed. Contents are
        not hashed here: ``verify`` does that."""
        manifest = open_manifest(path, EVALUATION)
        frozen = frozen_of(read_json(path / QUESTION, EVALUATION), f"{path.name}/{QUESTION}")
        result = read_json(path / RESULT, EVALUATION)
        absent = [key for key in ("answers", "areas", "compared", "outcomes") if key not in result]
        if absent:
            raise InputError.of(
                f"{path.name}/{RESULT}",
                "keys are missing",
                "the result of an evaluation",
                value=", ".join(absent),
                suggestion=EVALUATION.copy_again,
            )
        return cls(path, manifest, frozen, result)

    @property
    def id(self) -> str:
        """Its identity, which is also the name of its folder."""
        return str(self.manifest["id"])

    @cached_property
    def _told(self) -> dict[Language, Told]:
        return {}

    def told(self, language: Language) -> Told:
        """The evaluation in words."""
        if language not in self._told:
            edition = {**self.manifest["edition"], "simulated": self.manifest["simulated"]}
            self._told[language] = evaluation_texts(self.frozen, self.result, edition, language)
        return self._told[language]
