import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.areas.api import ancestors, hierarchy_faults, overlaps, parents, scale_flags


def table(*rows: tuple[str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"code": pl.String, "parent": pl.String}, orient="row")


def test_doubles_orphans_and_loops_are_told_with_their_row() -> None:
    areas = table(("A", None), ("B", "A"), ("B", "A"), ("C", "X"), ("D", "E"), ("E", "D"))
    faults = [(fault.row, fault.kind, fault.detail) for fault in hierarchy_faults(areas)]
    assert faults == [(2, "double", "B"), (3, "orphan", "X"), (4, "loop", "D > E > D")]


def test_an_area_that_hangs_below_a_loop_is_not_itself_blamed() -> None:
    kinds = {(fault.code, fault.kind) for fault in hierarchy_faults(table(("A", "B"), ("B", "B")))}
    assert kinds == {("B", "loop")}


def test_ancestors_end_even_in_a_loop() -> None:
    assert ancestors("A", parents(table(("A", "B"), ("B", "C"), ("C", "B")))) == ["B", "C"]


@given(st.integers(1, 40), st.randoms(use_true_random=False))
def test_a_tree_has_no_faults_in_any_order(size: int, random: object) -> None:
    rows = [("0", None), *((str(node), str((node - 1) // 2)) for node in range(1, size))]
    random.shuffle(rows)  # type: ignore[attr-defined]
    assert hierarchy_faults(table(*rows)) == []


def test_overlapping_memberships_are_found_and_touching_ones_are_not() -> None:
    rows = pl.DataFrame(
        {
            "group": ["G", "G", "G", "H"],
            "area": ["A", "A", "B", "A"],
            "valid_from": ["2010", "2012", None, "2011"],
            "valid_to": ["2012", None, "2011", None],
        }
    )
    assert overlaps(rows, ["group", "area"]) == [(0, 1)]
    touching = rows.with_columns(valid_to=pl.Series(["2011", None, "2011", None]))
    assert overlaps(touching, ["group", "area"]) == []


def test_only_areas_to_work_in_are_judged_by_scale() -> None:
    areas = pl.DataFrame(
        {
            "level": ["district", "district", "neighbourhood", "municipality", "district"],
            "inhabitants": [10_000.0, 10_001.0, None, 900_000.0, None],
            "dwellings": [4_000.0, 100.0, 4_001.0, None, None],
        }
    )
    assert scale_flags(areas)["scale_flag"].to_list() == [False, True, True, None, None]
