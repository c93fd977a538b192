"""A small city with a known effect: 30 districts, nine years, an approach in six of them from 2013."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from editions import BuildOnce
from made_source import made_source
from wijkwerk.evaluation.build import build_evaluation
from wijkwerk.evaluation.question import Frozen, freeze, question_in
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.monitor.display import library
from wijkwerk.monitor.services import register_editions

DISTRICTS = tuple(f"WK9001{number:02d}" for number in range(1, 31))
TREATED = DISTRICTS[:6]
YEARS = tuple(range(2008, 2017))
EFFECT = -4.0  # points, on 'seekers'; 'debts' has none, 'rare' is mostly noise
_SOURCE = """\
[source]
id = "trial-city"
title = { nl = "Proefstad", en = "Trial city" }
publisher = "Wijkwerk"
licence = "CC0-1.0"
base_period = "2008"
report_level = "district"
simulated = true

[reference]
rule = "municipality"

[disclosure]
minimum_base = 10
minimum_count = 5
rounding = 5
"""
_THEME = """\
[[theme]]
id = "work"
name = { nl = "Werken", en = "Working" }
"""
_INDICATOR = """\
[[indicator]]
id = "%s"
name = { nl = "%s", en = "%s" }
theme = "work"
unit = "%%"
kind = "rate"
direction = "lower_is_better"
"""
NAMES = {"seekers": "Werkzoekenden", "debts": "Inwoners met schulden", "rare": "Zeldzaam"}

QUESTION = f"""\
id = "trial"
title = {{ nl = "Hielp de proef met werk?", en = "Did the trial help people to work?" }}
asked_by = "Gemeente Proefstad"
draws = 99

[intervention]
kind = "project"
name = {{ nl = "Proef met werk", en = "Trial with work" }}
start = ["2012", "2013"]
theory = {{ nl = "Begeleiding naar werk.", en = "Guidance to work." }}

[areas]
treated = {list(TREATED)!r}

[choice]
how = "other"

[comparison]
within = ["GM9001"]

[[outcome]]
indicator = "seekers"
expected = 2.0

[[outcome]]
indicator = "debts"
expected = 1.5

[[outcome]]
indicator = "rare"
expected = 0.05
""".replace("'", '"')


def source_of(folder: Path) -> Path:
    """The source folder of the city."""
    chance = np.random.default_rng(21)
    areas = ["code,name,level,parent,inhabitants,dwellings", "GM9001,Proefstad,municipality,,,"]
    areas += [f"{code},Wijk {code[-2:]},district,GM9001,4000,2000" for code in DISTRICTS]
    rows = ["area,period,indicator,numerator,denominator"]
    for indicator, middle, spread in (("seekers", 20, 3), ("debts", 12, 2), ("rare", 5, 1)):
        level = middle + spread * chance.normal(size=len(DISTRICTS))
        noise = (1.5 if indicator == "rare" else 0.3) * chance.normal(size=(len(DISTRICTS), 9))
        for place, code in enumerate(DISTRICTS):
            for year in YEARS:
                share = level[place] + noise[place, year - 2008] + 0.2 * (year - 2008)
                if indicator == "seekers" and code in TREATED and year >= 2013:
                    share += EFFECT
                if indicator == "debts" and code == DISTRICTS[29] and year == 2015:
                    share = 0.02  # fewer than five people: withheld
                rows.append(f"{code},{year},{indicator},{round(40 * max(share, 0.02))},4000")
    return made_source(
        folder,
        source=_SOURCE,
        indicators=_THEME + "".join(_INDICATOR % (key, name, name) for key, name in NAMES.items()),
        areas=areas,
        observations=rows,
    )


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce) -> Path:
    """The edition of the city."""
    source = source_of(tmp_path_factory.mktemp("city") / "source")
    return build_once(source, tmp_path_factory.mktemp("editions"))


@pytest.fixture(scope="session")
def frozen() -> Frozen:
    """The question as it stands fast."""
    return freeze(question_in(QUESTION), date(2026, 3, 2))


@pytest.fixture(scope="session")
def evaluation(
    tmp_path_factory: pytest.TempPathFactory, edition: Path, frozen: Frozen
) -> Evaluation:
    """The question answered."""
    out = tmp_path_factory.mktemp("evaluations")
    return Evaluation.open(build_evaluation(frozen, edition, out))


@pytest.fixture
def served(
    db: None, edition: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The edition in the register; gives its id."""
    settings.SERVING = tmp_path_factory.mktemp("serving")
    register_editions(edition.parent, settings.SERVING, datetime(2026, 1, 1, tzinfo=UTC))
    library.cache_clear()
    cache.clear()
    yield edition.name
    library.cache_clear()
    cache.clear()
