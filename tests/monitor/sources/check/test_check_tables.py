"""Groups, correspondence and published counts: what is wrong is told, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.monitor.sources.conftest import Folder


def test_the_check_tells_a_group_member_that_is_no_area(small: Folder) -> None:
    small.change("groups.csv", "FOCUS,WK036301", "FOCUS,WK03631")
    assert small.told() == [
        (
            "error groups.csv:2 [area]: unknown code: found 'WK03631'; expected the code of an "
            "area in areas.csv. Did you mean WK036301?"
        )
    ]


def test_the_check_tells_a_group_member_that_stands_twice(small: Folder) -> None:
    small.add("groups.csv", "FOCUS,WK036301,2012,")
    assert small.told() == [
        (
            "error groups.csv:4 [area]: stands twice: found 'WK036301 in FOCUS'; expected each "
            "member once. It is also on line 2: take one out."
        )
    ]


def test_the_check_tells_memberships_that_overlap(small: Folder) -> None:
    small.add("groups.csv", "FOCUS,WK036301,2014,2015")
    assert small.told() == [
        (
            "error groups.csv:4 [valid_from]: validity overlaps: found 'WK036301 in FOCUS'; "
            "expected a period that starts after line 2 ends. Line 2 holds from 2012 to today, "
            "inclusive."
        )
    ]


def test_the_check_warns_of_a_reference_whose_members_change(small: Folder) -> None:
    """FOCUS has members since 2012; as long as nobody is held against it, that is no matter."""
    assert small.told() == []
    small.change("source.toml", 'rule = "municipality"', 'rule = "group"\ncode = "FOCUS"')
    assert small.told() == [
        (
            "warning groups.csv:2 [group]: members of a reference change: found 'FOCUS'; expected "
            "the same members at all times. Distances to it then change though no area changes: "
            "compare with the same members, or with an area."
        )
    ]


def test_the_check_tells_groups_without_their_columns(small: Folder) -> None:
    small.write("groups.csv", "groep,wijk\nFOCUS,WK036301\n")
    assert small.told() == [
        (
            "error groups.csv:1 [area]: column is missing: expected a column area. Rename wijk "
            "to area."
        ),
        (
            "error groups.csv:1 [group]: column is missing: expected a column group. Rename "
            "groep to group."
        ),
    ]


def test_the_check_tells_weights_that_do_not_add_up(small: Folder) -> None:
    small.write(
        "correspondence/2011.csv",
        "vintage_from,vintage_to,area_from,area_to,weight\n2011,2012,WK036399,WK036301,0.5\n2011,2012,WK036399,WK036302,0.3\n",
    )
    assert small.told() == [
        (
            "error correspondence/2011.csv:2 [weight]: weights don't add up to 1: found '0.8'; "
            "expected 1 over the 2 rows of WK036399. 20% of every count would be lost. Is a "
            "part missing, or does one stand twice?"
        )
    ]


def test_the_check_tells_a_correspondence_without_weights(small: Folder) -> None:
    small.write("correspondence/2011.csv", "area_from,area_to\nWK036399,WK036301\n")
    assert small.told() == [
        (
            "error correspondence/2011.csv:1 [weight]: column is missing: expected a column "
            "weight. The columns are: area_from, area_to."
        )
    ]


def test_the_check_tells_weights_in_percentages(small: Folder) -> None:
    small.write("correspondence/2011.csv", "area_from,area_to,weight\nWK036399,WK036301,100\n")
    assert small.told() == [
        (
            "error correspondence/2011.csv:2 [weight]: impossible weight: found '100'; expected"
            " a share from 0 to 1. Divide percentages by 100."
        )
    ]


def test_the_check_tells_a_correspondence_to_an_unknown_area(small: Folder) -> None:
    small.write("correspondence/2011.csv", "area_from,area_to,weight\nWK036399,WK036311,1\n")
    assert small.told() == [
        (
            "error correspondence/2011.csv:2 [area_to]: unknown code: found 'WK036311'; "
            "expected the code of an area in areas.csv. Did you mean WK036301?"
        )
    ]


def test_the_check_tells_an_unknown_vintage(small: Folder) -> None:
    small.write(
        "correspondence/2011.csv",
        "vintage_from,vintage_to,area_from,area_to,weight\n2011,2012,WK036399,WK036301,1\n",
    )
    small.change("source.toml", 'base_period = "2012"', 'base_period = "2012"\nvintage = "2013"')
    assert small.told() == [
        (
            "error source.toml:7 [source.vintage]: unknown vintage: found '2013'; expected a "
            "vintage_to of a table in correspondence/. Known: 2012."
        )
    ]


def test_the_check_tells_published_counts_of_unknown_classes(small: Folder) -> None:
    small.write(
        "published.csv",
        "group,indicator,period_from,period_to,class,count\nFOCUS,seekers,2012,2015,smallr,3\nFOCUS,seeker,2012,1-10-2015,larger,-1\n",
    )
    assert small.told() == [
        (
            "error published.csv:2 [class]: unknown class: found 'smallr'; expected one of "
            "smaller, larger, equal, at_or_better, too_few, no_reference, not_reported. Did you mean smaller?"
        ),
        (
            "error published.csv:3 [count]: impossible count: found '-1'; expected a whole "
            "number, zero or more."
        ),
        (
            "error published.csv:3 [indicator]: unknown indicator: found 'seeker'; expected the"
            " id of an indicator in indicators.toml. Did you mean seekers?"
        ),
        (
            "error published.csv:3 [period_to]: malformed period: found '1-10-2015'; expected a"
            " period such as 2012, 2012-10, 2012-Q3 or 2012-10-01. Write 2015-10-01."
        ),
    ]


def published(*rows: str, head: str = "") -> str:
    return "\n".join(["group,indicator,period_from,period_to,class,count" + head, *rows]) + "\n"


def test_the_check_tells_published_counts_that_are_more_than_there_are_areas(small: Folder) -> None:
    small.write(
        "published.csv",
        published(
            "PUB,seekers,2012,2015,smaller,30,40",
            "PUB,seekers,2012,2015,larger,15,40",
            "PUB,price,2012,2015,larger,18,40",
            head=",total",
        ),
    )
    assert small.told() == [
        (
            "error published.csv:2 [count]: counts don't add up: found '45 areas of PUB for "
            "seekers'; expected 40 areas, as the group has by its total or members. "
            "Look the counts up in the publication, or say how many areas there are in a column "
            "total."
        )
    ]


def test_the_check_asks_how_many_areas_there_are_when_nothing_says_so(small: Folder) -> None:
    small.write(
        "published.csv",
        published("PUB,seekers,2012,2015,smaller,24", "PUB,price,2012,2015,larger,33"),
    )
    assert small.told() == [
        (
            f"error published.csv:{line} [total]: number of areas is not given: found '{count}'; "
            "expected of how many areas these are. Write it in the column total, or list the members "
            "of the group in groups.csv: counts of a part of the areas aren't counts of all."
        )
        for line, count in ((2, "24 areas of PUB for seekers"), (3, "33 areas of PUB for price"))
    ]


@pytest.mark.parametrize("beside", [[], ["PUB,price,2007,2012,smaller,18"]])
def test_the_check_asks_of_how_many_eighteen_areas_are(small: Folder, beside: list[str]) -> None:
    """Also with one count alone, and when two counts of a part agree."""
    rows = ["PUB,seekers,2007,2012,smaller,18", *beside]
    small.write("published.csv", published(*rows))
    asked = [one for one in small.told() if "number of areas is not given" in one]
    assert len(asked) == len(rows) and all(one.startswith("error") for one in asked)


def test_a_published_count_without_years_is_taken_as_it_is(small: Folder) -> None:
    small.write("published.csv", published("PUB,seekers,,,smaller,24,40", head=",total"))
    assert small.told() == []


def test_the_check_tells_names_and_directions_that_do_not_fit(small: Folder) -> None:
    small.write(
        "published.csv",
        published(
            "PUB,seekers,,2015,larger,2,areas,Een;Twee;Drie,,",
            "PUB,seekers,,2015,larger,1,total,,improved,worsened",
            "PUB,price,,2015,larger,1,total,,better,",
            "PUB,price,,2015,larger,1,areas,,improved,",
            head=",scope,areas,own_direction,reference_direction",
        ),
    )
    assert [one.split(": ")[0] + ": " + one.split(": ")[1] for one in small.told()] == [
        "error published.csv:2 [areas]: names and count differ",
        "error published.csv:3 [class]: contradiction",
        "error published.csv:4 [own_direction]: unknown value",
        "error published.csv:5 [own_direction]: said of single areas",
    ]


def test_the_check_tells_published_rows_that_can_not_be_true_together(small: Folder) -> None:
    head = ",scope,total,areas,own_direction,own_from,own_to"
    small.write(
        "published.csv",
        published(
            "PUB,seekers,2007,2012,larger,1,total,,,,,",
            "PUB,seekers,2007,2012,smaller,1,total,,,,,",
            "PUB,seekers,2007,2012,larger,1,areas,40,Overschie,,,",
            "PUB,seekers,2007,2012,smaller,1,areas,40,Overschie,,,",
            "PUB,seekers,2007,2012,smaller,2,areas,40,,,,",
            "PUB,seekers,,2011,equal,1,total,,,worsened,8.3,6.0",
            "PUB,seekers,,2010,equal,1,total,,,improved,8.3,6.0",
            head=head,
        ),
    )
    assert [one.split("; expected")[0] for one in small.told()] == [
        "error published.csv:3 [class]: stands twice: found 'smaller beside larger, of the group as a "
        "whole'",
        "error published.csv:5 [areas]: area in two classes: found 'Overschie: smaller and larger'",
        "error published.csv:6 [class]: stands twice: found 'smaller beside smaller, of class smaller'",
        "error published.csv:7 [own_direction]: contradiction: found 'worsened, from 8.3 to 6'",
    ]


def test_the_check_tells_a_published_reference_that_it_does_not_know(small: Folder) -> None:
    small.write(
        "published.csv",
        published(
            "PUB,seekers,2007,2012,smaller,24,GM0363,40",
            "PUB,seekers,2007,2012,larger,3,GM9999,40",
            head=",reference,total",
        ),
    )
    assert [one.split("; expected")[0] for one in small.told()] == [
        "error published.csv:3 [reference]: unknown code: found 'GM9999'",
    ]


def test_the_check_warns_of_a_group_whose_readers_would_see_a_code(small: Folder) -> None:
    small.add(
        "groups.csv", "REGION1,WK036301,,", "Aandachtswijken,WK036301,,", "REGION1,WK036302,,"
    )
    assert small.told() == [
        (
            "warning groups.csv:4 [group]: group has no name: found 'REGION1'; expected a row in "
            "areas.csv with this code, a name and level group. Readers see the code instead."
        )
    ]
