"""The places of a simulated country: codes, hierarchy, people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Layout:
    """Neighbourhoods with the district and municipality (as numbers) that each lies in."""

    neighbourhoods: tuple[str, ...]
    district: Ints
    municipality: Ints
    districts: tuple[str, ...]
    municipalities: tuple[str, ...]
    district_of: Ints  # municipality of each district
    inhabitants: Floats


def layout(municipalities: int, districts: int, neighbourhoods: int, seed: int) -> Layout:
    """Spread districts over municipalities and neighbourhoods over districts, evenly.

    Inhabitants are log-normal around 1,200, with some tiny neighbourhoods: small cells are part
    of the country.
    """
    district_of = np.arange(districts) % municipalities
    place_in = np.arange(districts) // municipalities
    district = np.arange(neighbourhoods) % districts
    order = np.arange(neighbourhoods) // districts
    gm = tuple(f"GM{number + 1:04d}" for number in range(municipalities))
    wk = tuple(
        f"WK{city + 1:04d}{place:02d}" for city, place in zip(district_of, place_in, strict=True)
    )
    bu = tuple(
        f"BU{wk[parent_number][2:]}{number:02d}"
        for parent_number, number in zip(district, order, strict=True)
    )
    rng = np.random.default_rng([seed, 1])
    people = np.round(rng.lognormal(np.log(1200), 0.7, neighbourhoods))
    tiny = rng.random(neighbourhoods) < 0.03
    people[tiny] = rng.integers(8, 60, int(tiny.sum()))
    return Layout(bu, district, district_of[district], wk, gm, district_of, people)


def areas(place: Layout) -> pl.DataFrame:
    """The table of areas (code, name, level, parent, inhabitants, dwellings)."""
    by_district = np.bincount(place.district, place.inhabitants, len(place.districts))
    by_city = np.bincount(place.municipality, place.inhabitants, len(place.municipalities))
    cities = [f"Stad {number + 1}" for number in range(len(place.municipalities))]
    of_district = zip(place.district_of, place.districts, strict=True)
    of_neighbourhood = zip(place.municipality, place.neighbourhoods, strict=True)
    pieces: list[tuple[list[str], list[str], str, list[str | None], Floats]] = [
        (["NL00"], ["Schijnland"], "country", [None], np.array([by_city.sum()])),
        (
            list(place.municipalities),
            cities,
            "municipality",
            ["NL00"] * len(cities),
            by_city.astype(float),
        ),
        (
            list(place.districts),
            [f"{cities[parent_number]}, wijk {code[-2:]}" for parent_number, code in of_district],
            "district",
            [place.municipalities[parent_number] for parent_number in place.district_of],
            by_district.astype(float),
        ),
        (
            list(place.neighbourhoods),
            [
                f"{cities[parent_number]}, buurt {code[6:]}"
                for parent_number, code in of_neighbourhood
            ],
            "neighbourhood",
            [place.districts[parent_number] for parent_number in place.district],
            place.inhabitants,
        ),
    ]
    return pl.concat(
        pl.DataFrame(
            {
                "code": codes,
                "name": names,
                "level": [level] * len(codes),
                "parent": pl.Series(parents, dtype=pl.String),
                "inhabitants": np.asarray(people, dtype=np.int64),
                "dwellings": np.round(np.asarray(people) / 2.1).astype(np.int64),
            }
        )
        for codes, names, level, parents, people in pieces
    )
