"""Made-up rows for the style guide, so that every part can be looked at and tested.

They are plainly marked as an example on the page and appear nowhere else.
"""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from wijkwerk.ui.components import CLASSES

_ROWS: tuple[tuple[str, str | None, str, str | None, str, str], ...] = (
    ("Oeverkwartier", "31,2%", "4,1", "-4,1", "smaller", "firm"),
    ("Molenhoek", "24,8%", "1,6", "-1,6", "at_or_better", "cannot_tell"),
    ("Stationsbuurt", "22,0%", "0,2", "0,2", "equal", "cannot_tell"),
    ("Tuindorp", "19,3%", "2,9", "2,9", "larger", "cannot_tell"),
    ("Havenkade", "15,9%", "6,3", "6,3", "larger", "firm"),
    ("Lindenveld", None, "", None, "too_few", "cannot_tell"),
)


def _table(key: str, **more: Any) -> dict[str, Any]:
    rows: list[Any] = [
        [
            {"text": name, "url": f"#{key}"},
            {"withheld": "N"}
            if value is None
            else {"text": value, "sort": value[:-1].replace(",", ".")},
            {"withheld": "D"} if lag is None else {"text": lag, "sort": lag.replace(",", ".")},
            {"class": name_of_class},
            {"evidence": evidence},
        ]
        for name, value, _distance, lag, name_of_class, evidence in _ROWS
    ]
    rows.append(
        {
            "kind": "reference",
            "cells": [
                "Voorbeeldstad",
                {"text": "22,2%", "sort": "22.2"},
                {"text": "0,0", "sort": "0"},
                "",
                "",
            ],
        }
    )
    return {
        "id": key,
        "caption": _("Example: havo/vwo in year 3, made-up figures"),
        "columns": [
            {"label": _("Area"), "sort_url": f"?sort=name#{key}"},
            {"label": _("Share"), "number": True, "note": "2021", "sort_url": f"?sort=share#{key}"},
            {
                "label": _("Lag"),
                "number": True,
                "note": _("percentage points"),
                "sort_url": f"?sort=lag#{key}",
                "sorted": "ascending",
            },
            {"label": _("Change of the distance"), "note": "2014–2021", "verdict": True},
            {"label": _("How sure"), "note": _("margin of 95%")},
        ],
        "rows": rows,
        **more,
    }


def example() -> dict[str, Any]:
    """What the parts on the style guide show, in the reader's language."""
    picture = {
        "url": static("site/styleguide/example.svg"),
        "width": 720,
        "height": 320,
        "alt": _(
            "Example of a line chart: Voorbeeldwijk falls from 31 to 26 percent, Voorbeeldstad from 22 to 21."
        ),
    }
    return {
        "classes": list(CLASSES),
        "counts": {"smaller": 19, "larger": 12, "equal": 6, "too_few": 3},
        "table": _table("example-table", sortable=True, filter=True),
        "empty_table": {
            "id": "example-empty",
            "caption": _("Example: a table without rows"),
            "columns": [{"label": _("Area")}, {"label": _("Share"), "number": True}],
            "rows": [],
        },
        "figure": {
            "id": "example-figure",
            "title": _("Example: the lag became smaller"),
            **picture,
            "source": _("example, made-up figures"),
            "method_url": "#figure",
            "cite": _("Example: this is how a figure is cited, with edition, date and address."),
            "table": _table("example-figure-table", stacked=True),
            "downloads": [
                {"label": "CSV", "url": "#csv"},
                {"label": "XLSX", "url": "#xlsx", "note": "12 kB"},
                {"label": "SVG", "url": "#svg"},
                {"label": "PNG", "url": "#png"},
            ],
        },
        "map": {
            "id": "example-map",
            "title": _("Example: lag per area"),
            "geojson": static("site/styleguide/example.geojson"),
            "reference": "Voorbeeldstad",
            "legend": [
                _("far ahead"),
                _("ahead"),
                _("virtually equal"),
                _("behind"),
                _("far behind"),
            ],
            "picture": {
                "url": static("site/styleguide/example-map.svg"),
                "width": 640,
                "height": 480,
                "alt": _("Example of a map with six areas."),
            },
        },
        "stats": [
            {"label": _("Share"), "value": "26,2", "unit": "%", "note": _("between 24.9 and 27.5")},
            {
                "label": _("Lag"),
                "value": "5,6",
                "unit": _("percentage points"),
                "note": _("in 2014: 9.0"),
            },
            {
                "label": _("Rank"),
                "value": "11",
                "unit": _("of 40"),
                "note": _("may lie between 6 and 19"),
            },
            {"label": _("Started debt settlements"), "withheld": "N"},
        ],
        "pager": {
            "number": 3,
            "previous_url": "?page=2#pager",
            "next_url": "?page=4#pager",
            "pages": [
                {"number": 1, "url": "?page=1#pager"},
                {"gap": True},
                {"number": 2, "url": "?page=2#pager"},
                {"number": 3, "url": "?page=3#pager", "current": True},
                {"number": 4, "url": "?page=4#pager"},
                {"gap": True},
                {"number": 12, "url": "?page=12#pager"},
            ],
            "count_text": _("101 to 150 of 593"),
        },
        "crumbs": [
            {"label": _("Home"), "url": "#crumbs"},
            {"label": _("Areas"), "url": "#crumbs"},
            {"label": "Voorbeeldwijk"},
        ],
        "tabs": [
            {"here": "first", "label": _("Overview"), "url": "#s-tabs"},
            {"here": "second", "label": _("Areas"), "url": "#s-tabs"},
        ],
        "filters": {
            "action": "#filters",
            "label": _("Example of choices"),
            "fields": [
                {
                    "name": "reference",
                    "label": _("Compare with"),
                    "kind": "select",
                    "options": [
                        {"value": "own", "label": _("Own municipality"), "selected": True},
                        {"value": "G4", "label": "G4", "group": _("Groups")},
                        {"value": "AW40", "label": "AW40", "group": _("Groups")},
                    ],
                },
                {
                    "name": "name",
                    "label": _("Name contains"),
                    "kind": "text",
                    "hint": _("For example: hoek"),
                },
                {
                    "name": "years",
                    "label": _("Years"),
                    "kind": "checks",
                    "options": [
                        {"value": year, "label": year, "selected": year > "2018"}
                        for year in ("2017", "2018", "2019", "2020", "2021")
                    ],
                },
            ],
        },
        "results": [
            {"url": "#search", "name": "Molenhoek", "note": _("District in Voorbeeldstad")},
            {"url": "#search", "name": _("Moved within a year"), "note": _("Indicator: living")},
        ],
        "actions": [{"label": _("Remove the choice of years"), "url": "#empty"}],
    }
