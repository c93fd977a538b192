"""The one door to evaluations for the rest of Wijkwerk."""

from wijkwerk.evaluation.effects import MeasuredEffect, measured_effect

__all__ = ["MeasuredEffect", "measured_effect"]
