"""The audit trail as a Django app."""

from wijkwerk.registry.config import CapabilityConfig


class AuditConfig(CapabilityConfig):
    """Its commands, in ``commands.py``."""

    name = "wijkwerk.audit"
    label = "audit"
