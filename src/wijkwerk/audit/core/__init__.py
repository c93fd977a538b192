"""The pure part of the audit trail."""
