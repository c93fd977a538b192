"""What other capabilities published that decisions can rest on; the programme asks the registry and knows
none of them."""

from __future__ import annotations

from wijkwerk.programme.models import Programme, Project
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import Evidence
from wijkwerk.shared.text import Language


def evidence_for(subject: Project | Programme, language: Language) -> list[Evidence]:
    """Everything, first what is about the project or programme itself: what is about a project names it as
    "programme/code", what is about a programme by its slug. An example rests on examples, and nothing
    real does."""
    if isinstance(subject, Project):
        programme: Programme = subject.programme
        kind, reference = "project", f"{programme.slug}/{subject.code}"
    else:
        programme, kind, reference = subject, "programme", str(subject.slug)
    return [
        evidence
        for capability in capabilities()
        for evidence in capability.evidence(kind, reference, language)
        if evidence.simulated == programme.simulated
    ]
