"""What answers look like, as JSON Schema. Columns of tables are those of ``core/tables.py``."""

from __future__ import annotations

from wijkwerk.designation.core import tables
from wijkwerk.monitor.display_api import COMPONENTS as SHARED
from wijkwerk.monitor.display_api import Schema, pages, row

_WORDS = {
    "year": "Year of the list.",
    "level": "Level of the area.",
    "area": "Code of the area, as in the edition.",
    "criterion": "Code of the criterion or gate in the scheme.",
    "gate": "Whether it must be met whatever else is.",
    "measure": "Code of the measure or score in the scheme.",
    "value": "The measure, in its unit; null when unknown.",
    "lower": "Lower end of its 95% interval.",
    "upper": "Upper end of its 95% interval.",
    "reference": "Code of the area it is held against.",
    "reference_value": "The figure of that area.",
    "compared": "What is held against the threshold: the value, or value / reference.",
    "compared_lower": "Lower end of it.",
    "compared_upper": "Upper end of it.",
    "threshold": "The threshold of that year's version.",
    "margin": "Distance to the threshold, positive on the side that meets it.",
    "result": "met, not_met or unknown; unknown is neither.",
    "reason_unknown": "Why it can't be told.",
    "status": "Code of the status in the scheme; in held '' is none.",
    "version": "Date from which the version holds that was used.",
    "in_force": "Whether any version was in force yet.",
    "condition": "The result for this year alone.",
    "years_in_a_row": "Years up to this one in which it was certainly met.",
    "years_possible": "The same with unknown years counted as met.",
    "entered": "Whether it is new; null when that can't be told.",
    "left": "Whether it left; null when that can't be told.",
    "near_miss": "How it is nearly met, joined by ';'.",
    "short": "Criteria and gates that are not met, joined by ';'.",
    "missing": "Criteria and gates that are unknown, joined by ';'.",
    "possible": "A higher status that it may have.",
    "before": "The status, or result, before.",
    "after": "The result now.",
    "probability": "Share of the draws in which the area has the status.",
    "unknown": "Share of the draws, or number of areas, of which it can't be told.",
    "draws": "Number of draws.",
    "seed": "Where the draws start.",
    "change": "What is changed, or what became of the area.",
    "setting": "What it was set to.",
    "step": "Relative to the rule: -0.1 is ten percent lower.",
    "have_it": "Areas with the status.",
    "enter": "Areas that would enter.",
    "leave": "Areas that would leave.",
    "entering": "Codes of the areas that would enter.",
    "leaving": "Codes of the areas that would leave.",
    "cause": "What changed: figures, reference, threshold, rule, years, known, areas.",
    "criteria": "Criteria whose result changed, joined by ';'.",
    "code": "Code of the area.",
    "name": "Name of the area.",
    "municipality": "Code of its municipality.",
    "region": "Code of its region.",
    "inhabitants": "Inhabitants, by the edition.",
    "valid_from": "First day of its existence.",
    "valid_to": "Last day of its existence; null when it still exists.",
    "id": "What it is called in addresses.",
    "authority": "Who decides by it.",
    "versions": "Dates from which its versions hold.",
    "statuses": "Codes of its statuses.",
    "scheme": "Id of the scheme.",
    "edition": "Id of the edition that the figures are of.",
    "simulated": "Whether no figure of it is about a real place.",
    "years": "The years it has.",
    "levels": "Levels of its areas.",
    "areas": "Number of areas.",
    "after_areas": "Areas with the status under the change; null when nothing is left to meet.",
    "before_areas": "Areas with the status by the rule as it is.",
    "switched_on": "Criteria on a protected ground that were switched on, with the reason.",
}

SCHEME = {
    "id": "string", "title": "text", "authority": "text", "versions": "strings",
    "statuses": "strings",
}  # fmt: skip
LIST = {
    "id": "string", "scheme": "string", "title": "text", "edition": "string",
    "simulated": "boolean", "years": "strings", "levels": "strings", "areas": "int64",
    "switched_on": "strings",
}  # fmt: skip
WHAT_IF = {
    "status": "string", "before_areas": "int64", "after_areas": "int64", "unknown": "int64",
    "entering": "strings", "leaving": "strings",
}  # fmt: skip
COMPARED = {
    "area": "string", "name": "string", "status": "string", "change": "string",
    "before": "string", "after": "string", "cause": "string", "criteria": "string",
}  # fmt: skip

_LISTED = {
    "Scheme": SCHEME,
    "List": LIST,
    "ListArea": tables.AREAS,
    "AreaStatus": tables.STATUSES,
    "HeldStatus": tables.HELD,
    "AreaCriterion": tables.CRITERIA,
    "Firmness": tables.FIRMNESS,
    "Sensitivity": tables.SENSITIVITY,
    "WhatIf": WHAT_IF,
    "Comparison": COMPARED,
}
COMPONENTS: dict[str, Schema] = {
    "Text": SHARED["Text"],
    "Problem": SHARED["Problem"],
    **{name: row(columns, _WORDS) for name, columns in _LISTED.items()},
    **pages(_LISTED),
    "SchemeDetail": {
        "type": "object",
        "description": "A scheme with all its versions, as in a list's scheme.json.",
        "properties": {
            "id": {"type": "string"},
            "versions": {"type": "array", "items": {"type": "object"}},
        },
        "required": ["id", "versions"],
    },
    "ListDetail": {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "manifest": {"type": "object", "description": "The list's manifest.json."},
            "scheme": {"$ref": "#/components/schemas/SchemeDetail"},
        },
        "required": ["id", "manifest", "scheme"],
        "additionalProperties": False,
    },
}
