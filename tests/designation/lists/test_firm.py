"""A chance is there where it can be told and where a margin tells it."""

from __future__ import annotations

from pathlib import Path

from wijkwerk.designation.api import DesignationList, Options, build_list


def test_scores_without_margins_have_no_chance(small_edition: Path, tmp_path: Path) -> None:
    codes = ("BU00010000", "BU00020000", "BU00030000")
    names = "organisation,residents,partners,anchoring,backing"
    rows = [f"area,year,plan,assessor,assessor_municipality,{names}"]
    for number, area in enumerate(codes):
        for peer in ("A", "B"):
            scores = ",".join(["4", "4", "4", "4", "2" if number == 1 else "5"])
            rows.append(f"{area},2012,Plan {number},{peer},GM0004,{scores}")
    path = tmp_path / "nominations.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    made = build_list(
        "nomination", small_edition, tmp_path / "lists", Options(nominations=path, draws=50)
    )
    found = DesignationList.open(made).table("firmness").collect()
    assert found.height > 0 and found["probability"].null_count() == found.height
    assert set(found["unknown"].unique()) <= {0.0, 1.0}
