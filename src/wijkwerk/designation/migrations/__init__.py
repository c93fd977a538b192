"""Migrations of designation."""
