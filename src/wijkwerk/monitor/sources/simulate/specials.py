"""What isn't a registered rate in a simulated country: survey, events by age and sex, prices.

Each function writes observations and gives the truth: area, period, indicator, truth.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from scipy.special import ndtr

from wijkwerk.monitor.core.standard_populations import weights_by_year
from wijkwerk.monitor.sources.simulate.layout import Floats, Ints, Layout
from wijkwerk.monitor.sources.simulate.truth import FIRST_YEAR, Size

# Five-year bands, the last one open: as registers deliver them.
AGE_BANDS = (*(f"{low}-{low + 4}" for low in range(0, 90, 5)), "90+")
WAVES = 3  # a survey is held every third year
_MOOD = 0.6  # a mood beyond this, either way, is 'got better' or 'got worse'


def strata(out: Path, place: Layout, size: Size, seed: int) -> pl.DataFrame:
    """Events by age and sex: a rate that must be standardised, since ages differ.

    Gives the truth, a row per area and period.
    """
    rng = np.random.default_rng([seed, 5])
    bands, number = len(AGE_BANDS), len(place.neighbourhoods)
    old = rng.normal(0, 0.6, number)
    profile = np.exp(-(((np.arange(bands)[None, :] - 8 - 3 * old[:, None]) / 7) ** 2))
    profile /= profile.sum(axis=1, keepdims=True)
    risk = 0.02 + 0.38 * (np.arange(bands) / bands) ** 2
    own = np.exp(rng.normal(0, 0.15, number))
    by_year = np.array(weights_by_year("esp2013"))
    standard = np.array([*by_year[:90].reshape(18, 5).sum(axis=1), by_year[90:].sum()])
    standard /= standard.sum()
    people = np.maximum(np.round(place.inhabitants[:, None] * profile / 2), 1).astype(np.int64)
    rows, truths = [], []
    for year in (0, size.years - 1):
        true = np.zeros(number)
        for sex, times in (("female", 1.1), ("male", 1.0)):
            chance = np.clip(risk[None, :] * own[:, None] * times, 0, 0.95)
            true += chance @ standard / 2  # the standard has as many women as men
            rows.append(
                pl.DataFrame(
                    {
                        "area": np.repeat(np.array(place.neighbourhoods), bands),
                        "period": str(FIRST_YEAR + year),
                        "indicator": "medicine",
                        "numerator": rng.binomial(people, chance).ravel().astype(float),
                        "denominator": people.ravel().astype(float),
                        "age": list(AGE_BANDS) * number,
                        "sex": sex,
                    }
                )
            )
        truths.append(_truth(place, year, "medicine", 1000 * true))
    pl.concat(rows).write_parquet(out / "observations-strata.parquet")
    return pl.concat(truths)


def answers(out: Path, place: Layout, size: Size, seed: int) -> pl.DataFrame:
    """Respondents with weights: satisfied or not, and whether the neighbourhood got better.

    Gives the truth, a row per area and period.
    """
    rng = np.random.default_rng([seed, 6])
    liking = rng.normal(0.9, 0.5, len(place.neighbourhoods))
    rows, truths = [], []
    for year in range(0, size.years, WAVES):
        respondents = np.minimum(12, place.inhabitants // 20).astype(np.int64)
        who: Ints = np.repeat(np.arange(len(place.neighbourhoods)), respondents)
        chance, mean = 1 / (1 + np.exp(-liking)), liking - 0.9 + 0.05 * year
        mood = rng.normal(mean[who], 1)
        weight = rng.uniform(0.5, 2, who.size).round(3)
        answer_by_indicator = {
            "satisfied": (rng.random(who.size) < chance[who]).astype(float),
            "development": (mood > _MOOD).astype(float) - (mood < -_MOOD).astype(float),
        }
        rows += [
            pl.DataFrame(
                {
                    "area": np.array(place.neighbourhoods)[who],
                    "period": str(FIRST_YEAR + year),
                    "indicator": indicator,
                    "value": value,
                    "weight": weight,
                    "stratum": np.array(place.municipalities)[place.municipality[who]],
                }
            )
            for indicator, value in answer_by_indicator.items()
        ]
        balance = ndtr(mean - _MOOD) - ndtr(-mean - _MOOD)
        truths += [
            _truth(place, year, "satisfied", 100 * chance),
            _truth(place, year, "development", 100 * balance),
        ]
    pl.concat(rows).write_parquet(out / "observations-survey.parquet")
    return pl.concat(truths)


def prices(out: Path, place: Layout, size: Size, seed: int) -> pl.DataFrame:
    """Mean selling prices with their variance and the number of sales.

    Gives the truth, a row per area and period.
    """
    rng = np.random.default_rng([seed, 7])
    level = 220_000 * np.exp(rng.normal(0, 0.25, len(place.neighbourhoods)))
    growth = rng.normal(0.02, 0.01, len(place.neighbourhoods))
    rows, truths = [], []
    for year in range(size.years):
        sales = rng.poisson(place.inhabitants / 60)
        sold = np.flatnonzero(sales > 0)
        true = level * np.exp(growth * year)
        error = 0.3 * true[sold] / np.sqrt(sales[sold])
        rows.append(
            pl.DataFrame(
                {
                    "area": np.array(place.neighbourhoods)[sold],
                    "period": str(FIRST_YEAR + year),
                    "indicator": "price",
                    "value": rng.normal(true[sold], error).round(0),
                    "base": sales[sold].astype(float),
                    "variance": (error**2).round(2),
                }
            )
        )
        truths.append(_truth(place, year, "price", true))
    pl.concat(rows).write_parquet(out / "observations-price.parquet")
    return pl.concat(truths)


def _truth(place: Layout, year: int, indicator: str, truth: Floats) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "area": list(place.neighbourhoods),
            "period": str(FIRST_YEAR + year),
            "indicator": indicator,
            "truth": truth,
        }
    )
