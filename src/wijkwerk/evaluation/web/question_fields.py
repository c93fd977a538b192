"""A question field by field: what a form asks, as the document that TOML would say, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]
OUTCOMES = 5  # that a form has room for
_OUTCOME = ("indicator", "expected", "better", "lag")


def document_of(fields: Mapping[str, Any]) -> Document:
    """The document of the ``fields`` that were filled in; what is empty isn't there."""
    text = {
        name: _full({"nl": fields.get(f"{name}_nl"), "en": fields.get(f"{name}_en")})
        for name in ("title", "name", "theory")
    }
    document = {
        "id": fields.get("id"),
        "title": text["title"],
        "asked_by": fields.get("asked_by"),
        "composition": fields.get("composition"),
        "intervention": _full(
            {
                "kind": fields.get("kind"),
                "reference": fields.get("reference"),
                "name": text["name"],
                "start": _span(fields, "start"),
                "end": _span(fields, "end"),
                "theory": text["theory"],
            }
        ),
        "areas": _full(
            {
                "treated": fields.get("treated"),
                "left": _full(
                    {
                        "list": fields.get("left_list"),
                        "year": fields.get("left_year"),
                        "status": fields.get("left_status"),
                    }
                ),
            }
        ),
        "choice": _full(
            {
                "how": fields.get("how"),
                "indicator": fields.get("choice_indicator"),
                "period": fields.get("choice_period"),
            }
        ),
        "comparison": _full(
            {
                name: fields.get(name)
                for name in ("within", "exclude", "neighbours", "match", "each")
            }
        ),
        "outcome": [
            outcome
            for number in range(1, OUTCOMES + 1)
            if (outcome := _full({name: fields.get(f"{name}_{number}") for name in _OUTCOME}))
        ],
    }
    return _full(document)


def fields_of(document: Document) -> dict[str, Any] | None:
    """What the fields are for a document; None when they don't say all of it."""
    what, areas = document["intervention"], document["areas"]
    left, choice = areas.get("left", {}), document.get("choice", {})
    fields: dict[str, Any] = {
        **{name: document.get(name) for name in ("id", "asked_by", "composition")},
        **{name: what.get(name) for name in ("kind", "reference")},
        **document.get("comparison", {}),
        "treated": None if left else areas["treated"],
        "how": choice.get("how"),
        "choice_indicator": choice.get("indicator"),
        "choice_period": choice.get("period"),
        **{f"left_{name}": left.get(name) for name in ("list", "year", "status")},
    }
    for name, text in (
        ("title", document["title"]),
        ("name", what["name"]),
        ("theory", what["theory"]),
    ):
        fields |= {f"{name}_{language}": text[language] for language in ("nl", "en")}
    for name in ("start", "end"):
        first, last = what.get(name, (None, None))
        fields |= {f"{name}_first": first, f"{name}_last": last if last != first else None}
    for number, outcome in enumerate(document["outcome"], start=1):
        fields |= {f"{name}_{number}": outcome.get(name) for name in _OUTCOME}
    rebuilt = document_of(fields)
    if left:
        rebuilt["areas"]["treated"] = areas["treated"]
    # 'keep' is what an empty field means: it would get lost.
    same = rebuilt == document and fields.get("neighbours") != "keep"
    return _full(fields) if same else None


def _span(fields: Mapping[str, Any], name: str) -> list[Any] | None:
    first = fields.get(f"{name}_first")
    return [first, fields.get(f"{name}_last") or first] if first else None


def _full(parts: Mapping[str, Any]) -> Document:
    return {name: part for name, part in parts.items() if part not in (None, "", [], {}, ())}
