"""The tables of finance."""

from wijkwerk.finance.models.analyses import Analysis, AnalysisStep
from wijkwerk.finance.models.ledgers import Flow, Ledger, LedgerStep

__all__ = ["Analysis", "AnalysisStep", "Flow", "Ledger", "LedgerStep"]
