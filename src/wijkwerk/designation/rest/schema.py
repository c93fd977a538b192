"""What answers look like, as JSON Schema. Columns of tables are those of ``core/tables.py``."""

from __future__ import annotations

from wijkwerk.designation.core import tables
from wijkwerk.rest.schema import COMPONENTS as SHARED
from wijkwerk.rest.schema import Schema, pages, row

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
    "cause": "What changed: figures, reference, threshold, rule, years, known, areas, decision.",
    "criteria": "Criteria whose result changed, joined by ';'.",
    "consulted": "Whose view: council or residents.",
    "asked_on": "Day on which the view was asked.",
    "until": "Last day on which it was wanted.",
    "given_on": "Day on which it was given; null when it wasn't.",
    "how": "How it was asked.",
    "participants": "How many people took part; null when that isn't known.",
    "view": "What they think, as the municipality wrote it down.",
    "answer": "What was done with it.",
    "answered_on": "Day of that answer.",
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
    "computed": "The status or result by the rule alone, without decisions.",
    "decided": "Whether a published decision is about this area in this year.",
    "decision": "Address of why it was decided so; null where the rule alone counts.",
    "draft": "Whether the list of this year is a draft: a procedure about it goes on.",
    "draft_years": "Years of which the list is a draft: a procedure about it goes on.",
    "decided_years": "Years about which a decision was published.",
    "consequence": "Code of the consequence in the scheme.",
    "kind": "plan, obligation, allowed, money, sanction or duty.",
    "since": "Day since which it follows.",
    "due": "Last day; null when there is none.",
    "limit": "The limit of the obligation after exemptions, in percent.",
    "plan": "State of the newest plan that is public: approved or master_plan.",
    "measures": "Codes of its measures, joined by ';'.",
    "plan_share": "The share that the plan reaches, in percent.",
    "fund": "Whether the fund pays: granted or refused.",
    "exemption": "What was decided about the newest request: granted, partly or refused.",
    "sanction": "State of the newest sanction: imposed or lifted.",
    "switched_on": "Criteria on a protected ground that were switched on, with the reason.",
}

SCHEME = {
    "id": "string", "title": "text", "authority": "text", "versions": "strings",
    "statuses": "strings",
}  # fmt: skip
LIST = {
    "id": "string", "scheme": "string", "title": "text", "edition": "string",
    "simulated": "boolean", "years": "strings", "decided_years": "strings",
    "draft_years": "strings", "levels": "strings", "areas": "int64", "switched_on": "strings",
}  # fmt: skip
WHAT_IF = {
    "status": "string", "before_areas": "int64", "after_areas": "int64", "unknown": "int64",
    "entering": "strings", "leaving": "strings",
}  # fmt: skip
COMPARED = {
    "area": "string", "name": "string", "status": "string", "change": "string",
    "before": "string", "after": "string", "cause": "string", "criteria": "string",
}  # fmt: skip
OBLIGATION = {
    "year": "int64", "area": "string", "name": "string", "municipality": "string",
    "status": "string", "consequence": "string", "kind": "string", "since": "string",
    "due": "string", "limit": "float64", "plan": "string", "measures": "string",
    "plan_share": "float64", "fund": "string", "exemption": "string", "sanction": "string",
}  # fmt: skip

VIEW = {
    "year": "int64", "area": "string", "name": "string", "municipality": "string",
    "consulted": "string", "asked_on": "string", "until": "string", "given_on": "string",
    "how": "string", "participants": "int64", "view": "string", "answer": "string",
    "answered_on": "string",
}  # fmt: skip

# What the tables of statuses have besides: `status` or `result` is the one after decisions.
DECIDED = {"computed": "string", "decided": "boolean", "decision": "string", "draft": "boolean"}

_LISTED = {
    "Scheme": SCHEME,
    "List": LIST,
    "ListArea": tables.AREAS,
    "AreaStatus": tables.STATUSES | DECIDED,
    "HeldStatus": tables.HELD | DECIDED,
    "AreaCriterion": tables.CRITERIA,
    "Firmness": tables.FIRMNESS,
    "Sensitivity": tables.SENSITIVITY,
    "WhatIf": WHAT_IF,
    "Comparison": COMPARED,
    "Obligation": OBLIGATION,
    "View": VIEW,
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
    "ListDecision": {
        "type": "object",
        "properties": {
            "year": {"type": "integer"},
            "decided_on": {"type": "string", "format": "date"},
            "published_on": {"type": "string", "format": "date"},
            "listed": {"type": "integer", "description": "Areas on the list now."},
            "by_rule": {"type": "integer", "description": "Areas that the rule lists."},
            "why": {"type": "string", "format": "uri"},
            "areas": {
                "type": "array",
                "description": "Areas of which the decision says something else than the rule.",
                "items": {
                    "type": "object",
                    "properties": {
                        "area": {"type": "string"},
                        "kind": {"enum": ["added", "removed", "left", "rejected"]},
                        "left_on": {"type": ["string", "null"], "format": "date"},
                        "why": {"type": "string", "format": "uri"},
                    },
                    "required": ["area", "kind", "left_on", "why"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["year", "decided_on", "published_on", "listed", "by_rule", "why", "areas"],
        "additionalProperties": False,
    },
    "ListDetail": {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "manifest": {"type": "object", "description": "The list's manifest.json."},
            "scheme": {"$ref": "#/components/schemas/SchemeDetail"},
            "decisions": {
                "type": "array",
                "description": "What was decided about a year of the list and published.",
                "items": {"$ref": "#/components/schemas/ListDecision"},
            },
        },
        "required": ["id", "manifest", "scheme", "decisions"],
        "additionalProperties": False,
    },
}
