"""Migrations of the register of editions."""
