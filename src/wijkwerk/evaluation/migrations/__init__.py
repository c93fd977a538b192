"""Migrations of questions and the register of evaluations."""
