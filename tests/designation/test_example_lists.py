"""``make run`` shows lists too: of the editions that have an example rule, and of no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from wijkwerk.designation import examples
from wijkwerk.designation.api import Options
from wijkwerk.designation.examples import EXAMPLE_RULES, build_lists


def test_a_list_is_made_of_each_edition_that_has_an_example_rule(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[str, str]] = []

    def build(scheme: str, edition: Path, out: Path, options: Options) -> Path:
        asked.append((Path(scheme).stem, edition.name))
        return out / scheme

    monkeypatch.setattr(examples, "build_list", build)
    editions = [tmp_path / one for one in ("simulated-country-0123456789", "g27-2004-0123456789")]
    assert len(build_lists(editions, tmp_path / "lists", lambda words: None)) == 1
    assert asked == [("denmark", "simulated-country-0123456789")]


def test_every_example_rule_can_be_used() -> None:
    from wijkwerk.designation.api import examine, find_scheme

    for schemes in EXAMPLE_RULES.values():
        for one in schemes:
            scheme, problems = examine(find_scheme(one))
            assert scheme is not None and problems == []
