"""The pictures of a housing plan hold what its tables hold, and can be drawn."""

from fractions import Fraction

import pytest

from wijkwerk.designation.core.housing.frontier import Frontier, frontier
from wijkwerk.designation.core.housing.obligation import FAMILY, Method, Obligation, Offer, Stock
from wijkwerk.designation.core.housing.plans import best_plan
from wijkwerk.designation.core.housing.solve import Status
from wijkwerk.designation.housing_pictures import frontier_picture, share_picture
from wijkwerk.ui.pictures.draw import svg

ASKED = Obligation(
    2025,
    2027,
    Fraction(1, 2),
    (Stock("a", FAMILY, "", 10, 10), Stock("a", "private_rent", "", 5, 5)),
    (
        Offer("a", "", Method.SALE, 2025, None, 2, 1_000_000, 0, Fraction(1)),
        Offer("a", "", Method.NEW, 2025, None, 3, 2_000_000, 0, Fraction(0)),
    ),
    milestones=((2026, Fraction(13, 20)),),
)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", ["small", "large"])
def test_pictures_are_drawn_from_the_points(language, size) -> None:
    found = frontier(ASKED, None)
    spec = frontier_picture(found, language, size)
    rows = spec["data"]["values"]
    assert [(row["moved"], row["cost"]) for row in rows] == [
        (float(point.displaced), point.cost / 1e6) for point in found.points
    ]
    assert "<svg" in svg(spec, "Title", "Words", language)
    plan = best_plan(ASKED)
    spec = share_picture(plan, ASKED, language, size)
    assert [row["share"] for row in spec["data"]["values"]] == [
        float(year.share) for year in plan.recount.years
    ]
    goals = spec["layer"][2]["data"]["values"]
    assert goals == [{"year": "2026", "share": 0.65}, {"year": "2027", "share": 0.5}]
    assert "<svg" in svg(spec, "Title", "Words", language)


def test_the_axis_says_when_costs_are_discounted() -> None:
    spec = frontier_picture(frontier(ASKED, None), "en", "small", discounted=True)
    assert "discounted" in spec["encoding"]["y"]["title"]


def test_there_is_no_picture_of_nothing() -> None:
    with pytest.raises(ValueError, match="without points"):
        frontier_picture(Frontier((), True, Status.INFEASIBLE), "nl", "small")
    none = best_plan(Obligation(2025, 2026, Fraction(1, 9), ASKED.stock, ()))
    with pytest.raises(ValueError, match="doesn't exist"):
        share_picture(none, ASKED, "nl", "small")
