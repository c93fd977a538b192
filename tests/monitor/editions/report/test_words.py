"""The words of each language: the same keys, the same slots, and none left over."""

import re
from pathlib import Path

import pytest

from wijkwerk.monitor.core.tables import GROUP_METHODS
from wijkwerk.monitor.editions.report import labels as module
from wijkwerk.monitor.editions.report.labels import labels_in
from wijkwerk.shared.text import LANGUAGES, Language

FOLDER = Path(module.__file__).parent


def slots(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("part", ["phrases", "labels", "measures"])
def test_every_language_has_the_same_keys(part: str) -> None:
    nl, en = (getattr(labels_in(one), part) for one in ("nl", "en"))
    assert set(nl) == set(en)


def test_a_phrase_tells_the_same_figures_in_every_language() -> None:
    nl, en = labels_in("nl"), labels_in("en")
    for key in nl.phrases:
        assert slots(nl.phrases[key]) == slots(en.phrases[key]), key
    for key in nl.labels:
        assert slots(nl.labels[key]) == slots(en.labels[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_neatly_written(language: Language) -> None:
    told = labels_in(language)
    for key, text in (told.phrases | told.labels).items():
        assert "  " not in text, key
        assert text, key
        assert not text.endswith(" "), key
        assert text.count("{") == len(re.findall(r"\{\w+\}", text)), key


def test_no_phrase_is_left_over() -> None:
    code = "".join(
        path.read_text("utf-8")
        for path in FOLDER.rglob("*.*")
        if path.suffix in (".py", ".typ", ".j2")
    )
    families = {
        *re.findall(r"f[\"']([a-z]+_)\{", code),
        "which_",
        "only_",
        "own_",
        "ref_",
        "lag_",
        "lead_",
        "head_",
    }
    ends = {*re.findall(r"\}(_[a-z]+)[\"']", code), "_better", "_worse"}
    for key in {*labels_in("nl").phrases, *labels_in("nl").labels}:
        known = re.search(rf'["\'.]{key}\b', code)
        made = key.startswith(tuple(families)) or key.endswith(tuple(ends))
        label = key in (
            "very_low",
            "low",
            "middle",
            "high",
            "very_high",
            "cannot_tell",
            "firm",
            *GROUP_METHODS,
        )
        assert known or made or label, key
