"""What answers look like, as JSON Schema, and the columns of every list."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from wijkwerk.programme import models as m
from wijkwerk.rest.columns import columns_of
from wijkwerk.rest.schema import Schema, row

WORDS = {
    "id": "Its number on this site.",
    "slug": "What it is called in addresses.",
    "title": "Its title.",
    "name": "Its name.",
    "vision": "What the programme wants.",
    "state": "Where it stands among its steps.",
    "begins_on": "First day.",
    "ends_on": "Last day.",
    "municipality": "Code of the municipality.",
    "areas": "Codes of the areas that it is for.",
    "edition": "Id of the edition that its indicators come from.",
    "simulated": "Whether it is an example, in which not everything happened.",
    "pillar": "Pillar of the programme.",
    "goal": "Goal of the pillar.",
    "unit": "Unit of the values.",
    "scale": "share (0 to 100), count (0 and more) or index.",
    "source": "indicator (of an edition) or count (of the programme itself).",
    "indicator": "Id of the indicator in the edition.",
    "area": "Code of the area that is measured.",
    "owner": "Organisation that answers for it.",
    "organisation": "Organisation.",
    "baseline": "Where the path begins.",
    "baseline_on": "Day of the baseline.",
    "baseline_error": "Standard error of the baseline; null when not known.",
    "value": "Value, or null: then the level of the reference.",
    "reference": "Area whose level is to be reached; '' when there is a value.",
    "reference_goal": "at_least or at_most: on which side of the reference; '' when not said.",
    "due_on": "Last day.",
    "original_value": "Value that was promised at first.",
    "original_due_on": "Last day that was promised at first.",
    "changed": "Whether the board changed what was promised.",
    "latest": "Last figure since the path began.",
    "latest_on": "Day of that figure.",
    "progress": "Part of the way that is covered: 0.5 is half, below 0 is the wrong way.",
    "standing": "on_course, at_risk, off_course, cant_tell_yet, withheld or not_measured; after its "
    "day reached, not_reached or not_known.",
    "standing_at_first": "The same by what was promised at first.",
    "why": "What the standing rests on, or why its figures can't be read.",
    "baseline_measured": "The edition's figure where the path begins, by which it is judged; null "
    "for own counts and where there is none.",
    "latest_is_old": "Whether that figure is more than a year old.",
    "targets": "How many targets count.",
    "on_course": "How many are on course.",
    "at_risk": "How many are at risk.",
    "off_course": "How many are off course.",
    "cant_tell_yet": "Of how many it can't be told.",
    "withheld": "Of how many the figures are withheld.",
    "not_measured": "Of how many nothing was measured.",
    "reached": "How many were reached; their day has passed.",
    "not_reached": "How many were not; their day has passed.",
    "not_known": "Of how many that isn't known; their day has passed.",
    "promised_at_first": "How many targets were ever promised, dropped ones too.",
    "good_at_first": "How many of these are on course or reached as they were promised at first.",
    "changed_since": "How many of these the board changed.",
    "dropped_since": "How many of these the board dropped.",
    "probability": "Chance of reaching the target by its day, from the measurements so far; null when "
    "it can't be told.",
    "comparable_areas": "Areas that were once about as far behind the reference; null without a "
    "reference, when it isn't behind, or when fewer than five were.",
    "comparable_reached": "How many of these ever got to its level later; null as comparable_areas.",
    "target": "Number of the target.",
    "number": "1 is the original path; the highest counts.",
    "since": "Day from which it holds; of a letter: first day that it is about.",
    "on": "Day.",
    "error": "Standard error; 0: counted in full; null: not known.",
    "evidence": "Where it can be seen.",
    "evaluation": "Id of the evaluation that the last decision rests on; '' for none.",
    "reason_kind": "Why it stopped: no_money, ineffective, done or other; '' while it didn't.",
    "owner_agreed_on": "Day on which its owner agreed to go on with it; null when that isn't so.",
    "corrected": "Whether a newer one puts it right.",
    "quantity": "How much.",
    "promised_for": "Day that was promised at first.",
    "kept_on": "Day on which it was kept.",
    "entered_on": "Day on which it was entered later; null when it was written down at the time.",
    "code": "Code of the project.",
    "contribution": "What it adds to the goal.",
    "money": "Euro, over the period of money_period.",
    "money_period": "in_all, or a_year: amounts of different periods aren't added up.",
    "money_until": "Last day of the money.",
    "after_plan": "What happens when the money ends.",
    "bridging_ended": "Functions between parties that ended with it; never names.",
    "embedding_asked_on": "Day on which its owner was asked to go on with it.",
    "stop_criteria": "When to stop, agreed beforehand.",
    "decision_due": "Day by which the next decision has to be taken.",
    "kind": "change or drop.",
    "outcome": "accepted or rejected.",
    "reasons": "Why it was proposed.",
    "answer": "Why it was decided so.",
    "made_on": "Day of the proposal.",
    "decided_on": "Day of the decision.",
    "meeting": "Meeting of the board.",
    "out_of": "How many there were on the day of the count; it may change.",
    "present": "Domains that were present.",
    "substitutes": "Domains of those for which a substitute was present.",
    "votes_for": "Domains that were for.",
    "votes_against": "Domains that were against.",
    "statement": "What was published.",
    "published_on": "Day on which it was published.",
    "to": "council or parliament.",
    "language": "nl or en.",
    "until": "Last day that it is about.",
    "issued_on": "Day of issue.",
    "sentences": "Its sentences, those that people added not among them.",
}


# Fields that no list has, each with the reason; policies.INTERNAL names those that stay inside.
NOT_TOLD: Mapping[type[models.Model], Mapping[str, str]] = {
    m.Programme: {"id": "its slug is its name everywhere", "mandate": "stands in the export"},
    m.Target: {
        "state": "the list has active ones alone",
        "rung": "stands in its page, with what came out",
        "edition": "the programme's list says it; another edition stands in its page",
    },
    m.TargetPath: {"proposal": "decisions are told by target and day"},
    m.Measurement: {
        "corrects": "of the one that was put right it is told",
        "at": "when it was typed in says nothing of the count",
    },
    m.Commitment: {"goal": "stands in its page"},
    m.Project: {
        "evidence": "stands in its page, with the decision",
        "decider": "stands in its page",
        "money_from": "stands in its page",
    },
    m.Proposal: {
        "state": "the list has decided ones alone",
        "reference_goal": "the path that it led to has it",
    },
    m.Letter: {"state": "the list has issued ones alone", "content": "told as its sentences"},
}
# Of every list.
NEVER_TOLD: Mapping[str, str] = {
    "programme": "stands in the address",
    "version": "counts what was done in the database",
}

PROGRAMME = columns_of(
    m.Programme,
    *("slug", "title", "state", "vision", "municipality", "areas", "begins_on", "ends_on"),
    *("edition", "simulated"),
    areas="strings",
)
COUNTS = dict.fromkeys(
    (
        "targets",
        "on_course",
        "at_risk",
        "off_course",
        "cant_tell_yet",
        "withheld",
        "not_measured",
        "reached",
        "not_reached",
        "not_known",
        "promised_at_first",
        "good_at_first",
        "changed_since",
        "dropped_since",
    ),
    "int64",
)
_AS_IT_STANDS = {
    "pillar": "string",
    "goal": "string",
    "owner": "string",
    "baseline": "float64",
    "baseline_measured": "float64",
    "baseline_on": "string",
    "value": "float64",
    "reference": "string",
    "due_on": "string",
    "original_value": "float64",
    "original_due_on": "string",
    "changed": "boolean",
    "latest": "float64",
    "latest_on": "string",
    "latest_is_old": "boolean",
    "progress": "float64",
    "standing": "string",
    "standing_at_first": "string",
    "why": "string",
    "probability": "float64",
    "comparable_areas": "int64",
    "comparable_reached": "int64",
}
TARGET = columns_of(
    m.Target,
    *("id", "pillar", "goal", "title", "unit", "scale", "source", "indicator", "area", "owner"),
    *(name for name in _AS_IT_STANDS if name not in ("pillar", "goal", "owner")),
    **_AS_IT_STANDS,
)
PATH = columns_of(
    m.TargetPath,
    *("id", "target", "number", "baseline", "baseline_on", "baseline_error", "value"),
    *("reference", "reference_goal", "due_on", "since"),
)
MEASUREMENT = columns_of(
    m.Measurement,
    *("id", "target", "on", "value", "out_of", "error", "evidence", "corrected"),
    corrected="boolean",
)
COMMITMENT = columns_of(
    m.Commitment,
    *("id", "organisation", "title", "state", "quantity", "unit", "evidence", "promised_for"),
    *("due_on", "kept_on", "entered_on", "target"),
    organisation="string",
)
PROJECT = columns_of(
    m.Project,
    *("id", "code", "name", "state", "goal", "target", "organisation", "contribution", "areas"),
    *("money", "money_period", "money_until", "after_plan", "stop_criteria", "begins_on"),
    *("ends_on", "decision_due", "evaluation", "reason_kind", "bridging_ended"),
    *("embedding_asked_on", "owner_agreed_on"),
    goal="string",
    organisation="string",
    areas="strings",
)
DECISION = columns_of(
    m.Proposal,
    *("id", "target", "kind", "value", "reference", "due_on", "reasons", "made_on", "outcome"),
    *("answer", "decided_on", "meeting", "present", "substitutes", "votes_for", "votes_against"),
    meeting="string",
    present="strings",
    substitutes="strings",
    votes_for="strings",
    votes_against="strings",
)
PUBLISHED_FACT = columns_of(m.PublishedFact, *("id", "statement", "published_on", "source"))
LETTER = columns_of(
    m.Letter,
    *("id", "to", "language", "since", "until", "issued_on", "title", "sentences"),
    title="string",
    sentences="strings",
)

# What each list is of, for who asks whether a field was forgotten.
MODELS: Mapping[str, type[models.Model]] = {
    "Programme": m.Programme,
    "Target": m.Target,
    "Path": m.TargetPath,
    "Measurement": m.Measurement,
    "Commitment": m.Commitment,
    "Project": m.Project,
    "Decision": m.Proposal,
    "PublishedFact": m.PublishedFact,
    "Letter": m.Letter,
}
LISTS = {
    "Target": TARGET, "Path": PATH, "Measurement": MEASUREMENT, "Commitment": COMMITMENT,
    "Project": PROJECT, "Decision": DECISION, "Letter": LETTER, "Programme": PROGRAMME,
    "PublishedFact": PUBLISHED_FACT,
}  # fmt: skip
COMPONENTS: dict[str, Schema] = {
    "ProgrammeDetail": row(PROGRAMME | COUNTS, WORDS, complete=True),
}
