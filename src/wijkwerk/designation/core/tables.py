"""The tables of a list: their columns and types, and what tells their rows apart.

docs/list-format.md says what each column means. Types are Ibis type names.
"""

from __future__ import annotations

CRITERIA = {
    "year": "int64",
    "level": "string",
    "area": "string",
    "criterion": "string",
    "gate": "boolean",
    "measure": "string",
    "value": "float64",  # in the unit of the measure
    "lower": "float64",
    "upper": "float64",
    "reference": "string",  # code of the area that it is held against; null without
    "reference_value": "float64",
    "compared": "float64",  # what is held against the threshold: the value, or the ratio
    "compared_lower": "float64",
    "compared_upper": "float64",
    "threshold": "float64",
    "margin": "float64",  # positive: on the side that meets it
    "result": "string",  # met, not_met, unknown
    "reason_unknown": "string",  # '', or one of REASONS
}
REASONS = ("withheld", "missing", "no_reference", "too_few", "no_area")
STATUSES = {
    "year": "int64",
    "level": "string",
    "area": "string",
    "status": "string",
    "version": "string",  # the date from which the version holds that was used
    "in_force": "boolean",
    "result": "string",  # met, not_met, unknown
    "condition": "string",  # the same without the years in a row
    "years_in_a_row": "int64",  # certain years of the condition up to this one
    "years_possible": "int64",  # the same with unknown years counted as met, within the edition
    "entered": "boolean",  # null: can't be told
    "left": "boolean",
    "near_miss": "string",  # '', or some of NEAR joined by ';'
    "short": "string",  # codes of criteria and gates that are not met, joined by ';'
    "missing": "string",  # codes of criteria and gates that are unknown, joined by ';'
}
NEAR = ("one_short", "one_year_short", "within_interval")
HELD = {
    "year": "int64",
    "level": "string",
    "area": "string",
    "status": "string",  # '' none, 'unknown', or the highest status that it has
    "possible": "string",  # a higher status that it may have, since that one is unknown; else ''
    "before": "string",  # the status of the year before; null in the first year
}
FIRMNESS = {
    "year": "int64",
    "level": "string",
    "area": "string",
    "status": "string",
    # Share of the draws in which the area has the status; null where it can't be told in any, and
    # where no figure that it rests on has an interval.
    "probability": "float64",
    "unknown": "float64",  # share of the draws in which it can't be told
    "draws": "int64",
    "seed": "int64",
}
FIRM = 0.95  # a chance from which a status, or its absence, counts as firm
AREAS = {
    "code": "string",
    "name": "string",
    "level": "string",
    "municipality": "string",
    "region": "string",
    "inhabitants": "float64",
    "valid_from": "string",
    "valid_to": "string",
}
SENSITIVITY = {
    "year": "int64",
    "level": "string",
    "status": "string",
    "change": "string",  # threshold, top, dropped
    "criterion": "string",
    "setting": "float64",  # the threshold or top that it was set to; null when dropped
    "step": "float64",  # relative to the scheme's own: -0.1 is ten percent lower; null when dropped
    "have_it": "int64",  # areas with the status under the change
    "enter": "int64",
    "leave": "int64",
    "entering": "string",  # their codes, joined by ';'
    "leaving": "string",
}
LIST_TABLES = {
    "criteria": CRITERIA,
    "statuses": STATUSES,
    "held": HELD,
    "firmness": FIRMNESS,
    "sensitivity": SENSITIVITY,
}
KEYS = {
    "criteria": ("year", "level", "area", "criterion"),
    "statuses": ("year", "level", "area", "status"),
    "held": ("year", "level", "area"),
    "firmness": ("year", "level", "area", "status"),
    "sensitivity": ("year", "level", "status", "change", "criterion", "setting"),
}
