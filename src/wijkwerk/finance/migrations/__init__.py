"""Migrations of finance."""
