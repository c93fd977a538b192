"""What an area is called that no file has a name of: never its code."""

from __future__ import annotations

import pytest

from wijkwerk.monitor.sources.recipes.area_table import Area, _unnamed

AMSTERDAM = Area("GM0363", "municipality", "Amsterdam")


@pytest.mark.parametrize(
    ("area", "name"),
    [
        (Area("WK036301", "district"), "Wijk zonder naam in Amsterdam (01)"),
        (Area("BU0363AA02", "neighbourhood"), "Buurt zonder naam in Amsterdam (AA02)"),
        (Area("BU00100203", "neighbourhood"), "Buurt zonder naam (BU00100203)"),
        (Area("K1", "custom"), "Gebied zonder naam (K1)"),
    ],
)
def test_an_area_without_a_name_is_called_after_its_municipality(area: Area, name: str) -> None:
    areas = {AMSTERDAM.code: AMSTERDAM, "GM0010": Area("GM0010", "municipality"), area.code: area}
    assert _unnamed(area, areas) == name


def test_two_of_them_are_never_called_the_same() -> None:
    areas = [Area(f"BU0363{place:04}", "neighbourhood") for place in range(50)]
    every = {AMSTERDAM.code: AMSTERDAM} | {area.code: area for area in areas}
    assert len({_unnamed(area, every) for area in areas}) == 50
