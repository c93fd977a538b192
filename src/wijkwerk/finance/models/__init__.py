"""The tables of finance."""

from wijkwerk.finance.models.analyses import Analysis, AnalysisStep

__all__ = ["Analysis", "AnalysisStep"]
