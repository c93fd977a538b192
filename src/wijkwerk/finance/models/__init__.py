"""The tables of finance."""

from wijkwerk.finance.models.agreements import (
    AgreementStep,
    PaymentAgreement,
    ResultGoal,
    Tranche,
    TranchePayment,
)
from wijkwerk.finance.models.analyses import Analysis, AnalysisStep
from wijkwerk.finance.models.ledgers import Flow, Ledger, LedgerStep

__all__ = [
    "AgreementStep",
    "Analysis",
    "AnalysisStep",
    "Flow",
    "Ledger",
    "LedgerStep",
    "PaymentAgreement",
    "ResultGoal",
    "Tranche",
    "TranchePayment",
]
