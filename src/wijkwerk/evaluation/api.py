"""The one door to evaluations for the rest of Wijkwerk."""

from wijkwerk.evaluation.effects import MeasuredEffect, measured_effect
from wijkwerk.evaluation.judgements import Judgement, judgement, judgements_about

__all__ = ["Judgement", "MeasuredEffect", "judgement", "judgements_about", "measured_effect"]
