"""Participation: residents propose, decide over money, and see what became of it."""
