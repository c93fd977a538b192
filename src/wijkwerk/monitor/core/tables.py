"""The tables of the monitor: their columns, types and meaning, in one place.

Types are Ibis type names. Periods are ISO 8601 texts ('2012', '2012-10', '2012-Q3') that sort
as they follow each other. Codes: CL_OBS_STATUS (A normal, E estimated, B break, M missing,
L no data, P provisional) and CL_CONF_STATUS (F free, N withheld) of SDMX.
"""

from __future__ import annotations

AREA_LEVELS = ("country", "municipality", "district", "neighbourhood", "custom", "group")

AREAS = {
    "code": "string",
    "name": "string",
    "level": "string",  # one of AREA_LEVELS
    "parent": "string",  # code, or null at the top
    "inhabitants": "float64",
    "dwellings": "float64",
    "valid_from": "string",
    "valid_to": "string",
}
# Where a postcode lies: a row per area that it lies in.
POSTCODES = {
    "postcode": "string",  # four digits and two letters
    "area": "string",
    "addresses": "float64",  # of the postcode, in that area; null when not counted
}
GROUPS = {"group": "string", "area": "string", "valid_from": "string", "valid_to": "string"}
# Of a group's value at a moment; here, so that a page needn't load what computes them.
GROUP_METHODS = ("pooled", "unweighted")
OBSERVATIONS = {
    "area": "string",
    "period": "string",
    "indicator": "string",
    "numerator": "float64",
    "denominator": "float64",
    "value": "float64",  # in the indicator's unit; for survey rows a respondent's answer
    "base": "float64",
    "variance": "float64",  # of the value, when the publisher gives it
    "age": "string",
    "sex": "string",
    "weight": "float64",
    "stratum": "string",
    "psu": "string",
    # clusters (without psu: people) of the respondent's stratum in the population, for the
    # finite-population correction; null: no correction
    "population": "float64",
    "status": "string",  # CL_OBS_STATUS; 'N' or 'C': withheld by the publisher (CL_CONF_STATUS)
    "vintage": "string",  # boundaries that the row is on; null: by the settings or the period
}
CORRESPONDENCE = {
    "vintage_from": "string",
    "vintage_to": "string",
    "area_from": "string",
    "area_to": "string",
    "weight": "float64",  # share of area_from that lies in area_to; sums to 1 per area_from
}
# Figures before protection; never published as it is.
COMPUTED = {
    "area": "string",
    "level": "string",
    "parent": "string",
    "period": "string",
    "indicator": "string",
    "numerator": "float64",
    "denominator": "float64",
    "value": "float64",  # in the indicator's unit (scale applied)
    "variance": "float64",  # of the value, in the unit squared; null when unknown
    "lower": "float64",
    "upper": "float64",
    # wilson, exact, byar, dobson, gamma, normal, taylor, delta, none; a name may end in ONE_STRATUM
    "interval_method": "string",
    "base": "float64",
    "obs_status": "string",
}
FIGURES = {
    "area": "string",
    "level": "string",
    "period": "string",
    "indicator": "string",
    "value": "float64",
    "lower": "float64",
    "upper": "float64",
    "interval_method": "string",
    "base": "float64",  # rounded for publication
    "obs_status": "string",
    "conf_status": "string",
    "reference": "string",
    "reference_value": "float64",
    # positive = lag, whatever the direction; of a neutral indicator value minus reference_value
    "distance": "float64",
    "distance_lower": "float64",
    "distance_upper": "float64",
    "distance_relative": "float64",  # distance / |reference_value|
    "distance_excluding": "float64",  # against the reference without the area itself
    # 1 = best, among areas of the same level, period and reference set; null where none is better
    "rank": "int64",
    "rank_lower": "int64",
    "rank_upper": "int64",
}
CHANGES = {
    "area": "string",
    "level": "string",
    "indicator": "string",
    "reference": "string",
    "period_from": "string",
    "period_to": "string",
    "own_change": "float64",
    "reference_change": "float64",
    "distance_change": "float64",  # positive = the lag grew
    "lower": "float64",
    "upper": "float64",
    "class": "string",  # one of COMPUTED_CLASSES
    "evidence": "string",  # firm, cannot_tell
    "broken": "boolean",  # a break lies between the two moments
    "conf_status": "string",
}
# What a distance did, and the answers that say why that can't be told: too few observations of the
# area itself, no figure of the reference, one moment only, an indicator without a better side, or a
# publication that doesn't say.
TOLD_CLASSES = ("smaller", "larger", "equal", "at_or_better")
# What a publication counts of an indicator without a better side: what the difference did, whichever side
# it is on, or on which side of the reference areas are. No headline counts these.
NEUTRAL_CLASSES = ("difference_smaller", "difference_larger", "difference_equal", "below", "above")
UNTOLD_CLASSES = ("too_few", "no_reference", "one_moment", "not_judged", "not_reported")
CLASSES = (*TOLD_CLASSES, *NEUTRAL_CLASSES, *UNTOLD_CLASSES)
COMPUTED_CLASSES = (*TOLD_CLASSES, "too_few", "no_reference", "one_moment", "not_judged")
# Every count says how many areas have these; areas of other classes are counted where they occur.
ALWAYS_COUNTED = (*TOLD_CLASSES, "too_few", "no_reference")
# What a publication may say, of an indicator with a better side and of one without. Of one moment
# nothing became of a distance.
_UNTOLD_IN_PRINT = ("too_few", "no_reference", "not_reported")
PUBLISHED_CLASSES = (*TOLD_CLASSES, *_UNTOLD_IN_PRINT)
PUBLISHED_NEUTRAL_CLASSES = (*NEUTRAL_CLASSES, *_UNTOLD_IN_PRINT)
# After the name of an interval's method: one stratum of a standardised rate decides.
ONE_STRATUM = "_one_stratum"
# What a publication may say of a figure that it doesn't give.
DIRECTIONS = ("improved", "worsened", "unchanged")
NEUTRAL_DIRECTIONS = ("rose", "fell", "unchanged")
RANGES = ("own_lowest", "own_highest", "reference_lowest", "reference_highest")
# Columns of CLASS_COUNTS with what a publication says of a group as a whole.
STATED = (
    "own_direction", "reference_direction", "own_from", "own_to", "reference_from", "reference_to",
    *RANGES,
)  # fmt: skip
GROUP_FIGURES = {
    "group": "string",
    "period": "string",
    "indicator": "string",
    "method": "string",  # pooled, unweighted; pooled_same, unweighted_same: of the same members
    "value": "float64",
    "lower": "float64",
    "upper": "float64",
    "interval_method": "string",
    "areas": "int64",  # members at that period
    "measured": "int64",  # members whose figure is published: what range, mean and worst rest on
    "minimum": "float64",
    "maximum": "float64",
    "worst_five": "float64",  # unweighted mean of the five worst members
    "worst_areas": "string",  # their codes, worst first, separated by ';'
    "conf_status": "string",
    "reference": "string",
    "reference_value": "float64",
    "distance": "float64",
    "distance_lower": "float64",
    "distance_upper": "float64",
}
GROUP_CHANGES = {
    "group": "string",
    "indicator": "string",
    "method": "string",  # pooled, unweighted
    "period_from": "string",
    "period_to": "string",
    "same": "int64",  # members with a figure at both moments: whose change is told
    "joined": "int64",  # members with a figure at the later moment alone
    "left": "int64",  # members with a figure at the earlier moment alone
    "value_from": "float64",  # of the same members
    "value_to": "float64",
    "own_change": "float64",
    "reference": "string",
    "reference_change": "float64",
    "distance_change": "float64",  # positive = the lag grew
    "lower": "float64",
    "upper": "float64",
    "class": "string",  # as in changes; null without a reference
    "evidence": "string",
    "broken": "boolean",
    "joined_effect": "float64",  # what joining did to the value of the group as it was then
    "left_effect": "float64",  # what leaving did; with own_change they make the whole change
    "conf_status": "string",
}
CLASS_COUNTS = {
    "group": "string",  # group code, or '' for all areas of the report's level
    "indicator": "string",
    # '': each area's own; of published rows: that of the source's rule, or what it says itself
    "reference": "string",
    "period_from": "string",  # null: the publication doesn't say from when
    "period_to": "string",  # null: nor up to when
    "class": "string",
    "count": "int64",
    "firm": "int64",  # of which with firm evidence; null for published counts
    # computed; published; published_total (of the group as a whole); published_rest (the areas that
    # are left of the group's size: reckoned here, not published)
    "origin": "string",
    "areas": "string",  # published only: those of the class that were named, separated by ';'
    # published_total only: one of DIRECTIONS; of a neutral indicator of NEUTRAL_DIRECTIONS
    "own_direction": "string",
    "reference_direction": "string",
    # published_total only: figures that were published without their moments, in the unit
    "own_from": "float64",
    "own_to": "float64",
    "reference_from": "float64",
    "reference_to": "float64",
    # published_total only: how far the areas inside it lay apart at its latest moment
    "own_lowest": "float64",
    "own_highest": "float64",
    "reference_lowest": "float64",
    "reference_highest": "float64",
}
WITHHELD = {
    "area": "string",  # area code or group code
    "period": "string",
    "indicator": "string",
    "conf_status": "string",  # N primary, D secondary; an edition says N for both
}
WARNINGS = {
    "area": "string",
    "indicator": "string",
    "period": "string",
    "score": "float64",
    "threshold": "float64",
    "signal": "boolean",
}
LIVEABILITY = {
    "area": "string",
    "period": "string",
    "composite": "string",
    "dimension": "string",
    "score": "float64",  # dimension score, 0-100
    "weight": "float64",
    "contribution": "float64",  # contributions add up to the composite (arithmetic)
    "rank": "int64",
    "rank_lowest": "int64",  # best and worst rank over the sensitivity runs
    "rank_highest": "int64",
}
EDITION_TABLES = {
    "figures": FIGURES,
    "changes": CHANGES,
    "groups": GROUP_FIGURES,
    "group_changes": GROUP_CHANGES,
    "classes": CLASS_COUNTS,
    "warnings": WARNINGS,
    "liveability": LIVEABILITY,
}
